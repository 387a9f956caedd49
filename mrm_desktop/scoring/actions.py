"""What a field officer can realistically do about an answer: collect, ask, confirm, settle, wait. Each costs hours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from mrm_desktop.domain.case import FACTS, Case, fact_of, with_fact
from mrm_desktop.domain.evidence import ArmedActor, CommunityEvidence, StanceReport
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.vocabulary import (
    ActorKind,
    CivilianContact,
    EscortCriterion,
    EvidenceMethod,
    MissionStatus,
    Mode,
    Stance,
    Stratum,
)
from mrm_desktop.scoring.policy import Policy

NEW_SOURCE = "~new"


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do, the case as it would then be, and what it costs.

    Attributes
    ----------
    code : str
        Code of the change, ``change.*``.
    target : str
        What it is done to; actions of one code and target differ only in their amount.
    params : Mapping[str, Any]
        Parameters of the code, without the answer it leads to.
    hours : float
        Field work, in the policy's hours.
    """

    code: str
    target: str
    params: Mapping[str, Any]
    hours: float
    changed: Case = field(compare=False)


def actions(case: Case, policy: Policy) -> tuple[Action, ...]:
    """List every realistic single action on a case."""
    return (
        *_facts(case, policy),
        *_mission(case, policy),
        *_escort(case, policy),
        *_answers(case, policy),
        *_actors(case, policy),
        *_waits(case, policy),
    )


def _facts(case: Case, policy: Policy) -> Iterator[Action]:
    hours = policy.search.hours_per_fact
    for name, info in FACTS.items():
        value = fact_of(case, name)
        if info.opens is not None and (value is None or (info.ours_to_settle and value is not info.opens)):
            params = {"fact": name, "value": info.opens}
            yield Action("change.settle_fact", name, params, hours, with_fact(case, name, info.opens))
    if case.mission.civilian_contact is CivilianContact.NONE and not case.organisation.unicef_consulted:
        params = {"fact": "unicef_consulted", "value": True}
        yield Action("change.settle_fact", "unicef_consulted", params, hours, with_fact(case, "unicef_consulted", True))


def _mission(case: Case, policy: Policy) -> Iterator[Action]:
    mission = case.mission
    past = mission.closes_on is not None and mission.closes_on < case.assessed_on
    if mission.status is MissionStatus.UNCONFIRMED or (past and mission.status is not MissionStatus.CLOSED):
        confirmed = replace(mission, status=MissionStatus.ACTIVE, closes_on=None if past else mission.closes_on)
        yield Action("change.confirm_mission", "", {}, policy.search.hours_per_fact, replace(case, mission=confirmed))


def _escort(case: Case, policy: Policy) -> Iterator[Action]:
    if case.request.mode in (Mode.ARMED_ESCORT, Mode.MILITARY_ASSETS):
        unmet = [c.value for c in EscortCriterion if c not in (case.escort_criteria or ())]
        if unmet:
            hours = policy.search.hours_per_criterion * len(unmet)
            met = replace(case, escort_criteria=frozenset(EscortCriterion))
            yield Action("change.meet_escort_criteria", "", {"criteria": unmet}, hours, met)


def _answers(case: Case, policy: Policy) -> Iterator[Action]:
    search = policy.search
    groups: list[tuple[Stratum, ...]] = [(stratum,) for stratum in case.required_strata]
    if len(groups) > 1:
        groups.append(case.required_strata)
    for strata in groups:
        for method, most in search.most.items():
            step = search.step[method]
            for times in range(1, int(most // step) + 1):
                for kind, rating in (("as_now", None), ("hopeful", search.hopeful_rating)):
                    yield _collected(case, strata, method, step * times, kind, rating, policy)


def _collected(
    case: Case, strata: tuple[Stratum, ...], method: str, count: float, kind: str, rating: float | None, policy: Policy
) -> Action:
    """Collect ``count`` answers of each stratum in one new round; a rating of None repeats what is known."""
    search = policy.search
    new = tuple(
        CommunityEvidence(
            stratum=stratum,
            method=EvidenceMethod(method),
            source=f"{NEW_SOURCE} {method}",
            collected_on=case.assessed_on,
            answered=count,
            mean_rating=known_rating(case, stratum) if rating is None else rating,
            grade=Grade.parse(search.grade),
        )
        for stratum in strata
    )
    shown: dict[str, Any] = {"method": method, "count": count, "grade": search.grade, "rating": kind}
    changed = replace(case, community_evidence=case.community_evidence + new)
    hours = search.hours_per_answer[method] * count * len(strata)
    if len(strata) == 1:
        stratum = strata[0].value
        target = f"{stratum} {method} {kind}"
        return Action("change.collect_answers", target, {"stratum": stratum, **shown}, hours, changed)
    names = [s.value for s in strata]
    return Action("change.collect_all_groups", f"{method} {kind}", {"strata": names, **shown}, hours, changed)


def known_rating(case: Case, stratum: Stratum) -> float:
    """Return what the stratum is known to say: its mean over the answers, else everybody's, else 0; never weighted by quality."""
    for items in ([i for i in case.community_evidence if i.stratum is stratum], case.community_evidence):
        answered = sum(i.answered for i in items)
        if answered > 0:
            return max(-2.0, min(2.0, sum(i.answered * i.mean_rating for i in items) / answered))
    return 0.0


def _actors(case: Case, policy: Policy) -> Iterator[Action]:
    if case.armed_actors is None:
        yield from _listing(case, policy)
        return
    for position, actor in enumerate(case.armed_actors):
        if not actor.able_to_harm:
            continue
        for stance in (Stance.TOLERANT, Stance.SUPPORTIVE):
            for count in range(1, policy.search.most_sources + 1):
                heard = replace(actor, sources=actor.sources + _reports(case, stance, count, policy))
                changed = replace(case, armed_actors=_put(case.armed_actors, position, heard))
                params = {"actor": actor.name, "count": count, "stance": stance.value, "grade": policy.search.grade}
                hours = policy.search.hours_per_source * count
                yield Action("change.actor_sources", f"{actor.name} {stance.value}", params, hours, changed)


def _listing(case: Case, policy: Policy) -> Iterator[Action]:
    """List the state forces where nobody was assessed: they are always one of the actors."""
    for stance in (Stance.TOLERANT, Stance.SUPPORTIVE):
        count = policy.tolerance.independent_sources
        listed = ArmedActor("state forces", ActorKind.STATE, True, _reports(case, stance, count, policy))
        params = {"actor": listed.name, "count": count, "stance": stance.value, "grade": policy.search.grade}
        hours = policy.search.hours_per_source * count
        yield Action("change.list_actors", stance.value, params, hours, replace(case, armed_actors=(listed,)))


def _reports(case: Case, stance: Stance, count: int, policy: Policy) -> tuple[StanceReport, ...]:
    grade = Grade.parse(policy.search.grade)
    return tuple(StanceReport(stance, grade, case.assessed_on, f"{NEW_SOURCE} {n}") for n in range(count))


def _put(actors: tuple[ArmedActor, ...], position: int, actor: ArmedActor) -> tuple[ArmedActor, ...]:
    return (*actors[:position], actor, *actors[position + 1 :])


def _waits(case: Case, policy: Policy) -> Iterator[Action]:
    for days in range(1, policy.search.longest_wait + 1):
        on = case.assessed_on + timedelta(days=days)
        params = {"days": days, "on": on.isoformat()}
        yield Action("change.wait", "", params, policy.search.hours_per_day * days, replace(case, assessed_on=on))
