"""Clusters: very many marks as few, each with its number and the worst class among them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mrm_desktop.cartography.plane import Points

CELL_PX = 72.0


@dataclass(frozen=True, slots=True)
class Clusters:
    """Marks drawn together.

    Attributes
    ----------
    centres : ndarray, (k, 2)
        Where each stands: the middle of its marks, in the unit of the spots.
    counts : ndarray, (k,)
        How many marks each stands for.
    worst : ndarray, (k,)
        The least class among them: the worst comes first in a legend.
    only : ndarray, (k,)
        Row of the mark where it stands for one alone, else -1.
    of_mark : ndarray, (n,)
        The cluster of each mark.
    """

    centres: Points
    counts: npt.NDArray[np.int64]
    worst: npt.NDArray[np.int64]
    only: npt.NDArray[np.int64]
    of_mark: npt.NDArray[np.int64]


def cluster(spots: Points, classes: npt.NDArray[np.int64], scale: float) -> Clusters:
    """Gather marks that would lie on each other.

    Parameters
    ----------
    spots : ndarray, (n, 2)
        Where the marks stand, metres of a plane.
    classes : ndarray, (n,)
        Class of each mark; the least is the worst.
    scale : float
        Pixels per metre. The cells of a scale are fixed to the plane, so that nothing jumps while the map is dragged.
    """
    cell = CELL_PX / 2 ** np.round(np.log2(scale))
    columns, rows = np.floor(spots / cell).astype(np.int64).T.reshape(2, -1)
    keys = columns * 4_000_037 + rows
    _, first, of_mark, counts = np.unique(keys, return_index=True, return_inverse=True, return_counts=True)
    centres = _middles(spots, of_mark, counts)
    joined = _joined(centres, counts, CELL_PX * 0.55 / scale)
    if len(np.unique(joined)) < len(joined):
        _, of_cluster = np.unique(joined, return_inverse=True)
        of_mark = of_cluster[of_mark]
        counts = np.bincount(of_mark)
        centres = _middles(spots, of_mark, counts)
        first = np.full(len(counts), -1)
        first[of_mark[::-1]] = np.arange(len(of_mark))[::-1]
    worst = np.full(len(counts), np.iinfo(np.int64).max)
    np.minimum.at(worst, of_mark, classes)
    return Clusters(centres, counts, worst, np.where(counts == 1, first, -1), of_mark)


def _middles(spots: Points, of_mark: npt.NDArray[np.int64], counts: npt.NDArray[np.int64]) -> Points:
    sums = np.column_stack([np.bincount(of_mark, spots[:, axis], len(counts)) for axis in (0, 1)])
    return np.asarray(sums / np.maximum(counts, 1)[:, None])


def _joined(centres: Points, counts: npt.NDArray[np.int64], reach: float) -> npt.NDArray[np.int64]:
    """Give each cluster to the largest one within reach of it."""
    joined = np.arange(len(counts))
    is_free = np.ones(len(counts), dtype=np.bool_)
    for n in np.argsort(-counts, kind="stable").tolist():
        if is_free[n]:
            near = is_free & (np.abs(centres - centres[n]) < reach).all(axis=1)
            joined[near] = n
            is_free[near] = False
    return joined
