"""Other ways for a leg that does not go: round what refuses it, or on a later day. Each is a whole plan, judged like the first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from mrm_desktop.domain.trip_plans import TripPlan
from mrm_desktop.domain.trips import Drawn, Go, Trip
from mrm_desktop.geo.roads import RoadNetwork
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.services.trips.plan_trip import plan_trip

MOST_DAYS = 14
"""So many days later are looked at: what an answer waits for beyond them is not a matter of the day."""


@dataclass(frozen=True, slots=True)
class OtherWay:
    """Another way to make a trip.

    Attributes
    ----------
    kind : str
        ``as_planned``, ``round`` or ``later``.
    trip : Trip
        What would be planned.
    days : int
        How many days later.
    """

    kind: str
    trip: Trip
    plan: TripPlan
    days: int = 0

    @property
    def length_km(self) -> float:
        """Length of the whole way."""
        return self.plan.strip.length_km


def other_ways(project: OpenProject, trip: Trip, leg: int, roads: RoadNetwork | None = None) -> tuple[OtherWay, ...]:
    """Return a trip as it is planned, and what else could be done about one of its legs, counted from 0.

    A later day is told only where the leg has a better answer on it: the first such day.
    """
    plan = plan_trip(project, trip, roads)
    found = [OtherWay("as_planned", trip, plan)]
    alternate = plan.legs[leg].alternate
    if alternate is not None:
        way = replace(trip.legs[leg], route=alternate.route, drawn=Drawn.ROADS)
        round_it = replace(trip, legs=(*trip.legs[:leg], way, *trip.legs[leg + 1 :]))
        found.append(OtherWay("round", round_it, plan_trip(project, round_it, roads)))
    return (*found, *_first_better_day(project, trip, leg, roads, plan.legs[leg].go))


def _first_better_day(project: OpenProject, trip: Trip, leg: int, roads: RoadNetwork | None, now: Go) -> Iterator[OtherWay]:
    answers = list(Go)
    for days in range(1, MOST_DAYS + 1) if now is not answers[0] else ():
        later = _put_off(trip, leg, days)
        plan = plan_trip(project, later, roads)
        if answers.index(plan.legs[leg].go) < answers.index(now):
            yield OtherWay("later", later, plan, days)
            return


def _put_off(trip: Trip, leg: int, days: int) -> Trip:
    """Let a leg, and all that is travelled on its day or later, wait for so many days."""
    begins = trip.legs[leg].on
    legs = (replace(one, on=one.on + timedelta(days=days)) if one.on >= begins else one for one in trip.legs)
    return replace(trip, legs=tuple(legs))
