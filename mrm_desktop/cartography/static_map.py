"""The printed map: an SVG of a MapDocument in a local equal-area projection, with frame, graticule, scale bar and labels.

Lengths inside the drawing are millimetres of paper. The SVG names the shipped font and embeds nothing.
"""

from __future__ import annotations

import numpy as np

from mrm_desktop.cartography.ground import ground
from mrm_desktop.cartography.layers.areas import area_names, draw_areas, draw_focus
from mrm_desktop.cartography.layers.catalogue import LAYERS
from mrm_desktop.cartography.map_document import AreaShape, MapDocument
from mrm_desktop.cartography.paper import INK, fit, graticule, pattern_definitions, scale_bar, scale_bar_box
from mrm_desktop.cartography.style import load_style
from mrm_desktop.cartography.svg import root, tag


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
        Draw land, water and borders below the areas.
    labels : bool
        Write the names of the areas.
    """
    theme, colours = document.theme(theme_id), load_style().ground
    bounds = document.bounds
    shown = next((area for area in document.areas if area.id == focus), None)
    if zoom_to_focus and shown is not None:
        bounds = _surroundings(shown)
    frame = fit(bounds, width, height)
    bar = scale_bar_box(frame)
    definitions = pattern_definitions(theme.classes) + tag("clipPath", tag("rect", width=width, height=height), id="frame")
    below, above = ([layer for layer in LAYERS if layer.above_focus is on_top] for on_top in (False, True))
    drawing = [
        tag("rect", width=width, height=height, fill=colours.sea if base_map else colours.paper),
        *(ground(frame, colours) if base_map else ()),
        *draw_areas(document, theme, frame),
        *graticule(frame, bar),
        *(mark for layer in below for mark in layer.draw(document, frame)),
        *draw_focus(document, focus, frame),
        *(mark for layer in above for mark in layer.draw(document, frame)),
        *(area_names(document, focus, frame) if labels else ()),
        *(number for layer in LAYERS for number in layer.write(document, frame)),
    ]
    neatline = tag("rect", width=width, height=height, fill="none", stroke=INK, stroke_width=0.5)
    return root(width, height, tag("defs", definitions), tag("g", *drawing, clip_path="url(#frame)"), neatline, scale_bar(frame))


def _surroundings(area: AreaShape) -> tuple[float, float, float, float]:
    points = np.array([point for polygon in area.polygons for ring in polygon for point in ring])
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    pad = max(east - west, north - south) * 0.35
    return float(west - pad), float(max(south - pad, -89.0)), float(east + pad), float(min(north + pad, 89.0))
