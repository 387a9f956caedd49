"""Numbers as columns write them: thousands, decimals, signs and digits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.evidence import AreaEvidence
from mrm_desktop.domain.geography import Place, Presence
from mrm_desktop.formats.files.cells import parse_number
from mrm_desktop.formats.files.number_style import style_of
from tests.formats.real_files import problem_codes, read_case


@pytest.mark.parametrize(
    ("column", "whole", "text", "value"),
    [
        (["1,204"], True, "1,204", 1204),
        (["1,204,000"], True, "1,204", 1204),
        (["1.204,5"], False, "1.204", 1204),
        (["40,5", "1,204"], True, "1,204", 1.204),
        (["1,5", "25,125"], False, "25,125", 25.125),
        (["1.5"], False, "1,000", 1000),
        (["0.125"], False, "0.125", 0.125),
        (["1 204"], True, "1 204", 1204),
        (["25.125"], False, "25.125", 25.125),
        (["40.0"], True, "40.0", 40),
    ],
)
def test_a_number_is_read_as_its_column_writes_them(column: list[str], whole: bool, text: str, value: float) -> None:
    assert style_of(column, whole).parse(text) == value


@pytest.mark.parametrize(
    ("column", "whole", "text"), [(["1,000"], False, "1,000"), (["1,5", "1,000"], False, "1,000"), (["1.204"], True, "1.204")]
)
def test_what_the_column_does_not_tell_is_no_guess(column: list[str], whole: bool, text: str) -> None:
    with pytest.raises(KnownError, match=r"cell\.ambiguous_number"):
        style_of(column, whole).parse(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("\u22124.1", -4.1),
        ("\u0664\u066b\u0661", 4.1),
        ("\u06f4\u06f1", 41),
        ("\u200e12", 12),
        ("\u20133", -3),
        ("1\u066c204", 1204),
    ],
)
def test_signs_and_digits_of_print_are_read(text: str, value: float) -> None:
    assert parse_number(text) == value


def test_people_are_counted_whole() -> None:
    reading = read_case("thousands_means.csv", DatasetKind.COMMUNITY)
    assert [e.item.answered for e in reading.of(AreaEvidence)] == [1204, 2000, 1204]
    assert problem_codes(reading) == [(4, "cell.ambiguous_number")]
    weighted = read_case("thousands_counts.csv", DatasetKind.COMMUNITY)
    assert sum(e.item.answered for e in weighted.of(AreaEvidence)) == 2504


def test_a_radius_that_may_be_a_thousand_is_a_problem_and_not_one() -> None:
    reading = read_case("thousands_radius.csv", DatasetKind.PRESENCE)
    assert [p.radius_km for p in reading.of(Presence)] == [1.5, 25.0, 25.0]
    assert problem_codes(reading) == [(3, "cell.ambiguous_number"), (4, "cell.ambiguous_number")]


def test_latitudes_with_letters_and_marks_are_read() -> None:
    reading = read_case("numbers_places.csv", DatasetKind.PLACES)
    placed = {p.name for p in reading.of(Place) if p.point is not None}
    assert placed == {*"BCDEFGHIJLN"}


def test_means_with_the_minus_of_print_and_marked_shares_are_read() -> None:
    evidence = read_case("numbers_means.csv", DatasetKind.COMMUNITY).of(AreaEvidence)
    assert [(e.item.mean_rating, e.item.refused_share) for e in evidence] == [(0.5, 0.12), (-0.5, 0.12), (-0.5, 0.0)]


def test_a_longitude_in_the_column_of_latitudes_is_no_latitude(write_csv: Callable[..., Path]) -> None:
    reading = read_case(write_csv([("name", "lat", "lon"), ("A", "30.6E", "4.1N")]), DatasetKind.PLACES)
    assert {code for _, code in problem_codes(reading)} == {"cell.not_a_number"}
