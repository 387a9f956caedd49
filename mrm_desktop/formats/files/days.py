"""Calendar days as people and programs write them. What a cell does not say by itself, the style of its column does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.files.cells import plain_signs, refuse_errors

DAY_FIRST, MONTH_FIRST, YEAR_FIRST, YEAR_THEN_DAY = "dmy", "mdy", "ymd", "ydm"
ORDERS = (DAY_FIRST, MONTH_FIRST, YEAR_FIRST, YEAR_THEN_DAY)

_CLOCK = r"(?:,?[T ]+\d{1,2}:\d{2}.*)?"
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_NUMERIC = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?: .*)?")
_SHORT = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{2})(?:[T ].*)?")
_WEEKDAY = r"(?:[^\W\d]{2,12}\.?,? +)?"
_MONTH = r"([^\W\d]{3,12}(?: [^\W\d]{3,12})?)"
_DAY_WORD = re.compile(
    rf"{_WEEKDAY}(\d{{1,2}})(?:er|re|st|nd|rd|th|º|°)?(?: +| +de +|-|/){_MONTH}\.?,?(?: +de)?[ /-](\d{{4}}|\d{{2}}){_CLOCK}",
    re.IGNORECASE,
)
_WORD_DAY = re.compile(rf"{_WEEKDAY}([^\W\d]{{3,12}})\.? +(\d{{1,2}})(?:st|nd|rd|th)?,? +(\d{{4}}){_CLOCK}", re.IGNORECASE)
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 80_000  # 1954 and 2119: five digits that are no day are hardly all within it
_EPOCH = date(1899, 12, 30)
FIRST_YEAR = 1950
"""Before the first peacekeepers: an earlier year is of another calendar, or none."""
MONTHS_OF_A_YEAR = 12
_LAST_OF_THIS_CENTURY = 68  # as POSIX has it: 69 is 1969

MONTHS = {
    word: month
    for month, words in enumerate(
        (
            "jan,january,janv,janvier,ene,enero,يناير,كانون الثاني",
            "feb,february,fev,fevr,fevrier,febrero,févr,février,fév,فبراير,شباط",
            "mar,march,mars,marzo,مارس,آذار",
            "apr,april,avr,avril,abr,abril,أبريل,ابريل,نيسان",
            "may,mai,mayo,مايو,أيار",
            "jun,june,juin,junio,يونيو,حزيران",
            "jul,july,juil,juillet,julio,يوليو,تموز",
            "aug,august,aout,août,ago,agosto,أغسطس,اغسطس,آب",
            "sep,sept,september,septembre,septiembre,سبتمبر,أيلول",
            "oct,october,octobre,octubre,أكتوبر,اكتوبر,تشرين الأول",
            "nov,november,novembre,noviembre,نوفمبر,تشرين الثاني",
            "dec,december,decembre,décembre,déc,dic,diciembre,ديسمبر,كانون الأول",
        ),
        start=1,
    )
    for word in words.split(",")
}


@dataclass(frozen=True, slots=True)
class DayStyle:
    """How a column writes its days.

    Attributes
    ----------
    order : str
        :data:`DAY_FIRST` or :data:`MONTH_FIRST`, before years of four digits; "" where neither is known.
    serial : bool
        Whether its numbers are the days of a spreadsheet, counted from 1900.
    maybe_swapped : bool
        Whether a spreadsheet took half of the days for others: all that are true days lie on the 1st to 12th, all that stayed text do
        not. Then nobody can tell which way round the true ones are.
    behind_year : str
        :data:`YEAR_FIRST` or :data:`YEAR_THEN_DAY`, behind years of four digits; "" where the column proves both.
    short : str
        The order of numbers where years have two digits; "" where it is not known.
    short_word : str
        :data:`DAY_FIRST` or :data:`YEAR_FIRST` beside a month as a word, where years have two digits; "" where it is not known.
    """

    order: str = ""
    serial: bool = False
    maybe_swapped: bool = False
    behind_year: str = YEAR_FIRST
    short: str = ""
    short_word: str = DAY_FIRST


Parts = tuple[int, int, int]
PLACES: dict[str, Parts] = {DAY_FIRST: (2, 1, 0), MONTH_FIRST: (2, 0, 1), YEAR_FIRST: (0, 1, 2), YEAR_THEN_DAY: (0, 2, 1)}
"""Where year, month and day stand among three numbers, by their order."""


def numbers_behind_year(cell: str) -> Parts | None:
    """Return the three numbers of a cell that begins with a year of four digits."""
    return _numbers(_ISO, cell)


def numbers_before_year(cell: str) -> Parts | None:
    """Return the three numbers of a cell that ends in a year of four digits."""
    return _numbers(_NUMERIC, cell)


def short_numbers(cell: str) -> Parts | None:
    """Return the three numbers of a cell whose year has two digits, wherever it stands."""
    return _numbers(_SHORT, cell)


def short_numbers_in_words(cell: str) -> Parts | None:
    """Return the two numbers of a cell around the number of its month, where the month is a word and the year has two digits."""
    found = _DAY_WORD.fullmatch(" ".join(plain_signs(cell).split()))
    if found is None or len(found[3]) != 2 or found[2].casefold() not in MONTHS:
        return None
    return int(found[1]), MONTHS[found[2].casefold()], int(found[3])


def is_serial(cell: str) -> bool:
    """Whether a cell may be a day as a spreadsheet counts them."""
    found = _SERIAL.fullmatch(cell.strip())
    return found is not None and _FIRST_SERIAL <= int(found[1]) <= _LAST_SERIAL


def as_date(parts: Parts, order: str, is_short: bool) -> date | None:
    """Return the day that three numbers are in an order, of which the year may have two digits; None where they are none."""
    year, month, day = (parts[place] for place in PLACES[order])
    try:
        return date(_full(year) if is_short else year, month, day)
    except ValueError:
        return None


def _numbers(pattern: re.Pattern[str], cell: str) -> Parts | None:
    found = pattern.fullmatch(plain_signs(cell))
    return None if found is None else (int(found[1]), int(found[2]), int(found[3]))


@lru_cache(maxsize=16384)
def parse_day(text: str, style: DayStyle = DayStyle()) -> date:
    """Read a calendar day: ``2026-03-31``, ``2026-03-31T02:24:00+02:00``, ``31 March 2026``, ``Mar 14, 2026 10:15 AM``, ``31/03/2026``.

    A time zone is not applied: the day is the one the person lived in.

    Raises
    ------
    KnownError
        ``cell.not_a_date``; ``cell.ambiguous_date`` for ``03/04/2026``, which is March to some and April to others, where the style
        does not say.
    """
    cleaned = " ".join(plain_signs(text).split())
    refuse_errors(cleaned)
    try:
        found = _written(cleaned, style) or _numeric(cleaned, style) or (_serial(cleaned) if style.serial else None)
    except ValueError as error:
        raise KnownError("cell.not_a_date") from error
    if found is None or found.year < FIRST_YEAR:
        raise KnownError("cell.not_a_date")
    if style.maybe_swapped and _ISO.fullmatch(cleaned):
        raise KnownError("cell.day_maybe_swapped")
    return found


def _written(text: str, style: DayStyle) -> date | None:
    """Read a day that says by itself what is what, but for years of two digits and days before their month."""
    year_first, compact = _ISO.fullmatch(text), _COMPACT.fullmatch(text)
    if year_first is not None:
        parts = int(year_first[1]), int(year_first[2]), int(year_first[3])
        return _in_order(parts, style.behind_year or _proven_behind(parts))
    if compact is not None:
        return date(int(compact[1]), int(compact[2]), int(compact[3]))
    short, day_first, month_first = short_numbers_in_words(text), _DAY_WORD.fullmatch(text), _WORD_DAY.fullmatch(text)
    if short is not None:
        return _in_order(short, style.short_word, is_short=True)
    if day_first is not None and day_first[2].casefold() in MONTHS:
        return date(int(day_first[3]), MONTHS[day_first[2].casefold()], int(day_first[1]))
    if month_first is not None and month_first[1].casefold() in MONTHS:
        return date(int(month_first[3]), MONTHS[month_first[1].casefold()], int(month_first[2]))
    return None


def _proven_behind(parts: Parts) -> str:
    """Return the order behind a year that a cell proves; any where day and month are the same; "" where it proves none."""
    _, first, second = parts
    return YEAR_THEN_DAY if first > MONTHS_OF_A_YEAR else YEAR_FIRST if second > MONTHS_OF_A_YEAR or first == second else ""


def proven_before(parts: Parts) -> str:
    """Return the order before a year that a cell proves; "" where it proves none."""
    first, second, _ = parts
    if (first > MONTHS_OF_A_YEAR) == (second > MONTHS_OF_A_YEAR):
        return ""
    return DAY_FIRST if first > MONTHS_OF_A_YEAR else MONTH_FIRST


def _numeric(text: str, style: DayStyle) -> date | None:
    parts, short = numbers_before_year(text), short_numbers(text)
    if short is not None:
        return _in_order(short, style.short, is_short=True)
    if parts is None:
        return None
    return _in_order(parts, proven_before(parts) or style.order or (DAY_FIRST if parts[0] == parts[1] else ""))


def _in_order(parts: Parts, order: str, is_short: bool = False) -> date:
    """Return the day that three numbers are.

    Raises
    ------
    KnownError
        ``cell.ambiguous_date`` where the order is not known, ``cell.not_a_date`` where there is no such day.
    """
    if not order:
        raise KnownError("cell.ambiguous_date")
    found = as_date(parts, order, is_short)
    if found is None:
        raise KnownError("cell.not_a_date")
    return found


def _full(year: int) -> int:
    """Return a year of two digits as one of four."""
    return year + (2000 if year <= _LAST_OF_THIS_CENTURY else 1900)


def _serial(text: str) -> date | None:
    found = _SERIAL.fullmatch(text)
    return None if found is None else _EPOCH + timedelta(days=int(found[1]))
