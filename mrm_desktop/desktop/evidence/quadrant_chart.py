"""Presence against acceptance, painted by Qt: an area is a dot with its interval; what is not known is hatched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mrm_desktop.desktop.evidence.chart_parts import ANSWER_COLOURS


@dataclass(frozen=True, slots=True)
class QuadrantDot:
    """One area: presence ``often``, ``rarely`` or ``unknown``; acceptance 0 to 1 with its interval, or None; on which side it stands."""

    name: str
    presence: str
    acceptance: float | None
    low: float | None = None
    high: float | None = None
    stand: str = "undecided"


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
        side = (
            max((self.fontMetrics().horizontalAdvance(r) for r in self._rows), default=0)
            + self.fontMetrics().horizontalAdvance("0.00")
            + 14
        )
        frame = QRectF(side, 6, self.width() - side - 8, self.height() - line * 1.8 - 6)
        known = QRectF(frame.left(), frame.top(), frame.width(), frame.height() - line * 2.4)
        self._paint_frame(painter, frame, known)
        for dot, box in self._placed(frame, known):
            self._paint_dot(painter, dot, box, known)

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
        for share in (0.0, 0.5, 1.0):
            y, text = known.bottom() - known.height() * share, f"{share:.1f}"
            box = QRectF(frame.left() - self.fontMetrics().horizontalAdvance(text) - 5, y - line / 2, 40, line)
            painter.drawText(self._mirror(box), int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading), text)
        heights = (
            (known.top(), known.height() / 2),
            (known.center().y(), known.height() / 2),
            (known.bottom(), frame.bottom() - known.bottom()),
        )
        for text, (top, height) in zip(self._rows, heights, strict=False):
            box = QRectF(0, top, frame.left() - self.fontMetrics().horizontalAdvance("0.00") - 8, height)
            painter.drawText(self._mirror(box), int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignTrailing), text)

    def _paint_dot(self, painter: QPainter, dot: QuadrantDot, box: QRectF, known: QRectF) -> None:
        metrics = self.fontMetrics()
        shown = self._mirror(box)
        centre = QPointF(shown.right() - 5 if self._rtl() else shown.left() + 5, shown.center().y())
        if dot.low is not None and dot.high is not None:
            painter.setPen(QPen(self.palette().placeholderText().color(), 1.4))
            ends = [known.bottom() - known.height() * min(1.0, max(0.0, end)) for end in (dot.low, dot.high)]
            painter.drawLine(QPointF(centre.x(), ends[0]), QPointF(centre.x(), ends[1]))
        painter.setPen(QPen(self.palette().base().color(), 1))
        known_dot = dot.acceptance is not None and dot.presence != "unknown"
        colour = {"accepted": ANSWER_COLOURS[4], "disliked": ANSWER_COLOURS[0]}.get(dot.stand)
        painter.setBrush(QColor(colour) if known_dot and colour else self.palette().mid() if known_dot else self.palette().base())
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
