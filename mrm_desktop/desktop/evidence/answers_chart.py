"""Answers by group: bars that part at the middle of the scale, and beside them the mean with its interval on an axis of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from mrm_desktop.desktop.evidence.chart_parts import ANSWER_COLOURS, Chart, ink_on
from mrm_desktop.foundation.words import Words

LEAST_SHARE_IN_WORDS = 0.09  # a narrower piece has no room for its percentage
GAP = 12.0


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One bar: a group with its answers of -2 to 2, or the reason why there are none; mean and interval from -2 to 2."""

    name: str
    counts: tuple[int, ...] | None
    note: str
    mean: float | None = None
    low: float | None = None
    high: float | None = None
    is_chosen: bool = False


class AnswersChart(Chart):
    """Bars of shares, one a group: below the middle to one side, above it to the other, half of the middle on each."""

    def __init__(self, name: str, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._words = words
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._rows: tuple[AnswerRow, ...] = ()
        self._legend: tuple[str, ...] = ()

    def show_rows(self, rows: Sequence[AnswerRow], legend: Sequence[str]) -> None:
        """Take over rows, and the words of the five answers."""
        self._rows, self._legend = tuple(rows), tuple(legend)
        self.setAccessibleDescription("; ".join(f"{row.name}, {row.note}" for row in self._rows))
        self.updateGeometry()
        self.update()

    def heightForWidth(self, width: int) -> int:
        legend = self.line * 1.4 * len(self._legend_lines(width))
        return int(self._row_height() * len(self._rows) + self.line * 1.6 + legend + 6)

    def sizeHint(self) -> QSize:
        width = int(self.line * 24)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        width = int(self.line * 14)
        return QSize(width, self.heightForWidth(width))

    def draw(self, painter: QPainter) -> None:
        names, bars, interval = self._columns()
        bottom = self._row_height() * len(self._rows)
        self.rating_axis(painter, QRectF(interval.left(), 0, interval.width(), bottom), with_numbers=True)
        left, unit = self._scale(bars)
        middle = self.mirrored(bars.left() + left * unit)
        for place, row in enumerate(self._rows):
            top = place * self._row_height()
            self._paint_name(painter, row, QRectF(0, top, names - 6, self._row_height()))
            if row.counts is not None:
                self._paint_bar(painter, row.counts, QRectF(bars.left() + left * unit, top + 4, unit, self.line * 1.3))
                self._paint_interval(painter, row, interval, top + 4 + self.line * 0.65)
        painter.setPen(QPen(self.ink, 1))
        painter.drawLine(QPointF(middle, 0), QPointF(middle, bottom))
        self._paint_legend(painter, bottom + self.line * 1.5)

    def _columns(self) -> tuple[float, QRectF, QRectF]:
        """Return the width of the names, and where bars and intervals stand."""
        metrics = self.fontMetrics()
        widest = max((metrics.horizontalAdvance(text) for row in self._rows for text in (row.name, row.note)), default=0)
        names = min(self.width() * 0.36, widest + 12.0)
        left = self.width() - names
        bars = QRectF(names, 0, left * 0.58 - GAP, 0)
        start = bars.right() + GAP * 2
        return names, bars, QRectF(start, 0, max(40.0, self.width() - start - GAP), 0)

    def _scale(self, bars: QRectF) -> tuple[float, float]:
        """Return the share of the bars that lies before their middle, and how wide all answers are: as wide as there is room for."""
        counted = [row.counts for row in self._rows if row.counts is not None]
        before = max((_below(counts) for counts in counted), default=0.5)
        after = max((1.0 - _below(counts) for counts in counted), default=0.5)
        return before, bars.width() / (before + after)

    def _row_height(self) -> float:
        return self.line * 2.2

    def _paint_name(self, painter: QPainter, row: AnswerRow, box: QRectF) -> None:
        font = painter.font()
        font.setBold(row.is_chosen)
        painter.setFont(font)
        self.write(painter, QRectF(box.left(), box.top(), box.width(), self.line), row.name)
        font.setBold(False)
        painter.setFont(font)
        width = box.width() if row.counts is not None else self.width()
        self.write(painter, QRectF(box.left(), box.top() + self.line, width, self.line), row.note, soft=True)

    def _paint_bar(self, painter: QPainter, counts: Sequence[int], box: QRectF) -> None:
        """Draw the shares with the middle of the middle answer at the beginning of the box, which is as wide as all answers."""
        total, unit = sum(counts), box.width()
        left = box.left() - unit * _below(counts)
        for k, count in enumerate(counts):
            piece = QRectF(left, box.top(), unit * count / total, box.height())
            left = piece.right()
            if count:
                self._paint_piece(painter, piece, k, count / total)

    def _paint_piece(self, painter: QPainter, piece: QRectF, k: int, share: float) -> None:
        colour, shown = QColor(ANSWER_COLOURS[k]), self.mirror(piece)
        painter.fillRect(shown, colour)
        painter.setPen(QPen(self.palette().base().color(), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(shown)
        text = self._words.percent(share)
        if share >= LEAST_SHARE_IN_WORDS and self.fontMetrics().horizontalAdvance(text) < piece.width():
            painter.setPen(ink_on(colour))
            painter.drawText(shown, int(Qt.AlignmentFlag.AlignCenter), text)

    def _paint_interval(self, painter: QPainter, row: AnswerRow, column: QRectF, y: float) -> None:
        if row.mean is None:
            return

        def at(value: float) -> float:
            return self.mirrored(column.left() + column.width() * (value + 2) / 4)

        painter.setPen(QPen(self.ink, 2))
        if row.low is not None and row.high is not None:
            painter.drawLine(QPointF(at(row.low), y), QPointF(at(row.high), y))
            for end in (row.low, row.high):
                painter.drawLine(QPointF(at(end), y - 4), QPointF(at(end), y + 4))
        painter.setBrush(self.ink)
        painter.drawEllipse(QPointF(at(row.mean), y), 3.5, 3.5)

    def _legend_lines(self, width: float) -> list[list[tuple[int, str]]]:
        """Break the legend into lines that fit."""
        lines: list[list[tuple[int, str]]] = [[]]
        used = 0.0
        for k, text in enumerate(self._legend):
            wanted = self.line + self.fontMetrics().horizontalAdvance(text) + 22
            if lines[-1] and used + wanted > width:
                lines.append([])
                used = 0.0
            lines[-1].append((k, text))
            used += wanted
        return lines if self._legend else []

    def _paint_legend(self, painter: QPainter, top: float) -> None:
        for number, line in enumerate(self._legend_lines(self.width())):
            left, y = 0.0, top + number * self.line * 1.4
            for k, text in line:
                swatch = self.line * 0.8
                painter.fillRect(self.mirror(QRectF(left, y + self.line * 0.1, swatch, swatch)), QColor(ANSWER_COLOURS[k]))
                left += self.line
                width = self.fontMetrics().horizontalAdvance(text) + 6.0
                self.write(painter, QRectF(left, y, width, self.line), text)
                left += width + 14


def _below(counts: Sequence[int]) -> float:
    """Return the share of answers below the middle of the scale, with half of those on it."""
    return (sum(counts[:2]) + counts[2] / 2) / sum(counts)
