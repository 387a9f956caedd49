"""Whether two estimates differ by more than chance, and how to be fair when many are compared at once."""

from __future__ import annotations

from collections.abc import Sequence
from math import erfc, sqrt


def two_sided(difference: float, error: float) -> float:
    """Return the probability of a difference as large as this, of either sign, where there is none (normal approximation)."""
    if error <= 0.0:
        return 1.0 if difference == 0.0 else 0.0
    return erfc(abs(difference) / error / sqrt(2))


def holm(probabilities: Sequence[float]) -> tuple[float, ...]:
    """Return the probabilities adjusted for how many they are (Holm 1979): the risk that any of those below 5 % is chance is 5 % at most.

    The smallest counts as often as there are tests, the next once less, and none less than one before it.
    """
    order = sorted(range(len(probabilities)), key=lambda n: (probabilities[n], n))
    adjusted = [0.0] * len(probabilities)
    least = 0.0
    for rank, n in enumerate(order):
        least = max(least, min(1.0, probabilities[n] * (len(probabilities) - rank)))
        adjusted[n] = least
    return tuple(adjusted)
