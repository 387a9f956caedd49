"""Each fact of a case comes from its record, and what no record says stays unknown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from mrm_desktop.domain.assessments import Reason
from mrm_desktop.domain.case import ContextFacts, OrganisationFacts, ReceptorImpacts
from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.decisions import Outcome
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.evidence import ArmedActor
from mrm_desktop.domain.missions import Component, MilitaryComponent, RecordedStatus
from mrm_desktop.domain.vocabulary import (
    Approach,
    CivilianContact,
    GateId,
    MissionStatus,
    Mode,
    PatrolFrequency,
    Stratum,
    Verdict,
)
from mrm_desktop.project.build_case import build_case
from mrm_desktop.project.question import Question
from mrm_desktop.store.file.project_file import ProjectFile
from tests.present import present
from tests.services.conftest import ON, POLICY, card, decide, known
from tests.store import records


def test_a_full_record_gives_a_full_case(project: ProjectFile) -> None:
    found = card(project)
    mission = found.case.mission
    assert (mission.status, mission.military_in_area, mission.poc_mandate) == (MissionStatus.ACTIVE, True, True)
    assert mission.patrol_frequency is PatrolFrequency.WEEKLY
    assert mission.civilian_contact is CivilianContact.CHILD_PROTECTION_ADVISER
    assert mission.rotation_unknown is False
    assert mission.unresolved_abuse_allegations is False
    assert found.case.required_strata == (Stratum.WOMEN, Stratum.MEN, Stratum.DISPLACED)
    assert found.case.armed_actors is not None
    assert len(found.case.armed_actors[0].sources) == 2
    assert found.assessment.verdict is Verdict.PROCEED_WITH_CONDITIONS


def test_nothing_recorded_is_unknown_and_not_absent(empty: ProjectFile) -> None:
    found = card(empty)
    mission = found.case.mission
    assert mission.military_in_area is None
    assert found.case.armed_actors is None
    assert mission.rotation_unknown is None
    assert mission.unresolved_abuse_allegations is None
    assert found.case.organisation.exposed_people_agree is None
    assert (found.assessment.verdict, found.assessment.deciding_gate) == (Verdict.HOLD, GateId.COMPONENT)


def test_no_presence_here_but_elsewhere_is_absent(project: ProjectFile) -> None:
    found = card(project, "XT02")
    assert found.case.mission.military_in_area is False
    assert found.assessment.verdict is Verdict.NOT_AVAILABLE


def test_forces_of_others_are_no_un_military(project: ProjectFile) -> None:
    with project.write() as repo:
        repo.add_presence([records.presence("", k=1, mission="A regional force")])
    assert card(project, "XT02").case.mission.military_in_area is False


@pytest.mark.parametrize(
    ("days", "expected"), [(0, PatrolFrequency.WEEKLY), (90, PatrolFrequency.WEEKLY), (91, PatrolFrequency.UNKNOWN)]
)
def test_how_often_patrols_come_is_unknown_again_after_a_while(empty: ProjectFile, days: int, expected: PatrolFrequency) -> None:
    with empty.write() as repo:
        repo.add_presence([records.presence("", last_confirmed=ON - timedelta(days=days))])
    mission = card(empty).case.mission
    assert mission.military_in_area is True
    assert mission.patrol_frequency is expected


def test_presence_confirmed_later_is_not_known_yet(empty: ProjectFile) -> None:
    with empty.write() as repo:
        repo.add_presence([records.presence("", last_confirmed=ON + timedelta(days=1))])
    assert card(empty).case.mission.military_in_area is None


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({}, MissionStatus.ACTIVE),
        ({"recorded_status": RecordedStatus.CLOSED}, MissionStatus.CLOSED),
        ({"recorded_status": RecordedStatus.CLOSING}, MissionStatus.CLOSING),
        ({"mandate_end": ON - timedelta(days=1)}, MissionStatus.UNCONFIRMED),
        ({"last_checked": ON - timedelta(days=91)}, MissionStatus.UNCONFIRMED),
        ({"last_checked": None}, MissionStatus.UNCONFIRMED),
    ],
)
def test_status_of_the_mission_on_the_day(
    project: ProjectFile, changes: dict[str, RecordedStatus] | dict[str, date] | dict[str, None], status: MissionStatus
) -> None:
    with project.write() as repo:
        repo.put_missions([records.mission(**changes)])
    assert card(project).case.mission.status is status


def test_a_mission_without_troops_cannot_be_engaged(project: ProjectFile) -> None:
    with project.write() as repo:
        repo.put_missions([records.mission(military=MilitaryComponent.GUARD_UNIT)])
    assert card(project).assessment.verdict is Verdict.NOT_AVAILABLE


def test_the_directory_of_the_area_says_whom_to_call(empty: ProjectFile) -> None:
    with empty.write() as repo:
        repo.add_focal_points(
            [records.focal_point(Component.HUMAN_RIGHTS, area_code="XT02"), records.focal_point(Component.UNICEF)]
        )
    assert card(empty, "XT02").case.mission.civilian_contact is CivilianContact.OTHER_CIVILIAN_COMPONENT
    assert card(empty, "XT01").case.mission.civilian_contact is CivilianContact.NONE
    assert [p.component for p in card(empty, "XT02").focal_points] == [Component.HUMAN_RIGHTS, Component.UNICEF]


def test_reset_events_and_rotations_void_what_was_said_before(project: ProjectFile) -> None:
    assert not any(item.reset_since for item in card(project).case.community_evidence)
    with project.write() as repo:
        repo.add_reset_events([records.reset_event(on=date(2026, 2, 10))])
    assert all(item.reset_since for item in card(project).case.community_evidence)
    assert not any(item.reset_since for item in card(project, on=date(2026, 2, 9)).case.community_evidence)


def test_a_rotation_is_a_reset(project: ProjectFile) -> None:
    with project.write() as repo:
        repo.add_contingents([records.contingent(rotated_on=date(2026, 2, 10))])
    assert all(item.reset_since for item in card(project).case.community_evidence)


def test_evidence_of_later_days_is_not_known_yet(project: ProjectFile) -> None:
    assert card(project, on=date(2026, 1, 31)).case.community_evidence == ()


def test_consent_is_supposed_for_a_map_and_never_for_a_decision(project: ProjectFile) -> None:
    with project.write() as repo:
        stated = records.circumstances("XT01")
        repo.add_circumstances([replace(stated, organisation=replace(stated.organisation, exposed_people_agree=None))])
    assert card(project).case.organisation.exposed_people_agree is None
    assert card(project, provided_consent=True).assessment.verdict is Verdict.PROCEED_WITH_CONDITIONS
    assert card(project, consent=False, provided_consent=True).assessment.verdict is Verdict.REFUSED


@pytest.mark.parametrize(("rationale", "conflict"), [("", True), ("Their adviser asked us to stay away there.", False)])
def test_a_neighbour_that_stays_away_needs_a_reason_on_record(project: ProjectFile, rationale: str, conflict: bool) -> None:
    with project.write() as repo:
        repo.add_presence([records.presence("", k=1, last_confirmed=date(2026, 2, 20))])
        for stratum in (Stratum.WOMEN, Stratum.MEN, Stratum.DISPLACED):
            repo.add_evidence([records.evidence("", "XT02", records.item(stratum, source)) for source in ("survey", "groups")])
        repo.add_actor_reports([records.actor_report("", "XT02", source=source) for source in ("k0", "k1")])
    decide(project, "XT02", outcome=Outcome.DO_NOT_PROCEED, rationale=rationale)
    assert card(project).case.organisation.conflicting_approach_nearby is conflict


def test_a_neighbour_where_the_answer_was_no_is_no_conflict(project: ProjectFile) -> None:
    decide(project, "XT02", outcome=Outcome.DO_NOT_PROCEED)
    assert card(project).case.organisation.conflicting_approach_nearby is False


def test_the_band_of_the_last_decision_is_remembered(project: ProjectFile) -> None:
    decided = decide(project)
    assert present(card(project).case.previous_band).value == decided.assessment["band"]


def test_an_unknown_area_is_named(project: ProjectFile) -> None:
    with pytest.raises(KnownError) as caught:
        card(project, "XT99")
    assert (caught.value.code, caught.value.params["code"]) == ("area.unknown", "XT99")


def test_a_civilian_mode_needs_none_of_it(empty: ProjectFile) -> None:
    assert card(empty, mode=Mode.CIVILIAN_CHANNEL).assessment.verdict is Verdict.PROCEED


def test_nothing_is_agreed_until_it_was_adopted(project: ProjectFile) -> None:
    adopted_on = records.approach().adopted_on
    assert card(project, on=adopted_on).case.organisation.approach is Approach.AGREED
    assert card(project, on=adopted_on - timedelta(days=1)).case.organisation.approach is Approach.NONE


def test_what_circumstances_say_of_an_approach_adopts_none(empty: ProjectFile) -> None:
    with empty.write() as repo:
        repo.add_circumstances([records.circumstances("XT01", organisation=OrganisationFacts(Approach.AGREED))])
    assert card(empty).case.organisation.approach is Approach.NONE


def test_past_its_review_day_an_approach_counts_and_is_said_to_be_due(project: ProjectFile) -> None:
    with project.write() as repo:
        repo.add_statements([records.approach(adopted_on=date(2026, 1, 1), review_on=ON)])
    on, after = card(project), card(project, on=ON + timedelta(days=1))
    assert after.case.organisation.approach is Approach.AGREED
    due = Reason("condition.approach_review_due", {"on": ON.isoformat()})
    assert (due in on.assessment.conditions, due in after.assessment.conditions) == (False, True)
    quiet = card(project, on=ON + timedelta(days=1), mode=Mode.CIVILIAN_CHANNEL)
    assert due not in quiet.assessment.conditions, "a mode that nobody sees rests on no approach"


FIGHTS = {"fights_here": True, "can_be_confused": True}


@pytest.mark.parametrize(
    ("forces", "stated", "confused"),
    [
        ([], None, None),
        ([], False, False),
        ([FIGHTS], None, True),
        ([FIGHTS], False, True),
        ([{}], None, False),
        ([{"fights_here": None, "can_be_confused": True}], None, None),
        ([{"fights_here": None, "can_be_confused": True}], False, False),
        ([{}, FIGHTS | {"code": "OTHER"}], None, True),
        ([{}, {"code": "OTHER", "can_be_confused": None}], None, None),
        ([FIGHTS | {"area_codes": ("XT02",)}], None, None),
        ([FIGHTS | {"valid_to": ON - timedelta(days=1)}], None, None),
        ([FIGHTS | {"checked_on": ON + timedelta(days=1)}], None, None),
        ([FIGHTS, {}], None, False),
    ],
)
def test_a_force_that_fights_here_and_is_taken_for_the_un_closes_and_unknown_stays_unknown(
    empty: ProjectFile, forces: list[dict[str, Any]], stated: bool | None, confused: bool | None
) -> None:
    with empty.write() as repo:
        repo.add_statements([records.force(**changes) for changes in forces])
        repo.add_circumstances([records.circumstances("XT01", context=ContextFacts(False, False, stated))])
    assert card(empty).case.context.confused_with_fighting_force is confused


def test_who_is_armed_was_looked_at_only_where_somebody_recorded_it(empty: ProjectFile) -> None:
    assert card(empty).case.armed_actors_checked_on is None
    with empty.write() as repo:
        repo.add_statements(
            [
                records.armed_actor_check("", date(2026, 1, 5)),
                records.armed_actor_check("XT01", date(2026, 2, 5)),
                records.armed_actor_check("XT01", ON + timedelta(days=1)),
            ]
        )
    assert card(empty).case.armed_actors_checked_on == date(2026, 2, 5)
    assert card(empty, "XT02").case.armed_actors_checked_on == date(2026, 1, 5)
    assert card(empty, on=date(2026, 2, 4)).case.armed_actors_checked_on == date(2026, 1, 5)


def test_who_looked_and_found_nobody_lists_nobody(empty: ProjectFile) -> None:
    assert card(empty).case.armed_actors is None
    with empty.write() as repo:
        repo.add_statements([records.armed_actor_check("XT01", ON)])
    assert card(empty).case.armed_actors == ()
    assert card(empty, "XT02").case.armed_actors is None


@pytest.mark.parametrize(("gone", "found"), [(-1, ()), (0, None)])
def test_who_was_there_when_somebody_looked_is_not_gone(
    empty: ProjectFile, gone: int, found: tuple[ArmedActor, ...] | None
) -> None:
    looked = ON - timedelta(days=10)
    with empty.write() as repo:
        repo.add_actor_reports([records.actor_report("", valid_to=looked + timedelta(days=gone))])
        repo.add_statements([records.armed_actor_check("XT01", looked)])
    assert card(empty).case.armed_actors == found


def test_what_is_kept_out_of_sight_is_never_nobody(empty: ProjectFile) -> None:
    with empty.write() as repo:
        repo.add_statements([records.armed_actor_check("XT01", ON)])
    hiding = replace(known(empty), out_of_sight={"XT01": 1})
    assert build_case(hiding, "XT01", Question(Mode.LIAISON, on=ON), POLICY).armed_actors is None


def test_impacts_are_not_assessed_until_somebody_does(empty: ProjectFile) -> None:
    assert card(empty).case.impacts is None
    with empty.write() as repo:
        repo.add_statements(
            [
                records.impact("", staff=1, access=1),
                records.impact("XT01", staff=2, contacts=None, access=None, on=date(2026, 1, 1)),
                records.impact("XT01", staff=3, contacts=None, access=None, on=date(2026, 1, 2)),
                records.impact("XT01", staff=5, access=None, mode=Mode.ARMED_ESCORT, on=date(2025, 1, 1)),
            ]
        )
    assert card(empty).case.impacts == ReceptorImpacts(staff=3)
    assert card(empty, on=date(2026, 1, 1)).case.impacts == ReceptorImpacts(staff=2)
    assert card(empty, mode=Mode.ARMED_ESCORT).case.impacts == ReceptorImpacts(staff=5, contacts=4)
    assert card(empty, "XT02").case.impacts == ReceptorImpacts(staff=1, contacts=4, access=1)


@pytest.mark.parametrize(("day", "void"), [(date(2026, 1, 31), False), (date(2026, 2, 1), False), (date(2026, 2, 2), True)])
def test_only_what_was_said_before_the_day_of_an_event_is_void(project: ProjectFile, day: date, void: bool) -> None:
    with project.write() as repo:
        repo.add_reset_events([records.reset_event(on=day)])
    assert {item.reset_since for item in card(project).case.community_evidence} == {void}


@pytest.mark.parametrize(("over", "required"), [(-0.001, False), (0.0, False), (0.001, True)])
def test_displaced_people_are_asked_where_their_share_is_above_that_of_the_policy(
    empty: ProjectFile, over: float, required: bool
) -> None:
    with empty.write() as repo:
        repo.add_dataset(one := records.dataset(name="c.csv"))
        repo.add_areas([records.area("XT07", 6, displaced_share=POLICY.adequacy.displaced_share + over)], one.id)
    assert (Stratum.DISPLACED in card(empty, "XT07").case.required_strata) is required


def test_a_group_is_able_to_harm_where_any_report_says_so(empty: ProjectFile) -> None:
    with empty.write() as repo:
        repo.add_actor_reports([records.actor_report("", able_to_harm=able, source=f"k{able}") for able in (False, True)])
    (actor,) = present(card(empty).case.armed_actors)
    assert (actor.able_to_harm, len(actor.sources)) == (True, 2)


def test_the_mission_of_an_area_is_that_of_the_presence_confirmed_last(empty: ProjectFile) -> None:
    with empty.write() as repo:
        repo.put_missions([records.mission(acronym="UNOLD", recorded_status=RecordedStatus.CLOSED)])
        repo.add_presence([records.presence("", mission="UNOLD", last_confirmed=date(2026, 1, 1)), records.presence("")])
    assert present(card(empty).mission).acronym == "UNTOY"
    with empty.write() as repo:
        repo.add_presence([records.presence("", mission="UNOLD", last_confirmed=ON + timedelta(days=1))])
    assert present(card(empty, on=ON + timedelta(days=1)).mission).acronym == "UNOLD"


def test_what_was_confirmed_later_says_nothing_of_the_mission_on_the_day(project: ProjectFile) -> None:
    """Else a record of next month would change what was answered today."""
    before = card(project).case
    with project.write() as repository:
        repository.add_dataset(one := records.dataset(DatasetKind.PRESENCE, "later.csv"))
        later = ON + timedelta(days=60)
        repository.put_missions([*repository.missions(), replace(records.mission(), acronym="UNLATER")])
        repository.add_presence([records.presence(one.id, mission="UNLATER", last_confirmed=later)])
    assert card(project).case == before


def test_the_card_has_what_the_case_rests_on(project: ProjectFile) -> None:
    with project.write() as repo:
        repo.add_statements([records.event_ahead(), records.event_ahead(on=date(2026, 5, 1)), records.force(), records.consent()])
        repo.add_contingents([records.contingent(code="ELSEWHERE")])
    here, there = card(project), card(project, "XT02")
    assert present(here.approach).digest == records.approach().digest
    assert [event.on for event in here.events_ahead] == [date(2026, 5, 1), date(2026, 6, 1)]
    assert [unit.code for unit in here.contingents] == ["TOYBAT"]
    assert (len(here.forces), len(here.consents)) == (1, 1)
    assert (there.events_ahead, there.contingents, there.consents, len(there.forces)) == ((), (), (), 1)
