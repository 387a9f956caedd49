"""A few words beside the pointer: a name, and below it what is known there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

WIDEST_PX = 380.0
_PAD_X, _PAD_Y, _AWAY = 11.0, 7.0, 16.0


def paint_bubble(
    painter: QPainter,
    at: QPointF,
    lines: Sequence[str],
    colours: tuple[QColor, QColor],
    font: QFont,
    page: QSize,
    above: bool = False,
) -> None:
    """Paint a bubble near a point, turned so that it stays on the page.

    Parameters
    ----------
    lines : sequence of str
        The first is written strong.
    colours : tuple of 2 colours
        Ground and letters.
    above : bool
        Whether the bubble stands in the middle above the point; else below it to the right.
    """
    strong = QFont(font)
    strong.setWeight(QFont.Weight.DemiBold)
    lines = [QFontMetricsF(strong).elidedText(line, Qt.TextElideMode.ElideRight, WIDEST_PX) for line in lines]
    fonts = [strong, *([font] * (len(lines) - 1))]
    metrics = [QFontMetricsF(one) for one in fonts]
    wide = max(m.horizontalAdvance(line) for m, line in zip(metrics, lines, strict=True)) + 2 * _PAD_X
    tall = sum(m.height() for m in metrics) + 2 * _PAD_Y
    left, top = (at.x() - wide / 2, at.y() - tall) if above else (at.x() + _AWAY, at.y() + _AWAY)
    if not above and left + wide > page.width() - 4:
        left = at.x() - _AWAY - wide
    if not above and top + tall > page.height() - 4:
        top = at.y() - _AWAY - tall
    box = QRectF(min(max(4.0, left), max(4.0, page.width() - wide - 4)), max(4.0, top), wide, tall)
    ground, ink = colours
    painter.setPen(Qt.PenStyle.NoPen)
    for spread, alpha in ((3, 14), (2, 20), (1, 26)):
        painter.setBrush(QColor(0, 0, 0, alpha))
        painter.drawRoundedRect(box.adjusted(-spread, -spread + 1, spread, spread + 1), 8 + spread, 8 + spread)
    edge = QColor(ink)
    edge.setAlpha(50)
    painter.setPen(QPen(edge, 1))
    painter.setBrush(ground)
    painter.drawRoundedRect(box, 8, 8)
    painter.setPen(ink)
    y = box.top() + _PAD_Y
    for one, metric, line in zip(fonts, metrics, lines, strict=True):
        painter.setFont(one)
        painter.drawText(QRectF(box.left() + _PAD_X, y, wide - 2 * _PAD_X, metric.height()), Qt.AlignmentFlag.AlignVCenter, line)
        y += metric.height()
