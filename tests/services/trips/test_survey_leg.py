"""What is known along a leg: the farthest point of the whole way, incidents by how well their place is known, gaps that are said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
import shapely

from mrm_desktop.domain.geography import Place
from mrm_desktop.domain.incidents import Incident, LocationPrecision
from mrm_desktop.domain.trips import Drawn, Leg
from mrm_desktop.services.trips.survey_leg import incidents_near, length_of, remoteness
from tests.present import present
from tests.store import records

DAY = date(2026, 3, 1)
AROUND = shapely.box(-20, -23, -19, -22)


def leg(*route: tuple[float, float]) -> Leg:
    return Leg("Leg", route, DAY, Drawn.IMPORTED)


def place(name: str, kind: str, longitude: float) -> Place:
    return replace(records.place(""), name=name, kind=kind, point=(longitude, 0.0))


def test_the_farthest_point_is_sought_along_the_whole_way_and_not_at_its_ends() -> None:
    bases = [replace(records.presence("", base_point=(x, 0.0)), name=name) for x, name in ((0.0, "West"), (2.0, "East"))]
    posts = [place("One", "clinic", 0.0), place("Two", "hospital", 2.0), place("Strip", "Airstrip (dirt)", 1.0)]
    found = remoteness(leg((0.0, 0.0), (2.0, 0.0)), 222.6, 30.0, bases, posts)
    assert found.hours == pytest.approx(7.42)
    # Half way is one degree from either end, 111.3 km on the equator; a sample every 5 km finds it to 5 km.
    assert present(found.base).km == pytest.approx(111.3, abs=5)
    assert present(found.clinic).km == pytest.approx(111.3, abs=5)
    assert present(found.airstrip).name == "Strip"
    assert present(found.airstrip).km == pytest.approx(111.3, abs=0.1)


def test_what_is_nowhere_on_record_is_not_near_and_not_far() -> None:
    unplaced = replace(records.place(""), kind="clinic", point=None)
    found = remoteness(leg((0.0, 0.0), (1.0, 0.0)), 111.0, 30.0, [records.presence("", base_point=None)], [unplaced])
    assert (found.base, found.clinic, found.airstrip) == (None, None, None)


def incident(
    days: int, point: tuple[float, float] | None = None, precision: LocationPrecision = LocationPrecision.AREA
) -> Incident:
    return replace(records.incident(""), happened_on=DAY - timedelta(days=days), point=point, location_precision=precision)


@pytest.mark.parametrize(
    ("days", "counts"), [(0, (1, 1, 1)), (7, (1, 1, 1)), (8, (0, 1, 1)), (30, (0, 1, 1)), (31, (0, 0, 1)), (90, (0, 0, 1))]
)
def test_incidents_are_counted_within_7_30_and_90_days(days: int, counts: tuple[int, int, int]) -> None:
    (line,) = incidents_near([incident(days)], AROUND, {"XT01"}, DAY)
    assert line.counts == counts


@pytest.mark.parametrize("days", [-1, 91])
def test_what_is_older_or_not_yet_is_not_counted(days: int) -> None:
    assert incidents_near([incident(days)], AROUND, {"XT01"}, DAY) == ()


def test_a_point_counts_where_it_lies_and_a_vague_place_where_its_area_is_crossed() -> None:
    inside, outside = (-19.5, -22.5), (-18.5, -22.5)
    exact = LocationPrecision.EXACT
    assert incidents_near([incident(1, inside, exact)], AROUND, set(), DAY)
    assert incidents_near([incident(1, outside, exact)], AROUND, {"XT01"}, DAY) == ()
    assert incidents_near([incident(1, outside)], AROUND, {"XT01"}, DAY), "the point of an area is no point"
    both = incidents_near([incident(1, inside, exact), incident(2)], AROUND, {"XT01"}, DAY)
    assert [line.precision for line in both] == [LocationPrecision.AREA]


def test_the_most_frequent_type_comes_first() -> None:
    riots = [replace(incident(n), type="riot") for n in (1, 2)]
    assert [line.type for line in incidents_near([incident(1), *riots], AROUND, {"XT01"}, DAY)] == ["riot", "clash"]


def test_a_way_is_as_long_as_the_ground() -> None:
    assert length_of([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)]) == pytest.approx(111.32 + 110.57, abs=0.05)
