"""Coordinate reference systems. A file without one is an error, another one is reprojected, a mixture raises."""

from __future__ import annotations

import numpy as np
import pyproj
import shapely
from pyproj.exceptions import CRSError, ProjError

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.geo.wkb import Geometries

WGS84 = pyproj.CRS.from_epsg(4326)
GEOD = pyproj.Geod(ellps="WGS84")


def parse_crs(text: str | None, file: str) -> pyproj.CRS:
    """Return the reference system that ``text`` describes (EPSG code, WKT, PROJ string).

    Raises
    ------
    KnownError
        ``geo.crs_missing`` where nothing is stated, ``geo.crs_unknown`` where it is not understood. Both name the file.
    """
    if not text or not text.strip():
        raise KnownError("geo.crs_missing", file=file)
    try:
        return pyproj.CRS.from_user_input(text.strip())
    except CRSError as error:
        raise KnownError("geo.crs_unknown", file=file, crs=text.strip()[:60]) from error


def is_wgs84(crs: pyproj.CRS) -> bool:
    """Whether coordinates in ``crs``, longitude first, are WGS 84 degrees already."""
    return bool(crs.to_2d().equals(WGS84, ignore_axis_order=True))


def to_wgs84(geometries: Geometries, crs: pyproj.CRS, file: str) -> Geometries:
    """Return the geometries in degrees, WGS 84, longitude first, two-dimensional.

    Parameters
    ----------
    geometries : Geometries
        Shape (n,), in the units of ``crs``; None stays None.
    crs : pyproj.CRS
        The reference system they are in.
    file : str
        Name of the file, for the error.

    Raises
    ------
    KnownError
        ``geo.not_in_degrees`` where the result lies outside -180..180, -90..90: the stated system cannot be the true one.
    """
    flat = shapely.force_2d(geometries)
    if not is_wgs84(crs):
        transformer = pyproj.Transformer.from_crs(crs, WGS84, always_xy=True)

        def reproject(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
            out_x, out_y = transformer.transform(x, y)
            return np.asarray(out_x), np.asarray(out_y)

        try:
            flat = shapely.transform(flat, lambda points: np.column_stack(reproject(points[:, 0], points[:, 1])))
        except ProjError as error:
            raise KnownError("geo.not_in_degrees", file=file, crs=crs.name) from error
    corners = shapely.get_coordinates(flat)
    if len(corners) and not _within_the_world(corners):
        raise KnownError("geo.not_in_degrees", file=file, crs=crs.name)
    return np.asarray(flat, dtype=object)


def _within_the_world(corners: np.ndarray) -> bool:
    longest, highest = np.abs(corners).max(axis=0)
    return bool(np.isfinite(corners).all() and longest <= 180.0 + 1e-9 and highest <= 90.0 + 1e-9)
