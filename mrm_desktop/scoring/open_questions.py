"""What is not known and could be found out: people to hear, sources on an armed actor, facts, records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from mrm_desktop.domain.case import FACTS, Case, fact_of, with_fact
from mrm_desktop.domain.evidence import ArmedActor, CommunityEvidence, StanceReport
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.vocabulary import (
    ActorKind,
    CivilianContact,
    EscortCriterion,
    EventKind,
    EvidenceMethod,
    MissionStatus,
    Mode,
    PatrolFrequency,
    Rated,
    Stance,
    Stratum,
)
from mrm_desktop.scoring.case_row import CaseRow
from mrm_desktop.scoring.decision import VERDICTS
from mrm_desktop.scoring.policy import Policy
from mrm_desktop.scoring.rules import Rule
from mrm_desktop.scoring.run import run
from mrm_desktop.scoring.steps import Change, Step
from mrm_desktop.scoring.table import NAMED_STRATA, encode

NEW_SOURCE = "~new"


def open_questions(row: CaseRow) -> tuple[Step, ...]:
    """List what could be found out about the case of a row."""
    return (*_facts(row), *_patrols(row), *_mission(row), *_civilian(row), *_escort(row), *_people(row), *_actors(row))


def _facts(row: CaseRow) -> Iterator[Step]:
    hours = row.policy.search.hours_per_fact
    for name, info in FACTS.items():
        if info.opens is not None and fact_of(row.case, name) is None:
            follows = "follows.found_so" if info.opens else "follows.found_not_so"
            yield Step("step.find_out", follows, {"fact": name}, hours, _told(name, info.opens), _told(name, not info.opens))


def _told(name: str, value: bool) -> Change:
    return lambda case: with_fact(case, name, value)


def _patrols(row: CaseRow) -> Iterator[Step]:
    if row.case.mission.patrol_frequency is PatrolFrequency.UNKNOWN:
        hours = row.policy.search.hours_per_fact
        often, never = _patrolled(PatrolFrequency.WEEKLY), _patrolled(PatrolFrequency.NONE)
        yield Step("step.find_out", "follows.patrols", {"fact": "patrol_frequency"}, hours, often, never)


def _patrolled(frequency: PatrolFrequency) -> Change:
    return lambda case: replace(case, mission=replace(case.mission, patrol_frequency=frequency))


def _mission(row: CaseRow) -> Iterator[Step]:
    if row.rule is Rule.MISSION_UNCONFIRMED:
        hours = row.policy.search.hours_per_fact
        active, closed = _confirmed(MissionStatus.ACTIVE), _confirmed(MissionStatus.CLOSED)
        yield Step("step.confirm_mission", "follows.mission", {}, hours, active, closed)


def _confirmed(status: MissionStatus) -> Change:
    """Say on the day itself whether the mission is there: a closing or withdrawal that was dated before is then settled."""

    def change(case: Case) -> Case:
        today, closes_on = case.assessed_on, case.mission.closes_on
        ahead = closes_on if closes_on is not None and closes_on > today else None
        events = tuple(e for e in case.events_ahead if e.on >= today or e.kind not in (EventKind.WITHDRAWAL, EventKind.CLOSURE))
        return replace(case, mission=replace(case.mission, status=status, closes_on=ahead), events_ahead=events)

    return change


def _civilian(row: CaseRow) -> Iterator[Step]:
    """Call the civilian contact: it answers, or there is none that can be called."""
    if row.case.mission.civilian_contact_tested is False:
        hours = row.policy.search.hours_per_fact
        yield Step("step.test_civilian", "follows.tested", {}, hours, _reached, _not_reached)


def _reached(case: Case) -> Case:
    return replace(case, mission=replace(case.mission, civilian_contact_tested=True))


def _not_reached(case: Case) -> Case:
    nobody = replace(case.mission, civilian_contact=CivilianContact.NONE, civilian_contact_tested=None)
    return replace(case, mission=nobody)


def _escort(row: CaseRow) -> Iterator[Step]:
    if row.mode in (Mode.ARMED_ESCORT, Mode.MILITARY_ASSETS) and row.case.escort_criteria is None:
        hours = row.policy.search.hours_per_criterion * len(EscortCriterion)
        yield Step(
            "step.examine_criteria",
            "follows.criteria",
            {},
            hours,
            lambda case: replace(case, escort_criteria=frozenset(EscortCriterion)),
            lambda case: replace(case, escort_criteria=frozenset()),
        )


def _people(row: CaseRow) -> Iterator[Step]:
    """Hear those who were not heard enough: never more of the same answers until the sum tips."""
    a, at, need = row.answer.measures.acceptance, row.at, row.policy.adequacy
    if a.adequate[at]:
        return
    unheard = [s for s, heard in zip(NAMED_STRATA, a.stratum_heard[at], strict=True) if s in row.case.required_strata and not heard]
    strata = tuple(unheard or row.case.required_strata)
    sources = max(1, need.sources - int(a.sources[at]))
    found = [fewest for method in row.policy.search.most if (fewest := _fewest(row, strata, method, sources)) is not None]
    if not found:
        return
    _, hours, method, count = min(found)
    params = {"strata": [s.value for s in strata], "method": method, "count": count, "sources": sources}
    search = row.policy.search
    heard_before = all(known_rating(row.case, s) is not None for s in strata)

    def asked(rating: float | None) -> Change:
        return lambda case: with_answers(case, strata, method, count, sources, rating, row.policy)

    follows, otherwise = (
        ("follows.asked_again", asked(None)) if heard_before else ("follows.asked_first", asked(-search.better_rating))
    )
    yield Step("step.ask_people", follows, params, hours, asked(search.better_rating), otherwise)


def _fewest(row: CaseRow, strata: tuple[Stratum, ...], method: str, sources: int) -> tuple[bool, float, str, int] | None:
    """Find how few answers of each stratum, from each new source, are enough.

    Returns
    -------
    tuple | None
        Whether even the better answer leaves it closed, hours, method, count: the fewest that open if they are good, where any number
        does, else the fewest with which the evidence is adequate; None where the most that is realistic is not enough.
    """
    search = row.policy.search
    counts = [int(search.step[method]) * times for times in range(1, int(search.most[method] // search.step[method]) + 1)]
    tried = [with_answers(row.case, strata, method, count, sources, search.better_rating, row.policy) for count in counts]
    answer = run(encode(tried), row.policy)
    enough = answer.measures.acceptance.adequate
    if not enough.any():
        return None
    opens = np.array([VERDICTS[verdict].is_open for verdict in answer.decision.verdict])
    at = int(opens.argmax() if opens.any() else enough.argmax())
    hours = search.hours_per_answer[method] * counts[at] * len(strata) * sources
    return not opens.any(), hours, method, counts[at]


def with_answers(
    case: Case, strata: tuple[Stratum, ...], method: str, count: float, sources: int, rating: float | None, policy: Policy
) -> Case:
    """Return the case with a new round of answers; a rating of None repeats what each stratum said before."""
    new = tuple(
        CommunityEvidence(
            stratum=stratum,
            method=EvidenceMethod(method),
            source=f"{NEW_SOURCE} {number}",
            collected_on=case.assessed_on,
            answered=count,
            mean_rating=(known_rating(case, stratum) or 0.0) if rating is None else rating,
            grade=Grade.parse(policy.search.grade),
        )
        for stratum in strata
        for number in range(1, sources + 1)
    )
    return replace(case, community_evidence=case.community_evidence + new)


def known_rating(case: Case, stratum: Stratum) -> float | None:
    """Return what a stratum said of the UN military here: its mean over the answers; None where it was not asked."""
    items = [
        i
        for i in case.community_evidence
        if i.stratum is stratum and i.rated is Rated.UN_MILITARY and not i.asked_elsewhere and i.answered > 0
    ]
    answered = sum(i.answered for i in items)
    return sum(i.answered * i.mean_rating for i in items) / answered if answered > 0 else None


def _actors(row: CaseRow) -> Iterator[Step]:
    case, policy, tolerance = row.case, row.policy, row.answer.measures.tolerance
    needed, per_source = policy.tolerance.independent_sources, policy.search.hours_per_source
    if case.armed_actors is None:
        tolerant, hostile = _listed(Stance.TOLERANT, needed, policy), _listed(Stance.HOSTILE, needed, policy)
        yield Step("step.list_actors", "follows.actors", {}, per_source * needed, tolerant, hostile)
        return
    if tolerance.check_outdated[row.at]:
        yield Step("step.check_actors", "follows.checked", {}, per_source, _checked, _listed(Stance.HOSTILE, needed, policy))
    gaps = tolerance.actor_gap[row.actors]
    for position, actor in enumerate(case.armed_actors):
        if gaps[position]:
            known = 0 if tolerance.actor_outdated[row.actors][position] else int(tolerance.actor_sources[row.actors][position])
            count = max(1, needed - known)
            tolerant, hostile = (reported(actor.name, s, count, policy) for s in (Stance.TOLERANT, Stance.HOSTILE))
            params = {"actor": actor.name, "count": count}
            yield Step("step.actor_sources", "follows.actors", params, per_source * count, tolerant, hostile)


def reported(name: str, stance: Stance, count: int, policy: Policy) -> Change:
    """Return the change by which new independent sources report a stance of an actor today."""

    def change(case: Case) -> Case:
        actors = [
            replace(actor, sources=actor.sources + _reports(case, stance, count, policy)) if actor.name == name else actor
            for actor in case.armed_actors or ()
        ]
        return replace(case, armed_actors=tuple(actors))

    return change


def _listed(stance: Stance, count: int, policy: Policy) -> Change:
    def change(case: Case) -> Case:
        found = ArmedActor("state forces", ActorKind.STATE, True, _reports(case, stance, count, policy))
        return replace(case, armed_actors=(*(case.armed_actors or ()), found))

    return change


def _checked(case: Case) -> Case:
    return replace(case, armed_actors_checked_on=case.assessed_on)


def _reports(case: Case, stance: Stance, count: int, policy: Policy) -> tuple[StanceReport, ...]:
    grade = Grade.parse(policy.search.grade)
    return tuple(StanceReport(stance, grade, case.assessed_on, f"{NEW_SOURCE} {n}") for n in range(1, count + 1))
