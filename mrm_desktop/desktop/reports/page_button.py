"""A page of a report as one reader gets it: a picture that is chosen by a click and opened by a second one or by Enter."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from mrm_desktop.desktop.parts.bidi import reading
from mrm_desktop.reports.papers.page_pictures import PagePicture

SMALLEST = QSize(110, 120)
"""Pixels: still tells a page from a gap."""
PAGE = QSize(210, 297)
"""What a page is like that was not made yet."""
FRAME_PX, RING_PX = 3.0, 2.0
"""Width of the line around the page that is chosen, and of those that show the focus."""


def image_of(picture: PagePicture) -> QImage:
    """Return a picture as Qt's own."""
    shown = QImage(picture.pixels.data, picture.width, picture.height, picture.width * 4, QImage.Format.Format_RGB32)
    return shown.copy()  # the pixels go with the picture


class PageButton(QAbstractButton):
    """Shows a page, or says why there is none. ``opened`` asks for it large."""

    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.image: QImage | None = None
        self.said = ""
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_page(self, picture: PagePicture) -> None:
        """Show a page."""
        self.image, self.said = image_of(picture), ""
        self.update()

    def say(self, text: str) -> None:
        """Say something in the place of a page."""
        self.image, self.said = None, text
        self.update()

    def sizeHint(self) -> QSize:
        return PAGE

    def minimumSizeHint(self) -> QSize:
        return SMALLEST

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, palette = QPainter(self), self.palette()
        box = self._box()
        painter.fillRect(box, palette.color(QPalette.ColorRole.Base))
        if self.image is not None:
            fine = QSize(round(box.width() * self.devicePixelRatioF()), round(box.height() * self.devicePixelRatioF()))
            painter.drawImage(box, self.image.scaled(fine, mode=Qt.TransformationMode.SmoothTransformation))
        else:
            painter.setPen(palette.color(QPalette.ColorRole.WindowText))
            inside = box.adjusted(10, 10, -10, -10)
            painter.drawText(inside, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, reading(self.said))
        pen = (
            QPen(palette.color(QPalette.ColorRole.Highlight), FRAME_PX)
            if self.isChecked()
            else QPen(palette.color(QPalette.ColorRole.Mid))
        )
        self._ring(painter, box, pen, 0)
        if self.hasFocus():  # a dark line and a light one: a page is white whatever the window is
            self._ring(painter, box, QPen(Qt.GlobalColor.black, RING_PX), FRAME_PX)
            self._ring(painter, box, QPen(Qt.GlobalColor.white, RING_PX), FRAME_PX + RING_PX)

    @staticmethod
    def _ring(painter: QPainter, box: QRectF, pen: QPen, inwards: float) -> None:
        """Draw a line along the edge of a box, so many pixels inside it."""
        by = inwards + pen.widthF() / 2
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.drawRect(box.adjusted(by, by, -by, -by))

    def _box(self) -> QRectF:
        """Return where the page lies: as large as there is room, at the top."""
        size = self.image.size() if self.image is not None else PAGE
        fitting = size.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        return QRectF((self.width() - fitting.width()) / 2, 0, fitting.width(), fitting.height())
