"""The home page: three tasks, the projects that a person asked to find again, and the ways in. It reveals no name of any place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from mrm_desktop.desktop.parts.dialogs import LARGE_LINE, Dialog, cancel_only, form_layout, ok_cancel, secret_field
from mrm_desktop.desktop.parts.guard_notes import GuardNotes
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.desktop.parts.messages import sentence_for
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.guard_passes import PersonInTextError
from mrm_desktop.domain.text_guard import require_no_person
from mrm_desktop.foundation.words import Words

if TYPE_CHECKING:
    from mrm_desktop.vault.recent_projects import RecentProject

SHORTEST_PASSPHRASE = 10  # the vault's own limit; a test compares them, because loading the vault here would delay the window
TASKS = {"trip": "trips/plan", "perception": "evidence/perceptions", "assess": "assess/request"}
"""The three tasks, each with the page on which it is done."""


class StartPage(QScrollArea):
    """Three tasks above, ways in below. ``task_asked`` carries the page on which the task is done."""

    task_asked = Signal(str)
    open_asked = Signal()
    create_asked = Signal()
    sample_asked = Signal()
    recent_asked = Signal(str)
    back_asked = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("home")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._words = words
        self.back = QPushButton(words.say("home.back"))
        self.back.setObjectName("home-back")
        self.back.clicked.connect(self.back_asked)
        self.back.hide()
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

    def show_project(self, is_open: bool) -> None:
        """Offer the way back into an open project."""
        self.back.setVisible(is_open)

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
        grid.addWidget(self.back, 0, 0)
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


class WayInDialog(Dialog):
    """Asks for a project, because a task was chosen before one was open. ``chosen`` carries ``open``, ``create`` or ``sample``."""

    chosen = Signal(str)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(words.say("home.which_project"))
        self.setMinimumWidth(440)
        layout = QVBoxLayout()
        layout.setSpacing(10)
        layout.addWidget(label(words.say("home.which_project.what"), ""))
        for name in ("open", "create", "sample"):
            button = QPushButton(words.say(f"start.{name}"))
            button.setObjectName(f"way-{name}")
            button.setProperty("role", "row")
            button.setAccessibleDescription(words.say(f"start.{name}.what"))
            button.clicked.connect(lambda _=False, name=name: self._choose(name))
            layout.addWidget(button)
        self.lay_out(layout, cancel_only(self, words))

    def _choose(self, name: str) -> None:
        self.accept()
        self.chosen.emit(name)


class PassphraseDialog(Dialog):
    """Asks for the passphrase of an existing project."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(words.say("start.open"))
        self.setMinimumWidth(420)
        self.passphrase = secret_field(words.say("start.passphrase"))
        form = form_layout(self)
        form.addRow(words.say("start.passphrase"), self.passphrase)
        self.lay_out(form, ok_cancel(self, words))


class ConnectDialog(Dialog):
    """Asks for the address of an office's shared database. What is typed is kept nowhere."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(words.say("start.connect"))
        self.setMinimumWidth(520)
        self.address = QLineEdit()
        self.address.setObjectName("connect-address")
        self.address.setPlaceholderText("postgresql://user@host/database")
        self.address.setAccessibleName(words.say("start.connect.address"))
        form = form_layout(self)
        form.addRow(words.say("start.connect.address"), self.address)
        form.addRow(label(words.say("start.connect.hint"), "soft"))
        self.lay_out(form, ok_cancel(self, words))

    def accept(self) -> None:
        if self.address.text().strip():
            super().accept()


class NewProjectDialog(Dialog):
    """Asks for what a new project needs: title, mission, passphrase twice."""

    def __init__(self, words: Words, missions: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.setWindowTitle(words.say("start.create"))
        self.setMinimumWidth(460)
        self.title = QLineEdit()
        self.title.setAccessibleName(words.say("start.project_title"))
        self.mission = QComboBox()
        self.mission.setAccessibleName(words.say("start.mission"))
        self.mission.addItems(list(missions))
        self.passphrase = secret_field(words.say("start.passphrase"))
        self.again = secret_field(words.say("start.passphrase_again"))
        self.problem = label("", "error")
        form = form_layout(self)
        form.addRow(words.say("start.project_title"), self.title)
        form.addRow(words.say("start.mission"), self.mission)
        form.addRow(words.say("start.passphrase"), self.passphrase)
        form.addRow(words.say("start.passphrase_again"), self.again)
        form.addRow(label(words.say("start.passphrase_hint", shortest=SHORTEST_PASSPHRASE), "soft"))
        self.notes = GuardNotes(form, {"title": self.title}, words)
        self.lay_out(form, self.problem, ok_cancel(self, words))

    def accept(self) -> None:
        if not self.title.text().strip():
            self.problem.setText(self._words.say("start.missing_title"))
        elif len(self.passphrase.text()) < SHORTEST_PASSPHRASE:
            self.problem.setText(self._words.say("start.passphrase_hint", shortest=SHORTEST_PASSPHRASE))
        elif self.passphrase.text() != self.again.text():
            self.problem.setText(self._words.say("start.passphrases_differ"))
        elif self._tells_of_nobody():
            super().accept()

    def _tells_of_nobody(self) -> bool:
        """Look at the title before a file is asked for, and show what stops it where a false alarm can be let pass."""
        try:
            require_no_person((("title", self.title.text()),), self.notes.passes(), names_place=True)
        except PersonInTextError as error:
            self.notes.show(error)
            self.problem.setText(sentence_for(error, self._words)[0])
        except KnownError as error:
            self.problem.setText(" ".join(sentence_for(error, self._words)))
        else:
            return True
        return False


class RememberDialog(Dialog):
    """Asks for the label under which the home page lists the open project."""

    def __init__(self, words: Words, suggestion: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(words.say("home.remember"))
        self.label = QLineEdit(suggestion)
        self.label.setMaxLength(40)
        self.label.setAccessibleName(words.say("home.remember.label"))
        self.setMinimumWidth(440)
        form = form_layout(self)
        form.addRow(label(words.say("home.remember.what"), "soft"))
        form.addRow(words.say("home.remember.label"), self.label)
        self.lay_out(form, ok_cancel(self, words))

    def accept(self) -> None:
        if self.label.text().strip():
            super().accept()
