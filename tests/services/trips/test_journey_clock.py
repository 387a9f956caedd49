"""The hours of a trip: what follows moves with its departure, daylight is where the team is, and no hour is invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mrm_desktop.domain.route_strips import RouteStrip, StripLeg
from mrm_desktop.domain.trips import CheckIn, Go, Leg, Trip
from mrm_desktop.services.trips.journey_clock import PROPOSED_MINUTES, clock_of, minutes_known, moved, offset_of
from tests.services.trips.test_plan_trip import trip as planned_trip

DAY, NEXT = date(2026, 3, 20), date(2026, 3, 21)
EAST = 31.5  # longitude at which the clock is two hours ahead of UTC


def strip(*days: date, km: float = 100.0) -> RouteStrip:
    legs = tuple(StripLeg(f"Leg {n}", n * km, (n + 1) * km, day, Go.WAIT) for n, day in enumerate(days))
    track = ((0.0, EAST, 5.0), (len(days) * km, EAST + 0.1, 5.0))
    return RouteStrip(legs, (), (), (), (), (), (), 0, track)


def trip(*legs: tuple[date, str], **changes: Any) -> Trip:
    route = ((EAST, 5.0), (EAST + 0.1, 5.0))
    made = tuple(Leg(f"Leg {n}", route, day, leave_at=at) for n, (day, at) in enumerate(legs))
    return replace(planned_trip(), legs=made, speed_kmh=50.0, check_ins=(), **changes)


def test_a_leg_follows_on_the_one_before_it_on_its_day() -> None:
    clock = clock_of(trip((DAY, "06:30"), (DAY, ""), (NEXT, "")), strip(DAY, DAY, NEXT))
    assert [(h.leaves, h.arrives) for h in clock.hours] == [(390, 510), (510, 630), (PROPOSED_MINUTES, PROPOSED_MINUTES + 120)]
    assert not clock.is_proposed
    assert clock_of(trip((DAY, "")), strip(DAY)).is_proposed, "an hour that nobody said is said to be supposed"
    assert not minutes_known(trip((DAY, "")).legs[0])


def test_nobody_leaves_before_having_arrived() -> None:
    clock = clock_of(trip((DAY, "08:00"), (DAY, "09:00")), strip(DAY, DAY))
    assert clock.hours[1].leaves == 10 * 60


def test_the_light_is_that_of_the_place_and_hour() -> None:
    """In Juba the sun sets at about 18:04 on that day, two hours ahead of UTC."""
    clock = clock_of(trip((DAY, "16:04")), strip(DAY, km=200.0))
    kinds = [(s.found, round(s.start_km)) for s in clock.light]
    assert [kind for kind, _ in kinds] == ["day", "dusk", "dark"]
    assert kinds[1][1] == pytest.approx(100, abs=4), "two hours at 50 km/h"
    assert clock.dark_km == pytest.approx(200 - kinds[2][1], abs=1)
    assert clock_of(trip((DAY, "03:00")), strip(DAY)).light[0].found == "dark"


def test_the_clock_is_the_one_that_was_stated_else_that_of_the_longitude() -> None:
    assert offset_of(trip((DAY, "")), strip(DAY)) == 120
    assert offset_of(trip((DAY, ""), utc_offset_minutes=180), strip(DAY)) == 180
    late = clock_of(trip((DAY, "17:30"), utc_offset_minutes=180), strip(DAY)).light
    assert late[-1].found == "dusk" or late[-1].found == "dark" or late[-1].found == "day"
    # The same hour on a clock that is ahead is an earlier moment: there is more light left.
    assert (
        clock_of(trip((DAY, "17:30"), utc_offset_minutes=180), strip(DAY)).dark_km
        < clock_of(trip((DAY, "17:30")), strip(DAY)).dark_km
    )


def test_check_ins_stand_where_the_team_is_at_their_hour() -> None:
    checks = (CheckIn("07:30", "Bridge", "radio"), CheckIn("05:00", "Office", "radio"), CheckIn("noon", "?", "radio"))
    clock = clock_of(replace(trip((DAY, "06:30")), check_ins=checks), strip(DAY))
    assert [(mark.place, mark.km) for mark in clock.check_ins] == [("Bridge", pytest.approx(50)), ("Office", 0)]


def test_a_check_in_with_a_day_is_due_on_it_alone_and_on_a_day_of_rest_where_the_team_stands() -> None:
    after = NEXT + (NEXT - DAY)
    checks = (
        CheckIn("07:30", "each day", "radio"),
        CheckIn("07:30", "second", "radio", on=after),
        CheckIn("07:30", "rest", "radio", on=NEXT),
    )
    clock = clock_of(replace(trip((DAY, "06:30"), (after, "06:30")), check_ins=checks), strip(DAY, after))
    found = [(mark.place, mark.on, mark.km) for mark in clock.check_ins]
    assert found == [("each day", DAY, 50), ("each day", after, 150), ("second", after, 150), ("rest", NEXT, 100)]


def test_an_hour_has_its_day_where_the_trip_has_several_or_goes_on_past_midnight() -> None:
    one, late = (clock_of(trip((DAY, at)), strip(DAY)) for at in ("06:30", "23:00"))
    assert one.moment(DAY, 390) == (None, "06:30")
    assert late.moment(DAY, late.hours[0].arrives) == (NEXT, "01:00")
    two = clock_of(trip((DAY, "06:30"), (NEXT, "06:30")), strip(DAY, NEXT))
    assert two.moment(DAY, 390) == (DAY, "06:30")


@given(minutes=st.integers(0, 1439), before=st.integers(0, 1439))
def test_moving_the_departure_moves_what_follows_by_as_much(minutes: int, before: int) -> None:
    hour = f"{before // 60:02d}:{before % 60:02d}"
    later = moved(trip((DAY, hour), (DAY, ""), (NEXT, "09:00")), 0, minutes)
    old, new = clock_of(trip((DAY, hour), (DAY, "")), strip(DAY, DAY)), clock_of(later, strip(DAY, DAY, NEXT))
    assert new.hours[0].leaves == minutes
    assert new.hours[1].arrives - old.hours[1].arrives == pytest.approx(minutes - before)
    assert later.legs[2].leave_at == "09:00", "another day is left alone"


def test_check_ins_of_a_trip_of_one_day_move_along() -> None:
    checks = (CheckIn("08:00", "Gate", "radio"), CheckIn("at dusk", "Camp", "radio"))
    later = moved(replace(trip((DAY, "06:30")), check_ins=checks), 0, 450.0)
    assert [one.at for one in later.check_ins] == ["09:00", "at dusk"]
    two_days = moved(replace(trip((DAY, "06:30"), (NEXT, "06:30")), check_ins=checks), 0, 450.0)
    assert two_days.check_ins == checks, "of which day they are nobody says"
    own = (replace(checks[0], on=DAY), replace(checks[0], on=NEXT))
    moved_first = moved(replace(trip((DAY, "06:30"), (NEXT, "06:30")), check_ins=own), 0, 450.0)
    assert [one.at for one in moved_first.check_ins] == ["09:00", "08:00"], "those of the day that moved"
