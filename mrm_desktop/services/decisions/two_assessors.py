"""Two assessors answer for the same real area blind, compare, and reconcile."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from mrm_desktop.domain.assessors import ASSESSORS, Agreement, AssessorAnswer, agreement_of
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.guard_passes import GuardPass
from mrm_desktop.domain.vocabulary import Mode
from mrm_desktop.project.guarded_write import passes_to_keep
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.scoring import Policy
from mrm_desktop.services.decisions.roles import role_code

SHORTEST_REASON = 15  # characters; less is not a reason


def answer_blind(
    project: OpenProject,
    area_code: str,
    mode: Mode,
    ceiling: Mode,
    why: str,
    by: str,
    on: date,
    passes: Sequence[GuardPass] = (),
    now: datetime | None = None,
) -> AssessorAnswer:
    """Keep what one role answers. It is shown to nobody before another role has answered as well.

    Raises
    ------
    KnownError
        ``area.unknown``; ``assessors.no_role``; ``assessors.no_reason``; ``assessors.both_answered`` where two roles have answered and
        not agreed yet: their answers are in sight, and nobody is blind any more.
    PersonInTextError
        The reason looks as if it told of a person, and no two people let it pass.
    """
    before = _answers(project, area_code, mode)
    agreement = agreement_of(before)
    if agreement is not None and agreement.reconciled is None:
        raise KnownError("assessors.both_answered")
    role = _as_before(by.strip(), before, project.policy)
    return _keep(project, AssessorAnswer(project.knowledge.area(area_code).code, mode, on, role, ceiling, why.strip()), passes, now)


def compare_assessors(project: OpenProject, area_code: str, mode: Mode) -> Agreement:
    """Compare the newest answer of each role for an area and a mode.

    Raises
    ------
    KnownError
        ``area.unknown``; ``assessors.still_blind`` while fewer than two roles have answered - with how many, never with what.
    """
    answers = _answers(project, area_code, mode)
    agreement = agreement_of(answers)
    if agreement is None:
        raise KnownError(
            "assessors.still_blind", count=len({a.by.casefold() for a in answers if not a.reconciles}), needed=ASSESSORS
        )
    return agreement


def reconcile(
    project: OpenProject,
    area_code: str,
    mode: Mode,
    ceiling: Mode,
    why: str,
    on: date,
    passes: Sequence[GuardPass] = (),
    now: datetime | None = None,
) -> AssessorAnswer:
    """Keep what two assessors agreed on after they had compared; their own answers stay beside it.

    Raises
    ------
    KnownError
        As :func:`compare_assessors` and :func:`answer_blind`.
    """
    agreement = compare_assessors(project, area_code, mode)
    both = " + ".join(answer.by for answer in agreement.answers)
    code = project.knowledge.area(area_code).code
    return _keep(project, AssessorAnswer(code, mode, on, both, ceiling, why.strip(), reconciles=True), passes, now)


def told_by_assessors(agreement: Agreement | None) -> tuple[str, ...]:
    """Return what a decision keeps of two answers: each with its role, and what they agreed on."""
    if agreement is None:
        return ()
    told = [f"{answer.by}: {answer.ceiling.value}" for answer in agreement.answers]
    if agreement.reconciled is not None:
        told.append(f"{agreement.reconciled.by}: {agreement.reconciled.ceiling.value}")
    return tuple(told)


def _as_before(role: str, answers: Sequence[AssessorAnswer], policy: Policy) -> str:
    """Return a role as it was written the first time: one that spells itself anew has still not heard another."""
    code = role_code(role, policy)
    return next((one.by for one in answers if not one.reconciles and role_code(one.by, policy) == code), role)


def _answers(project: OpenProject, area_code: str, mode: Mode) -> list[AssessorAnswer]:
    knowledge = project.knowledge
    return [a for a in knowledge.assessor_answers.of([knowledge.area(area_code).code]) if a.mode is mode]


def _keep(project: OpenProject, answer: AssessorAnswer, passes: Sequence[GuardPass], now: datetime | None) -> AssessorAnswer:
    if not answer.by:
        raise KnownError("assessors.no_role")
    if len(answer.why) < SHORTEST_REASON:
        raise KnownError("assessors.no_reason", shortest=SHORTEST_REASON)
    kept = passes_to_keep(project, [("why", answer.why), ("by", answer.by)], passes, "assessor", answer.thing, now)
    with project.write() as repository:
        repository.add_statements([answer])
        repository.add_guard_passes(kept)
    return answer
