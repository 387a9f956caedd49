"""No code of what is not known is without a question that settles it, and no question without a form and a record."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from mrm_desktop.domain.assessments import Reason
from mrm_desktop.domain.case import FACTS
from mrm_desktop.domain.field_answers import CONSENT
from mrm_desktop.domain.gaps import Gap, GapKind, gap_id
from mrm_desktop.domain.vocabulary import GateState, Mode
from mrm_desktop.foundation.words import LANGUAGES, Words
from mrm_desktop.project.ports import Project
from mrm_desktop.scoring.codes import EXPLANATION_CODES, GAP_CODES
from mrm_desktop.scoring.every_code import CODES
from mrm_desktop.scoring.gates import GATES
from mrm_desktop.services.evidence.answer_gap import RECORDS
from mrm_desktop.services.evidence.gap_forms import FORMS
from mrm_desktop.services.evidence.gaps import SETTLED_BY, SETTLED_ELSEWHERE, gaps_of, gaps_of_card, tellable
from tests.services.conftest import card

UNKNOWN_GATES = {f.code for gate in GATES for f in gate.findings if f.state is GateState.UNKNOWN}
ASKING_STEPS = {
    code for code in EXPLANATION_CODES if code.startswith("step.") and not code.startswith(("step.once", "step.criteria"))
}
SAMPLES: dict[str, Any] = {
    "fact": "contact_punished",
    "facts": ["contact_punished", "alleged_perpetrator"],
    "stratum": "women",
    "groups": ["women", "men"],
    "strata": ["men"],
    "actor": "ARM-1",
    "actors": ["ARM-1"],
}


def test_every_code_of_what_is_not_known_is_settled_by_a_question_or_said_why_not() -> None:
    assert {*GAP_CODES, *UNKNOWN_GATES, *ASKING_STEPS} - SETTLED_BY.keys() == SETTLED_ELSEWHERE.keys()
    assert all(SETTLED_ELSEWHERE.values())


def test_no_code_is_listed_that_nobody_says() -> None:
    said_elsewhere = ("note.", "trip.", "gate.consent.supposed", "condition.")
    assert {code for code in SETTLED_BY if not code.startswith(said_elsewhere)} <= CODES.keys()
    words = Words("en")
    assert [code for code in SETTLED_BY if not words.knows(code)] == []


@pytest.mark.parametrize("code", SETTLED_BY)
def test_a_code_asks_something(code: str) -> None:
    asked = gaps_of(Reason(code, SAMPLES), "XT01")
    assert asked
    assert {gap.area_code for gap in asked} == {"" if gap.kind.is_of_the_country else "XT01" for gap in asked}


def test_every_kind_of_question_has_a_form_and_a_record() -> None:
    assert set(FORMS) == set(GapKind)
    assert set(RECORDS) == set(GapKind) - {GapKind.MISSION}, "a mission is confirmed in its registry"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_has_words(language: str) -> None:
    words = Words(language)
    names = {f"fact.{fact}" for fact in FACTS if fact != CONSENT} | {kind.value for kind in GapKind if kind is not GapKind.FACT}
    names = (names - {"actor"}) | {"actor.of", "people.of"}
    assert [name for name in sorted(names) if not words.knows(f"answer.question.{name}")] == []


def test_a_card_asks_each_question_once_and_nothing_that_is_known(project: Project) -> None:
    asked = gaps_of_card(card(project, "XT02"))
    assert len(asked) == len(set(asked))
    known_facts = {"contact_punished", "reprisals_for_contact", "hotline", "unicef_consulted", "joint_operations_with_party"}
    assert {gap.about for gap in asked if gap.kind is GapKind.FACT}.isdisjoint(known_facts)
    assert Gap(GapKind.PEOPLE, area_code="XT02") in asked


def test_what_is_known_can_be_told_anew_and_what_is_dated_ahead_is_told(project: Project) -> None:
    here = card(project)
    told = tellable(here)
    assert not set(told) & set(gaps_of_card(here))
    assert {gap.kind for gap in (*told, *gaps_of_card(here))} == set(GapKind)
    assert {gap.about for gap in told if gap.kind is GapKind.FACT} <= set(FACTS) - {CONSENT}
    assert Gap(GapKind.ACTOR, "group X", "XT01") in told


def test_what_decides_is_asked_first(empty: Project) -> None:
    first = gaps_of_card(card(empty, mode=Mode.LIAISON))[0]
    assert first == Gap(GapKind.FOCAL_POINT, area_code="XT01") or first.kind in (GapKind.APPROACH, GapKind.FACT)


def test_whom_to_call_and_how_bad_it_would_be_are_asked_beside_the_answer(empty: Project) -> None:
    kinds = {gap.kind for gap in gaps_of_card(card(empty))}
    assert {GapKind.FOCAL_POINT, GapKind.IMPACT, GapKind.APPROACH, GapKind.CONSENT} <= kinds
    assert GapKind.IMPACT not in {gap.kind for gap in gaps_of_card(card(empty, mode=Mode.CIVILIAN_CHANNEL))}


def test_an_identifier_is_of_one_question_in_one_project_and_names_no_place() -> None:
    one = Gap(GapKind.FACT, "contact_punished", "XT01")
    others = [replace(one, about="hotline"), replace(one, area_code="XT02"), replace(one, kind=GapKind.PEOPLE)]
    assert gap_id(one, "p1") == gap_id(replace(one), "p1")
    assert len({gap_id(gap, project) for gap in (one, *others) for project in ("p1", "p2")}) == 8
    assert "XT01" not in gap_id(one, "p1")
