"""Robustness (METHOD section 7): how often the band holds when weights, values and the way of adding them up are drawn anew.

The draws are common random numbers: made once for a policy, the same for every area and every what-if, so that two answers
never differ by luck. The draws are ordered by their way of aggregating, which lets each way do only the arithmetic it needs.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from functools import lru_cache

import numpy as np

from mrm_desktop.scoring.index import ADVERSE, FULL, weights_of
from mrm_desktop.scoring.policy import Policy
from mrm_desktop.scoring.policy_schema import BandsPolicy, BandThresholds
from mrm_desktop.scoring.table import BANDS, Bools, Floats, Ints

CHUNK_ROWS = 16
"""Areas per pass: small enough for the arrays of a pass to stay in the processor's cache."""


@dataclass(frozen=True, slots=True, eq=False)
class CommonDraws:
    """The random numbers of a policy, shape (d,) each; ``weights`` (4, d).

    The first ``geometric`` draws aggregate geometrically, the next ``arithmetic`` arithmetically, the rest half and half.
    """

    weights: Floats
    acceptance: Floats
    tolerance: Floats
    conduct: Floats
    capability: Floats
    geometric: int
    arithmetic: int
    floor: float

    @property
    def count(self) -> int:
        """Number of draws."""
        return len(self.acceptance)


def common_draws(policy: Policy) -> CommonDraws:
    """Make the draws of a policy, or return those made before."""
    r = policy.robustness
    return _draws(
        r.draws,
        r.seed,
        tuple(float(w) for w in weights_of(policy.index) * r.weight_concentration),
        (r.tolerance_spread, r.conduct_spread, r.capability_spread),
        tuple(r.aggregation.values()),
        policy.index.floor,
    )


@lru_cache(maxsize=8)
def _draws(
    count: int,
    seed: int,
    concentration: tuple[float, ...],
    spreads: tuple[float, float, float],
    shares: tuple[float, ...],
    floor: float,
) -> CommonDraws:
    # every quantity has a stream of its own, so that a change of one parameter leaves the other numbers as they were
    streams = [np.random.default_rng(child) for child in np.random.SeedSequence(seed).spawn(5)]
    gammas = np.stack([streams[0].standard_gamma(c, count) if c > 0 else np.zeros(count) for c in concentration])
    drawn = CommonDraws(
        weights=gammas / gammas.sum(axis=0),
        acceptance=streams[1].standard_normal(count),
        tolerance=spreads[0] * streams[2].triangular(-1.0, 0.0, 1.0, count),
        conduct=spreads[1] * streams[3].uniform(-1.0, 1.0, count),
        capability=spreads[2] * streams[4].uniform(-1.0, 1.0, count),
        geometric=round(shares[0] * count),
        arithmetic=round(shares[1] * count),
        floor=floor,
    )
    for array in (drawn.weights, drawn.acceptance, drawn.tolerance, drawn.conduct, drawn.capability):
        array.setflags(write=False)
    return drawn


@dataclass(frozen=True, slots=True, eq=False)
class Estimates:
    """What is drawn around, shape (n,) each where nothing else is said.

    Attributes
    ----------
    mean, sd : Floats
        Mean and standard deviation of every estimate of A that may govern, shape (n, m); an infinite mean for one that may not.
    everybody_mean, everybody_sd : Floats
        Those of P.
    """

    mean: Floats
    sd: Floats
    everybody_mean: Floats
    everybody_sd: Floats
    tolerance: Floats
    conduct: Floats
    capability: Floats

    def of(self, rows: Ints) -> Estimates:
        """Return those of some rows."""
        return Estimates(**{field.name: getattr(self, field.name)[rows] for field in fields(self)})


def shares(estimates: Estimates, band: Ints, policy: Policy) -> tuple[Floats, Floats]:
    """Share of the draws in the band and below it (METHOD 7).

    Parameters
    ----------
    band : Ints
        Band of the index, position in ``BANDS``, shape (n,).

    Returns
    -------
    tuple of Floats
        Share in the band and share below it, 0 to 1, shape (n,) each.
    """
    draws = common_draws(policy)
    passing, passing_better = np.full(len(band), draws.count), np.zeros(len(band), dtype=np.int64)
    facts = _FactDraws(estimates.conduct, estimates.capability, draws, policy.bands)
    drawn = _Drawn(draws, min(CHUNK_ROWS, len(band)))
    for position in range(len(BANDS)):  # areas of one band together: their thresholds are plain numbers
        members = np.flatnonzero(band == position)
        for start in range(0, len(members), CHUNK_ROWS):
            rows = members[start : start + CHUNK_ROWS]
            drawn.fill(estimates, rows, facts)
            if position < ADVERSE:
                passing[rows] = drawn.passing(policy.bands.of(BANDS[position]), facts.holds[position][facts.row[rows]])
            if position > 0:
                better = position - 1
                passing_better[rows] = drawn.passing(policy.bands.of(BANDS[better]), facts.holds[better][facts.row[rows]])
    return (passing - passing_better) / draws.count, (draws.count - passing) / draws.count


class _FactDraws:
    """Draws of K and C, which come from a few facts and therefore take few distinct values: each distinct pair is drawn once."""

    def __init__(self, conduct: Floats, capability: Floats, draws: CommonDraws, bands: BandsPolicy) -> None:
        # a complex number is a pair that numpy can sort
        _, first, self.row = np.unique(conduct + 1j * capability, return_index=True, return_inverse=True)
        k = np.clip(conduct[first, None] + draws.conduct, draws.floor, 1.0)
        c = np.clip(capability[first, None] + draws.capability, draws.floor, 1.0)
        self.weighted_log = draws.weights[2] * np.log(k) + draws.weights[3] * np.log(c)
        plain = slice(draws.geometric, draws.geometric + draws.arithmetic)
        self.weighted = draws.weights[2, plain] * k[:, plain] + draws.weights[3, plain] * c[:, plain]
        self.least = np.minimum(k[:, plain.stop :], c[:, plain.stop :])
        self.holds = [k >= bands.of(band).conduct for band in BANDS]


class _Drawn:
    """Drawn values of a few areas, shape (rows, draws), in arrays that are used again for the next few.

    ``index`` holds what each way of aggregating compares cheapest: the logarithm of I / 100 for the geometric draws, I / 100 for the
    others. An exponential is taken only where a sum needs it.
    """

    def __init__(self, draws: CommonDraws, rows: int) -> None:
        self.draws = draws
        shape = (rows, draws.count)
        self._acceptance, self._tolerance, self._everybody = np.empty(shape), np.empty(shape), np.empty(shape)
        self._index, self._work = np.empty(shape), np.empty(shape)
        self._passes, self._test = np.empty(shape, dtype=np.bool_), np.empty(shape, dtype=np.bool_)
        self._rows = rows

    def fill(self, estimates: Estimates, rows: Ints, facts: _FactDraws) -> None:
        """Draw around the estimates of ``rows``."""
        draws = self.draws
        self._rows = n = len(rows)
        acceptance, tolerance, index, work = self._acceptance[:n], self._tolerance[:n], self._index[:n], self._work[:n]
        # One deviate for all: A is the lowest of the estimates that may govern.
        acceptance.fill(np.inf)
        for column in range(estimates.mean.shape[1]):
            if np.isfinite(estimates.mean[rows, column]).any():
                np.multiply(estimates.sd[rows, column, None], draws.acceptance, out=work)
                work += estimates.mean[rows, column, None]
                np.minimum(acceptance, work, out=acceptance)
        np.multiply(estimates.everybody_sd[rows, None], draws.acceptance, out=self._everybody[:n])
        self._everybody[:n] += estimates.everybody_mean[rows, None]
        np.clip(acceptance, draws.floor, 1.0, out=acceptance)
        np.add(estimates.tolerance[rows, None], draws.tolerance, out=tolerance)
        np.clip(tolerance, draws.floor, 1.0, out=tolerance)
        np.log(acceptance, out=index)
        index *= draws.weights[0]
        np.log(tolerance, out=work)
        work *= draws.weights[1]
        index += work
        index += facts.weighted_log[facts.row[rows]]
        self._aggregate_otherwise(facts, facts.row[rows])

    def _aggregate_otherwise(self, facts: _FactDraws, row: Ints) -> None:
        """Replace the geometric sum where a draw aggregates arithmetically, or half by the minimum."""
        w, n = self.draws.weights, self._rows
        plain = slice(self.draws.geometric, self.draws.geometric + self.draws.arithmetic)
        half = slice(plain.stop, None)
        acceptance, tolerance, index = self._acceptance[:n], self._tolerance[:n], self._index[:n]
        index[:, plain] = w[0, plain] * acceptance[:, plain] + w[1, plain] * tolerance[:, plain] + facts.weighted[row]
        least = np.minimum(np.minimum(acceptance[:, half], tolerance[:, half]), facts.least[row])
        index[:, half] = (least + np.exp(index[:, half])) / 2.0

    def passing(self, test: BandThresholds, conduct_holds: Bools) -> Ints:
        """Count the draws of each row that pass all tests of a band; that of K is given, shape (rows, draws)."""
        n, first, limit = self._rows, self.draws.geometric, test.index / FULL
        passes, one = self._passes[:n], self._test[:n]
        np.greater_equal(self._index[:n, :first], math.log(limit) if limit > 0 else -math.inf, out=passes[:, :first])
        np.greater_equal(self._index[:n, first:], limit, out=passes[:, first:])
        passes &= np.greater_equal(self._acceptance[:n], test.acceptance, out=one)
        passes &= np.greater_equal(self._tolerance[:n], test.tolerance, out=one)
        passes &= np.greater_equal(self._everybody[:n], test.everybody, out=one)
        passes &= conduct_holds
        counts: Ints = np.count_nonzero(passes, axis=1)
        return counts


def lowered_band(band: Ints, below: Floats, policy: Policy) -> Ints:
    """Use the next lower band where too many draws fall below (METHOD 7), shape (n,)."""
    return np.minimum(band + (below >= policy.robustness.lower_from_share), ADVERSE)


def label(share_in_band: float, policy: Policy) -> str:
    """Name how well the band holds: ``robust``, ``sensitive`` or ``fragile`` (METHOD 7)."""
    if share_in_band >= policy.robustness.robust_share:
        return "robust"
    return "sensitive" if share_in_band >= policy.robustness.sensitive_share else "fragile"
