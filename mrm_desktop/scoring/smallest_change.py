"""The smallest change that would alter a verdict, found by trying out what a field officer can realistically do.

Every single action is tried at once. Where none alters the verdict, a plan of several steps is built from those that fill gaps,
and every step that is not needed is taken out again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from mrm_desktop.domain.assessments import Assessment, Explanation, Reason
from mrm_desktop.domain.case import Case
from mrm_desktop.domain.vocabulary import Mode, Verdict
from mrm_desktop.scoring.actions import Action, actions
from mrm_desktop.scoring.assess import assess
from mrm_desktop.scoring.codes import reason
from mrm_desktop.scoring.decision import VERDICTS
from mrm_desktop.scoring.policy import Policy
from mrm_desktop.scoring.rules import CONSEQUENCES, Rule
from mrm_desktop.scoring.run import run
from mrm_desktop.scoring.table import MODES, encode

_ROUNDS = 8
"""Most steps of a plan: beyond them nobody would call it a small change."""


def explain(case: Case, policy: Policy) -> Assessment:
    """Assess a case and search for the smallest change that would alter its verdict (METHOD 7).

    Returns
    -------
    Assessment
        As :func:`mrm_desktop.scoring.assess.assess`, with ``explanation.smallest_changes``: alternatives, the cheapest first; or
        ``change.plan`` followed by its steps, each with the answer after it; or ``change.none_found`` or ``change.never``. Empty
        where the verdict is open already.
    """
    assessment = assess(case, policy)
    assert assessment.explanation is not None
    found = smallest_changes(case, policy)
    explanation: Explanation = replace(assessment.explanation, smallest_changes=found)
    return replace(assessment, explanation=explanation)


def smallest_changes(case: Case, policy: Policy) -> tuple[Reason, ...]:
    """Search for the smallest change; see :func:`explain`. The case must have been checked."""
    answer = run(encode([case]), policy)
    verdict = VERDICTS[int(answer.decision.verdict[0])]
    if verdict.is_open:
        return ()
    if not CONSEQUENCES[Rule(int(answer.decision.rule[0]))].alterable:
        return (reason("change.never"),)
    choices = actions(case, policy)
    singles = altering(verdict, choices, policy)
    if singles:
        return tuple(_told(action, *outcome) for action, outcome in singles[: policy.search.listed])
    return _plan(case, verdict, policy)


def altering(verdict: Verdict, choices: Sequence[Action], policy: Policy) -> list[tuple[Action, tuple[Verdict, Mode]]]:
    """Return the actions that alter a verdict, the cheapest of each kind and target, those that open first, then by hours."""
    outcomes = outcomes_of([action.changed for action in choices], policy)
    useful = [(a, o) for a, o in zip(choices, outcomes, strict=True) if alters(verdict, o[0])]
    best: dict[tuple[str, str], tuple[Action, tuple[Verdict, Mode]]] = {}
    for action, outcome in sorted(useful, key=_rank):
        best.setdefault((action.code, action.target), (action, outcome))
    return sorted(best.values(), key=_rank)


def _rank(choice: tuple[Action, tuple[Verdict, Mode]]) -> tuple[bool, float, str, str]:
    action, (verdict, _) = choice
    return not verdict.is_open, action.hours, action.code, action.target


def alters(before: Verdict, after: Verdict) -> bool:
    """Tell whether a verdict got any further: a refusal opens, an open question is answered, a hold is lifted."""
    if after.is_open:
        return True
    if before is Verdict.INSUFFICIENT_EVIDENCE:
        return after is Verdict.REFUSED
    return before is Verdict.HOLD and after in (Verdict.INSUFFICIENT_EVIDENCE, Verdict.REFUSED)


def outcomes_of(cases: Sequence[Case], policy: Policy) -> list[tuple[Verdict, Mode]]:
    """Verdict and ceiling of each case."""
    if not cases:
        return []
    decision = run(encode(cases), policy).decision
    return [(VERDICTS[int(v)], MODES[int(c)]) for v, c in zip(decision.verdict, decision.ceiling, strict=True)]


def _told(action: Action, verdict: Verdict, ceiling: Mode) -> Reason:
    return reason(action.code, **action.params, verdict=verdict.value, ceiling=ceiling.value)


def _plan(case: Case, verdict: Verdict, policy: Policy) -> tuple[Reason, ...]:
    """Build a plan step by step: each time the step that brings the case furthest for its hours; then leave out what is not needed."""
    steps: list[Action] = []
    now = case
    for _ in range(_ROUNDS):
        choices = actions(now, policy)
        step = _furthest(now, choices, policy)
        if step is None:
            break
        steps.append(step)
        now = step.changed
        if alters(verdict, outcomes_of([now], policy)[0][0]):
            return _tell_plan(case, _without_idle(case, steps, verdict, policy), policy)
    return (reason("change.none_found"),)


def _furthest(now: Case, choices: Sequence[Action], policy: Policy) -> Action | None:
    """Choose the action that leaves least missing, then the cheapest; None where no action brings anything."""
    missing = missing_of([now, *(action.changed for action in choices)], policy)
    ranked = sorted(zip(missing[1:], (a.hours for a in choices), range(len(choices)), strict=True))
    if not ranked or ranked[0][0] >= missing[0]:
        return None
    return choices[ranked[0][2]]


def missing_of(cases: Sequence[Case], policy: Policy) -> list[float]:
    """How much each case lacks: unmet tests of evidence and facts, each counted by the share that is lacking, 0 for nothing."""
    answer = run(encode(cases), policy, draws=False)
    a, t, table = answer.measures.acceptance, answer.measures.tolerance, answer.table
    need = policy.adequacy
    lacks = np.clip(1.0 - a.mass / max(need.total_mass, 1e-9), 0.0, 1.0)
    lacks = lacks + np.clip(1.0 - a.sources / need.sources, 0.0, 1.0)
    unheard = np.clip(1.0 - a.by_stratum / max(need.stratum_mass, 1e-9), 0.0, 1.0)
    lacks = lacks + np.where(table.required, unheard, 0.0).sum(axis=1)
    gaps = np.bincount(table.reports.actor_case, weights=t.actor_gap.astype(float), minlength=table.n)
    few = np.clip(1.0 - t.actor_sources / policy.tolerance.independent_sources, 0.0, 1.0) * t.actor_gap
    gaps = gaps + np.bincount(table.reports.actor_case, weights=few, minlength=table.n)
    unknown = sum((fact < 0).astype(float) for name, fact in table.facts.items() if name != "poc_mandate")
    result = lacks + gaps + 2.0 * ~table.actors_assessed + unknown
    return [float(value) for value in result]


def _without_idle(case: Case, steps: list[Action], verdict: Verdict, policy: Policy) -> list[Action]:
    """Leave out every step without which the rest still alters the verdict, the dearest first."""
    kept = list(steps)
    for step in sorted(steps, key=lambda s: -s.hours):
        rest = [s for s in kept if s is not step]
        replayed = _replay(case, rest, policy)
        if replayed and alters(verdict, outcomes_of([replayed[-1].changed], policy)[0][0]):
            kept = rest
    return kept


def _replay(case: Case, steps: Sequence[Action], policy: Policy) -> list[Action]:
    """Do the steps one after the other on the case; each step is found again among what is then possible."""
    now, done = case, []
    for step in steps:
        same = [a for a in actions(now, policy) if (a.code, a.params) == (step.code, step.params)]
        if same:
            done.append(same[0])
            now = same[0].changed
    return done


def _tell_plan(case: Case, steps: Sequence[Action], policy: Policy) -> tuple[Reason, ...]:
    done = _replay(case, steps, policy)
    outcomes = outcomes_of([step.changed for step in done], policy)
    told = [_told(step, *outcome) for step, outcome in zip(done, outcomes, strict=True)]
    last_verdict, last_ceiling = outcomes[-1]
    head = reason("change.plan", steps=len(told), verdict=last_verdict.value, ceiling=last_ceiling.value)
    return (head, *told)
