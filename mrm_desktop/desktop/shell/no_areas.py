"""What stands over a page that can say nothing yet, because its project has no areas: what to do, and the button that does it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.foundation.words import Words

LETTERS = 56  # across
MARGIN = 24


class NoAreasCard(QFrame):
    """Stands in the middle of a page. ``import_asked`` tells that boundaries are to be imported."""

    import_asked = Signal()

    def __init__(self, words: Words, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self.setObjectName("no-areas")
        self.setProperty("role", "taskcard")
        self.button = QPushButton(words.say("no_areas.import"))
        self.button.setObjectName("import-boundaries")
        self.button.setProperty("role", "primary")
        self.button.clicked.connect(lambda _=False: self.import_asked.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 18, 22, 18)
        column.setSpacing(10)
        column.addWidget(label(words.say("no_areas.title"), "title"))
        column.addWidget(label(words.say("no_areas.what"), ""))
        column.addWidget(label(words.say("no_areas.then"), "soft"))
        column.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignLeading)
        page.installEventFilter(self)
        self._settle()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self._settle()
        return False

    def _settle(self) -> None:
        """Stand in the middle, above everything on the page."""
        room = self._page.rect().adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        width = min(self.fontMetrics().averageCharWidth() * LETTERS, room.width())
        height = max(self.heightForWidth(width), self.minimumSizeHint().height())
        self.setGeometry(room.center().x() - width // 2, max(room.top(), room.center().y() - height // 2), width, height)
        self.raise_()
