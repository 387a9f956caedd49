"""Incidents on the map: never a point that the source does not know."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mrm_desktop.cartography.layers.incidents import build_incident_layer, within
from mrm_desktop.cartography.layers.trips import build_trip_layer
from mrm_desktop.domain.incidents import Incident, LocationPrecision
from mrm_desktop.domain.trips import Go, Leg
from mrm_desktop.foundation.words import Words

ON = date(2026, 3, 1)
WORDS = Words("en")
SPOTS = {"A1": (30.0, 5.0), "A2": (31.0, 5.0)}
SHOWN = {"A1": "A1", "A1x": "A1", "A2": "A2"}

incidents = st.lists(
    st.builds(
        Incident,
        id=st.uuids().map(str),
        key=st.just(""),
        happened_on=st.integers(-30, 500).map(lambda days: ON - timedelta(days=days)),
        day_precision=st.just(1),
        location_precision=st.sampled_from(LocationPrecision),
        type=st.sampled_from(("clash", "<b>ambush</b>")),
        point=st.none() | st.tuples(st.floats(29, 32), st.floats(4, 6)),
        area_code=st.sampled_from((None, "A1", "A1x", "A2", "A", "ZZ")),
        source=st.just("log"),
    ),
    max_size=20,
)


@given(incidents, st.sampled_from((30, 365, None)))
def test_every_incident_of_the_window_is_a_point_a_count_or_unplaced(found: list[Incident], days: int | None) -> None:
    layer = build_incident_layer(found, SHOWN, SPOTS, ON, days, WORDS)
    inside = within(found, ON, days)
    assert len(layer.marks) + sum(c.count for c in layer.counts) + layer.unplaced == len(inside)
    precise = {i.id for i in inside if i.location_precision.is_a_point and i.point is not None}
    assert {mark.id for mark in layer.marks} == precise
    assert sum(entry.count for entry in layer.legend) == len(layer.marks) + sum(c.count for c in layer.counts)


def test_nothing_of_the_future_and_nothing_before_the_window() -> None:
    def on(days: int) -> Incident:
        return Incident(str(days), "", ON - timedelta(days=days), 1, LocationPrecision.AREA, "clash", None, "A1", "log")

    assert [i.id for i in within([on(-1), on(0), on(30), on(31)], ON, 30)] == ["0", "30"]
    assert [i.id for i in within([on(-1), on(9999)], ON, None)] == ["9999"]


def test_an_incident_of_a_lower_level_counts_for_the_area_that_is_shown() -> None:
    item = Incident("1", "", ON, 1, LocationPrecision.AREA, "clash", None, "A1x", "log")
    [count] = build_incident_layer([item], SHOWN, SPOTS, ON, 30, WORDS).counts
    assert (count.area, count.count, count.at) == ("A1", 1, (30.0, 5.0))


def test_the_legs_of_a_trip_have_a_legend_with_counts() -> None:
    leg = Leg("x", ((30.0, 5.0), (31.0, 5.0)), ON)
    layer = build_trip_layer([(leg, Go.WAIT), (leg, Go.WAIT), (leg, None)], WORDS)
    assert {entry.id: entry.count for entry in layer.legend} == {"go_with_conditions": 0, "wait": 2, "no_go": 0, "not_planned": 1}
    assert all(entry.label and not entry.label.startswith("map.") for entry in layer.legend)
