"""Decide on an area of an open project: on a case in which only given consent counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from mrm_desktop.domain.decisions import Decision, DecisionDraft
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.project.question import Question
from mrm_desktop.services.decisions.record_decision import record_decision


def decide(
    project: OpenProject, area_code: str, question: Question, draft: DecisionDraft, now: datetime, clock_is_right: bool = False
) -> Decision:
    """Assess the area for the question as it stands and append the decision.

    The decision that it supersedes may be named as :meth:`~mrm_desktop.project.decision_log.DecisionLog.named` reads it.

    Raises
    ------
    KnownError
        ``area.unknown``, or what naming a decision or :func:`record_decision` raises.
    """
    if draft.supersedes:
        draft = replace(draft, supersedes=project.knowledge.decisions.named(draft.supersedes).id)
    asked = replace(question, consent=draft.exposed_people_agree)
    return record_decision(project, project.card_for_decision(area_code, asked), draft, project.policy, now, clock_is_right)
