"""An alert about an imminent attack: put on record at once without a form, written up within 24 hours.

The record of decisions is the reminder: an alert in it that nothing has superseded still waits for its written record, also after a
restart, also on another computer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from mrm_desktop.domain.decisions import Decision, DecisionDraft, DecisionHead, Outcome, is_alert
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.guard_passes import GuardPass
from mrm_desktop.domain.vocabulary import Mode, Purpose, Threat
from mrm_desktop.formats.documents.scenario import case_from_dict
from mrm_desktop.project.decision_log import DecisionLog
from mrm_desktop.project.known_names import known_to
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.project.question import Question
from mrm_desktop.services.decisions.guard_draft import guard_draft
from mrm_desktop.services.decisions.place_alert import largest_area
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


def record_alert(project: OpenProject, area_code: str, role: str, note: str, now: datetime) -> Decision:
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
    areas = project.knowledge.areas
    if not areas:
        raise KnownError("assess.no_areas")
    code = area_code or largest_area(areas).code
    question = Question(Mode.PROTECTION_REQUEST, Purpose.PROTECTION_OF_CIVILIANS, threat=Threat.IMMINENT)
    card = project.card_for_decision(code, question)
    # Where there is nobody to ask for protection the alert went to whoever is there: observers, or the civilian side.
    mode = min(question.mode, card.assessment.ceiling, key=lambda mode: mode.visibility)
    return record_decision(project, card, DecisionDraft(Outcome.PROCEED, mode, role, note), project.policy, now)


def unwritten_alerts(log: DecisionLog, read: Callable[[str], Decision | None] | None = None) -> tuple[UnwrittenAlert, ...]:
    """List the alerts that still wait for their written record, the oldest first.

    Parameters
    ----------
    read : Callable[[str], Decision | None] | None
        Reads a full record: where the mission has closed, only that tells an alert from another decision. Without it those are left out.
    """
    waiting = [head for head in log if not head.has_rationale and head.id not in log.superseded and _is_alert(head, read)]
    return tuple(UnwrittenAlert(h.id, h.recorded_at, h.recorded_at + WRITTEN_WITHIN, h.area_code, h.area_name) for h in waiting)


def _is_alert(head: DecisionHead, read: Callable[[str], Decision | None] | None) -> bool:
    """Tell whether a decision was an alert; a head says nothing of the threat, so where that decides its record is read."""
    if is_alert(head.verdict, Threat.NONE):
        return True
    if not is_alert(head.verdict, Threat.IMMINENT) or head.outcome is not Outcome.PROCEED or read is None:
        return False
    record = read(head.id)
    return record is not None and is_alert(head.verdict, Threat.parse(record.snapshot["request"].get("threat", Threat.NONE)))


def write_up(
    project: OpenProject,
    alert_id: str,
    role: str,
    account: str,
    note: str,
    now: datetime,
    passes: tuple[GuardPass, ...] = (),
) -> Decision:
    """Append the written record of an alert, which supersedes the alert.

    Parameters
    ----------
    account : str
        What was passed on, to which roles, and what happened; it is kept as the record's rationale.
    passes : tuple[GuardPass, ...]
        What two people let pass of it.

    Raises
    ------
    PersonInTextError
        The account tells of a person. The alert itself stays on record, and waits for another account.
    KnownError
        ``alert.account_missing``; ``decision.supersedes_unknown`` where there is no such alert.
    """
    if len(account.strip()) < SHORTEST_SENTENCE:
        raise KnownError("alert.account_missing", shortest=SHORTEST_SENTENCE)
    alert = project.decision(alert_id)
    if alert is None:
        raise KnownError("decision.supersedes_unknown", id=alert_id)
    case = case_from_dict(alert.snapshot)
    request = case.request
    question = Question(request.mode, request.purpose, case.assessed_on, request.threat)
    card = project.card_for_decision(alert.area_code, question, case)
    draft = DecisionDraft(
        Outcome.PROCEED, alert.draft.chosen_mode, role, note, rationale=account.strip(), supersedes=alert.id, guard_passes=passes
    )
    # The alert went out long ago: its account can wait until it tells of nobody, so nothing of it is left out in silence.
    return record_decision(project, card, guard_draft(draft, known_to(project)), project.policy, now)
