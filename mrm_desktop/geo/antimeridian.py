"""Outlines drawn across 180 degrees as if the long way round the world were meant."""

from __future__ import annotations

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from mrm_desktop.geo.buffers import wrapped
from mrm_desktop.geo.wkb import Geometries

_HALF_TURN = 180.0


def cut_at_antimeridian(geometries: Geometries) -> tuple[Geometries, int]:
    """Cut at 180 degrees whatever is drawn across it, and return how many shapes were.

    A side of an outline that is longer than half the world leads the other way round (RFC 7946, 3.1.9).
    """
    bounds = shapely.bounds(geometries)
    kinds = shapely.get_type_id(geometries)
    with np.errstate(invalid="ignore"):
        wide = np.flatnonzero((bounds[:, 2] - bounds[:, 0] > _HALF_TURN) & np.isin(kinds, (3, 6)))
    cut = geometries.copy()
    count = 0
    for n in wide.tolist():
        parts = shapely.get_parts(geometries[n])
        if any(_jumps(part) for part in parts):
            pieces = [wrapped(_unwrapped(part)) if _jumps(part) else part for part in parts]
            cut[n] = _together(pieces)
            count += 1
    return cut, count


def _jumps(part: Polygon) -> bool:
    return bool((np.abs(np.diff(shapely.get_coordinates(part.exterior)[:, 0])) > _HALF_TURN).any())


def _unwrapped(part: Polygon) -> Polygon:
    """Return an outline whose longitudes follow each other without a jump, beyond 180 where they have to."""
    first = float(part.exterior.coords[0][0])

    def unwrap(ring: BaseGeometry) -> np.ndarray:
        corners = shapely.get_coordinates(ring)
        corners[:, 0] = np.unwrap(corners[:, 0], period=360.0)
        corners[:, 0] += 360.0 * np.round((first - corners[0, 0]) / 360.0)
        return corners

    return Polygon(unwrap(part.exterior), [unwrap(ring) for ring in part.interiors])


def _together(pieces: list[Polygon | MultiPolygon]) -> Polygon | MultiPolygon:
    simple = [p for piece in pieces for p in shapely.get_parts(piece)]
    return simple[0] if len(simple) == 1 else MultiPolygon(simple)
