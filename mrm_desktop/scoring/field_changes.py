"""What would have to become true in the field, or be settled among ourselves, for another answer: each a single change of the case."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

from mrm_desktop.domain.case import FACTS, Case, fact_of, with_fact
from mrm_desktop.domain.evidence import CommunityEvidence
from mrm_desktop.domain.vocabulary import (
    Approach,
    Band,
    CivilianContact,
    EscortCriterion,
    Mode,
    PatrolFrequency,
    Rated,
    Stance,
)
from mrm_desktop.scoring.case_row import CaseRow
from mrm_desktop.scoring.open_questions import reported
from mrm_desktop.scoring.steps import Change, Step
from mrm_desktop.scoring.table import GROUPS

_ELSEWHERE = GROUPS[-1]
# A "no" of the people who would be exposed is not asked again, an alleged perpetrator is a matter of safeguarding; what UNICEF says
# and a hotline are told with the civilian contact and with the patrols that they stand in for.
_SAID_OTHERWISE = frozenset({"exposed_people_agree", "alleged_perpetrator", "unicef_consulted", "hotline"})
_RATINGS = {"no_difference": 0.0, "better": 1.0}


def field_changes(row: CaseRow) -> tuple[Step, ...]:
    """List what would have to become true for the case of a row to be answered otherwise."""
    return (*_facts(row), *_ours(row), *_escort(row), *_groups(row), *_sides(row), *_actors(row))


def _once(once: str, change: Change) -> Step:
    return Step("step.once", "follows.once", {"once": once}, 0.0, change)


def _facts(row: CaseRow) -> Iterator[Step]:
    for name, info in FACTS.items():
        value = fact_of(row.case, name)
        if info.opens is not None and value is (not info.opens) and name not in _SAID_OTHERWISE:
            yield _once(name, _became(name, info.opens))


def _became(name: str, value: bool) -> Change:
    return lambda case: with_fact(case, name, value)


def _ours(row: CaseRow) -> Iterator[Step]:
    case = row.case
    if case.organisation.approach is Approach.NONE:
        yield _once("approach", lambda c: replace(c, organisation=replace(c.organisation, approach=Approach.AGREED)))
    nobody = case.mission.civilian_contact is CivilianContact.NONE or case.mission.civilian_contact_tested is False
    if nobody and not case.organisation.unicef_consulted:
        yield _once("unicef_consulted", _became("unicef_consulted", True))
    if row.answer.decision.infeasible[row.at]:
        yield _once("patrols", lambda c: replace(c, mission=replace(c.mission, patrol_frequency=PatrolFrequency.FORTNIGHTLY)))


def _escort(row: CaseRow) -> Iterator[Step]:
    met = row.case.escort_criteria
    if row.mode in (Mode.ARMED_ESCORT, Mode.MILITARY_ASSETS) and met is not None and len(met) < len(EscortCriterion):
        unmet = [criterion.value for criterion in EscortCriterion if criterion not in met]
        params = {"criteria": unmet}
        yield Step(
            "step.criteria", "follows.once", params, 0.0, lambda case: replace(case, escort_criteria=frozenset(EscortCriterion))
        )


def _groups(row: CaseRow) -> Iterator[Step]:
    """Suppose that groups say something else when asked again: each alone, then those that weigh down the answer together."""
    a, at = row.answer.measures.acceptance, row.at
    heard = {name for name, group in zip(GROUPS, a.relative.mass[at], strict=True) if group > 0}
    low = [row.policy.bands.of(row.band).acceptance] if row.band is not None else []
    governing = GROUPS[int(a.governing[at])]
    weak = [name for name in dict.fromkeys((*row.rejecting_groups, governing)) if name in heard]
    weaker = [name for name, value in zip(GROUPS, a.relative.low[at], strict=True) if name in heard and low and value < low[0]]
    choices: list[tuple[str, ...]] = [(name,) for name in weak]
    together = tuple(dict.fromkeys((*weak, *weaker)))
    if len(together) > 1:
        choices.append(together)
    if row.band is Band.ADVERSE:
        choices.append(("everybody",))
    for groups in choices:
        for said, rating in _RATINGS.items():
            yield Step("step.once_group", "follows.once", {"groups": list(groups), "rating": said}, 0.0, _rated(groups, rating))


def _rated(groups: Collection[str], rating: float) -> Change:
    """Let the groups, asked again today, rate at least so."""

    def change(case: Case) -> Case:
        items = (
            replace(i, mean_rating=max(rating, i.mean_rating), collected_on=case.assessed_on, reset_since=False)
            if _is_of(i, groups)
            else i
            for i in case.community_evidence
        )
        return replace(case, community_evidence=tuple(items))

    return change


def _is_of(item: CommunityEvidence, groups: Collection[str]) -> bool:
    name = _ELSEWHERE if item.asked_elsewhere else item.stratum.value
    return item.rated is Rated.UN_MILITARY and (name in groups or ("everybody" in groups and not item.asked_elsewhere))


def _sides(row: CaseRow) -> Iterator[Step]:
    a = row.answer.measures.acceptance
    for code, found, share in (
        ("step.once_not_sides", a.takes_sides, "takes_sides_share"),
        ("step.once_not_minds", a.minds_being_seen, "minds_being_seen_share"),
    ):
        groups = row.groups_of(found)
        if groups:
            yield Step(code, "follows.once", {"groups": list(groups)}, 0.0, _no_longer(groups, share))


def _no_longer(groups: Collection[str], share: str) -> Change:
    nobody: dict[str, Any] = {share: 0.0}

    def change(case: Case) -> Case:
        items = (
            replace(i, **nobody) if _is_of(i, groups) and getattr(i, share) is not None else i for i in case.community_evidence
        )
        return replace(case, community_evidence=tuple(items))

    return change


def _actors(row: CaseRow) -> Iterator[Step]:
    """Hostile or wary actors that would have to be reported tolerant by enough sources, each later than what is known today."""
    count = row.policy.tolerance.lifting_sources
    values = row.answer.measures.tolerance.actor_value[row.actors]
    least = row.policy.bands.conditional.tolerance
    for actor, value in zip(row.case.armed_actors or (), values, strict=True):
        if actor.able_to_harm and actor.sources and value < least:
            newest = max(report.reported_on for report in actor.sources)
            params = {"actor": actor.name, "count": count, "on": newest.isoformat()}
            yield Step("step.once_actor", "follows.once", params, 0.0, _tolerates(actor.name, count, row))


def _tolerates(name: str, count: int, row: CaseRow) -> Change:
    """Let the actor be reported tolerant today by new sources, and by every source that spoke before."""
    new = reported(name, Stance.TOLERANT, count, row.policy)

    def change(case: Case) -> Case:
        actors = [
            replace(
                actor,
                sources=(
                    *actor.sources,
                    *(
                        replace(r, stance=Stance.TOLERANT, reported_on=case.assessed_on)
                        for r in actor.sources
                        if r.reported_on < case.assessed_on
                    ),
                ),
            )
            if actor.name == name
            else actor
            for actor in case.armed_actors or ()
        ]
        return new(replace(case, armed_actors=tuple(actors)))

    return change
