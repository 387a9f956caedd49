"""Roads cut where they share a corner, so that every crossing is an end, and the crossings numbered."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mrm_desktop.geo.distance import Floats
from mrm_desktop.geo.road_joins import corner_keys
from mrm_desktop.geo.road_search import Mesh
from mrm_desktop.geo.strands import Numbers, Strands, offsets, ranges

JOIN_DEGREES = 1e-5  # corners closer than about a metre are one crossing
_SAME_M = 0.01
_STRAIGHT_BACK = 1.0 - 1e-9  # cosine of the angle between two steps, turned round
_A, _B = 6_378_137.0, 6_356_752.314245  # half axes of WGS 84


def cut_at_crossings(roads: Strands) -> tuple[Strands, Numbers]:
    """Cut roads where they share a corner; return the stretches and the crossings at both ends of each, shape (n, 2)."""
    if not len(roads):
        return roads, np.zeros((0, 2), dtype=np.int32)
    _, crossing, counts = np.unique(corner_keys(roads.corners, JOIN_DEGREES), return_inverse=True, return_counts=True)
    is_end = counts[crossing] > 1
    is_end[roads.ends.ravel()] = True
    is_end[_turns_back(roads)] = True
    marks = np.flatnonzero(is_end)
    of_one_road = np.ones(len(marks) - 1, dtype=bool)
    of_one_road[np.searchsorted(marks, roads.starts[1:-1]) - 1] = False
    first, last = marks[:-1][of_one_road], marks[1:][of_one_road]
    stretches = Strands(roads.corners[ranges(first, last - first + 1)], offsets(last - first + 1))
    return stretches, np.stack([crossing[first], crossing[last]], axis=1)


def _turns_back(roads: Strands) -> Numbers:
    """Return the corners at which a road runs back the way it came: there it ends, and what follows was drawn twice."""
    inner = np.ones(len(roads.corners), dtype=bool)
    inner[roads.ends.ravel()] = False
    at = np.flatnonzero(inner)
    come, go = roads.corners[at] - roads.corners[at - 1], roads.corners[at + 1] - roads.corners[at]
    both = np.hypot(*come.T) * np.hypot(*go.T)
    return np.asarray(at[(come * go).sum(axis=1) < -_STRAIGHT_BACK * both])


def measured(stretches: Strands, ends: Numbers) -> tuple[Strands, Mesh]:
    """Measure stretches and say where their crossings are, in the middle of the corners that meet there.

    Those without length are left out, and so is what was drawn twice.
    """
    metres = stretches.metres()
    leads = np.flatnonzero((metres > 0.0) & ~_drawn_before(ends, metres))
    if len(leads) < len(metres):
        stretches, ends, metres = stretches.take(leads), ends[leads], metres[leads]
    nodes, flat = np.unique(ends, return_inverse=True)
    flat = flat.ravel().astype(np.int32)
    corners = stretches.corners[stretches.ends.ravel()]
    many = np.bincount(flat, minlength=len(nodes))
    middles = [np.bincount(flat, weights=corners[:, axis], minlength=len(nodes)) / many for axis in (0, 1)]
    return stretches, Mesh(flat.reshape(-1, 2), metres, places(np.stack(middles, axis=1)))


def _drawn_before(ends: Numbers, metres: Floats) -> NDArray[np.bool_]:
    """Tell which stretches join the same crossings as an earlier one and are as long, to the centimetre."""
    pair = (ends.min(axis=1).astype(np.int64) << 32) + ends.max(axis=1)
    again = np.zeros(len(pair), dtype=bool)
    ordered = np.sort(pair)
    doubled = ordered[1:][ordered[1:] == ordered[:-1]]
    if len(doubled):
        some = np.flatnonzero(np.isin(pair, doubled))
        order = some[np.lexsort((some, np.round(metres[some], 2), pair[some]))]
        same = (pair[order[1:]] == pair[order[:-1]]) & (np.abs(np.diff(metres[order])) < _SAME_M)
        again[order[1:][same]] = True
    return again


def places(corners: Floats) -> Floats:
    """Return where points of the ellipsoid are in space, in metres: no way between two of them is shorter than a straight line."""
    east, north = np.radians(corners).T
    flat = _B**2 / _A**2
    across = _A / np.sqrt(1.0 - (1.0 - flat) * np.sin(north) ** 2)
    return np.stack(
        [across * np.cos(north) * np.cos(east), across * np.cos(north) * np.sin(east), flat * across * np.sin(north)], axis=1
    )
