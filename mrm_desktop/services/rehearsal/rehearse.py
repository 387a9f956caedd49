"""Rehearse: the cases of an exercise or of blind rating, and how far raters and the method agree on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from mrm_desktop.domain.assessments import Assessment
from mrm_desktop.domain.case import Case
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.rehearsal import Engage, Exercise, Inject, Rating, RatingSheet
from mrm_desktop.domain.vocabulary import Mode
from mrm_desktop.formats.documents.rehearsal import shipped_exercise
from mrm_desktop.formats.documents.scenario import read_scenarios
from mrm_desktop.foundation.assets import asset
from mrm_desktop.project.build_case import build_case
from mrm_desktop.project.knowledge import Knowledge
from mrm_desktop.project.question import Question
from mrm_desktop.project.records import Records
from mrm_desktop.scoring import Policy, assess, load_policy
from mrm_desktop.scoring.agreement import weighted_kappa

BLIND = "practice-cases"
METHOD = "method"
_SCALE = tuple(Mode)


@dataclass(frozen=True, slots=True)
class Situation:
    """One case to be rated, without its answer.

    Attributes
    ----------
    id : str
        Names the case in rating sheets.
    inject : Inject | None
        What has just happened; None in blind rating.
    """

    id: str
    title: str
    case: Case
    inject: Inject | None = None


@dataclass(frozen=True, slots=True)
class Divergence:
    """A case on which two raters differ.

    Attributes
    ----------
    steps : int
        How many modes lie between their ceilings.
    """

    situation: Situation
    first: Rating
    second: Rating
    steps: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two sheets agree.

    Attributes
    ----------
    cases : int
        Cases that both rated.
    kappa : float | None
        Weighted kappa of the ceilings; None where it is not defined.
    same_ceiling, same_answer : float
        Shares of the cases with the same ceiling, and with the same answer on the contact asked for, 0 to 1.
    divergences : tuple[Divergence, ...]
        The widest first.
    """

    first: str
    second: str
    cases: int
    kappa: float | None
    same_ceiling: float
    same_answer: float
    divergences: tuple[Divergence, ...]


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What is rated, with the method's own answers, which nobody sees before they have rated."""

    name: str
    situations: tuple[Situation, ...]
    method: RatingSheet


def rehearsal(sample: Knowledge | None = None) -> Rehearsal:
    """Return the exercise on the sample country, or without it the practice cases."""
    policy = load_policy()
    if sample is None:
        name, situations = BLIND, blind_cases()
    else:
        exercise = shipped_exercise()
        name, situations = exercise.name, situations_of(exercise, sample, policy)
    return Rehearsal(name, situations, method_sheet(name, situations, policy))


def situations_of(exercise: Exercise, knowledge: Knowledge, policy: Policy) -> tuple[Situation, ...]:
    """Return the cases of an exercise in the order in which they are put: after each inject the areas it concerns.

    Raises
    ------
    KnownError
        ``rehearsal.other_country`` where the project lacks an area of the exercise.
    """
    missing = sorted(set(exercise.areas) - {area.code for area in knowledge.assessed_areas})
    if missing:
        raise KnownError("rehearsal.other_country", areas=missing)
    return tuple(_situations(exercise, knowledge, policy))


def blind_cases() -> tuple[Situation, ...]:
    """Return the practice cases that ship with the program, without their expected verdicts, in an order that hides their themes."""
    # Of an outline there is nothing to judge: the facts of the case are those of another one.
    found = [s.case for s in read_scenarios(asset("data", "scenarios")) if not s.case.area_redrawn]
    # By the digits of a checksum: files are named after what they show, and their order would tell it.
    from hashlib import sha256

    found.sort(key=lambda case: sha256(case.id.encode()).hexdigest())
    # Their titles would tell it as well.
    return tuple(Situation(f"case-{n:02d}", f"{n}", case) for n, case in enumerate(found, start=1))


def method_sheet(exercise: str, situations: Sequence[Situation], policy: Policy) -> RatingSheet:
    """Return the method's own answers as a sheet, to be shown only when people have answered."""
    from mrm_desktop.domain.rehearsal import Sureness

    rated = [(s, assess(s.case, policy)) for s in situations]
    ratings = tuple(Rating(s.id, _engage(a), a.ceiling, Sureness.SURE, a.reasons[0].code if a.reasons else "") for s, a in rated)
    return RatingSheet(exercise, METHOD, max(s.case.assessed_on for s in situations), ratings)


def compare_sheets(first: RatingSheet, second: RatingSheet, situations: Sequence[Situation]) -> Agreement:
    """Compare two sheets on the cases that both rated.

    Raises
    ------
    KnownError
        ``rehearsal.other_exercise`` where the sheets are of different exercises, ``rehearsal.nothing_in_common``.
    """
    if first.exercise != second.exercise:
        raise KnownError("rehearsal.other_exercise", first=first.exercise, second=second.exercise)
    one, other = ({r.case_id: r for r in sheet.ratings} for sheet in (first, second))
    shared = [s for s in situations if s.id in one and s.id in other]
    if not shared:
        raise KnownError("rehearsal.nothing_in_common", first=first.rater, second=second.rater)
    pairs = [(s, one[s.id], other[s.id]) for s in shared]
    ceilings = [(_SCALE.index(a.ceiling), _SCALE.index(b.ceiling)) for _, a, b in pairs]
    apart = [
        Divergence(s, a, b, abs(x - y))
        for (s, a, b), (x, y) in zip(pairs, ceilings, strict=True)
        if x != y or a.engage is not b.engage
    ]
    return Agreement(
        first.rater,
        second.rater,
        len(shared),
        weighted_kappa([x for x, _ in ceilings], [y for _, y in ceilings], len(_SCALE)),
        sum(x == y for x, y in ceilings) / len(shared),
        sum(a.engage is b.engage for _, a, b in pairs) / len(shared),
        tuple(sorted(apart, key=lambda d: -d.steps)),
    )


def _situations(exercise: Exercise, knowledge: Knowledge, policy: Policy) -> Iterator[Situation]:
    question = Question(exercise.mode, exercise.purpose, exercise.day, consent=True)
    names = {area.code: area.name for area in knowledge.assessed_areas}
    for inject in exercise.injects:
        knowledge = _after(knowledge, inject)
        for code in exercise.areas if inject.area is None else (inject.area,):
            yield Situation(f"{inject.id}/{code}", names[code], build_case(knowledge, code, question, policy), inject)


def _after(knowledge: Knowledge, inject: Inject) -> Knowledge:
    return replace(
        knowledge,
        missions={**knowledge.missions, **{m.acronym: m for m in inject.missions}},
        circumstances=Records((*knowledge.circumstances, *inject.circumstances)),
        reset_events=Records((*knowledge.reset_events, *inject.reset_events)),
        actor_reports=Records((*knowledge.actor_reports, *inject.actor_reports)),
    )


def _engage(assessment: Assessment) -> Engage:
    from mrm_desktop.domain.vocabulary import Verdict

    if assessment.verdict in (Verdict.HOLD, Verdict.INSUFFICIENT_EVIDENCE):
        return Engage.CANNOT_SAY
    return Engage.YES if assessment.verdict.is_open else Engage.NO
