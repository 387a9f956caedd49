"""Paper: what the map of a trip is drawn with - patterns, outlines, letters, grid, scale bar - and the samples of every legend.

Lengths are millimetres of paper. The drawing names the shipped font and embeds nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from shapely.geometry.base import BaseGeometry

from mrm_desktop.cartography.display_list import Marks
from mrm_desktop.cartography.plane import EqualArea
from mrm_desktop.cartography.style import FillClass, Pattern, PointClass, StrokeClass
from mrm_desktop.cartography.svg import root, tag, words_as_markup
from mrm_desktop.cartography.svg_map import PX_PER_MM, marks_markup
from mrm_desktop.cartography.view import round_kilometres
from mrm_desktop.geo.outline import rings_of

FONT = "IBM Plex Sans, IBM Plex Sans Arabic"
INK = "#26221c"
TILE = 2.4  # mm; one repeat of a pattern, coarse enough for a bad printer
SIMPLIFY_MM = 0.08  # below what a 300 dpi printer can show
CUT_MM = 3.0  # how far beyond the paper outlines go on

Box = tuple[float, float, float, float]

_PATTERN_SHAPES = {
    Pattern.HATCH: "M-.4 1.6L1.6-.4M-.4 2.8L2.8-.4M.8 2.8L2.8.8",
    Pattern.BACKHATCH: "M-.4-.4L2.8 2.8M.8-.4L2.8 1.6M-.4.8L1.6 2.8",
    Pattern.GRID: "M-.4 2.8L2.8-.4M-.4-.4L2.8 2.8",
    Pattern.LINES: "M0 .6H2.4M0 1.8H2.4",
    Pattern.DASH: "M.2 .6H1.2M1.4 1.8H2.4",
    Pattern.CROSS: "M.8 .8L1.6 1.6M.8 1.6L1.6 .8",
    Pattern.DOTS: "M.35 .6a.25 .25 0 1 0 .5 0a.25 .25 0 1 0-.5 0M1.55 1.8a.25 .25 0 1 0 .5 0a.25 .25 0 1 0-.5 0",
    Pattern.RINGS: "M.6 1.2a.6 .6 0 1 0 1.2 0a.6 .6 0 1 0-1.2 0",
}


@dataclass(frozen=True, slots=True)
class Frame:
    """The local projection and its fit onto the paper.

    Attributes
    ----------
    lon0, lat0 : float
        Centre of the Lambert azimuthal equal-area projection, degrees.
    scale : float
        Millimetres of paper per metre of ground.
    width, height : float
        Paper, mm.
    x0, y0 : float
        Projected coordinates of the centre of the paper, metres.
    """

    lon0: float
    lat0: float
    scale: float
    width: float
    height: float
    x0: float
    y0: float

    def on_paper(self, lonlat: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Place points, shape (n, 2), degrees, on the paper, mm from its upper left corner."""
        plane = self._plane.forward(lonlat)
        return np.column_stack(
            [self.width / 2 + (plane[:, 0] - self.x0) * self.scale, self.height / 2 - (plane[:, 1] - self.y0) * self.scale]
        )

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north of what the paper shows, degrees."""
        steps = np.linspace(-0.5, 0.5, 9)
        edge = np.array([(u, v) for u in steps for v in steps]) * (self.width / self.scale, self.height / self.scale)
        lonlat = self._plane.inverse(edge + np.array([self.x0, self.y0]))
        (west, south), (east, north) = lonlat.min(axis=0).tolist(), lonlat.max(axis=0).tolist()
        return west, south, east, north

    @property
    def _plane(self) -> EqualArea:
        return EqualArea(self.lon0, self.lat0)


def fit(bounds: tuple[float, float, float, float], width: float, height: float, margin: float = 0.04) -> Frame:
    """Fit degrees ``bounds`` (west, south, east, north) onto paper of ``width`` x ``height`` mm."""
    west, south, east, north = bounds
    lon0, lat0 = (west + east) / 2, (south + north) / 2
    steps = np.linspace(0, 1, 9)
    edge = np.array([(west + (east - west) * u, south + (north - south) * v) for u in steps for v in steps])
    plane = EqualArea(lon0, lat0).forward(edge)
    low, high = plane.min(axis=0), plane.max(axis=0)
    span = np.maximum(high - low, 1000.0)  # a single point still gets a kilometre of map
    scale = float(min(width / span[0], height / span[1]) * (1 - 2 * margin))
    x0, y0 = ((low + high) / 2).tolist()
    return Frame(lon0, lat0, scale, width, height, x0, y0)


def swatch(fill: FillClass, width: float = 9.0, height: float = 4.5) -> str:
    """Draw the legend's sample of a fill class as an SVG of its own, ``width`` x ``height`` mm."""
    right, bottom = width - 0.15, height - 0.15
    box = f"M.15 .15H{right:g}V{bottom:g}H.15Z"
    return root(width, height, _definitions([fill]), filled(fill, box, stroke="#4a453c", stroke_width=0.3))


def line_swatch(style: StrokeClass, width: float = 9.0, height: float = 4.5) -> str:
    """Draw the legend's sample of an outline class."""
    box = {"x": 0.8, "y": 0.8, "width": width - 1.6, "height": height - 1.6}
    return root(width, height, tag("rect", **box, fill="none", **stroke_of(style)))


def point_swatch(style: PointClass, width: float = 9.0, height: float = 4.5) -> str:
    """Draw the legend's sample of a point class: the sign itself, as large as on the map."""
    middle = np.array([(width / 2, height / 2)]) * PX_PER_MM
    return root(width, height, tag("g", marks_markup(Marks(middle, style)), transform=f"scale({1 / PX_PER_MM:.6f})"))


def _definitions(classes: Iterable[FillClass]) -> str:
    found = pattern_definitions(classes)
    return tag("defs", found) if found else ""


def pattern_definitions(classes: Iterable[FillClass]) -> str:
    """Return the ``<pattern>`` elements of fill classes, each called ``p-<class>``: marks only, the ground is filled apart.

    A ground inside the pattern would show hairlines between its tiles in some viewers.
    """
    size = {"width": TILE, "height": TILE}
    return "".join(
        tag("pattern", _marks(fill), id=f"p-{fill.id}", **size, patternUnits="userSpaceOnUse")
        for fill in classes
        if fill.pattern is not Pattern.PLAIN
    )


def _marks(fill: FillClass) -> str:
    shape = _PATTERN_SHAPES[fill.pattern]
    if fill.pattern is Pattern.DOTS:
        return tag("path", d=shape, fill=fill.ink)
    return tag("path", d=shape, fill="none", stroke=fill.ink, stroke_width=0.28)


def filled(fill: FillClass, outline: str, **line: str | float) -> str:
    """Fill an outline with ground and pattern of a class, then draw its line."""
    ground = tag("path", d=outline, fill=fill.fill, fill_rule="evenodd")
    if fill.pattern is Pattern.PLAIN:
        return ground + tag("path", d=outline, fill="none", **line)
    return ground + tag("path", d=outline, fill=f"url(#p-{fill.id})", fill_rule="evenodd", **line)


def outline(polygons: BaseGeometry, frame: Frame) -> str:
    """Return the path of polygons, degrees, on the paper, rings cut to the paper and simplified to what print can show."""
    return "".join(ring_path(np.array(ring, dtype=np.float64), frame) for polygon in rings_of(polygons) for ring in polygon)


def ring_path(ring: npt.NDArray[np.float64], frame: Frame) -> str:
    """Return the path of one closed ring, shape (n, 2), degrees; empty where it does not meet the paper."""
    import shapely

    points = frame.on_paper(ring)
    if not _may_show(points, frame):
        return ""
    inside = shapely.clip_by_rect(shapely.simplify(shapely.polygons(points), SIMPLIFY_MM, preserve_topology=True), *_sheet(frame))
    rings = [part.exterior for part in shapely.get_parts(inside) if part.geom_type == "Polygon" and not part.is_empty]
    return "".join(joined(shapely.get_coordinates(part)[:-1]) + "Z" for part in rings)


def track_path(track: npt.NDArray[np.float64], frame: Frame) -> str:
    """Return the path of a line, shape (n, 2), degrees, cut to the paper; empty where it does not meet it."""
    import shapely

    points = frame.on_paper(track)
    if not _may_show(points, frame):
        return ""
    inside = shapely.clip_by_rect(shapely.simplify(shapely.linestrings(points), SIMPLIFY_MM), *_sheet(frame))
    parts = [part for part in shapely.get_parts(inside) if part.geom_type == "LineString" and not part.is_empty]
    return "".join(joined(shapely.get_coordinates(part)) for part in parts)


def cased(path: str, line: StrokeClass) -> str:
    """Draw a route on white, so that it stands out from any ground."""
    drawn = {**stroke_of(line), "stroke_width": 0.9}
    return tag("path", d=path, fill="none", stroke="#fff", stroke_width=1.9) + tag("path", d=path, fill="none", **drawn)


def joined(points: npt.NDArray[np.float64]) -> str:
    """Return the path through points of the paper, shape (n, 2), mm."""
    return "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in points.tolist())


def _sheet(frame: Frame) -> tuple[float, float, float, float]:
    """Return the paper with room around it, so that no line along a cut edge can be seen."""
    return -CUT_MM, -CUT_MM, frame.width + CUT_MM, frame.height + CUT_MM


def _may_show(points: npt.NDArray[np.float64], frame: Frame) -> bool:
    low, high = points.min(axis=0), points.max(axis=0)
    return bool(high[0] >= 0 and high[1] >= 0 and low[0] <= frame.width and low[1] <= frame.height)


def stroke_of(style: StrokeClass) -> dict[str, str | float]:
    """Attributes of a stroke; a CSS pixel of the screen is a quarter of a millimetre on paper."""
    dashes = " ".join(f"{float(part) / 4:g}" for part in style.dash.split())
    drawn: dict[str, str | float] = {"stroke": style.stroke, "stroke_width": style.width / 4}
    return {**drawn, "stroke_dasharray": dashes} if dashes else drawn


def lettering(words: str, x: float, y: float, size: float, anchor: str = "middle", weight: int = 400) -> str:
    """Write words with a white halo, so that they read on any pattern."""
    look: dict[str, str | float] = {
        "font_family": FONT,
        "font_size": size,
        "font_weight": f"{weight}",
        "text_anchor": anchor,
        "fill": INK,
    }
    # The halo is an element of its own: some viewers, Qt's among them, know no paint-order and would bury the letters under it.
    halo: dict[str, str | float] = {**look, "fill": "#fff", "stroke": "#fff", "stroke_width": size / 4, "stroke_linejoin": "round"}
    said = words_as_markup(words)
    return tag("text", said, x=x, y=y, **halo) + tag("text", said, x=x, y=y, **look)


def names(wanted: Iterable[tuple[str, float, float, int]], frame: Frame, size: float = 2.6) -> Iterator[str]:
    """Write names at places, leaving out one that would cover another already written or leave the paper.

    Parameters
    ----------
    wanted : iterable of (name, x, y, weight of the type)
        Places in mm, the most important first.
    """
    taken: list[Box] = []
    for name, x, y, weight in wanted:
        half, tall = len(name) * size * 0.277, size * 0.577
        box = (x - half, y - tall, x + half, y + tall)
        inside = box[0] > 0.5 and box[1] > 0.5 and box[2] < frame.width - 0.5 and box[3] < frame.height - 0.5
        if inside and not any(_overlap(box, other) for other in taken):
            taken.append(box)
            yield lettering(name, x, y + size * 0.346, size, weight=weight)


def _covered(box: Box, other: Box | None) -> bool:
    return other is not None and _overlap(box, other)


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def graticule(frame: Frame, bar: Box | None = None) -> Iterator[str]:
    """Draw meridians and parallels at whole steps, with their degrees at the lower and left edge.

    Parameters
    ----------
    bar : tuple of 4 floats | None
        Where the scale bar lies, left, top, right, bottom, mm: no degrees are written there.
    """
    west, south, east, north = frame.bounds
    step = next((s for s in (0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0) if max(east - west, north - south) / s <= 6), 30.0)
    lons = np.arange(math.floor(west / step) - 1, math.ceil(east / step) + 2) * step
    lats = np.arange(math.floor(south / step) - 1, math.ceil(north / step) + 2) * step
    lats = lats[(lats > -90) & (lats < 90)]
    run = np.linspace(0, 1, 25)
    for lon in lons.tolist():
        line = frame.on_paper(np.column_stack([np.full(25, lon), lats[0] + (lats[-1] - lats[0]) * run]))
        yield _grid_line(line)
        x = float(np.interp(frame.height, line[::-1, 1], line[::-1, 0]))
        if 6 < x < frame.width - 6 and not _covered((x - 4, frame.height - 3, x + 4, frame.height), bar):
            yield lettering(f"{abs(lon):g}°{'E' if lon >= 0 else 'W'}", x, frame.height - 0.8, 2.0)
    for lat in lats.tolist():
        line = frame.on_paper(np.column_stack([lons[0] + (lons[-1] - lons[0]) * run, np.full(25, lat)]))
        yield _grid_line(line)
        y = float(np.interp(0.0, line[:, 0], line[:, 1]))
        if 4 < y < frame.height - 8 and not _covered((0, y - 3, 8, y), bar):
            yield lettering(f"{abs(lat):g}°{'N' if lat >= 0 else 'S'}", 0.9, y - 0.5, 2.0, anchor="start")


def _grid_line(line: npt.NDArray[np.float64]) -> str:
    points = " ".join(f"{x:.2f},{y:.2f}" for x, y in line.tolist())
    return tag("polyline", points=points, fill="none", stroke=INK, stroke_opacity=0.25, stroke_width=0.15)


def scale_bar(frame: Frame, right: bool = True, low: bool = True) -> str:
    """Draw a bar of a round number of kilometres, at most a third of the width, in one of the corners."""
    kilometres, length = _bar_length(frame)
    x, y = _bar_at(frame, length, right, low)
    left, top, end, bottom = scale_bar_box(frame, right, low)
    return tag(
        "g",
        tag("rect", x=left, y=top, width=end - left, height=bottom - top, fill="#fff", fill_opacity=0.85),
        tag("rect", x=x, y=y, width=length / 2, height=1.0, fill=INK),
        tag("rect", x=x, y=y, width=length, height=1.0, fill="none", stroke=INK, stroke_width=0.2),
        lettering(f"{kilometres:g} km", x + length / 2, y - 1.2, 2.2),
    )


def scale_bar_box(frame: Frame, right: bool = True, low: bool = True) -> Box:
    """Return what the scale bar covers with its ground: left, top, right, bottom, mm."""
    _, length = _bar_length(frame)
    x, y = _bar_at(frame, length, right, low)
    return x - 2, y - 4.2, x + length + 2, y + 2.8


def _bar_length(frame: Frame) -> tuple[float, float]:
    """Return the kilometres of the scale bar and its length, mm."""
    kilometres = round_kilometres(frame.width / 3 / frame.scale / 1000)
    return kilometres, kilometres * 1000 * frame.scale


def _bar_at(frame: Frame, length: float, right: bool, low: bool) -> tuple[float, float]:
    return frame.width - length - 4 if right else 4, frame.height - 6 if low else 6
