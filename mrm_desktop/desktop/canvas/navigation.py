"""Moving about a map: wheel and pinch about the pointer, a drag that runs on, a box to zoom into, keys, and flights."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QPointF, QRectF, Qt, QTimer, QVariantAnimation, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QPinchGesture, QStyle, QWidget

from mrm_desktop.cartography.view import View

KEY_STEP_PX = 90.0
KEY_ZOOM = 1.5
DOUBLE_CLICK_ZOOM = 2.0
WHEEL_STEP = 120 * 2.2  # eighths of a degree that double the scale
LEAST_ZOOM, GREATEST_ZOOM = 2.0, 19.0
_FRAME_MS = 16
_FRICTION = 0.90  # of the speed that is left after a frame
_REST_PX = 0.4  # a frame's way at which a drag has come to rest
_LEAST_DRAG_PX = 4.0
_SWING_S = 0.09  # the last part of a drag that gives it its swing

_PANS = {
    Qt.Key.Key_Left: (1.0, 0.0),
    Qt.Key.Key_Right: (-1.0, 0.0),
    Qt.Key.Key_Up: (0.0, 1.0),
    Qt.Key.Key_Down: (0.0, -1.0),
}


class Navigator(QObject):
    """Turns what a hand does on a widget into views of its map.

    Parameters
    ----------
    view : Callable[[], View | None]
        Returns the view that is shown; None while there is no map.

    Attributes
    ----------
    box : QRectF | None
        The box that is being drawn to zoom into, pixels.
    """

    moved = Signal(object)
    clicked = Signal(QPointF)
    box_changed = Signal()

    def __init__(self, widget: QWidget, view: Callable[[], View | None]) -> None:
        super().__init__(widget)
        self._widget, self._view = widget, view
        self.box: QRectF | None = None
        self._pressed_at: QPointF | None = None
        self._last: QPointF | None = None
        self.is_dragging = False
        self._way: deque[tuple[float, float, float]] = deque(maxlen=12)
        self._swing = (0.0, 0.0)
        self._swings = QTimer(self)
        self._swings.setInterval(_FRAME_MS)
        self._swings.timeout.connect(self._swing_on)
        self._flight = QVariantAnimation(self)
        self._flight.setStartValue(0.0)
        self._flight.setEndValue(1.0)
        self._flight.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._flight.valueChanged.connect(self._fly_on)
        self._from_to: tuple[View, View] | None = None
        widget.grabGesture(Qt.GestureType.PinchGesture)

    # ---- flights ----------------------------------------------------------------------------------------------------------

    def fly_to(self, target: View) -> None:
        """Go to a view: in a short flight, or at once where somebody asked for no motion."""
        begin = self._view()
        self.stop()
        if begin is None or not self._widget.isVisible() or not self._motion_ms:
            self.moved.emit(target)
            return
        self._from_to = begin, target
        self._flight.setDuration(self._motion_ms)
        self._flight.start()

    def stop(self) -> None:
        """Come to rest where the map is."""
        self._flight.stop()
        self._swings.stop()
        self._from_to = None

    @property
    def is_under_way(self) -> bool:
        """Whether the map moves: by a hand, by a swing, in a flight."""
        return self.is_dragging or self._swings.isActive() or self._from_to is not None

    @property
    def _motion_ms(self) -> int:
        """How long a motion takes, as the style sheet says; 0 where nothing is to move."""
        return self._widget.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, self._widget)

    def _fly_on(self, share: float) -> None:
        if self._from_to is None:
            return
        begin, end = self._from_to
        scale = begin.scale * (end.scale / begin.scale) ** share
        # The centre goes as the scale does, so that the flight runs straight at its aim.
        done = share if begin.scale == end.scale else (1 / begin.scale - 1 / scale) / (1 / begin.scale - 1 / end.scale)
        x, y = begin.x + (end.x - begin.x) * done, begin.y + (end.y - begin.y) * done
        if share >= 1:
            self._from_to = None
        now = self._view()
        seen = end if share >= 1 else replace(end, x=x, y=y, scale=scale)
        self.moved.emit(seen if now is None else seen.resized(now.width, now.height))

    # ---- mouse ------------------------------------------------------------------------------------------------------------

    def press(self, event: QMouseEvent) -> None:
        """Begin a drag, or with Shift a box."""
        self.stop()
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._pressed_at = self._last = event.position()
        self._way.clear()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.box = QRectF(event.position(), event.position())

    def move(self, event: QMouseEvent) -> None:
        """Drag the map, or widen the box."""
        view, start, last = self._view(), self._pressed_at, self._last
        if view is None or start is None or last is None:
            return
        at = event.position()
        if self.box is not None:
            self.box = QRectF(start, at).normalized()
            self.box_changed.emit()
            return
        if not self.is_dragging and (at - start).manhattanLength() < _LEAST_DRAG_PX:
            return
        self.is_dragging = True
        self._last = at
        self._way.append((time.monotonic(), at.x() - last.x(), at.y() - last.y()))
        self.moved.emit(view.moved(at.x() - last.x(), at.y() - last.y()))

    def release(self, event: QMouseEvent) -> None:
        """End a drag with its swing, zoom into the box, or take it for a click."""
        if event.button() != Qt.MouseButton.LeftButton or self._pressed_at is None:
            return
        was_dragging, box = self.is_dragging, self.box
        self._pressed_at, self.is_dragging, self.box = None, False, None
        if box is not None:
            self.box_changed.emit()
            self._zoom_into(box)
        elif was_dragging:
            self._let_go()
        else:
            self.clicked.emit(event.position())

    def double_click(self, event: QMouseEvent) -> None:
        """Zoom in about the pointer; with Shift out of it."""
        factor = 1 / DOUBLE_CLICK_ZOOM if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else DOUBLE_CLICK_ZOOM
        self.zoom(factor, event.position(), fly=True)

    def wheel(self, event: QWheelEvent) -> None:
        """Zoom about the pointer by as much as the wheel turned."""
        turned = event.angleDelta().y() or event.pixelDelta().y()
        if turned:
            self.stop()
            self.zoom(2 ** (turned / WHEEL_STEP), event.position())
        event.accept()

    def gesture(self, event: QEvent) -> bool:
        """Zoom by a pinch on a screen or a pad; tell whether the event was one."""
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() != Qt.NativeGestureType.ZoomNativeGesture:
                return False
            self.stop()
            self.zoom(max(0.2, 1 + event.value()), event.position())
            return True
        if event.type() != QEvent.Type.Gesture:
            return False
        pinch = event.gesture(Qt.GestureType.PinchGesture)  # type: ignore[attr-defined]
        if not isinstance(pinch, QPinchGesture):
            return False
        self.stop()
        about = self._widget.mapFromGlobal(pinch.centerPoint().toPoint())
        self.zoom(pinch.scaleFactor() or 1.0, QPointF(about))
        return True

    def zoom(self, factor: float, about: QPointF | None = None, fly: bool = False) -> None:
        """Show the map ``factor`` times as large about a pixel, or about its middle."""
        view = self._view()
        if view is None:
            return
        x, y = (view.width / 2, view.height / 2) if about is None else (about.x(), about.y())
        wanted = min(max(view.zoom + math.log2(factor), LEAST_ZOOM), GREATEST_ZOOM)
        target = view.scaled(2 ** (wanted - view.zoom), x, y)
        if fly:
            self.fly_to(target)
        else:
            self.moved.emit(target)

    def key(self, event: QKeyEvent) -> bool:
        """Move by arrows, zoom by plus and minus; tell whether the key was one of them."""
        view, key = self._view(), Qt.Key(event.key())
        if view is None:
            return False
        if key in _PANS:
            dx, dy = _PANS[key]
            self.stop()
            self.moved.emit(view.moved(dx * KEY_STEP_PX, dy * KEY_STEP_PX))
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(KEY_ZOOM, fly=True)
        elif key in (Qt.Key.Key_Minus, Qt.Key.Key_Underscore):
            self.zoom(1 / KEY_ZOOM, fly=True)
        else:
            return False
        return True

    def _zoom_into(self, box: QRectF) -> None:
        view = self._view()
        if view is None or box.width() < _LEAST_DRAG_PX or box.height() < _LEAST_DRAG_PX:
            return
        factor = min(view.width / box.width(), view.height / box.height())
        factor = min(factor, 2 ** (GREATEST_ZOOM - view.zoom))
        middle = box.center()
        moved = view.moved(view.width / 2 - middle.x(), view.height / 2 - middle.y())
        self.fly_to(moved.scaled(factor, view.width / 2, view.height / 2))

    def _let_go(self) -> None:
        """Run on with the speed of the last moments of a drag."""
        now = time.monotonic()
        recent = [(dx, dy) for at, dx, dy in self._way if now - at < _SWING_S]
        if not recent or not self._motion_ms:
            self.moved.emit(self._view())
            return
        frames = _SWING_S * 1000 / _FRAME_MS
        self._swing = sum(dx for dx, _ in recent) / frames, sum(dy for _, dy in recent) / frames
        self._swings.start()

    def _swing_on(self) -> None:
        view, (dx, dy) = self._view(), self._swing
        if view is None or math.hypot(dx, dy) < _REST_PX:
            self._swings.stop()
            if view is not None:
                self.moved.emit(view)
            return
        self._swing = dx * _FRICTION, dy * _FRICTION
        self.moved.emit(view.moved(dx, dy))
