"""Calendar days as people and programs write them, and the order of day and month that a whole column proves."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.files.cells import is_nothing, plain_signs, refuse_errors

DAY_FIRST, MONTH_FIRST = "dmy", "mdy"
ORDERS = (DAY_FIRST, MONTH_FIRST)

_CLOCK = r"(?:,?[T ]+\d{1,2}:\d{2}.*)?"
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_NUMERIC = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?: .*)?")
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
_FEWEST, _MONTHS = 3, 12
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
        :data:`DAY_FIRST` or :data:`MONTH_FIRST`; "" where neither is known.
    serial : bool
        Whether its numbers are the days of a spreadsheet, counted from 1900.
    maybe_swapped : bool
        Whether a spreadsheet took half of the days for others: all that are true days lie on the 1st to 12th, all that stayed text do
        not. Then nobody can tell which way round the true ones are.
    """

    order: str = ""
    serial: bool = False
    maybe_swapped: bool = False


def day_styles(columns: dict[str, set[str]], stated: str) -> dict[str, DayStyle]:
    """Return how the columns of one table write their days, each given as its different cells; one program wrote all of them."""
    proven = {order for cells in columns.values() for cell in cells if (order := _order_of(cell))}
    order = stated or (proven.pop() if len(proven) == 1 else "")
    return {name: DayStyle(order, _is_serial(cells), not stated and _are_half_swapped(cells)) for name, cells in columns.items()}


def _are_half_swapped(cells: set[str]) -> bool:
    whole = [int(found[3]) for cell in cells if (found := _ISO.fullmatch(plain_signs(cell)))]
    texts = [cell for cell in cells if _NUMERIC.fullmatch(plain_signs(cell))]
    enough = len(whole) >= _FEWEST and len(texts) >= _FEWEST
    return enough and max(whole) <= _MONTHS and all(_order_of(cell) == DAY_FIRST for cell in texts)


def needs_the_column(cell: str) -> bool:
    """Whether a cell does not say by itself which day it is."""
    return bool(_SERIAL.fullmatch(cell.strip())) or _NUMERIC.fullmatch(plain_signs(cell)) is not None


def is_ambiguous(cell: str) -> bool:
    """Whether a cell is one day to some and another to others."""
    found = _NUMERIC.fullmatch(plain_signs(cell))
    return found is not None and not _order_of(cell) and found[1] != found[2]


def _order_of(cell: str) -> str:
    """Return the order that a cell proves; "" where it proves none."""
    found = _NUMERIC.fullmatch(plain_signs(cell))
    if found is None or (int(found[1]) > 12) == (int(found[2]) > 12):
        return ""
    return DAY_FIRST if int(found[1]) > 12 else MONTH_FIRST


def _is_serial(cells: set[str]) -> bool:
    filled = [cell for cell in cells if not is_nothing(cell)]
    numbers = [int(found[1]) for cell in filled if (found := _SERIAL.fullmatch(cell.strip()))]
    return bool(filled) and len(numbers) == len(filled) and min(numbers) >= _FIRST_SERIAL and max(numbers) <= _LAST_SERIAL


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
        found = _written(cleaned) or _numeric(cleaned, style.order) or (_serial(cleaned) if style.serial else None)
    except ValueError as error:
        raise KnownError("cell.not_a_date") from error
    if found is None or found.year < FIRST_YEAR:
        raise KnownError("cell.not_a_date")
    if style.maybe_swapped and _ISO.fullmatch(cleaned):
        raise KnownError("cell.day_maybe_swapped")
    return found


def _written(text: str) -> date | None:
    """Read a day that says by itself what is what."""
    year_first = _ISO.fullmatch(text) or _COMPACT.fullmatch(text)
    if year_first is not None:
        return date(int(year_first[1]), int(year_first[2]), int(year_first[3]))
    day_first, month_first = _DAY_WORD.fullmatch(text), _WORD_DAY.fullmatch(text)
    if day_first is not None and day_first[2].casefold() in MONTHS:
        return date(_year(day_first[3]), MONTHS[day_first[2].casefold()], int(day_first[1]))
    if month_first is not None and month_first[1].casefold() in MONTHS:
        return date(int(month_first[3]), MONTHS[month_first[1].casefold()], int(month_first[2]))
    return None


def _year(text: str) -> int:
    year = int(text)
    return year if len(text) > 2 else year + (2000 if year <= _LAST_OF_THIS_CENTURY else 1900)


def _numeric(text: str, order: str) -> date | None:
    found = _NUMERIC.fullmatch(text)
    if found is None:
        return None
    first, second, year = int(found[1]), int(found[2]), int(found[3])
    proven = _order_of(text) or order
    if not proven and first != second:
        raise KnownError("cell.ambiguous_date")
    return date(year, first, second) if proven == MONTH_FIRST else date(year, second, first)


def _serial(text: str) -> date | None:
    found = _SERIAL.fullmatch(text)
    return None if found is None else _EPOCH + timedelta(days=int(found[1]))
