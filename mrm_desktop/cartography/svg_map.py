"""Writes a scene as SVG, for paper: its own patterns, no picture, nothing embedded but words in the shipped type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import shapely

from mrm_desktop.cartography.display_list import Badge, Fill, Item, Line, Marks, Scene, Shape, Text
from mrm_desktop.cartography.patterns import PATTERN_PX, PatternMark, pattern_marks
from mrm_desktop.cartography.plane import Box, Points
from mrm_desktop.cartography.style import FillClass, Pattern, PointClass
from mrm_desktop.cartography.svg import tag, words_as_markup
from mrm_desktop.cartography.view import View

FONT = "IBM Plex Sans, IBM Plex Sans Arabic"
PX_PER_MM = 96 / 25.4
HALO_PX = 2.2
_CUT_PX = 12.0  # how far beyond the paper outlines go on
_FINE_PX = 0.25  # below what a 300 dpi printer can show
_FLATTENING_PX = 0.15


def scene_markup(scene: Scene) -> tuple[str, str]:
    """Return the definitions of the patterns of a scene, and the scene itself; the user unit is the pixel."""
    used = {item.pattern.id: item.pattern for item in scene.items if isinstance(item, Fill) and item.pattern is not None}
    drawing = [tag("rect", width=scene.view.width, height=scene.view.height, fill=scene.ground)]
    drawing += [written for item in scene.items if (written := item_markup(item, scene.view))]
    return pattern_definitions(used.values()), "".join(drawing)


def pattern_definitions(classes: Iterable[FillClass]) -> str:
    """Return the ``<pattern>`` elements of fill classes, each called ``p-<class>``: marks only, the ground is filled apart.

    A ground inside the pattern would show hairlines between its tiles in some viewers.
    """
    size = {"width": PATTERN_PX, "height": PATTERN_PX}
    fills = (fill for fill in classes if fill.pattern is not Pattern.PLAIN)
    return "".join(tag("pattern", *_marks_of(fill), id=f"p-{fill.id}", **size, patternUnits="userSpaceOnUse") for fill in fills)


def _marks_of(fill: FillClass) -> Iterator[str]:
    return (_mark(mark, fill.ink) for mark in pattern_marks(fill.pattern))


def _mark(mark: PatternMark, ink: str) -> str:
    (x, y), *rest = mark.points
    if mark.is_filled:
        return tag("circle", cx=x, cy=y, r=mark.radius, fill=ink)
    if mark.radius:
        return tag("circle", cx=x, cy=y, r=mark.radius, fill="none", stroke=ink, stroke_width=mark.width)
    return tag("line", x1=x, y1=y, x2=rest[0][0], y2=rest[0][1], stroke=ink, stroke_width=mark.width)


def item_markup(item: Item, view: View) -> str:
    """Return one item of a display list as SVG; empty where nothing of it lies on the page."""
    match item:
        case Fill():
            return _fill(item, view)
        case Line():
            return _line(item, view)
        case Marks():
            return marks_markup(item)
        case Badge():
            return _badge(item)
        case Text():
            return lettering(item)
        case _:
            return ""  # pictures of the user's own stay on the screen


def _fill(fill: Fill, view: View) -> str:
    path = _path(fill.shape, view, is_area=True)
    if not path:
        return ""
    seen: dict[str, str | float] = {} if fill.opacity >= 1 else {"fill_opacity": fill.opacity}
    rule = "nonzero" if fill.is_winding else "evenodd"
    ground = tag("path", d=path, fill=fill.colour, fill_rule=rule, **seen)
    if fill.pattern is None or fill.pattern.pattern is Pattern.PLAIN:
        return ground
    return ground + tag("path", d=path, fill=f"url(#p-{fill.pattern.id})", fill_rule="evenodd", **seen)


def _line(line: Line, view: View) -> str:
    path = _path(line.shape, view, is_area=False)
    if not path:
        return ""
    look: dict[str, str | float] = {"fill": "none", "stroke_linejoin": "round"}
    if line.opacity < 1:
        look["stroke_opacity"] = line.opacity
    dashed: dict[str, str | float] = {"stroke_dasharray": " ".join(f"{part:g}" for part in line.dash)} if line.dash else {}
    casing = tag("path", d=path, stroke=line.casing, stroke_width=line.width + 2.6, **look) if line.casing else ""
    return casing + tag("path", d=path, stroke=line.colour, stroke_width=line.width, **look, **dashed)


def _path(shape: Shape, view: View, is_area: bool) -> str:
    """Return the path of a shape, cut to the paper and simplified to what print can show."""
    written = []
    for part in shape.parts():
        points = part if shape.is_on_page else view.to_page(part)
        if not _may_show(points, view):
            continue
        line = (
            shapely.polygons(points) if is_area and len(points) >= 4 else shapely.linestrings(points) if len(points) >= 2 else None
        )
        if line is None:
            continue
        inside = shapely.clip_by_rect(shapely.simplify(line, _FINE_PX, preserve_topology=is_area), *_sheet(view))
        for piece in shapely.get_parts(inside):
            if piece.is_empty:
                continue
            if piece.geom_type == "Polygon":
                written.append(_joined(shapely.get_coordinates(piece.exterior)[:-1]) + "Z")
            elif piece.geom_type == "LineString":
                written.append(_joined(shapely.get_coordinates(piece)))
    return "".join(written)


def _sheet(view: View) -> Box:
    return -_CUT_PX, -_CUT_PX, view.width + _CUT_PX, view.height + _CUT_PX


def _may_show(points: Points, view: View) -> bool:
    left, top, right, bottom = _sheet(view)
    (x0, y0), (x1, y1) = points.min(axis=0), points.max(axis=0)
    return bool(np.isfinite(points).all() and x0 <= right and x1 >= left and y0 <= bottom and y1 >= top)


def _joined(points: Points) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points.tolist())


def marks_markup(marks: Marks) -> str:
    """Write marks of one class as a single path.

    A circle element becomes eight curves with long numbers when the page is typeset, which made most of an atlas; a polygon that
    differs from it by less than a printer can show takes a fifth of that. Each mark keeps its outline where marks overlap.
    """
    ring = sign_ring(marks.style)
    path = "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in (ring + spot).tolist()) + "Z" for spot in marks.spots)
    return tag("path", d=path, fill=marks.style.fill, stroke=marks.style.stroke, stroke_width=0.8)


def sign_ring(style: PointClass) -> Points:
    """Return the outline of a class's sign about the origin, pixels, shape (n, 2)."""
    radius = style.radius
    if style.shape == "diamond":
        return radius * np.array([(0.0, -1.0), (1.0, 0.0), (0.0, 1.0), (-1.0, 0.0)])
    if style.shape == "triangle":
        return radius * np.array([(0.0, -1.0), (1.0, 0.8), (-1.0, 0.8)])
    corners = max(6, int(np.ceil(np.pi / np.arccos(1 - _FLATTENING_PX / radius))) if radius > _FLATTENING_PX else 6)
    turn = (np.arange(corners) + 0.5) * 2 * np.pi / corners
    return radius * np.column_stack([np.cos(turn), np.sin(turn)])


def _badge(badge: Badge) -> str:
    (wide, tall), (x, y) = badge.sides, badge.at
    box = {"x": x - wide / 2, "y": y - tall / 2, "width": wide, "height": tall, "rx": tall / 2}
    pill = tag("rect", **box, fill=badge.fill, stroke=badge.ring, stroke_width=1.4)
    return pill + lettering(Text(badge.text, badge.at, badge.size, badge.ink, weight=600))


def lettering(text: Text) -> str:
    """Write words with their halo, so that they read on any pattern."""
    x, y = text.at
    look: dict[str, str | float] = {
        "font_family": FONT,
        "font_size": text.size,
        "font_weight": f"{text.weight}",
        "text_anchor": text.anchor,
        "fill": text.colour,
    }
    if text.is_italic:
        look["font_style"] = "italic"
    if text.opacity < 1:
        look["fill_opacity"] = text.opacity
    said, baseline = words_as_markup(text.text), y + text.size * 0.35
    # The halo is an element of its own: some viewers, Qt's among them, know no paint-order and would bury the letters under it.
    halo: dict[str, str | float] = {
        **look,
        "fill": text.halo,
        "stroke": text.halo,
        "stroke_width": HALO_PX,
        "stroke_linejoin": "round",
    }
    below = tag("text", said, x=x, y=baseline, **halo) if text.halo else ""
    return below + tag("text", said, x=x, y=baseline, **look)
