"""The areas of a project and what follows from them alone: which lies in which, which adjoin, which are assessed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import shapely
from shapely.geometry.base import BaseGeometry

from mrm_desktop.domain.geography import Area
from mrm_desktop.geo.adjacency import adjoining
from mrm_desktop.geo.area_index import AreaIndex
from mrm_desktop.geo.wkb import from_wkb, many_from_wkb


@dataclass(frozen=True)
class Ground:
    """The areas of a project, for every day and every question.

    Parameters
    ----------
    level : int | None
        Administrative level at which the project assesses; None for the finest.
    """

    areas: tuple[Area, ...]
    level: int | None = None

    @cached_property
    def index(self) -> AreaIndex:
        """All areas, findable."""
        return AreaIndex(self.areas)

    @cached_property
    def assessed_areas(self) -> tuple[Area, ...]:
        """The areas of the level at which the project assesses, by code."""
        level = self.level
        if level is None:
            level = max((area.level for area in self.areas), default=0)
        return tuple(sorted((a for a in self.areas if a.level == level), key=lambda a: a.code))

    @cached_property
    def assessed_shapes(self) -> Sequence[BaseGeometry]:
        """The shapes of the assessed areas, in their order; degrees, WGS 84."""
        return list(many_from_wkb(area.geometry for area in self.assessed_areas))

    @cached_property
    def assessed_rows(self) -> Mapping[str, int]:
        """Position of each assessed area by its code."""
        return {area.code: row for row, area in enumerate(self.assessed_areas)}

    @cached_property
    def tree(self) -> shapely.STRtree:
        """Finds assessed areas, by their position, from a shape."""
        return shapely.STRtree(self.assessed_shapes)

    @cached_property
    def lineage(self) -> Mapping[str, tuple[Area, ...]]:
        """For each area the areas it lies in, the largest first."""
        return {area.code: tuple(reversed(self.index.ancestors(area))) for area in self.areas}

    @cached_property
    def _descendants(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = {area.code: {area.code} for area in self.areas}
        for area in self.areas:
            for above in self.lineage[area.code]:
                found[above.code].add(area.code)
        return {code: frozenset(codes) for code, codes in found.items()}

    def above_and_self(self, code: str) -> tuple[str, ...]:
        """Return the code of an area and of everything it lies in."""
        return (code, *(area.code for area in self.lineage.get(code, ())))

    def outwards(self, code: str) -> tuple[str, ...]:
        """Return the code of an area, of everything it lies in, the smallest first, and "" for the whole country."""
        return (code, *(area.code for area in reversed(self.lineage.get(code, ()))), "")

    def below_and_self(self, code: str) -> frozenset[str]:
        """Return the code of an area and of every area inside it."""
        return self._descendants.get(code, frozenset({code}))

    def around(self, code: str) -> frozenset[str]:
        """Return the code of an area, of everything it lies in and of every area inside it: records of these may bear on it."""
        return self.below_and_self(code).union(self.above_and_self(code))

    def surroundings(self, code: str) -> tuple[str, ...]:
        """Return the codes of the assessed areas on a map of an area: those in its bounding box widened by its own size."""
        area = self.index.by_code[code]
        west, south, east, north = from_wkb(area.geometry).bounds
        wide, high = east - west, north - south
        frame = shapely.box(west - wide, south - high, east + wide, north + high)
        return tuple(self.assessed_areas[k].code for k in sorted(self.tree.query(frame, predicate="intersects").tolist()))

    def next_to(self, codes: frozenset[str]) -> frozenset[str]:
        """Return the codes of the assessed areas that adjoin any of some areas; only those are looked at."""
        if codes not in self._next_to:
            rows = [self.assessed_rows[code] for code in codes if code in self.assessed_rows]
            self._next_to.clear()  # the same areas are asked about for a whole country, then others
            self._next_to[codes] = frozenset(self.assessed_areas[row].code for row in adjoining(self.tree, rows))
        return self._next_to[codes]

    @cached_property
    def _next_to(self) -> dict[frozenset[str], frozenset[str]]:
        return {}
