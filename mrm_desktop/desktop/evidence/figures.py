"""A chart as a picture or drawing, in the colours of paper and with its label below."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QImage, QPaintDevice, QPainter
from PySide6.QtWidgets import QWidget

from mrm_desktop.desktop.parts.look import LIGHT, palette_of

MARGIN = 14
PIXEL_RATIO = 2.0


def picture_of(chart: QWidget, label: str) -> bytes:
    """Return a chart as PNG, twice as fine as on the screen."""
    size = _size(chart)
    image = QImage(size * PIXEL_RATIO, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(PIXEL_RATIO)
    _draw(chart, image, size, label)
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(content.data())


def drawing_of(chart: QWidget, label: str) -> bytes:
    """Return a chart as SVG."""
    from PySide6.QtSvg import QSvgGenerator

    size, content = _size(chart), QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    drawing = QSvgGenerator()
    drawing.setOutputDevice(buffer)
    drawing.setSize(size)
    drawing.setViewBox(QRect(QPoint(0, 0), size))
    drawing.setTitle(chart.accessibleName())
    drawing.setDescription(label)
    _draw(chart, drawing, size, label)
    return bytes(content.data())


def _size(chart: QWidget) -> QSize:
    return QSize(chart.width() + 2 * MARGIN, chart.height() + 2 * MARGIN + 2 * chart.fontMetrics().height())


def _draw(chart: QWidget, device: QPaintDevice, size: QSize, label: str) -> None:
    """Draw a chart on paper; on the screen it stays as it is."""
    on_screen, paper = chart.palette(), palette_of(LIGHT)
    painter = QPainter(device)
    painter.fillRect(QRect(QPoint(0, 0), size), paper.base())
    painter.setFont(chart.font())
    chart.setPalette(paper)
    try:
        chart.render(painter, QPoint(MARGIN, MARGIN), renderFlags=QWidget.RenderFlag.DrawChildren)
    finally:
        chart.setPalette(on_screen)
    painter.setPen(paper.placeholderText().color())
    line = QRect(MARGIN, size.height() - 2 * chart.fontMetrics().height(), size.width() - 2 * MARGIN, chart.fontMetrics().height())
    painter.drawText(line, int(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter), label)
    painter.end()
