"""A road layer as a network: points snapped to the nearest road, ways along it, and ways round what has to be avoided.

Lines are joined where they meet (:mod:`mrm_desktop.geo.road_joins`) and kept as arrays; one-way rules and turning bans are not known.
Lengths are geodesic.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from mrm_desktop.domain.limits import ROAD_GAP_M
from mrm_desktop.domain.trip_plans import RoadLayer
from mrm_desktop.foundation.progress import Progress, Silent
from mrm_desktop.geo.coordinate_checks import Corner
from mrm_desktop.geo.crs import GEOD
from mrm_desktop.geo.distance import Floats
from mrm_desktop.geo.road_joins import joined_roads, loose_ends, nearest_roads
from mrm_desktop.geo.road_mesh import cut_at_crossings, measured
from mrm_desktop.geo.road_search import Found, Mesh
from mrm_desktop.geo.strands import Strands, strands_of

SNAP_KM = 5.0  # farther from the nearest road than this, a point is not on the road layer
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


@dataclass(frozen=True)
class RoadNetwork:
    """Roads that can be asked for a way.

    Attributes
    ----------
    stretches : Strands
        The roads from one crossing to the next.
    mesh : Mesh
        The crossings that they join.
    layer : RoadLayer | None
        Where the roads are from, where somebody noted it.
    """

    stretches: Strands
    mesh: Mesh
    layer: RoadLayer | None = field(default=None)

    def __len__(self) -> int:
        return len(self.stretches)

    @property
    def length_km(self) -> float:
        """Length of all roads, kilometres."""
        return float(self.mesh.metres.sum()) / _METRES

    def make_ready(self) -> None:
        """Work out what every question needs, so that the first is answered as fast as the next."""
        if len(self):
            self.mesh.make_ready()
            _ = self._bounds

    def tracks(self) -> tuple[tuple[Corner, ...], ...]:
        """Return the stretches of road, each as its corners."""
        corners = [(x, y) for x, y in self.stretches.corners.tolist()]
        begins = self.stretches.starts.tolist()
        return tuple(tuple(corners[a:b]) for a, b in pairwise(begins))

    def within(self, west: float, south: float, east: float, north: float) -> RoadNetwork:
        """Return the network of the stretches that come into a box."""
        near = np.flatnonzero(self._in_box(west, south, east, north))
        stretches = self.stretches.take(near)
        nodes, ends = np.unique(self.mesh.ends[near], return_inverse=True)
        mesh = Mesh(ends.reshape(-1, 2).astype(np.int32), self.mesh.metres[near], self.mesh.places[nodes])
        return RoadNetwork(stretches, mesh, self.layer)

    @cached_property
    def gaps(self) -> int:
        """How many roads end so near to another one that the map may have a gap there, and no short way leads across."""
        if not len(self):
            return 0
        ends = loose_ends(self.stretches)
        found, step, _ = nearest_roads(self.stretches, self.stretches.shapes(), ends, ROAD_GAP_M)
        reached = self.mesh.ends[np.searchsorted(self.stretches.starts, step, side="right") - 1]
        own = np.searchsorted(self.stretches.starts, ends[found], side="right") - 1
        nodes = self.mesh.ends[own, (ends[found] != self.stretches.starts[own]).astype(int)]
        most = _SHORT_WAY * ROAD_GAP_M
        return sum(not np.isin(there, self.mesh.reach(int(node), most)).any() for node, there in zip(nodes, reached, strict=True))

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
        costs = self._costs(avoid, unlike)
        feet = self._feet(start, end, snap_km, costs)
        if feet is None:
            return None
        found = self._search(*feet, costs)
        if found is None:
            return None
        line = (start, *self._corners(*feet, found), end)
        kept = tuple(c for n, c in enumerate(line) if n == 0 or c != line[n - 1])
        used = frozenset({feet[0].stretch, *found.stretches, feet[1].stretch})
        return Way(kept, self._metres_of(*feet, found) / _METRES, (feet[0].away + feet[1].away) / _METRES, used)

    def _costs(self, avoid: BaseGeometry | None, unlike: Way | None) -> Floats:
        """Return what each stretch counts: infinite where it is closed, more where it is known already."""
        costs = self.mesh.metres
        if unlike is not None:
            costs = costs.copy()
            costs[list(unlike.stretches)] *= AGAIN
        if avoid is not None and not avoid.is_empty:
            near = np.flatnonzero(self._in_box(*avoid.bounds))
            shapely.prepare(avoid)
            closed = near[shapely.intersects(avoid, self.stretches.take(near).shapes())] if len(near) else near
            costs = costs.copy()
            costs[closed] = np.inf
        return costs

    def _search(self, first: _Foot, last: _Foot, costs: Floats) -> Found | None:
        """Search from foot to foot; a way within one stretch has no crossings."""
        most = np.inf
        if first.stretch == last.stretch:
            most = abs(first.along - last.along) * costs[first.stretch] / self.mesh.metres[first.stretch]
        found = self.mesh.search(self._gates(first, costs), self._gates(last, costs), costs, float(most))
        return found if found is not None or not np.isfinite(most) else Found(float(most), [], [])

    def _gates(self, foot: _Foot, costs: Floats) -> list[tuple[int, float]]:
        """Return both ends of the stretch of a foot, and what the way to each counts."""
        total = float(self.mesh.metres[foot.stretch])
        times = float(costs[foot.stretch]) / total
        a, b = self.mesh.ends[foot.stretch].tolist()
        return [(a, foot.along * times), (b, (total - foot.along) * times)]

    def _pieces(self, first: _Foot, last: _Foot, found: Found) -> list[tuple[int, float, float]]:
        """Return the parts of stretches in the order of travel: stretch, and metres along it where the part begins and ends."""
        if not found.nodes:
            return [(first.stretch, first.along, last.along)]
        total = self.mesh.metres
        begin, end = found.nodes[0], found.nodes[-1]
        pieces = [(first.stretch, first.along, self._exit(first, begin))]
        for n, stretch in enumerate(found.stretches):
            forward = self.mesh.ends[stretch, 0] == found.nodes[n]
            pieces.append((stretch, *((0.0, float(total[stretch])) if forward else (float(total[stretch]), 0.0))))
        return [*pieces, (last.stretch, self._exit(last, end), last.along)]

    def _exit(self, foot: _Foot, node: int) -> float:
        """Return at how many metres of the stretch of a foot a crossing is: of both ends of a loop the nearer."""
        total = float(self.mesh.metres[foot.stretch])
        at = [metres for end, metres in zip(self.mesh.ends[foot.stretch].tolist(), (0.0, total), strict=True) if end == node]
        return min(at, key=lambda metres: abs(metres - foot.along))

    def _metres_of(self, first: _Foot, last: _Foot, found: Found) -> float:
        return sum(abs(high - low) for _, low, high in self._pieces(first, last, found))

    def _corners(self, first: _Foot, last: _Foot, found: Found) -> list[Corner]:
        pieces = self._pieces(first, last, found)
        return [corner for stretch, low, high in pieces for corner in _part(self.stretches[stretch], low, high)]

    def _in_box(self, west: float, south: float, east: float, north: float) -> NDArray[np.bool_]:
        bounds = self._bounds
        return np.asarray((bounds[:, 0] <= east) & (bounds[:, 2] >= west) & (bounds[:, 1] <= north) & (bounds[:, 3] >= south))

    @cached_property
    def _bounds(self) -> Floats:
        return np.asfortranarray(self.stretches.bounds())

    def _feet(self, start: Corner, end: Corner, snap_km: float, costs: Floats) -> tuple[_Foot, _Foot] | None:
        """Snap both points, to one connected part of the network where the nearest roads are not connected."""
        near = [self._nearby(point, snap_km, costs) for point in (start, end)]
        both = [(near[0][part], near[1][part]) for part in near[0].keys() & near[1].keys()]
        return min(both, key=lambda pair: pair[0].away + pair[1].away, default=None)

    def _nearby(self, point: Corner, snap_km: float, costs: Floats) -> dict[int, _Foot]:
        """Return the nearest foot in each connected part of the network that comes within reach."""
        degrees = snap_km * _METRES / 110_000.0
        shrink = np.array([max(float(np.cos(np.radians(point[1]))), 0.05), 1.0])
        wide = degrees / shrink[0]
        near = self._in_box(point[0] - wide, point[1] - degrees, point[0] + wide, point[1] + degrees)
        open_ones = np.flatnonzero(near)
        open_ones = open_ones[np.isfinite(costs[open_ones])]
        if not len(open_ones):
            return {}
        lines, here = self.stretches.take(open_ones).shapes(shrink), shapely.Point(np.array(point) * shrink)
        share = shapely.line_locate_point(lines, here, normalized=True)
        at = shapely.get_coordinates(shapely.line_interpolate_point(lines, share, normalized=True)) / shrink
        away = GEOD.inv(np.full(len(at), point[0]), np.full(len(at), point[1]), at[:, 0].copy(), at[:, 1].copy())[2]
        found: dict[int, _Foot] = {}
        for n in np.argsort(away, kind="stable").tolist():
            if away[n] > snap_km * _METRES:
                break
            stretch = int(open_ones[n])
            foot = _Foot(stretch, float(share[n] * self.mesh.metres[stretch]), float(away[n]), (float(at[n, 0]), float(at[n, 1])))
            found.setdefault(int(self.mesh.parts[self.mesh.ends[stretch, 0]]), foot)
        return found


def network_of(
    lines: NDArray[np.object_] | Sequence[BaseGeometry | None],
    passes: Sequence[bool] | NDArray[np.bool_] | None = None,
    progress: Progress | None = None,
) -> RoadNetwork:
    """Join lines to a network.

    Parameters
    ----------
    lines : NDArray[np.object_] | Sequence[BaseGeometry | None]
        LineStrings and MultiLineStrings, degrees, WGS 84; anything else is left out.
    passes : Sequence[bool] | NDArray[np.bool_] | None
        Which of them pass over or under others, as bridges do; None for none.
    """
    shapes = np.asarray(lines, dtype=object)
    over = np.asarray(passes if passes is not None else np.zeros(len(shapes)), dtype=bool)
    drawn, shapes, owner = strands_of(shapes)
    stretches, ends = cut_at_crossings(joined_roads(drawn, shapes, over[owner], progress or Silent()))
    network = RoadNetwork(*measured(stretches, ends))
    network.make_ready()
    return network


def _part(coordinates: Floats, low: float, high: float) -> list[Corner]:
    """Return the corners of the part of a stretch between two marks in metres, in the direction of travel."""
    steps = GEOD.inv(coordinates[:-1, 0].copy(), coordinates[:-1, 1].copy(), coordinates[1:, 0].copy(), coordinates[1:, 1].copy())[
        2
    ]
    marks = np.concatenate([[0.0], np.cumsum(steps)])
    least, most = min(low, high), max(low, high)
    inner = [(x, y) for (x, y), m in zip(coordinates.tolist(), marks.tolist(), strict=True) if least < m < most]
    return [_at(coordinates, marks, low), *(inner if low <= high else inner[::-1]), _at(coordinates, marks, high)]


def _at(coordinates: Floats, marks: Floats, metres: float) -> Corner:
    return float(np.interp(metres, marks, coordinates[:, 0])), float(np.interp(metres, marks, coordinates[:, 1]))
