"""What else could be done about a leg that does not go: each other way is a plan of its own, and none is called better than it is."""

from __future__ import annotations

from dataclasses import replace

from mrm_desktop.domain.trips import Go
from mrm_desktop.foundation.clock import new_id
from mrm_desktop.geo.roads import network_of
from mrm_desktop.services.trips.other_ways import other_ways
from mrm_desktop.store.file.project_file import ProjectFile
from tests.services.conftest import opened
from tests.services.trips.test_plan_trip import ACROSS, INSIDE, ROADS, incident, trip


def test_a_leg_that_is_stopped_by_an_attack_is_looked_at_on_the_first_day_on_which_it_is_not(project: ProjectFile) -> None:
    with project.write() as repository:
        repository.add_incidents([replace(incident(1, "ambush"), id=new_id())])
    one = trip(INSIDE)
    planned, later = other_ways(opened(project), one, 0)
    assert (planned.kind, planned.plan.legs[0].go) == ("as_planned", Go.NO_GO)
    assert (later.kind, later.plan.legs[0].go) == ("later", Go.WAIT)
    assert later.trip.legs[0].on - one.legs[0].on == later.plan.legs[0].leg.on - one.legs[0].on
    assert later.days == (later.trip.legs[0].on - one.legs[0].on).days
    day_before = replace(one, legs=(replace(one.legs[0], on=later.trip.legs[0].on.replace(day=later.trip.legs[0].on.day - 1)),))
    assert other_ways(opened(project), day_before, 0)[0].plan.legs[0].go is Go.NO_GO, "it is the first such day"


def test_what_is_travelled_later_is_put_off_with_it_and_what_comes_before_is_not(project: ProjectFile) -> None:
    with project.write() as repository:
        repository.add_incidents([replace(incident(1, "ambush"), id=new_id())])
    first = trip(INSIDE, INSIDE, INSIDE)
    day = first.legs[0].on
    days = (day, day.replace(day=day.day + 1), day.replace(day=day.day + 2))
    spread = replace(first, legs=tuple(replace(leg, on=on) for leg, on in zip(first.legs, days, strict=True)))
    later = other_ways(opened(project), spread, 1)[-1]
    assert later.kind == "later"
    assert [(leg.on - on).days for leg, on in zip(later.trip.legs, days, strict=True)] == [0, later.days, later.days]


def test_a_way_round_on_the_roads_is_judged_like_any_other(project: ProjectFile) -> None:
    ways = other_ways(opened(project), trip(ACROSS, mode=trip().mode.CIVILIAN_CHANNEL), 0, network_of(ROADS))
    kinds = [way.kind for way in ways]
    assert kinds[:2] == ["as_planned", "round"]
    assert ways[1].length_km != ways[0].length_km
    assert ways[1].plan.legs[0].reasons, "it has its own answer and reasons"
    assert other_ways(opened(project), trip(ACROSS), 0)[0].kind == "as_planned", "without roads there is no way round"
