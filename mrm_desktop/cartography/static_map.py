"""The printed map: an SVG of a MapDocument in a local equal-area projection, with frame, graticule, scale bar and labels.

Lengths inside the drawing are millimetres of paper. The SVG names the shipped font and embeds nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from mrm_desktop.cartography.dots import dots
from mrm_desktop.cartography.ground import SEA, ground
from mrm_desktop.cartography.map_document import AreaShape, IncidentLayer, MapDocument
from mrm_desktop.cartography.paper import (
    INK,
    Frame,
    cased,
    counted,
    filled,
    fit,
    graticule,
    names,
    outline,
    pattern_definitions,
    scale_bar,
    scale_bar_box,
    stroke_of,
    track_path,
)
from mrm_desktop.cartography.style import FillClass
from mrm_desktop.cartography.svg import root, tag
from mrm_desktop.cartography.trip_layer import TripLayer

COUNT_BELOW_MM = 4.2  # a number of incidents stands below the name of its area


def static_map(
    document: MapDocument,
    theme_id: str,
    width: float,
    height: float,
    focus: str | None = None,
    zoom_to_focus: bool = False,
    trip: TripLayer | None = None,
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
        Fit the frame to that area and its surroundings instead of the whole document.
    trip : TripLayer | None
        Legs to draw over the areas.
    base_map : bool
        Draw land, water and borders below the areas.
    labels : bool
        Write the names of the areas.
    """
    theme = document.theme(theme_id)
    bounds = document.bounds
    if zoom_to_focus and focus is not None:
        bounds = _surroundings(next(area for area in document.areas if area.id == focus))
    frame = fit(bounds, width, height)
    bar = scale_bar_box(frame)
    classes = {fill.id: fill for fill in theme.classes}
    definitions = pattern_definitions(theme.classes) + tag("clipPath", tag("rect", width=width, height=height), id="frame")
    drawing = [
        tag("rect", width=width, height=height, fill=SEA if base_map else "#eef0f1"),
        *(ground(frame) if base_map else ()),
        *(_area(area, classes[theme.of_area[area.id]], document, frame) for area in document.areas),
        *graticule(frame, bar),
        *_presence(document, frame),
        *_places(document, frame),
        *(_focus(area, document, frame) for area in document.areas if area.id == focus),
        *(_legs(trip, frame) if trip else ()),
        *(_incidents(document.incidents, frame) if document.incidents else ()),
        *(_labels(document, frame, focus) if labels else ()),
        *(_counts(document.incidents, frame) if document.incidents else ()),
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
    shown = _on_sheet(spots, frame)
    for style in reversed(styles.values()):  # the first of the legend is drawn last, on top
        its = np.array([place.style == style.id for place in document.places])
        if (shown & its).any():
            yield dots(style, spots[shown & its])


def _legs(trip: TripLayer, frame: Frame) -> Iterator[str]:
    styles = {style.id: style for style in trip.styles}
    for leg in trip.legs:
        path = track_path(np.array(leg.route, dtype=np.float64), frame)
        if path:
            yield cased(path, styles[leg.style])


def _incidents(layer: IncidentLayer, frame: Frame) -> Iterator[str]:
    """Draw the incidents whose place is known, the newest on top."""
    if not layer.marks:
        return
    spots = frame.on_paper(np.array([mark.at for mark in layer.marks]))
    shown = _on_sheet(spots, frame)
    for style in reversed(layer.styles):
        its = np.array([mark.style == style.id for mark in layer.marks])
        if (shown & its).any():
            yield dots(style, spots[shown & its])


def _counts(layer: IncidentLayer, frame: Frame) -> Iterator[str]:
    """Write how many incidents an area has that are known no more exactly, beside the area's name."""
    style = next(style for style in layer.styles if style.shape == "count")
    for item in layer.counts:
        spot = frame.on_paper(np.array([item.at]))
        if _on_sheet(spot, frame)[0]:
            x, y = spot[0].tolist()
            yield counted(style, item.count, x, y + COUNT_BELOW_MM)


def _on_sheet(spots: npt.NDArray[np.float64], frame: Frame) -> npt.NDArray[np.bool_]:
    return np.asarray(((spots >= 0) & (spots <= (frame.width, frame.height))).all(axis=1))


def _labels(document: MapDocument, frame: Frame, focus: str | None) -> Iterator[str]:
    """Name areas, the focus first, then the largest."""
    ordered = sorted(document.areas, key=lambda area: (area.id != focus, -_extent(area)))
    spots = frame.on_paper(np.array([area.label_at for area in ordered])).tolist() if ordered else []
    wanted = [(area.name, x, y, 600 if area.id == focus else 400) for area, (x, y) in zip(ordered, spots, strict=True)]
    return names(wanted, frame, avoid=scale_bar_box(frame))


def _extent(area: AreaShape) -> float:
    points = np.array([point for polygon in area.polygons for point in polygon[0]])
    return float(np.prod(points.max(axis=0) - points.min(axis=0)))
