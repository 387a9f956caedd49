"""What came of a decision, written after the event."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.guard_passes import PersonInTextError
from mrm_desktop.domain.sign_offs import Course, DecisionOutcome, PerceptionSince
from mrm_desktop.services.decisions.record_outcome import record_outcome
from mrm_desktop.store.file.project_file import ProjectFile
from tests.services.conftest import ON, card, decide, opened
from tests.store import records

SAID: dict[str, Any] = {
    "course": Course.AS_PLANNED,
    "perception": PerceptionSince.SAME,
    "account": "The meeting was held away from the base and nobody asked.",
    "by": "Field manager",
    "on": ON,
}


def outcome(project: ProjectFile, decision: str, **changes: Any) -> DecisionOutcome:
    return record_outcome(opened(project), decision, **(SAID | changes))


def test_it_is_linked_to_the_decision_and_stands_on_the_card(project: ProjectFile) -> None:
    made = decide(project)
    written = outcome(project, made.id[:8])
    assert (written.decision_id, written.area_code) == (made.id, "XT01")
    assert card(project).outcomes == (written,)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"account": " fine "}, "outcome.account_missing"),
        ({"by": " "}, "outcome.no_role"),
        ({"on": ON - timedelta(days=30)}, "outcome.too_early"),
    ],
)
def test_what_is_missing_is_named(project: ProjectFile, changes: dict[str, Any], code: str) -> None:
    made = decide(project)
    with pytest.raises(KnownError) as caught:
        outcome(project, made.id, **changes)
    assert caught.value.code == code
    assert card(project).outcomes == ()


def test_of_a_decision_that_is_not_there(project: ProjectFile) -> None:
    with pytest.raises(KnownError, match=r"decision\.unknown"):
        outcome(project, "0" * 32)


def test_what_is_told_later_says_so(project: ProjectFile) -> None:
    made = decide(project)
    assert outcome(project, made.hash[:8], now=records.AT.replace(year=ON.year + 1)).told_on == ON.replace(
        year=ON.year + 1, month=records.AT.month, day=records.AT.day
    )


def test_no_person_gets_into_it(project: ProjectFile) -> None:
    made = decide(project)
    with pytest.raises(PersonInTextError):
        outcome(project, made.id, account="A girl aged 12 from the market was raped by soldiers.")
    assert card(project).outcomes == ()
