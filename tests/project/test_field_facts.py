"""Answers and circumstances are laid in the order of their days: for each fact of an area what counts of both."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mrm_desktop.domain.case import FACTS, fact_of
from mrm_desktop.domain.field_answers import CONSENT, PATROLS, Answer, FieldAnswer
from mrm_desktop.domain.vocabulary import Mode, PatrolFrequency
from mrm_desktop.project.field_facts import facts_said, patrols_said
from mrm_desktop.project.ports import Project
from tests.services.conftest import ON, card, known
from tests.store import records

LATER, BEFORE = records.DAY + timedelta(days=1), records.DAY - timedelta(days=1)

KNOWN_OTHERWISE = {CONSENT, "military_in_area", "poc_mandate", "conflicting_approach_nearby"}
"""Facts that the empty project knows from elsewhere, or that have a record of their own."""


def say(project: Project, *answers: FieldAnswer) -> None:
    with project.write() as repo:
        repo.add_statements(answers)


def said_of(project: Project, fact: str) -> bool | None:
    knowledge = known(project).as_of(LATER)
    return facts_said(knowledge, "XT01", knowledge.circumstances_of("XT01", LATER))[fact]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"on": LATER, "answer": Answer.YES}, True),
        ({"on": BEFORE, "answer": Answer.YES}, False),
        ({"on": LATER, "answer": Answer.HEARD}, None),
        ({"on": LATER, "answer": Answer.YES, "area_code": ""}, True),
        ({"on": LATER, "answer": Answer.YES, "area_code": "XT02"}, False),
    ],
)
def test_an_answer_after_the_circumstances_counts_and_one_before_them_does_not(
    project: Project, changes: dict[str, Any], expected: bool | None
) -> None:
    say(project, records.field_answer(**changes))
    assert said_of(project, "contact_punished") is expected


@pytest.mark.parametrize("fact", sorted(FACTS.keys() - KNOWN_OTHERWISE))
@pytest.mark.parametrize("answer", [Answer.YES, Answer.NO])
def test_each_fact_that_nobody_knew_is_as_it_was_answered(empty: Project, fact: str, answer: Answer) -> None:
    assert fact_of(card(empty).case, fact) is None
    say(empty, records.field_answer(fact, answer=answer))
    assert fact_of(card(empty).case, fact) is (answer is Answer.YES)


def test_an_answer_on_decisions_next_door_goes_before_what_the_decisions_tell(empty: Project) -> None:
    assert card(empty).case.organisation.conflicting_approach_nearby is False
    say(empty, records.field_answer("conflicting_approach_nearby", answer=Answer.YES))
    assert card(empty).case.organisation.conflicting_approach_nearby is True


@pytest.mark.parametrize("answer", [Answer.YES, Answer.NO])
def test_military_in_the_area_is_as_answered_where_no_presence_is_on_record_at_all(empty: Project, answer: Answer) -> None:
    assert card(empty).case.mission.military_in_area is None
    say(empty, records.field_answer("military_in_area", answer=answer))
    assert card(empty).case.mission.military_in_area is (answer is Answer.YES)


def test_presence_on_record_goes_before_an_answer(project: Project) -> None:
    say(project, records.field_answer("military_in_area", answer=Answer.NO))
    assert card(project).case.mission.military_in_area is True


def test_of_allegations_the_worse_of_record_and_answer_counts(project: Project) -> None:
    assert card(project).case.mission.unresolved_abuse_allegations is False
    say(project, records.field_answer("unresolved_abuse_allegations", answer=Answer.YES))
    assert card(project).case.mission.unresolved_abuse_allegations is True


@pytest.mark.parametrize(
    ("days_ago", "newest_record", "expected"),
    [
        (10, None, PatrolFrequency.MONTHLY),
        (10, 5, None),
        (10, 10, PatrolFrequency.MONTHLY),
        (10, 20, PatrolFrequency.MONTHLY),
        (91, None, None),
    ],
)
def test_patrols_are_as_answered_while_that_is_fresh_and_no_record_is_newer(
    empty: Project, days_ago: int, newest_record: int | None, expected: PatrolFrequency | None
) -> None:
    say(empty, records.field_answer(PATROLS, answer=Answer.YES, patrols=PatrolFrequency.MONTHLY, on=ON - timedelta(days=days_ago)))
    after = None if newest_record is None else ON - timedelta(days=newest_record)
    assert patrols_said(known(empty).as_of(ON), "XT01", ON, 90, after) is expected


def test_patrols_that_were_asked_for_stand_in_the_case(empty: Project) -> None:
    assert card(empty).case.mission.patrol_frequency is PatrolFrequency.NONE
    say(empty, records.field_answer(PATROLS, answer=Answer.YES, patrols=PatrolFrequency.WEEKLY))
    assert card(empty, mode=Mode.LIAISON).case.mission.patrol_frequency is PatrolFrequency.WEEKLY
