"""A section that opens and closes: what most readers need not see stays one line."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from mrm_desktop.desktop.parts.bidi import reading


class Fold(QWidget):
    """A heading that is a button, and below it what it opens."""

    def __init__(self, heading: str, content: QWidget, name: str) -> None:
        super().__init__()
        self.button = QToolButton()
        self.button.setObjectName(f"fold-{name}")
        self.button.setText(reading(heading))
        self.button.setCheckable(True)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setArrowType(self._arrow())
        self.button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.button.setProperty("role", "fold")
        self.button.toggled.connect(self._toggle)
        self.content = content
        content.setVisible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.button)
        layout.addWidget(content)

    def _toggle(self, is_open: bool) -> None:
        self.button.setArrowType(Qt.ArrowType.DownArrow if is_open else self._arrow())
        self.content.setVisible(is_open)

    def _arrow(self) -> Qt.ArrowType:
        return Qt.ArrowType.LeftArrow if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else Qt.ArrowType.RightArrow
