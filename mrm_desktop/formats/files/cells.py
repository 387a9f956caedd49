"""Single cells: numbers, yes and no. A cell that cannot be read is a problem with a code, never a guess."""

from __future__ import annotations

import re
from datetime import date, datetime

from mrm_desktop.domain.errors import KnownError

EXCEL_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#GETTING_DATA"})

NOT_COMPUTED = "#NOT_COMPUTED!"
"""Stands in a cell whose formula no program has computed yet."""

# What people and programs write into a cell to say that there is nothing.
NOTHING = frozenset({"na", "n/a", "n.a.", "nan", "null", "none", "-", "--", "?", "nil", "#n/a", "s/o", "n/d"})

CODES_OF_NO_ANSWER = frozenset(
    f"{sign}{code}" for code in (7, 8, 9, 66, 77, 88, 97, 98, 99, 777, 888, 997, 998, 999, 9999) for sign in ("", "-")
) | {"-1"}
"""What forms write for "don't know", "refused" and "does not apply"."""

_NUMBER = re.compile(r"[-+]?(\d+([.,]\d*)?|[.,]\d+)([eE][-+]?\d{1,3})?")
_THOUSANDS = re.compile(r"[-+]?\d{1,3}([ \u00a0\u202f']\d{3})+([.,]\d+)?")
_PLAIN = {
    **{zero + n: str(n) for zero in (0x0660, 0x06F0) for n in range(10)},
    **dict.fromkeys(map(ord, "\u2212\u2010\u2011\u2013\ufe63\uff0d"), "-"),
    **{0x066B: ".", 0x066C: " ", 0x200E: "", 0x200F: "", 0x061C: "", 0xFF0B: "+"},
}
_YES = frozenset({"yes", "y", "true", "1", "oui", "o", "vrai", "si", "sí", "verdadero", "نعم"})
_NO = frozenset({"no", "n", "false", "0", "non", "faux", "falso", "لا"})


def is_nothing(text: str) -> bool:
    """Whether a cell is empty or says that there is nothing, as "NA" does."""
    return not text.strip() or text.strip().casefold() in NOTHING


def plain_signs(text: str) -> str:
    """Return a number in the digits and signs of programs: Arabic and Persian digits, the minus of print and separators of their own."""
    cleaned = text.strip()
    return cleaned if cleaned.isascii() else cleaned.translate(_PLAIN).strip()


def parse_number(text: str) -> float:
    """Read a number with a decimal point or comma.

    Raises
    ------
    KnownError
        ``cell.not_a_number``, or ``cell.excel_error`` for ``#N/A`` and its kind.
    """
    cleaned = plain_signs(text)
    refuse_errors(cleaned)
    if _THOUSANDS.fullmatch(cleaned):
        cleaned = re.sub("[ \u00a0\u202f']", "", cleaned)
    if not _NUMBER.fullmatch(cleaned):
        raise KnownError("cell.not_a_number")
    value = float(cleaned.replace(",", "."))
    if value in (float("inf"), float("-inf")):
        raise KnownError("cell.not_a_number")
    return value


def refuse_errors(cell: str) -> None:
    """Refuse what a spreadsheet writes instead of a value.

    Raises
    ------
    KnownError
        ``cell.excel_error``, ``cell.not_computed``.
    """
    if cell.startswith("#") and (cell in EXCEL_ERRORS or cell == NOT_COMPUTED):
        raise KnownError("cell.not_computed" if cell == NOT_COMPUTED else "cell.excel_error")


def parse_yes(text: str) -> bool:
    """Read yes or no in one of the program's languages.

    Raises
    ------
    KnownError
        ``cell.not_yes_or_no``.
    """
    cleaned = text.strip().casefold()
    if cleaned in _YES:
        return True
    if cleaned in _NO:
        return False
    raise KnownError("cell.not_yes_or_no")


def as_text(value: object) -> str:
    """Write a typed cell of a workbook or a layer as the text that a person would have typed."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        if value != value:
            return ""
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
