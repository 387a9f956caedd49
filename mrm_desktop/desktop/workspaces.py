"""The workspaces of an open project side by side: map, evidence, decisions, missions; one is shown at a time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from mrm_desktop.desktop.evidence_page import EvidencePage
from mrm_desktop.desktop.import_dialog import ImportDialog
from mrm_desktop.desktop.missions_page import MissionsPage
from mrm_desktop.desktop.project_page import ProjectPage
from mrm_desktop.desktop.register_page import RegisterPage
from mrm_desktop.desktop.session import Session
from mrm_desktop.desktop.work import Work
from mrm_desktop.foundation.words import Words

NAMES = ("map", "evidence", "register", "missions")


class Workspaces(QWidget):
    """A bar of names above the workspace that is open.

    ``project_changed`` is emitted after an import, an undo or a confirmation: whatever shows an assessment has to ask again.
    """

    project_changed = Signal()

    def __init__(self, session: Session, work: Work, words: Words, failed: Callable[[Exception], None]) -> None:
        super().__init__()
        self.setObjectName("page")
        self._session, self._work, self._words, self._failed = session, work, words, failed
        self.map = ProjectPage(words)
        self.evidence = EvidencePage(words)
        self.register = RegisterPage(words)
        self.missions = MissionsPage(words)
        self._stack = QStackedWidget()
        self.buttons: dict[str, QPushButton] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._bar())
        layout.addWidget(self._stack, 1)
        for name in NAMES:
            self._stack.addWidget(getattr(self, name))
        self.evidence.import_asked.connect(self.ask_import)
        self.evidence.undo_asked.connect(self._undo)
        self.register.check_asked.connect(self._check)
        self.missions.confirm_asked.connect(self._confirm)

    def open(self, name: str) -> None:
        """Show a workspace and bring it up to date."""
        self.buttons[name].setChecked(True)
        self._stack.setCurrentWidget(getattr(self, name))
        session, work = self._session, self._work
        if name == "evidence":
            work.read(session.datasets, self.evidence.fill, self._failed)
        elif name == "register":
            work.read(session.decisions, lambda found: self.register.fill(found, session.day), self._failed)
        elif name == "missions":
            work.read(session.missions, self.missions.fill, self._failed)

    def ask_import(self) -> None:
        """Ask for a file and open the wizard on it."""
        name, _ = QFileDialog.getOpenFileName(self, self._words.say("evidence.import"))
        if name:
            self.import_file(Path(name))

    def import_file(self, path: Path) -> ImportDialog:
        """Open the import wizard on a file."""
        dialog = ImportDialog(path, self._session, self._work, self._words, self)
        dialog.accepted.connect(self._changed)
        dialog.open()
        return dialog

    def _bar(self) -> QWidget:
        bar = QWidget()
        bar.setObjectName("workspaces")
        row = QHBoxLayout(bar)
        row.setContentsMargins(10, 4, 10, 0)
        row.setSpacing(2)
        group = QButtonGroup(self)
        for number, name in enumerate(NAMES, start=1):
            button = QPushButton(self._words.say(f"workspace.{name}"))
            button.setObjectName(f"workspace-{name}")
            button.setProperty("role", "workspace")
            button.setCheckable(True)
            button.setChecked(number == 1)
            button.setShortcut(QKeySequence(f"Ctrl+{number}"))
            button.clicked.connect(lambda _=False, name=name: self.open(name))
            group.addButton(button)
            self.buttons[name] = button
            row.addWidget(button)
        row.addStretch(1)
        return bar

    def _undo(self, dataset_id: str) -> None:
        self._work.read(lambda: self._session.undo_import(dataset_id), lambda _: self._changed(), self._failed)

    def _check(self) -> None:
        self._work.read(self._session.check_records, lambda found: self.register.show_answer(*found), self._failed)

    def _confirm(self, acronym: str, source: str, mandate_end: object) -> None:
        def task() -> None:
            self._session.confirm_mission(acronym, source, mandate_end)  # type: ignore[arg-type]

        self._work.read(task, lambda _: self._changed(), self._failed)

    def _changed(self) -> None:
        self.open(next(name for name, button in self.buttons.items() if button.isChecked()))
        self.project_changed.emit()
