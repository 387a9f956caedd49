"""The window: start page, then one project. It asks services through a session and shows frozen views, nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QUndoStack
from PySide6.QtWidgets import QFileDialog, QMainWindow, QPushButton, QStackedWidget, QToolBar

from mrm_desktop.desktop.decision_desk import DecisionDesk
from mrm_desktop.desktop.desk import Desk
from mrm_desktop.desktop.emergency_dialog import EmergencyDialog
from mrm_desktop.desktop.map_workspace import MapMaker, MapWorkspace
from mrm_desktop.desktop.messages import show_recovery_code, tell
from mrm_desktop.desktop.project_page import ProjectPage
from mrm_desktop.desktop.session import Openers, Question, Session
from mrm_desktop.desktop.start_page import NewProjectDialog, PassphraseDialog, StartPage
from mrm_desktop.desktop.work import Work
from mrm_desktop.desktop.workspaces import Workspaces
from mrm_desktop.foundation.words import Words

FILE_ENDING = ".mrm"


class MainWindow(QMainWindow):
    """The program's one window.

    Parameters
    ----------
    openers : Openers
        How to get a session.
    make_map : MapMaker
        Makes the live map, or its stand-in; called after the window shows, because the web engine is slow to start.
    """

    painted = Signal()
    card_shown = Signal(str)
    decision_recorded = Signal(str)

    def __init__(self, openers: Openers, make_map: MapMaker, words: Words, dark: bool = False) -> None:
        super().__init__()
        self._openers, self._make_map, self._words, self._dark = openers, make_map, words, dark
        self.session: Session | None = None
        self.work = Work(self)
        self.undo = QUndoStack(self)
        self.workspaces: Workspaces | None = None
        self._deciding: DecisionDesk | None = None
        self.setWindowTitle(words.say("window.title"))
        self.resize(1360, 860)
        self._pages = QStackedWidget()
        self.setCentralWidget(self._pages)
        self.start = StartPage(words)
        self.start.open_asked.connect(self.ask_open)
        self.start.create_asked.connect(self.ask_create)
        self.start.sample_asked.connect(lambda: self.take(self._openers.sample))
        self._pages.addWidget(self.start)
        self._make_toolbar()
        self.work.busy_changed.connect(self._on_busy)
        self.statusBar().showMessage(words.say("window.offline"))

    # ---- opening and closing ----------------------------------------------------------------------------------------------

    def ask_open(self) -> None:
        """Ask for a project file and its passphrase."""
        name, _ = QFileDialog.getOpenFileName(self, self._words.say("start.open"), "", f"MRM (*{FILE_ENDING})")
        if name:
            self.ask_passphrase(Path(name))

    def ask_passphrase(self, path: Path) -> None:
        """Ask for the passphrase of the project at ``path`` and open it."""
        dialog = PassphraseDialog(self._words, self)
        dialog.accepted.connect(lambda: self.take(lambda: self._openers.open(path, dialog.passphrase.text())))
        dialog.open()

    def ask_create(self) -> None:
        """Ask for everything a new project needs and make it."""
        dialog = NewProjectDialog(self._words, self._openers.missions(), self)
        dialog.accepted.connect(lambda: self._create(dialog))
        dialog.open()

    def _create(self, dialog: NewProjectDialog) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, self._words.say("start.create"), f"project{FILE_ENDING}", f"MRM (*{FILE_ENDING})"
        )
        if name:
            answers = (dialog.title.text().strip(), dialog.mission.currentText(), dialog.passphrase.text())
            self.take(lambda: self._openers.create(Path(name).with_suffix(FILE_ENDING), *answers))

    def take(self, opener: Callable[[], Session]) -> None:
        """Open a project in the background and show it."""
        self.work.read(opener, self._show_session, self._fail)

    def _show_session(self, session: Session) -> None:
        self._drop_session()
        self.session = session
        self.setWindowTitle(f"{session.title} – {self._words.say('window.title')}")
        desk = self._desk(session)
        self._deciding = DecisionDesk(desk, self)
        self._deciding.recorded.connect(lambda decision: self.decision_recorded.emit(decision.id))
        self.workspaces = Workspaces(desk)
        self.workspaces.page_made.connect(self._on_page_made)
        self._pages.addWidget(self.workspaces)
        self._pages.setCurrentWidget(self.workspaces)
        self.workspaces.open("map")
        self._export.setEnabled(True)
        self._close.setEnabled(True)
        QTimer.singleShot(0, self._start_map)
        if session.recovery_code:
            show_recovery_code(self, session.recovery_code, self._words)

    def _desk(self, session: Session) -> Desk:
        return Desk(
            session=session,
            work=self.work,
            words=self._words,
            fail=self._fail,
            tell=self.statusBar().showMessage,
            changed=self._changed,
            open=self.open_page,
            pick=self.pick,
            question=lambda: self.page.question() if self.page is not None else Question(),
            undo=self.undo,
        )

    def _on_page_made(self, name: str) -> None:
        made = self.workspaces.pages[name] if self.workspaces is not None else None
        if isinstance(made, MapWorkspace) and self._deciding is not None:
            made.painted.connect(self.painted)
            made.card_shown.connect(self.card_shown)
            made.page.card.decide_asked.connect(self._deciding.ask_decision)
            made.page.card.note_asked.connect(self._deciding.ask_note)

    def _start_map(self) -> None:
        if self.map is not None:
            self.map.start(self._make_map, self._dark)

    @property
    def map(self) -> MapWorkspace | None:
        """The map workspace of the open project."""
        made = self.workspaces.pages.get("map/areas") if self.workspaces is not None else None
        return made if isinstance(made, MapWorkspace) else None

    @property
    def page(self) -> ProjectPage | None:
        """The page around the map."""
        return self.map.page if self.map is not None else None

    def open_page(self, name: str) -> None:
        """Show a page of the open project, such as ``evidence/datasets``."""
        if self.workspaces is not None:
            self.workspaces.open(name)

    def pick(self, area_code: str) -> None:
        """Show an area on the map and its card."""
        if self.map is not None:
            self.open_page("map/areas")
            self.map.pick(area_code)

    def _changed(self) -> None:
        if self.workspaces is not None:
            self.workspaces.changed()

    def close_project(self) -> None:
        """Close the project and go back to the start page."""
        self._drop_session()
        self.setWindowTitle(self._words.say("window.title"))
        self._pages.setCurrentWidget(self.start)

    def _drop_session(self) -> None:
        self.undo.clear()
        if self.workspaces is not None:
            self.workspaces.forget()
            self._pages.removeWidget(self.workspaces)
            self.workspaces.deleteLater()
            self.workspaces = None
        if self._deciding is not None:
            self._deciding.deleteLater()
            self._deciding = None
        if self.session is not None:
            session, self.session = self.session, None
            self.work.read(session.close, lambda _: None, self._fail)
        self._export.setEnabled(False)
        self._close.setEnabled(False)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._drop_session()
        self.work.stop()
        super().closeEvent(event)

    # ---- what is reachable from everywhere ---------------------------------------------------------------------------------

    def ask_export(self) -> None:
        """Ask where to, then export the map as one page."""
        name, _ = QFileDialog.getSaveFileName(self, self._words.say("window.export_map"), "map.html", "HTML (*.html)")
        if name and self.session is not None and self.page is not None:
            session, question = self.session, self.page.question()
            self.work.read(lambda: session.map.export_map(question, Path(name)), self._saved, self._fail)

    def _saved(self, path: Path) -> None:
        self.statusBar().showMessage(self._words.say("window.saved", file=path.name))

    def show_emergency(self) -> None:
        """Show the emergency screen; it needs no project and waits for nothing."""
        card = self.page.card.card if self.page is not None else None
        EmergencyDialog(self._words, card.focal_points if card else (), self).open()

    # ---- the frame --------------------------------------------------------------------------------------------------------

    def _make_toolbar(self) -> None:
        bar = QToolBar(self._words.say("window.toolbar"))
        bar.setMovable(False)
        self.addToolBar(bar)
        emergency = QPushButton(self._words.say("window.emergency"))
        emergency.setProperty("role", "emergency")
        emergency.setObjectName("emergency")
        emergency.setShortcut(QKeySequence("F12"))
        emergency.clicked.connect(self.show_emergency)
        bar.addWidget(emergency)
        self._export = self._action(bar, "window.export_map", self.ask_export, "Ctrl+E")
        self._close = self._action(bar, "window.close_project", self.close_project, "Ctrl+W")
        for action in (self._export, self._close):
            action.setEnabled(False)

    def _action(self, bar: QToolBar, code: str, slot: Callable[[], None], keys: str) -> QAction:
        action = QAction(self._words.say(code), self)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda _=False: slot())
        bar.addAction(action)
        return action

    def _on_busy(self, busy: bool) -> None:
        if busy:
            self.statusBar().showMessage(self._words.say("window.busy"))
        elif self.statusBar().currentMessage() == self._words.say("window.busy"):
            self.statusBar().showMessage(self._words.say("window.offline"))

    def _fail(self, error: Exception) -> None:
        tell(self, error, self._words)
