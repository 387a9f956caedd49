"""Planes: how degrees become metres on a flat map. The screen has one for the whole world, a sheet of paper one of its own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from pyproj import Transformer

Points = npt.NDArray[np.float64]
Box = tuple[float, float, float, float]
"""Least x, least y, greatest x, greatest y."""

RADIUS_M = 6_378_137.0  # of the sphere of Web Mercator (EPSG:3857)
MAX_LATITUDE = 85.0511287798  # degrees, where the square world of Web Mercator ends
WORLD_M = 2 * np.pi * RADIUS_M  # width of that world


class Plane(Protocol):
    """A map projection."""

    def forward(self, lonlat: Points) -> Points:
        """Project longitudes and latitudes, shape (n, 2), degrees, to metres east and north."""

    def inverse(self, metres: Points) -> Points:
        """Return the degrees of points of the plane, shape (n, 2)."""

    def true_scale(self, metres: tuple[float, float]) -> float:
        """Return how many metres of the plane one metre of ground is at a point of it."""

    def __hash__(self) -> int:
        """Return a hash: what was laid out in a plane is kept by it."""


@dataclass(frozen=True, slots=True)
class WebMercator:
    """The plane of web maps and of packages of tiles (EPSG:3857): one for the whole world, right-angled, not true to area."""

    def forward(self, lonlat: Points) -> Points:
        """Project degrees to metres; latitudes beyond the square world end at its edge."""
        radians = np.radians(lonlat)
        limit = np.radians(MAX_LATITUDE)
        north = np.arctanh(np.sin(np.clip(radians[:, 1], -limit, limit)))
        return RADIUS_M * np.column_stack([radians[:, 0], north])

    def inverse(self, metres: Points) -> Points:
        """Return degrees."""
        lon = metres[:, 0] / RADIUS_M
        lat = np.arcsin(np.tanh(metres[:, 1] / RADIUS_M))
        return np.asarray(np.degrees(np.column_stack([lon, lat])))

    def true_scale(self, metres: tuple[float, float]) -> float:
        """Return the stretch at a latitude: 1 at the equator, 2 at 60 degrees."""
        return float(np.cosh(metres[1] / RADIUS_M))


WEB_MERCATOR = WebMercator()


SHEETS_KEPT = 32
"""Planes of sheets that are kept at hand; an atlas has one for each page."""


@dataclass(frozen=True, slots=True)
class EqualArea:
    """A local Lambert azimuthal equal-area projection about a centre in degrees: the plane of a sheet of paper."""

    lon0: float
    lat0: float

    def forward(self, lonlat: Points) -> Points:
        """Project degrees to metres from the centre."""
        return np.column_stack(_projection(self.lon0, self.lat0).transform(lonlat[:, 0], lonlat[:, 1]))

    def inverse(self, metres: Points) -> Points:
        """Return degrees."""
        return np.column_stack(_projection(self.lon0, self.lat0).transform(metres[:, 0], metres[:, 1], direction="INVERSE"))

    def true_scale(self, metres: tuple[float, float]) -> float:
        """Return 1: what a sheet shows is near its centre."""
        return 1.0


@lru_cache(maxsize=SHEETS_KEPT)
def _projection(lon0: float, lat0: float) -> Transformer:
    from pyproj import Transformer

    # A pipeline of steps, and not two systems of coordinates, which are looked up for each sheet of an atlas anew.
    steps = "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=laea"
    # A number of numpy's writes its type with itself, which the projection would read as 0.
    return Transformer.from_pipeline(f"{steps} +lon_0={float(lon0)!r} +lat_0={float(lat0)!r} +ellps=WGS84")
