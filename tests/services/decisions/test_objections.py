"""What speaks against a decision comes from the project's own records and from like cases; of a no, what speaks for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from mrm_desktop.domain.decisions import Outcome
from mrm_desktop.domain.sign_offs import Course, PerceptionSince
from mrm_desktop.domain.vocabulary import EventKind, Mode, Stance, Stratum
from mrm_desktop.foundation.words import LANGUAGES, Words
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.project.ports import Project
from mrm_desktop.project.question import Question
from mrm_desktop.services.decisions.objections import MOST, Brought, bring_objections
from mrm_desktop.services.decisions.record_outcome import record_outcome
from tests.services.conftest import ON, POLICY, decide, opened
from tests.store import records

LIAISON = Question(Mode.LIAISON)


def brought(project: Project, code: str = "XT01") -> Brought:
    here = opened(project)
    return bring_objections(here, here.card(code, LIAISON))


def told(reasons: tuple[Any, ...], code: str) -> list[dict[str, Any]]:
    return [dict(reason.params) for reason in reasons if reason.code == code]


def test_the_least_sure_group_is_brought_with_how_many_were_asked(project: Project) -> None:
    (found,) = told(brought(project).against, "against.least_sure")
    assert found["count"] == 120
    assert len(found["groups"]) == 1


def test_a_like_case_that_was_refused_next_door_is_brought(project: Project) -> None:
    assert told(brought(project).against, "against.decided") == []
    decide(project, "XT02", outcome=Outcome.DO_NOT_PROCEED, rationale="Nobody there was asked in time.")
    (found,) = told(brought(project).against, "against.decided")
    assert found["day"] == records.AT.date()
    assert told(brought(project).for_it, "for.decided") == []


def test_a_refusal_here_is_said_to_be_here_and_one_that_was_superseded_is_not_brought(project: Project) -> None:
    first = decide(project, outcome=Outcome.DEFER)
    assert len(told(brought(project).against, "against.decided.here")) == 1
    decide(project, supersedes=first.id)
    found = brought(project)
    assert told(found.against, "against.decided.here") == []
    assert len(told(found.for_it, "for.decided.here")) == 1


@pytest.mark.parametrize("course", [Course.HARM, Course.STOPPED])
def test_what_became_of_the_same_elsewhere_is_brought(project: Project, course: Course) -> None:
    done = decide(project)
    record_outcome(opened(project), done.id, course, PerceptionSince.WORSE, "Shots were heard at the market.", "Field manager", ON)
    assert told(brought(project).against, f"against.became.{course}") == [{"area": done.area_name, "day": ON}]


def test_a_wary_actor_is_brought(project: Project) -> None:
    assert told(brought(project).against, "against.actor_stance") == []
    with project.write() as repo:
        repo.add_actor_reports([records.actor_report("", source="k9", stance=Stance.WARY)])
    assert [found["actor"] for found in told(brought(project).against, "against.actor_stance")] == ["group X"], (
        "of one day the worse"
    )
    here = OpenProject(project, POLICY, ON + timedelta(days=40))
    later = bring_objections(here, here.card("XT01", LIAISON)).against
    assert told(later, "against.actor_stance"), "that it was wary does not grow old"


def test_an_old_word_on_an_actor_that_tolerated_contact_is_brought(project: Project) -> None:
    here = OpenProject(project, POLICY, ON + timedelta(days=40))
    assert told(bring_objections(here, here.card("XT01", LIAISON)).against, "against.actor_old") == [
        {"actor": "group X", "count": 59}
    ]


def test_those_who_mind_being_seen_and_what_is_dated_ahead_are_brought(project: Project) -> None:
    with project.write() as repo:
        item = records.item(Stratum.WOMEN, "talks", minds_being_seen_share=0.4, takes_sides_share=0.1)
        repo.add_evidence([records.evidence("", one=item)])
        repo.add_statements([records.event_ahead(kind=EventKind.ELECTION, on=ON + timedelta(days=20), area_code="XT01")])
    found = brought(project).against
    assert told(found, "against.mind_being_seen") == [{"groups": ["women"], "share": 40}]
    assert told(found, "against.take_sides") == []
    assert told(found, "against.event") == [{"event": "election", "day": ON + timedelta(days=20)}]


def test_incidents_here_within_the_last_days_are_counted(project: Project) -> None:
    with project.write() as repo:
        one = replace(records.incident(""), happened_on=ON - timedelta(days=3))
        old = replace(one, id="2" * 32, key="k2", happened_on=date(2025, 1, 1))
        repo.add_incidents([one, old])
    assert told(brought(project).against, "against.incidents") == [{"count": 1, "days": 30}]


def test_what_the_method_found_against_it_comes_first_and_no_more_than_can_be_answered(project: Project) -> None:
    found = brought(project, "XT02").against
    assert found[0].code.startswith("gate.")
    assert len(found) <= MOST


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_argument_has_words(language: str) -> None:
    words = Words(language)
    codes = ["decided", "decided.here", "became.harm", "became.stopped", "incidents", "least_sure", "mind_being_seen", "take_sides"]
    codes += ["actor_stance", "actor_old", "event", "assessors"]
    wanted = [*(f"against.{code}" for code in codes), "for.open", "for.decided", "for.decided.here"]
    assert [code for code in wanted if not words.knows(code)] == []
