"""Gaps: what is missing, each named, so that a field officer can go and get it (METHOD sections 3 to 5)."""

from __future__ import annotations

from mrm_desktop.domain.assessments import Reason
from mrm_desktop.domain.case import Case
from mrm_desktop.scoring.codes import reason
from mrm_desktop.scoring.conduct import DEDUCTIONS
from mrm_desktop.scoring.decision import FACTS_THAT_REFUSE
from mrm_desktop.scoring.estimate import Measures
from mrm_desktop.scoring.policy import Policy
from mrm_desktop.scoring.table import NAMED_STRATA

_HELD_BY = ("agreed_approach", "conflicting_approach_nearby", "exposed_people_agree")


def evidence_gaps(case: Case, measures: Measures, policy: Policy) -> tuple[Reason, ...]:
    """List the unmet tests of sections 3 and 4 for the only case of ``measures``."""
    return (*_community_gaps(case, measures, policy), *_actor_gaps(case, measures, policy))


def _community_gaps(case: Case, measures: Measures, policy: Policy) -> list[Reason]:
    acceptance, needed = measures.acceptance, policy.adequacy
    if not case.community_evidence:
        return [reason("gap.community_missing")]
    gaps = []
    if not acceptance.enough_mass[0]:
        gaps.append(reason("gap.community_mass", mass=float(acceptance.mass[0]), needed=needed.total_mass))
    if not acceptance.enough_sources[0]:
        gaps.append(reason("gap.independent_sources", count=int(acceptance.sources[0]), needed=needed.sources))
    for position, stratum in enumerate(NAMED_STRATA):
        if stratum in case.required_strata and not acceptance.stratum_heard[0, position]:
            mass = float(acceptance.by_stratum[0, position])
            gaps.append(reason("gap.stratum_mass", stratum=stratum.value, mass=mass, needed=needed.stratum_mass))
    return gaps


def _actor_gaps(case: Case, measures: Measures, policy: Policy) -> list[Reason]:
    if case.armed_actors is None:
        return [reason("gap.actors_not_assessed")]
    tolerance, needed = measures.tolerance, policy.tolerance
    gaps = []
    for row, actor in enumerate(case.armed_actors):
        if tolerance.actor_unusable[row]:
            gaps.append(reason("gap.actor_stance_unknown", actor=actor.name))
        if tolerance.actor_outdated[row]:
            weight = float(tolerance.actor_newest[row])
            gaps.append(reason("gap.actor_outdated", actor=actor.name, age_weight=weight, needed=needed.newest_age_weight))
        if tolerance.actor_few_sources[row]:
            count = int(tolerance.actor_sources[row])
            gaps.append(reason("gap.actor_sources", actor=actor.name, count=count, needed=needed.independent_sources))
    return gaps


def worthless_items(case: Case, policy: Policy) -> tuple[Reason, ...]:
    """Name the sources that one worthless item drags down to nothing: keep it out, or give it a source of its own (METHOD 3)."""
    grades = policy.grades
    worth: dict[str, list[float]] = {}
    for item in case.community_evidence:
        value = min(grades.reliability[item.grade.reliability], grades.credibility[item.grade.credibility])
        worth.setdefault(item.source, []).append(value)
    dragged = sorted(source for source, values in worth.items() if min(values) <= 0.0 < max(values))
    return tuple(reason("gap.source_worthless_item", source=source) for source in dragged)


def unknown_refusing_facts(case: Case) -> tuple[str, ...]:
    """Name the facts that would close a door and are not known, in the order of the gates."""
    return tuple(name for name in FACTS_THAT_REFUSE if _fact(case, name) is None)


def fact_gaps(case: Case) -> tuple[Reason, ...]:
    """List the facts to confirm: those that hold or refuse while unknown, then those that count like the bad answer."""
    holding = [name for name in ("military_in_area", *_HELD_BY) if _fact(case, name) is None]
    gaps = [reason("gap.fact_unknown", fact=name) for name in (*holding, *unknown_refusing_facts(case))]
    counted = [name for name in DEDUCTIONS if name not in FACTS_THAT_REFUSE and _fact(case, name) is None]
    return (*gaps, *(reason("gap.fact_counted_as_bad", fact=name) for name in counted))


def _fact(case: Case, name: str) -> bool | None:
    for holder in (case.mission, case.organisation, case.context):
        if hasattr(holder, name):
            value: bool | None = getattr(holder, name)
            return value
    raise AttributeError(name)
