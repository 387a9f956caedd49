"""A view: which stretch of a plane a page shows, and how large."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from mrm_desktop.cartography.plane import WEB_MERCATOR, WORLD_M, Box, Plane, Points

TILE_PX = 256.0
_EDGE = np.array([(u, v) for u in np.linspace(-0.5, 0.5, 9) for v in np.linspace(-0.5, 0.5, 9)])


@dataclass(frozen=True, slots=True)
class View:
    """A page over a plane.

    Attributes
    ----------
    x, y : float
        Centre of the page, metres of the plane.
    scale : float
        Pixels per metre of the plane.
    width, height : float
        The page, pixels.
    """

    x: float
    y: float
    scale: float
    width: float
    height: float
    plane: Plane = WEB_MERCATOR

    def to_page(self, metres: Points) -> Points:
        """Place points of the plane, shape (n, 2), on the page: pixels from its upper left corner."""
        return np.column_stack(
            [self.width / 2 + (metres[:, 0] - self.x) * self.scale, self.height / 2 - (metres[:, 1] - self.y) * self.scale]
        )

    def to_plane(self, pixels: Points) -> Points:
        """Return the metres of the plane at pixels of the page, shape (n, 2)."""
        return np.column_stack(
            [self.x + (pixels[:, 0] - self.width / 2) / self.scale, self.y - (pixels[:, 1] - self.height / 2) / self.scale]
        )

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Place one position, degrees, on the page."""
        x, y = self.to_page(self.plane.forward(np.array([(longitude, latitude)]))).tolist()[0]
        return x, y

    def position(self, x: float, y: float) -> tuple[float, float]:
        """Return longitude and latitude, degrees, of a pixel of the page."""
        longitude, latitude = self.plane.inverse(self.to_plane(np.array([(x, y)]))).tolist()[0]
        return longitude, latitude

    def moved(self, dx: float, dy: float) -> View:
        """Return the view after the map was dragged by so many pixels to the right and down."""
        return replace(self, x=self.x - dx / self.scale, y=self.y + dy / self.scale)

    def scaled(self, factor: float, x: float, y: float) -> View:
        """Return the view ``factor`` times as large; what is at the pixel (x, y) stays there."""
        about = self.to_plane(np.array([(x, y)]))[0]
        scale = self.scale * factor
        return replace(
            self,
            scale=scale,
            x=float(about[0] - (x - self.width / 2) / scale),
            y=float(about[1] + (y - self.height / 2) / scale),
        )

    def resized(self, width: float, height: float) -> View:
        """Return the view on a page of another size, with the same centre."""
        return replace(self, width=width, height=height)

    @property
    def box(self) -> Box:
        """What the page shows: west, south, east, north, metres of the plane."""
        half_w, half_h = self.width / 2 / self.scale, self.height / 2 / self.scale
        return self.x - half_w, self.y - half_h, self.x + half_w, self.y + half_h

    @property
    def bounds(self) -> Box:
        """What the page shows: west, south, east, north, degrees."""
        plane = _EDGE * (self.width / self.scale, self.height / self.scale) + (self.x, self.y)
        lonlat = self.plane.inverse(plane)
        (west, south), (east, north) = lonlat.min(axis=0).tolist(), lonlat.max(axis=0).tolist()
        return west, south, east, north

    @property
    def metres_per_pixel(self) -> float:
        """Metres of ground that a pixel in the middle of the page shows."""
        return 1 / self.scale / self.plane.true_scale((self.x, self.y))

    @property
    def zoom(self) -> float:
        """Zoom of web maps: 0 where the world is 256 pixels wide at the equator, one more for each doubling."""
        return float(np.log2(WORLD_M * self.scale / TILE_PX))


def fit(
    bounds: Box, width: float, height: float, plane: Plane | None = None, margin: float = 0.04, clear: Box = (0, 0, 0, 0)
) -> View:
    """Fit degrees ``bounds`` (west, south, east, north) onto a page of ``width`` x ``height`` pixels.

    Parameters
    ----------
    margin : float
        Share of the page that stays free on each side.
    clear : tuple of 4 floats
        Pixels of the page on the left, top, right and bottom that something else covers.
    """
    plane = plane or WEB_MERCATOR
    west, south, east, north = bounds
    edge = (_EDGE + 0.5) * (east - west, north - south) + (west, south)
    plain = plane.forward(edge)
    low, high = plain.min(axis=0), plain.max(axis=0)
    span = np.maximum(high - low, 1000.0)  # a single point still gets a kilometre of map
    left, top, right, bottom = clear
    free = max(width - left - right, 40.0), max(height - top - bottom, 40.0)
    scale = float(min(free[0] / span[0], free[1] / span[1]) * (1 - 2 * margin))
    x, y = ((low + high) / 2).tolist()
    return View(x + (right - left) / 2 / scale, y - (bottom - top) / 2 / scale, scale, width, height, plane)


def round_kilometres(longest: float) -> float:
    """Return 1, 2 or 5 times a power of ten: the most that is not more than ``longest`` kilometres."""
    power = 10.0 ** math.floor(math.log10(longest))
    # Half of it for a length just below a power of ten, whose logarithm is rounded up to it.
    return max(factor * power for factor in (0.5, 1, 2, 5) if factor * power <= longest)
