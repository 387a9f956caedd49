"""A guess never outranks better evidence, and evidence that disagrees is said of each row."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.evidence import AreaEvidence
from mrm_desktop.domain.geography import Area, Place
from mrm_desktop.domain.incidents import Incident
from mrm_desktop.formats.imports.read_file import read
from tests.formats.real_files import box, problem_codes, read_case, told

PLACES, COMMUNITY = DatasetKind.PLACES, DatasetKind.COMMUNITY


def test_serial_numbers_under_code_do_not_beat_coordinates() -> None:
    places = read_case("code_serial.csv", PLACES).of(Place)
    assert [p.area_code for p in places] == ["ZZ0202", "ZZ0101", "ZZ0201", "ZZ0101", "ZZ0101"]
    assert [p.code for p in places] == ["1", "2", "101", "202", "7"]


def test_serial_numbers_of_incidents_do_not_beat_coordinates() -> None:
    incidents = read_case("code_incidents.csv", DatasetKind.INCIDENTS).of(Incident)
    assert [i.area_code for i in incidents] == ["ZZ0202", "ZZ0101", "ZZ0201"]


def test_serial_numbers_of_means_do_not_beat_coordinates() -> None:
    evidence = read_case("code_means.csv", COMMUNITY).of(AreaEvidence)
    assert [(e.area_code, e.item.mean_rating) for e in evidence] == [("ZZ0202", 1.5), ("ZZ0101", -1.5)]


def test_a_serial_number_never_draws_an_area_of_presence() -> None:
    with pytest.raises(KnownError) as stopped:
        read_case("code_presence.csv", DatasetKind.PRESENCE)
    assert stopped.value.code == "table.column_missing"


def test_hectares_do_not_beat_coordinates() -> None:
    assert [p.area_code for p in read_case("code_hectares.csv", PLACES).of(Place)] == ["ZZ0202", "ZZ0101", "ZZ0201"]
    assert {e.area_code for e in read_case("code_kobo.csv", COMMUNITY).of(AreaEvidence)} == {"ZZ0202"}


def test_a_code_against_a_point_counts_and_is_said_of_each_row() -> None:
    reading = read_case("code_against_point.csv", PLACES)
    assert [p.area_code for p in reading.of(Place)] == ["ZZ0101", "ZZ0202"]
    assert problem_codes(reading) == [(2, "match.code_disagrees"), (3, "match.code_disagrees")]


def test_an_area_in_another_state_than_the_row_says_is_said() -> None:
    reading = read_case("names.csv", PLACES)
    assert (6, "match.parent_disagrees") in problem_codes(reading)
    assert [row for row, code in problem_codes(reading) if code == "match.parent_disagrees"] == [6]


def test_a_code_in_a_column_of_names_is_known(write_csv: Callable[..., Path]) -> None:
    place = read_case(write_csv([("name", "admin1", "admin2"), ("F", "", "ZZ0102")]), PLACES).of(Place)[0]
    assert (place.area_code, place.matched_by) == ("ZZ0102", "name")


def test_a_number_under_pcode_gives_way_to_the_point(write_csv: Callable[..., Path]) -> None:
    rows = [("name", "pcode", "lat", "lon"), ("A", "101", 4.1, 33.0), ("B", "101", 4.1, 30.5), ("C", "101", "", "")]
    reading = read_case(write_csv(rows), PLACES)
    assert [(p.area_code, p.matched_by) for p in reading.of(Place)] == [
        ("ZZ0202", "point"),
        ("ZZ0101", "point"),
        ("ZZ0101", "pcode"),
    ]
    assert problem_codes(reading) == [(2, "match.code_guess_left")]


def test_numbers_that_are_the_codes_of_areas_are_no_guess(write_csv: Callable[..., Path]) -> None:
    areas = (box("1101", "Ombo", 1, None, (30, 3, 31, 6)), box("1102", "Yambala", 1, None, (31, 3, 32, 6)))
    reading = read_case(write_csv([("name", "code"), ("A", "1101"), ("B", "1102")]), PLACES, areas)
    assert [p.area_code for p in reading.of(Place)] == ["1101", "1102"]


def test_a_point_just_beyond_the_border_of_its_code_is_no_contradiction(write_csv: Callable[..., Path]) -> None:
    reading = read_case(write_csv([("name", "pcode", "lat", "lon"), ("A", "ZZ0101", 4.1, 31.02)]), PLACES)
    assert not reading.ledger.problems


def test_a_code_beside_the_name_of_another_area_is_said(write_csv: Callable[..., Path]) -> None:
    reading = read_case(write_csv([("name", "pcode", "admin2"), ("A", "ZZ0101", "South Kapok")]), PLACES)
    assert reading.of(Place)[0].area_code == "ZZ0101"
    assert problem_codes(reading) == [(2, "match.code_beside_name")]


def test_districts_whose_level_was_assumed_are_found_by_a_settlement_list(write_csv: Callable[..., Path]) -> None:
    areas = (box("A", "Ombo", 1, None, (30, 3, 31, 6)), box("B", "Yambala", 1, None, (31, 3, 32, 6)))
    rows = [("NAME", "ADM1_NAME", "ADM2_NAME"), ("Tamarind", "Marula", "Yambala"), ("Kapok", "Marula", "Ombo")]
    reading = read_case(write_csv(rows), PLACES, areas)
    assert [p.area_code for p in reading.of(Place)] == ["B", "A"]
    assert not told(reading, "match.nothing")


def test_one_cell_of_a_column_proves_what_the_commas_of_the_others_mean(
    areas: tuple[Area, ...], write_csv: Callable[..., Path]
) -> None:
    path = write_csv([("name", "gps"), ("A", "4,10,30,60"), ("B", "4,2500,30,7000")])
    assert [place.point for place in read(path, DatasetKind.PLACES, areas).of(Place)] == [(30.6, 4.1), (30.7, 4.25)]


def test_where_no_cell_proves_it_the_commas_are_a_problem(areas: tuple[Area, ...], write_csv: Callable[..., Path]) -> None:
    reading = read(write_csv([("name", "gps"), ("A", "4,10,30,60"), ("B", "4,25,30,50")]), DatasetKind.PLACES, areas)
    assert [place.point for place in reading.of(Place)] == [(30.6, 4.1), (30.5, 4.25)]
    reading = read(write_csv([("name", "gps"), ("A", "4,10,30,30"), ("B", "4,25,30,50")]), DatasetKind.PLACES, areas)
    assert [place.point for place in reading.of(Place)] == [None, None]
    assert [p.code for p in reading.ledger.problems] == ["coordinate.ambiguous_commas"] * 2
