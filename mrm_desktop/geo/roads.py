"""A road layer as a network: points snapped to the nearest road, ways along it, and ways round what has to be avoided.

Lines are joined where they meet (:mod:`mrm_desktop.geo.road_joins`). One-way rules and turning bans are not known; lengths are geodesic.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from mrm_desktop.domain.limits import ROAD_GAP_M
from mrm_desktop.domain.trip_plans import RoadLayer
from mrm_desktop.geo.coordinate_checks import Corner
from mrm_desktop.geo.crs import GEOD
from mrm_desktop.geo.distance import Floats
from mrm_desktop.geo.road_joins import Nearby, joined_roads, loose_ends

SNAP_KM = 5.0  # farther from the nearest road than this, a point is not on the road layer
JOIN_DEGREES = 1e-5  # corners closer than about a metre are one crossing
_SHORT_WAY = 4.0  # times the gap: whoever can drive round it so has no gap
AGAIN = 3.0  # how much longer a stretch counts that the first way already uses
_METRES = 1000.0


@dataclass(frozen=True, slots=True)
class Way:
    """A way along roads.

    Attributes
    ----------
    corners : tuple[Corner, ...]
        Longitude and latitude, degrees, from the start to the end that were asked for.
    road_km : float
        Kilometres along the road layer.
    off_road_km : float
        Kilometres from the start and the end to the road, together.
    stretches : frozenset[int]
        Which stretches of the network it uses.
    """

    corners: tuple[Corner, ...]
    road_km: float
    off_road_km: float
    stretches: frozenset[int]

    def shares(self, other: Way) -> float:
        """Share of this way's stretches that ``other`` uses too, 0 to 1."""
        return len(self.stretches & other.stretches) / max(len(self.stretches), 1)


@dataclass(frozen=True, slots=True)
class _Foot:
    """Where a point meets the network: stretch, metres along it, metres away from it."""

    stretch: int
    along: float
    away: float
    at: Corner


class RoadNetwork:
    """Roads that can be asked for a way; ``layer`` says where they are from, where somebody noted it.

    Parameters
    ----------
    lines : Sequence[BaseGeometry]
        LineStrings and MultiLineStrings, degrees, WGS 84; anything else is left out.
    passes : Sequence[bool] | None
        Which of them pass over or under others, as bridges do; None for none.
    """

    def __init__(self, lines: Sequence[BaseGeometry | None], passes: Sequence[bool] | None = None) -> None:
        over = passes if passes is not None else [False] * len(lines)
        parts = [
            (shapely.get_coordinates(part), is_over)
            for line, is_over in zip(lines, over, strict=True)
            if line is not None
            for part in shapely.get_parts(line)
            if part.geom_type == "LineString" and len(set(part.coords)) > 1
        ]
        self._stretches = _split(joined_roads([line for line, _ in parts], [is_over for _, is_over in parts]))
        self.layer: RoadLayer | None = None
        self._metres = np.array([_metres(s) for s in self._stretches], dtype=float)

    def __len__(self) -> int:
        return len(self._stretches)

    @property
    def length_km(self) -> float:
        """Length of all roads, kilometres."""
        return float(self._metres.sum()) / _METRES

    def tracks(self) -> tuple[tuple[Corner, ...], ...]:
        """Return the stretches of road, each as its corners."""
        return tuple(tuple((x, y) for x, y in stretch.tolist()) for stretch in self._stretches)

    @cached_property
    def gaps(self) -> int:
        """How many roads end so near to another one that the map may have a gap there, and no short way leads across."""
        import networkx

        near, count = Nearby(self._stretches), 0
        for own, end in loose_ends(self._stretches):
            found = near.nearest(end, own, ROAD_GAP_M)
            if found is not None:
                reached = networkx.single_source_dijkstra_path_length(
                    self._graph, _crossing(end), cutoff=_SHORT_WAY * ROAD_GAP_M, weight="metres"
                )
                count += not any(corner in reached for corner in self._ends[found[0]])
        return count

    def way(
        self, start: Corner, end: Corner, avoid: BaseGeometry | None = None, unlike: Way | None = None, snap_km: float = SNAP_KM
    ) -> Way | None:
        """Find the shortest way between two points.

        Parameters
        ----------
        avoid : BaseGeometry | None
            Ground that no stretch of the way may touch, degrees.
        unlike : Way | None
            A way already known, whose stretches count :data:`AGAIN` times as long.

        Returns
        -------
        Way | None
            None where a point is farther than ``snap_km`` from every road, or no connected road leads from one to the other.
        """
        if not len(self):
            return None
        closed = self._touching(avoid)
        feet = self._feet(start, end, snap_km, closed)
        if feet is None:
            return None
        found = self._search(feet, closed, unlike.stretches if unlike else frozenset())
        if found is None:
            return None
        corners, used, metres = found
        line = (start, *corners, end)
        kept = tuple(c for n, c in enumerate(line) if n == 0 or c != line[n - 1])
        return Way(kept, metres / _METRES, (feet[0].away + feet[1].away) / _METRES, used)

    def _search(
        self, feet: tuple[_Foot, _Foot], closed: frozenset[int], dearer: frozenset[int]
    ) -> tuple[tuple[Corner, ...], frozenset[int], float] | None:
        import networkx

        first, last = feet
        graph = self._graph
        ends = {"start": first, "end": last}
        try:
            for name, foot in ends.items():
                a, b = self._ends[foot.stretch]
                graph.add_edge(name, a, key=(foot.stretch, name, 0), metres=foot.along)
                graph.add_edge(name, b, key=(foot.stretch, name, 1), metres=float(self._metres[foot.stretch]) - foot.along)
            if first.stretch == last.stretch:
                graph.add_edge("start", "end", key=(first.stretch, "", 0), metres=abs(first.along - last.along))

            def cost(_u: Any, _v: Any, edges: Any) -> float | None:
                open_ones = [d["metres"] * (AGAIN if key[0] in dearer else 1.0) for key, d in edges.items() if key[0] not in closed]
                return min(open_ones, default=None)

            try:
                nodes = networkx.dijkstra_path(graph, "start", "end", weight=cost)
            except networkx.NetworkXNoPath:
                return None
            chosen = [_cheapest(graph[u][v], closed, dearer) for u, v in pairwise(nodes)]
            metres = sum(graph[u][v][key]["metres"] for (u, v), key in zip(pairwise(nodes), chosen, strict=True))
        finally:
            graph.remove_nodes_from(("start", "end"))
        corners: list[Corner] = []
        for (u, v), key in zip(pairwise(nodes), chosen, strict=True):
            corners += self._piece(key, u, v, ends)
        return tuple(corners), frozenset(key[0] for key in chosen), metres

    def _piece(self, key: Any, u: Any, v: Any, ends: dict[str, _Foot]) -> list[Corner]:
        """Return the corners of a stretch, or of the part of it between a foot and one of its ends, in the direction of travel."""
        stretch, _, far_end = key
        total = float(self._metres[stretch])
        first, last = self._ends[stretch]

        def along(node: Any, other: Any) -> float:
            if node in ends:
                return ends[node].along
            if other in ends or first == last:
                return total if far_end else 0.0
            return 0.0 if node == first else total

        low, high = along(u, v), along(v, u)
        if first == last and u == v:
            high = total
        coordinates = self._stretches[stretch]
        marks = np.concatenate([[0.0], np.cumsum(_steps(coordinates))])
        least, most = min(low, high), max(low, high)
        inner = [(x, y) for (x, y), m in zip(coordinates.tolist(), marks.tolist(), strict=True) if least < m < most]
        return [_at(coordinates, marks, low), *(inner if low <= high else inner[::-1]), _at(coordinates, marks, high)]

    def _touching(self, ground: BaseGeometry | None) -> frozenset[int]:
        if ground is None or ground.is_empty:
            return frozenset()
        shapely.prepare(ground)
        hits = np.flatnonzero(shapely.intersects(ground, self._lines))
        return frozenset(int(n) for n in hits)

    def _feet(self, start: Corner, end: Corner, snap_km: float, closed: frozenset[int]) -> tuple[_Foot, _Foot] | None:
        """Snap both points, to one connected part of the network where the nearest roads are not connected."""
        near = [self._nearby(p, snap_km, closed) for p in (start, end)]
        if not near[0] or not near[1]:
            return None
        best: dict[int, tuple[_Foot, _Foot]] = {}
        for component in set(near[0]) & set(near[1]):
            best[component] = (near[0][component], near[1][component])
        if not best:
            return None
        return min(best.values(), key=lambda pair: pair[0].away + pair[1].away)

    def _nearby(self, point: Corner, snap_km: float, closed: frozenset[int]) -> dict[int, _Foot]:
        """Return the nearest foot in each connected part of the network that comes within reach."""
        degrees = snap_km * _METRES / 110_000.0
        wide = degrees / max(np.cos(np.radians(point[1])), 0.05)
        box = shapely.box(point[0] - wide, point[1] - degrees, point[0] + wide, point[1] + degrees)
        found: dict[int, _Foot] = {}
        for n in self._tree.query(box).tolist():
            if n in closed:
                continue
            foot = self._foot(n, point)
            component = self._components[self._ends[n][0]]
            if foot.away <= snap_km * _METRES and (component not in found or foot.away < found[component].away):
                found[component] = foot
        return found

    def _foot(self, stretch: int, point: Corner) -> _Foot:
        """Return the foot of a point on a stretch, measured in degrees whose east is as long as their north at that point."""
        shrink = np.array([max(float(np.cos(np.radians(point[1]))), 0.05), 1.0])
        coordinates = self._stretches[stretch]
        line = shapely.LineString(coordinates * shrink)
        where = shapely.line_locate_point(line, shapely.Point(np.array(point) * shrink))
        x, y = (np.array(shapely.line_interpolate_point(line, where).coords[0]) / shrink).tolist()
        share = where / line.length if line.length else 0.0
        away = float(GEOD.inv(point[0], point[1], x, y)[2])
        return _Foot(stretch, float(share * self._metres[stretch]), away, (x, y))

    @cached_property
    def _lines(self) -> Any:
        return np.array([shapely.LineString(s) for s in self._stretches], dtype=object)

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(self._lines)

    @cached_property
    def _ends(self) -> list[tuple[Corner, Corner]]:
        return [(_crossing(s[0]), _crossing(s[-1])) for s in self._stretches]

    @cached_property
    def _graph(self) -> Any:
        import networkx

        graph = networkx.MultiGraph()
        for n, (a, b) in enumerate(self._ends):
            graph.add_edge(a, b, key=(n, "", 0), metres=float(self._metres[n]))
        return graph

    @cached_property
    def _components(self) -> dict[Corner, int]:
        import networkx

        return {node: k for k, nodes in enumerate(networkx.connected_components(self._graph)) for node in nodes}


def _cheapest(edges: Any, closed: frozenset[int], dearer: frozenset[int]) -> Any:
    open_ones = [key for key in edges if key[0] not in closed]
    return min(open_ones, key=lambda key: edges[key]["metres"] * (AGAIN if key[0] in dearer else 1.0))


def _split(lines: Sequence[Floats]) -> list[Floats]:
    """Cut lines where they share a corner, so that every crossing is an end."""
    lines = [line for line in lines if len(line) > 1]
    if not lines:
        return []
    keys = np.round(np.concatenate(lines) / JOIN_DEGREES).astype(np.int64)
    _, owner, counts = np.unique(keys, axis=0, return_inverse=True, return_counts=True)
    shared = counts[owner.ravel()] > 1
    stretches: list[Floats] = []
    offset = 0
    for line in lines:
        inside = np.flatnonzero(shared[offset + 1 : offset + len(line) - 1]) + 1
        for a, b in pairwise([0, *inside.tolist(), len(line) - 1]):
            piece = line[a : b + 1]
            if _metres(piece) > 0.0:
                stretches.append(piece)
        offset += len(line)
    return stretches


def _crossing(corner: Any) -> Corner:
    x, y = (np.round(np.asarray(corner) / JOIN_DEGREES) * JOIN_DEGREES).round(6).tolist()
    return x, y


def _steps(coordinates: Floats) -> Floats:
    return np.asarray(GEOD.inv(coordinates[:-1, 0], coordinates[:-1, 1], coordinates[1:, 0], coordinates[1:, 1])[2], dtype=float)


def _metres(coordinates: Floats) -> float:
    return float(_steps(coordinates).sum())


def _at(coordinates: Floats, marks: Floats, metres: float) -> Corner:
    return float(np.interp(metres, marks, coordinates[:, 0])), float(np.interp(metres, marks, coordinates[:, 1]))
