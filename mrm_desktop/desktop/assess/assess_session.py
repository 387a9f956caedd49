"""What the assess workspace asks of an open project: one area's answer, the decision on it, the record of decisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mrm_desktop.desktop.parts.session import Question
from mrm_desktop.domain.case import RiskMeasure
from mrm_desktop.domain.decisions import Decision, DecisionDraft
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.foundation.clock import now
from mrm_desktop.project.open_project import OpenProject

if TYPE_CHECKING:
    from mrm_desktop.scoring import AreaDifference, Pair, Policy
    from mrm_desktop.services.decisions.raise_alert import UnwrittenAlert


class AssessSession:
    """Decides and keeps account. Every method may take long and runs in the worker; the answers are frozen."""

    def __init__(self, open_project: OpenProject) -> None:
        self._open = open_project

    def decide(self, area_code: str, question: Question, draft: DecisionDraft) -> Decision:
        """Record a decision on a case in which only given consent counts; a decision is always one of today."""
        if question.on is not None and question.on != self._open.day:
            raise KnownError("decision.not_today")
        from mrm_desktop.project.assess_project import area_card
        from mrm_desktop.services.decisions.record_decision import record_decision

        asked = replace(self._open.asked(question), consent=draft.exposed_people_agree)
        policy = self._open.policy
        card = area_card(self._open.known(), area_code, asked, policy)
        decision = record_decision(self._open.project, card, draft, policy, now())
        self._open.forget()
        return decision

    def print_note(self, area_code: str, question: Question, path: Path) -> Path:
        """Write the area note, and log it."""
        from mrm_desktop.services.release.publish import release_note

        asked = replace(self._open.asked(question), provided_consent=True)
        opened = self._open
        return release_note(opened.project, opened.known(), area_code, asked, opened.policy, opened.words, path, now())

    def decisions(self) -> Sequence[Decision]:
        """Return all decisions."""
        return self._open.known().decisions

    def check_records(self) -> tuple[int, int, int]:
        """Return how many breaks, departures and decisions there are."""
        from mrm_desktop.services.decisions.check_records import replay, verify

        with self._open.project.read() as repository:
            heads = repository.decision_heads()
            return len(verify(repository.decisions(), heads)), len(replay(repository.decisions())), len(heads)

    def record_alert(self, area_code: str) -> Decision:
        """Put on record that an alert was raised just now."""
        from mrm_desktop.services.decisions.raise_alert import record_alert

        here, say = self._open, self._open.words.say
        role, note = say("alert.role"), say("alert.note")
        decision = record_alert(here.project, here.known(), area_code, here.day, role, note, here.policy, now())
        here.forget()
        return decision

    def unwritten_alerts(self) -> tuple[UnwrittenAlert, ...]:
        """Return the alerts that wait for their written record."""
        from mrm_desktop.services.decisions.raise_alert import unwritten_alerts

        return unwritten_alerts(self._open.known().decisions)

    def write_up(self, alert_id: str, role: str, account: str) -> Decision:
        """Append the written record of an alert."""
        from mrm_desktop.services.decisions.raise_alert import write_up

        here = self._open
        note = here.words.say("alert.note")
        decision = write_up(here.project, here.known(), alert_id, role, account, note, here.policy, now())
        here.forget()
        return decision

    def request_choices(self) -> tuple[tuple[tuple[str, str], ...], dict[str, float], date]:
        """Return names and codes of the areas, the policy's values that what-if can move, and the day."""
        from mrm_desktop.desktop.assess.what_if_panel import SLIDERS

        here, language = self._open, self._open.words.language
        areas = sorted((f"{a.name_in(language)} [{a.code}]", a.code) for a in here.known().assessed_areas)
        return tuple(areas), {path: _policy_value(here.policy, path) for path, *_ in SLIDERS}, here.day

    def what_if(self, question: Question, values: Mapping[str, float]) -> tuple[AreaDifference, ...]:
        """List the areas whose answer would differ under other policy values; nothing is written."""
        from mrm_desktop.services.decisions.ask_what_if import ask_what_if

        return ask_what_if(self._open.known(), self._open.asked(question), self._open.policy, values)

    def put_measures(self, area_code: str, measures: Sequence[RiskMeasure], source: str, on: date) -> None:
        """Put the measures against harm in an area on record."""
        from mrm_desktop.services.decisions.put_measures import put_measures

        put_measures(self._open.project, self._open.known(), area_code, measures, source, on)
        self._open.forget()

    def inconsistent(self) -> tuple[tuple[Pair, ...], dict[str, str]]:
        """Return pairs of decisions in force that do not go together, and the names of the areas."""
        from mrm_desktop.services.decisions.ask_what_if import inconsistent_decisions

        known = self._open.known()
        pairs = inconsistent_decisions(known, self._open.day, self._open.policy)
        return pairs, {d.area_code: d.area_name for d in known.decisions}


def _policy_value(policy: Policy, path: str) -> float:
    value: Any = policy
    for name in path.split("."):
        value = getattr(value, name)
    return float(value)
