"""How the columns of a table write their days: what one cell leaves open, its column proves, or a person is asked."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, timedelta

from mrm_desktop.formats.files.cells import is_nothing
from mrm_desktop.formats.files.days import (
    DAY_FIRST,
    MONTH_FIRST,
    MONTHS_OF_A_YEAR,
    YEAR_FIRST,
    YEAR_THEN_DAY,
    DayStyle,
    Parts,
    as_date,
    is_serial,
    numbers_before_year,
    numbers_behind_year,
    proven_before,
    short_numbers,
    short_numbers_in_words,
)

_FEWEST = 3
_NUMBERS, _WORDS = (DAY_FIRST, MONTH_FIRST, YEAR_FIRST), (DAY_FIRST, YEAR_FIRST)
_LOOKED_BACK = timedelta(days=15 * 366)
"""What an office reads is hardly older; a reading of two digits that leads further back is the other one."""
_MOST_OF = 0.9
_DAY_LENGTH = 10


def day_styles(columns: dict[str, set[str]], stated: str, today: date) -> dict[str, DayStyle]:
    """Return how the columns of one table write their days, each given as its different cells; one program wrote all of them.

    Parameters
    ----------
    stated : str
        The order that a person said, one of :data:`~mrm_desktop.formats.files.days.ORDERS`; "" where nobody did.
    today : date
        The day of the import: most days of a file lie before it.
    """
    proven = {
        order
        for cells in columns.values()
        for cell in cells
        if (parts := numbers_before_year(cell)) and (order := proven_before(parts))
    }
    order = stated if stated in (DAY_FIRST, MONTH_FIRST) else proven.pop() if len(proven) == 1 and not stated else ""

    def style(cells: set[str]) -> DayStyle:
        return DayStyle(
            order,
            _is_serial(cells),
            not stated and _are_half_swapped(cells),
            _behind_year(cells, stated),
            _short(cells, short_numbers, _NUMBERS, stated or order, today) or "",
            _short(cells, short_numbers_in_words, _WORDS, stated or order, today, DAY_FIRST),
        )

    return {name: style(cells) for name, cells in columns.items()}


def _behind_year(cells: Collection[str], stated: str) -> str:
    """Return the order behind years of four digits: year-month-day unless a cell proves the other, or a person says it."""
    if stated in (YEAR_FIRST, YEAR_THEN_DAY):
        return stated
    proven = {
        YEAR_THEN_DAY if parts[1] > MONTHS_OF_A_YEAR else YEAR_FIRST
        for cell in cells
        if (parts := numbers_behind_year(cell)) and (parts[1] > MONTHS_OF_A_YEAR) != (parts[2] > MONTHS_OF_A_YEAR)
    }
    return "" if len(proven) > 1 else next(iter(proven), YEAR_FIRST)


def _short(
    cells: Collection[str],
    numbers_in: Callable[[str], Parts | None],
    orders: tuple[str, ...],
    known: str,
    today: date,
    usual: str = "",
) -> str:
    """Return the order of years of two digits: the one in which nearly all days are past, and in the fewest different years."""
    found = [parts for cell in cells if (parts := numbers_in(cell)) is not None]
    if not found:
        return usual
    if known in orders:
        return known
    read = {order: [day for parts in found if (day := as_date(parts, order, is_short=True)) is not None] for order in orders}
    whole = {order: days for order, days in read.items() if len(days) == max(map(len, read.values()))}
    years = {order: len({day.year for day in days}) for order, days in whole.items()}
    likely = [
        order
        for order, days in whole.items()
        if years[order] == min(years.values())
        and sum(today - _LOOKED_BACK <= day <= today for day in days) >= _MOST_OF * len(found)
    ]
    # Where all of them give the same days, as 26.06.26 does, it does not matter which.
    return likely[0] if likely and all(whole[order] == whole[likely[0]] for order in likely) else ""


def _are_half_swapped(cells: Collection[str]) -> bool:
    whole = [parts[2] for cell in cells if (parts := numbers_behind_year(cell))]
    texts = [parts for cell in cells if (parts := numbers_before_year(cell))]
    enough = len(whole) >= _FEWEST and len(texts) >= _FEWEST
    return enough and max(whole) <= MONTHS_OF_A_YEAR and all(proven_before(parts) == DAY_FIRST for parts in texts)


def _is_serial(cells: Collection[str]) -> bool:
    filled = [cell for cell in cells if not is_nothing(cell)]
    return bool(filled) and all(map(is_serial, filled))


def needs_the_column(cells: Collection[str]) -> bool:
    """Whether some cells do not say by themselves which day they are, so that the whole column has to be looked at."""
    return any(_is_open(cell) for cell in {cell.strip()[:_DAY_LENGTH] for cell in cells})


def _is_open(cell: str) -> bool:
    behind = numbers_behind_year(cell)
    return (
        (behind is not None and behind[1] > MONTHS_OF_A_YEAR)
        or is_serial(cell)
        or any(numbers_in(cell) is not None for numbers_in in (numbers_before_year, short_numbers, short_numbers_in_words))
    )


def orders_said(cells: Collection[str], style: DayStyle) -> list[str]:
    """Return in which orders cells were read that may be one day to some and another to others."""
    told: list[tuple[Callable[[str], Parts | None], Callable[[Parts], bool], str]] = [
        (numbers_before_year, lambda parts: not proven_before(parts) and parts[0] != parts[1], style.order),
        (numbers_behind_year, lambda _: style.behind_year == YEAR_THEN_DAY, style.behind_year),
        (short_numbers, lambda _: True, style.short),
        (short_numbers_in_words, lambda _: style.short_word == YEAR_FIRST, style.short_word),
    ]
    found = [order for numbers_in, matters, order in told if order and any(p and matters(p) for p in map(numbers_in, cells))]
    return list(dict.fromkeys(found))
