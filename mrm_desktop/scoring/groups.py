"""Sums, least and greatest values by group, for ragged columns."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def sum_by(group: Ints, values: Floats, n: int) -> Floats:
    """Sum ``values`` (k,) by ``group`` (k,), 0 to ``n`` - 1; a group without rows sums to 0. Returns (n,)."""
    return np.bincount(group, weights=values, minlength=n).astype(np.float64, copy=False)


def min_by(group: Ints, values: Floats, n: int) -> Floats:
    """Least of ``values`` by ``group``; infinity for a group without rows. Returns (n,)."""
    least = np.full(n, np.inf)
    np.minimum.at(least, group, values)
    return least


def max_by(group: Ints, values: Floats, n: int) -> Floats:
    """Greatest of ``values`` by ``group``; minus infinity for a group without rows. Returns (n,)."""
    greatest = np.full(n, -np.inf)
    np.maximum.at(greatest, group, values)
    return greatest
