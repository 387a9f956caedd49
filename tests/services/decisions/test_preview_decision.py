"""What the page beside the conversation says is what will be recorded, and what stands in its way is what would refuse it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from mrm_desktop.domain.decisions import DecisionDraft, Outcome
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.sign_offs import Standing
from mrm_desktop.domain.vocabulary import Mode
from mrm_desktop.foundation.words import Words
from mrm_desktop.project.ports import Project
from mrm_desktop.project.question import Question
from mrm_desktop.reports.papers.register import decided_in_words
from mrm_desktop.reports.release.ladder import Reader
from mrm_desktop.services.decisions.decide import decide
from mrm_desktop.services.decisions.preview_decision import preview_decision, why_refused
from tests.services.conftest import POLICY, draft, opened
from tests.store import records

LIAISON = Question(Mode.LIAISON)
AGREED: dict[str, Any] = {"exposed_people_agree": True}


def test_the_preview_says_what_is_then_recorded(project: Project) -> None:
    here = opened(project)
    said: DecisionDraft = draft(**AGREED, dissent="Our partner would rather wait.", conditions=("Not on market days.",))
    before = preview_decision(here.card("XT01", LIAISON), said, POLICY, records.AT)
    after = decide(here, "XT01", LIAISON, said, records.AT)
    lines = [decided_in_words(one, Standing(), Reader.INTERNAL, Words("en")) for one in (before, after)]
    assert lines[0] == lines[1]
    assert before.draft.signatories == after.draft.signatories != ()
    assert before.expires_on == after.expires_on


CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "it can be recorded": ("", AGREED),
    "no role": ("decision.missing_role", {**AGREED, "approver_role": " "}),
    "no argument": ("decision.missing_counter_argument", {**AGREED, "counter_argument": "short"}),
    "no reason": ("decision.missing_rationale", {**AGREED, "rationale": ""}),
    "they said no": ("decision.no_consent", {"exposed_people_agree": False}),
    "another mode": ("decision.mode_not_assessed", {**AGREED, "chosen_mode": Mode.ARMED_ESCORT}),
    "a no needs no consent": ("", {"outcome": Outcome.DO_NOT_PROCEED}),
}


@pytest.mark.parametrize("case", CASES)
def test_what_stands_in_the_way_is_what_recording_would_refuse(project: Project, case: str) -> None:
    code, changes = CASES[case]
    here = opened(project)
    said = draft(**changes)
    refusal = why_refused(here.card("XT01", LIAISON), said, POLICY)
    assert (refusal.code if refusal is not None else "") == code
    try:
        decide(here, "XT01", LIAISON, said, records.AT)
        recorded = ""
    except KnownError as error:
        recorded = error.code
    assert recorded == code


def test_a_risk_that_nobody_may_sign_for_is_said_and_the_page_forms_all_the_same(project: Project) -> None:
    here = opened(project)
    card = here.card("XT01", LIAISON)
    approval = replace(card.assessment.approval, roles=(), level="very_high")  # type: ignore[type-var]
    worse = replace(card, assessment=replace(card.assessment, approval=approval))
    refusal = why_refused(worse, draft(**AGREED), POLICY)
    assert refusal is not None
    assert refusal.code == "decision.nobody_may_sign"
    assert preview_decision(worse, draft(**AGREED), POLICY, records.AT).draft.signatories == ()
