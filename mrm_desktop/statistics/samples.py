"""Estimates from samples as they were drawn: weights, strata, clusters, finite populations.

The error of a mean is that of Taylor linearisation with replacement of the first stage, as in R's survey package (Lumley 2010, Complex
Surveys, chapter 2) and in Stata: the residuals of a group are added up by cluster, clusters in which nobody of the group answered count
as zero, and the sums are compared within strata. A stratum of one cluster is compared with the mean of all: rather too wide.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum, sqrt
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean with its error.

    Attributes
    ----------
    error : float
        Standard error.
    design_effect : float | None
        How many times larger its square is than in a simple random sample of as many answers; None where these do not differ.
    kish : float
        The part of it that unequal weights alone explain, >= 1.
    clusters, freedom : int
        Clusters with an answer, and how many more than strata they are.
    """

    mean: float
    error: float
    design_effect: float | None
    kish: float
    clusters: int
    freedom: int


class SampleDesign:
    """How a sample was drawn: which cluster each answer is in, which stratum each cluster.

    Parameters
    ----------
    clusters, strata : Ints
        Number of the cluster, and of the stratum, of each answer of the whole sample, shape (n,).
    sizes : Floats | None
        Clusters in the population of its stratum, for each answer; NaN, or None for all, where that is not known.
    """

    def __init__(self, clusters: Ints, strata: Ints, sizes: Floats | None = None) -> None:
        pairs, self._place = np.unique(np.stack([strata, clusters]), axis=1, return_inverse=True)
        self._place = self._place.ravel()
        self._stratum = np.unique(pairs[0], return_inverse=True)[1]
        self._drawn = np.bincount(self._stratum)
        left = np.ones(len(self._drawn))
        if sizes is not None:
            whole = np.full(len(left), np.nan)
            whole[self._stratum[self._place]] = sizes
            known = ~np.isnan(whole)
            left[known] = np.clip(1.0 - self._drawn[known] / whole[known], 0.0, 1.0)
        self._left_out = left

    def mean(self, values: Floats, weights: Floats, chosen: npt.NDArray[np.bool_]) -> Estimate:
        """Estimate the mean of a group of the sample.

        Parameters
        ----------
        values, weights : Floats
            Of each answer of the whole sample, shape (n,); weights > 0.
        chosen : npt.NDArray[np.bool_]
            Who is in the group, at least one; shape (n,).
        """
        value, weight, place = values[chosen], weights[chosen], self._place[chosen]
        total = fsum(weight)
        mean = fsum(weight * value) / total
        sums = np.bincount(place, weights=weight * (value - mean) / total, minlength=len(self._stratum))
        variance = self._variance(sums)
        seen = np.unique(place)
        spread = fsum(weight * (value - mean) ** 2) / total
        n = len(value)
        simple = spread / (n - 1) if n > 1 else 0.0
        clusters = len(seen)
        return Estimate(
            mean=mean,
            error=sqrt(variance),
            design_effect=variance / simple if simple > 0.0 else None,
            kish=kish_effect(weight),
            clusters=clusters,
            freedom=clusters - len(np.unique(self._stratum[seen])),
        )

    def _variance(self, sums: npt.NDArray[Any]) -> float:
        drawn = self._drawn
        of_stratum = np.bincount(self._stratum, weights=sums, minlength=len(drawn))
        squares = np.bincount(self._stratum, weights=(sums - (of_stratum / drawn)[self._stratum]) ** 2, minlength=len(drawn))
        alone = drawn == 1
        overall = float(sums.mean())
        squares[alone] = (of_stratum[alone] - overall) ** 2
        return float((self._left_out * squares * np.where(alone, 1.0, drawn / np.maximum(drawn - 1, 1))).sum())


def kish_effect(weights: npt.NDArray[Any]) -> float:
    """Return how many weighted answers are worth one unweighted (Kish 1965, section 11.7), >= 1."""
    return len(weights) * fsum(weights**2) / fsum(weights) ** 2
