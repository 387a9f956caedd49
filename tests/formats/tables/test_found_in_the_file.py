"""A refusal has a way on: encoding, delimiter, order of dates, heading row and sheet are found from the whole file, and can be stated."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.evidence import AreaEvidence
from mrm_desktop.domain.geography import Place
from mrm_desktop.domain.incidents import Incident
from mrm_desktop.formats.files.day_columns import day_styles
from mrm_desktop.formats.files.days import DayStyle, parse_day
from mrm_desktop.formats.imports.preview import preview
from mrm_desktop.foundation.words import Words
from tests.formats.real_files import CASES, problem_codes, read_case, told

TODAY = date(2026, 11, 27)

PLACES, INCIDENTS, COMMUNITY = DatasetKind.PLACES, DatasetKind.INCIDENTS, DatasetKind.COMMUNITY


def refused(file: str | Path, kind: DatasetKind = PLACES, **said: object) -> KnownError:
    with pytest.raises(KnownError) as stopped:
        read_case(file, kind, **said)  # type: ignore[arg-type]
    return stopped.value


@pytest.mark.parametrize("file", ["comma_places.csv", "comma_places_4.csv", "comma_places_5.csv"])
def test_decimal_commas_do_not_cut_a_table_of_semicolons(file: str) -> None:
    assert [p.area_code for p in read_case(file, PLACES).of(Place)] == ["ZZ0101", "ZZ0102", "ZZ0201"]


def test_means_with_decimal_commas_are_read() -> None:
    assert [e.item.mean_rating for e in read_case("comma_means.csv", COMMUNITY).of(AreaEvidence)] == [1.2, -0.5]


def test_a_delimiter_can_be_stated_and_must_be_one(write_csv: Callable[..., Path]) -> None:
    path = write_csv([("name", "lat", "lon"), ("A;b", 4.1, 30.6)], delimiter="|")
    assert read_case(path, PLACES, delimiter="|").of(Place)[0].name == "A;b"
    assert refused(path, delimiter="#").code == "table.delimiter_unknown"
    assert refused(path, delimiter="tab").code == "table.one_column"


def test_arabic_and_dos_code_pages_are_found_and_said() -> None:
    arabic = read_case("cp1256.csv", PLACES)
    assert all("\u0600" <= p.name[0] <= "\u06ff" for p in arabic.of(Place))
    assert told(arabic, "table.encoding_guessed") == [{"encoding": "cp1256"}]
    dos = read_case("cp850.csv", PLACES)
    assert [p.name for p in dos.of(Place)] == ["Bétamé", "Koré Nord"]
    assert told(dos, "table.encoding_guessed") == [{"encoding": "cp850"}]


@pytest.mark.parametrize("name", ["Élan Ford", "Señora Niña", "L\u2019eau \u2013 puits", "Œuvre Ÿ"])
def test_names_in_the_code_page_of_windows_stay_what_they_are(write_csv: Callable[..., Path], name: str) -> None:
    path = write_csv([("name", "lat", "lon"), (name, 4.1, 30.6)], encoding="cp1252")
    assert [p.name for p in read_case(path, PLACES).of(Place)] == [name]


def test_the_column_proves_the_order_of_day_and_month() -> None:
    reading = read_case("dates_us.csv", INCIDENTS)
    assert reading.ledger.rows_kept == 32
    assert reading.of(Incident)[1].happened_on == date(2026, 1, 3)
    assert told(reading, "table.dates_mdy") == [{"column": "date"}]


def test_what_no_cell_proves_is_asked_and_can_be_stated(write_csv: Callable[..., Path]) -> None:
    path = write_csv([("date", "type", "lat", "lon"), ("3/4/2026", "ambush", 4.1, 30.5)])
    assert problem_codes(read_case(path, INCIDENTS)) == [(2, "cell.ambiguous_date")]
    assert "--dates" in Words("en").next_step("cell.ambiguous_date")
    for order, day in (("dmy", date(2026, 4, 3)), ("mdy", date(2026, 3, 4))):
        assert [i.happened_on for i in read_case(path, INCIDENTS, date_order=order).of(Incident)] == [day]


def test_a_column_that_proves_both_orders_proves_none() -> None:
    cells = {"13/01/2026", "1/13/2026", "3/4/2026"}
    assert day_styles({"day": cells}, "", TODAY) == {"day": DayStyle()}


def test_one_column_of_days_tells_for_the_other() -> None:
    assert day_styles({"from": {"3/4/2026"}, "to": {"25/4/2026"}}, "", TODAY)["from"].order == "dmy"


def test_days_as_people_write_them() -> None:
    found = {i.key: i.happened_on for i in read_case("dates_many.csv", INCIDENTS).of(Incident)}
    march_14 = dict.fromkeys(("4", "10", "18", "19", "20", "21", "22", "23", "24", "26", "27", "28"), date(2026, 3, 14))
    others = {"1": date(2023, 5, 5), "2": date(2026, 3, 31), "3": date(2026, 3, 31), "5": date(2026, 3, 31), "6": date(2026, 3, 1)}
    assert {key: found.get(key) for key in march_14 | others} == march_14 | others
    assert not found.keys() & {"7", "8", "9", "13", "16", "17", "29", "30", "31"}


def test_numbers_are_days_where_the_whole_column_is_numbers(write_csv: Callable[..., Path]) -> None:
    rows = [("date", "type", "lat", "lon"), *((serial, "ambush", 4.1, 30.5 + n) for n, serial in enumerate((46024, 46100)))]
    assert [i.happened_on for i in read_case(write_csv(rows), INCIDENTS).of(Incident)] == [date(2026, 1, 2), date(2026, 3, 19)]
    mixed = [*rows, ("2026-03-01", "ambush", 4.1, 30.9)]
    assert [code for _, code in problem_codes(read_case(write_csv(mixed), INCIDENTS))] == ["cell.not_a_date"] * 2


@pytest.mark.parametrize("text", ["2026-13-01", "31 Frob 2026", "14-16 March 2026", "2026", "0000-00-00", ""])
def test_what_is_no_day_is_never_one(text: str) -> None:
    with pytest.raises(KnownError, match=r"cell\.not_a_date"):
        parse_day(text)


def test_days_of_surveycto_and_survey123_are_read() -> None:
    assert read_case("surveycto.csv", COMMUNITY).ledger.rows_kept == 6
    reading = read_case("survey123.csv", COMMUNITY)
    assert reading.ledger.rows_kept == 6
    assert reading.mapping["collected_on"] == "CreationDate"


@pytest.mark.parametrize("file", ["head_late.xlsx", "head_wide_title.xlsx", "head_twohead.xlsx"])
def test_headings_are_found_below_notes_titles_and_other_headings(file: str) -> None:
    assert [p.name for p in read_case(file, PLACES).of(Place)] == ["A", "B"]


def test_of_two_rows_of_headings_the_lower_one_names_the_columns() -> None:
    reading = read_case("head_twohead2.xlsx", COMMUNITY)
    assert (reading.ledger.rows_in, reading.ledger.rows_dropped) == (2, 0)


def test_a_first_row_of_words_is_no_second_heading(write_csv: Callable[..., Path]) -> None:
    rows = [("name", "kind", "lat", "lon"), ("Ombo", "town", "", ""), ("Yambala", "town", 4.1, 30.6)]
    assert read_case(write_csv(rows), PLACES).ledger.rows_in == 2
    lower = [("name", "code", "lat"), ("ombo", "none", "unknown"), ("yambala", "7", "4.1")]
    assert read_case(write_csv(lower), PLACES).ledger.rows_in == 2


def test_the_heading_row_can_be_stated(write_csv: Callable[..., Path]) -> None:
    path = write_csv([("a", "b", "c"), ("name", "lat", "lon"), ("A", 4.1, 30.6)])
    assert read_case(path, PLACES, heading_row=2).ledger.rows_kept == 1
    assert refused(path, heading_row=9).code == "table.no_heading_row"


def test_a_sheet_that_explains_the_others_is_passed_over_and_all_are_offered() -> None:
    assert read_case("head_readme.xlsx", PLACES).sheet == "Data"
    assert preview(CASES / "head_readme.xlsx").sheets == ("README", "Data")


def test_text_under_the_name_of_a_workbook_is_read_and_a_web_page_named() -> None:
    assert read_case("tab.xls", PLACES).ledger.rows_kept == 1
    assert refused("web_page.xls").code == "table.web_page"


def test_positions_as_people_and_programs_write_them() -> None:
    places = read_case("positions.csv", PLACES).of(Place)
    assert [p.name for p in places if p.point is None] == ["H", "I"]
    assert all(p.point == pytest.approx((30.6, 4.1)) for p in places if p.name in "ACDEFGJ")
    assert [p.point for p in read_case("positions_wkt.csv", PLACES).of(Place)] == [(30.6, 4.1), (30.7, 4.2)]


def test_a_security_sheet_of_incidents_is_read_without_a_question() -> None:
    incidents = read_case("inso.csv", INCIDENTS).of(Incident)
    assert [(i.key, i.type, i.area_code) for i in incidents] == [("101", "Ambush", "ZZ0101"), ("102", "Burglary", "ZZ0201")]


def test_a_column_of_yes_and_no_about_phones_stops_nothing(write_csv: Callable[..., Path]) -> None:
    rows = [("name", "lat", "lon", "aid_phone_calls"), ("A", 4.1, 30.6, 1), ("B", 4.2, 30.6, 0)]
    assert read_case(write_csv(rows), PLACES).ledger.rows_kept == 2
    numbers = [rows[0], ("A", 4.1, 30.6, "0912345678")]
    assert refused(write_csv(numbers)).code == "guard.columns_stopped"
