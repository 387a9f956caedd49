"""Shapes that a person drew on the map, checked like a file: number of corners, range, and whether they make an area at all."""

from __future__ import annotations

import numpy as np
import shapely
from shapely.geometry import LineString, MultiPolygon, Polygon

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.geo.buffers import circle, corridor
from mrm_desktop.geo.crs import GEOD

Corner = tuple[float, float]

MAX_CORNERS = 2000
MAX_AREA_KM2 = 1_000_000.0  # larger than any country with a mission: a slip of the hand


def check_corners(corners: tuple[Corner, ...]) -> None:
    """Check corners as they come from the map: each longitude and latitude, degrees, WGS 84.

    Raises
    ------
    KnownError
        ``draw.too_many_corners`` or ``coordinate.out_of_range``; neither says where.
    """
    if len(corners) > MAX_CORNERS:
        raise KnownError("draw.too_many_corners", most=MAX_CORNERS)
    if not all(-180 <= longitude <= 180 and -90 <= latitude <= 90 for longitude, latitude in corners):
        raise KnownError("coordinate.out_of_range")


def drawn_polygon(corners: tuple[Corner, ...]) -> Polygon | MultiPolygon:
    """Return the polygon with these corners.

    Raises
    ------
    KnownError
        ``draw.too_few_corners``, ``draw.crosses_itself``, ``draw.too_large``.
    """
    if len(set(corners)) < 3:
        raise KnownError("draw.too_few_corners", least=3)
    polygon = Polygon(corners)
    if not polygon.is_valid or polygon.area == 0:
        raise KnownError("draw.crosses_itself")
    return checked_size(polygon)


def drawn_circle(corners: tuple[Corner, ...], radius_km: float) -> Polygon | MultiPolygon:
    """Return the geodesic circle of ``radius_km`` around the one corner; errors as :func:`mrm_desktop.geo.buffers.circle`."""
    if len(corners) != 1:
        raise KnownError("draw.too_few_corners", least=1)
    return checked_size(circle(*corners[0], radius_km))


def drawn_corridor(corners: tuple[Corner, ...], half_width_km: float) -> Polygon | MultiPolygon:
    """Return the corridor of ``half_width_km`` to each side of the line through the corners."""
    if len(set(corners)) < 2:
        raise KnownError("draw.too_few_corners", least=2)
    return checked_size(corridor(LineString(corners), half_width_km))


def checked_size(shape: Polygon | MultiPolygon) -> Polygon | MultiPolygon:
    """Return the shape itself where it is not larger than anything a patrol covers.

    Raises
    ------
    KnownError
        ``draw.too_large``.
    """
    if area_km2(shape) > MAX_AREA_KM2:
        raise KnownError("draw.too_large", most_km2=MAX_AREA_KM2)
    return shape


def area_km2(shape: Polygon | MultiPolygon) -> float:
    """Return the geodesic area of a shape in square kilometres, its edges being geodesics."""
    return abs(float(GEOD.geometry_area_perimeter(shapely.orient_polygons(shape))[0])) / 1e6


def length_km(corners: tuple[Corner, ...]) -> float:
    """Return the geodesic length of the line through the corners in kilometres; 0 for fewer than two."""
    if len(corners) < 2:
        return 0.0
    points = np.array(corners)
    return float(GEOD.line_length(points[:, 0], points[:, 1])) / 1000.0
