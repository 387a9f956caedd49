"""Decide on an area of an open project: on a case in which only given consent counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from mrm_desktop.domain.decisions import Decision, DecisionDraft
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.project.question import Question
from mrm_desktop.services.decisions.record_decision import record_decision


def decide(project: OpenProject, area_code: str, question: Question, draft: DecisionDraft, now: datetime) -> Decision:
    """Assess the area for the question as it stands and append the decision.

    Raises
    ------
    KnownError
        ``area.unknown``, or what :func:`record_decision` raises.
    """
    asked = replace(question, consent=draft.exposed_people_agree)
    return record_decision(project, project.card_for_decision(area_code, asked), draft, project.policy, now)
