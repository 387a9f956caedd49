"""A few answers as buttons, of which one can be pressed in."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from mrm_desktop.desktop.parts.bidi import reading
from mrm_desktop.desktop.parts.flow_layout import FlowLayout


class Pressed(QWidget):
    """A few answers as buttons of which one can be pressed in; none is at first."""

    changed = Signal()

    def __init__(self, name: str, options: Sequence[tuple[str, str]], title: str) -> None:
        super().__init__()
        self.setAccessibleName(title)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QPushButton] = {}
        row = FlowLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for code, text in options:
            button = QPushButton(reading(text))
            button.setObjectName(f"{name}-{code}")
            button.setProperty("role", "choice")
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.toggled.connect(lambda _: self.changed.emit())
            self._group.addButton(button)
            self.buttons[code] = button
            row.addWidget(button)

    @property
    def chosen(self) -> str:
        """Code of the answer; "" while there is none."""
        return next((code for code, button in self.buttons.items() if button.isChecked()), "")

    def choose(self, code: str) -> None:
        """Press an answer in; one that there is no longer is left alone."""
        if code in self.buttons:
            self.buttons[code].setChecked(True)
