"""Paints a scene into a picture. It runs in the painter's thread: nothing here touches a widget.

Everything is drawn in device pixels without a transform: textures of patterns are then fetched the quick way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import shiboken6
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen, QPolygonF, QTransform

from mrm_desktop.cartography.display_list import Badge, Fill, Item, Line, Marks, Scene, Shape, Text, Tile
from mrm_desktop.cartography.patterns import PATTERN_PX, PatternMark, pattern_marks
from mrm_desktop.cartography.plane import Points
from mrm_desktop.cartography.scene import clipped
from mrm_desktop.cartography.style import FillClass, Pattern, PointClass
from mrm_desktop.cartography.view import View

FAMILIES = ("IBM Plex Sans", "IBM Plex Sans Arabic")
TileSource = Callable[[Tile], bytes | None]
DASH_MARGIN_PX = 40.0
HALO_PX = 2.6


def no_tiles(_tile: Tile) -> None:
    """Have no pictures of the user's own."""


def never() -> bool:
    """Tell that nobody has lost interest."""
    return False


def paint_scene(scene: Scene, ratio: float = 1.0, tiles: TileSource = no_tiles, is_given_up: Callable[[], bool] = never) -> QImage:
    """Paint a scene into a picture of its own.

    Parameters
    ----------
    ratio : float
        Device pixels per pixel of the page.
    tiles : callable
        Returns the content of a tile as it is kept; None where there is none.
    is_given_up : callable
        Tells that the picture is wanted no more: what is done of it by then is returned.
    """
    return paint_sheets(scene, ratio, tiles, is_given_up).laid_together()


@dataclass(frozen=True, slots=True, eq=False)
class PaintedSheets:
    """A painted scene as two sheets: its ground, and what lies over it on a sheet that lets the ground through.

    What changes in one - the classes of the areas, the marks of a layer - does not have to paint the other again.
    """

    scene: Scene
    ratio: float
    ground: QImage
    over: QImage

    def laid_together(self) -> QImage:
        """Return the picture that both make."""
        image = self.ground.copy()
        painter = QPainter(image)
        painter.drawImage(0, 0, self.over)
        painter.end()
        image.setDevicePixelRatio(self.ratio)
        return image


def paint_sheets(
    scene: Scene,
    ratio: float = 1.0,
    tiles: TileSource = no_tiles,
    is_given_up: Callable[[], bool] = never,
    before: PaintedSheets | None = None,
) -> PaintedSheets:
    """Paint a scene as two sheets.

    Parameters
    ----------
    before : PaintedSheets | None
        Sheets with pictures of the same tiles: what would be painted alike is taken from them.
    """
    if before is not None and (before.scene.view != scene.view or before.ratio != ratio):
        before = None
    if before is not None and before.scene.ground == scene.ground and before.scene.below == scene.below:
        ground = before.ground
    else:
        ground = _painted(scene.below, QColor(scene.ground), scene.view, ratio, tiles, is_given_up)
    if before is not None and before.scene.over == scene.over:
        over = before.over
    else:
        over = _painted(scene.over, None, scene.view, ratio, tiles, is_given_up)
    return PaintedSheets(scene, ratio, ground, over)


def _painted(
    items: Iterable[Item], ground: QColor | None, view: View, ratio: float, tiles: TileSource, is_given_up: Callable[[], bool]
) -> QImage:
    """Paint items on a sheet of its own; without a ground it lets through what lies below."""
    size = max(1, round(view.width * ratio)), max(1, round(view.height * ratio))
    image = QImage(*size, QImage.Format.Format_ARGB32_Premultiplied if ground is None else QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.transparent if ground is None else ground)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    brush = _Brush(painter, view, ratio, tiles)
    for item in items:
        if is_given_up():
            break
        brush.draw(item)
    painter.end()
    return image


def paint_items(painter: QPainter, items: Iterable[Item], view: View, ratio: float) -> None:
    """Paint items of a page with the painter of a widget, whose unit is the pixel of the page."""
    painter.save()
    painter.scale(1 / ratio, 1 / ratio)
    brush = _Brush(painter, view, ratio, no_tiles)
    for item in items:
        brush.draw(item)
    painter.restore()


def outline_path(shape: Shape, view: View) -> QPainterPath:
    """Return a shape of the plane as a path on the page."""
    return _path_of([polygon_of(part) for part in np.split(view.to_page(shape.points), shape.starts[1:])])


class _Brush:
    """One run over a display list."""

    def __init__(self, painter: QPainter, view: View, ratio: float, tiles: TileSource) -> None:
        self._painter, self._view, self._ratio, self._tiles = painter, view, ratio, tiles
        factor = view.scale * ratio
        self._factor = np.array([factor, -factor])
        self._shift = np.array([view.width / 2 * ratio - view.x * factor, view.height / 2 * ratio + view.y * factor])
        # The pattern is fixed to the ground: it must not swim when the picture is dragged and painted again.
        side = round(PATTERN_PX * ratio)
        self._origin = QPointF(float(self._shift[0] % side), float(self._shift[1] % side))
        self._laid_out: dict[int, list[QPolygonF]] = {}

    def draw(self, item: Item) -> None:
        match item:
            case Fill():
                self._fill(item)
            case Line():
                self._line(item)
            case Marks():
                self._marks(item)
            case Badge():
                self._badge(item)
            case Text():
                self._text(item)
            case Tile():
                self._tile(item)

    # ---- shapes -----------------------------------------------------------------------------------------------------------

    def _polygons(self, shape: Shape) -> list[QPolygonF]:
        """Return the parts of a shape in device pixels; a shape that is filled and then outlined is laid out once."""
        known = self._laid_out.get(id(shape))
        if known is None:
            points = shape.points * self._ratio if shape.is_on_page else shape.points * self._factor + self._shift
            known = [polygon_of(part) for part in (np.split(points, shape.starts[1:]) if len(shape.starts) > 1 else [points])]
            self._laid_out[id(shape)] = known
        return known

    def _fill(self, fill: Fill) -> None:
        painter = self._painter
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setOpacity(fill.opacity)
        if fill.pattern is not None and fill.pattern.pattern is not Pattern.PLAIN:
            painter.setBrush(QBrush(pattern_tile(fill.pattern, self._ratio)))
            painter.setBrushOrigin(self._origin)
        else:
            painter.setBrush(colour_of(fill.colour))
        polygons = self._polygons(fill.shape)
        if len(polygons) == 1:
            painter.drawPolygon(polygons[0])
        elif polygons:
            painter.drawPath(_path_of(polygons, fill.is_winding))
        painter.setOpacity(1.0)

    def _line(self, line: Line) -> None:
        shape = clipped(line.shape, self._view, DASH_MARGIN_PX, line.is_closed) if line.dash else line.shape
        if not len(shape.points):
            return
        painter = self._painter
        painter.setOpacity(line.opacity)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        polygons = self._polygons(shape)
        if line.casing:
            self._stroke(polygons, pen_of(line.casing, line.width + 2.6, (), self._ratio))
        self._stroke(polygons, pen_of(line.colour, line.width, line.dash, self._ratio))
        painter.setOpacity(1.0)

    def _stroke(self, polygons: list[QPolygonF], pen: QPen) -> None:
        self._painter.setPen(pen)
        for polygon in polygons:
            self._painter.drawPolyline(polygon)

    # ---- signs and words ----------------------------------------------------------------------------------------------------

    def _marks(self, marks: Marks) -> None:
        stamp = stamp_of(marks.style, self._ratio)
        half = stamp.width() / 2
        corners = np.rint(marks.spots * self._ratio - half).astype(int).tolist()
        for x, y in corners:
            self._painter.drawImage(x, y, stamp)

    def _badge(self, badge: Badge) -> None:
        ratio, painter = self._ratio, self._painter
        font = font_of(badge.size * ratio, 600)
        wide = max(QFontMetricsF(font).horizontalAdvance(badge.text) + badge.size * 0.9 * ratio, badge.size * 1.7 * ratio)
        tall = badge.size * 1.7 * ratio
        x, y = badge.at[0] * ratio, badge.at[1] * ratio
        box = QRectF(x - wide / 2, y - tall / 2, wide, tall)
        painter.setPen(QPen(QColor(badge.ring), 1.1 * ratio))
        painter.setBrush(QColor(badge.fill))
        painter.drawRoundedRect(box, tall / 2, tall / 2)
        painter.setPen(QColor(badge.ink))
        painter.setFont(font)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, badge.text)

    def _text(self, text: Text) -> None:
        ratio, painter = self._ratio, self._painter
        stamp, wide = letters_of(text.text, text.size * ratio, text.weight, text.is_italic, text.colour, text.halo, ratio)
        left = text.at[0] * ratio - {"start": 0.0, "middle": wide / 2, "end": wide}[text.anchor]
        edge = (stamp.width() - wide) / 2
        painter.setOpacity(text.opacity)
        painter.drawImage(round(left - edge), round(text.at[1] * ratio - stamp.height() / 2), stamp)
        painter.setOpacity(1.0)

    def _tile(self, tile: Tile) -> None:
        content = self._tiles(tile)
        picture = QImage.fromData(content) if content else QImage()
        if not picture.isNull():
            left, top, right, bottom = (round(edge * self._ratio) for edge in tile.box)
            self._painter.drawImage(QRectF(left, top, right - left, bottom - top), picture)


def polygon_of(points: Points) -> QPolygonF:
    """Return points, shape (n, 2), as Qt's own, by one copy of memory."""
    polygon = QPolygonF()
    polygon.resize(len(points))
    if len(points):
        # Qt's points are two doubles each, one after the other; the stubs of shiboken know no memory behind a point.
        memory: Any = shiboken6.VoidPtr(polygon.data(), len(points) * 16, True)  # type: ignore[call-arg, arg-type]
        np.frombuffer(memory, dtype=np.float64).reshape(-1, 2)[:] = points
    return polygon


def _path_of(polygons: list[QPolygonF], is_winding: bool = False) -> QPainterPath:
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill if is_winding else Qt.FillRule.OddEvenFill)
    for polygon in polygons:
        path.addPolygon(polygon)
    return path


@lru_cache(maxsize=256)
def colour_of(name: str) -> QColor:
    """Return a colour of the style, as ``#rrggbb``."""
    return QColor(name)


@lru_cache(maxsize=256)
def pen_of(colour: str, width: float, dash: tuple[float, ...], ratio: float) -> QPen:
    """Return the pen of a line: its width and dashes in pixels of the page, at so many device pixels to each."""
    pen = QPen(QColor(colour), width * ratio)
    pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin)  # corners of outlines are many and blunt; round ones take four times as long
    if dash:
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern([part / width for part in dash])
    return pen


@lru_cache(maxsize=64)
def font_of(pixels: float, weight: int, is_italic: bool = False) -> QFont:
    """Return the type of the map in a size of so many device pixels."""
    font = QFont()
    font.setFamilies(list(FAMILIES))
    font.setPixelSize(max(1, round(pixels)))
    font.setWeight(QFont.Weight.DemiBold if weight >= 600 else QFont.Weight.Normal)
    font.setItalic(is_italic)
    return font


@lru_cache(maxsize=4096)
def measured(text: str, size: float, weight: int) -> float:
    """Return the width of a text in pixels, as it is painted."""
    return float(QFontMetricsF(font_of(size, weight)).horizontalAdvance(text))


@lru_cache(maxsize=4096)
def letters_of(
    text: str, pixels: float, weight: int, is_italic: bool, colour: str, halo: str, ratio: float
) -> tuple[QImage, float]:
    """Return a picture of a text on one line with its halo, and the width of the text alone, device pixels.

    The halo is the text itself, set around: stroking the outlines of letters takes ten times as long.
    """
    font = font_of(pixels, weight, is_italic)
    metrics = QFontMetricsF(font)
    wide, spread = float(metrics.horizontalAdvance(text)), HALO_PX / 2 * ratio
    image = QImage(int(wide + 2 * spread) + 6, int(metrics.height() + 2 * spread) + 4, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    painter.setFont(font)
    # The middle of the small letters stands in the middle of the picture.
    x, y = (image.width() - wide) / 2, image.height() / 2 + pixels * 0.35
    if halo:
        painter.setPen(QColor(halo))
        for dx, dy in _AROUND:
            painter.drawText(QPointF(x + dx * spread, y + dy * spread), text)
    painter.setPen(QColor(colour))
    painter.drawText(QPointF(x, y), text)
    painter.end()
    return image, wide


_AROUND = tuple((float(np.cos(turn)), float(np.sin(turn))) for turn in np.arange(12) * np.pi / 6)


def forget_names() -> None:
    """Drop the outlines and widths of names: they are of places, and must not outlive the project that they were read from."""
    measured.cache_clear()
    letters_of.cache_clear()


@lru_cache(maxsize=256)
def pattern_tile(fill: FillClass, ratio: float) -> QImage:
    """Return one repeat of a class's pattern on its ground."""
    side = round(PATTERN_PX * ratio)
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(QColor(fill.fill))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setTransform(QTransform.fromScale(side / PATTERN_PX, side / PATTERN_PX))
    for mark in pattern_marks(fill.pattern):
        _draw_mark(painter, mark, QColor(fill.ink))
    painter.end()
    return image


def _draw_mark(painter: QPainter, mark: PatternMark, ink: QColor) -> None:
    if mark.radius:
        painter.setPen(Qt.PenStyle.NoPen if mark.is_filled else QPen(ink, mark.width))
        painter.setBrush(ink if mark.is_filled else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QPointF(*mark.points[0]), mark.radius, mark.radius)
    else:
        pen = QPen(ink, mark.width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawLine(QPointF(*mark.points[0]), QPointF(*mark.points[1]))


@lru_cache(maxsize=256)
def stamp_of(style: PointClass, ratio: float) -> QImage:
    """Return the sign of a class, with a pixel of room around it."""
    line = 1.2 if style.shape != "diamond" else 1.0
    half = (style.radius + line) * ratio
    side = int(np.ceil(2 * half)) + 2
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(side / 2, side / 2)
    painter.scale(ratio, ratio)
    painter.setPen(QPen(QColor(style.stroke), line))
    painter.setBrush(QColor(style.fill))
    painter.drawPath(sign_of(style))
    painter.end()
    return image


def sign_of(style: PointClass) -> QPainterPath:
    """Return the outline of a class's sign about the origin, pixels of the page."""
    radius, path = style.radius, QPainterPath()
    if style.shape == "diamond":
        path.addPolygon(QPolygonF([QPointF(0, -radius), QPointF(radius, 0), QPointF(0, radius), QPointF(-radius, 0)]))
        path.closeSubpath()
    elif style.shape == "triangle":
        path.addPolygon(QPolygonF([QPointF(0, -radius), QPointF(radius, radius * 0.8), QPointF(-radius, radius * 0.8)]))
        path.closeSubpath()
    else:
        path.addEllipse(QPointF(0, 0), radius, radius)
    return path
