"""The printed map: an SVG of a MapDocument in a local equal-area projection, with frame, graticule, scale bar and labels.

Lengths inside the drawing are millimetres of paper. The SVG names the shipped font and embeds nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from mrm_desktop.cartography.dots import dots
from mrm_desktop.cartography.map_document import AreaShape, MapDocument
from mrm_desktop.cartography.paper import (
    INK,
    Frame,
    filled,
    fit,
    graticule,
    names,
    outline,
    pattern_definitions,
    scale_bar,
    stroke_of,
)
from mrm_desktop.cartography.style import FillClass
from mrm_desktop.cartography.svg import root, tag


def static_map(
    document: MapDocument, theme_id: str, width: float, height: float, focus: str | None = None, zoom_to_focus: bool = False
) -> str:
    """Draw ``document`` as an SVG of ``width`` x ``height`` mm.

    Parameters
    ----------
    theme_id : str
        Theme that colours the areas.
    focus : str | None
        Code of an area to outline strongly.
    zoom_to_focus : bool
        Fit the frame to that area and its surroundings instead of the whole document.
    """
    theme = document.theme(theme_id)
    bounds = document.bounds
    if zoom_to_focus and focus is not None:
        bounds = _surroundings(next(area for area in document.areas if area.id == focus))
    frame = fit(bounds, width, height)
    classes = {fill.id: fill for fill in theme.classes}
    definitions = pattern_definitions(theme.classes) + tag("clipPath", tag("rect", width=width, height=height), id="frame")
    drawing = [
        tag("rect", width=width, height=height, fill="#eef0f1"),
        *(_area(area, classes[theme.of_area[area.id]], document, frame) for area in document.areas),
        *graticule(frame),
        *_presence(document, frame),
        *_places(document, frame),
        *(_focus(area, document, frame) for area in document.areas if area.id == focus),
        *_labels(document, frame, focus),
    ]
    neatline = tag("rect", width=width, height=height, fill="none", stroke=INK, stroke_width=0.5)
    return root(width, height, tag("defs", definitions), tag("g", *drawing, clip_path="url(#frame)"), neatline, scale_bar(frame))


def _surroundings(area: AreaShape) -> tuple[float, float, float, float]:
    points = np.array([point for polygon in area.polygons for ring in polygon for point in ring])
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    pad = max(east - west, north - south) * 0.35
    return float(west - pad), float(max(south - pad, -89.0)), float(east + pad), float(min(north + pad, 89.0))


def _area(area: AreaShape, fill: FillClass, document: MapDocument, frame: Frame) -> str:
    path = outline(area.polygons, frame)
    return filled(fill, path, **stroke_of(document.boundary)) if path else ""


def _focus(area: AreaShape, document: MapDocument, frame: Frame) -> str:
    line, path = document.focus, outline(area.polygons, frame)
    halo = tag("path", d=path, fill="none", stroke="#fff", stroke_width=line.width / 2)
    return halo + tag("path", d=path, fill="none", stroke=line.stroke, stroke_width=line.width / 3.2)


def _presence(document: MapDocument, frame: Frame) -> Iterator[str]:
    styles = {style.id: style for style in document.presence_styles}
    for item in document.presence:
        path = outline(item.polygons, frame)
        if path:
            yield tag("path", d=path, fill="none", **stroke_of(styles[item.style]))
        if item.base is not None:
            x, y = frame.on_paper(np.array([item.base])).tolist()[0]
            diamond = f"M{x:.2f} {y - 1.3:.2f}l1.3 1.3l-1.3 1.3l-1.3-1.3Z"
            yield tag("path", d=diamond, fill="#1f3d63", stroke="#fff", stroke_width=0.3)


def _places(document: MapDocument, frame: Frame) -> Iterator[str]:
    if not document.places:
        return
    # Many places are drawn small, so that they do not bury the areas.
    shrink = min(1.0, max(0.45, 12 / len(document.places) ** 0.5))
    styles = {style.id: replace(style, radius=style.radius * shrink) for style in document.place_styles}
    spots = frame.on_paper(np.array([place.at for place in document.places]))
    shown = ((spots >= 0) & (spots <= (frame.width, frame.height))).all(axis=1)
    for style in reversed(styles.values()):  # the first of the legend is drawn last, on top
        its = np.array([place.style == style.id for place in document.places])
        if (shown & its).any():
            yield dots(style, spots[shown & its])


def _labels(document: MapDocument, frame: Frame, focus: str | None) -> Iterator[str]:
    """Name areas, the focus first, then the largest."""
    ordered = sorted(document.areas, key=lambda area: (area.id != focus, -_extent(area)))
    spots = frame.on_paper(np.array([area.label_at for area in ordered])).tolist() if ordered else []
    wanted = [(area.name, x, y, 600 if area.id == focus else 400) for area, (x, y) in zip(ordered, spots, strict=True)]
    return names(wanted, frame)


def _extent(area: AreaShape) -> float:
    points = np.array([point for polygon in area.polygons for point in polygon[0]])
    return float(np.prod(points.max(axis=0) - points.min(axis=0)))
