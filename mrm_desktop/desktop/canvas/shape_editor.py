"""Draws a point, a line or a polygon on a map by mouse and by keys. Who asked for it keeps the truth: each change goes there first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen, QPolygonF

from mrm_desktop.cartography.view import View

Corner = tuple[float, float]
Corners = tuple[Corner, ...]

DIGITS = 7  # of degrees, about a centimetre
MOST_MIDDLES = 200  # a shape of more corners has no handles between them
_REACH_PX = 10.0
_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_INK, _FILL = "#b4531f", "#d98324"


@dataclass(frozen=True, slots=True)
class DrawnState:
    """What is being drawn.

    Attributes
    ----------
    shape : str
        ``point``, ``line`` or ``polygon``; ``none`` where only a preview is shown.
    corners : tuple of (longitude, latitude)
        Degrees.
    preview : sequence of polygons, each a sequence of rings of (longitude, latitude)
        The area that the corners make: a circle, a corridor, a copy.
    """

    shape: str
    corners: Corners = ()
    preview: Sequence[Sequence[Sequence[Corner]]] = ()


class ShapeEditor(QObject):
    """Shows the shape that is drawn on a map, and changes it.

    Parameters
    ----------
    view : Callable[[], View | None]
        Returns the view of the map.
    """

    changed = Signal(object)
    needs_paint = Signal()
    escaped = Signal()

    def __init__(self, parent: QObject, view: Callable[[], View | None]) -> None:
        super().__init__(parent)
        self._view = view
        self.state: DrawnState | None = None
        self.chosen = -1
        """The corner that keys move; -1 for none."""
        self._dragged: int | None = None
        self._is_new = False

    @property
    def is_active(self) -> bool:
        """Whether something is being drawn or previewed."""
        return self.state is not None

    @property
    def takes_corners(self) -> bool:
        """Whether a click sets a corner."""
        return self.state is not None and self.state.shape != "none"

    def show(self, state: DrawnState | None) -> None:
        """Show a state; None ends the drawing."""
        self.state = state
        if state is None or self.chosen >= len(state.corners):
            self.chosen, self._dragged = -1, None
        self.needs_paint.emit()

    # ---- mouse ------------------------------------------------------------------------------------------------------------

    def press(self, event: QMouseEvent) -> bool:
        """Take hold of a corner or of the handle between two; with the right button take the corner away. Tell whether one was there."""
        state, at = self.state, event.position()
        if state is None or not self.takes_corners:
            return False
        corner = self._at(at, self._pixels(state.corners))
        if event.button() == Qt.MouseButton.RightButton:
            if corner is not None:
                self.remove(corner)
            return corner is not None
        if event.button() != Qt.MouseButton.LeftButton:
            return False
        self._is_new = False
        if corner is None:
            middles = self._middles(state)
            found = self._at(at, self._pixels([middle for middle, _ in middles]))
            if found is not None:
                middle, corner = middles[found]
                self._show_corners((*state.corners[:corner], middle, *state.corners[corner:]))
                self._is_new = True
        if corner is None:
            return False
        self.chosen = self._dragged = corner
        self.needs_paint.emit()
        return True

    def move(self, event: QMouseEvent) -> bool:
        """Drag the corner that is held; tell whether one is."""
        state, view = self.state, self._view()
        if self._dragged is None or state is None or view is None:
            return False
        self._is_new = True
        at = view.position(event.position().x(), event.position().y())
        self._show_corners(_with(state.corners, self._dragged, at))
        return True

    def release(self) -> bool:
        """Let go of a corner; tell whether one was held."""
        if self._dragged is None or self.state is None:
            return False
        self._dragged = None
        if self._is_new:
            self._change(self.state.corners)
        return True

    def click(self, at: QPointF) -> None:
        """Set a corner."""
        state, view = self.state, self._view()
        if state is None or view is None or not self.takes_corners:
            return
        corner = view.position(at.x(), at.y())
        corners = (corner,) if state.shape == "point" else (*state.corners, corner)
        self.chosen = len(corners) - 1
        self._change(corners)

    # ---- keys -------------------------------------------------------------------------------------------------------------

    def key(self, event: QKeyEvent) -> bool:
        """Set, choose, move or take away corners by keys; tell whether the key did so.

        Enter sets a corner at the cross in the middle of the map, Tab chooses the next one, arrows move it, Delete takes it away, and
        Escape leaves it, so that arrows move the map again; pressed once more it is for whoever draws.
        """
        state, view, key = self.state, self._view(), Qt.Key(event.key())
        if state is None or view is None or not self.takes_corners:
            return False
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Insert):
            self.click(QPointF(view.width / 2, view.height / 2))
            self.chosen = -1
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab) and state.corners:
            step = 1 if key == Qt.Key.Key_Tab else -1
            follows = self.chosen + step if self.chosen >= 0 else (0 if step > 0 else len(state.corners) - 1)
            if not 0 <= follows < len(state.corners):
                self.chosen = -1
                self.needs_paint.emit()
                return False
            self.chosen = follows
        elif key == Qt.Key.Key_Escape:
            if self.chosen < 0:
                self.escaped.emit()
            self.chosen = -1
        elif self.chosen < 0:
            return False
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove(self.chosen)
        elif key in _STEPS:
            self._nudge(state, view, _STEPS[key], 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            return False
        self.needs_paint.emit()
        return True

    def remove(self, corner: int) -> None:
        """Take a corner away."""
        if self.state is not None:
            self.chosen = min(max(0, corner - 1), len(self.state.corners) - 2)
            self._change(tuple(c for n, c in enumerate(self.state.corners) if n != corner))

    def _nudge(self, state: DrawnState, view: View, step: tuple[int, int], pixels: int) -> None:
        x, y = view.place(*state.corners[self.chosen])
        at = view.position(x + step[0] * pixels, y + step[1] * pixels)
        self._change(_with(state.corners, self.chosen, at))

    # ---- picture ----------------------------------------------------------------------------------------------------------

    def paint(self, painter: QPainter) -> None:
        """Paint what is drawn over the map; the painter's unit is the pixel of the page."""
        state, view = self.state, self._view()
        if state is None or view is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink, fill = QColor(_INK), QColor(_FILL)
        for polygon in state.preview:
            fill.setAlphaF(0.25)
            painter.setPen(QPen(ink, 1.5, Qt.PenStyle.DashLine))
            painter.setBrush(fill)
            for ring in polygon:
                painter.drawPolygon(QPolygonF(self._pixels(ring)))
        corners = self._pixels(state.corners)
        painter.setPen(QPen(ink, 2.5))
        if state.shape == "polygon" and len(corners) > 2:
            fill.setAlphaF(0.18)
            painter.setBrush(fill)
            painter.drawPolygon(QPolygonF(corners))
        elif len(corners) > 1:
            painter.drawPolyline(QPolygonF(corners))
        if self.takes_corners:
            self._paint_handles(painter, state, corners)

    def _paint_handles(self, painter: QPainter, state: DrawnState, corners: list[QPointF]) -> None:
        ink, view = QColor(_INK), self._view()
        painter.setPen(QPen(ink, 1.2))
        painter.setBrush(QColor(255, 255, 255, 200))
        for at in self._pixels([middle for middle, _ in self._middles(state)]):
            painter.drawEllipse(at, 3.5, 3.5)
        for n, at in enumerate(corners):
            painter.setBrush(ink if n == self.chosen else QColor("#ffffff"))
            painter.setPen(QPen(ink, 2.0))
            painter.drawRect(QRectF(at.x() - 5, at.y() - 5, 10, 10))
        if view is not None:  # the cross at which Enter sets a corner
            x, y = view.width / 2, view.height / 2
            painter.drawLine(QPointF(x - 7, y), QPointF(x + 7, y))
            painter.drawLine(QPointF(x, y - 7), QPointF(x, y + 7))

    # ---- inside -----------------------------------------------------------------------------------------------------------

    def _pixels(self, positions: Sequence[Corner]) -> list[QPointF]:
        view = self._view()
        if view is None or not len(positions):
            return []
        lonlat = np.array(positions, dtype=np.float64).reshape(-1, 2)
        return [QPointF(x, y) for x, y in view.to_page(view.plane.forward(lonlat)).tolist()]

    def _middles(self, state: DrawnState) -> list[tuple[Corner, int]]:
        """Return the points between corners, and where a corner that is set there comes."""
        count = len(state.corners)
        if state.shape == "point" or not 2 <= count <= MOST_MIDDLES:
            return []
        sides = count if state.shape == "polygon" and count > 2 else count - 1
        pairs = [(state.corners[n], state.corners[(n + 1) % count], n + 1) for n in range(sides)]
        return [(((a[0] + b[0]) / 2, (a[1] + b[1]) / 2), n) for a, b, n in pairs]

    def _at(self, at: QPointF, places: Sequence[QPointF]) -> int | None:
        away = [(place - at).manhattanLength() for place in places]
        nearest = min(range(len(away)), key=away.__getitem__, default=None)
        return nearest if nearest is not None and away[nearest] <= _REACH_PX else None

    def _show_corners(self, corners: Corners) -> None:
        if self.state is not None:
            self.state = DrawnState(self.state.shape, corners, self.state.preview)
            self.needs_paint.emit()

    def _change(self, corners: Corners) -> None:
        self._show_corners(corners)
        self.changed.emit(tuple((round(x, DIGITS), round(y, DIGITS)) for x, y in corners))


def _with(corners: Corners, position: int, corner: Corner) -> Corners:
    return (*corners[:position], corner, *corners[position + 1 :])
