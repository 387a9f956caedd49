"""Gaps: what is missing, each named, so that a field officer can go and get it (METHOD sections 3 to 5)."""

from __future__ import annotations

from mrm_desktop.domain.assessments import Reason
from mrm_desktop.domain.case import Case
from mrm_desktop.scoring.acceptance import AcceptanceColumns
from mrm_desktop.scoring.codes import reason
from mrm_desktop.scoring.policy import Policy
from mrm_desktop.scoring.table import NAMED_STRATA
from mrm_desktop.scoring.tolerance import ToleranceColumns


def community_gaps(case: Case, acceptance: AcceptanceColumns, at: int, policy: Policy) -> tuple[Reason, ...]:
    """List the unmet tests of section 3 for the case in row ``at``."""
    needed = policy.adequacy
    if not case.community_evidence:
        return (reason("gap.community_missing"),)
    gaps = []
    if not acceptance.enough_mass[at]:
        gaps.append(reason("gap.community_mass", mass=float(acceptance.mass[at]), needed=needed.total_mass))
    if not acceptance.enough_sources[at]:
        gaps.append(reason("gap.independent_sources", count=int(acceptance.sources[at]), needed=needed.sources))
    for position, stratum in enumerate(NAMED_STRATA):
        if stratum in case.required_strata and not acceptance.stratum_heard[at, position]:
            mass = float(acceptance.by_stratum[at, position])
            gaps.append(reason("gap.stratum_mass", stratum=stratum.value, mass=mass, needed=needed.stratum_mass))
    return tuple(gaps)


def actor_gaps(case: Case, tolerance: ToleranceColumns, at: int, first: int, policy: Policy) -> tuple[Reason, ...]:
    """List the unmet tests of section 4 for the case in row ``at``, whose actors begin in row ``first`` of those by actor."""
    if case.armed_actors is None:
        return (reason("gap.actors_not_assessed"),)
    needed = policy.tolerance
    gaps = []
    if tolerance.check_outdated[at]:
        gaps.append(reason("gap.actor_check_outdated", days=needed.nobody_able_max_age_days))
    for position, actor in enumerate(case.armed_actors, start=first):
        if tolerance.actor_unusable[position]:
            gaps.append(reason("gap.actor_stance_unknown", actor=actor.name))
        if tolerance.actor_outdated[position]:
            weight = float(tolerance.actor_newest[position])
            gaps.append(reason("gap.actor_outdated", actor=actor.name, age_weight=weight, needed=needed.newest_age_weight))
        if tolerance.actor_few_sources[position]:
            count = int(tolerance.actor_sources[position])
            gaps.append(reason("gap.actor_sources", actor=actor.name, count=count, needed=needed.independent_sources))
    return tuple(gaps)
