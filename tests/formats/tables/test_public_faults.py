"""Faults that other projects were told of, tried on these readers; docs/evidence-log.md lists where each was met."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.evidence import AreaEvidence
from mrm_desktop.domain.geography import Place
from mrm_desktop.domain.incidents import Incident
from mrm_desktop.formats.files.days import DayStyle, parse_day
from mrm_desktop.formats.files.number_style import style_of
from tests.formats.real_files import box, problem_codes, read_case, told
from tests.present import present

PLACES, INCIDENTS, COMMUNITY = DatasetKind.PLACES, DatasetKind.INCIDENTS, DatasetKind.COMMUNITY
HEAD = ("date", "type", "lat", "lon")


def incidents(write_csv: Callable[..., Path], *days: str) -> list[date]:
    rows = [HEAD, *((day, "ambush", 4.1, f"30.{n + 1}") for n, day in enumerate(days))]
    return [i.happened_on for i in read_case(write_csv(rows), INCIDENTS).of(Incident)]


def test_an_american_export_is_not_read_day_first(write_csv: Callable[..., Path]) -> None:
    assert incidents(write_csv, "12/31/2025", "12/01/2025") == [date(2025, 12, 31), date(2025, 12, 1)]


def test_a_british_log_keeps_the_rows_whose_day_is_above_twelve(write_csv: Callable[..., Path]) -> None:
    assert incidents(write_csv, "15/04/2026", "03/04/2026") == [date(2026, 4, 15), date(2026, 4, 3)]


def test_days_that_a_spreadsheet_rewrote_are_read() -> None:
    assert parse_day("29-Aug-26") == date(2026, 8, 29)
    assert parse_day("21-Apr-91") == date(1991, 4, 21)


@pytest.mark.parametrize("text", ["31 February 2026", "2026-02-30"])
def test_a_day_that_does_not_exist_never_rolls_over(text: str) -> None:
    with pytest.raises(KnownError, match=r"cell\.not_a_date"):
        parse_day(text)


def test_a_mixture_of_orders_in_one_column_is_never_read_two_ways(write_csv: Callable[..., Path]) -> None:
    assert incidents(write_csv, "03/04/2026", "13/04/2026", "04/25/2026") == [date(2026, 4, 13), date(2026, 4, 25)]


def test_codes_that_lost_a_zero_are_joined(write_csv: Callable[..., Path]) -> None:
    areas = (box("NJ01", "Ombo", 1, None, (30, 3, 31, 6)), box("NJ10", "Yambala", 1, None, (31, 3, 32, 6)))
    reading = read_case(write_csv([("name", "pcode"), ("A", "1"), ("B", "10"), ("C", "NJ1")]), PLACES, areas)
    assert [p.area_code for p in reading.of(Place)] == ["NJ01", "NJ10", "NJ01"]


def test_a_code_that_is_only_too_short_is_not_filled_up(write_csv: Callable[..., Path]) -> None:
    areas = (box("TX07501", "Ombo", 1, None, (30, 3, 31, 6)),)
    assert read_case(write_csv([("name", "pcode"), ("A", "750")]), PLACES, areas).of(Place)[0].area_code is None


@pytest.mark.parametrize(
    ("text", "value"), [("1.299,99", 1299.99), ("5.840,72", 5840.72), ("2,590", 2590), ("1.000.000,5", 1000000.5)]
)
def test_counts_of_european_and_american_spreadsheets(text: str, value: float) -> None:
    assert style_of([text], whole=True).parse(text) == value


def test_a_table_of_semicolons_with_european_numbers_is_cut_right(write_csv: Callable[..., Path]) -> None:
    rows = [("name", "lat", "lon", "people"), ("A", "4,1", "30,6", "5.840,72"), ("B", "4,2", "30,7", "1.299,99")]
    assert [p.point for p in read_case(write_csv(rows, delimiter=";"), PLACES).of(Place)] == [(30.6, 4.1), (30.7, 4.2)]


def test_arabic_saved_by_a_spreadsheet_is_no_row_of_question_marks(write_csv: Callable[..., Path]) -> None:
    rows = [("name", "lat", "lon"), ("بئر السلام", 4.1, 30.6), ("Camp 2", 4.2, 30.7)]
    assert read_case(write_csv(rows, encoding="cp1256"), PLACES).of(Place)[0].name == "بئر السلام"


def test_french_with_many_accents_in_a_word_is_western(write_csv: Callable[..., Path]) -> None:
    rows = [("name", "lat", "lon"), ("invitéàçù01", 4.1, 30.6), ("testéç", 4.2, 30.7)]
    reading = read_case(write_csv(rows, delimiter=";", encoding="cp1252"), PLACES)
    assert [p.name for p in reading.of(Place)] == ["invitéàçù01", "testéç"]


def test_cyrillic_is_not_taken_for_arabic_and_can_be_stated(write_csv: Callable[..., Path]) -> None:
    path = write_csv([("name", "lat", "lon"), ("Белград", 4.1, 30.6), ("Митровица", 4.2, 30.7)], encoding="cp1251")
    assert told(read_case(path, PLACES), "table.encoding_guessed") == [{"encoding": "cp1252"}]
    assert read_case(path, PLACES, encoding="cp1251").of(Place)[0].name == "Белград"


def test_a_file_in_utf_32_is_read(write_csv: Callable[..., Path]) -> None:
    assert (
        read_case(write_csv([("name", "lat", "lon"), ("قرية", 4.1, 30.6)], encoding="utf-32"), PLACES).of(Place)[0].name == "قرية"
    )


def test_minus_one_for_no_opinion_is_asked_about(write_csv: Callable[..., Path]) -> None:
    rows = [("today", "county", "score"), *(("2026-05-01", "Upper Marula", n) for n in (1, 5, -1))]
    said = {"columns": {"rating": "score"}, "scale_reversed": False, "scale_ends": (1, 5)}
    with pytest.raises(KnownError, match=r"scale\.codes_unclear"):
        read_case(write_csv(rows), COMMUNITY, **said)  # type: ignore[arg-type]
    reading = read_case(write_csv(rows), COMMUNITY, no_answer_codes=frozenset({"-1"}), **said)  # type: ignore[arg-type]
    assert [e.item.mean_rating for e in reading.of(AreaEvidence)] == [0.0]


def test_merged_headings_are_refused_with_their_row_and_passed_over_once_the_row_is_said(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = present(book.active)
    for row in (("Site", "Position", None), ("name", "lat", "lon"), ("A", 4.1, 30.6)):
        page.append(list(row))
    page.merge_cells("B1:C1")
    book.save(tmp_path / "merged.xlsx")
    with pytest.raises(KnownError, match=r"table\.merged_headings"):
        read_case(tmp_path / "merged.xlsx", PLACES)
    assert read_case(tmp_path / "merged.xlsx", PLACES, heading_row=2).ledger.rows_kept == 1


def test_headings_below_a_branded_row_are_found(write_xlsx: Callable[..., Path]) -> None:
    rows = [("ACME Relief", None, None), ("name", "lat", "lon"), ("A", 4.1, 30.6)]
    assert read_case(write_xlsx(rows), PLACES).ledger.rows_kept == 1


def test_a_code_that_contradicts_its_coordinates_is_said(write_csv: Callable[..., Path]) -> None:
    reading = read_case(write_csv([("name", "pcode", "lat", "lon"), ("A", "ZZ0202", 4.9, 30.5)]), PLACES)
    assert problem_codes(reading) == [(2, "match.code_disagrees")]


def test_a_year_of_two_digits_is_never_the_year_91() -> None:
    with pytest.raises(KnownError, match=r"cell\.ambiguous_date"):
        parse_day("4/15/91")
    assert parse_day("4/15/91", DayStyle(short="mdy")) == date(1991, 4, 15)
