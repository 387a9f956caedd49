"""Shapes as plain rings of coordinates, as pages and files take them."""

from __future__ import annotations

import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

DEGREE_DIGITS = 5  # about a metre: finer than any source, coarse enough to keep a page small


def rings_of(shape: BaseGeometry) -> list[list[list[tuple[float, float]]]]:
    """Return, for each polygon of a shape, its rings - the outer one first - as (longitude, latitude) in degrees, rounded."""
    parts = [part for part in shapely.get_parts(shape) if isinstance(part, Polygon) and not part.is_empty]
    return [[_ring(ring) for ring in (part.exterior, *part.interiors)] for part in parts]


def _ring(ring: BaseGeometry) -> list[tuple[float, float]]:
    return [(x, y) for x, y in shapely.get_coordinates(ring).round(DEGREE_DIGITS).tolist()]


def bounds_of(wkb: bytes) -> tuple[float, float, float, float]:
    """Return the western, southern, eastern and northern end of a shape, degrees."""
    west, south, east, north = shapely.bounds(shapely.from_wkb(wkb)).tolist()
    return west, south, east, north
