"""Straight legs are laid on the roads, and another way round what refuses is offered."""

from __future__ import annotations

import pytest
import shapely
from shapely.geometry import LineString

from mrm_desktop.domain.decisions import Outcome
from mrm_desktop.domain.trips import Drawn, Go
from mrm_desktop.domain.vocabulary import Mode
from mrm_desktop.geo.roads import network_of
from mrm_desktop.store.file.project_file import ProjectFile
from tests.present import present
from tests.services.conftest import decide
from tests.services.trips.test_plan_trip import ACROSS, ROADS, planned, trip
from tests.store import records


def test_a_straight_leg_is_laid_on_the_roads_and_another_way_is_offered(project: ProjectFile) -> None:
    # XT02 is decided against, and the leg ends there: nothing goes round it for a mode that is seen.
    decide(project, "XT02", outcome=Outcome.DO_NOT_PROCEED)
    assert planned(project, trip(ACROSS), roads=network_of(ROADS)).legs[0].alternate is None
    leg = planned(project, trip(ACROSS, mode=Mode.CIVILIAN_CHANNEL), roads=network_of(ROADS)).legs[0]
    assert (leg.leg.drawn, leg.leg.straight) == (Drawn.ROADS, False)
    assert leg.leg.route[1] == pytest.approx((-19.2, -22.6))
    assert "trip.gap.straight" not in {g.code for g in leg.gaps}
    assert present(leg.alternate).length_km > leg.length_km


def test_a_leg_that_no_road_serves_stays_straight_and_says_so(project: ProjectFile) -> None:
    leg = planned(project, trip(ACROSS), roads=network_of([LineString([(-19.5, -22.1), (-18.5, -22.1)])])).legs[0]
    assert leg.leg.straight
    assert "trip.gap.straight" in {g.code for g in leg.gaps}


def test_the_other_way_goes_round_the_area_that_refuses(empty: ProjectFile) -> None:
    with empty.write() as repository:
        one = records.dataset()
        repository.add_dataset(one)
        repository.add_areas([records.area(f"XT0{k + 3}", k) for k in (2, 3)], one.id)
    north = LineString([(-19.9, -22.1), (-16.5, -22.1)])
    # The lower road leads through XT02; the upper one does not exist without it, so that there is no way round.
    decide(empty, "XT02", outcome=Outcome.DO_NOT_PROCEED)
    through = planned(empty, trip(((-19.9, -22.1), (-16.5, -22.1))), roads=network_of([north])).legs[0]
    assert (through.go, through.alternate) == (Go.NO_GO, None)
    detour = LineString([(-19.9, -22.1), (-19.2, -21.5), (-17.8, -21.5), (-16.5, -22.1)])
    found = planned(empty, trip(((-19.9, -22.1), (-16.5, -22.1))), roads=network_of([north, detour])).legs[0].alternate
    assert present(found).avoids == ("XT02",)
    assert not shapely.intersects(LineString(present(found).route), shapely.box(-19, -23, -18, -22))
