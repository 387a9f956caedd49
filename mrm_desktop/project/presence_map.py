"""Which presence is in which area: the one answer to that question, for the method, the map and what leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely

from mrm_desktop.domain.geography import Presence
from mrm_desktop.geo.wkb import from_wkb, many_from_wkb
from mrm_desktop.project.ground import Ground

LEAST_COVERED_SHARE = 0.01
"""A patrol area that covers less of an area than this share of it only grazes its border."""


@dataclass(frozen=True)
class PresenceMap:
    """Presence records laid on the assessed areas."""

    presence: tuple[Presence, ...]
    ground: Ground

    @cached_property
    def _shapes(self) -> np.ndarray:
        return np.array(many_from_wkb(item.geometry for item in self.presence), dtype=object)

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(self._shapes)

    @cached_property
    def by_area(self) -> Mapping[str, tuple[Presence, ...]]:
        """For each assessed area the presence that covers more than its edge, or whose base stands in it."""
        areas = self.ground.assessed_areas
        found: dict[str, list[Presence]] = {area.code: [] for area in areas}
        if self.presence and areas:
            polygons = np.array(self.ground.assessed_shapes, dtype=object)
            rows, hits = self._tree.query(polygons, predicate="intersects")
            order = np.lexsort((hits, rows))
            for row, hit in zip(*self._kept(polygons, rows[order], hits[order]), strict=True):
                found[areas[row].code].append(self.presence[hit])
        return {code: tuple(items) for code, items in found.items()}

    def in_area(self, code: str) -> tuple[Presence, ...]:
        """Return the presence in one area of any level: in a larger one that of the assessed areas inside it."""
        assessed = self.ground.assessed_rows
        if code in assessed:
            return self._in_one(code)
        inside = self.ground.below_and_self(code) & assessed.keys()
        if not inside:
            return self._in_one(code)
        there = {id(item) for part in inside for item in self._in_one(part)}
        return tuple(item for item in self.presence if id(item) in there)

    def _in_one(self, code: str) -> tuple[Presence, ...]:
        """Return the presence in one area, without looking at any other."""
        if "by_area" in self.__dict__ and code in self.by_area:
            return self.by_area[code]
        if code not in self._looked_at:
            self._looked_at[code] = self._look_at(code)
        return self._looked_at[code]

    def _look_at(self, code: str) -> tuple[Presence, ...]:
        area = self.ground.index.by_code.get(code)
        if area is None or not self.presence:
            return ()
        polygons = np.array([from_wkb(area.geometry)], dtype=object)
        hits = np.sort(self._tree.query(polygons[0], predicate="intersects"))
        _, kept = self._kept(polygons, np.zeros(len(hits), dtype=np.int64), hits)
        return tuple(self.presence[hit] for hit in kept)

    @cached_property
    def _looked_at(self) -> dict[str, tuple[Presence, ...]]:
        return {}

    def _kept(self, polygons: np.ndarray, rows: np.ndarray, hits: np.ndarray) -> tuple[list[int], list[int]]:
        """Leave out the pairs of area and presence that only touch."""
        needed = LEAST_COVERED_SHARE * shapely.area(polygons[rows])
        enough = _box_overlap(shapely.bounds(polygons[rows]), shapely.bounds(self._shapes[hits])) >= needed
        # Most pairs only touch, and their boxes say so already.
        near = np.flatnonzero(enough)
        covered = shapely.area(shapely.intersection(polygons[rows[near]], self._shapes[hits[near]]))
        enough[near] = covered >= needed[near]
        bases = [self.presence[hit].base_point for hit in hits.tolist()]
        has_base = np.array([base is not None for base in bases], dtype=bool)
        points = np.array([(0.0, 0.0) if base is None else base for base in bases]).reshape(-1, 2)
        inside = has_base & shapely.intersects_xy(polygons[rows], points[:, 0], points[:, 1])
        keep = enough | inside
        return rows[keep].tolist(), hits[keep].tolist()


def _box_overlap(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return the area that two boxes share, pair by pair: no more than that of what is in them. Shapes (k, 4) to (k,)."""
    wide = np.minimum(one[:, 2], other[:, 2]) - np.maximum(one[:, 0], other[:, 0])
    high = np.minimum(one[:, 3], other[:, 3]) - np.maximum(one[:, 1], other[:, 1])
    shared: np.ndarray = np.maximum(wide, 0.0) * np.maximum(high, 0.0)
    return shared
