"""P-codes as they come back from spreadsheets: cut, padded, of another version, deeper than the areas at hand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cached_property

from mrm_desktop.domain.geography import Area
from mrm_desktop.geo.area_index import AreaIndex, loose_code

EXACT = "pcode"
DECIMAL = "match.code_decimal"
ZEROS = "match.code_zeros"
PREFIX = "match.code_prefix"
UNKNOWN = "match.code_unknown"

_MOST_ZEROS = 2
_WRITTEN_AS_DECIMAL = re.compile(r"([^.]*\d)\.0+")


class CodeBook:
    """Finds areas by code, forgiving what is known to happen to codes and nothing else.

    Parameters
    ----------
    index : AreaIndex
        The areas.
    """

    def __init__(self, index: AreaIndex) -> None:
        self._index = index
        self._found: dict[str, tuple[Area | None, str]] = {}

    def find(self, code: str) -> tuple[Area | None, str]:
        """Return the area of a code and how it was found: ``pcode`` or one of the codes of this module."""
        if code not in self._found:
            self._found[code] = self._search(code)
        return self._found[code]

    def is_guess(self, code: str) -> bool:
        """Whether a code is only taken for an area's: bare digits to which zeros or the letters of the country were added."""
        return self.find(code)[1] == ZEROS and not any(c.isalpha() for c in code)

    def _search(self, code: str) -> tuple[Area | None, str]:
        exact = self._index.with_code(code)
        if exact is not None:
            return exact, EXACT
        # Programs that keep a column with gaps as numbers write 11 as 11.0.
        decimal = _WRITTEN_AS_DECIMAL.fullmatch(code.strip())
        if decimal is not None:
            area, found = self._search(decimal[1])
            return area, DECIMAL if found == EXACT else found
        loose = loose_code(code)
        padded = self._with_zeros(loose)
        if padded is not None:
            return padded, ZEROS
        # A payam's code begins with its county's: where payams were not imported, the county is what is left.
        for length in range(len(loose) - 1, 2, -1):
            area = self._nesting.get(loose[:length])
            if area is not None and loose[length:].isdigit():
                return area, PREFIX
        return None, UNKNOWN

    @cached_property
    def _nesting(self) -> Mapping[str, Area]:
        """Areas whose code can be the beginning of a finer code: letters of the country, then digits."""
        found: dict[str, Area] = {}
        for area in self._index.areas:
            loose = loose_code(area.code)
            if _letters(loose) in (2, 3) and loose[_letters(loose) :].isdigit() and self._index.with_code(loose.lower()) is area:
                found[loose] = area
        return found

    @cached_property
    def _shapes(self) -> tuple[tuple[str, int], ...]:
        """Letters and number of digits that the codes at hand have, the commonest first."""
        shapes = Counter((code[: _letters(code)], len(code) - _letters(code)) for code in self._nesting)
        return tuple(shape for shape, _ in shapes.most_common())

    def _with_zeros(self, loose: str) -> Area | None:
        """Give a code the leading zeros, and the letters of the country, that a spreadsheet took from it; None where two areas fit."""
        letters, digits = loose[: _letters(loose)], loose[_letters(loose) :]
        if not digits.isdigit():
            return None
        fitting = {
            area.code: area
            for prefix, width in self._shapes
            if 0 <= width - len(digits) <= _MOST_ZEROS and letters in ("", prefix)
            for area in (self._nesting.get(prefix + digits.zfill(width)),)
            if area is not None
        }
        return next(iter(fitting.values())) if len(fitting) == 1 else None


def _letters(code: str) -> int:
    """How many letters a code begins with."""
    return next((n for n, c in enumerate(code) if not c.isalpha()), len(code))
