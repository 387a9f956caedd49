"""A no on record closes everywhere at once, until the same people say yes; a yes counts for what it was asked for, once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from mrm_desktop.domain.case import OrganisationFacts
from mrm_desktop.domain.decisions import Outcome
from mrm_desktop.domain.statements import Consent
from mrm_desktop.domain.vocabulary import GateState, Mode
from mrm_desktop.project.consent import consent_on_record
from mrm_desktop.project.question import Question
from mrm_desktop.store.file.project_file import ProjectFile
from tests.services.conftest import ON, card, decide, known
from tests.store import records

YES, NO = Consent.YES, Consent.NO
FIRST, LATER = date(2026, 2, 1), date(2026, 2, 2)


@pytest.fixture
def silent(project: ProjectFile) -> ProjectFile:
    """Nobody wrote down in the circumstances whether those exposed agree."""
    with project.write() as repo:
        unasked = OrganisationFacts(unicef_consulted=True)
        repo.add_circumstances([records.circumstances(code, organisation=unasked) for code in ("XT01", "XT02")])
    return project


def state(project: ProjectFile, *answers: tuple[Consent, dict[str, Any]]) -> None:
    with project.write() as repo:
        repo.add_statements([records.consent(answer, **changes) for answer, changes in answers])


def on_record(project: ProjectFile, mode: Mode = Mode.LIAISON, code: str = "XT01", **asked: Any) -> bool | None:
    question = Question(mode, on=asked.pop("on", ON), **asked)
    return consent_on_record(known(project).as_of(question.day), code, question)


def test_nobody_was_asked(silent: ProjectFile) -> None:
    assert on_record(silent) is None


@pytest.mark.parametrize(
    ("answers", "liaison", "escort"),
    [
        ([(NO, {})], False, False),
        ([(NO, {"mode": None})], False, False),
        ([(YES, {})], True, None),
        ([(YES, {"mode": None})], None, None),
        ([(NO, {"asked_on": FIRST}), (YES, {"asked_on": LATER})], True, None),
        ([(YES, {"asked_on": FIRST}), (NO, {"asked_on": LATER})], False, False),
        ([(YES, {"asked_on": LATER}), (NO, {"asked_on": FIRST})], True, None),
        ([(YES, {}), (NO, {})], False, False),
        ([(NO, {"asked_on": FIRST}), (YES, {"asked_on": LATER, "mode": None})], None, None),
        ([(NO, {"asked_on": FIRST}), (YES, {"asked_on": LATER, "who": "Staff"})], False, False),
        ([(NO, {"asked_on": FIRST}), (YES, {"asked_on": LATER, "area_code": "XT02"})], False, False),
    ],
)
def test_what_was_answered(
    silent: ProjectFile, answers: list[tuple[Consent, dict[str, Any]]], liaison: bool | None, escort: bool | None
) -> None:
    state(silent, *answers)
    assert (on_record(silent), on_record(silent, Mode.ARMED_ESCORT)) == (liaison, escort)


def test_a_no_is_of_its_area(silent: ProjectFile) -> None:
    state(silent, (NO, {}))
    assert on_record(silent, code="XT02") is None


def test_a_no_is_not_supposed_away_by_a_map(silent: ProjectFile) -> None:
    state(silent, (NO, {}))
    found = card(silent, provided_consent=True)
    assert found.case.organisation.exposed_people_agree is False
    assert not found.assessment.verdict.is_open
    assert found.consents[0].answer is NO


def test_a_yes_for_the_mode_asked_leaves_nothing_supposed(silent: ProjectFile) -> None:
    supposed = card(silent, provided_consent=True)
    assert [g.state for g in supposed.assessment.gates if g.gate == "consent"] == [GateState.UNKNOWN]
    state(silent, (YES, {}))
    given = card(silent, provided_consent=True)
    assert [g.state for g in given.assessment.gates if g.gate == "consent"] == [GateState.PASSED]


def test_a_later_answer_changes_nothing_of_the_days_before(silent: ProjectFile) -> None:
    state(silent, (NO, {"asked_on": ON}))
    assert on_record(silent, on=ON - timedelta(days=1)) is None


def test_what_is_answered_for_this_question_comes_first(silent: ProjectFile) -> None:
    state(silent, (NO, {}))
    assert on_record(silent, consent=True) is True


@pytest.mark.parametrize(("asked_on", "agree"), [(records.DAY - timedelta(days=1), False), (records.DAY + timedelta(days=1), True)])
def test_a_no_of_the_circumstances_falls_by_a_later_yes(project: ProjectFile, asked_on: date, agree: bool) -> None:
    with project.write() as repo:
        repo.add_circumstances([records.circumstances("XT01", organisation=OrganisationFacts(exposed_people_agree=False))])
    state(project, (YES, {"asked_on": asked_on}))
    assert on_record(project, on=ON + timedelta(days=2)) is agree


def test_a_yes_of_the_circumstances_does_not_outweigh_a_no(project: ProjectFile) -> None:
    assert on_record(project) is True
    state(project, (NO, {"asked_on": FIRST}))
    assert on_record(project) is False


def test_for_the_next_decision_they_are_asked_again(silent: ProjectFile) -> None:
    state(silent, (YES, {}))
    decide(silent, "XT02", outcome=Outcome.DO_NOT_PROCEED)
    assert on_record(silent) is True, "a decision elsewhere"
    decide(silent)
    assert on_record(silent) is None
    state(silent, (YES, {"asked_on": ON + timedelta(days=1)}))
    assert on_record(silent, on=ON + timedelta(days=1)) is True
