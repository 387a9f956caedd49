"""How far it is to the nearest base."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from mrm_desktop.geo.crs import GEOD

Floats = npt.NDArray[np.float64]

# The sphere and the ellipsoid can disagree on which of two bases is nearer; among three candidates the true one is always found
# in practice.
_CANDIDATES = 3
_MOST_ANGLES = 4_000_000  # at a time: 32 MB


def nearest_km(places: Floats, bases: Floats) -> tuple[Floats, npt.NDArray[np.intp]]:
    """Return the geodesic distance of each place to its nearest base, and which base it is.

    The angle on the unit sphere names the three nearest, the geodesic on the ellipsoid chooses. Planar degrees would pick the wrong
    base for one place in two hundred.

    Parameters
    ----------
    places : Floats
        Shape (n, 2), longitude and latitude in degrees; a row with NaN has no position.
    bases : Floats
        Shape (m, 2), longitude and latitude in degrees.

    Returns
    -------
    tuple[Floats, npt.NDArray[np.intp]]
        Kilometres, shape (n,), NaN where a place has no position or there is no base; position in ``bases``, -1 there.
    """
    distances = np.full(len(places), np.nan)
    chosen = np.full(len(places), -1, dtype=np.intp)
    usable = np.flatnonzero(np.isfinite(places).all(axis=1)) if len(places) else np.empty(0, dtype=np.intp)
    if not len(usable) or not len(bases):
        return distances, chosen
    count = min(_CANDIDATES, len(bases))
    nearest = _nearest_on_sphere(_on_sphere(places[usable]), _on_sphere(bases), count)
    there = bases[nearest.ravel()]
    here = np.repeat(places[usable], count, axis=0)
    metres = np.asarray(GEOD.inv(here[:, 0], here[:, 1], there[:, 0], there[:, 1])[2]).reshape(len(usable), count)
    best = metres.argmin(axis=1)
    rows = np.arange(len(usable))
    distances[usable] = metres[rows, best] / 1000.0
    chosen[usable] = nearest[rows, best]
    return distances, chosen


def _nearest_on_sphere(places: Floats, bases: Floats, count: int) -> npt.NDArray[np.intp]:
    """Return the positions of the ``count`` bases with the smallest angle to each place, shape (n, count), in no order.

    Bases are hundreds at most, so that every angle is cheaper than a tree - and than a library for it.
    """
    found = np.empty((len(places), count), dtype=np.intp)
    stretch = max(1, _MOST_ANGLES // len(bases))
    for start in range(0, len(places), stretch):
        cosines = places[start : start + stretch] @ bases.T
        found[start : start + stretch] = np.argpartition(-cosines, count - 1, axis=1)[:, :count]
    return found


def _on_sphere(points: Floats) -> Floats:
    """Turn longitude and latitude into unit vectors, shape (n, 3)."""
    longitude, latitude = np.radians(points[:, 0]), np.radians(points[:, 1])
    return np.column_stack([np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)])
