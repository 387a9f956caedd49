"""What all dialogs have in common."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLayout, QScrollArea, QWidget


class Dialog(QDialog):
    """A dialog that is freed when it closes; a window opened all day long would otherwise collect them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)


def scrolled(layout: QLayout) -> QScrollArea:
    """Put a layout on a sheet that scrolls up and down: with large text no screen is high enough for every form."""
    sheet = QWidget()
    sheet.setLayout(layout)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(sheet)
    return area
