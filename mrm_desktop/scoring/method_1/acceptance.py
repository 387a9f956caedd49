"""Community acceptance A (METHOD section 3): how much evidence there is, what it says, and how sure that is.

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
from mrm_desktop.scoring.method_1.policy import AcceptancePolicy, GradesPolicy, Policy
from mrm_desktop.scoring.table import NAMED_STRATA, Bools, CaseTable, Floats, Ints, ItemColumns

ROUNDING = 1e-9
"""Slack for rounding errors in a test against a threshold: a mass of 8 that was summed up to 7.9999999999 is 8."""

_WIDTH = len(NAMED_STRATA) + 1


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


def cap_factor(unaged: Floats, item_quality: Floats, group: Ints, n_groups: int, cap: float) -> Floats:
    """Scale the masses of each source down to its cap *before* ageing (METHOD 3).

    Parameters
    ----------
    unaged : Floats
        Mass without age and reset factor, shape (k,).
    item_quality : Floats
        Quality of each item, shape (k,); infinity for an item that is not looked at.
    group : Ints
        Source of each item, shape (k,).
    cap : float
        Mass that a source of quality 1 may have.

    Returns
    -------
    Floats
        Factor 0 to 1 per item, shape (k,): ``min(1, cap * q^2 / sum)``, q the weakest of the source's items.
    """
    total = sum_by(group, unaged, n_groups)
    weakest = min_by(group, item_quality, n_groups)
    allowed = cap * np.square(np.where(np.isinf(weakest), 0.0, weakest))
    scale = np.where(total > allowed, allowed / np.where(total > 0.0, total, 1.0), 1.0)
    return scale[group]


def posterior(mass: Floats, weighted: Floats, policy: AcceptancePolicy) -> tuple[Floats, Floats, Floats, Floats]:
    """Estimate with the cautious prior (METHOD 3).

    Parameters
    ----------
    mass : Floats
        Sum of the masses, any shape, >= 0.
    weighted : Floats
        Sum of mass times x, same shape.

    Returns
    -------
    tuple of Floats
        Mean, standard deviation, A_lo and A_hi, each 0 to 1.
    """
    total = policy.prior_mass + mass
    mean = (policy.prior_mass * policy.prior_mean + weighted) / total
    sd = np.sqrt(np.maximum(mean * (1.0 - mean), 0.0) / (total + 1.0))
    return mean, sd, np.maximum(0.0, mean - policy.z * sd), np.minimum(1.0, mean + policy.z * sd)


@dataclass(frozen=True, slots=True, eq=False)
class ItemMasses:
    """Working of each item, shape (k,): quality, mass before cap and age, age weight with and without the reset factor, mass."""

    quality: Floats
    unaged: Floats
    age_weight: Floats
    decay: Floats
    mass: Floats


@dataclass(frozen=True, slots=True, eq=False)
class AcceptanceColumns:
    """Acceptance of many cases, shape (n,) but for the strata, shape (n, 5) in the order of ``NAMED_STRATA``."""

    mean: Floats
    sd: Floats
    low: Floats
    high: Floats
    mass: Floats
    by_stratum: Floats
    sources: Ints
    enough_mass: Bools
    enough_sources: Bools
    stratum_heard: Bools
    adequate: Bools
    excluded: Bools
    any_excluded: Bools
    items: ItemMasses


def item_masses(items: ItemColumns, policy: Policy) -> ItemMasses:
    """Masses of the items: effective number, refusals, quality, cap, age (METHOD 3)."""
    p = policy.acceptance
    q = quality(items.reliability, items.credibility, policy.grades)
    unaged = effective_number(items.method, items.answered, items.design_effect, p) * refusal_factor(items.refused, p) * q
    aged = age_weight(items.age, p.half_life_days)
    decay = aged * np.where(items.reset, p.reset_factor, 1.0)
    cap = cap_factor(unaged, q, items.source, items.n_sources, p.source_cap)
    return ItemMasses(q, unaged, aged, decay, unaged * decay * cap)


def independent_sources(table: CaseTable, masses: ItemMasses, policy: Policy) -> Ints:
    """Count the sources with an item good and heavy enough (METHOD 3), shape (n,)."""
    items = table.items
    counts = (masses.quality >= policy.adequacy.source_quality - ROUNDING) & (masses.mass > policy.adequacy.source_mass + ROUNDING)
    per_source = np.bincount(items.source[counts], minlength=items.n_sources) > 0
    return np.bincount(items.source_case[per_source], minlength=table.n)


def estimate_acceptance(table: CaseTable, policy: Policy) -> AcceptanceColumns:
    """Run section 3 over all cases of a table.

    Returns
    -------
    AcceptanceColumns
        A case without evidence has mass 0 and the prior for its estimate: never adequate.
    """
    items = table.items
    masses = item_masses(items, policy)
    x = unit_rating(items.rating)
    by_group = sum_by(items.case * _WIDTH + items.group + 1, masses.mass, table.n * _WIDTH).reshape(table.n, _WIDTH)
    mass = sum_by(items.case, masses.mass, table.n)
    mean, sd, low, high = posterior(mass, sum_by(items.case, masses.mass * x, table.n), policy.acceptance)
    sources = independent_sources(table, masses, policy)
    by_stratum = by_group[:, 1:]
    enough_mass = mass >= policy.adequacy.total_mass - ROUNDING
    enough_sources = sources >= policy.adequacy.sources
    heard = by_stratum >= policy.adequacy.stratum_mass - ROUNDING
    adequate = enough_mass & enough_sources & (heard | ~table.required).all(axis=1)
    excluded = excluded_groups(table, masses, x, policy)
    return AcceptanceColumns(
        mean=mean,
        sd=sd,
        low=low,
        high=high,
        mass=mass,
        by_stratum=by_stratum,
        sources=sources,
        enough_mass=enough_mass,
        enough_sources=enough_sources,
        stratum_heard=heard,
        adequate=adequate,
        excluded=excluded,
        any_excluded=np.logical_or.reduce(excluded, axis=1),
        items=masses,
    )


def excluded_groups(table: CaseTable, masses: ItemMasses, x: Floats, policy: Policy) -> Bools:
    """Find the confidently negative strata (METHOD 3): bad news does not expire by itself.

    Returns
    -------
    Bools
        Shape (n, 5), in the order of ``NAMED_STRATA``.
    """
    items, rule = table.items, policy.excluded_group
    recent = (items.age <= rule.max_age_days) & (items.group >= 0)
    if not recent.any():
        return np.zeros((table.n, len(NAMED_STRATA)), dtype=np.bool_)
    reset = np.where(items.reset, policy.acceptance.reset_factor, 1.0)
    mean, high, mass = _on_these_alone(table, recent, masses, reset, x, policy)
    negative = (mean < rule.mean_below - ROUNDING) & (high < rule.high_below - ROUNDING) & (mass >= rule.mass - ROUNDING)
    group = items.case * _WIDTH + items.group + 1
    newest_age = min_by(group, np.where(recent, items.age, np.inf), table.n * _WIDTH)
    newest = recent & (items.age <= newest_age[group] + rule.newest_window_days)
    mean, _, mass = _on_these_alone(table, newest, masses, masses.decay, x, policy)
    answered = (mass >= rule.newest_mass - ROUNDING) & (mean >= rule.newest_mean - ROUNDING)
    excluded = (negative & ~answered).reshape(table.n, _WIDTH)[:, 1:]
    return np.ascontiguousarray(excluded)


def _stratum_sources(items: ItemColumns) -> tuple[Ints, int]:
    """Give a number to the (case, stratum, source) triples."""
    _, numbers = np.unique(items.source * _WIDTH + items.group + 1, return_inverse=True)
    return numbers.astype(np.int64), int(numbers.max(initial=-1)) + 1


def _on_these_alone(
    table: CaseTable, chosen: Bools, masses: ItemMasses, decay: Floats, x: Floats, policy: Policy
) -> tuple[Floats, Floats, Floats]:
    """Estimate each stratum from the chosen items, their caps recomputed on them alone: mean, A_hi and mass by (case, stratum)."""
    items = table.items
    unaged = np.where(chosen, masses.unaged, 0.0)
    q = np.where(chosen, masses.quality, np.inf)
    cap = cap_factor(unaged, q, *_stratum_sources(items), policy.acceptance.source_cap)
    mass = unaged * decay * cap
    group = items.case * _WIDTH + items.group + 1
    total = sum_by(group, mass, table.n * _WIDTH)
    mean, _, _, high = posterior(total, sum_by(group, mass * x, table.n * _WIDTH), policy.acceptance)
    return mean, high, total
