"""The areas of a project, found by code, by name and by point."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt
import shapely
from shapely import STRtree

from mrm_desktop.domain.geography import Area
from mrm_desktop.geo.names import normalised
from mrm_desktop.geo.wkb import Geometries, many_from_wkb

Indices = npt.NDArray[np.intp]
Degrees = npt.NDArray[np.float64]

NOWHERE = -1
_KM_PER_DEGREE = 111.195
_HYPHENS = "-\u2010\u2011\u2012\u2013"


class AreaIndex:
    """An index over areas; it never changes after it is built.

    Parameters
    ----------
    areas : Sequence[Area]
        Areas of any levels, with unique codes.
    """

    def __init__(self, areas: Sequence[Area]) -> None:
        self.areas: tuple[Area, ...] = tuple(areas)
        self.by_code: Mapping[str, Area] = {area.code: area for area in self.areas}
        spelled = Counter(loose_code(area.code) for area in self.areas)
        # Two codes that differ only in what is forgiven are told apart by nothing else: then nothing is forgiven.
        self._loose_codes = {loose: area for area in self.areas if spelled[loose := loose_code(area.code)] == 1}
        self._positions = {area.code: n for n, area in enumerate(self.areas)}

    def __len__(self) -> int:
        return len(self.areas)

    @cached_property
    def levels(self) -> tuple[int, ...]:
        """Levels that occur, coarsest first."""
        return tuple(sorted({area.level for area in self.areas}))

    @cached_property
    def geometries(self) -> Geometries:
        """Polygons in the order of ``areas``, shape (n,)."""
        return many_from_wkb(area.geometry for area in self.areas)

    @cached_property
    def names(self) -> Mapping[str, tuple[Area, ...]]:
        """Areas by each of their normalised names."""
        found: dict[str, dict[str, Area]] = defaultdict(dict)
        for area in self.areas:
            for name in (area.name, *area.names.values()):
                key = normalised(name)
                if key:
                    found[key][area.code] = area
        return {key: tuple(same.values()) for key, same in found.items()}

    @cached_property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north of all areas in degrees; a world where there are no areas."""
        if not self.areas:
            return -180.0, -90.0, 180.0, 90.0
        west, south, east, north = (float(v) for v in shapely.total_bounds(self.geometries))
        return west, south, east, north

    def with_code(self, code: str) -> Area | None:
        """Return the area with this code; capitals, spaces and hyphens do not matter."""
        return self.by_code.get(code) or self._loose_codes.get(loose_code(code))

    def named(self, name: str, level: int | None = None) -> tuple[Area, ...]:
        """Return the areas whose name, in any of its languages, equals ``name`` when both are normalised."""
        same = self.names.get(normalised(name), ())
        return same if level is None else tuple(a for a in same if a.level == level)

    def ancestors(self, area: Area) -> tuple[Area, ...]:
        """Return the areas that ``area`` lies in, nearest first, as far as they are known."""
        found: list[Area] = []
        parent = area.parent
        while parent is not None and parent in self.by_code and self.by_code[parent] not in found:
            found.append(self.by_code[parent])
            parent = found[-1].parent
        return tuple(found)

    def locate(self, longitudes: Degrees, latitudes: Degrees, level: int | None = None) -> Indices:
        """Find the area in which each point lies.

        The points are sorted and the polygons ask: each prepared polygon looks only at the points within its own bounds. No object
        is made for a point, which is what a join through a tree of points spends its time on.

        Parameters
        ----------
        longitudes, latitudes : Degrees
            Shape (n,), degrees; NaN where there is no point.
        level : int | None
            Level wanted; None for the finest level that has an area there.

        Returns
        -------
        Indices
            Shape (n,), positions in ``areas``; -1 where no area holds the point. A point on a border belongs to the first of
            the two areas by code.
        """
        answer = np.full(len(longitudes), NOWHERE, dtype=np.intp)
        usable = np.flatnonzero(np.isfinite(longitudes) & np.isfinite(latitudes))
        if not len(usable) or not self.areas:
            return answer
        order = usable[np.argsort(longitudes[usable], kind="stable")]
        east, north = longitudes[order], latitudes[order]
        for current in self.levels if level is None else (level,):
            # Backwards, so that of two areas on a border the first by code stays.
            for member in self._members(current)[::-1]:
                west, south, right, top = self._corners[member]
                first, last = np.searchsorted(east, west, "left"), np.searchsorted(east, right, "right")
                near = first + np.flatnonzero((north[first:last] >= south) & (north[first:last] <= top))
                if len(near):
                    inside = shapely.intersects_xy(self._prepared[member], east[near], north[near])
                    answer[order[near[inside]]] = member
        return answer

    @cached_property
    def _corners(self) -> Degrees:
        """West, south, east and north of each area, shape (n, 4)."""
        return np.asarray(shapely.bounds(self.geometries), dtype=np.float64)

    @cached_property
    def _prepared(self) -> Geometries:
        """The polygons with GEOS's own index on them."""
        shapely.prepare(self.geometries)
        return self.geometries

    def nearest(self, longitudes: Degrees, latitudes: Degrees, within_km: float, level: int | None = None) -> Indices:
        """Find the nearest area of points that lie in none, up to a distance.

        Parameters
        ----------
        longitudes, latitudes : Degrees
            Shape (n,), degrees.
        within_km : float
            Distance in kilometres up to which a border is believed to be a matter of drawing.
        level : int | None
            Level wanted; None for the finest.

        Returns
        -------
        Indices
            Shape (n,), positions in ``areas``; -1 where no area is that near.
        """
        answer = np.full(len(longitudes), NOWHERE, dtype=np.intp)
        if not self.areas or not len(longitudes):
            return answer
        members = self._members(self.levels[-1] if level is None else level)
        if not len(members):
            return answer
        shrink = np.cos(np.radians(np.clip(latitudes, -89.0, 89.0)))
        tree = STRtree(self.geometries[members])
        points = shapely.points(longitudes, latitudes)
        pairs, distances = tree.query_nearest(points, max_distance=within_km / _KM_PER_DEGREE / shrink.min(), return_distance=True)
        for point, polygon, degrees in zip(pairs[0][::-1], pairs[1][::-1], distances[::-1], strict=True):
            if degrees * _KM_PER_DEGREE <= within_km:
                answer[point] = members[polygon]
        return answer

    def distance_km(self, position: int, longitude: float, latitude: float) -> float:
        """Return how far a point lies outside the area at a position, kilometres; 0 inside."""
        shrink = np.cos(np.radians(np.clip(latitude, -89.0, 89.0)))
        squeezed = shapely.transform(self.geometries[position], lambda xy: xy * (shrink, 1.0))
        return float(shapely.distance(squeezed, shapely.Point(longitude * shrink, latitude))) * _KM_PER_DEGREE

    def _members(self, level: int) -> Indices:
        """Positions of the areas of one level, by code."""
        positions = [n for n, area in enumerate(self.areas) if area.level == level]
        return np.array(sorted(positions, key=lambda n: self.areas[n].code), dtype=np.intp)


def loose_code(code: str) -> str:
    """Return a code without what people and spreadsheets change in it: capitals, spaces, hyphens.

    A dot is part of a code: GADM's ``ZZZ.1.11_1`` and ``ZZZ.11.1_1`` are two areas.
    """
    return "".join(c for c in code.upper() if not (c.isspace() or c in _HYPHENS))
