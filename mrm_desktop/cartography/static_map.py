"""The printed map: an SVG of a document's scene in a local equal-area projection, with frame, graticule, scale bar and names."""

from __future__ import annotations

import shapely

from mrm_desktop.cartography.display_list import Fill
from mrm_desktop.cartography.map_document import AreaShape, MapDocument
from mrm_desktop.cartography.marginalia import draw_scale_bar
from mrm_desktop.cartography.plan import plan_of
from mrm_desktop.cartography.plane import Box, EqualArea
from mrm_desktop.cartography.scene import compose
from mrm_desktop.cartography.showing import Showing
from mrm_desktop.cartography.svg import tag
from mrm_desktop.cartography.svg_map import PX_PER_MM, item_markup, scene_markup
from mrm_desktop.cartography.view import View, fit

LETTER_PX = 9.8  # 2.6 mm
_INK = "#26221c"


def static_map(
    document: MapDocument,
    theme_id: str,
    width: float,
    height: float,
    focus: str | None = None,
    zoom_to_focus: bool = False,
    base_map: bool = False,
    labels: bool = True,
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
    """
    shown = next((area for area in document.areas if area.id == focus), None)
    bounds = _surroundings(shown) if zoom_to_focus and shown is not None else document.bounds
    view = paper_view(bounds, width, height)
    layers = {"presence", "places", "incidents", "trips", "graticule"}
    layers |= ({"basemap"} if base_map else set()) | ({"labels"} if labels else set())
    showing = Showing(theme_id, frozenset(layers), focus, letter_px=LETTER_PX)
    corner, size = (view.width - 7, view.height - 12), LETTER_PX * 0.85
    bar = tuple(draw_scale_bar(view, corner, view.width / 3, size, _INK, "#ffffff", is_right=True))
    bar_boxes = (item.shape.box for item in bar if isinstance(item, Fill))
    scene = compose(plan_of(document, view.plane), view, showing, covered=bar_boxes)
    patterns, drawing = scene_markup(scene)
    frame = {"width": view.width, "height": view.height}
    definitions = patterns + tag("clipPath", tag("rect", **frame), id="frame")
    neatline = tag("rect", **frame, fill="none", stroke=_INK, stroke_width=1.8)
    return tag(
        "svg",
        tag("defs", definitions),
        tag("g", drawing, clip_path="url(#frame)"),
        neatline,
        "".join(item_markup(item, view) for item in bar),
        xmlns="http://www.w3.org/2000/svg",
        width=f"{width:g}mm",
        height=f"{height:g}mm",
        viewBox=f"0 0 {view.width:g} {view.height:g}",
    )


def paper_view(bounds: Box, width: float, height: float) -> View:
    """Fit degrees ``bounds`` onto paper of ``width`` x ``height`` mm, in an equal-area plane of its own."""
    west, south, east, north = bounds
    return fit(bounds, width * PX_PER_MM, height * PX_PER_MM, EqualArea((west + east) / 2, (south + north) / 2))


def _surroundings(area: AreaShape) -> Box:
    west, south, east, north = shapely.bounds(area.polygons).tolist()
    pad = max(east - west, north - south) * 0.35
    return west - pad, max(south - pad, -89.0), east + pad, min(north + pad, 89.0)
