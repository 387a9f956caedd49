"""Years of two digits, days before their month behind the year, and columns that do not go on as they began."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.geography import Area
from mrm_desktop.domain.incidents import Incident
from mrm_desktop.formats.files.day_columns import day_styles, needs_the_column
from mrm_desktop.formats.files.days import parse_day
from mrm_desktop.formats.files.read_options import ReadOptions
from mrm_desktop.formats.imports.read_file import read
from mrm_desktop.formats.rows.reading import Reading

Write = Callable[..., Path]
TODAY = date(2026, 11, 27)


def _days(cells: list[str], stated: str = "") -> list[str]:
    style = day_styles({"day": set(cells)}, stated, TODAY)["day"]

    def read_one(cell: str) -> str:
        try:
            return parse_day(cell, style).isoformat()
        except KnownError as error:
            return error.code

    return [read_one(cell) for cell in cells]


AMBIGUOUS, NONE = "cell.ambiguous_date", "cell.not_a_date"


@pytest.mark.parametrize(
    ("cells", "read_as"),
    [
        (["26-03-01"], ["2026-03-01"]),
        (["26-03-01", "26-03-02", "26-03-20"], ["2026-03-01", "2026-03-02", "2026-03-20"]),
        (["26-Mar-01", "26-Mar-02", "26-Mar-20"], ["2026-03-01", "2026-03-02", "2026-03-20"]),
        (["26-Mar-01"], ["2026-03-01"]),
        (["05-May-23", "06-May-23"], ["2023-05-05", "2023-05-06"]),
        (["29-Aug-26"], ["2026-08-29"]),
        (["13/03/26", "01/02/26"], ["2026-03-13", "2026-02-01"]),
        (["03/13/26", "01/02/26"], ["2026-03-13", "2026-01-02"]),
        (["01/02/26", "03/04/26"], [AMBIGUOUS, AMBIGUOUS]),
        (["21-Mar-24"], [AMBIGUOUS]),
        (["26-03-21"], [AMBIGUOUS]),
        (["31.12.25", "01.11.26"], ["2025-12-31", "2026-11-01"]),
        (["4/15/91"], [AMBIGUOUS]),
        (["31-02-26"], [AMBIGUOUS]),
    ],
)
def test_years_of_two_digits_are_decided_by_the_column(cells: list[str], read_as: list[str]) -> None:
    assert _days(cells) == read_as


def test_a_person_decides_what_the_column_does_not() -> None:
    cells = ["21-Mar-24", "01/02/26", "26-03-21"]
    assert _days(cells[:2], "dmy") == ["2024-03-21", "2026-02-01"]
    assert _days([cells[0], cells[2]], "ymd") == ["2021-03-24", "2026-03-21"]
    assert _days(["01/02/26"], "mdy") == ["2026-01-02"]


def test_another_column_of_the_table_decides() -> None:
    styles = day_styles({"day": {"01/02/26"}, "opened": {"25/03/2020"}}, "", TODAY)
    assert parse_day("01/02/26", styles["day"]) == date(2026, 2, 1)


@pytest.mark.parametrize(
    ("cells", "read_as"),
    [
        (["2026-05-03", "2026-31-03"], ["2026-03-05", "2026-03-31"]),
        (["2026/31/03"], ["2026-03-31"]),
        (["2026-05-03", "2026-03-31"], ["2026-05-03", "2026-03-31"]),
        (["2026-05-03"], ["2026-05-03"]),
        (["2026-05-03", "2026-31-03", "2026-03-30", "2026-04-04"], [AMBIGUOUS, "2026-03-31", "2026-03-30", "2026-04-04"]),
    ],
)
def test_days_before_their_month_behind_a_year(cells: list[str], read_as: list[str]) -> None:
    assert _days(cells) == read_as


def test_a_person_says_that_days_stand_before_their_month() -> None:
    assert _days(["2026-05-03"], "ydm") == ["2026-03-05"]


@pytest.mark.parametrize("cell", ["2026-03-01", "2026-03-01T10:15:00", "14 March 2026", "Mar 14, 2026 10:15 AM", "20260301", ""])
def test_what_is_clear_by_itself_needs_no_column(cell: str) -> None:
    assert not needs_the_column([cell])


def _incidents(write_csv: Write, areas: tuple[Area, ...], days: list[str]) -> Reading:
    rows = [("date", "type", "latitude", "longitude"), *((day, "ambush", 4.1, 30.6) for day in days)]
    return read(write_csv(rows), DatasetKind.INCIDENTS, areas, ReadOptions(today=TODAY))


FIRST_ROWS = [(date(2026, m, d)).isoformat() for m in range(1, 11) for d in range(1, 13)] * 20


def test_a_column_that_a_spreadsheet_swapped_is_found_beyond_the_first_rows(write_csv: Write, areas: tuple[Area, ...]) -> None:
    reading = _incidents(write_csv, areas, [*FIRST_ROWS, *(f"{d}/05/2026" for d in range(13, 29))])
    assert len(reading.of(Incident)) == 16
    assert {p.code for p in reading.ledger.problems} == {"cell.day_maybe_swapped"}
    assert reading.ledger.balances


def test_days_before_their_month_are_found_beyond_the_first_rows(write_csv: Write, areas: tuple[Area, ...]) -> None:
    reading = _incidents(write_csv, areas, [*["2026-05-03"] * 2_400, "2026-31-03"])
    assert {incident.happened_on for incident in reading.of(Incident)} == {date(2026, 3, 5), date(2026, 3, 31)}
    assert "table.dates_ydm" in {entry.code for entry in reading.ledger.entries}


def test_an_order_that_is_proven_late_holds_for_all(write_csv: Write, areas: tuple[Area, ...]) -> None:
    days = [(TODAY - timedelta(days=n)).isoformat() for n in range(300)] * 8
    reading = _incidents(write_csv, areas, [*days, "03/04/2026", "25/04/2026"])
    assert [incident.happened_on for incident in reading.of(Incident)][-2:] == [date(2026, 4, 3), date(2026, 4, 25)]
