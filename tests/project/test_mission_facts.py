"""What the mission's military is made of, and when it closes: each from its record, never from the end of a mandate period."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from mrm_desktop.domain.case import OrganisationFacts
from mrm_desktop.domain.missions import Advisers, Component, MilitaryComponent, ProtectionMandate
from mrm_desktop.domain.vocabulary import CivilianContact, GateId, MilitaryKind, MissionStatus, PatrolFrequency, Verdict
from mrm_desktop.store.file.project_file import ProjectFile
from tests.services.conftest import ON, card
from tests.store import records

ARMED, OBSERVERS, GUARDS, UNKNOWN = MilitaryKind.ARMED_UNITS, MilitaryKind.OBSERVERS, MilitaryKind.GUARD_UNIT, MilitaryKind.UNKNOWN


@pytest.mark.parametrize(
    ("component", "kind", "in_area"),
    [
        (MilitaryComponent.CONTINGENTS, ARMED, True),
        (MilitaryComponent.UNARMED_OBSERVERS, OBSERVERS, True),
        (MilitaryComponent.GUARD_UNIT, GUARDS, False),
        (MilitaryComponent.LIAISON_OFFICERS, MilitaryKind.NONE, False),
        (MilitaryComponent.POLICE_ONLY, MilitaryKind.NONE, False),
        (MilitaryComponent.NONE, MilitaryKind.NONE, False),
    ],
)
def test_the_mission_record_says_what_its_military_is(
    project: ProjectFile, component: MilitaryComponent, kind: MilitaryKind, in_area: bool
) -> None:
    with project.write() as repo:
        repo.put_missions([records.mission(military=component)])
    mission = card(project).case.mission
    assert (mission.military_kind, mission.military_in_area) == (kind, in_area)


@pytest.mark.parametrize(
    ("units", "kind", "in_area"),
    [
        ([OBSERVERS], OBSERVERS, True),
        ([OBSERVERS, ARMED], ARMED, True),
        ([OBSERVERS, None], ARMED, True),
        ([OBSERVERS, UNKNOWN], UNKNOWN, True),
        ([OBSERVERS, GUARDS], OBSERVERS, True),
        ([GUARDS], ARMED, False),
        ([], ARMED, None),
    ],
)
def test_of_several_units_in_an_area_the_armed_ones_count(
    empty: ProjectFile, units: Sequence[MilitaryKind | None], kind: MilitaryKind, in_area: bool | None
) -> None:
    """Where only a guard unit stands here, the armed units that the mission has elsewhere can still be called."""
    with empty.write() as repo:
        for number, unit in enumerate(units):
            repo.add_contingents([records.contingent(code=f"UNIT{number}", military_kind=unit)])
            repo.add_presence([records.presence("", contingent=f"UNIT{number}")])
    mission = card(empty).case.mission
    assert (mission.military_kind, mission.military_in_area) == (kind, in_area)


def test_police_are_no_military(empty: ProjectFile) -> None:
    with empty.write() as repo:
        repo.add_contingents([records.contingent(police=True, military_kind=ARMED)])
        repo.add_presence([records.presence("")])
    assert card(empty).case.mission.military_in_area is False


def test_a_unit_that_does_not_patrol_is_not_here(empty: ProjectFile) -> None:
    with empty.write() as repo:
        repo.add_contingents([records.contingent(military_kind=OBSERVERS)])
        repo.add_presence([records.presence("", frequency=PatrolFrequency.NONE)])
    mission = card(empty).case.mission
    assert (mission.military_kind, mission.military_in_area) == (ARMED, False)


def test_of_a_mission_that_nobody_knows_the_kind_is_unknown(empty: ProjectFile) -> None:
    with empty.write() as repo:
        info = repo.info()
        repo.set_info(type(info)(info.id, info.title, "UNWHAT", info.created_at))
        repo.add_presence([records.presence("", mission="", contingent="")])
    mission = card(empty).case.mission
    assert (mission.military_kind, mission.military_in_area) == (UNKNOWN, True)


@pytest.mark.parametrize(
    ("mandate", "expected"),
    [(ProtectionMandate.YES, (True, False)), (ProtectionMandate.LIMITED, (True, True)), (ProtectionMandate.NO, (False, False))],
)
def test_a_limited_mandate_is_one_and_is_said_to_be_limited(
    project: ProjectFile, mandate: ProtectionMandate, expected: tuple[bool, bool]
) -> None:
    with project.write() as repo:
        repo.put_missions([records.mission(protection_mandate=mandate)])
    mission = card(project).case.mission
    assert (mission.poc_mandate, mission.poc_mandate_is_limited) == expected


@pytest.mark.parametrize(("stated", "decided", "first"), [(5, 40, 5), (40, 5, 5), (None, 5, 5), (5, None, 5), (None, None, None)])
def test_a_mission_closes_on_the_first_day_that_was_decided(
    empty: ProjectFile, stated: int | None, decided: int | None, first: int | None
) -> None:
    day = {days: None if days is None else ON + timedelta(days=days) for days in (stated, decided, first)}
    with empty.write() as repo:
        repo.put_missions([records.mission(mandate_end=ON + timedelta(days=2), closes_on=day[decided])])
        repo.add_circumstances([records.circumstances("XT01", closes_on=day[stated])])
    assert card(empty).case.mission.closes_on == day[first]


def test_the_end_of_a_mandate_period_is_no_closing_day_and_no_answer_outlasts_it(project: ProjectFile) -> None:
    end = ON + timedelta(days=5)
    with project.write() as repo:
        repo.put_missions([records.mission(mandate_end=end)])
    before, after = card(project), card(project, on=end + timedelta(days=1))
    assert (before.case.mission.closes_on, before.case.mission.mandate_ends_on) == (None, end)
    assert before.assessment.verdict.is_open, "no soft limit: nobody leaves"
    assert before.assessment.expires_on == end
    assert after.case.mission.status is MissionStatus.UNCONFIRMED


def test_an_open_ended_mandate_ends_no_answer(project: ProjectFile) -> None:
    with project.write() as repo:
        repo.put_missions([records.mission(mandate_end=None)])
    found = card(project)
    assert found.case.mission.mandate_ends_on is None
    assert found.assessment.expires_on is not None
    assert found.assessment.expires_on > date(2026, 4, 1)


ADVISER, OTHER, NOBODY = CivilianContact.CHILD_PROTECTION_ADVISER, CivilianContact.OTHER_CIVILIAN_COMPONENT, CivilianContact.NONE
NOT_ASKED: dict[str, Any] = {"exposed_people_agree": True, "unicef_consulted": None}


def ago(days: int) -> date:
    return ON - timedelta(days=days)


@pytest.mark.parametrize(("days", "tested"), [(0, None), (180, None), (181, False), (None, False)])
def test_a_focal_point_counts_while_somebody_reached_it_recently(empty: ProjectFile, days: int | None, tested: bool | None) -> None:
    with empty.write() as repo:
        repo.add_focal_points([records.focal_point(last_tested=None if days is None else ago(days))])
    mission = card(empty).case.mission
    assert (mission.civilian_contact, mission.civilian_contact_tested) == (ADVISER, tested)


@pytest.mark.parametrize(
    ("days", "answered", "tested"), [(10, True, None), (10, False, False), (181, True, False), (-1, True, False)]
)
def test_an_answered_test_of_its_line_counts_for_a_focal_point(
    empty: ProjectFile, days: int, answered: bool, tested: bool | None
) -> None:
    line = records.duty_line(recorded_on=ago(days), tested_on=ago(days), answered=answered, answer_minutes=None)
    with empty.write() as repo:
        repo.add_focal_points([records.focal_point()])
        repo.add_statements([line])
    assert card(empty).case.mission.civilian_contact_tested is tested


def test_who_was_reached_counts_before_who_was_not(empty: ProjectFile) -> None:
    with empty.write() as repo:
        repo.add_focal_points([records.focal_point(), records.focal_point(Component.HUMAN_RIGHTS, last_tested=ago(5))])
    mission = card(empty).case.mission
    assert (mission.civilian_contact, mission.civilian_contact_tested) == (OTHER, None)


def test_a_team_that_only_the_registry_knows_was_called_by_nobody(empty: ProjectFile) -> None:
    with empty.write() as repo:
        repo.put_missions([records.mission(advisers=Advisers.DEDICATED_TEAM)])
    assert card(empty).case.mission.civilian_contact_tested is False
    with empty.write() as repo:
        repo.put_missions([records.mission(advisers=Advisers.NONE)])
    mission = card(empty).case.mission
    assert (mission.civilian_contact, mission.civilian_contact_tested) == (NOBODY, None)


def test_an_untested_contact_holds_until_it_answers(project: ProjectFile) -> None:
    """METHOD section 2, rule 9: nobody knows whether the civilian contact can be called, so the gate is unknown, and that holds."""
    with project.write() as repo:
        repo.add_circumstances([records.circumstances(organisation=OrganisationFacts(**NOT_ASKED), recorded_on=ON)])
    held = card(project).assessment
    assert (held.verdict, held.deciding_gate) == (Verdict.HOLD, GateId.CIVILIAN_FIRST)
    assert held.reasons[0].code == "gate.civilian_first.untested"
    with project.write() as repo:
        repo.add_statements([records.duty_line()])
    assert card(project).assessment.deciding_gate is not GateId.CIVILIAN_FIRST


@pytest.mark.parametrize(("tested_on", "hours"), [(ago(0), 3.0), (ago(6), 1.5)])
def test_a_response_observed_of_a_tool_counts_where_it_is_newer(empty: ProjectFile, tested_on: date, hours: float) -> None:
    with empty.write() as repo:
        repo.add_circumstances([records.circumstances(recorded_on=ago(6))])
        repo.add_statements([records.protection_tool(tested_on=tested_on, recorded_on=ON)])
    assert card(empty).case.mission.response_hours == hours


def test_a_response_observed_of_a_tool_is_one_where_nobody_wrote_any_down(empty: ProjectFile) -> None:
    with empty.write() as repo:
        repo.add_statements([records.protection_tool(), records.protection_tool(area_code="XT02", name="Elsewhere")])
    assert card(empty).case.mission.response_hours == 3.0
    with empty.write() as repo:
        repo.add_circumstances([records.circumstances(response_hours=None)])
    assert card(empty).case.mission.response_hours == 3.0
