"""Which leg holds what must stay out of the papers of a trip."""

from __future__ import annotations

from dataclasses import replace

from mrm_desktop.domain.trips import Waypoint
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.release.residue import Secrets
from mrm_desktop.services.release.name_legs import legs_that_hold
from mrm_desktop.services.trips.plan_trip import plan_trip
from mrm_desktop.store.file.project_file import ProjectFile
from tests.services.conftest import opened
from tests.services.trips.test_plan_trip import ACROSS, INSIDE, trip


def test_a_leg_is_named_by_its_number_and_its_name(project: ProjectFile) -> None:
    one = trip(ACROSS, INSIDE)
    named = replace(one.legs[1], waypoints=(Waypoint("Camp zzactorzz", INSIDE[0]),))
    plan = plan_trip(opened(project), replace(one, legs=(one.legs[0], named)))
    assert legs_that_hold(plan, Secrets(frozenset({"zzactorzz"})), Words("en")) == ["2 (Leg 2)"]
    assert legs_that_hold(plan, Secrets(frozenset(), (ACROSS[1],)), Words("en")) == ["1 (Leg 1)"]
    assert legs_that_hold(plan, Secrets(frozenset({"elsewhere"})), Words("en")) == []
