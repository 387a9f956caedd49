"""Charts painted by Qt: answers by group, and presence against acceptance. A class is a colour and a pattern; a table says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

# Much worse to much better: safe for the common colour-vision deficiencies, and told apart in grey by their patterns.
ANSWER_COLOURS = ("#8a3b2a", "#d39a84", "#cfc8b8", "#8fb0c8", "#2f5c84")
ANSWER_PATTERNS = (
    Qt.BrushStyle.DiagCrossPattern,
    Qt.BrushStyle.BDiagPattern,
    Qt.BrushStyle.NoBrush,
    Qt.BrushStyle.FDiagPattern,
    Qt.BrushStyle.Dense6Pattern,
)
_PATTERN_INK = ("#e9c9bd", "#8a3b2a", "#000000", "#2f5c84", "#c6d8e6")


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One bar: a group with its answers of -2 to 2, or the reason why there are none; mean and interval from -2 to 2."""

    name: str
    counts: tuple[int, ...] | None
    note: str
    mean: float | None = None
    low: float | None = None
    high: float | None = None


class AnswersChart(QWidget):
    """Bars of shares, one a group, with the mean and its interval on a line below each bar."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._rows: tuple[AnswerRow, ...] = ()
        self._legend: tuple[str, ...] = ()

    def show_rows(self, rows: Sequence[AnswerRow], legend: Sequence[str]) -> None:
        """Take over rows, and the words of the five answers."""
        self._rows, self._legend = tuple(rows), tuple(legend)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(520, int(self._row_height() * len(self._rows) + self._legend_height()) + 8)

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = self.fontMetrics()
        names = max((metrics.horizontalAdvance(r.name) for r in self._rows), default=0) + 14
        notes = max((metrics.horizontalAdvance(r.note) for r in self._rows if r.counts), default=0) + 14
        width = max(60.0, self.width() - names - notes)
        for position, row in enumerate(self._rows):
            self._paint_row(painter, row, QRectF(names, position * self._row_height(), width, self._row_height()))
        self._paint_legend(painter, len(self._rows) * self._row_height())

    def _row_height(self) -> float:
        return self.fontMetrics().height() * 2.3

    def _legend_height(self) -> float:
        return self.fontMetrics().height() * 1.6 * len(self._legend_lines())

    def _paint_row(self, painter: QPainter, row: AnswerRow, box: QRectF) -> None:
        metrics = self.fontMetrics()
        bar = QRectF(box.left(), box.top() + 4, box.width(), metrics.height() * 1.15)
        self._text(painter, QRectF(0, bar.top(), box.left() - 10, bar.height()), row.name)
        if row.counts is None:
            self._text(painter, QRectF(box.left(), bar.top(), self.width() - box.left(), bar.height()), row.note, soft=True)
            return
        total, left = sum(row.counts), bar.left()
        for k, count in enumerate(row.counts):
            share = bar.width() * count / total
            self._fill(painter, QRectF(left, bar.top(), share, bar.height()), k)
            left += share
        self._text(painter, QRectF(bar.right() + 10, bar.top(), self.width() - bar.right() - 10, bar.height()), row.note, soft=True)
        if row.mean is not None and row.low is not None and row.high is not None:
            self._paint_interval(painter, bar, row.mean, row.low, row.high)

    def _paint_interval(self, painter: QPainter, bar: QRectF, mean: float, low: float, high: float) -> None:
        """Draw the interval of the mean on the scale from -2 (left end of the bar) to 2 (right end)."""
        y = bar.bottom() + self.fontMetrics().height() * 0.38

        def at(value: float) -> float:
            return self._mirrored(bar.left() + bar.width() * (value + 2) / 4)

        painter.setPen(QPen(self.palette().placeholderText().color(), 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(at(-2), y), QPointF(at(2), y))
        painter.setPen(QPen(self.palette().windowText().color(), 2))
        painter.drawLine(QPointF(at(low), y), QPointF(at(high), y))
        for end in (low, high):
            painter.drawLine(QPointF(at(end), y - 4), QPointF(at(end), y + 4))
        painter.setBrush(self.palette().windowText())
        painter.drawEllipse(QPointF(at(mean), y), 3.5, 3.5)

    def _legend_lines(self) -> list[list[tuple[int, str]]]:
        """Break the legend into lines that fit."""
        metrics, lines, used = self.fontMetrics(), [[]], 0.0  # type: ignore[var-annotated]
        for k, text in enumerate(self._legend):
            wanted = _swatch(metrics) + metrics.horizontalAdvance(text) + 28
            if lines[-1] and used + wanted > max(240, self.width()):
                lines.append([])
                used = 0.0
            lines[-1].append((k, text))
            used += wanted
        return lines if self._legend else []

    def _paint_legend(self, painter: QPainter, top: float) -> None:
        metrics = self.fontMetrics()
        for number, line in enumerate(self._legend_lines()):
            left, y = 0.0, top + 6 + number * metrics.height() * 1.6
            for k, text in line:
                self._fill(painter, QRectF(left, y, _swatch(metrics), metrics.height() * 0.9), k)
                left += _swatch(metrics) + 6
                self._text(painter, QRectF(left, y, metrics.horizontalAdvance(text) + 4, metrics.height()), text)
                left += metrics.horizontalAdvance(text) + 22

    def _fill(self, painter: QPainter, box: QRectF, k: int) -> None:
        box = self._mirror(box)
        painter.fillRect(box, QColor(ANSWER_COLOURS[k]))
        if ANSWER_PATTERNS[k] is not Qt.BrushStyle.NoBrush:
            painter.fillRect(box, QBrush(QColor(_PATTERN_INK[k]), ANSWER_PATTERNS[k]))
        painter.setPen(QPen(self.palette().base().color(), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)

    def _text(self, painter: QPainter, box: QRectF, text: str, soft: bool = False) -> None:
        painter.setPen((self.palette().placeholderText() if soft else self.palette().windowText()).color())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
        painter.drawText(self._mirror(box), int(flags), text)

    def _mirrored(self, x: float) -> float:
        return self.width() - x if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else x

    def _mirror(self, box: QRectF) -> QRectF:
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            return QRectF(self.width() - box.right(), box.top(), box.width(), box.height())
        return box


def _swatch(metrics: QFontMetrics) -> float:
    return metrics.height() * 1.4


@dataclass(frozen=True, slots=True)
class QuadrantDot:
    """One area: presence ``often``, ``rarely`` or ``unknown``, acceptance 0 to 1 or None."""

    name: str
    presence: str
    acceptance: float | None


PRESENCES = ("unknown", "rarely", "often")
DOT = 10.0  # pixels for a dot without its name
Edges = tuple[float, float, float, float]  # top, bottom, left, right: Qt's own boxes are slow to ask by the thousand


def _first_gap(taken: Sequence[tuple[float, float]], left: float, width: float) -> float:
    """Return where ``width`` first fits between what is taken, from ``left`` on."""
    x = left
    for start, end in taken:
        if x + width <= start:
            break
        x = max(x, end + 2)
    return x


class QuadrantChart(QWidget):
    """Presence from left to right, acceptance from bottom to top; what is not known has its own column and row, hatched."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        line = self.fontMetrics().lineSpacing()
        self.setMinimumSize(line * 24, line * 17)
        self._dots: tuple[QuadrantDot, ...] = ()
        self._columns: tuple[str, ...] = ()
        self._rows: tuple[str, ...] = ()
        self._boxes: list[tuple[QuadrantDot, QRectF]] | None = None

    def show_dots(self, dots: Sequence[QuadrantDot], columns: Sequence[str], rows: Sequence[str]) -> None:
        """Take over areas, the words of the three columns, and those of the rows: accepted, disliked, not known."""
        self._dots, self._columns, self._rows = tuple(dots), tuple(columns), tuple(rows)
        self._boxes = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = self.fontMetrics().height()
        side = max((self.fontMetrics().horizontalAdvance(r) for r in self._rows), default=0) + 14
        frame = QRectF(side, 6, self.width() - side - 8, self.height() - line * 1.8 - 6)
        known = QRectF(frame.left(), frame.top(), frame.width(), frame.height() - line * 2.4)
        self._paint_frame(painter, frame, known)
        for dot, box in self._placed(frame, known):
            self._paint_dot(painter, dot, box)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._boxes = None
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        self._boxes = None  # the type may have changed
        super().changeEvent(event)

    def _placed(self, frame: QRectF, known: QRectF) -> list[tuple[QuadrantDot, QRectF]]:
        """Return each dot with its place; where names would cover each other they stand side by side, or the table has them."""
        if self._boxes is None:
            taken: dict[str, list[Edges]] = {presence: [] for presence in PRESENCES}
            by_height = sorted(self._dots, key=lambda d: (d.presence, -(d.acceptance if d.acceptance is not None else -1)))
            self._boxes = [(dot, self._box(dot, frame, known, taken[dot.presence])) for dot in by_height]
        return self._boxes

    def _box(self, dot: QuadrantDot, frame: QRectF, known: QRectF, taken: list[Edges]) -> QRectF:
        third, metrics = frame.width() / 3, self.fontMetrics()
        height, width = metrics.height() * 0.95, min(metrics.horizontalAdvance(dot.name) + 18.0, third - 8)
        left = frame.left() + PRESENCES.index(dot.presence) * third + 6
        if dot.acceptance is None:
            y = known.bottom() + 2
        else:
            y = known.bottom() - known.height() * min(1.0, max(0.0, dot.acceptance)) - height / 2
            y = min(max(y, known.top() + 2), known.bottom() - height - 2)
        beside = sorted((start, end) for top, bottom, start, end in taken if top < y + height and y < bottom)
        limit = left + third - 8
        for wanted in (width, DOT):
            x = _first_gap(beside, left, wanted)
            if x + wanted <= limit:
                break
        else:
            x = limit - DOT
        taken.append((y, y + height, x, x + wanted))
        return QRectF(x, y, wanted, height)

    def _paint_frame(self, painter: QPainter, frame: QRectF, known: QRectF) -> None:
        ink, soft = self.palette().windowText().color(), self.palette().mid().color()
        third, line = frame.width() / 3, self.fontMetrics().height()
        hatched = QBrush(soft, Qt.BrushStyle.BDiagPattern)
        for box in (
            QRectF(frame.left(), frame.top(), third, frame.height()),
            QRectF(frame.left() + third, known.bottom(), 2 * third, frame.bottom() - known.bottom()),
        ):
            painter.fillRect(self._mirror(box), hatched)
        painter.setPen(QPen(soft, 1))
        painter.drawRect(self._mirror(frame))
        for k in (1, 2):
            x = self._mirrored(frame.left() + k * third)
            painter.drawLine(QPointF(x, frame.top()), QPointF(x, frame.bottom()))
        for y in (known.center().y(), known.bottom()):
            painter.drawLine(QPointF(self._mirrored(frame.left()), y), QPointF(self._mirrored(frame.right()), y))
        painter.setPen(ink)
        for k, text in enumerate(self._columns):
            box = QRectF(frame.left() + k * third, frame.bottom() + 3, third, line * 1.4)
            painter.drawText(self._mirror(box), int(Qt.AlignmentFlag.AlignCenter), text)
        heights = (
            (known.top(), known.height() / 2),
            (known.center().y(), known.height() / 2),
            (known.bottom(), frame.bottom() - known.bottom()),
        )
        for text, (top, height) in zip(self._rows, heights, strict=False):
            box = QRectF(0, top, frame.left() - 8, height)
            painter.drawText(self._mirror(box), int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignTrailing), text)

    def _paint_dot(self, painter: QPainter, dot: QuadrantDot, box: QRectF) -> None:
        metrics = self.fontMetrics()
        shown = self._mirror(box)
        centre = QPointF(shown.right() - 5 if self._rtl() else shown.left() + 5, shown.center().y())
        painter.setPen(QPen(self.palette().base().color(), 1))
        liked = dot.acceptance is not None and dot.acceptance >= 0.5
        known_dot = dot.acceptance is not None and dot.presence != "unknown"
        painter.setBrush(QColor(ANSWER_COLOURS[4 if liked else 0]) if known_dot else self.palette().base())
        if not known_dot:
            painter.setPen(QPen(self.palette().windowText().color(), 1.2))
        painter.drawEllipse(centre, 4.5, 4.5)
        if box.width() > DOT:
            painter.setPen(self.palette().windowText().color())
            text = QRectF(box.left() + 13, box.top(), box.width() - 13, box.height())
            elided = metrics.elidedText(dot.name, Qt.TextElideMode.ElideRight, int(text.width()) + 1)
            painter.drawText(self._mirror(text), int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading), elided)

    def _rtl(self) -> bool:
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def _mirrored(self, x: float) -> float:
        return self.width() - x if self._rtl() else x

    def _mirror(self, box: QRectF) -> QRectF:
        return QRectF(self.width() - box.right(), box.top(), box.width(), box.height()) if self._rtl() else box
