"""Community acceptance (METHOD section 3): A of the weakest group that may govern, P of everybody here.

Bare array functions first, each one formula; then :func:`estimate_acceptance`, which runs them over the columns of many cases.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from mrm_desktop.domain.evidence import RATING_MAX, RATING_MIN
from mrm_desktop.domain.grades import CREDIBILITIES, RELIABILITIES
from mrm_desktop.domain.vocabulary import EvidenceMethod
from mrm_desktop.scoring.groups import min_by, sum_by
from mrm_desktop.scoring.policy import Policy
from mrm_desktop.scoring.policy_schema import AcceptancePolicy, GradesPolicy
from mrm_desktop.scoring.table import ELSEWHERE, GROUPS, NAMED_STRATA, Bools, CaseTable, Floats, Ints, ItemColumns

_BY_NAME = np.array(sorted(range(len(GROUPS)), key=GROUPS.__getitem__))
ROUNDING = 1e-9
"""Slack for rounding errors in a test against a threshold: a mass of 8 that was summed up to 7.9999999999 is 8."""


def unit_rating(rating: Floats) -> Floats:
    """Bring ratings of -2..2, any shape, to 0..1 (METHOD 3: ``x = (r + 2) / 4``)."""
    return (rating - RATING_MIN) / (RATING_MAX - RATING_MIN)


def quality(reliability: Ints, credibility: Ints, grades: GradesPolicy) -> Floats:
    """Quality of grades (METHOD 3: the lower of the two).

    Parameters
    ----------
    reliability, credibility : Ints
        Positions in ``RELIABILITIES`` and ``CREDIBILITIES``, same shape.

    Returns
    -------
    Floats
        Quality 0 to 1, same shape.
    """
    return _quality_table(tuple(grades.reliability.items()), tuple(grades.credibility.items()))[reliability, credibility]


@lru_cache(maxsize=16)
def _quality_table(reliability: tuple[tuple[str, float], ...], credibility: tuple[tuple[str, float], ...]) -> Floats:
    by_reliability, by_credibility = dict(reliability), dict(credibility)
    return np.minimum.outer([by_reliability[r] for r in RELIABILITIES], [by_credibility[c] for c in CREDIBILITIES])


def effective_number(method: Ints, answered: Floats, design_effect: Floats, policy: AcceptancePolicy) -> Floats:
    """Effective number of answers (METHOD 3), >= 0.

    Parameters
    ----------
    method : Ints
        Position in ``EvidenceMethod``.
    answered : Floats
        People who answered, or groups held, >= 0; same shape.
    design_effect : Floats
        Design effect of a probability survey, >= 1; NaN for the policy's default.
    """
    per_answer = np.array([_per_answer(m, policy) for m in EvidenceMethod])[method]
    probability = method == _PROBABILITY
    stated = np.where(np.isnan(design_effect), policy.design_effect, design_effect)
    return answered * np.where(probability, 1.0 / stated, per_answer)


_PROBABILITY = list(EvidenceMethod).index(EvidenceMethod.PROBABILITY_SURVEY)


def _per_answer(method: EvidenceMethod, policy: AcceptancePolicy) -> float:
    return {
        EvidenceMethod.PROBABILITY_SURVEY: 1.0,
        EvidenceMethod.PURPOSIVE_SURVEY: 1.0 / policy.purposive_divisor,
        EvidenceMethod.FOCUS_GROUP: policy.per_focus_group,
        EvidenceMethod.KEY_INFORMANT: policy.per_key_informant,
        EvidenceMethod.STAFF_OBSERVATION: policy.per_observation,
        EvidenceMethod.MEDIA: policy.per_media_report,
    }[method]


def refusal_factor(refused: Floats, policy: AcceptancePolicy) -> Floats:
    """Factor for refusals, 0 to 1 (METHOD 3: ``1 - refused``, halved again above a quarter)."""
    return (1.0 - refused) * np.where(refused > policy.high_refusal, policy.high_refusal_factor, 1.0)


def age_weight(age: Floats, half_life: float) -> Floats:
    """Weight of evidence ``age`` days old, 0 to 1 (METHOD 3 and 4: ``2^(-age / H)``)."""
    return np.exp2(age / -half_life)


def cap_factor(unaged: Floats, item_quality: Floats, source: Ints, cap: float) -> Floats:
    """Scale the masses of each source down to its caps, *before* ageing (METHOD 3).

    Each quality of a source has a cap of its own, ``cap * q^2``; stronger items are filled first, together never beyond the cap of
    the strongest. So a big sample cannot buy back a weak source, and a weak item cannot drag a strong one down.

    Parameters
    ----------
    unaged : Floats
        Mass without age and reset factor, > 0, shape (k,).
    item_quality : Floats
        Quality of each item, shape (k,).
    source : Ints
        What shares a cap, any numbers, shape (k,).
    cap : float
        Mass that a source of quality 1 may have.

    Returns
    -------
    Floats
        Factor 0 to 1 per item, shape (k,): what its quality got over what it had.
    """
    if not len(unaged):
        return unaged
    order = np.lexsort((-item_quality, source))
    source_at, quality_at = source[order], item_quality[order]
    new_source = np.append(True, source_at[1:] != source_at[:-1])
    new_level = new_source | np.append(True, quality_at[1:] != quality_at[:-1])
    level = np.cumsum(new_level) - 1
    first = np.flatnonzero(new_level)
    had = sum_by(level, unaged[order], len(first))
    allowed = cap * np.square(quality_at[first])
    opens = new_source[first]
    of_source, start = np.cumsum(opens) - 1, np.flatnonzero(opens)
    rank = np.arange(len(first)) - start[of_source]
    left, got = allowed[start], np.zeros(len(first))
    for position in range(int(rank.max()) + 1):  # the strongest level of every source, then the next; there are few qualities
        at = np.flatnonzero(rank == position)
        got[at] = np.minimum(np.minimum(had[at], allowed[at]), left[of_source[at]])
        left[of_source[at]] -= got[at]
    factor = np.empty_like(unaged)
    factor[order] = np.where(had > 0.0, got / np.where(had > 0.0, had, 1.0), 0.0)[level]
    return factor


@dataclass(frozen=True, slots=True, eq=False)
class Estimate:
    """An estimate with its interval, each 0 to 1 and of one shape; ``mass`` >= 0 and the sum of mass times value, ``weighted``."""

    mean: Floats
    sd: Floats
    low: Floats
    high: Floats
    mass: Floats
    weighted: Floats


def posterior(mass: Floats, weighted: Floats, policy: AcceptancePolicy, prior_mean: float | None = None) -> Estimate:
    """Estimate with the cautious prior (METHOD 3).

    Parameters
    ----------
    mass : Floats
        Sum of the masses, any shape, >= 0.
    weighted : Floats
        Sum of mass times value, same shape.
    prior_mean : float | None
        What is held before anybody answered, 0 to 1; None for the policy's.
    """
    prior = policy.prior_mean if prior_mean is None else prior_mean
    total = policy.prior_mass + mass
    mean = (policy.prior_mass * prior + weighted) / total
    sd = np.sqrt(np.maximum(mean * (1.0 - mean), 0.0) / (total + 1.0))
    low, high = np.maximum(0.0, mean - policy.z * sd), np.minimum(1.0, mean + policy.z * sd)
    return Estimate(mean, sd, low, high, mass, weighted)


@dataclass(frozen=True, slots=True, eq=False)
class ItemMasses:
    """Working of each item, shape (k,).

    Attributes
    ----------
    counts : Bools
        Whether the item counts: good enough, and not without mass.
    effective, refusals : Floats
        Effective number and factor for refusals.
    unaged : Floats
        Mass before cap and age.
    age_weight, decay : Floats
        Weight of the age without and with the reset factor.
    cap : Floats
        Cap factor, the cap shared by all groups of the source; 0 where the item does not count.
    mass : Floats
        Mass among everybody, its cap shared by all groups of the source.
    """

    quality: Floats
    counts: Bools
    effective: Floats
    refusals: Floats
    unaged: Floats
    age_weight: Floats
    decay: Floats
    cap: Floats
    mass: Floats


@dataclass(frozen=True, slots=True, eq=False)
class GroupMasses:
    """Working of each item within its own group, where caps rest on the group's items alone, shape (k,).

    0 where the item does not count or names no group.

    Attributes
    ----------
    cap : Floats
        Cap factor, 0 to 1.
    relative_age : Floats
        Days.
    relative_decay : Floats
        Weight of the relative age, with the reset factor.
    aged, relative : Floats
        Masses as aged and by relative ages.
    """

    cap: Floats
    relative_age: Floats
    relative_decay: Floats
    aged: Floats
    relative: Floats


def item_masses(items: ItemColumns, policy: Policy) -> ItemMasses:
    """Masses of the items: effective number, refusals, quality, cap, age (METHOD 3)."""
    p = policy.acceptance
    q = quality(items.reliability, items.credibility, policy.grades)
    effective = effective_number(items.method, items.answered, items.design_effect, p)
    refusals = refusal_factor(items.refused, p)
    unaged = effective * refusals * q
    counts = (q >= policy.adequacy.source_quality - ROUNDING) & (unaged > 0.0)
    aged = age_weight(items.age, p.half_life_days)
    decay = aged * np.where(items.reset, p.reset_factor, 1.0)
    cap, mass = np.zeros(len(q)), np.zeros(len(q))
    cap[counts] = cap_factor(unaged[counts], q[counts], items.source[counts], p.source_cap)
    mass[counts] = unaged[counts] * decay[counts] * cap[counts]
    return ItemMasses(q, counts, effective, refusals, unaged, aged, decay, cap, mass)


def relative_ages(age: Floats, unaged: Floats, item_quality: Floats, group: Ints, source: Ints, policy: Policy) -> Floats:
    """Ages counted from the latest day from which on a group was well heard (METHOD 3), shape (k,), >= 0.

    Bad news does not expire by itself, and a thin new answer does not push an adequate old one aside.

    Parameters
    ----------
    age : Floats
        Days, shape (k,).
    group : Ints
        What is heard together, any numbers >= 0, shape (k,).
    source : Ints
        What shares a cap within a group, shape (k,).
    """
    if not len(age):
        return age
    order = np.lexsort((age, group))
    group_at, age_at = group[order], age[order]
    starts = np.append(True, group_at[1:] != group_at[:-1])
    day = np.cumsum(starts | np.append(True, age_at[1:] != age_at[:-1])) - 1  # each distinct day of each group
    number = np.cumsum(starts) - 1
    first_of_day = np.flatnonzero(np.append(True, day[1:] != day[:-1]))
    days_end = np.append(np.flatnonzero(starts)[1:], len(order))
    last_day = day[days_end - 1]
    # Every item stands in its own day and in each older one of its group: "from this day on".
    times = last_day[number] - day + 1
    item = np.repeat(np.arange(len(order)), times)
    since = day[item] + np.arange(len(item)) - np.repeat(np.cumsum(times) - times, times)
    masses, qualities, sources = unaged[order][item], item_quality[order][item], source[order][item]
    width = int(source.max()) + 1
    capped = masses * cap_factor(masses, qualities, since * width + sources, policy.acceptance.source_cap)
    enough = sum_by(since, capped, int(day[-1]) + 1) >= policy.adequacy.total_mass - ROUNDING
    of_day = number[first_of_day]
    # The latest such day; the oldest of all where a group was never well heard.
    oldest = age_at[days_end - 1]
    reference = np.minimum(min_by(of_day[enough], age_at[first_of_day][enough], len(days_end)), oldest)
    result = np.empty_like(age)
    result[order] = np.maximum(0.0, age_at - reference[number])
    return result


@dataclass(frozen=True, slots=True, eq=False)
class AcceptanceColumns:
    """Acceptance of many cases, shape (n,) where nothing else is said.

    Attributes
    ----------
    everybody : Estimate
        Everybody here together, as aged; its ``low`` is P.
    aged, relative : Estimate
        Each group as aged and by relative ages, shape (n, 6) in the order of ``GROUPS``.
    may_govern : Bools
        Which estimates may govern, shape (n, 2, 6): as aged, by relative ages.
    low : Floats
        A: the lowest ``low`` of those that may govern.
    governing : Ints
        The governing group, position in ``GROUPS``.
    governs_by_relative_ages : Bools
        Whether it is its estimate by relative ages that governs.
    mass : Floats
        M of everybody here.
    by_stratum : Floats
        Mass of each stratum among everybody, shape (n, 5) in the order of ``NAMED_STRATA``.
    rejects : Bools
        Groups that reject the mission, shape (n, 6).
    takes_sides, minds_being_seen : Bools
        Groups most of which say so, shape (n, 7): ``GROUPS``, then everybody here together.
    """

    everybody: Estimate
    aged: Estimate
    relative: Estimate
    may_govern: Bools
    low: Floats
    governing: Ints
    governs_by_relative_ages: Bools
    mass: Floats
    by_stratum: Floats
    sources: Ints
    enough_mass: Bools
    enough_sources: Bools
    stratum_heard: Bools
    adequate: Bools
    rejects: Bools
    takes_sides: Bools
    minds_being_seen: Bools
    items: ItemMasses
    own: GroupMasses


def estimate_acceptance(table: CaseTable, policy: Policy) -> AcceptanceColumns:
    """Run section 3 over all cases of a table.

    Returns
    -------
    AcceptanceColumns
        A case without evidence has mass 0 and the prior for its estimates: never adequate.
    """
    items, p = table.items, policy.acceptance
    masses = item_masses(items, policy)
    x = unit_rating(items.rating)
    here = np.where(items.group == ELSEWHERE, 0.0, masses.mass)
    mass = sum_by(items.case, here, table.n)
    everybody = posterior(mass, sum_by(items.case, here * x, table.n), p)
    named = masses.counts & (items.group >= 0)
    group = items.case * len(GROUPS) + items.group
    aged, relative, own = _by_group(table, named, group, x, masses, policy)
    strata = _grid(sum_by(group[named], masses.mass[named], table.n * len(GROUPS)), table)[:, : len(NAMED_STRATA)]
    heard = strata >= policy.adequacy.stratum_mass - ROUNDING
    sources = independent_sources(table, masses, policy)
    enough_mass, enough_sources = mass >= policy.adequacy.total_mass - ROUNDING, sources >= policy.adequacy.sources
    may_govern = _may_govern(table, relative, policy)
    both = np.where(may_govern, np.stack([aged.low, relative.low], axis=1), np.inf)
    lows, rows = both.min(axis=1), np.arange(table.n)
    lowest = lows <= lows.min(axis=1, keepdims=True) + ROUNDING
    governing = _BY_NAME[lowest[:, _BY_NAME].argmax(axis=1)]  # of several, the first name
    rule = policy.excluded_group
    return AcceptanceColumns(
        everybody=everybody,
        aged=aged,
        relative=relative,
        may_govern=may_govern,
        low=np.where(np.isfinite(lows.min(axis=1)), lows.min(axis=1), everybody.low),
        governing=governing,
        governs_by_relative_ages=both[rows, 1, governing] < both[rows, 0, governing],
        mass=mass,
        by_stratum=strata,
        sources=sources,
        enough_mass=enough_mass,
        enough_sources=enough_sources,
        stratum_heard=heard,
        adequate=enough_mass & enough_sources & (heard | ~table.required).all(axis=1),
        rejects=(relative.mean < rule.mean_below - ROUNDING)
        & (relative.high < rule.high_below - ROUNDING)
        & (relative.mass >= rule.mass - ROUNDING),
        takes_sides=shares_said(table, masses, items.takes_sides, policy).most,
        minds_being_seen=shares_said(table, masses, items.minds_being_seen, policy).most,
        items=masses,
        own=own,
    )


def independent_sources(table: CaseTable, masses: ItemMasses, policy: Policy) -> Ints:
    """Count the sources here with an item heavy enough (METHOD 3), shape (n,)."""
    items = table.items
    counts = (masses.mass > policy.adequacy.source_mass + ROUNDING) & (items.group != ELSEWHERE)
    per_source = np.bincount(items.source[counts], minlength=items.n_sources) > 0
    return np.bincount(items.source_case[per_source], minlength=table.n)


def _grid(values: Floats, table: CaseTable) -> Floats:
    return values.reshape(table.n, len(GROUPS))


def _by_group(
    table: CaseTable, named: Bools, group: Ints, x: Floats, masses: ItemMasses, policy: Policy
) -> tuple[Estimate, Estimate, GroupMasses]:
    """Estimate each group from its items alone, as aged and by relative ages, shape (n, 6) each, with the working of each item."""
    items, p, size = table.items, policy.acceptance, table.n * len(GROUPS)
    own, q, unaged, source = group[named], masses.quality[named], masses.unaged[named], items.source[named]
    cap = cap_factor(unaged, q, own * max(items.n_sources, 1) + source, p.source_cap)
    younger = relative_ages(items.age[named], unaged, q, own, source, policy)
    decay = age_weight(younger, p.half_life_days) * np.where(items.reset[named], p.reset_factor, 1.0)
    in_group = [unaged * cap * weight for weight in (masses.decay[named], decay)]
    aged, relative = (
        posterior(_grid(sum_by(own, mass, size), table), _grid(sum_by(own, mass * x[named], size), table), p) for mass in in_group
    )
    working = np.zeros((5, len(named)))
    working[:, named] = cap, younger, decay, *in_group
    return aged, relative, GroupMasses(*working)


def _may_govern(table: CaseTable, relative: Estimate, policy: Policy) -> Bools:
    """Tell which estimates may govern: of a required group both, however thin; of any other group that is well heard the relative one."""
    required = np.zeros((table.n, len(GROUPS)), dtype=np.bool_)
    required[:, : len(NAMED_STRATA)] = table.required
    well_heard = relative.mass >= policy.adequacy.total_mass - ROUNDING
    return np.stack([required, required | well_heard], axis=1)


@dataclass(frozen=True, slots=True, eq=False)
class SaidShares:
    """What each group, and everybody here, says to one question (METHOD 3, G8b).

    Attributes
    ----------
    found : Estimate
        The estimates, shape (n, 7): the groups, then everybody here.
    most : Bools
        Whether most of them say so, same shape.
    item, column : Ints
        Of each weight the item that has it and the group in which it counts; an item weighs in its own and among everybody.
    cap, relative_age, relative_decay, mass : Floats
        The weights.
    """

    found: Estimate
    most: Bools
    item: Ints
    column: Ints
    cap: Floats
    relative_age: Floats
    relative_decay: Floats
    mass: Floats


def shares_said(table: CaseTable, masses: ItemMasses, said: Floats, policy: Policy) -> SaidShares:
    """Estimate the shares of those who say so, from the items that carry the question alone (METHOD 3, G8b)."""
    items, p, rule = table.items, policy.acceptance, policy.takes_sides
    width = len(GROUPS) + 1
    asked = masses.counts & ~np.isnan(said)
    named, here = np.flatnonzero(asked & (items.group >= 0)), np.flatnonzero(asked & (items.group != ELSEWHERE))
    at = np.concatenate([named, here])
    group = np.concatenate([items.case[named] * width + items.group[named], items.case[here] * width + len(GROUPS)])
    q, unaged, source = masses.quality[at], masses.unaged[at], items.source[at]
    cap = cap_factor(unaged, q, group * max(items.n_sources, 1) + source, p.source_cap)
    younger = relative_ages(items.age[at], unaged, q, group, source, policy)
    decay = age_weight(younger, p.half_life_days) * np.where(items.reset[at], p.reset_factor, 1.0)
    mass = unaged * cap * decay
    total, weighted = (sum_by(group, weight, table.n * width).reshape(table.n, width) for weight in (mass, mass * said[at]))
    found = posterior(total, weighted, p, rule.prior_mean)
    most: Bools = (found.mean - p.z * found.sd > rule.above + ROUNDING) & (found.mass >= rule.mass - ROUNDING)
    return SaidShares(found, most, at, group % width, cap, younger, decay, mass)
