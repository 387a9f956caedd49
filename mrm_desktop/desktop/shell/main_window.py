"""The window: home page, then one project. It asks services through a session and shows frozen views, nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QUndoStack
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from mrm_desktop.desktop.assess.decision_controller import DecisionController
from mrm_desktop.desktop.map.map_workspace import MapMaker, MapWorkspace
from mrm_desktop.desktop.map.project_page import ProjectPage
from mrm_desktop.desktop.parts.bidi import read_as
from mrm_desktop.desktop.parts.look import wear
from mrm_desktop.desktop.parts.messages import sentence_for, show_recovery_code, tell
from mrm_desktop.desktop.parts.page_context import PageContext
from mrm_desktop.desktop.parts.session import Openers, Session
from mrm_desktop.desktop.parts.work import Work
from mrm_desktop.desktop.shell.emergency_dialog import EmergencyDialog
from mrm_desktop.desktop.shell.garbage import WindowThreadCollector
from mrm_desktop.desktop.shell.global_commands import GlobalCommands
from mrm_desktop.desktop.shell.header import Header
from mrm_desktop.desktop.shell.lock_page import LockPage
from mrm_desktop.desktop.shell.locking import Locked, close_dialogs, drop_clipboard
from mrm_desktop.desktop.shell.office_watch import OfficeWatch
from mrm_desktop.desktop.shell.page_links import PageLinks
from mrm_desktop.desktop.shell.progress_strip import ProgressStrip
from mrm_desktop.desktop.shell.project_opener import ProjectOpener
from mrm_desktop.desktop.shell.start_page import StartPage
from mrm_desktop.desktop.shell.window_watch import WindowWatch
from mrm_desktop.desktop.shell.workspaces import Workspaces
from mrm_desktop.foundation.clock import today
from mrm_desktop.foundation.preferences import Preferences
from mrm_desktop.foundation.progress import Cancelled
from mrm_desktop.foundation.words import Words
from mrm_desktop.project.question import Question

if TYPE_CHECKING:
    pass


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
    preferences_chosen = Signal(object)
    locked = Signal()
    unlocked = Signal()

    def __init__(
        self,
        openers: Openers,
        make_map: MapMaker,
        words: Words,
        dark: bool = False,
        preferences: Preferences | None = None,
    ) -> None:
        super().__init__()
        wear(self)
        self.openers, self._make_map, self.words, self._dark = openers, make_map, words, dark
        self.preferences = preferences or Preferences()
        self.session: Session | None = None
        self._collector = WindowThreadCollector(self)
        self.work, self.ways_in = Work(self), ProjectOpener(self)
        self.undo = QUndoStack(self)
        self.workspaces: Workspaces | None = None
        self._deciding: DecisionController | None = None
        self._locked: Locked | None = None
        self._office: OfficeWatch | None = None
        self._wanted = ""
        self._alert_pending = False
        self.resize(1360, 860)
        self.watch = WindowWatch(self.preferences.lock_after, {"F12": self.show_emergency, "Ctrl+L": self.lock}, self)
        self.watch.idle.connect(self.lock)
        self.work.busy_changed.connect(self._on_busy)
        self._put_up_frame()

    # ---- the frame --------------------------------------------------------------------------------------------------------

    def _put_up_frame(self) -> None:
        """Make everything that carries words; done again when the language changes."""
        words = self.words
        read_as(words, self)
        self.header, self._pages = Header(words), QStackedWidget()
        self.start, self.lock_page = StartPage(words), LockPage(words)
        central = QWidget()
        column = QVBoxLayout(central)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self._pages, 1)
        self.setCentralWidget(central)
        for page in (self.start, self.lock_page):
            self._pages.addWidget(page)
        self.start.open_asked.connect(self.ways_in.ask_open)
        self.start.create_asked.connect(self.ways_in.ask_create)
        self.start.sample_asked.connect(self.ways_in.take_sample)
        self.start.task_asked.connect(self.begin_task)
        self.start.recent_asked.connect(lambda path: self.ways_in.ask_passphrase(Path(path)))
        self.start.back_asked.connect(self.go_back)
        self.lock_page.unlock_asked.connect(self._unlock)
        self.lock_page.leave_asked.connect(self.close_project)
        self.everywhere = GlobalCommands(self, central)
        self.progress = ProgressStrip(self.work, words)
        for old in self.statusBar().findChildren(ProgressStrip):
            self.statusBar().removeWidget(old)
            old.deleteLater()
        self.statusBar().addPermanentWidget(self.progress)
        self.statusBar().showMessage(words.say("window.offline"))
        self._on_project_change()
        self.go_home()

    def use_preferences(self, preferences: Preferences, words: Words, dark: bool) -> None:
        """Take over what was chosen; no restart is needed."""
        self.preferences = preferences
        self.watch.set_minutes(preferences.lock_after)
        if words.language != self.words.language:
            self.use_words(words)
        self.use_dark(dark)

    def use_words(self, words: Words) -> None:
        """Speak another language: the frame and all pages are made anew, the project stays open."""
        self.words = words
        session, place = self.session, self._place()
        self._put_away_pages()
        self._put_up_frame()
        if session is not None and place is not None:
            session.use_words(words)
            self._put_up_pages(session)
            self._return_to(place)
        elif self._locked is not None:
            self._show_lock_page()

    def use_dark(self, dark: bool) -> None:
        """Follow the colours of the window with those of the map."""
        self._dark = dark
        if self.page is not None and self.page.map is not None:
            self.page.map.set_dark(dark)

    def _on_project_change(self) -> None:
        is_open = self.session is not None
        title = self.words.say("window.title")
        self.setWindowTitle(f"{self.session.title} – {title}" if self.session is not None else title)
        self.header.lock.setEnabled(is_open)
        self.start.show_project(is_open)
        self.everywhere.enable(is_open)

    # ---- opening and closing ----------------------------------------------------------------------------------------------

    def go_home(self) -> None:
        """Show the three tasks; an open project stays open."""
        if self._locked is None:
            self._pages.setCurrentWidget(self.start)
            self.header.home.setChecked(True)
            self.start.focus_first()
            if self.workspaces is not None:
                self.workspaces.leave()
            if self.openers.recent is not None:
                self.work.read(self.openers.recent.entries, self.start.show_recent, self.fail)

    def go_back(self) -> None:
        """Show the open project again."""
        if self.workspaces is not None:
            self.open_page(self.workspaces.current or "map")

    def begin_task(self, page: str) -> None:
        """Go to the page of a task; where no project is open, ask for one first."""
        if self.workspaces is not None:
            self.open_page(page)
            return
        self._wanted = page
        self.ways_in.ask_way()

    def take(self, opener: Callable[[], Session]) -> None:
        """Open a project in the background and show it."""
        self.work.read(opener, self.show_session, self.fail)

    def show_session(self, session: Session) -> None:
        """Show an open project in the place of the one before."""
        self._drop_session()
        self._locked = None
        self._put_up_pages(session)
        self.open_page(self._wanted or "map")
        self._wanted = ""
        if session.recovery_code:
            show_recovery_code(self, session.recovery_code, self.words)
        if self.openers.recent is not None:
            recent, path = self.openers.recent, session.path
            self.work.read(lambda: recent.opened(path, today()), lambda _: None, self.fail)
        if self._alert_pending and self.workspaces is not None:
            self._alert_pending = False
            self.workspaces.reminder.record("")

    def _put_up_pages(self, session: Session) -> None:
        self.session = session
        self._listen_to(session)
        desk = self._desk(session)
        self._deciding = DecisionController(desk, self)
        self._deciding.recorded.connect(lambda decision: self.decision_recorded.emit(decision.id))
        self.workspaces = Workspaces(desk)
        PageLinks(self, self.workspaces, self._deciding)
        self._pages.addWidget(self.workspaces)
        self.header.put_bar(self.workspaces.bar)
        self.workspaces.page("map/areas")  # made at once, shown or not: other pages ask what it asks
        self.workspaces.reminder.refresh()
        self._on_project_change()
        QTimer.singleShot(0, self._start_map)

    def _desk(self, session: Session) -> PageContext:
        return PageContext(
            session=session,
            work=self.work,
            words=self.words,
            fail=self.fail,
            tell=self.statusBar().showMessage,
            changed=self._changed,
            open=self.open_page,
            pick=self.pick,
            question=lambda: self.page.question() if self.page is not None else Question(),
            picked=lambda: self.map.picked if self.map is not None else None,
            undo=self.undo,
        )

    def _start_map(self) -> None:
        if self.map is not None and self.page is not None and self.page.map is None:
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
            self._pages.setCurrentWidget(self.workspaces)
            self.header.home.setChecked(False)
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
        """Close the project and go back to the home page."""
        self._locked = None
        self._drop_session()
        self.go_home()

    def _put_away_pages(self) -> None:
        self.undo.clear()
        self.work.abandon()
        self.header.put_bar(None)
        if self.workspaces is not None:
            self.workspaces.forget()
            self._pages.removeWidget(self.workspaces)
            self.workspaces.deleteLater()
            self.workspaces = None
        if self._deciding is not None:
            self._deciding.deleteLater()
            self._deciding = None

    def _listen_to(self, session: Session) -> None:
        """Ask again whenever another window writes into the shared database."""
        if self._office is None and session.shared is not None:
            self._office = OfficeWatch(session.shared, self)
            self._office.changed.connect(self._on_others)
            self._office.lost.connect(lambda: self.statusBar().showMessage(self.words.say("window.line_lost")))

    def _on_others(self) -> None:
        if self.session is not None:
            self.session.read_anew()
            self._changed()

    def _drop_session(self) -> None:
        self._put_away_pages()
        if self._office is not None:
            self._office.stop()
            self._office.deleteLater()
            self._office = None
        if self.session is not None:
            session, self.session = self.session, None
            self.work.read(session.close, lambda _: None, self.fail)
        self._on_project_change()

    def closeEvent(self, event: QCloseEvent) -> None:
        close_dialogs(self)
        self._drop_session()
        self.work.stop()
        self._collector.stop()
        super().closeEvent(event)

    # ---- locking ----------------------------------------------------------------------------------------------------------

    def lock(self) -> None:
        """Close the project, drop its key and everything shown, and ask for the passphrase."""
        place = self._place()
        if self.session is None or place is None:
            return
        if self.session.shared is not None:
            # There is no passphrase to ask for: the way back is to connect again, as whoever the server knows.
            close_dialogs(self)
            drop_clipboard(QApplication.clipboard())
            self.close_project()
            self.locked.emit()
            return
        self._locked = place
        close_dialogs(self)
        drop_clipboard(QApplication.clipboard())
        self._drop_session()
        self._show_lock_page()
        self.locked.emit()

    def _show_lock_page(self) -> None:
        self.statusBar().showMessage(self.words.say("window.offline"))
        self.lock_page.reset()
        self.header.home.setEnabled(False)
        self.header.home.setChecked(False)
        self._pages.setCurrentWidget(self.lock_page)

    def _unlock(self, passphrase: str) -> None:
        place = self._locked
        if place is None:
            return

        def failed(error: Exception) -> None:
            said, following = sentence_for(error, self.words)
            self.lock_page.show_problem(f"{said}\n{following}".strip())

        def opened(session: Session) -> None:
            self.show_session(session)
            self._return_to(place)
            self.unlocked.emit()

        self.work.read(lambda: self.openers.open(place.path, passphrase), opened, failed)

    def _place(self) -> Locked | None:
        if self.session is None or self.workspaces is None or self.map is None:
            return None
        return Locked(self.session.path, self.workspaces.current, self.map.picked, self.map.page.question())

    def _return_to(self, place: Locked) -> None:
        """Go back to where the window was: page, question and area."""
        self.header.home.setEnabled(True)
        if self.page is not None and self.map is not None:
            for box, value in ((self.page.mode, place.question.mode), (self.page.purpose, place.question.purpose)):
                box.setCurrentIndex(box.findData(value.value))
            if place.picked is not None:
                self.map.pick(place.picked)
        self.open_page(place.page)

    # ---- what is reachable from everywhere ---------------------------------------------------------------------------------

    def show_emergency(self) -> None:
        """Show the emergency screen; it needs no project and waits for nothing."""
        card = self.page.card.card if self.page is not None else None
        above = QApplication.activeModalWidget() or self
        if isinstance(above, EmergencyDialog):
            return
        dialog = EmergencyDialog(self.words, card.focal_points if card else (), above)
        dialog.raised.connect(self._on_alert)
        dialog.open()

    def _on_alert(self) -> None:
        if self.workspaces is not None:
            self.workspaces.reminder.record((self.map.picked if self.map is not None else None) or "")
        else:
            # What was typed is gone; that there was an alert is asked about when a project opens.
            self._alert_pending = True
            self.statusBar().showMessage(self.words.say("alert.open_a_project"))

    def _on_busy(self, busy: bool) -> None:
        if busy:
            self.statusBar().showMessage(self.words.say("window.busy"))
        elif self.statusBar().currentMessage() == self.words.say("window.busy"):
            self.statusBar().showMessage(self.words.say("window.offline"))

    def fail(self, error: Exception) -> None:
        """Show an error in words; a cancelled task is no error."""
        if isinstance(error, Cancelled):
            self.statusBar().showMessage(self.words.say("window.cancelled"))
        else:
            tell(self, error, self.words)
