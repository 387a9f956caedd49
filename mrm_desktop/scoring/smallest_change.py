"""What would alter a verdict (METHOD section 7), with what follows either way; what supposes an answer is never advised.

Every step is tried alone. Where none opens the answer, everything that is not known is tried together, and each question that is not
needed is taken out again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from mrm_desktop.domain.assessments import Assessment, Explanation, Reason
from mrm_desktop.domain.case import Case
from mrm_desktop.domain.vocabulary import Mode, Verdict
from mrm_desktop.scoring.assess import assess
from mrm_desktop.scoring.case_row import CaseRow
from mrm_desktop.scoring.codes import reason
from mrm_desktop.scoring.decision import VERDICTS
from mrm_desktop.scoring.field_changes import field_changes
from mrm_desktop.scoring.open_questions import open_questions
from mrm_desktop.scoring.policy import Policy
from mrm_desktop.scoring.rules import CONSEQUENCES, Rule
from mrm_desktop.scoring.run import run
from mrm_desktop.scoring.steps import Step
from mrm_desktop.scoring.table import MODES, encode

_FURTHER = {
    Verdict.HOLD: frozenset({Verdict.INSUFFICIENT_EVIDENCE, Verdict.REFUSED}),
    Verdict.INSUFFICIENT_EVIDENCE: frozenset({Verdict.REFUSED}),
}


def explain(case: Case, policy: Policy) -> Assessment:
    """Assess a case and look for what would alter its verdict (METHOD 7).

    Returns
    -------
    Assessment
        As :func:`mrm_desktop.scoring.assess.assess`, with ``explanation.smallest_changes``: alternatives, each a ``step.*`` with the
        ``follows.*`` that says what comes of it; or ``change.plan``, its steps, and what comes of them together; or
        ``change.none_found`` or ``change.never``. Empty where the verdict is open already.
    """
    assessment = assess(case, policy)
    assert assessment.explanation is not None
    found = smallest_changes(case, policy)
    explanation: Explanation = replace(assessment.explanation, smallest_changes=found)
    return replace(assessment, explanation=explanation)


def smallest_changes(case: Case, policy: Policy) -> tuple[Reason, ...]:
    """Look for what would alter the verdict; see :func:`explain`. The case must have been checked."""
    row = CaseRow(case, run(encode([case]), policy), 0, policy)
    verdict = VERDICTS[int(row.answer.decision.verdict[0])]
    if verdict.is_open:
        return ()
    if not CONSEQUENCES[Rule(row.rule)].alterable:
        return (reason("change.never"),)
    asked, changed = open_questions(row), field_changes(row)
    tried = [step for step in _tried(case, (*asked, *changed), policy) if step.alters(verdict)]
    if not any(step.opens for step in tried):
        plans = [_plan(case, verdict, steps, policy) for steps in (asked, changed, (*asked, *changed))]
        opening = next((plan for plan in plans if plan is not None and plan.opens), None)
        whatever = next((plan for plan in plans if plan is not None), None)
        plan = opening or (None if tried else whatever)
        if plan is not None:
            return plan.told
    best: dict[tuple[str, str], _Tried] = {}
    for found in sorted(tried, key=lambda t: (not t.opens, t.step.otherwise is None, t.step.hours)):
        # Of the ratings that a group would have to give, the first that opens is enough.
        best.setdefault((found.step.code, str(found.step.params.get("groups", found.step.params))), found)
    told = [line for found in list(best.values())[: policy.search.listed] for line in found.told]
    return tuple(told) or (reason("change.none_found"),)


@dataclass(frozen=True, slots=True)
class _Tried:
    """A step with the answers after it: verdict and ceiling of each outcome, the better one first."""

    step: Step
    outcomes: tuple[tuple[Verdict, Mode], ...]

    @property
    def opens(self) -> bool:
        return self.outcomes[0][0].is_open

    def alters(self, verdict: Verdict) -> bool:
        return any(alters(verdict, after) for after, _ in self.outcomes)

    @property
    def told(self) -> tuple[Reason, Reason]:
        return reason(self.step.code, **self.step.params), follows(self.step.follows, self.outcomes)


def follows(code: str, outcomes: Sequence[tuple[Verdict, Mode]]) -> Reason:
    """Say what follows: of one outcome, or of both."""
    (then, ceiling), *other = outcomes
    params = {"then": then.value, "then_ceiling": ceiling.value}
    for verdict, mode in other:
        params |= {"otherwise": verdict.value, "otherwise_ceiling": mode.value}
    return reason(code, **params)


def alters(before: Verdict, after: Verdict) -> bool:
    """Tell whether a verdict got any further: a refusal opens, an open question is answered, a hold is lifted."""
    return after.is_open or after in _FURTHER.get(before, frozenset())


def outcomes_of(cases: Sequence[Case], policy: Policy) -> list[tuple[Verdict, Mode]]:
    """Verdict and ceiling of each case."""
    if not cases:
        return []
    decision = run(encode(cases), policy).decision
    return [(VERDICTS[int(v)], MODES[int(c)]) for v, c in zip(decision.verdict, decision.ceiling, strict=True)]


def _tried(case: Case, steps: Sequence[Step], policy: Policy) -> list[_Tried]:
    """Try each step alone, all of them in one run."""
    changes = [[change(case) for change in (s.then, s.otherwise) if change is not None] for s in steps]
    answers = iter(outcomes_of([changed for pair in changes for changed in pair], policy))
    return [_Tried(s, tuple(next(answers) for _ in pair)) for s, pair in zip(steps, changes, strict=True)]


@dataclass(frozen=True, slots=True)
class _Plan:
    """Steps that are needed together, with the answers after them: all of them well, and, where anything is asked, all of them badly."""

    steps: tuple[Step, ...]
    outcomes: tuple[tuple[Verdict, Mode], ...]

    @property
    def opens(self) -> bool:
        return self.outcomes[0][0].is_open

    @property
    def told(self) -> tuple[Reason, ...]:
        steps = [reason(step.code, **step.params) for step in self.steps]
        code = "follows.plan" if len(self.outcomes) > 1 else "follows.once"
        return (reason("change.plan", steps=len(steps)), *steps, follows(code, self.outcomes))


def _plan(case: Case, verdict: Verdict, steps: Sequence[Step], policy: Policy) -> _Plan | None:
    """Take all steps together where that alters the verdict, and leave out each that is not needed, the dearest first."""
    best = outcomes_of([_after(case, steps, _better)], policy)[0][0]
    if not steps or not alters(verdict, best):
        return None

    def does_the_same(chosen: Sequence[Step]) -> bool:
        return outcomes_of([_after(case, chosen, _better)], policy)[0][0] is best

    kept = list(steps)
    for step in sorted(steps, key=lambda s: -s.hours):
        rest = [s for s in kept if s is not step]
        if rest and does_the_same(rest):
            kept = rest
    endings = [_better, _worse] if any(step.otherwise is not None for step in kept) else [_better]
    return _Plan(tuple(kept), tuple(outcomes_of([_after(case, kept, ending) for ending in endings], policy)))


def _better(step: Step) -> Callable[[Case], Case]:
    return step.then


def _worse(step: Step) -> Callable[[Case], Case]:
    return step.otherwise or step.then


def _after(case: Case, steps: Sequence[Step], outcome: Callable[[Step], Callable[[Case], Case]]) -> Case:
    for step in steps:
        case = outcome(step)(case)
    return case
