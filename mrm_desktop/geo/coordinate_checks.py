"""What is wrong with a column of coordinates: missing halves, 0/0, swapped, out of the country. Nothing is repaired silently."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from mrm_desktop.geo.area_index import AreaIndex, Degrees

OUT_OF_RANGE = "coordinate.out_of_range"
ZERO = "coordinate.zero"
SWAPPED = "coordinate.swapped"
OUTSIDE = "coordinate.outside"

# Points this far beyond the areas' bounding box may still be at the border of a generalised map; degrees, about 50 km.
MARGIN_DEGREES = 0.5


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
        zero = (np.abs(longitudes) < 1e-9) & (np.abs(latitudes) < 1e-9)
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
