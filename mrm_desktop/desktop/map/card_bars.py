"""Small bars of the card: what a group answers of the UN soldiers, and where an armed actor stands. Each has its words beside it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

# Much worse to much better: safe for the common colour-vision deficiencies, and told apart in grey by their patterns.
COLOURS = ("#8a3b2a", "#d39a84", "#cfc8b8", "#8fb0c8", "#2f5c84")
PATTERNS = (
    Qt.BrushStyle.DiagCrossPattern,
    Qt.BrushStyle.BDiagPattern,
    Qt.BrushStyle.NoBrush,
    Qt.BrushStyle.FDiagPattern,
    Qt.BrushStyle.Dense6Pattern,
)
_INK = ("#e9c9bd", "#8a3b2a", "#000000", "#2f5c84", "#c6d8e6")
WIDE, HIGH = 120, 14  # pixels


class SmallBar(QWidget):
    """Five answers beside each other, worst first: as wide as they were frequent, or all alike with one of them marked."""

    def __init__(self, shares: Sequence[float] | None, marked: int | None, description: str) -> None:
        super().__init__()
        self.shares = tuple(shares) if shares is not None and sum(shares) > 0 else None
        self.marked = marked
        self.setAccessibleName(description)
        self.setToolTip(description)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(WIDE, HIGH)

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shares = self.shares or (1.0,) * len(COLOURS)
        left, whole = 0.0, sum(shares)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for number, share in enumerate(shares):
            wide = (self.width() - 1) * share / whole
            box = QRectF(self.width() - 1 - left - wide if mirrored else left, 1, wide, self.height() - 3)
            self._paint(painter, number, box)
            left += wide

    def _paint(self, painter: QPainter, number: int, box: QRectF) -> None:
        line = self.palette().color(QPalette.ColorRole.Mid)
        is_filled = self.shares is not None or number == self.marked
        if is_filled:
            painter.fillRect(box, QColor(COLOURS[number]))
            painter.setBrush(QColor(_INK[number]))
            brush = painter.brush()
            brush.setStyle(PATTERNS[number])
            painter.fillRect(box, brush)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.WindowText) if number == self.marked else line, 1))
        painter.drawRect(box)
