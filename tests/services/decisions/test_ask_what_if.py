"""What if: other numbers and other facts show what would change, and change nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mrm_desktop.domain.decisions import Outcome
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.vocabulary import Mode, Verdict
from mrm_desktop.project.ports import Project
from mrm_desktop.project.question import Question
from mrm_desktop.services.decisions.ask_what_if import ask_what_if, inconsistent_decisions
from mrm_desktop.services.decisions.record_decision import record_decision
from mrm_desktop.services.decisions.sign_decision import sign_decision
from tests.services.conftest import ON, POLICY, card, decide, draft, opened
from tests.store import records

LIAISON = Question(Mode.LIAISON, on=ON)


def test_a_fact_that_closes_a_door_shows_its_area_alone(project: Project) -> None:
    asked = opened(project)
    before = asked.answers(LIAISON)
    (found,) = ask_what_if(asked, LIAISON, facts={"XT01": {"context.contact_punished": True}})
    assert (found.case_id, found.before) == ("XT01", before.by_area["XT01"])
    assert found.after.verdict is not found.before.verdict
    assert asked.answers(LIAISON) is before
    with project.read() as repository:
        assert [one.context.contact_punished for one in repository.circumstances()] == [False, False]


def test_another_number_of_the_policy_is_tried_for_all_areas(project: Project) -> None:
    found = ask_what_if(opened(project), LIAISON, {"acceptance.half_life_days": 20})
    assert {one.case_id for one in found} == {"XT01"}
    assert found[0].index_before != found[0].index_after
    assert found[0].before.verdict is Verdict.PROCEED_WITH_CONDITIONS


@pytest.mark.parametrize(
    ("values", "facts", "code"),
    [
        (None, None, "what_if.nothing_changed"),
        ({}, {}, "what_if.nothing_changed"),
        (None, {"XT99": {"context.contact_punished": True}}, "area.unknown"),
    ],
)
def test_what_cannot_be_tried(
    project: Project, values: dict[str, object] | None, facts: dict[str, dict[str, object]] | None, code: str
) -> None:
    with pytest.raises(KnownError) as caught:
        ask_what_if(opened(project), LIAISON, values, facts)
    assert caught.value.code == code


def test_unlike_decisions_on_like_cases_are_a_pair_only_while_both_are_in_force(project: Project) -> None:
    asked = opened(project)
    with project.write() as repository:
        repository.add_dataset(one := records.dataset(name="b.csv"))
        repository.add_areas([records.area("XT03", 2)], one.id)
        repository.add_circumstances([records.circumstances("XT03")])
    asked.take_note()
    decide(project, "XT02", mode=Mode.CIVILIAN_CHANNEL)
    decide(project, "XT03", mode=Mode.CIVILIAN_CHANNEL, outcome=Outcome.DO_NOT_PROCEED, expires_on=ON)
    asked.take_note()
    (pair,) = inconsistent_decisions(asked, ON)
    assert {pair.first, pair.second} == {"XT02", "XT03"}
    assert inconsistent_decisions(asked, ON.replace(day=2)) == ()


def test_a_decision_that_waits_for_a_signature_does_not_bind_its_neighbours(project: Project) -> None:
    asked = opened(project)
    decide(project, approver_role="Field manager")
    here = card(project)
    there = replace(here, area=asked.knowledge.area("XT02"), case=replace(here.case, id="XT02"))
    record_decision(project, there, draft(outcome=Outcome.DO_NOT_PROCEED), POLICY, records.AT)
    asked.take_note()
    assert inconsistent_decisions(asked, ON) == ()
    sign_decision(asked, "1", "security_focal_point", ON)
    assert [{pair.first, pair.second} for pair in inconsistent_decisions(asked, ON)] == [{"XT01", "XT02"}]


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("moon", True, "what_if.unknown_path"),
        ("mission.moon", True, "what_if.unknown_path"),
        ("id", "XT02", "what_if.unknown_path"),
        ("assessed_on", "2026-01-01", "what_if.unknown_path"),
        ("", True, "what_if.unknown_path"),
        ("mission.hotline", "maybe", "scenario.wrong_type"),
        ("mission.hotline", 2, "scenario.wrong_type"),
        ("mission.patrol_frequency", "hourly", "vocabulary.unknown"),
        ("mission.closes_on", "soon", "scenario.bad_date"),
        ("mission", None, "scenario.wrong_type"),
    ],
)
def test_a_fact_that_cannot_be_is_named(project: Project, path: str, value: object, code: str) -> None:
    with pytest.raises(KnownError) as caught:
        ask_what_if(opened(project), LIAISON, facts={"XT01": {path: value}})
    assert caught.value.code == code


def test_a_day_is_written_as_in_a_scenario_and_an_area_as_anywhere(project: Project) -> None:
    (found,) = ask_what_if(opened(project), LIAISON, facts={"xt01": {"mission.closes_on": "2026-03-05"}})
    assert (found.case_id, found.after.expires_on.isoformat()) == ("XT01", "2026-03-05")
