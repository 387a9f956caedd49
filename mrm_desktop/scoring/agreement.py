"""How far two raters agree beyond chance: Cohen's weighted kappa, with the interval that resampled cases give it.

Source: J. Cohen, Weighted kappa, Psychological Bulletin 70 (1968); quadratic weights as in Fleiss and Cohen, Educational and
Psychological Measurement 33 (1973), where it equals the intraclass correlation. The interval: B. Efron and R. Tibshirani, An
Introduction to the Bootstrap (1993), percentile method over cases.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

DRAWS = 2_000
SEED = 1968  # the same sheets give the same interval
LEVEL = 0.95
LEAST_DEFINED = 0.9
"""Share of the draws that must have a kappa for an interval to mean anything."""


def weighted_kappa(first: Sequence[int], second: Sequence[int], categories: int) -> float | None:
    """Return Cohen's kappa with quadratic weights.

    Parameters
    ----------
    first, second : Sequence[int]
        Ratings of the same cases in the same order, each 0 to ``categories - 1``, in the order of the scale.
    categories : int
        How many steps the scale has, at least 2.

    Returns
    -------
    float | None
        1 for full agreement, 0 for what chance gives, negative below it. None where it is not defined: without ratings, or where
        both raters gave one and the same answer throughout, so that chance alone would make them agree.

    Raises
    ------
    ValueError
        The lengths differ, or a rating is outside the scale.
    """
    one, other = np.asarray(first, dtype=np.intp), np.asarray(second, dtype=np.intp)
    if one.shape != other.shape:
        raise ValueError("both raters must have rated the same cases")
    if categories < 2 or (one.size and (min(one.min(), other.min()) < 0 or max(one.max(), other.max()) >= categories)):
        raise ValueError("a rating is outside the scale")
    if not one.size:
        return None
    steps = np.arange(categories)
    weights = ((steps[:, None] - steps[None, :]) / (categories - 1)) ** 2
    observed = np.zeros((categories, categories))
    np.add.at(observed, (one, other), 1.0 / one.size)
    expected = np.outer(observed.sum(axis=1), observed.sum(axis=0))
    by_chance = float((weights * expected).sum())
    if by_chance == 0.0:
        return None
    return 1.0 - float((weights * observed).sum()) / by_chance


def kappa_interval(first: Sequence[int], second: Sequence[int], categories: int, draws: int = DRAWS) -> tuple[float, float] | None:
    """Return the 95 % interval of the weighted kappa, by drawing cases again.

    Returns
    -------
    tuple[float, float] | None
        None where kappa is not defined for one draw in ten or more: then the raters hardly differ from themselves.
    """
    one, other = np.asarray(first, dtype=np.intp), np.asarray(second, dtype=np.intp)
    if not one.size:
        return None
    chance = np.random.default_rng(SEED)
    chosen = chance.integers(0, one.size, size=(draws, one.size))
    values = [weighted_kappa(one[rows].tolist(), other[rows].tolist(), categories) for rows in chosen]
    defined = [value for value in values if value is not None]
    if len(defined) < LEAST_DEFINED * draws:
        return None
    low, high = np.quantile(defined, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)
