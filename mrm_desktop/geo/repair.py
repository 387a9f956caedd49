"""Polygons that break the rules (bow ties, spikes, rings that touch themselves) put right, and said so."""

from __future__ import annotations

import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry


def polygonal(geometry: BaseGeometry) -> Polygon | MultiPolygon | None:
    """Return the polygonal part of a geometry, two-dimensional; None where it has none or no area."""
    flat = shapely.force_2d(geometry)
    parts = [p for p in shapely.get_parts(_flattened(flat)) if isinstance(p, Polygon) and p.area > 0]
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def repaired(geometry: BaseGeometry) -> tuple[Polygon | MultiPolygon | None, bool]:
    """Return a valid polygon or multipolygon and whether it had to be repaired.

    Parameters
    ----------
    geometry : BaseGeometry
        Any geometry, in any planar or geographic coordinates.

    Returns
    -------
    tuple[Polygon | MultiPolygon | None, bool]
        None where no area is left.
    """
    before = polygonal(geometry)
    if before is not None and before.is_valid:
        return before, False
    if not geometry.is_valid:
        return polygonal(shapely.make_valid(shapely.force_2d(geometry), method="structure", keep_collapsed=False)), True
    return before, False


def _flattened(geometry: BaseGeometry) -> BaseGeometry:
    """Open nested collections until only simple parts and multi-parts are left."""
    parts: list[BaseGeometry] = []
    queue = [geometry]
    while queue:
        current = queue.pop()
        inner = list(shapely.get_parts(current))
        if len(inner) > 1 or (inner and inner[0] is not current and shapely.get_type_id(current) > 3):
            queue.extend(reversed(inner))
        else:
            parts.extend(inner)
    return shapely.geometrycollections(parts)
