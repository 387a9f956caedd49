"""Roads as they were drawn turned into roads that share a corner wherever they meet: crossings, ends on a line, ends just short of one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from mrm_desktop.domain.limits import ROADS_MEET_M
from mrm_desktop.foundation.progress import Progress
from mrm_desktop.geo.distance import Floats
from mrm_desktop.geo.strands import Numbers, Strands, offsets, ranges, together

_DIGITS = 7
GRID_DEGREES = 10.0**-_DIGITS  # a centimetre: corners are laid on this grid, so that both roads have the same corner
_METRES_PER_DEGREE = 111_195.0
_FLATTEST = 0.05  # cosine beyond which nobody drives
_AT_A_TIME = 100_000  # steps whose neighbours are looked at together, so that memory stays small
_ALONG = 1e-3  # sine of an angle below which a step may run along another for a while


def joined_roads(drawn: Strands, shapes: NDArray[Any], passes: NDArray[np.bool_], progress: Progress) -> Strands:
    """Return roads that share a corner where they cross, where one ends on another, and where one ends just short of another.

    Parameters
    ----------
    shapes : NDArray[Any]
        The same roads as shapes, by which they are found.
    passes : NDArray[np.bool_]
        Roads that pass over or under others: bridges, tunnels, and all where corners are shared already wherever roads meet.
    """
    roads = Strands(np.round(drawn.corners, _DIGITS), drawn.starts)
    level = np.flatnonzero(~passes)
    if len(level):
        roads = _crossing(roads, level, shapes, progress)
    return _ends_joined(roads, shapes)


def corner_keys(corners: Floats, grid: float) -> Numbers:
    """Return a number for each corner that is the same where two lie on the same point of a grid."""
    at = np.round(corners / grid).astype(np.int64)
    return np.asarray((at[:, 0] << 32) + at[:, 1])


def loose_ends(roads: Strands) -> Numbers:
    """Return the ends that no other road shares, by the numbers of their corners."""
    keys = corner_keys(roads.corners, 10 * GRID_DEGREES)
    ends = roads.ends.ravel()
    ordered = np.sort(keys)
    shared = ordered[1:][ordered[1:] == ordered[:-1]]
    at = np.minimum(np.searchsorted(shared, keys[ends]), max(len(shared) - 1, 0))
    return ends if not len(shared) else ends[shared[at] != keys[ends]]


def _crossing(roads: Strands, level: Numbers, shapes: NDArray[Any], progress: Progress) -> Strands:
    """Give roads a corner wherever one of those on the level crosses, touches or runs along another."""
    plain = roads.take(level)
    steps = plain.steps
    steps = steps[(plain.corners[steps] != plain.corners[steps + 1]).any(axis=1)]
    begin, end = plain.corners[steps], plain.corners[steps + 1]
    keys = corner_keys(plain.corners, GRID_DEGREES)
    keys = np.stack([keys[steps], keys[steps + 1]])
    are_steps = len(plain.corners) == 2 * len(steps)
    pieces = shapes[level] if are_steps else np.asarray(shapely.linestrings(np.stack([begin, end], axis=1)))
    tree = shapely.STRtree(pieces)
    found = [(steps[:0], begin[:0])]
    for first in range(0, len(steps), _AT_A_TIME):
        progress.step(first, len(steps), "roads.build")
        a, b = tree.query(pieces[first : first + _AT_A_TIME])
        a += first
        found += _found_on(begin, end, keys, a[a < b], b[a < b])
    which, at = (np.concatenate(column) for column in zip(*found, strict=True))
    own = roads.starts[:-1][level] - plain.starts[:-1]  # by how much the numbers of corners differ between all roads and these
    before = steps[which] + own[np.searchsorted(plain.starts, steps[which], side="right") - 1]
    return with_corners(roads, before, at)


def _found_on(begin: Floats, end: Floats, keys: Numbers, a: Numbers, b: Numbers) -> list[tuple[Numbers, Floats]]:
    """Return where pairs of steps meet other than in a corner that they share: the step, and the corner that it wants."""
    along_a, along_b = end[a] - begin[a], end[b] - begin[b]
    lengths = np.hypot(*along_a.T) * np.hypot(*along_b.T)
    beside = np.abs(_cross(along_a, along_b)) <= _ALONG * lengths
    one, other = keys[:, a], keys[:, b]
    apart = ~beside & (one != other).all(axis=0) & (one != other[::-1]).all(axis=0)
    return [*_shared_stretches(begin, end, a[beside], b[beside]), *_meetings(begin, end, a[apart], b[apart])]


def _meetings(begin: Floats, end: Floats, a: Numbers, b: Numbers) -> list[tuple[Numbers, Floats]]:
    """Return where steps meet, once for each of the two; a corner that lies on the other step is where they meet."""
    p, q = begin[a], begin[b]
    along_p, along_q = end[a] - p, end[b] - q
    turn = _cross(along_p, along_q)
    t, u = _cross(q - p, along_q) / turn, _cross(q - p, along_p) / turn
    near_t, near_u = (2 * GRID_DEGREES / np.hypot(*along.T) for along in (along_p, along_q))
    meet = (np.abs(t - 0.5) <= 0.5 + near_t) & (np.abs(u - 0.5) <= 0.5 + near_u)
    a, b, p, q, along_p, along_q = a[meet], b[meet], p[meet], q[meet], along_p[meet], along_q[meet]
    t, u, near_t, near_u = t[meet, None], u[meet, None], near_t[meet, None], near_u[meet, None]
    at = np.where(np.abs(t - 0.5) >= 0.5 - near_t, p + np.round(t) * along_p, p + t * along_p)
    at = np.where(np.abs(u - 0.5) >= 0.5 - near_u, q + np.round(u) * along_q, at)
    return [(a, at), (b, at)]


def _shared_stretches(begin: Floats, end: Floats, a: Numbers, b: Numbers) -> Iterable[tuple[Numbers, Floats]]:
    """Return the corners of steps that lie inside a step in the same line, so that both have the same stretch."""
    for own, other in ((a, b), (b, a)):
        along = end[own] - begin[own]
        length = np.hypot(*along.T)
        for corner in (begin[other], end[other]):
            inside = _within(along, length, corner - begin[own])
            yield own[inside], corner[inside]


def _within(along: Floats, length: Floats, corner: Floats) -> NDArray[np.bool_]:
    """Tell which corners, seen from where a step begins, lie on it and not at its ends."""
    forward = (along * corner).sum(axis=1) / length
    aside = np.abs(_cross(along, corner)) / length
    return np.asarray((aside <= 2 * GRID_DEGREES) & (forward > 2 * GRID_DEGREES) & (forward < length - 2 * GRID_DEGREES))


def _cross(p: Floats, q: Floats) -> Floats:
    return np.asarray(p[:, 0] * q[:, 1] - p[:, 1] * q[:, 0])


def with_corners(roads: Strands, before: Numbers, corners: Floats) -> Strands:
    """Return roads with more corners, each put in on the step that leaves the corner named by its number in ``before``.

    Corners of one step are set in the order in which the step passes them; one that is there already is not set again.
    """
    if not len(before):
        return roads
    corners = np.round(corners, _DIGITS)
    order = np.lexsort((np.hypot(*(corners - roads.corners[before]).T), before))
    before, corners = before[order], corners[order]
    keys, own = corner_keys(corners, GRID_DEGREES), corner_keys(roads.corners, GRID_DEGREES)
    new = (keys != own[before]) & (keys != own[before + 1])
    new[1:] &= (keys[1:] != keys[:-1]) | (before[1:] != before[:-1])
    before, corners = before[new], corners[new]
    owner = np.searchsorted(roads.starts, before, side="right") - 1
    counts = roads.counts + np.bincount(owner, minlength=len(roads))
    return Strands(np.insert(roads.corners, before + 1, corners, axis=0), offsets(counts))


def _ends_joined(roads: Strands, shapes: NDArray[Any]) -> Strands:
    """Lead each loose end to the nearest road within reach, which gets a corner there."""
    ends = loose_ends(roads)
    found, step, foot = nearest_roads(roads, shapes, ends, ROADS_MEET_M)
    if not len(found):
        return roads
    foot = np.round(foot, _DIGITS)
    links = Strands(np.stack([roads.corners[ends[found]], foot], axis=1).reshape(-1, 2), offsets(np.full(len(found), 2)))
    return together([with_corners(roads, step, foot), links])


def nearest_roads(roads: Strands, shapes: NDArray[Any], ends: Numbers, metres: float) -> tuple[Numbers, Numbers, Floats]:
    """Find the nearest other road within reach of some ends of roads.

    Parameters
    ----------
    shapes : NDArray[Any]
        The roads as shapes, to the centimetre.

    Returns
    -------
    tuple[Numbers, Numbers, Floats]
        Which of the ends have one; the number of the corner whose step passes nearest; and where on that step.
    """
    if not len(ends):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros((0, 2))
    here, step = _steps_near(roads, shapes, ends, metres)
    shrink = _shrink(roads.corners[ends[here], 1])
    begin, end = roads.corners[step] * shrink, roads.corners[step + 1] * shrink
    point, along = roads.corners[ends[here]] * shrink, end - begin
    share = np.clip(((point - begin) * along).sum(axis=1) / np.maximum((along**2).sum(axis=1), 1e-30), 0.0, 1.0)
    foot = begin + share[:, None] * along
    away = np.hypot(*(foot - point).T)
    order = np.lexsort((step, away, here))
    order = order[away[order] <= metres / _METRES_PER_DEGREE]
    found, first = np.unique(here[order], return_index=True)
    best = order[first]
    return found, step[best], foot[best] / shrink[best]


def _steps_near(roads: Strands, shapes: NDArray[Any], ends: Numbers, metres: float) -> tuple[Numbers, Numbers]:
    """Return pairs of an end and a step of another road whose boxes are within reach, the step by the number of its first corner."""
    points = roads.corners[ends]
    reach = metres / _METRES_PER_DEGREE / _shrink(points[:, 1]) + GRID_DEGREES
    here, road = shapely.STRtree(shapes).query(shapely.box(*(points - reach).T, *(points + reach).T))
    own = np.searchsorted(roads.starts, ends, side="right") - 1
    here, road = here[own[here] != road], road[own[here] != road]
    counts = roads.counts[road] - 1
    return np.repeat(here, counts), ranges(roads.starts[:-1][road], counts)


def _shrink(latitudes: Floats) -> Floats:
    """Return by how much a degree of longitude and one of latitude are shorter than one at the equator, shape (n, 2)."""
    east = np.maximum(np.cos(np.radians(latitudes)), _FLATTEST)
    return np.stack([east, np.ones_like(east)], axis=1)
