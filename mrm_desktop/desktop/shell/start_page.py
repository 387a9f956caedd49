"""The home page without a project: which country, the projects that a person asked to find again, and the other ways in.

It reveals no name of any place of any project: the countries are the same on every computer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from mrm_desktop.desktop.parts.flow_layout import FlowLayout
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.desktop.shell.country_choice import CountryChoice
from mrm_desktop.foundation.words import Words

if TYPE_CHECKING:
    from mrm_desktop.vault.recent_projects import RecentProject

TASKS = {"trip": "trips/plan", "perception": "evidence/perceptions", "assess": "assess/request"}
"""Three things that people come for, each with the page on which it is done."""


class StartPage(QScrollArea):
    """One question, and below it the other ways in.

    ``country_asked`` carries the country to begin with, ``task_asked`` the page on which a task is done.
    """

    country_asked = Signal(object)
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
        inner.setContentsMargins(24, 20, 24, 14)
        inner.setSpacing(10)
        self.countries = CountryChoice(words)
        self.countries.begin_asked.connect(self.country_asked)
        self.countries.shown.connect(self._bring_card_into_sight)
        inner.addWidget(self._recent_box)
        inner.addWidget(label(words.say("start.which_country"), "title"))
        inner.addWidget(label(words.say("start.promise"), "soft"))
        inner.addWidget(self.countries, 1)
        inner.addWidget(self._ways_in())
        inner.addWidget(self._tasks())
        outer = QWidget()
        outer.setObjectName("page")
        row = QHBoxLayout(outer)
        row.addStretch(1)
        row.addWidget(column, 20)
        row.addStretch(1)
        self.setWidget(outer)

    def focus_first(self) -> None:
        """Begin at the question."""
        self.countries.focus_first()

    def _bring_card_into_sight(self) -> None:
        """Where the card stands below the list, go down to it once it has its place."""
        QTimer.singleShot(0, lambda: self.ensureWidgetVisible(self.countries.card))

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

    def _ways_in(self) -> QWidget:
        """Offer what somebody wants who has a project already, or no country of the list."""
        ways = (("open", self.open_asked), ("sample", self.sample_asked), ("create", self.create_asked))
        return self._row("start.other_ways", [(f"start-{name}", f"start.{name}", signal.emit) for name, signal in ways])

    def _tasks(self) -> QWidget:
        """Offer the three things that people come for; each asks for a project first."""
        return self._row(
            "start.tasks",
            [(f"task-{name}", f"home.{name}", partial(self.task_asked.emit, page)) for name, page in TASKS.items()],
            "link",
        )

    def _row(self, caption: str, offers: Sequence[tuple[str, str, Callable[[], None]]], role: str = "") -> QWidget:
        box = QWidget()
        row = FlowLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label(self._words.say(caption), "soft"))
        for name, code, run in offers:
            button = QPushButton(self._words.say(code))
            button.setObjectName(name)
            button.setProperty("role", role)
            button.setToolTip(self._words.say(f"{code}.what"))
            button.setAccessibleDescription(self._words.say(f"{code}.what"))
            button.clicked.connect(lambda _=False, run=run: run())
            row.addWidget(button)
        return box
