"""A small card over the map for one record on it: what it is, in which area it lies, and a way to that area's card."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from mrm_desktop.cartography.plane import Box
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.foundation.words import Words

WIDTH = 300
_MARGIN = 12


class PlaceCard(QFrame):
    """Stands in the upper corner of a map, on the side where reading begins. ``area_asked`` carries the code of the area to open."""

    area_asked = Signal(str)

    def __init__(self, words: Words, over: QWidget) -> None:
        super().__init__(over)
        self._words, self._over = words, over
        self._area = ""
        self._covered: Box = (0.0, 0.0, 0.0, 0.0)
        self.setObjectName("placecard")
        self.setFixedWidth(WIDTH)
        self._layout = layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 10, 12)
        head = QHBoxLayout()
        self._name = label("", "number")
        head.addWidget(self._name, 1)
        self.close_button = QPushButton("✕")
        self.close_button.setObjectName("placecard-close")
        self.close_button.setProperty("role", "tool")
        self.close_button.setAccessibleName(words.say("canvas.close_card"))
        self.close_button.clicked.connect(lambda _=False: self.hide())
        head.addWidget(self.close_button)
        layout.addLayout(head)
        self._where = label("", "soft")
        layout.addWidget(self._where)
        self._rows = QGridLayout()
        self._rows.setColumnStretch(1, 1)
        layout.addLayout(self._rows)
        self.open_area = QPushButton()
        self.open_area.setObjectName("placecard-area")
        self.open_area.clicked.connect(lambda _=False: self.area_asked.emit(self._area))
        layout.addWidget(self.open_area)
        over.installEventFilter(self)
        self.hide()

    def show_record(self, name: str, rows: Sequence[tuple[str, str]], area: str, area_name: str) -> None:
        """Show a record.

        Parameters
        ----------
        rows : sequence of (heading, text)
            What is known of it.
        area : str
            Code of the area that it lies in; "" where it lies in none.
        """
        self._area = area
        self._name.setText(name)
        self._where.setText(self._words.say("canvas.in_area", area=area_name))
        self._where.setVisible(bool(area))
        while (item := self._rows.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                self._rows.addWidget(label(text, "soft" if column == 0 else ""), row, column, Qt.AlignmentFlag.AlignTop)
        self.open_area.setText(self._words.say("canvas.open_area", area=area_name))
        self.open_area.setVisible(bool(area))
        self.setAccessibleName(name)
        self.show()
        self._settle()

    @property
    def text(self) -> str:
        """What the card says, a part a line."""
        return "\n".join(part.text() for part in self.findChildren(QLabel) if not part.isHidden())

    def keep_clear(self, covered: Box) -> None:
        """Stand beside what lies over the map: left, top, right, bottom; pixels."""
        self._covered = covered
        if self.isVisible():
            self._settle()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner when the map changes its size, and go when Escape is pressed on it."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._settle()
        is_escape = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape
        if is_escape and self.isVisible():
            self.hide()
            return True
        return super().eventFilter(watched, event)

    def _settle(self) -> None:
        self.setFixedHeight(self._layout.totalHeightForWidth(WIDTH))
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left, top, right, _ = (round(edge) for edge in self._covered)
        self.move(self._over.width() - right - WIDTH - _MARGIN if is_mirrored else left + _MARGIN, top + _MARGIN)
        self.raise_()
