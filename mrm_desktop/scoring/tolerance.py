"""Armed-actor tolerance T (METHOD section 4): the worst actor governs, nothing averages it away."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mrm_desktop.domain.vocabulary import Stance
from mrm_desktop.scoring.acceptance import ROUNDING, age_weight, quality
from mrm_desktop.scoring.groups import max_by, min_by, sum_by
from mrm_desktop.scoring.policy import Policy
from mrm_desktop.scoring.table import NO_DAY, STANCES, Bools, CaseTable, Floats, Ints, ReportColumns

_UNKNOWN = STANCES.index(Stance.UNKNOWN)
_HOSTILE = np.array([stance in (Stance.HOSTILE, Stance.TARGETING) for stance in STANCES])
_FRIENDLY = np.array([stance in (Stance.SUPPORTIVE, Stance.TOLERANT) for stance in STANCES])


@dataclass(frozen=True, slots=True, eq=False)
class ToleranceColumns:
    """Tolerance of many cases.

    Attributes
    ----------
    value : Floats
        T, shape (n,), 0 to 1: the least of the actors able to do harm; the policy's value where there is none.
    adequate : Bools
        Whether the actors were assessed and none is a gap, shape (n,).
    nobody_able, check_outdated : Bools
        Whether no actor able to do harm is known, and whether that was looked at too long ago, shape (n,).
    hostile : Bools
        Whether a hostile actor able to do harm is here, shape (n,).
    conflicting : Bools
        Whether usable sources on one actor call it both hostile and tolerant, shape (n,).
    actor_value : Floats
        t by actor; NaN where nothing is known of its stance or it is not able to do harm.
    actor_mean : Floats
        Weighted mean of the stances by actor, before the worst trusted one pulls it down; NaN where nothing usable is reported.
    actor_hostile, actor_unusable, actor_outdated, actor_few_sources : Bools
        Hostility and gaps by actor; False where the actor is not able to do harm.
    actor_sources : Ints
        Independent sources by actor.
    actor_newest : Floats
        Age weight of the newest usable source by actor, 0 to 1.
    used : Bools
        The newest usable report of each source, by report.
    speaks : Bools
        Those of them that make an independent source while they are young enough, by report.
    quality, age_weight : Floats
        By report.
    """

    value: Floats
    adequate: Bools
    nobody_able: Bools
    check_outdated: Bools
    hostile: Bools
    conflicting: Bools
    actor_value: Floats
    actor_mean: Floats
    actor_hostile: Bools
    actor_unusable: Bools
    actor_outdated: Bools
    actor_few_sources: Bools
    actor_sources: Ints
    actor_newest: Floats
    used: Bools
    speaks: Bools
    quality: Floats
    age_weight: Floats

    @property
    def actor_gap(self) -> Bools:
        """Whether an actor's stance is a gap."""
        return self.actor_unusable | self.actor_outdated | self.actor_few_sources


def newest_of_each_source(reports: ReportColumns, usable: Bools) -> Bools:
    """Choose the report with which each source speaks: its newest usable one, of one day the worse. Shape (k,)."""
    chosen = np.zeros(len(reports.actor), dtype=np.bool_)
    rows = np.flatnonzero(usable)
    order = rows[np.lexsort((-reports.stance[rows], reports.age[rows], reports.actor_source[rows]))]
    sources = reports.actor_source[order]
    chosen[order[np.append(True, sources[1:] != sources[:-1])[: len(order)]]] = True
    return chosen


def weighted_stance(weight: Floats, value: Floats, actor: Ints, n_actors: int) -> Floats:
    """Weighted mean of the stances of each actor (METHOD 4), 0 to 1; NaN for an actor without weight. Shapes (k,) to (n_actors,)."""
    total = sum_by(actor, weight, n_actors)
    mean = sum_by(actor, weight * value, n_actors) / np.where(total > 0.0, total, 1.0)
    return np.where(total > 0.0, mean, np.nan)


def hostile_actors(reports: ReportColumns, report_quality: Floats, policy: Policy) -> Bools:
    """Find the hostile actors (METHOD 4): a report of hostility stands, however old, until enough later sources lift it.

    Returns
    -------
    Bools
        Shape (actors,), whether able to do harm or not.
    """
    p, n_actors = policy.tolerance, len(reports.actor_case)
    counts = report_quality >= p.hostile_quality - ROUNDING
    hostile = counts & _HOSTILE[reports.stance]
    newest_age = min_by(reports.actor[hostile], reports.age[hostile], n_actors)
    later = counts & (reports.stance != _UNKNOWN) & (reports.age < newest_age[reports.actor])
    friendly = _distinct_sources(reports, later & _FRIENDLY[reports.stance]) >= p.lifting_sources
    not_hostile = _distinct_sources(reports, later) >= p.lifting_sources_not_hostile
    return np.isfinite(newest_age) & ~friendly & ~not_hostile


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
    used = newest_of_each_source(reports, usable)
    newest_age = min_by(reports.actor[used], reports.age[used], n_actors)
    newest = np.where(np.isfinite(newest_age), age_weight(newest_age, p.half_life_days), 0.0)
    weight = age_weight(reports.age, p.half_life_days)
    hostile = hostile_actors(reports, q, policy) & reports.actor_able
    young = weight >= p.newest_age_weight - ROUNDING
    trusted = q >= p.hostile_quality - ROUNDING
    speaks = used & (trusted | ~_HOSTILE[reports.stance])
    sources = _distinct_sources(reports, speaks & young)
    unusable = reports.actor_able & ~hostile & ~np.isfinite(newest_age)
    outdated = reports.actor_able & ~hostile & ~unusable & (newest < p.newest_age_weight - ROUNDING)
    few = reports.actor_able & ~hostile & ~unusable & (sources < p.independent_sources)
    mean, value = _actor_values(reports, used, trusted, q, newest_age, policy)
    value = np.where(np.isnan(value) & hostile, p.stances[Stance.HOSTILE.value], value)
    least = min_by(reports.actor_case, np.where(np.isnan(value), np.inf, value), table.n)
    nobody_able = table.actors_assessed & ~_any_by_case(table, reports.actor_able)
    checked = (table.actors_checked != NO_DAY) & (table.assessed_on - table.actors_checked <= p.nobody_able_max_age_days)
    return ToleranceColumns(
        value=np.where(np.isfinite(least), least, p.nobody_able),
        adequate=table.actors_assessed & ~_any_by_case(table, unusable | outdated | few) & (checked | ~nobody_able),
        nobody_able=nobody_able,
        check_outdated=nobody_able & ~checked,
        hostile=_any_by_case(table, hostile),
        conflicting=_any_by_case(table, _conflicting(reports, used)),
        actor_value=value,
        actor_mean=mean,
        actor_hostile=hostile,
        actor_unusable=unusable,
        actor_outdated=outdated,
        actor_few_sources=few,
        actor_sources=sources,
        actor_newest=newest,
        used=used,
        speaks=speaks,
        quality=q,
        age_weight=weight,
    )


def _actor_values(
    reports: ReportColumns, used: Bools, trusted: Bools, q: Floats, newest_age: Floats, policy: Policy
) -> tuple[Floats, Floats]:
    """Return m and t of each actor: the mean of the stances, and half way to the worst where trusted sources do not all say the same."""
    p, n_actors = policy.tolerance, len(reports.actor_case)
    stances = np.array([p.stances.get(stance.value, 0.0) for stance in STANCES])[reports.stance]
    # Ages relative to the newest report leave the mean unchanged and keep very old weights from underflowing to zero.
    relative = age_weight(reports.age - np.where(np.isfinite(newest_age), newest_age, 0.0)[reports.actor], p.half_life_days)
    mean = weighted_stance(np.where(used, q * relative, 0.0), stances, reports.actor, n_actors)
    best = used & trusted
    worst = min_by(reports.actor[best], stances[best], n_actors)
    differ = max_by(reports.actor[best], stances[best], n_actors) > worst
    return mean, np.where(differ, (mean + np.minimum(mean, worst)) / 2.0, mean)


def _conflicting(reports: ReportColumns, used: Bools) -> Bools:
    """Find the actors whom usable sources call both hostile and tolerant."""
    n_actors = len(reports.actor_case)
    hostile = np.bincount(reports.actor[used & _HOSTILE[reports.stance]], minlength=n_actors)
    friendly = np.bincount(reports.actor[used & _FRIENDLY[reports.stance]], minlength=n_actors)
    return (hostile > 0) & (friendly > 0)


def _any_by_case(table: CaseTable, by_actor: Bools) -> Bools:
    return max_by(table.reports.actor_case, by_actor.astype(np.float64), table.n) > 0.0
