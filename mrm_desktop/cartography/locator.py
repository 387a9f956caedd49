"""The locator: the outline of the whole in a corner of a map of a part, with the part in it, and no names."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from mrm_desktop.cartography.display_list import Fill, Item, Line, Shape, shape_of
from mrm_desktop.cartography.map_document import MapDocument
from mrm_desktop.cartography.plane import EqualArea
from mrm_desktop.cartography.view import View, fit

SHARE = 0.2
"""How much of the width and the height of a map its locator takes at most: less than a map of a part leaves around the part."""
COARSE = 0.006
"""How far a corner may lie off, as a share of the width of the whole: the locator says where, not what."""
_MARGIN = 7.0  # pixels to the edge of the map


def outline_of(document: MapDocument) -> BaseGeometry:
    """Return the outline of all areas of a map, without the lines between them."""
    west, _, east, _ = document.bounds
    whole = shapely.union_all([area.polygons for area in document.areas], grid_size=(east - west) * COARSE / 10)
    return whole.simplify((east - west) * COARSE)


def draw_locator(view: View, whole: BaseGeometry, part: BaseGeometry, ink: str, ground: str) -> Iterator[Item]:
    """Draw the locator in the lower left corner of a map.

    Parameters
    ----------
    whole, part : BaseGeometry
        Outlines, degrees; the part is filled with ``ink``.
    """
    west, south, east, north = shapely.bounds(whole).tolist()
    plane = EqualArea((west + east) / 2, (south + north) / 2)
    small = fit((west, south, east, north), view.width * SHARE, view.height * SHARE, plane, margin=0.06)
    left, top = _MARGIN, view.height - _MARGIN - small.height
    frame = shapely.box(left, top, left + small.width, top + small.height)
    yield Fill(_on_page(shapely.get_coordinates(frame)), ground)
    yield Line(_on_page(shapely.get_coordinates(frame)), ink, 0.6)
    yield Line(_placed(whole, small, (left, top)), ink, 0.8)
    yield Fill(_placed(part, small, (left, top)), ink)


def _placed(shape: BaseGeometry, small: View, at: tuple[float, float]) -> Shape:
    rings = [shapely.get_coordinates(ring) for polygon in shapely.get_parts(shape) for ring in shapely.get_rings(polygon)]
    return shape_of([small.to_page(small.plane.forward(ring)) + at for ring in rings], is_on_page=True)


def _on_page(corners: np.ndarray) -> Shape:
    return shape_of([corners], is_on_page=True)
