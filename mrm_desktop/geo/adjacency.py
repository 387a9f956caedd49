"""Which areas are neighbours."""

from __future__ import annotations

from collections.abc import Mapping

import shapely
from shapely import STRtree

from mrm_desktop.domain.geography import Area
from mrm_desktop.geo.area_index import AreaIndex
from mrm_desktop.geo.wkb import from_wkb

# Borders drawn twice rarely meet exactly: about 100 m of slack, in degrees.
TOUCHING_DEGREES = 0.001


def neighbours(index: AreaIndex) -> Mapping[str, frozenset[str]]:
    """Return, for each area, the codes of the areas of its own level that touch it.

    Two areas touch when they come within about 100 m of each other; a shared corner counts.
    """
    found: dict[str, set[str]] = {area.code: set() for area in index.areas}
    if index.areas:
        first, second = STRtree(index.geometries).query(index.geometries, predicate="dwithin", distance=TOUCHING_DEGREES)
        for left, right in zip(first, second, strict=True):
            a, b = index.areas[left], index.areas[right]
            if left != right and a.level == b.level:
                found[a.code].add(b.code)
    return {code: frozenset(others) for code, others in found.items()}


def touch(one: Area, other: Area) -> bool:
    """Tell whether two areas come within about 100 m of each other."""
    return bool(shapely.dwithin(from_wkb(one.geometry), from_wkb(other.geometry), TOUCHING_DEGREES))
