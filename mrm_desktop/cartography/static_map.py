"""The printed map: an SVG of a document's scene in a local equal-area projection, with frame, graticule, scale bar and names."""

from __future__ import annotations

import shapely
from shapely.geometry.base import BaseGeometry

from mrm_desktop.cartography.locator import draw_locator, draw_region, outline_of
from mrm_desktop.cartography.map_document import AreaShape, MapDocument
from mrm_desktop.cartography.plan import plan_of
from mrm_desktop.cartography.plane import Box
from mrm_desktop.cartography.scene import compose
from mrm_desktop.cartography.sheet import INK, PAPER, boxes_of, corner_signs, framed, paper_view
from mrm_desktop.cartography.showing import Showing

LETTER_PX = 9.8  # 2.6 mm


def static_map(
    document: MapDocument,
    theme_id: str,
    width: float,
    height: float,
    focus: str | None = None,
    zoom_to_focus: bool = False,
    base_map: bool = False,
    labels: bool = True,
    whole: BaseGeometry | None = None,
    in_region: bool = False,
) -> str:
    """Draw ``document`` as an SVG of ``width`` x ``height`` mm.

    Parameters
    ----------
    theme_id : str
        Theme that colours the areas.
    focus : str | None
        Code of an area to outline strongly.
    zoom_to_focus : bool
        Fit the frame to that area and its surroundings instead of the whole document; a region that is not drawn itself has the whole.
    base_map : bool
        Draw land, water, borders and towns.
    labels : bool
        Write the names of the areas.
    whole : BaseGeometry | None
        Outline of the whole, degrees, drawn small in a corner with the area of the focus in it; None for no such locator.
    in_region : bool
        Draw small in a corner where in its part of the world the whole lies.
    """
    shown = next((area for area in document.areas if area.id == focus), None)
    bounds = _surroundings(shown) if zoom_to_focus and shown is not None else document.bounds
    view = paper_view(bounds, width, height)
    layers = {"presence", "places", "incidents", "trips", "graticule"}
    layers |= ({"basemap"} if base_map else set()) | ({"labels"} if labels else set())
    showing = Showing(theme_id, frozenset(layers), focus, letter_px=LETTER_PX)
    corners = corner_signs(view, LETTER_PX)
    if whole is not None and shown is not None:
        corners += tuple(draw_locator(view, whole, shown.polygons, INK, PAPER))
    elif in_region:
        corners += tuple(draw_region(view, outline_of(document), INK))
    scene = compose(plan_of(document, view.plane), view, showing, covered=boxes_of(corners))
    return framed(scene, width, height, corners)


def _surroundings(area: AreaShape) -> Box:
    west, south, east, north = shapely.bounds(area.polygons).tolist()
    pad = max(east - west, north - south) * 0.35
    return west - pad, max(south - pad, -89.0), east + pad, min(north + pad, 89.0)
