"""The index and its profile (METHOD section 6): four values, four tests, and no value buys off another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mrm_desktop.scoring.method_1.acceptance import ROUNDING
from mrm_desktop.scoring.method_1.policy import COMPONENTS, BandsPolicy, IndexPolicy
from mrm_desktop.scoring.table import BANDS, Floats, Ints

FULL = 100.0
ADVERSE = len(BANDS) - 1


@dataclass(frozen=True, slots=True, eq=False)
class Components:
    """The four values of many cases, shape (n,), each 0 to 1: A_lo, T, K, C."""

    acceptance: Floats
    tolerance: Floats
    conduct: Floats
    capability: Floats

    def at(self, row: int) -> Components:
        """Return the values of one row, shape (1,)."""
        span = slice(row, row + 1)
        return Components(self.acceptance[span], self.tolerance[span], self.conduct[span], self.capability[span])


def weights_of(policy: IndexPolicy) -> Floats:
    """Exponents in the order of ``COMPONENTS``, shape (4,)."""
    return np.array([policy.weights[name] for name in COMPONENTS])


def log_contributions(values: Components, policy: IndexPolicy) -> Floats:
    """Logarithmic contributions ``w ln v`` (METHOD 6), shape (4, n): they add up to ``ln(I / 100)``."""
    stacked = np.stack([values.acceptance, values.tolerance, values.conduct, values.capability])
    contributions: Floats = weights_of(policy)[:, None] * np.log(np.maximum(stacked, policy.floor))
    return contributions


def index(values: Components, policy: IndexPolicy) -> Floats:
    """Geometric index I (METHOD 6), 0 to 100, shape (n,)."""
    result: Floats = FULL * np.exp(log_contributions(values, policy).sum(axis=0))
    return result


def thresholds(bands: BandsPolicy, name: str) -> Floats:
    """One test's thresholds, best band first, shape (4,)."""
    return np.array([getattr(bands.of(band), name) for band in BANDS])


def profile_band(value: Floats, values: Components, bands: BandsPolicy, previous: Ints, hysteresis: float) -> Ints:
    """Find the highest band whose four tests all hold (METHOD 6).

    Parameters
    ----------
    value : Floats
        Index, 0 to 100, shape (n,).
    previous : Ints
        Band of the last assessment, position in ``BANDS``; -1 for none. Shape (n,).
    hysteresis : float
        Index points above the threshold that a band better than the previous one needs (METHOD 7).

    Returns
    -------
    Ints
        Position in ``BANDS``, 0 the best, shape (n,).
    """
    result = np.full(value.shape, ADVERSE, dtype=np.int64)
    reviewed = (previous >= 0).any()
    for position in range(ADVERSE - 1, -1, -1):
        test = bands.of(BANDS[position])
        raised = np.where(position < previous, hysteresis, 0.0) if reviewed else 0.0
        passes = (
            (value >= test.index + raised - ROUNDING)
            & (values.acceptance >= test.acceptance - ROUNDING)
            & (values.tolerance >= test.tolerance - ROUNDING)
            & (values.conduct >= test.conduct - ROUNDING)
        )
        result[passes] = position
    return result
