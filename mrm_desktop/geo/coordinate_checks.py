"""What is wrong with a column of coordinates: missing halves, 0/0, swapped, out of the country. Nothing is repaired silently."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import LineString

from mrm_desktop.geo.area_index import AreaIndex, Degrees
from mrm_desktop.geo.wkb import Geometries

OUT_OF_RANGE = "coordinate.out_of_range"
ZERO = "coordinate.zero"
SWAPPED = "coordinate.swapped"
OUTSIDE = "coordinate.outside"

# Points this far beyond the areas' bounding box may still be at the border of a generalised map; degrees, about 50 km.
MARGIN_DEGREES = 0.5

Corner = tuple[float, float]
_NOTHING = 1e-9


def lies_on_earth(corner: Corner) -> bool:
    """Whether longitude and latitude are numbers in range."""
    return abs(corner[0]) <= 180.0 and abs(corner[1]) <= 90.0


def is_nowhere(corner: Corner) -> bool:
    """Whether a position is 0/0, which a device writes before it knows where it is."""
    return abs(corner[0]) < _NOTHING and abs(corner[1]) < _NOTHING


def without_nowhere(geometries: Geometries) -> tuple[Geometries, int]:
    """Leave out of every line the points at 0/0, and return how many there were; a line of which less than two are left is no more."""
    lines = np.flatnonzero(shapely.get_dimensions(geometries) == 1)
    corners, owners = shapely.get_coordinates(geometries[lines], return_index=True)
    at_zero = (np.abs(corners) < _NOTHING).all(axis=1)
    cleaned = geometries.copy()
    for n in lines[np.unique(owners[at_zero])].tolist():
        parts = [shapely.get_coordinates(part) for part in shapely.get_parts(geometries[n])]
        kept = [part[(np.abs(part) >= _NOTHING).any(axis=1)] for part in parts]
        whole = [LineString(part) for part in kept if len(part) > 1]
        cleaned[n] = None if not whole else whole[0] if len(whole) == 1 else shapely.multilinestrings(whole)
    return cleaned, int(at_zero.sum())


def check_shapes(geometries: Geometries, index: AreaIndex) -> npt.NDArray[np.object_]:
    """Name what is wrong with each polygon or line, by the rules for points.

    A shape may reach over the border, so it is outside only where none of it is near the country. A corner at 0/0 is wrong unless the
    country is there, and the shape no larger than two of it.

    Returns
    -------
    npt.NDArray[np.object_]
        Shape (n,): "" where nothing is wrong, or there is no shape or only a point, else as :func:`check_points` says.
    """
    problems = np.full(len(geometries), "", dtype=object)
    there = ~(shapely.is_missing(geometries) | shapely.is_empty(geometries)) & (shapely.get_dimensions(geometries) > 0)
    corners, owners = shapely.get_coordinates(geometries, return_index=True)
    at_zero = np.zeros(len(geometries), dtype=bool)
    at_zero[owners[(np.abs(corners) < _NOTHING).all(axis=1)]] = True
    if len(index):
        bounds = shapely.bounds(geometries)
        inside = _meets_country(bounds, index)
        turned = _meets_country(bounds[:, [1, 0, 3, 2]], index)
        problems[there & ~inside] = OUTSIDE
        problems[there & ~inside & turned] = SWAPPED
        at_zero &= ~(inside & _fits_country(bounds, index))
    problems[there & at_zero] = ZERO
    return problems


def _meets_country(bounds: npt.NDArray[np.float64], index: AreaIndex) -> npt.NDArray[np.bool_]:
    west, south, east, north = index.bounds
    margin = MARGIN_DEGREES
    with np.errstate(invalid="ignore"):
        return np.asarray(
            (bounds[:, 0] <= east + margin)
            & (bounds[:, 2] >= west - margin)
            & (bounds[:, 1] <= north + margin)
            & (bounds[:, 3] >= south - margin)
        )


def _fits_country(bounds: npt.NDArray[np.float64], index: AreaIndex) -> npt.NDArray[np.bool_]:
    west, south, east, north = index.bounds
    with np.errstate(invalid="ignore"):
        return np.asarray((bounds[:, 2] - bounds[:, 0] <= 2 * (east - west)) & (bounds[:, 3] - bounds[:, 1] <= 2 * (north - south)))


def check_points(longitudes: Degrees, latitudes: Degrees, index: AreaIndex) -> npt.NDArray[np.object_]:
    """Name what is wrong with each point.

    Parameters
    ----------
    longitudes, latitudes : Degrees
        Shape (n,), degrees; NaN where there is no point.
    index : AreaIndex
        The areas of the country; without any, only range and 0/0 are checked.

    Returns
    -------
    npt.NDArray[np.object_]
        Shape (n,): "" where nothing is wrong or there is no point, else ``coordinate.out_of_range``, ``coordinate.zero``,
        ``coordinate.swapped`` (it would lie in the country the other way round) or ``coordinate.outside``.
    """
    problems = np.full(len(longitudes), "", dtype=object)
    present = np.isfinite(longitudes) & np.isfinite(latitudes)
    with np.errstate(invalid="ignore"):
        inside = _in_country(longitudes, latitudes, index)
        turned = _in_country(latitudes, longitudes, index)
        wild = (np.abs(longitudes) > 180.0) | (np.abs(latitudes) > 90.0)
        zero = (np.abs(longitudes) < _NOTHING) & (np.abs(latitudes) < _NOTHING)
    problems[present & ~inside] = OUTSIDE
    problems[present & wild] = OUT_OF_RANGE
    if len(index):
        problems[present & ~inside & turned] = SWAPPED
    problems[present & zero] = ZERO
    return problems


def _in_country(x: Degrees, y: Degrees, index: AreaIndex) -> npt.NDArray[np.bool_]:
    if not len(index):
        return np.asarray(np.isfinite(x) & np.isfinite(y))
    west, south, east, north = index.bounds
    margin = MARGIN_DEGREES
    return np.asarray((x >= west - margin) & (x <= east + margin) & (y >= south - margin) & (y <= north + margin))
