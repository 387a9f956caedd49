"""Robustness (METHOD section 7): how often the band holds when weights, values and the way of adding them up are drawn anew.

The draws are common random numbers: made once for a policy, the same for every area and every what-if, so that two answers
never differ by luck. The draws are ordered by their way of aggregating, which lets each way do only the arithmetic it needs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from mrm_desktop.scoring.index import ADVERSE, FULL, thresholds, weights_of
from mrm_desktop.scoring.policy import Policy
from mrm_desktop.scoring.table import Bools, Floats, Ints

CHUNK_ROWS = 32
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
    """What is drawn around, shape (n,) each: mean and standard deviation of A, T, K, C."""

    mean: Floats
    sd: Floats
    tolerance: Floats
    conduct: Floats
    capability: Floats


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
    n = len(band)
    passing, passing_better = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
    conduct_rows = _Spread(estimates.conduct, draws.conduct, draws.weights[2], draws)
    capability_rows = _Spread(estimates.capability, draws.capability, draws.weights[3], draws)
    limits = {name: thresholds(policy.bands, name) for name in ("index", "acceptance", "tolerance", "conduct")}
    for start in range(0, n, CHUNK_ROWS):
        rows = slice(start, min(start + CHUNK_ROWS, n))
        drawn = _Drawn(estimates, rows, conduct_rows, capability_rows, draws)
        passing[rows] = drawn.passing(limits, band[rows])
        passing_better[rows] = drawn.passing(limits, band[rows] - 1)
    return (passing - passing_better) / draws.count, (draws.count - passing) / draws.count


class _Spread:
    """Drawn values of a component that takes few distinct values over many areas: each distinct value is drawn once."""

    def __init__(self, values: Floats, noise: Floats, weights: Floats, draws: CommonDraws) -> None:
        distinct, self.row = np.unique(values, return_inverse=True)
        self.value = np.clip(distinct[:, None] + noise, draws.floor, 1.0)
        self.weighted_log = weights * np.log(self.value)


class _Drawn:
    """Drawn values of some rows, shape (rows, draws), and the index of each draw."""

    def __init__(self, estimates: Estimates, rows: slice, conduct: _Spread, capability: _Spread, draws: CommonDraws) -> None:
        self.acceptance = np.clip(estimates.mean[rows, None] + estimates.sd[rows, None] * draws.acceptance, draws.floor, 1.0)
        self.tolerance = np.clip(estimates.tolerance[rows, None] + draws.tolerance, draws.floor, 1.0)
        self.conduct = conduct.value[conduct.row[rows]]
        capability_value = capability.value[capability.row[rows]]
        log_sum = (
            draws.weights[0] * np.log(self.acceptance)
            + draws.weights[1] * np.log(self.tolerance)
            + conduct.weighted_log[conduct.row[rows]]
            + capability.weighted_log[capability.row[rows]]
        )
        self.index = FULL * np.exp(log_sum)
        first, last = draws.geometric, draws.geometric + draws.arithmetic
        parts = (self.acceptance, self.tolerance, self.conduct, capability_value)
        self.index[:, first:last] = FULL * sum(draws.weights[i, first:last] * part[:, first:last] for i, part in enumerate(parts))
        least = np.minimum(np.minimum(parts[0], parts[1]), np.minimum(parts[2], parts[3]))[:, last:]
        self.index[:, last:] = (FULL * least + self.index[:, last:]) / 2.0

    def passing(self, limits: Mapping[str, Floats], band: Ints) -> Ints:
        """Count the draws that pass all tests of ``band``; none for a band above the best, all for the last."""
        known = np.maximum(band, 0)
        passes: Bools = (
            (self.index >= limits["index"][known, None])
            & (self.acceptance >= limits["acceptance"][known, None])
            & (self.tolerance >= limits["tolerance"][known, None])
            & (self.conduct >= limits["conduct"][known, None])
        )
        counts = np.count_nonzero(passes, axis=1)
        return np.where(band < 0, 0, np.where(band == ADVERSE, passes.shape[1], counts))


def lowered_band(band: Ints, below: Floats, policy: Policy) -> Ints:
    """Use the next lower band where too many draws fall below (METHOD 7), shape (n,)."""
    return np.minimum(band + (below >= policy.robustness.lower_from_share), ADVERSE)


def label(share_in_band: float, policy: Policy) -> str:
    """Name how well the band holds: ``robust``, ``sensitive`` or ``fragile`` (METHOD 7)."""
    if share_in_band >= policy.robustness.robust_share:
        return "robust"
    return "sensitive" if share_in_band >= policy.robustness.sensitive_share else "fragile"
