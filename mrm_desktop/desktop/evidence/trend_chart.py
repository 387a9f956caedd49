"""Rounds in a line: what each group said, how sure that is, and where another question breaks the line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from mrm_desktop.desktop.evidence.chart_parts import GROUP_COLOURS, RATING_TICKS, Chart, draw_sign, sign_of, tick_text
from mrm_desktop.foundation.words import Words


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One round: its day, its mean with the interval, -2 to 2, and whether a line leads to it from the round before."""

    on: date
    mean: float
    low: float | None
    high: float | None
    is_joined: bool


@dataclass(frozen=True, slots=True)
class TrendLine:
    """The rounds of one group by one source."""

    group: str
    name: str
    points: tuple[TrendPoint, ...]
    is_faded: bool = False


class TrendChart(Chart):
    """Lines over days, from -2 to 2, with the interval of each round behind its sign and the name of the group at the end."""

    def __init__(self, name: str, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._words = words
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._lines: tuple[TrendLine, ...] = ()
        self._span: tuple[date, date] | None = None

    def show_lines(self, lines: Sequence[TrendLine], said: str, span: tuple[date, date] | None = None) -> None:
        """Take over lines, what they say in words, and the days that the chart covers; by default those of its rounds."""
        self._lines, self._span = tuple(lines), span
        self.setAccessibleDescription(said)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(int(self.line * 22), int(self.line * 12))

    def minimumSizeHint(self) -> QSize:
        return QSize(int(self.line * 12), int(self.line * 12))

    def draw(self, painter: QPainter) -> None:
        days = [p.on for line in self._lines for p in line.points]
        if not days:
            return
        frame = self._frame()
        first, last = self._span or (min(days), max(days))
        self._paint_axes(painter, frame, first, last)
        for line in sorted(self._lines, key=lambda line: not line.is_faded):
            self._paint_line(painter, frame, line, first, last)
        self._name_lines(painter, frame)

    def _frame(self) -> QRectF:
        longest = max((self.fontMetrics().horizontalAdvance(line.name) for line in self._lines), default=0)
        left, right = self.fontMetrics().horizontalAdvance("\u22122") + 10.0, min(self.width() * 0.34, longest + 22.0)
        return QRectF(left, self.line * 0.5, self.width() - left - right, self.height() - self.line * 2.0)

    def _at(self, frame: QRectF, on: date, mean: float, first: date, last: date) -> QPointF:
        share = (on - first).days / (last - first).days if last > first else 0.5
        margin = 10.0
        x = frame.left() + margin + (frame.width() - 2 * margin) * share
        return QPointF(self.mirrored(x), frame.bottom() - frame.height() * (mean + 2) / 4)

    def _paint_axes(self, painter: QPainter, frame: QRectF, first: date, last: date) -> None:
        for tick in RATING_TICKS:
            y = frame.bottom() - frame.height() * (tick + 2) / 4
            painter.setPen(QPen(self.soft, 1, Qt.PenStyle.SolidLine if tick == 0 else Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(self.mirrored(frame.left()), y), QPointF(self.mirrored(frame.right()), y))
            self.write(painter, QRectF(0, y - self.line / 2, frame.left() - 4, self.line), tick_text(tick), soft=True)
        for on, place in self._days_named(frame, first, last):
            self.write(painter, place, self._words.month(on), soft=True, middle=True)

    def _days_named(self, frame: QRectF, first: date, last: date) -> Iterator[tuple[date, QRectF]]:
        """Yield the rounds whose months have room below the chart, the newest before any other."""
        taken: list[QRectF] = []
        for on in sorted({p.on for line in self._lines for p in line.points}, reverse=True):
            x = self.mirrored(self._at(frame, on, 0, first, last).x())
            width = self.fontMetrics().horizontalAdvance(self._words.month(on)) + 10.0
            place = QRectF(min(max(0.0, x - width / 2), self.width() - width), frame.bottom() + self.line * 0.3, width, self.line)
            if not any(place.intersects(other) for other in taken):
                taken.append(place)
                yield on, place

    def _paint_line(self, painter: QPainter, frame: QRectF, line: TrendLine, first: date, last: date) -> None:
        colour = self._colour(line)
        behind = QColor(colour)
        behind.setAlphaF(0.28 if not line.is_faded else 0.10)
        before: QPointF | None = None
        for point in line.points:
            here = self._at(frame, point.on, point.mean, first, last)
            if point.low is not None and point.high is not None:
                top, bottom = (self._at(frame, point.on, value, first, last) for value in (point.high, point.low))
                painter.setPen(QPen(behind, 6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
                painter.drawLine(top, bottom)
            if before is not None and point.is_joined:
                painter.setPen(QPen(colour, 1.2 if line.is_faded else 2.2))
                painter.drawLine(before, here)
            before = here
        painter.setPen(QPen(self.palette().base().color(), 1))
        painter.setBrush(colour)
        for point in line.points:
            draw_sign(
                painter, sign_of(line.group), self._at(frame, point.on, point.mean, first, last), 3.2 if line.is_faded else 4.4
            )

    def _colour(self, line: TrendLine) -> QColor:
        colour = QColor(GROUP_COLOURS[line.group])
        if line.is_faded:
            colour.setAlphaF(0.45)
        return colour

    def _name_lines(self, painter: QPainter, frame: QRectF) -> None:
        """Write the name of each line at the height of its end, apart from its neighbours."""
        ends = [(frame.bottom() - frame.height() * (line.points[-1].mean + 2) / 4, line) for line in self._lines if line.points]
        wanted = sorted(ends, key=lambda end: end[0])
        lowest = frame.bottom() - self.line * 0.5
        y = -self.line
        heights = []
        for place, _ in wanted:
            y = max(place, y + self.line)
            heights.append(y)
        overlap = max(0.0, (heights[-1] if heights else 0.0) - lowest)
        for (_, line), height in zip(wanted, heights, strict=True):
            box = QRectF(frame.right() + 16, height - overlap - self.line / 2, self.width() - frame.right() - 16, self.line)
            painter.setPen(QPen(self.palette().base().color(), 1))
            painter.setBrush(self._colour(line))
            draw_sign(painter, sign_of(line.group), QPointF(self.mirrored(frame.right() + 8), box.center().y()), 3.4)
            self.write(painter, box, line.name, soft=line.is_faded)
