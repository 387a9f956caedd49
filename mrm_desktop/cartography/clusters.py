"""Clusters: very many marks as few, each with its number and the worst class among them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

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
    of_mark, first = _same(np.floor(spots / cell).astype(np.int64).reshape(-1, 2))
    counts = np.bincount(of_mark, minlength=len(first))
    centres = _middles(spots, of_mark, counts)
    joined = _joined(centres, counts, CELL_PX * 0.55 / scale)
    of_cluster, leader = _same(np.column_stack([joined, np.zeros_like(joined)]))
    if len(leader) < len(joined):
        of_mark = of_cluster[of_mark]
        counts = np.bincount(of_mark)
        centres = _middles(spots, of_mark, counts)
        first = np.full(len(counts), -1)
        first[of_mark[::-1]] = np.arange(len(of_mark))[::-1]
    worst = np.full(len(counts), np.iinfo(np.int64).max)
    np.minimum.at(worst, of_mark, classes)
    return Clusters(centres, counts, worst, np.where(counts == 1, first, -1), of_mark)


def _same(cells: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Give equal cells, shape (n, 2), one number, in their order; return the number of each, and the first row of each number."""
    if not len(cells):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    low, high = cells.min(axis=0), cells.max(axis=0)
    columns, rows = (cells - low).T
    keys = columns * (high[1] - low[1] + 1) + rows
    # Keys of sixteen bits are sorted by their digits, which takes a fifth of the time.
    order = np.argsort(keys.astype(np.min_scalar_type(int(keys.max()))), kind="stable")
    is_first = np.diff(keys[order], prepend=-1) != 0
    numbers = np.empty(len(keys), dtype=np.int64)
    numbers[order] = np.cumsum(is_first) - 1
    return numbers, order[is_first]


def _middles(spots: Points, of_mark: npt.NDArray[np.int64], counts: npt.NDArray[np.int64]) -> Points:
    sums = np.column_stack([np.bincount(of_mark, spots[:, axis], len(counts)) for axis in (0, 1)])
    return np.asarray(sums / np.maximum(counts, 1)[:, None])


def _joined(centres: Points, counts: npt.NDArray[np.int64], reach: float) -> npt.NDArray[np.int64]:
    """Give each cluster to the largest one within reach of it."""
    around = shapely.box(*(centres - reach).T, *(centres + reach).T)
    which, neighbour = shapely.STRtree(np.asarray(shapely.points(centres), dtype=object)).query(around)
    is_near = (np.abs(centres[which] - centres[neighbour]) < reach).all(axis=1)
    which, neighbour = which[is_near], neighbour[is_near]
    starts = np.searchsorted(which, np.arange(len(counts) + 1)).tolist()
    near, joined = neighbour.tolist(), [-1] * len(counts)
    for n in np.argsort(-counts, kind="stable").tolist():
        if joined[n] < 0:
            for other in near[starts[n] : starts[n + 1]]:
                if joined[other] < 0:
                    joined[other] = n
    return np.array(joined, dtype=np.int64)
