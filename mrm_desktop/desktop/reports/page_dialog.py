"""One page of a report, large enough to read."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialogButtonBox, QVBoxLayout, QWidget

from mrm_desktop.desktop.parts.dialogs import Dialog
from mrm_desktop.desktop.reports.page_button import PAGE, image_of
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.papers.page_pictures import PagePicture

WIDE, HIGH = 940, 1000
"""Pixels: what the dialog would like to be; on a smaller screen the page is smaller, and scrolls."""


class PageSheet(QWidget):
    """A page as wide as its place."""

    def __init__(self) -> None:
        super().__init__()
        self.image = QImage()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_image(self, image: QImage) -> None:
        """Show another page."""
        self.image = image
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        size = PAGE if self.image.isNull() else self.image.size()
        return round(width * size.height() / size.width())

    def sizeHint(self) -> QSize:
        return QSize(WIDE, self.heightForWidth(WIDE))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        place = QRect(0, 0, self.width(), self.heightForWidth(self.width()))
        painter.fillRect(place, Qt.GlobalColor.white)
        if not self.image.isNull():
            ratio = self.devicePixelRatioF()
            fine = self.image.scaledToWidth(round(self.width() * ratio), Qt.TransformationMode.SmoothTransformation)
            painter.drawImage(place, fine)


class PageDialog(Dialog):
    """Shows a page; it waits for its picture."""

    def __init__(self, title: str, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setObjectName("large-page")
        self.resize(WIDE, HIGH)
        self.sheet = PageSheet()
        self.sheet.setAccessibleName(title)
        content = QVBoxLayout()
        content.setContentsMargins(0, 0, 0, 0)
        content.addWidget(self.sheet)
        buttons = QDialogButtonBox()
        buttons.addButton(words.say("window.close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.close)
        self.lay_out(content, buttons)

    def show_page(self, picture: PagePicture) -> None:
        """Show the page."""
        self.sheet.show_image(image_of(picture))
