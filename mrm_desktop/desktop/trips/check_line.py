"""A check box whose sentence wraps: Qt's own would make the panel as wide as the sentence."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from mrm_desktop.desktop.parts.labels import label


class CheckLine(QWidget):
    """A click on the sentence ticks the box, too."""

    def __init__(self, said: str) -> None:
        super().__init__()
        self.box = QCheckBox()
        self.box.setAccessibleName(said)
        text = label(said, "")
        text.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        text.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(text, 1)
        self.setFocusProxy(self.box)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.box.toggle()
