"""The two columns that say between which days a row holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.validity import is_reversed
from mrm_desktop.formats.cells import is_nothing, parse_day

PERIOD_FIELDS = ("valid_from", "valid_to")


class BadPeriod(Exception):
    """The days of a row cannot be told, so nobody knows whether it still holds: such a row is left out and named.

    Attributes
    ----------
    field : str
        The column at fault.
    code : str
        Sentence that says why.
    """

    def __init__(self, field: str, code: str) -> None:
        super().__init__(code)
        self.field, self.code = field, code


def read_period(cell: Callable[[str], str]) -> dict[str, Any]:
    """Read the period of a row; an empty cell is an open end.

    Parameters
    ----------
    cell : Callable[[str], str]
        Gives the text of a field of the row.

    Raises
    ------
    BadPeriod
        ``cell.not_a_date``, ``cell.ambiguous_date``, ``cell.excel_error`` or ``cell.ends_before_it_begins``.
    """
    days: dict[str, date | None] = {}
    for field in PERIOD_FIELDS:
        text = cell(field)
        try:
            days[field] = None if is_nothing(text) else parse_day(text)
        except KnownError as error:
            raise BadPeriod(field, error.code) from error
    if is_reversed(days["valid_from"], days["valid_to"]):
        raise BadPeriod("valid_to", "cell.ends_before_it_begins")
    return dict(days)
