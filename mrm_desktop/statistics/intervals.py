"""Intervals of 95 percent: of a mean of bounded answers, of a share among few, of a share from a design."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, fsum, log, sqrt
from statistics import NormalDist

Z_95 = NormalDist().inv_cdf(0.975)


def wilson(share: float, effective: float, z: float = Z_95) -> tuple[float, float]:
    """Return the score interval of a share (Wilson 1927): it stays within 0 and 1 and holds for few answers and for none of them.

    Parameters
    ----------
    share : float
        0 to 1.
    effective : float
        Answers of a random sample that it is worth, > 0.
    """
    middle = (share + z * z / (2 * effective)) / (1 + z * z / effective)
    half = z / (1 + z * z / effective) * sqrt(share * (1 - share) / effective + z * z / (4 * effective * effective))
    return max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half))


def logit_interval(share: float, error: float, quantile: float = Z_95) -> tuple[float, float]:
    """Return the interval of a share with its standard error, worked on the logit, where it cannot leave 0 to 1.

    Parameters
    ----------
    share : float
        More than 0 and less than 1.
    quantile : float
        Of the normal distribution, or of Student's for few clusters.
    """
    middle, half = log(share / (1 - share)), quantile * error / (share * (1 - share))
    return tuple(1 / (1 + exp(-(middle + sign * half))) for sign in (-1, 1))  # type: ignore[return-value]


def answer_variance(counts: Sequence[int], step: float = 1.0) -> float:
    """Return the variance of answers on equal steps, never less than that within a step: nobody's view is known better than so.

    Parameters
    ----------
    counts : Sequence[int]
        How many gave each answer, at least one in all.
    """
    n = sum(counts)
    middle = fsum(k * c for k, c in enumerate(counts)) / n
    return max(fsum(c * (k - middle) ** 2 for k, c in enumerate(counts)) / max(1, n - 1), 1 / 12) * step * step


def mean_interval(mean: float, counts: Sequence[int], divisor: float, low: float, high: float) -> tuple[float, float]:
    """Return the score interval of a mean of answers between two ends.

    Quasi-likelihood: the variance goes down towards both ends as that of a share does, by a factor that the answers themselves give.
    So it is Wilson's interval at another effective number: it stays on the scale, and leans away from the nearer end.

    Parameters
    ----------
    counts : Sequence[int]
        How many gave each answer, from ``low`` to ``high`` in equal steps; at least one.
    divisor : float
        How many answers are worth one of a random sample, > 0.
    """
    n, width = sum(counts), high - low
    share = min(1.0, max(0.0, (mean - low) / width))
    spread = answer_variance(counts, width / (len(counts) - 1)) / (width * width)
    most = max(share * (1 - share), spread)
    ends = wilson(share, n / divisor * most / spread)
    return low + ends[0] * width, low + ends[1] * width
