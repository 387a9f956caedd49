"""An alert about an imminent attack: put on record at once without a form, written up within 24 hours.

The record of decisions is the reminder: an alert in it that nothing has superseded still waits for its written record, also after a
restart, also on another computer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mrm_desktop.domain.decisions import Decision, DecisionDraft, Outcome
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.vocabulary import Mode, Purpose, Threat, Verdict
from mrm_desktop.formats.documents.scenario import case_from_dict
from mrm_desktop.project.assess_project import area_card
from mrm_desktop.project.knowledge import Knowledge
from mrm_desktop.project.ports import Project
from mrm_desktop.project.question import Question
from mrm_desktop.scoring import Policy
from mrm_desktop.services.decisions.record_decision import SHORTEST_SENTENCE, record_decision

WRITTEN_WITHIN = timedelta(hours=24)
"""METHOD 2: whoever raised an alert writes down within a day what was passed on, to whom, and what happened."""


@dataclass(frozen=True, slots=True)
class UnwrittenAlert:
    """An alert on record that has no written record yet."""

    id: str
    raised_at: datetime
    due_at: datetime
    area_code: str
    area_name: str


def record_alert(
    project: Project, knowledge: Knowledge, area_code: str, on: date, role: str, note: str, policy: Policy, now: datetime
) -> Decision:
    """Put on record that an alert about an area was raised. Nothing is asked: no score, no consent, no counter-argument.

    Parameters
    ----------
    area_code : str
        The area; "" where nobody had time to say: then the largest that the project knows.
    role : str
        Role that raised it.
    note : str
        Sentence for the place where other decisions have their counter-argument.

    Raises
    ------
    KnownError
        ``assess.no_areas`` where the project has no area to which an alert could belong; ``area.unknown``.
    """
    if not knowledge.areas:
        raise KnownError("assess.no_areas")
    code = area_code or min(knowledge.areas, key=lambda a: (a.level, a.code)).code
    question = Question(Mode.PROTECTION_REQUEST, Purpose.PROTECTION_OF_CIVILIANS, on, Threat.IMMINENT)
    card = area_card(knowledge, code, question, policy)
    draft = DecisionDraft(Outcome.PROCEED, Mode.PROTECTION_REQUEST, role, note)
    return record_decision(project, card, draft, policy, now)


def unwritten_alerts(decisions: Iterable[Decision]) -> tuple[UnwrittenAlert, ...]:
    """List the alerts that still wait for their written record, the oldest first."""
    listed = list(decisions)
    superseded = {d.draft.supersedes for d in listed}
    waiting = [
        d
        for d in listed
        if d.assessment.get("verdict") == Verdict.EMERGENCY_ALERT.value and not d.draft.rationale.strip() and d.id not in superseded
    ]
    return tuple(
        UnwrittenAlert(d.id, d.recorded_at, d.recorded_at + WRITTEN_WITHIN, d.area_code, d.area_name)
        for d in sorted(waiting, key=lambda d: d.sequence)
    )


def write_up(
    project: Project, knowledge: Knowledge, alert_id: str, role: str, account: str, note: str, policy: Policy, now: datetime
) -> Decision:
    """Append the written record of an alert, which supersedes the alert.

    Parameters
    ----------
    account : str
        What was passed on, to which roles, and what happened.

    Raises
    ------
    KnownError
        ``alert.account_missing``; ``decision.supersedes_unknown`` where there is no such alert.
    """
    if len(account.strip()) < SHORTEST_SENTENCE:
        raise KnownError("alert.account_missing", shortest=SHORTEST_SENTENCE)
    alert = next((d for d in knowledge.decisions if d.id == alert_id), None)
    if alert is None:
        raise KnownError("decision.supersedes_unknown", id=alert_id)
    case = case_from_dict(alert.snapshot)
    request = case.request
    question = Question(request.mode, request.purpose, case.assessed_on, request.threat)
    card = area_card(knowledge, alert.area_code, question, policy, case)
    draft = DecisionDraft(Outcome.PROCEED, request.mode, role, note, rationale=account.strip(), supersedes=alert.id)
    return record_decision(project, card, draft, policy, now)
