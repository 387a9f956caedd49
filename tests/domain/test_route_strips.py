"""The strip of a trip: hours as people write them, and what lies at a kilometre."""

from __future__ import annotations

from datetime import date

import pytest

from mrm_desktop.domain.route_strips import (
    JourneyClock,
    LegHours,
    RouteStrip,
    Stretch,
    hour_of,
    joined,
    minutes_of,
    stretch_at,
)

BAND = (Stretch(0, 10, "alert", "A"), Stretch(10, 25, "", "B"))


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("06:30", 390), ("6.30", 390), ("14h05", 845), ("08:00 or later", 480), ("24:00", None), ("8:75", None), ("noon", None)],
)
def test_hours_are_read_as_people_write_them_and_nothing_else_is(text: str, minutes: int | None) -> None:
    assert minutes_of(text) == minutes


def test_an_hour_past_midnight_begins_the_clock_anew() -> None:
    assert [hour_of(m) for m in (0, 390.4, 1439, 1440 + 61)] == ["00:00", "06:30", "23:59", "01:01"]


def test_at_a_border_the_stretch_counts_that_begins_there() -> None:
    assert [found.area for km in (0, 9.9, 10, 30) if (found := stretch_at(BAND, km))] == ["A", "A", "B", "B"]
    assert stretch_at((), 3) is None


def test_neighbours_that_are_the_same_are_one() -> None:
    assert joined([*BAND, Stretch(25, 30, "", "B"), Stretch(30, 31, "", "C")]) == [
        BAND[0],
        Stretch(10, 30, "", "B"),
        Stretch(30, 31, "", "C"),
    ]


def test_a_kilometre_has_its_position_and_its_hour() -> None:
    strip = RouteStrip((), (), (), (), (), (), (), 0, ((0.0, 20.0, 5.0), (10.0, 21.0, 5.0), (30.0, 21.0, 7.0)))
    assert strip.position(5) == (20.5, 5.0)
    assert strip.position(20) == (21.0, 6.0)
    assert strip.position(99) == (21.0, 7.0), "beyond the end is the end"
    day = date(2026, 3, 1)
    clock = JourneyClock((LegHours(0, 10, day, 400, 460), LegHours(10, 30, day, 600, 720)), (), (), False, 120)
    assert clock.at(5) == (day, 430)
    assert clock.at(20) == (day, 660)
    assert clock.dark_km == 0
