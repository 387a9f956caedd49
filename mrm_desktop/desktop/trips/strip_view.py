"""The route strip in the window: read along it with the pointer, and drag the departure - all that the clock says moves at once."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mrm_desktop.cartography.route_strip import StripDrawing, StripLook, draw_strip, mark_in_words, stretch_in_words
from mrm_desktop.desktop.canvas.bubble import paint_bubble
from mrm_desktop.desktop.canvas.paint import measured, paint_scene
from mrm_desktop.domain.route_strips import DAY_MINUTES, JourneyClock, LegHours, RouteStrip, stretch_at
from mrm_desktop.foundation.words import Words

STEP_MINUTES = 5
LONG_STEP_MINUTES = 30
_LETTER_OF_FONT = 0.86
_REACH_PX = 9.0
_STEPS = {
    Qt.Key.Key_Left: -STEP_MINUTES,
    Qt.Key.Key_Right: STEP_MINUTES,
    Qt.Key.Key_PageUp: -LONG_STEP_MINUTES,
    Qt.Key.Key_PageDown: LONG_STEP_MINUTES,
}


class StripView(QWidget):
    """Shows a strip and its clock.

    Signals
    -------
    departure_moved(leg, minutes)
        The departure of a leg, counted from 0, was dragged or moved by keys to a minute of its day.
    check_in_moved(number, day, minutes)
        A check-in, counted from 0, was dragged along the way: the minute at which the team is there.
    pointed(km)
        The pointer is at a kilometre; None where it left.
    height_changed(pixels)
        The strip needs another height: with larger letters, or in another width.
    """

    departure_moved = Signal(int, float)
    check_in_moved = Signal(int, object, float)
    pointed = Signal(object)
    height_changed = Signal(int)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.strip: RouteStrip | None = None
        self.clock: JourneyClock | None = None
        self.drawing: StripDrawing | None = None
        self.is_dark = False
        self.chosen = 0
        """The leg whose departure keys and hand move, counted from 0."""
        self._image: QImage | None = None
        self._pointer: QPointF | None = None
        self._held: tuple[float, float] | None = None  # where the hand took hold, and the departure then
        self._held_check_in: int | None = None
        self.setObjectName("strip")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(words.say("strip.title"))

    def show_strip(self, strip: RouteStrip | None, clock: JourneyClock | None) -> None:
        """Show a strip with its hours; None for none."""
        self.strip, self.clock = strip, clock
        self.chosen = min(self.chosen, len(clock.hours) - 1) if clock is not None else 0
        self._draw()
        self.setAccessibleDescription(self.said())

    def said(self) -> str:
        """Return what the clock says, for whoever does not see the strip."""
        if self.clock is None:
            return ""
        first, last = self.clock.hours[0], self.clock.hours[-1]
        return self._words.say(
            "strip.said",
            leaves=self._hour(first.on, first.leaves),
            arrives=self._hour(last.on, last.arrives),
            km=round(self.clock.dark_km),
        )

    def set_dark(self, dark: bool) -> None:
        """Follow the colours of the window."""
        self.is_dark = dark
        self._draw()

    def handle(self, leg: int = 0) -> QRectF:
        """Return where the departure of a leg is taken hold of."""
        if self.drawing is None or self.clock is None:
            return QRectF()
        top, low = self.drawing.rows["legs"]
        x, way = self.drawing.axis.x(self.clock.hours[leg].start_km), -1 if self.drawing.axis.is_mirrored else 1
        wide = self.fontMetrics().horizontalAdvance(self._hour(self.clock.hours[leg].on, 0.0)) + 26
        return QRectF(x + (10 if way > 0 else -10 - wide), top, wide, low - top)

    def _hour(self, on: date, minutes: float) -> str:
        """Write a minute of a day of the trip, with the day where it has several."""
        return self._words.hour(*self.clock.moment(on, minutes)) if self.clock is not None else ""

    # ---- hands ------------------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        leg = self._leg_at(event.position())
        self._held_check_in = self._check_in_at(event.position()) if leg is None else None
        if event.button() == Qt.MouseButton.LeftButton and leg is not None and self.clock is not None:
            self.chosen = leg
            self._held = event.position().x(), self.clock.hours[leg].leaves
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer = event.position()
        km = self._km()
        if self._held is not None and self.clock is not None:
            self._drag(event.position().x())
        elif self._held_check_in is not None and self.clock is not None and km is not None:
            self._drag_check_in(self._held_check_in, *self.clock.at(km))
        else:
            over = self._leg_at(event.position()) is not None or self._check_in_at(event.position()) is not None
            self.setCursor(Qt.CursorShape.SizeHorCursor if over else Qt.CursorShape.ArrowCursor)
        self.pointed.emit(self._km())
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held = self._held_check_in = None
        super().mouseReleaseEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._pointer = None
        self.pointed.emit(None)
        self.update()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step, clock = _STEPS.get(Qt.Key(event.key())), self.clock
        if clock is None:
            super().keyPressEvent(event)
        elif step is not None:
            self._move_to(clock.hours[self.chosen].leaves + step)
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.chosen = min(max(self.chosen + (1 if event.key() == Qt.Key.Key_Down else -1), 0), len(clock.hours) - 1)
            self.update()
        else:
            super().keyPressEvent(event)

    def _drag(self, x: float) -> None:
        """Let the departure follow the hand: later towards the end of the way, as fast as the light runs along the strip."""
        drawing, clock = self.drawing, self.clock
        if drawing is None or clock is None or self._held is None:
            return
        began, leaves = self._held
        leg, axis = clock.hours[self.chosen], drawing.axis
        per_minute = abs(axis.x(leg.end_km) - axis.x(leg.start_km)) / max(leg.arrives - leg.leaves, 1.0)
        way = -1.0 if axis.is_mirrored else 1.0
        self._move_to(leaves + way * (x - began) / max(per_minute, 0.35))

    def _move_to(self, minutes: float) -> None:
        snapped = round(minutes / STEP_MINUTES) * STEP_MINUTES
        clock = self.clock
        if clock is not None and 0 <= snapped < 24 * 60 and snapped != clock.hours[self.chosen].leaves:
            self.departure_moved.emit(self.chosen, float(snapped))

    def _leg_at(self, at: QPointF) -> int | None:
        legs: tuple[LegHours, ...] = self.clock.hours if self.clock is not None else ()
        return next((n for n in range(len(legs)) if self.handle(n).adjusted(-_REACH_PX, -4, _REACH_PX, 4).contains(at)), None)

    def spot_of_check_in(self, mark: int) -> QPointF:
        """Return where a check-in is taken hold of: marks of the clock are counted from 0."""
        if self.drawing is None or self.clock is None:
            return QPointF()
        top, low = self.drawing.rows["check_ins"]
        return QPointF(self.drawing.axis.x(self.clock.check_ins[mark].km), (top + low) / 2)

    def _check_in_at(self, at: QPointF) -> int | None:
        """Return the number of the check-in at a pixel."""
        marks = self.clock.check_ins if self.clock is not None else ()
        near = (n for n in range(len(marks)) if (self.spot_of_check_in(n) - at).manhattanLength() <= 2 * _REACH_PX)
        found = next(near, None)
        return marks[found].number if found is not None else None

    def _drag_check_in(self, number: int, day: date, minutes: float) -> None:
        snapped = round(minutes / STEP_MINUTES) * STEP_MINUTES
        if 0 <= snapped < DAY_MINUTES:
            self.check_in_moved.emit(number, day, float(snapped))

    def _km(self) -> float | None:
        drawing, at = self.drawing, self._pointer
        if drawing is None or at is None or not drawing.axis.left - 4 <= at.x() <= drawing.axis.right + 4:
            return None
        return drawing.axis.km(at.x())

    # ---- the screen -------------------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(640, round(self.drawing.height) if self.drawing is not None else 40)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._draw()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self._draw()
        super().changeEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _draw(self) -> None:
        if self.strip is None or self.clock is None or self.width() < 50:
            self.drawing = self._image = None
        else:
            letter = max(11.0, self.fontInfo().pixelSize() * _LETTER_OF_FONT)
            look = StripLook(float(self.width()), letter, is_dark=self.is_dark, measure=measured)
            self.drawing = draw_strip(self.strip, self.clock, self._words, look)
            self._image = paint_scene(self.drawing.scene, self.devicePixelRatioF())
        height = self.sizeHint().height()
        if self.minimumHeight() != height:
            self.setFixedHeight(height)
            self.height_changed.emit(height)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._image is not None and self.drawing is not None and self.clock is not None:
            painter.drawImage(0, 0, self._image)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_handles(painter, self.clock)
            self._paint_pointer(painter, self.drawing, self.clock)
        painter.end()

    def _paint_handles(self, painter: QPainter, clock: JourneyClock) -> None:
        """Paint the clocks that are dragged, with arrows to both sides: the departure of the trip, and that of the chosen leg."""
        ink, ground = self._pair()
        for leg in {0, self.chosen}:
            box = self.handle(leg)
            tall = min(box.height(), self.fontMetrics().height() + 4.0)
            pill = QRectF(box.left(), box.center().y() - tall / 2, box.width(), tall)
            is_focused = self.hasFocus() and leg == self.chosen
            painter.setPen(QPen(QColor("#d98324") if is_focused else ink, 2.5 if is_focused else 1.0))
            painter.setBrush(ink)
            painter.drawRoundedRect(pill, tall / 2, tall / 2)
            painter.setPen(ground)
            painter.drawText(
                pill, Qt.AlignmentFlag.AlignCenter, f"\u2039 {self._hour(clock.hours[leg].on, clock.hours[leg].leaves)} \u203a"
            )

    def _paint_pointer(self, painter: QPainter, drawing: StripDrawing, clock: JourneyClock) -> None:
        km, ink = self._km(), self._pair()[0]
        if km is None or self._pointer is None:
            return
        x = drawing.axis.x(km)
        painter.setPen(QPen(ink, 1.6))
        painter.drawLine(QPointF(x, drawing.rows["legs"][0]), QPointF(x, drawing.height))
        if self._held is None:
            pair = self._pair()[1], ink
            paint_bubble(painter, self._pointer, self._told(km, drawing, clock), pair, self.font(), self.size())

    def _told(self, km: float, drawing: StripDrawing, clock: JourneyClock) -> list[str]:
        """Say the hour at the pointer and what is in the row below it."""
        words, strip = self._words, self.strip
        hour = words.say("strip.at", hour=self._hour(*clock.at(km)), km=words.number(km, 0))
        row = next(
            (row for row, (top, low) in drawing.rows.items() if self._pointer and top - 3 <= self._pointer.y() <= low + 3), ""
        )
        if strip is None or not row or row == "legs":
            return [hour]
        if row == "check_ins":
            x = drawing.axis.x(km)
            near_by = [c for c in clock.check_ins if abs(drawing.axis.x(c.km) - x) <= _REACH_PX]
            return [hour, *(f"{words.hour(c.on if clock.has_several_days else None, c.at)} {c.place}" for c in near_by)]
        if row in ("incidents", "places"):
            kinds = ("attack", "incident") if row == "incidents" else ("care", "checkpoint")
            x = drawing.axis.x(km)
            near = [m for m in strip.marks if m.kind in kinds and abs(drawing.axis.x(m.km) - x) <= _REACH_PX]
            return [hour, *(mark_in_words(mark, words) for mark in near[:6])]
        band = {"contact": strip.contact, "presence": strip.presence, "communities": strip.communities}
        band |= {"armed_actors": strip.armed_actors, "radio": strip.radio, "light": clock.light}
        found = stretch_at(band[row], km)
        return [hour] if found is None else [hour, words.say(f"strip.row.{row}"), stretch_in_words(row, found, words)]

    def _pair(self) -> tuple[QColor, QColor]:
        return (QColor("#f7f2e8"), QColor("#2b2a26")) if self.is_dark else (QColor("#1d1a15"), QColor("#fffefb"))
