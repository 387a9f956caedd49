"""Days of a column: those that a spreadsheet may have taken for others are nobody's, and no year is of another calendar."""

from __future__ import annotations

from datetime import date

import pytest

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.files.day_columns import day_styles
from mrm_desktop.formats.files.days import DayStyle, parse_day

TODAY = date(2026, 11, 27)
SWAPPED = {*(f"2026-{m:02d}-02" for m in range(1, 13)), *(f"{d}/02/2026" for d in range(13, 25))}


def test_a_column_of_which_a_spreadsheet_took_half_is_no_guess() -> None:
    style = day_styles({"day": SWAPPED}, "", TODAY)["day"]
    assert style.maybe_swapped
    with pytest.raises(KnownError, match="day_maybe_swapped"):
        parse_day("2026-03-02", style)
    assert parse_day("13/02/2026", style).isoformat() == "2026-02-13"


def test_who_says_the_order_has_looked() -> None:
    assert not day_styles({"day": SWAPPED}, "dmy", TODAY)["day"].maybe_swapped


@pytest.mark.parametrize(
    "cells",
    [
        {"2026-01-02", "2026-01-15", "2026-01-03", "13/02/2026", "14/02/2026", "15/02/2026"},  # true days beyond the twelfth
        {"2026-01-02", "2026-01-05", "2026-01-03"},
        {"13/02/2026", "14/02/2026", "01/02/2026", "2026-01-02", "2026-01-05", "2026-01-03"},
    ],
)
def test_other_columns_are_read(cells: set[str]) -> None:
    assert not day_styles({"day": cells}, "", TODAY)["day"].maybe_swapped


@pytest.mark.parametrize("text", ["1404/12/01", "1447-09-01", "0026-03-01", "1900-01-01"])
def test_a_year_before_the_first_peacekeepers_is_no_day(text: str) -> None:
    with pytest.raises(KnownError, match="not_a_date"):
        parse_day(text, DayStyle())
