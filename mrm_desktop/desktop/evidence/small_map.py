"""A small map of where the rows of a file lie among the project's areas: swapped coordinates and another country are seen at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from mrm_desktop.desktop.evidence.evidence_session import Outline

Point = tuple[float, float]
MARGIN = 8
DOT = 2.5
VEIL = 0.4


class SmallMap(QWidget):
    """Draws outlines, points and ground, as large as all together allow. Hidden where there are neither points nor ground."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setMinimumSize(220, 150)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.outline: Outline = ()
        self.points: tuple[Point, ...] = ()
        self.ground: Outline = ()
        self.hide()

    def show_points(self, points: Sequence[Point]) -> None:
        """Show where rows lie."""
        self.points = tuple(points)
        self.setVisible(bool(points))
        self.update()

    def show_ground(self, ground: Outline) -> None:
        """Show ground that something covers, through which what lies below can be seen."""
        self.ground = ground
        self.setVisible(bool(ground))
        self.update()

    def show_outline(self, outline: Outline) -> None:
        """Show the outlines of areas behind the points."""
        self.outline = outline
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        painter.fillRect(self.rect(), palette.color(QPalette.ColorRole.AlternateBase))
        place = self._placing()
        painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
        for ring in self.outline:
            painter.drawPolyline(QPolygonF([place(point) for point in ring]))
        painter.setPen(Qt.PenStyle.NoPen)
        colour = palette.color(QPalette.ColorRole.Highlight)
        colour.setAlphaF(VEIL)
        painter.setBrush(colour)
        for ring in self.ground:
            painter.drawPolygon(QPolygonF([place(point) for point in ring]))
        painter.setBrush(palette.color(QPalette.ColorRole.Highlight))
        for point in self.points:
            painter.drawEllipse(place(point), DOT, DOT)
        painter.end()

    def _placing(self) -> _Placing:
        return _Placing(
            chain(self.points, *self.outline, *self.ground), QRectF(self.rect()).adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        )


class _Placing:
    """Says where on the widget a position is drawn: the same scale in both directions, all of it in sight."""

    def __init__(self, points: Iterable[Point], room: QRectF) -> None:
        xs, ys = zip(*points, strict=True)
        self._west, self._north = min(xs), max(ys)
        wide, tall = max(max(xs) - self._west, 1e-6), max(self._north - min(ys), 1e-6)
        self._scale = min(room.width() / wide, room.height() / tall)
        self._left = room.left() + (room.width() - wide * self._scale) / 2
        self._top = room.top() + (room.height() - tall * self._scale) / 2

    def __call__(self, point: Point) -> QPointF:
        return QPointF(self._left + (point[0] - self._west) * self._scale, self._top + (self._north - point[1]) * self._scale)
