"""Incidents on the map: never a point that the source does not know."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mrm_desktop.cartography.display_list import Badge, Marks
from mrm_desktop.cartography.layers.incidents import COUNT_BELOW_PX, LAYER, build_incident_layer, within
from mrm_desktop.cartography.layers.layer import Drawn
from mrm_desktop.cartography.layers.trips import build_trip_layer
from mrm_desktop.cartography.map_document import MapDocument
from mrm_desktop.domain.incidents import Incident, LocationPrecision
from mrm_desktop.domain.trips import Go, Leg
from mrm_desktop.foundation.words import Words
from tests.cartography.sheets import board, sheet_of

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


def layer_on(document: MapDocument, **showing: object) -> Drawn:
    return LAYER.draw(sheet_of(document, **showing))  # type: ignore[arg-type]


def with_incidents(placed: int, counted: int) -> MapDocument:
    """The toy board with incidents at known places, one more each month back, and others that only their area is known of."""
    spots = [(-18.5 + n * 0.02, -21.5) for n in range(placed)]
    marks = [
        Incident(f"i{n}", "", ON - timedelta(days=40 * n), 1, LocationPrecision.EXACT, "clash", at, None, "log")
        for n, at in enumerate(spots)
    ]
    counts = [Incident(f"c{n}", "", ON, 1, LocationPrecision.AREA, "clash", None, "XT08", "log") for n in range(counted)]
    document = board(presence=(), places=())
    shown = {area.id: area.id for area in document.areas}
    label_at = {area.id: area.label_at for area in document.areas}
    return document.with_overlays(build_incident_layer([*marks, *counts], shown, label_at, ON, None, WORDS))


def test_incidents_of_a_known_place_are_marks_the_newest_on_top() -> None:
    drawn = layer_on(with_incidents(placed=4, counted=0))
    assert [item.style.id for item in drawn.items if isinstance(item, Marks)] == ["older", "last_90", "last_30"]
    assert sorted(spot.id for spot in drawn.spots) == ["i0", "i1", "i2", "i3"]
    assert drawn.on_top == []


def test_incidents_of_an_area_are_a_number_beside_its_name() -> None:
    document = with_incidents(placed=0, counted=7)
    sheet = sheet_of(document)
    drawn = LAYER.draw(sheet)
    [badge] = drawn.on_top
    assert isinstance(badge, Badge)
    assert badge.text == "7"
    [spot] = drawn.spots
    assert (spot.id, spot.count, spot.at) == ("", 7, badge.at)
    x, y = sheet.view.place(*document.areas[8].label_at)
    assert badge.at == pytest.approx((x, y + COUNT_BELOW_PX))
    assert not sheet.room.is_free((badge.at[0] - 2, badge.at[1] - 2, badge.at[0] + 2, badge.at[1] + 2))


@pytest.mark.parametrize(("faded", "ids"), [("last_30", {"i1", "i2", "i3", ""}), ("counted", {"i0", "i1", "i2", "i3"})])
def test_a_class_of_incidents_that_was_put_aside_is_not_drawn(faded: str, ids: set[str]) -> None:
    drawn = layer_on(with_incidents(placed=4, counted=7), faded=frozenset({f"incidents.{faded}"}))
    assert {spot.id for spot in drawn.spots} == ids


def test_a_map_without_incidents_draws_none() -> None:
    drawn = layer_on(board())
    assert (drawn.items, drawn.on_top, drawn.spots) == ([], [], [])
