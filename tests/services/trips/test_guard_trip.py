"""A plan tells of nobody: every text of it is looked at, and a pass stands in its file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mrm_desktop.domain.guard_passes import GuardPass, PersonInTextError
from mrm_desktop.domain.text_guard import nothing_known
from mrm_desktop.domain.trips import CheckIn, Lift, MeasureStatus, OverdueStep, TripRisk
from mrm_desktop.services.trips.guard_trip import guard_trip, texts_of_trip
from mrm_desktop.services.trips.plan_trip import plan_trip
from mrm_desktop.services.trips.read_trip import read_trip, write_trip
from mrm_desktop.store.file.project_file import ProjectFile
from tests.services.conftest import opened
from tests.services.trips.test_plan_trip import trip

VICTIM = "Meet Mary Deng, aged 12, at the church."
PASS = GuardPass("why_now", "Nyibol Athian is a hill, and no person.", "Field manager", "Security focal point")
HILL = "The hill of Nyibol Athian floods in May."

TEXTS: list[tuple[dict[str, Any], str]] = [
    ({"title": VICTIM}, "title"),
    ({"why_now": VICTIM}, "why_now"),
    ({"if_not": VICTIM}, "if_not"),
    ({"team": ("Driver", VICTIM)}, "team 2"),
    ({"vehicles": (VICTIM,)}, "vehicles 1"),
    ({"approvers": (VICTIM,)}, "approvers 1"),
    ({"exposed": (VICTIM,)}, "exposed 1"),
    ({"turn_back": (VICTIM,)}, "turn_back 1"),
    ({"medical": (VICTIM,)}, "medical 1"),
    ({"no_signal": (VICTIM,)}, "no_signal 1"),
    ({"abort_triggers": (VICTIM,)}, "abort_triggers 1"),
    ({"check_ins": (CheckIn("08:00", VICTIM, "radio"),)}, "check_in 1.place"),
    ({"overdue": (OverdueStep(30, "Duty officer", VICTIM),)}, "overdue 1.action"),
    ({"risks": (TripRisk("ambush", 2, 3, VICTIM, "Driver", MeasureStatus.PLANNED),)}, "risk 1.measure"),
]


@pytest.mark.parametrize(("changes", "place"), TEXTS)
def test_every_text_of_a_trip_is_looked_at(project: ProjectFile, changes: dict[str, Any], place: str) -> None:
    with pytest.raises(PersonInTextError) as caught:
        plan_trip(opened(project), trip(**changes))
    assert {finding.field for finding in caught.value.findings} == {place}


def test_the_reason_of_a_lift_is_looked_at() -> None:
    made = trip()
    lifted = replace(made, legs=(replace(made.legs[0], lift=Lift("country_director", VICTIM, made.legs[0].on)),))
    with pytest.raises(PersonInTextError) as caught:
        guard_trip(lifted, nothing_known)
    assert {finding.field for finding in caught.value.findings} == {"leg 1.lift.reason"}


def test_the_name_of_a_leg_is_looked_at() -> None:
    planned = trip()
    named = replace(planned, legs=(replace(planned.legs[0], name=VICTIM),))
    assert ("leg 1.name", VICTIM) in texts_of_trip(named)
    with pytest.raises(PersonInTextError):
        guard_trip(named, nothing_known)


def test_a_trip_that_tells_of_nobody_stays_as_it_is() -> None:
    planned = trip()
    assert guard_trip(planned, nothing_known) == planned


def test_a_pass_stands_in_the_file_and_comes_back_with_it(tmp_path: Path) -> None:
    passed = guard_trip(trip(why_now=HILL, guard_passes=(PASS, replace(PASS, field="title"))), nothing_known)
    assert passed.guard_passes == (PASS,)
    path = tmp_path / "trip.toml"
    path.write_text(write_trip(passed), encoding="utf-8")
    assert "[[guard_pass]]" in path.read_text(encoding="utf-8")
    assert guard_trip(read_trip(path), nothing_known).guard_passes == (PASS,)
