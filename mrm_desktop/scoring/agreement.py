"""How far two raters agree beyond chance: Cohen's weighted kappa.

Source: J. Cohen, Weighted kappa, Psychological Bulletin 70 (1968); quadratic weights as in Fleiss and Cohen, Educational and
Psychological Measurement 33 (1973), where it equals the intraclass correlation.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


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
