"""Shapes and points of records as the plain, rounded coordinates of a map."""

from __future__ import annotations

from shapely.geometry.base import BaseGeometry

from mrm_desktop.cartography.map_document import Polygons
from mrm_desktop.geo.outline import DEGREE_DIGITS, rings_of


def point_of(point: tuple[float, float]) -> tuple[float, float]:
    """Round a point in degrees to what a map needs."""
    return round(point[0], DEGREE_DIGITS), round(point[1], DEGREE_DIGITS)


def polygons_of(shape: BaseGeometry) -> Polygons:
    """Turn a polygon or multipolygon into plain rounded rings; parts of other kinds are left out."""
    return tuple(tuple(tuple(ring) for ring in rings) for rings in rings_of(shape))
