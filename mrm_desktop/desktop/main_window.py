"""The window: start page, then one project. It asks services through a session and shows frozen views, nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence
from PySide6.QtWidgets import QFileDialog, QMainWindow, QPushButton, QStackedWidget, QToolBar, QWidget

from mrm_desktop.desktop.decision_dialog import DecisionDialog
from mrm_desktop.desktop.emergency_dialog import EmergencyDialog
from mrm_desktop.desktop.messages import show_recovery_code, tell
from mrm_desktop.desktop.project_page import ProjectPage
from mrm_desktop.desktop.session import Openers, Painting, Session
from mrm_desktop.desktop.start_page import NewProjectDialog, PassphraseDialog, StartPage
from mrm_desktop.desktop.work import Work
from mrm_desktop.desktop.workspaces import Workspaces
from mrm_desktop.domain.decisions import Decision
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.views import AreaCard
from mrm_desktop.foundation.words import Words

MapMaker = Callable[[QWidget, Session], QWidget]
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
        self.page: ProjectPage | None = None
        self.workspaces: Workspaces | None = None
        self._picked: str | None = None
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
        self.workspaces = Workspaces(session, self.work, self._words, self._fail)
        self.workspaces.project_changed.connect(self.repaint_map)
        self.page = self.workspaces.map
        self.page.question_changed.connect(lambda _: self.repaint_map())
        self.page.area_picked.connect(self.pick)
        self.page.area_clicked.connect(lambda code: self.pick(code, bring_into_view=False))
        self.page.card.decide_asked.connect(self.ask_decision)
        self.page.card.note_asked.connect(self.ask_note)
        self._pages.addWidget(self.workspaces)
        self._pages.setCurrentWidget(self.workspaces)
        self._export.setEnabled(True)
        self._close.setEnabled(True)
        QTimer.singleShot(0, self._start_map)
        if session.recovery_code:
            show_recovery_code(self, session.recovery_code, self._words)

    def _start_map(self) -> None:
        if self.page is None or self.session is None:
            return
        live = self._make_map(self, self.session)
        live.set_dark(self._dark)  # type: ignore[attr-defined]
        live.painted.connect(self.painted)  # type: ignore[attr-defined]
        self.page.put_map(live)
        self.repaint_map()

    def close_project(self) -> None:
        """Close the project and go back to the start page."""
        self._drop_session()
        self.setWindowTitle(self._words.say("window.title"))
        self._pages.setCurrentWidget(self.start)

    def _drop_session(self) -> None:
        if self.page is not None:
            if self.page.map is not None:
                self.page.map.dispose()  # type: ignore[attr-defined]
            self.page = None
        if self.workspaces is not None:
            self._pages.removeWidget(self.workspaces)
            self.workspaces.deleteLater()
            self.workspaces = None
        if self.session is not None:
            session, self.session = self.session, None
            self.work.read(session.close, lambda _: None, self._fail)
        self._picked = None
        self._export.setEnabled(False)
        self._close.setEnabled(False)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._drop_session()
        self.work.stop()
        super().closeEvent(event)

    # ---- map and card -----------------------------------------------------------------------------------------------------

    def repaint_map(self) -> None:
        """Assess again and show the answer."""
        if self.session is not None and self.page is not None:
            session, question = self.session, self.page.question()
            self.work.read(lambda: session.paint(question), self._show_painting, self._fail)
            if self._picked is not None:
                self._load_card(self._picked)

    def _show_painting(self, painting: Painting) -> None:
        if self.page is not None:
            self.page.show_painting(painting)

    def pick(self, area_code: str, bring_into_view: bool = True) -> None:
        """Show an area's card and outline it; the view stays where it is when the area was clicked in it."""
        if self.page is None or area_code == self._picked:
            return
        self._picked = area_code
        self.page.areas.select(area_code)
        if self.page.map is not None and bring_into_view:
            self.page.map.focus_area(area_code)  # type: ignore[attr-defined]
        self._load_card(area_code)

    def _load_card(self, area_code: str) -> None:
        if self.session is not None and self.page is not None:
            session, question = self.session, self.page.question()
            self.work.read(lambda: session.card(area_code, question), self._show_card, self._fail)

    def _show_card(self, card: AreaCard) -> None:
        if self.page is not None and card.area.code == self._picked:
            self.page.card.show_card(card)
            self.card_shown.emit(card.area.code)

    # ---- deciding and printing --------------------------------------------------------------------------------------------

    def ask_decision(self, card: AreaCard) -> None:
        """Open the decision dialog for an area."""
        dialog = DecisionDialog(card, self._words, self)
        dialog.accepted.connect(lambda: self._record(card, dialog))
        dialog.open()

    def _record(self, card: AreaCard, dialog: DecisionDialog) -> None:
        if self.session is None or self.page is None:
            return
        session, question, draft = self.session, self.page.question(), dialog.draft()
        self.work.write(lambda: session.decide(card.area.code, question, draft), self._recorded, self._fail)

    def _recorded(self, decision: Decision) -> None:
        self.statusBar().showMessage(self._words.say("decision.recorded", sequence=decision.sequence, code=decision.hash[:12]))
        self.decision_recorded.emit(decision.id)
        if self._picked is not None:
            self._load_card(self._picked)

    def ask_note(self, card: AreaCard) -> None:
        """Ask where to, then print the note of an area."""
        suggested = f"{card.area.code}_area-note_a4_{card.assessment.assessed_on:%Y%m%d}.pdf"
        name, _ = QFileDialog.getSaveFileName(self, self._words.say("window.print_note"), suggested, "PDF (*.pdf)")
        if name and self.session is not None and self.page is not None:
            session, question = self.session, self.page.question()
            self.work.read(lambda: session.print_note(card.area.code, question, Path(name)), self._saved, self._fail)

    def ask_export(self) -> None:
        """Ask where to, then export the map as one page."""
        name, _ = QFileDialog.getSaveFileName(self, self._words.say("window.export_map"), "map.html", "HTML (*.html)")
        if name and self.session is not None and self.page is not None:
            session, question = self.session, self.page.question()
            self.work.read(lambda: session.export_map(question, Path(name)), self._saved, self._fail)

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
        if isinstance(error, KnownError) and error.code == "assess.no_areas" and self.workspaces is not None:
            self.workspaces.open("evidence")  # an empty project begins with its first import
            return
        tell(self, error, self._words)
