"""Ask "what if" without writing anything, and look for decisions that do not fit each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.documents.scenario import case_from_dict
from mrm_desktop.project.build_case import build_case, decisions_in_force
from mrm_desktop.project.knowledge import Knowledge
from mrm_desktop.project.question import Question
from mrm_desktop.scoring import Policy
from mrm_desktop.scoring.batch import PreparedAreas
from mrm_desktop.scoring.consistency import DecidedArea, Pair, inconsistent_pairs
from mrm_desktop.scoring.what_if import AreaDifference, what_if, with_value


def ask_what_if(
    knowledge: Knowledge,
    question: Question,
    policy: Policy,
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
    question = replace(question, provided_consent=True)
    cases = {area.code: build_case(knowledge, area.code, question, policy) for area in knowledge.assessed_areas}
    if not cases:
        raise KnownError("assess.no_areas")
    changed = []
    for code, values in (facts or {}).items():
        if code not in cases:
            raise KnownError("area.unknown", code=code)
        case = cases[code]
        for path, value in values.items():
            case = with_value(case, path, value)
        changed.append(case)
    return what_if(PreparedAreas(cases.values()), policy, policy_values=policy_values, cases=changed)


def inconsistent_decisions(knowledge: Knowledge, on: date, policy: Policy) -> tuple[Pair, ...]:
    """List pairs of areas with like inputs and unlike decisions, and the reverse, among the decisions in force on a day.

    A decision is judged by the case it was made on, not by what is known today.
    """
    decided = [
        DecidedArea(
            area=decision.area_code,
            office=knowledge.info.office,
            case=case_from_dict(decision.snapshot),
            outcome=decision.draft.outcome.value,
            mode=decision.draft.chosen_mode,
        )
        for decision in decisions_in_force(knowledge.decisions, on)
    ]
    return inconsistent_pairs(decided, policy)
