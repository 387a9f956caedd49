"""What the assess workspace asks of an open project: one area's answer, the decision on it, the record of decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mrm_desktop.desktop.open_project import OpenProject
from mrm_desktop.desktop.session import Question
from mrm_desktop.domain.decisions import Decision, DecisionDraft
from mrm_desktop.foundation.clock import now

if TYPE_CHECKING:
    from mrm_desktop.services.emergency import UnwrittenAlert


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

    def record_alert(self, area_code: str) -> Decision:
        """Put on record that an alert was raised just now."""
        from mrm_desktop.services.emergency import record_alert

        here, say = self._open, self._open.words.say
        role, note = say("alert.role"), say("alert.note")
        decision = record_alert(here.project, here.known(), area_code, here.day, role, note, here.policy, now())
        here.forget()
        return decision

    def unwritten_alerts(self) -> tuple[UnwrittenAlert, ...]:
        """Return the alerts that wait for their written record."""
        from mrm_desktop.services.emergency import unwritten_alerts

        return unwritten_alerts(self._open.known().decisions)

    def write_up(self, alert_id: str, role: str, account: str) -> Decision:
        """Append the written record of an alert."""
        from mrm_desktop.services.emergency import write_up

        here = self._open
        note = here.words.say("alert.note")
        decision = write_up(here.project, here.known(), alert_id, role, account, note, here.policy, now())
        here.forget()
        return decision
