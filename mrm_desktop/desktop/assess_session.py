"""What the assess workspace asks of an open project: one area's answer, the decision on it, the record of decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from mrm_desktop.desktop.open_project import OpenProject
from mrm_desktop.desktop.session import Question
from mrm_desktop.domain.decisions import Decision, DecisionDraft
from mrm_desktop.foundation.clock import now


class AssessSession:
    """Decides and keeps account. Every method may take long and runs in the worker; the answers are frozen."""

    def __init__(self, open_project: OpenProject) -> None:
        self._open = open_project

    def decide(self, area_code: str, question: Question, draft: DecisionDraft) -> Decision:
        """Record a decision on a case in which only given consent counts."""
        from mrm_desktop.services.assess_project import area_card
        from mrm_desktop.services.record_decision import record_decision

        asked = replace(self._open.asked(question), consent=draft.exposed_people_agree)
        policy = self._open.policy
        card = area_card(self._open.known(), area_code, asked, policy)
        decision = record_decision(self._open.project, card, draft, policy, now())
        self._open.forget()
        return decision

    def print_note(self, area_code: str, question: Question, path: Path) -> Path:
        """Write the area note."""
        from mrm_desktop.services.publish import print_note

        asked = replace(self._open.asked(question), provided_consent=True)
        return print_note(self._open.known(), area_code, asked, self._open.policy, self._open.words, path)

    def decisions(self) -> Sequence[Decision]:
        """Return all decisions."""
        return self._open.known().decisions

    def check_records(self) -> tuple[int, int, int]:
        """Return how many breaks, departures and decisions there are."""
        from mrm_desktop.services.check_records import replay, verify

        with self._open.project.read() as repository:
            decisions = repository.decisions()
        return len(verify(decisions)), len(replay(decisions)), len(decisions)
