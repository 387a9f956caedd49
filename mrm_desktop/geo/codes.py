"""P-codes as they come back from spreadsheets: cut, padded, of another version, deeper than the areas at hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cached_property

from mrm_desktop.domain.geography import Area
from mrm_desktop.geo.area_index import AreaIndex, loose_code

EXACT = "pcode"
ZEROS = "match.code_zeros"
PREFIX = "match.code_prefix"
UNKNOWN = "match.code_unknown"


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

    def _search(self, code: str) -> tuple[Area | None, str]:
        exact = self._index.with_code(code)
        if exact is not None:
            return exact, EXACT
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
            if _letters(loose) in (2, 3) and loose[_letters(loose) :].isdigit():
                found[loose] = area
        return found

    @cached_property
    def _shapes(self) -> tuple[tuple[str, int], ...]:
        """Letters and number of digits that the codes at hand have, the commonest first."""
        shapes = Counter((code[: _letters(code)], len(code) - _letters(code)) for code in self._nesting)
        return tuple(shape for shape, _ in shapes.most_common())

    def _with_zeros(self, loose: str) -> Area | None:
        """Give a code the leading zeros, and the letters of the country, that a spreadsheet took from it."""
        letters, digits = loose[: _letters(loose)], loose[_letters(loose) :]
        if not digits.isdigit():
            return None
        fitting = {
            area.code: area
            for prefix, width in self._shapes
            if len(digits) < width and width - len(digits) <= 2 and letters in ("", prefix)
            for area in (self._nesting.get(prefix + digits.zfill(width)),)
            if area is not None
        }
        if letters == "" and not fitting:
            whole = {prefix + digits for prefix, width in self._shapes if width == len(digits)}
            fitting = {self._nesting[code].code: self._nesting[code] for code in whole if code in self._nesting}
        return next(iter(fitting.values())) if len(fitting) == 1 else None


def _letters(code: str) -> int:
    """How many letters a code begins with."""
    return next((n for n, c in enumerate(code) if not c.isalpha()), len(code))
