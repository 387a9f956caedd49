"""Roads as they were drawn turned into roads that share a corner wherever they meet: crossings, ends on a line, ends just short of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import shapely

from mrm_desktop.domain.limits import ROADS_MEET_M
from mrm_desktop.geo.coordinate_checks import Corner
from mrm_desktop.geo.distance import Floats

GRID_DEGREES = 1e-7  # a centimetre: crossings are laid on this grid, so that both roads have the same corner
_METRES_PER_DEGREE = 111_195.0
_FLATTEST = 0.05  # cosine beyond which nobody drives


def joined_roads(lines: Sequence[Floats], passes: Sequence[bool]) -> list[Floats]:
    """Return roads that share a corner where they cross, where one ends on another, and where one ends just short of another.

    Parameters
    ----------
    lines : Sequence[Floats]
        Roads, shape (n, 2) each, degrees.
    passes : Sequence[bool]
        Roads that pass over or under others: bridges, tunnels, and all where corners are shared already wherever roads meet.
    """
    level = [line for line, over in zip(lines, passes, strict=True) if not over]
    noded = _noded(level) if level else []
    return _ends_joined([*noded, *(line for line, over in zip(lines, passes, strict=True) if over)])


def _noded(lines: Iterable[Floats]) -> list[Floats]:
    whole = shapely.union_all([shapely.LineString(line) for line in lines], grid_size=GRID_DEGREES)
    return [shapely.get_coordinates(part) for part in shapely.get_parts(whole) if part.geom_type == "LineString"]


def loose_ends(lines: Sequence[Floats]) -> list[tuple[int, Corner]]:
    """Return the ends that no other road shares, each with its road."""
    corners = np.concatenate([line[[0, -1]] for line in lines]) if lines else np.zeros((0, 2))
    everything = np.concatenate(lines) if lines else corners
    keys, counts = np.unique(np.round(everything / (10 * GRID_DEGREES)).astype(np.int64), axis=0, return_counts=True)
    alone = {tuple(key) for key in keys[counts == 1].tolist()}
    ends = np.round(corners / (10 * GRID_DEGREES)).astype(np.int64).tolist()
    return [(n // 2, (float(corners[n, 0]), float(corners[n, 1]))) for n, key in enumerate(ends) if tuple(key) in alone]


def _ends_joined(lines: list[Floats]) -> list[Floats]:
    """Lead each loose end to the nearest road within reach, which gets a corner there."""
    if not lines:
        return []
    near = Nearby(lines)
    corners: dict[int, list[tuple[float, Corner]]] = {}
    links: list[Floats] = []
    for own, end in loose_ends(lines):
        found = near.nearest(end, own, ROADS_MEET_M)
        if found is not None:
            target, share, foot = found
            links.append(np.array([end, foot]))
            corners.setdefault(target, []).append((share, foot))
    return [*(_with_corners(line, corners.get(n, ())) for n, line in enumerate(lines)), *links]


class Nearby:
    """Finds the road nearest to a point."""

    def __init__(self, lines: Sequence[Floats]) -> None:
        self._lines = lines
        self._tree = shapely.STRtree([shapely.LineString(line) for line in lines])

    def nearest(self, point: Corner, own: int, metres: float) -> tuple[int, float, Corner] | None:
        """Return the nearest other road within reach: its number, the share of its length up to the foot, and the foot."""
        shrink = np.array([max(float(np.cos(np.radians(point[1]))), _FLATTEST), 1.0])
        reach = metres / _METRES_PER_DEGREE
        box = shapely.box(*(np.array(point) - reach / shrink), *(np.array(point) + reach / shrink))
        best: tuple[float, int, float, Corner] | None = None
        for n in self._tree.query(box).tolist():
            if n == own:
                continue
            line, here = shapely.LineString(self._lines[n] * shrink), shapely.Point(np.array(point) * shrink)
            away = float(shapely.distance(line, here))
            if away <= reach and (best is None or away < best[0]):
                share = float(shapely.line_locate_point(line, here, normalized=True))
                foot = np.array(shapely.line_interpolate_point(line, share, normalized=True).coords[0]) / shrink
                best = (away, n, share, (float(foot[0]), float(foot[1])))
        return None if best is None else best[1:]


def _with_corners(line: Floats, wanted: Iterable[tuple[float, Corner]]) -> Floats:
    """Return a road with more corners on it, each at its share of the length."""
    listed = sorted(wanted)
    if not listed:
        return line
    shrink = np.array([max(float(np.cos(np.radians(line[0, 1]))), _FLATTEST), 1.0])
    marks = _marks(line * shrink)
    rows: list[tuple[float, Any]] = [*zip(marks.tolist(), line.tolist(), strict=True)]
    rows += [(share, list(corner)) for share, corner in listed if 0.0 < share < 1.0]
    return np.array([corner for _, corner in sorted(rows, key=lambda row: row[0])])


def _marks(line: Floats) -> Floats:
    steps = np.hypot(*np.diff(line, axis=0).T)
    return np.concatenate([[0.0], np.cumsum(steps)]) / max(float(steps.sum()), 1e-12)
