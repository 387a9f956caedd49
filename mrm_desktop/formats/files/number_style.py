"""How a column writes its numbers: whether a comma or a dot separates thousands or decimals, judged by all its cells.

"1,204" is twelve hundred people and four to one spreadsheet and a little more than one to another. Where the column does not tell, a count
of people is whole; anything else is a problem of the cell and no guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.files.cells import parse_number, plain_signs

_GROUPED = {sign: re.compile(rf"[-+]?\d{{1,3}}(?:{re.escape(sign)}\d{{3}})+") for sign in ",."}
_LIKE_GROUPED = re.compile(r"[-+]?[1-9]\d{0,2}[.,]\d{3}")
_OTHER = {",": ".", ".": ","}


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """The style of one column.

    Attributes
    ----------
    whole : bool
        Whether its numbers are counts.
    decimal : str
        The sign before decimals where some cell proves it; "" where none does, or cells prove both.
    """

    whole: bool = False
    decimal: str = ""

    def parse(self, text: str) -> float:
        """Read a number.

        Raises
        ------
        KnownError
            As :func:`parse_number`; ``cell.ambiguous_number`` where thousands and decimals cannot be told apart.
        """
        cleaned = plain_signs(text)
        proven = _proven(cleaned) or self.decimal
        if not _LIKE_GROUPED.fullmatch(cleaned) and not _proven(cleaned):
            return parse_number(cleaned)
        sign = "," if "," in cleaned else "."
        if proven and not (proven == sign and cleaned.endswith(sign + "000")):
            return parse_number(cleaned.replace(_OTHER[proven], "").replace(proven, "."))
        if self.whole and sign == ",":
            return parse_number(cleaned.replace(",", ""))
        if sign == "." and not self.whole:
            return parse_number(cleaned)
        raise KnownError("cell.ambiguous_number")


def style_of(texts: Iterable[str], whole: bool) -> NumberStyle:
    """Return the style of a column, by its different cells."""
    proven = {sign for text in texts if (sign := _proven(plain_signs(text)))}
    return NumberStyle(whole, proven.pop() if len(proven) == 1 else "")


def _proven(text: str) -> str:
    """Return the sign before decimals that a cell proves; "" where it proves none."""
    if "," in text and "." in text:
        return max(",.", key=text.rfind)
    sign = "," if "," in text else "." if "." in text else ""
    if not sign:
        return ""
    if text.count(sign) > 1:
        return _OTHER[sign] if _GROUPED[sign].fullmatch(text) else ""
    return "" if _LIKE_GROUPED.fullmatch(text) else sign
