"""The locator: the outline of the whole in a corner of a map of a part, with the part in it, and no names; for a country, its region."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from mrm_desktop.cartography.display_list import Fill, Item, Line, Shape, shape_of
from mrm_desktop.cartography.ground import overview_of
from mrm_desktop.cartography.map_document import MapDocument
from mrm_desktop.cartography.plane import EqualArea
from mrm_desktop.cartography.style import load_style
from mrm_desktop.cartography.view import View, fit
from mrm_desktop.geo.wkb import Geometries

SHARE = 0.2
"""How much of the width and the height of a map its locator takes at most: less than a map of a part leaves around the part."""
COARSE = 0.006
"""How far a corner may lie off, as a share of the width of the whole: the locator says where, not what."""
REGION_SHARE = 0.24
"""Side of the inset that shows where a country lies, as a share of the shorter side of its map."""
AROUND = 1.1
"""How much is seen beyond a country on each side of that inset, in its own longer sides."""
_MARGIN = 7.0  # pixels to the edge of the map


def outline_of(document: MapDocument) -> BaseGeometry:
    """Return the outline of all areas of a map, without the lines between them."""
    return outline_around([area.polygons for area in document.areas])


def outline_around(shapes: Sequence[BaseGeometry] | Geometries) -> BaseGeometry:
    """Return the outline of shapes, degrees, without the lines between them."""
    west, _, east, _ = shapely.total_bounds(shapes).tolist()
    return shapely.union_all(shapes, grid_size=(east - west) * COARSE / 10).simplify((east - west) * COARSE)


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


def draw_region(view: View, country: BaseGeometry, ink: str) -> Iterator[Item]:
    """Draw where in its part of the world a country lies, in that corner of its map on which it lies least.

    Parameters
    ----------
    country : BaseGeometry
        Outline, degrees; it is filled with ``ink``.
    """
    west, south, east, north = shapely.bounds(country).tolist()
    away = max(east - west, north - south) * AROUND
    seen = west - away, max(south - away, -85.0), east + away, min(north + away, 85.0)
    side = min(view.width, view.height) * REGION_SHARE
    small = fit(seen, side, side, EqualArea((west + east) / 2, (south + north) / 2), margin=0.0)
    at, colours = _free_corner(view, country, side), load_style().ground
    land, borders = overview_of((seen[0] - away, seen[1] - away, seen[2] + away, seen[3] + away))
    frame = shapely.get_coordinates(shapely.box(at[0], at[1], at[0] + side, at[1] + side))
    yield Fill(_on_page(frame), colours.sea)
    if len(land):
        yield Fill(_within(shapely.union_all(land), small, at), colours.land)
    if len(borders):
        yield Line(_within(shapely.union_all(borders), small, at), colours.border, 0.6, is_closed=False)
    yield Fill(_within(country, small, at), ink)
    yield Line(_on_page(frame), ink, 0.8)


def _free_corner(view: View, country: BaseGeometry, side: float) -> tuple[float, float]:
    """Return the upper left corner of a square on the left of the page, below or above, or on the right above."""
    right, below = view.width - _MARGIN - side, view.height - _MARGIN - side
    outline = shapely.make_valid(_on_paper(country, view))
    corners = ((_MARGIN, below), (_MARGIN, _MARGIN), (right, _MARGIN))
    covered = {at: float(shapely.area(shapely.clip_by_rect(outline, *at, at[0] + side, at[1] + side))) for at in corners}
    return min(corners, key=covered.__getitem__)


def _within(shape: BaseGeometry, small: View, at: tuple[float, float]) -> Shape:
    """Return what of a shape lies within the inset, on the page."""
    drawn = shapely.make_valid(_on_paper(shape, small))
    parts = shapely.get_parts(shapely.clip_by_rect(drawn, 0.0, 0.0, small.width, small.height))
    tracks = [ring for part in parts for ring in (shapely.get_rings(part) if part.geom_type == "Polygon" else (part,))]
    return shape_of([shapely.get_coordinates(track) + at for track in tracks], is_on_page=True)


def _on_paper(shape: BaseGeometry, view: View) -> BaseGeometry:
    found: BaseGeometry = shapely.transform(shape, lambda lonlat: view.to_page(view.plane.forward(lonlat)))
    return found


def _placed(shape: BaseGeometry, small: View, at: tuple[float, float]) -> Shape:
    rings = [shapely.get_coordinates(ring) for polygon in shapely.get_parts(shape) for ring in shapely.get_rings(polygon)]
    return shape_of([small.to_page(small.plane.forward(ring)) + at for ring in rings], is_on_page=True)


def _on_page(corners: np.ndarray) -> Shape:
    return shape_of([corners], is_on_page=True)
