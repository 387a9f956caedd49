"""The hours of a trip along its strip: when the team is where, in which light, and where it is when it has to report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import numpy as np

from mrm_desktop.domain.route_strips import CheckInMark, JourneyClock, LegHours, RouteStrip, Stretch, hour_of, joined, minutes_of
from mrm_desktop.domain.trip_plans import TripPlan
from mrm_desktop.domain.trips import Leg, Trip
from mrm_desktop.geo.sunlight import CIVIL_TWILIGHT_DEGREES, SUNRISE_DEGREES, sun_altitude

PROPOSED_MINUTES = 7 * 60
"""Departure that is supposed while nobody has said one."""
STEP_KM = 1.0
_ZONE_DEGREES, _ZONE_MINUTES = 15.0, 60


def clock_of(trip: Trip, strip: RouteStrip) -> JourneyClock:
    """Work out the hours of a trip; quick enough to be asked while the departure is dragged."""
    offset = offset_of(trip, strip)
    hours = _hours(trip, strip)
    clock = JourneyClock(hours, (), (), not minutes_known(trip.legs[0]), offset)
    return replace(clock, light=_light(strip, clock), check_ins=_check_ins(trip, hours))


def with_hours(plan: TripPlan, trip: Trip) -> TripPlan:
    """Return a plan with the departures and check-ins of a trip of the same legs: nothing that is known of the way moves."""
    laid = tuple(replace(leg, leave_at=typed.leave_at) for leg, typed in zip(plan.trip.legs, trip.legs, strict=True))
    legs = tuple(replace(planned, leg=leg) for planned, leg in zip(plan.legs, laid, strict=True))
    later = replace(plan.trip, legs=laid, check_ins=trip.check_ins)
    return replace(plan, trip=later, legs=legs, clock=clock_of(later, plan.strip))


def offset_of(trip: Trip, strip: RouteStrip) -> int:
    """Return the clock of a trip, minutes ahead of UTC: what it says, else the zone of its longitude."""
    if trip.utc_offset_minutes is not None:
        return trip.utc_offset_minutes
    return round(strip.track[0][1] / _ZONE_DEGREES) * _ZONE_MINUTES


def minutes_known(leg: Leg) -> bool:
    """Tell whether somebody said when a leg leaves."""
    return minutes_of(leg.leave_at) is not None


def moved(trip: Trip, leg: int, minutes: float) -> Trip:
    """Let a leg leave at another minute; what follows on its day moves with it, the check-ins of that day alone, too."""
    on = trip.legs[leg].on
    before = minutes_of(trip.legs[leg].leave_at)
    shift = minutes - (PROPOSED_MINUTES if before is None else before)
    legs = [
        one
        if n < leg or one.on != on or (n > leg and not minutes_known(one))
        else replace(one, leave_at=hour_of(_kept(minutes if n == leg else (minutes_of(one.leave_at) or 0) + shift)))
        for n, one in enumerate(trip.legs)
    ]
    check_ins = trip.check_ins
    if before is not None:
        only_day = len({one.on for one in trip.legs}) == 1
        check_ins = tuple(
            replace(one, at=_shifted(one.at, shift)) if one.on == on or (one.on is None and only_day) else one for one in check_ins
        )
    return replace(trip, legs=tuple(legs), check_ins=check_ins)


def _shifted(at: str, shift: float) -> str:
    minutes = minutes_of(at)
    return at if minutes is None else hour_of(_kept(minutes + shift))


def _kept(minutes: float) -> float:
    """Keep an hour within its day."""
    return min(max(minutes, 0.0), 24 * 60 - 1.0)


def _hours(trip: Trip, strip: RouteStrip) -> tuple[LegHours, ...]:
    found: list[LegHours] = []
    for leg, laid in zip(trip.legs, strip.legs, strict=True):
        said = minutes_of(leg.leave_at)
        follows = found[-1].arrives if found and found[-1].on == leg.on else None
        # Nobody leaves before having arrived.
        leaves = PROPOSED_MINUTES if said is None and follows is None else max(said or 0.0, follows or 0.0)
        takes = (laid.end_km - laid.start_km) / trip.speed_kmh * 60.0
        found.append(LegHours(laid.start_km, laid.end_km, leg.on, leaves, leaves + takes))
    return tuple(found)


def _light(strip: RouteStrip, clock: JourneyClock) -> tuple[Stretch, ...]:
    found: list[Stretch] = []
    for leg in clock.hours:
        steps = max(2, int(np.ceil((leg.end_km - leg.start_km) / STEP_KM)) + 1)
        km = np.linspace(leg.start_km, leg.end_km, steps)
        middles = (km[1:] + km[:-1]) / 2
        places = np.array([strip.position(one) for one in middles.tolist()])
        minutes = leg.leaves + (middles - leg.start_km) / max(leg.end_km - leg.start_km, 1e-9) * (leg.arrives - leg.leaves)
        midnight = datetime.combine(leg.on, time(), UTC) - timedelta(minutes=clock.utc_offset_minutes)
        altitude = sun_altitude(places[:, 0], places[:, 1], minutes, midnight)
        kinds = ["day" if a >= SUNRISE_DEGREES else "dusk" if a >= CIVIL_TWILIGHT_DEGREES else "dark" for a in altitude.tolist()]
        found += [Stretch(a, b, kind) for a, b, kind in zip(km[:-1].tolist(), km[1:].tolist(), kinds, strict=True)]
    return tuple(joined(found))


def _check_ins(trip: Trip, hours: Sequence[LegHours]) -> tuple[CheckInMark, ...]:
    """Place each check-in that has an hour; before a departure, after an arrival and on a day of rest the team stands there."""
    found = []
    days = list(dict.fromkeys(leg.on for leg in hours))
    for number, one in enumerate(trip.check_ins):
        minutes = minutes_of(one.at)
        if minutes is not None:
            due = days if one.on is None else [one.on]
            found += [CheckInMark(_km_at(hours, day, minutes), day, one.at, one.place, number) for day in due]
    return tuple(found)


def _km_at(hours: Sequence[LegHours], day: date, minutes: float) -> float:
    """Return where the team is at a minute of a day."""
    later = next((leg for leg in hours if (leg.on, leg.arrives) >= (day, minutes)), None)
    if later is None:
        return hours[-1].end_km
    if later.on > day:
        return later.start_km
    share = (minutes - later.leaves) / max(later.arrives - later.leaves, 1e-9)
    return later.start_km + (later.end_km - later.start_km) * min(max(share, 0.0), 1.0)
