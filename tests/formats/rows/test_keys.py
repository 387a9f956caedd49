"""Keys are compared by what they are, and a cell that says "nothing" is none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.evidence import AreaEvidence
from mrm_desktop.domain.geography import Place
from mrm_desktop.domain.incidents import Incident
from tests.formats.real_files import box, problem_codes, read_case

PLACES, INCIDENTS = DatasetKind.PLACES, DatasetKind.INCIDENTS
NUMBERED = tuple(
    box(code, f"Area {code}", 1, None, (30 + n, 3, 31 + n, 6)) for n, code in enumerate(("SS01", "SS11", "SS0110", "SS0501"))
)


def test_codes_that_pandas_wrote_are_the_codes() -> None:
    places = read_case("decimal_codes.csv", PLACES, NUMBERED).of(Place)
    assert [p.area_code for p in places] == ["SS11", None, "SS0501", "SS0501", "SS0501", "SS0501"]


def test_means_of_a_code_that_pandas_wrote_are_of_its_area() -> None:
    evidence = read_case("decimal_means.csv", DatasetKind.COMMUNITY, NUMBERED).of(AreaEvidence)
    assert [(e.area_code, e.item.mean_rating) for e in evidence] == [("SS11", -1.5), ("SS0501", 1.0)]


def test_numbers_beside_coordinates_stay_where_their_points_are() -> None:
    areas = tuple(
        box(code, code, 1, None, (30 + n, 3, 31 + n, 5)) for n, code in enumerate(("1", "10", "2", "110", "11", "1110", "111"))
    )
    places = read_case("decimal_serial.csv", PLACES, areas).of(Place)
    assert [p.area_code for p in places] == ["1", "2", "11", "111", "111"]


def test_incidents_without_a_number_are_not_one_incident() -> None:
    reading = read_case("blank_keys.csv", INCIDENTS)
    assert [i.key for i in reading.of(Incident)] == ["1", "", "", "", "", ""]
    assert problem_codes(reading) == [(3, "incidents.key_of_another")]


def test_a_number_that_begins_again_names_another_incident() -> None:
    reading = read_case("key_again.csv", INCIDENTS)
    assert [(i.key, i.happened_on.isoformat()) for i in reading.of(Incident)] == [
        ("1", "2025-03-14"),
        ("", "2026-03-14"),
        ("2", "2026-03-14"),
    ]


def test_the_same_incident_twice_is_one(write_csv: Callable[..., Path]) -> None:
    row = ("7", "2026-03-14", "ambush", 4.1, 30.5)
    reading = read_case(write_csv([("id", "date", "type", "lat", "lon"), row, row]), INCIDENTS)
    assert (len(reading.records), reading.ledger.rows_merged) == (1, 1)


def test_places_whose_code_is_na_are_told_apart_by_name_and_spot(write_csv: Callable[..., Path]) -> None:
    rows = [("name", "place_code", "lat", "lon"), ("Ombo", "N/A", 4.1, 30.5), ("Ombo", "-", 4.1, 30.5), ("Ombo", "", 4.9, 33.1)]
    reading = read_case(write_csv(rows), PLACES)
    assert [p.code for p in reading.of(Place)] == ["", ""]
    assert reading.ledger.rows_merged == 1
