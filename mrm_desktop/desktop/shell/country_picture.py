"""A small picture of a country: its outlines, those that have been redrawn since in broken lines. No project is open, nothing is scored."""

from __future__ import annotations

from math import cos, radians

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from mrm_desktop.domain.countries import Country, Outline

MARGIN = 14
LOWEST = 150  # pixels


class CountryPicture(QWidget):
    """Paints what is shipped of a country; empty until one is shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumHeight(LOWEST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._extent: tuple[float, float, float, float] | None = None
        self._outlines: tuple[Outline, ...] = ()

    def show_country(self, country: Country, outlines: tuple[Outline, ...]) -> None:
        """Paint a country; its name is what a screen reader says of the picture."""
        self._extent, self._outlines = country.extent, outlines
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._extent is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        line = palette.color(QPalette.ColorRole.WindowText)
        for outline in self._outlines:
            pen = QPen(line, 1.0)
            fill = QColor(palette.color(QPalette.ColorRole.Highlight))
            fill.setAlpha(14 if outline.is_redrawn else 52)
            if outline.is_redrawn:
                pen.setStyle(Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.setBrush(fill)
            painter.drawPath(self._path(outline))

    def _path(self, outline: Outline) -> QPainterPath:
        path = QPainterPath()
        for ring in outline.rings:
            path.moveTo(self._at(*ring[0]))
            for x, y in ring[1:]:
                path.lineTo(self._at(x, y))
            path.closeSubpath()
        return path

    def _at(self, x: float, y: float) -> QPointF:
        """Where a point of the earth is painted: degrees of longitude as short as they are in the middle of the country."""
        assert self._extent is not None
        west, south, east, north = self._extent
        narrow = cos(radians((south + north) / 2))
        room = QRectF(self.rect()).adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        scale = min(room.width() / ((east - west) * narrow), room.height() / (north - south))
        middle = room.center()
        return QPointF(middle.x() + (x - (west + east) / 2) * narrow * scale, middle.y() - (y - (south + north) / 2) * scale)
