"""Which areas are neighbours, and how much of an area a presence covers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import shapely
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from mrm_desktop.geo.area_index import AreaIndex
from mrm_desktop.geo.crs import GEOD
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


def area_km2(geometry: BaseGeometry) -> float:
    """Return the geodesic area of a polygon or multipolygon in degrees, square kilometres; 0 for anything else."""
    polygons = [p for p in shapely.get_parts(geometry) if p.geom_type == "Polygon"]
    return sum(abs(GEOD.geometry_area_perimeter(shapely.orient_polygons(p))[0]) for p in polygons) / 1e6


def covered_share(index: AreaIndex, presence: Sequence[bytes]) -> Mapping[str, float]:
    """Return the share of each area that the presence covers.

    Parameters
    ----------
    index : AreaIndex
        The areas.
    presence : Sequence[bytes]
        WKB polygons in degrees, WGS 84; where they overlap the ground counts once.

    Returns
    -------
    Mapping[str, float]
        Share by code, 0 to 1; areas that are not touched are left out.
    """
    if not presence or not index.areas:
        return {}
    covered = shapely.union_all([from_wkb(data) for data in presence])
    shapely.prepare(covered)
    shares: dict[str, float] = {}
    for area, geometry in zip(index.areas, index.geometries, strict=True):
        if not shapely.intersects(covered, geometry):
            continue
        whole = area_km2(geometry)
        share = area_km2(shapely.intersection(covered, geometry)) / whole if whole > 0 else 0.0
        if share > 0:
            shares[area.code] = min(1.0, share)
    return shares
