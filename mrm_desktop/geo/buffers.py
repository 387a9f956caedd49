"""Areas drawn around points and along lines, in true kilometres anywhere on the globe."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pyproj
import shapely
from shapely.geometry import LineString, MultiPolygon, Polygon, box
from shapely.geometry.base import BaseGeometry

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.geo.crs import GEOD, WGS84
from mrm_desktop.geo.repair import polygonal

CIRCLE_CORNERS = 96
MAX_RADIUS_KM = 1000.0
# Stretches of a line that are buffered in one projection; distortion over them stays below one in a thousand.
_STRETCH_KM = 100.0


def circle(longitude: float, latitude: float, radius_km: float, corners: int = CIRCLE_CORNERS) -> Polygon | MultiPolygon:
    """Draw the geodesic circle around a point.

    The corners are those of a circle in the azimuthal equidistant projection centred on the point, found directly by the geodesic
    (Karney 2013), so that the radius is true in every direction. Across the antimeridian the circle comes in two parts.

    Parameters
    ----------
    longitude, latitude : float
        Degrees, -180 to 180 and -90 to 90.
    radius_km : float
        Kilometres, above 0 and at most 1000.
    corners : int
        Number of corners; 96 keeps the area within 0.1 %.

    Raises
    ------
    KnownError
        ``geo.radius_out_of_range`` or ``coordinate.out_of_range``.
    """
    if not 0.0 < radius_km <= MAX_RADIUS_KM:
        raise KnownError("geo.radius_out_of_range", radius=radius_km, most=MAX_RADIUS_KM)
    if not (-180.0 <= longitude <= 180.0 and -90.0 <= latitude <= 90.0):
        raise KnownError("coordinate.out_of_range")
    bearings = np.linspace(0.0, 360.0, corners, endpoint=False)
    start = np.full(corners, float(longitude)), np.full(corners, float(latitude))
    east, north, _ = GEOD.fwd(*start, bearings, np.full(corners, radius_km * 1000.0))
    unwrapped = longitude + (np.asarray(east) - longitude + 180.0) % 360.0 - 180.0
    ring = np.column_stack([unwrapped, np.asarray(north)])
    for pole in (90.0, -90.0):
        if GEOD.inv(longitude, latitude, longitude, pole)[2] < radius_km * 1000.0:
            ring = _around_pole(ring, longitude, pole)
    return wrapped(Polygon(ring))


def _around_pole(ring: np.ndarray, longitude: float, pole: float) -> np.ndarray:
    """Turn a ring that encloses a pole into the cap between it and the pole."""
    order = np.argsort(ring[:, 0])
    edge = ring[order]
    left, right = longitude - 180.0, longitude + 180.0
    height = (edge[0, 1] + edge[-1, 1]) / 2
    return np.vstack([[left, pole], [left, height], edge, [right, height], [right, pole]])


def wrapped(geometry: BaseGeometry) -> Polygon | MultiPolygon:
    """Cut a polygon whose longitudes run past 180 or -180 at the antimeridian and put the parts where they belong."""
    west, _, east, _ = geometry.bounds
    if west >= -180.0 and east <= 180.0:
        whole = polygonal(geometry)
    else:
        parts = []
        for shift in (-360.0, 0.0, 360.0):
            part = polygonal(shapely.intersection(_moved_east(geometry, shift), box(-180.0, -90.0, 180.0, 90.0)))
            if part is not None:
                parts.append(part)
        whole = polygonal(shapely.union_all(parts))
    if whole is None:
        raise KnownError("geometry.no_area")
    return whole


def _moved_east(geometry: BaseGeometry, degrees: float) -> BaseGeometry:
    return shapely.transform(geometry, lambda corners: corners + np.array([degrees, 0.0]))


def corridor(line: BaseGeometry, half_width_km: float) -> Polygon | MultiPolygon:
    """Draw the corridor on both sides of a line.

    Parameters
    ----------
    line : BaseGeometry
        LineString or MultiLineString, degrees, WGS 84, longitude first.
    half_width_km : float
        Kilometres to each side, above 0 and at most 1000.

    Returns
    -------
    Polygon | MultiPolygon
        In degrees. Each stretch of 100 km is buffered in an azimuthal equidistant projection of its own.

    Raises
    ------
    KnownError
        ``geo.radius_out_of_range``, or ``geometry.no_area`` where ``line`` holds no line that leads anywhere.
    """
    if not 0.0 < half_width_km <= MAX_RADIUS_KM:
        raise KnownError("geo.radius_out_of_range", radius=half_width_km, most=MAX_RADIUS_KM)
    parts = [p for p in shapely.get_parts(shapely.force_2d(line)) if isinstance(p, LineString) and len(set(p.coords)) > 1]
    stretches = [stretch for part in parts for stretch in _stretches(part)]
    if not stretches:
        raise KnownError("geometry.no_area")
    pieces = [_stretch_buffer(stretch, half_width_km * 1000.0) for stretch in stretches]
    middle = float(stretches[0][0, 0])
    near = [_moved_east(p, _turns(p, middle)) for p in pieces]
    return wrapped(shapely.union_all(near))


def _turns(piece: BaseGeometry, middle: float) -> float:
    """How far, in whole turns, to move a piece so that it lies beside the others before the union."""
    return 360.0 * round((middle - float(piece.centroid.x)) / 360.0)


def _stretches(line: LineString) -> list[np.ndarray]:
    """Cut a line into stretches of at most about 100 km; longitudes follow each other without a jump."""
    corners = np.array(line.coords, dtype=float)
    corners[:, 0] = np.unwrap(corners[:, 0], period=360.0)
    found: list[np.ndarray] = []
    current = [corners[0]]
    length = 0.0
    for start, end in pairwise(corners):
        metres = GEOD.inv(start[0], start[1], end[0], end[1])[2]
        steps = max(1, int(np.ceil(metres / (_STRETCH_KM * 1000.0))))
        for step in range(1, steps + 1):
            current.append(start + (end - start) * step / steps)
            length += metres / steps
            if length >= _STRETCH_KM * 1000.0:
                found.append(np.array(current))
                current, length = [current[-1]], 0.0
    if len(current) > 1:
        found.append(np.array(current))
    return found


def _stretch_buffer(stretch: np.ndarray, metres: float) -> BaseGeometry:
    """Buffer one stretch in its own projection and bring it back to degrees that do not jump."""
    longitude, latitude = stretch.mean(axis=0)
    local = pyproj.CRS.from_proj4(f"+proj=aeqd +lat_0={latitude} +lon_0={longitude} +datum=WGS84 +units=m")
    there = pyproj.Transformer.from_crs(WGS84, local, always_xy=True)
    x, y = there.transform(stretch[:, 0], stretch[:, 1])
    drawn = shapely.segmentize(LineString(np.column_stack([x, y])), 5000.0).buffer(metres, quad_segs=16)

    def back(points: np.ndarray) -> np.ndarray:
        east, north = there.transform(points[:, 0], points[:, 1], direction="INVERSE")
        return np.column_stack([longitude + (np.asarray(east) - longitude + 180.0) % 360.0 - 180.0, north])

    return shapely.transform(drawn, back)
