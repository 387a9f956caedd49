"""Armed-actor tolerance T (METHOD section 4): the worst actor governs, nothing averages it away."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mrm_desktop.domain.vocabulary import Stance
from mrm_desktop.scoring.groups import max_by, min_by, sum_by
from mrm_desktop.scoring.method_1.acceptance import ROUNDING, age_weight, quality
from mrm_desktop.scoring.method_1.policy import Policy
from mrm_desktop.scoring.table import STANCES, Bools, CaseTable, Floats, Ints, ReportColumns

_UNKNOWN = STANCES.index(Stance.UNKNOWN)
_HOSTILE = [stance in (Stance.HOSTILE, Stance.TARGETING) for stance in STANCES]
_FRIENDLY = [stance in (Stance.SUPPORTIVE, Stance.TOLERANT) for stance in STANCES]


@dataclass(frozen=True, slots=True, eq=False)
class ToleranceColumns:
    """Tolerance of many cases.

    Attributes
    ----------
    value : Floats
        T, shape (n,), 0 to 1: the least of the actors with a usable source; the policy's value where nobody is able to do harm.
    adequate : Bools
        Whether the actors were assessed and none is a gap, shape (n,).
    hostile : Bools
        Whether a hostile actor able to do harm is here, shape (n,).
    conflicting : Bools
        Whether usable sources on one actor call it both hostile and tolerant, shape (n,).
    actor_value : Floats
        t by actor; NaN without a usable source or where the actor is not able to do harm.
    actor_hostile, actor_unusable, actor_outdated, actor_few_sources : Bools
        Hostility and gaps by actor; False where the actor is not able to do harm.
    actor_sources : Ints
        Independent usable sources by actor.
    actor_newest : Floats
        Age weight of the newest usable source by actor, 0 to 1.
    quality, age_weight : Floats
        By report.
    """

    value: Floats
    adequate: Bools
    hostile: Bools
    conflicting: Bools
    actor_value: Floats
    actor_hostile: Bools
    actor_unusable: Bools
    actor_outdated: Bools
    actor_few_sources: Bools
    actor_sources: Ints
    actor_newest: Floats
    quality: Floats
    age_weight: Floats

    @property
    def actor_gap(self) -> Bools:
        """Whether an actor's stance is a gap."""
        return self.actor_unusable | self.actor_outdated | self.actor_few_sources


def weighted_stance(weight: Floats, value: Floats, actor: Ints, n_actors: int) -> Floats:
    """Weighted mean of the stances of each actor (METHOD 4), 0 to 1; NaN for an actor without weight. Shapes (k,) to (n_actors,)."""
    total = sum_by(actor, weight, n_actors)
    mean = sum_by(actor, weight * value, n_actors) / np.where(total > 0.0, total, 1.0)
    return np.where(total > 0.0, mean, np.nan)


def hostile_actors(reports: ReportColumns, report_quality: Floats, policy: Policy) -> Bools:
    """Find the hostile actors (METHOD 4): a report of hostility stands until two distinct later sources lift it.

    Returns
    -------
    Bools
        Shape (actors,), whether able to do harm or not.
    """
    p, n_actors = policy.tolerance, len(reports.actor_case)
    counts = report_quality >= p.hostile_quality - ROUNDING
    hostile = counts & np.array(_HOSTILE)[reports.stance] & (reports.age <= p.hostile_max_age_days)
    newest_age = min_by(reports.actor[hostile], reports.age[hostile], n_actors)
    lifting = counts & np.array(_FRIENDLY)[reports.stance] & (reports.age < newest_age[reports.actor])
    lifted = _distinct_sources(reports, lifting) >= p.lifting_sources
    return np.isfinite(newest_age) & ~lifted


def _distinct_sources(reports: ReportColumns, chosen: Bools) -> Ints:
    """Count the distinct sources of the chosen reports, by actor."""
    per_source = np.bincount(reports.actor_source[chosen], minlength=len(reports.source_actor)) > 0
    return np.bincount(reports.source_actor[per_source], minlength=len(reports.actor_case))


def estimate_tolerance(table: CaseTable, policy: Policy) -> ToleranceColumns:
    """Run section 4 over all cases of a table."""
    p, reports = policy.tolerance, table.reports
    n_actors = len(reports.actor_case)
    q = quality(reports.reliability, reports.credibility, policy.grades)
    usable = (reports.stance != _UNKNOWN) & (q >= p.min_quality - ROUNDING) & reports.actor_able[reports.actor]
    newest_age = min_by(reports.actor[usable], reports.age[usable], n_actors)
    newest = np.where(np.isfinite(newest_age), age_weight(newest_age, p.half_life_days), 0.0)
    values = np.array([p.stances.get(stance.value, 0.0) for stance in STANCES])[reports.stance]
    # ages relative to the newest report leave the mean unchanged and keep very old weights from underflowing to zero
    relative = age_weight(reports.age - np.where(np.isfinite(newest_age), newest_age, 0.0)[reports.actor], p.half_life_days)
    actor_value = weighted_stance(np.where(usable, q * relative, 0.0), values, reports.actor, n_actors)
    sources = _distinct_sources(reports, usable)
    hostile = hostile_actors(reports, q, policy) & reports.actor_able
    unusable = reports.actor_able & ~np.isfinite(newest_age)
    outdated = reports.actor_able & ~unusable & (newest < p.newest_age_weight - ROUNDING)
    few = reports.actor_able & ~unusable & ~hostile & (sources < p.independent_sources)
    gap = unusable | outdated | few
    least = min_by(reports.actor_case, np.where(np.isnan(actor_value), np.inf, actor_value), table.n)
    return ToleranceColumns(
        value=np.where(np.isfinite(least), least, p.nobody_able),
        adequate=table.actors_assessed & ~_any_by_case(table, gap),
        hostile=_any_by_case(table, hostile),
        conflicting=_any_by_case(table, _conflicting(reports, usable)),
        actor_value=actor_value,
        actor_hostile=hostile,
        actor_unusable=unusable,
        actor_outdated=outdated,
        actor_few_sources=few,
        actor_sources=sources,
        actor_newest=newest,
        quality=q,
        age_weight=age_weight(reports.age, p.half_life_days),
    )


def _conflicting(reports: ReportColumns, usable: Bools) -> Bools:
    """Find the actors whom usable sources call both hostile and tolerant."""
    n_actors = len(reports.actor_case)
    hostile = np.bincount(reports.actor[usable & np.array(_HOSTILE)[reports.stance]], minlength=n_actors)
    friendly = np.bincount(reports.actor[usable & np.array(_FRIENDLY)[reports.stance]], minlength=n_actors)
    return (hostile > 0) & (friendly > 0)


def _any_by_case(table: CaseTable, by_actor: Bools) -> Bools:
    return max_by(table.reports.actor_case, by_actor.astype(np.float64), table.n) > 0.0
