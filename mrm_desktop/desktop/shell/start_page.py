"""The home page: three tasks, the projects that a person asked to find again, and the ways in. It reveals no name of any place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from mrm_desktop.desktop.parts.dialogs import LARGE_LINE
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.foundation.words import Words

if TYPE_CHECKING:
    from mrm_desktop.vault.recent_projects import RecentProject

TASKS = {"trip": "trips/plan", "perception": "evidence/perceptions", "assess": "assess/request"}
"""The three tasks, each with the page on which it is done."""


class StartPage(QScrollArea):
    """Three tasks above, ways in below. ``task_asked`` carries the page on which the task is done."""

    task_asked = Signal(str)
    open_asked = Signal()
    create_asked = Signal()
    sample_asked = Signal()
    recent_asked = Signal(str)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("home")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._words = words
        self._recent = QVBoxLayout()
        self._recent.setSpacing(6)
        self._recent_box = QWidget()
        self._recent_box.setLayout(self._recent)
        self._recent.setContentsMargins(0, 0, 0, 0)
        self._recent_box.hide()
        column = QWidget()
        column.setMaximumWidth(1080)
        inner = QVBoxLayout(column)
        inner.setContentsMargins(24, 24, 24, 24)
        inner.setSpacing(14)
        inner.addWidget(label(words.say("window.title"), "title"))
        inner.addWidget(label(words.say("start.promise"), "soft"))
        inner.addWidget(self._tasks())
        inner.addWidget(self._recent_box)
        inner.addWidget(self._ways_in())
        inner.addStretch(1)
        outer = QWidget()
        outer.setObjectName("page")
        row = QHBoxLayout(outer)
        row.addStretch(1)
        row.addWidget(column, 20)
        row.addStretch(1)
        self.setWidget(outer)

    def focus_first(self) -> None:
        """Begin at the first task."""
        first = self.findChild(QPushButton, f"task-{next(iter(TASKS))}")
        if isinstance(first, QPushButton):
            first.setFocus()

    def show_recent(self, entries: Sequence[RecentProject]) -> None:
        """List the projects that a person asked to find again, by the label they chose."""
        while (item := self._recent.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        if entries:
            self._recent.addWidget(label(self._words.say("home.recent"), "section"))
        for entry in entries:
            button = QPushButton(self._words.say("home.recent.entry", label=entry.label, day=entry.opened_on))
            button.setProperty("role", "row")
            button.clicked.connect(lambda _=False, path=entry.path: self.recent_asked.emit(path))
            self._recent.addWidget(button)
        self._recent_box.setVisible(bool(entries))

    def _tasks(self) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 8, 0, 8)
        grid.setSpacing(14)
        large = self.fontMetrics().lineSpacing() >= LARGE_LINE  # then one below the other
        for place, (name, page) in enumerate(TASKS.items()):
            card = QFrame()
            card.setProperty("role", "taskcard")
            inner = QVBoxLayout(card)
            inner.setContentsMargins(18, 16, 18, 16)
            button = QPushButton(self._words.say(f"home.{name}"))
            button.setObjectName(f"task-{name}")
            button.setProperty("role", "task")
            button.setAccessibleDescription(self._words.say(f"home.{name}.what"))
            button.clicked.connect(lambda _=False, page=page: self.task_asked.emit(page))
            inner.addWidget(button)
            inner.addWidget(label(self._words.say(f"home.{name}.what"), "soft"))
            inner.addStretch(1)
            row, column = (place, 0) if large else (0, place)
            grid.addWidget(card, row, column)
            grid.setColumnStretch(column, 1)
        return box

    def _ways_in(self) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(1, 1)
        for row, (name, signal) in enumerate(
            (("open", self.open_asked), ("create", self.create_asked), ("sample", self.sample_asked)), start=1
        ):
            button = QPushButton(self._words.say(f"start.{name}"))
            button.setObjectName(f"start-{name}")
            button.setAccessibleDescription(self._words.say(f"start.{name}.what"))
            button.clicked.connect(signal)
            grid.addWidget(button, row, 0)
            grid.addWidget(label(self._words.say(f"start.{name}.what"), "soft"), row, 1)
        return box
