"""A section that opens and closes: what most readers need not see stays one line."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from mrm_desktop.desktop.parts.labels import ClickedLabel

TARGET = 24  # pixels; the least side of what is to be hit


class Fold(QWidget):
    """A heading with a button before it, and below it what they open. The heading wraps and may be clicked as well.

    Parameters
    ----------
    content : QWidget | Callable[[], QWidget]
        What it opens, or what makes it when it is first opened: most are never opened.
    """

    def __init__(self, heading: str, content: QWidget | Callable[[], QWidget], name: str) -> None:
        super().__init__()
        self.button = QToolButton()
        self.button.setObjectName(f"fold-{name}")
        self.button.setAccessibleName(heading)
        self.button.setCheckable(True)
        self.button.setProperty("role", "fold")
        self.button.setMinimumSize(TARGET, TARGET)
        self.button.setArrowType(self._arrow())
        self.button.toggled.connect(self._toggle)
        self.heading = ClickedLabel(heading, "fold")
        self.heading.setMinimumHeight(TARGET)
        self.heading.pressed.connect(self.button.toggle)
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.heading, 1)
        self._layout = layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(row)
        self._content = content
        if isinstance(content, QWidget):
            content.setVisible(False)
            layout.addWidget(content)

    @property
    def is_open(self) -> bool:
        """Whether its content is in sight."""
        return self.button.isChecked()

    def _toggle(self, is_open: bool) -> None:
        self.button.setArrowType(Qt.ArrowType.DownArrow if is_open else self._arrow())
        if not isinstance(self._content, QWidget):
            self._content = self._content()
            self._layout.addWidget(self._content)
        self._content.setVisible(is_open)

    def _arrow(self) -> Qt.ArrowType:
        return Qt.ArrowType.LeftArrow if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else Qt.ArrowType.RightArrow
