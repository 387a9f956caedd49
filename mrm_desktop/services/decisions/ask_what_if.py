"""Ask "what if" without writing anything, and look for decisions that do not fit each other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from mrm_desktop.domain.case import Case
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.documents.scenario import case_from_dict, case_to_dict
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.project.question import Question
from mrm_desktop.project.standing import in_force
from mrm_desktop.scoring.consistency import DecidedArea, Pair, inconsistent_pairs
from mrm_desktop.scoring.what_if import AreaDifference, what_if

_NOT_FACTS = ("format", "id", "title", "assessed_on")


def ask_what_if(
    project: OpenProject,
    question: Question,
    policy_values: Mapping[str, Any] | None = None,
    facts: Mapping[str, Mapping[str, Any]] | None = None,
) -> tuple[AreaDifference, ...]:
    """List the areas whose answer would differ under other policy values or other facts. Nothing is written.

    Parameters
    ----------
    policy_values : Mapping[str, Any] | None
        New values by dotted path, such as ``{"acceptance.half_life_days": 90}``.
    facts : Mapping[str, Mapping[str, Any]] | None
        New facts by area code and dotted path, such as ``{"XT0101": {"mission.hotline": True}}``.

    Raises
    ------
    KnownError
        ``what_if.nothing_changed`` where neither is given; an unknown area, path or value.
    """
    if not policy_values and not facts:
        raise KnownError("what_if.nothing_changed")
    answers = project.answers(question)
    cases = {case.id: case for case in answers.cases}
    changed = []
    for name, values in (facts or {}).items():
        code = answers.knowledge.area(name).code
        if code not in cases:
            raise KnownError("area.unknown", code=name)
        changed.append(with_values(cases[code], values))
    return what_if(answers.result, answers.prepared, policy_values=policy_values, cases=changed)


def with_values(case: Case, values: Mapping[str, Any]) -> Case:
    """Return the case with other facts by dotted path, such as ``{"mission.hotline": True}``.

    Raises
    ------
    KnownError
        ``what_if.unknown_path`` where the case has no such fact; any error of :func:`case_from_dict` for a value that it cannot have.
    """
    document = case_to_dict(case)
    for path, value in values.items():
        holder, _, name = path.rpartition(".")
        part = document.get(holder) if holder else document
        if not isinstance(part, dict) or name not in part or name in _NOT_FACTS:
            raise KnownError("what_if.unknown_path", path=path)
        part[name] = value
    return case_from_dict(document)


def inconsistent_decisions(project: OpenProject, on: date) -> tuple[Pair, ...]:
    """List pairs of areas with like inputs and unlike decisions, and the reverse, among the decisions in force on a day.

    A decision is judged by the case it was made on, not by what is known today.
    """
    office = project.knowledge.info.office
    with project.read() as repository:
        decisions = [repository.decision(head.id) for head in in_force(project.knowledge, on, project.policy)]
    decided = [
        DecidedArea(
            area=decision.area_code,
            office=office,
            case=case_from_dict(decision.snapshot),
            outcome=decision.draft.outcome.value,
            mode=decision.draft.chosen_mode,
        )
        for decision in decisions
        if decision is not None
    ]
    return inconsistent_pairs(decided, project.policy)
