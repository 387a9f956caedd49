"""Single cells: numbers, days, yes and no. A cell that cannot be read is a problem with a code, never a guess."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache

from mrm_desktop.domain.errors import KnownError

EXCEL_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#GETTING_DATA"})

NOT_COMPUTED = "#NOT_COMPUTED!"
"""Stands in a cell whose formula no program has computed yet."""

# What people and programs write into a cell to say that there is nothing.
NOTHING = frozenset({"na", "n/a", "n.a.", "nan", "null", "none", "-", "--", "?", "nil", "#n/a", "s/o", "n/d"})

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_NUMERIC = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?: .*)?")
_WORDED = re.compile(r"(\d{1,2})[ -]([^\W\d]{3,12})\.?,?[ -](\d{4})")
_NUMBER = re.compile(r"[-+]?(\d+([.,]\d*)?|[.,]\d+)([eE][-+]?\d{1,3})?")
_THOUSANDS = re.compile(r"[-+]?\d{1,3}([ \u00a0\u202f']\d{3})+([.,]\d+)?")
MONTHS = {
    word: month
    for month, words in enumerate(
        (
            "jan january janv janvier ene enero",
            "feb february fev fevr fevrier febrero févr février fév",
            "mar march mars marzo",
            "apr april avr avril abr abril",
            "may mai mayo",
            "jun june juin junio",
            "jul july juil juillet julio",
            "aug august aout août ago agosto",
            "sep sept september septembre septiembre",
            "oct october octobre octubre",
            "nov november novembre noviembre",
            "dec december decembre décembre déc dic diciembre",
        ),
        start=1,
    )
    for word in words.split()
}
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
    _refuse_errors(cleaned)
    if _THOUSANDS.fullmatch(cleaned):
        cleaned = re.sub("[ \u00a0\u202f']", "", cleaned)
    if not _NUMBER.fullmatch(cleaned):
        raise KnownError("cell.not_a_number")
    value = float(cleaned.replace(",", "."))
    if value in (float("inf"), float("-inf")):
        raise KnownError("cell.not_a_number")
    return value


def _refuse_errors(cell: str) -> None:
    if cell.startswith("#") and (cell in EXCEL_ERRORS or cell == NOT_COMPUTED):
        raise KnownError("cell.not_computed" if cell == NOT_COMPUTED else "cell.excel_error")


@lru_cache(maxsize=8192)
def parse_day(text: str) -> date:
    """Read a calendar day: ``2026-03-31``, ``2026-03-31T02:24:00+02:00``, ``31 March 2026``, ``31/03/2026``.

    A time zone is not applied: the day is the one the person lived in.

    Raises
    ------
    KnownError
        ``cell.not_a_date``; ``cell.ambiguous_date`` for ``03/04/2026``, which is March to some and April to others.
    """
    cleaned = text.strip()
    _refuse_errors(cleaned)
    iso, numeric, worded = _ISO.fullmatch(cleaned), _NUMERIC.fullmatch(cleaned), _WORDED.fullmatch(cleaned)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if numeric:
            return _numeric_day(int(numeric[1]), int(numeric[2]), int(numeric[3]))
        if worded and worded[2].casefold() in MONTHS:
            return date(int(worded[3]), MONTHS[worded[2].casefold()], int(worded[1]))
    except ValueError as error:
        raise KnownError("cell.not_a_date") from error
    raise KnownError("cell.not_a_date")


def _numeric_day(first: int, second: int, year: int) -> date:
    if first > 12:
        return date(year, second, first)
    if second > 12:
        return date(year, first, second)
    if first == second:
        return date(year, first, second)
    raise KnownError("cell.ambiguous_date")


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
