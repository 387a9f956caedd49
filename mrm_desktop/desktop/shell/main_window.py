"""The window: home page, then one project. Its pages ask the project through their sessions and show frozen views, nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QUndoStack
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow

from mrm_desktop.desktop.parts.bidi import read_as
from mrm_desktop.desktop.parts.look import put_style_on
from mrm_desktop.desktop.parts.messages import sentence_for, show_error
from mrm_desktop.desktop.parts.page_context import PageContext
from mrm_desktop.desktop.parts.task_queue import Urgency
from mrm_desktop.desktop.parts.work import Work
from mrm_desktop.desktop.shell.commands import CommandSet
from mrm_desktop.desktop.shell.frame import Frame
from mrm_desktop.desktop.shell.garbage import WindowThreadCollector
from mrm_desktop.desktop.shell.locking import Locked, close_dialogs, drop_clipboard
from mrm_desktop.desktop.shell.office_watch import OfficeWatch, shared_database
from mrm_desktop.desktop.shell.openers import Openers
from mrm_desktop.desktop.shell.page_check import PageCheck
from mrm_desktop.desktop.shell.page_commands import PageCommands
from mrm_desktop.desktop.shell.page_names import BRIEFING, MAP
from mrm_desktop.desktop.shell.progress_strip import ProgressStrip
from mrm_desktop.desktop.shell.window_watch import WindowWatch
from mrm_desktop.desktop.shell.written_strip import WrittenStrip
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.event_log import head_in_groups
from mrm_desktop.foundation.preferences import Preferences
from mrm_desktop.foundation.progress import Cancelled
from mrm_desktop.foundation.words import Words

if TYPE_CHECKING:
    from pathlib import Path

    from mrm_desktop.desktop.map.map_workspace import MapWorkspace
    from mrm_desktop.desktop.map.project_page import ProjectPage
    from mrm_desktop.desktop.parts.guarded_dialog import GuardedDialog
    from mrm_desktop.desktop.parts.opened import Opened
    from mrm_desktop.desktop.shell.start_page import StartPage
    from mrm_desktop.desktop.shell.workspaces import Workspaces
    from mrm_desktop.project.changes import Changed
    from mrm_desktop.project.ports import Project
    from mrm_desktop.project.question import Question

NEXT_TURN_MS = 1  # a timer of none would run in the same turn of events


class MainWindow(QMainWindow):
    """The program's one window.

    Parameters
    ----------
    openers : Openers
        How to get an open project.
    """

    painted = Signal()
    card_shown = Signal(str)
    decision_recorded = Signal(str)
    preferences_chosen = Signal(object)
    locked = Signal()
    unlocked = Signal()
    _written = Signal(object, object)

    def __init__(
        self,
        openers: Openers,
        words: Words,
        dark: bool = False,
        preferences: Preferences | None = None,
    ) -> None:
        super().__init__()
        put_style_on(self)
        self.openers, self.words, self._dark = openers, words, dark
        self.preferences = preferences or Preferences()
        self.opened: Opened | None = None
        self._collector = WindowThreadCollector(self)
        self.work = Work(self)
        self.undo = QUndoStack(self)
        self.workspaces: Workspaces | None = None
        self._locked: Locked | None = None
        self._office: OfficeWatch | None = None
        self._wanted = ""
        self._pending_alert: str | None = None
        self.resize(1360, 860)
        self.watch = WindowWatch(self.preferences.lock_after, {"F12": self.show_emergency, "Ctrl+L": self.lock}, self)
        self.watch.idle.connect(self.lock)
        self.work.busy_changed.connect(self._on_busy)
        self._written.connect(self._take_note)
        self._put_up_frame()
        self.go_home()

    # ---- the frame --------------------------------------------------------------------------------------------------------

    def _put_up_frame(self) -> None:
        """Make everything that carries words; done again when the language changes."""
        words = self.words
        read_as(words, self)
        self._frame = frame = Frame(self.openers, self.work, words, self.fail)
        self.setCentralWidget(frame)
        self.header, self.lock_page, self._pages = frame.header, frame.lock_page, frame.pages
        self.opener, self.learning, self.recent, self.keeping = frame.opener, frame.learning, frame.recent, frame.keeping
        self.opener.chosen.connect(lambda opener: self.take(opener))
        self.opener.tried.connect(self._try)
        self.opener.given_up.connect(self._forget_wish)
        self.opener.begins_with_map.connect(partial(self._wish, MAP))
        self.learning.opened.connect(self._show_sample)
        self.learning.page_wanted.connect(self.open_page)
        self.learning.area_wanted.connect(self.pick)
        self.keeping.told.connect(self.statusBar().showMessage)
        self.keeping.backed_up.connect(self._brief_again)
        self.keeping.leaving.connect(self._wait_behind_lock)
        self.keeping.came_back.connect(self._come_back)
        self.keeping.stayed_away.connect(self._stay_locked)
        self.keeping.code_made.connect(self._show_code)
        frame.task_asked.connect(self.begin_task)
        self.lock_page.unlock_asked.connect(self._unlock)
        self.lock_page.leave_asked.connect(self.close_project)
        self.commands = CommandSet({**frame.runs(), **self._runs()}, self.open_page, words, frame)
        self.header.fill_menu(self.commands.in_menu)
        self.header.connect_to(home=self.go_home, palette_button=self.show_palette, lock=self.lock, emergency=self.show_emergency)
        self.progress = ProgressStrip(self.work, words)
        for kind in (ProgressStrip, WrittenStrip):
            for old in self.statusBar().findChildren(kind):
                self.statusBar().removeWidget(old)
                old.deleteLater()
        self.statusBar().addPermanentWidget(self.progress)
        self.written = WrittenStrip(words)
        self.written.unopened.connect(lambda path: self.fail(KnownError("window.unopened", file=path.name)))
        self.statusBar().addPermanentWidget(self.written)
        self.statusBar().showMessage(words.say("window.offline"))
        self._on_project_change()

    @property
    def start(self) -> StartPage:
        """The home page of a window without a project."""
        return self._frame.start

    def _runs(self) -> Mapping[str, Callable[[], None]]:
        """Return what each command of the window's own runs, by its code."""
        return {
            "window.emergency": self.show_emergency,
            "window.home": self.go_home,
            "window.find": self.show_palette,
            "window.undo": self.undo.undo,
            "window.redo": self.undo.redo,
            "home.remember": lambda: self.recent.ask_label(self.opened.path) if self.opened is not None else None,
            "window.settings": self.show_settings,
            "window.help": self.show_help,
            "window.lock": self.lock,
            "window.close_project": self.close_project,
            **PageCommands(lambda: self.workspaces).runs(),
        }

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
        opened, place = self.opened, self._place()
        self._put_away_pages()
        self._put_up_frame()
        if opened is not None and place is not None:
            self._put_up_pages(opened, lambda: self._return_to(place))
        elif self._locked is not None:
            self._show_lock_page()
        else:
            self.go_home()

    def use_dark(self, dark: bool) -> None:
        """Follow the colours of the window with those of the map."""
        self._dark = dark
        if self.workspaces is not None:
            self.workspaces.set_dark(dark)

    def _on_project_change(self) -> None:
        is_open = self.opened is not None
        title = self.words.say("window.title")
        self.setWindowTitle(f"{self.opened.title} – {title}" if self.opened is not None else title)
        self.header.lock.setEnabled(is_open)
        self.keeping.opened = self.opened
        self.commands.enable(is_open)

    # ---- opening and closing ----------------------------------------------------------------------------------------------

    def go_home(self) -> None:
        """Show the briefing of the open project; without one, the ways to open one."""
        if self._locked is not None:
            return
        if self.workspaces is not None:
            self.open_page(BRIEFING)
            return
        self._pages.setCurrentWidget(self.start)
        self.header.home.setChecked(True)
        self.start.focus_first()
        self.recent.load()

    def begin_task(self, page: str) -> None:
        """Go to the page of a task; where no project is open, ask for one first."""
        if self.workspaces is not None:
            self.open_page(page)
            return
        self._wanted = page
        self.opener.ask_way()

    def take(self, opener: Callable[[], Opened], page: str = "") -> None:
        """Open a project in the background and show it: at a page, or at the one that was asked for before, or at its briefing."""
        self._wanted = page or self._wanted
        self.work.read(opener, self.show_project, self.fail, urgency=Urgency.NOW)

    def _try(self, opener: Callable[[], Opened], dialog: GuardedDialog) -> None:
        """Open a project for a dialog that waits: it goes when the project is open, and says so where it is not."""

        def opened(project: Opened) -> None:
            if dialog.is_closed:  # somebody gave up meanwhile
                self.work.write(project.close, lambda _: None, self.fail)
                return
            dialog.finish()
            self.show_project(project)

        self.work.read(opener, opened, dialog.refuse, urgency=Urgency.NOW)

    def _wish(self, page: str) -> None:
        """Go to a page with the next project that is opened, unless a task asked for another."""
        self._wanted = self._wanted or page

    def _forget_wish(self) -> None:
        """Forget for which task a project was wanted: it must not come back with whatever is opened next."""
        self._wanted = ""

    def _show_sample(self, opened: Opened) -> None:
        """Show the sample country for the tour, which says itself where it begins."""
        self._forget_wish()
        self.show_project(opened)

    def show_project(self, opened: Opened) -> None:
        """Show an open project in the place of the one before."""
        self._drop_project()
        self._locked = None
        opened.project.listen(lambda changed: self._written.emit(opened, changed))
        self._watch_office(opened)
        self._put_up_pages(opened)
        self.open_page(self._wanted or BRIEFING)
        self._wanted = ""
        if opened.recovery_code:
            self._show_code(opened.path, opened.recovery_code)
        if opened.older is not None:
            self.fail(KnownError("log.older", seen=opened.older.events, head=head_in_groups(opened.older.head)))
        if opened.project.store.only_reads:
            self.fail(KnownError("store.only_reads", file=opened.project.store.name))
        if not opened.project.store.is_read_through:
            self._page_check = PageCheck(opened.project.store, self)
            self._page_check.failed.connect(self.fail)
        self.recent.note_opened(opened.path)
        if self._pending_alert is not None and self.workspaces is not None:
            where, self._pending_alert = self._pending_alert, None
            self.workspaces.reminder.record(where)

    def _put_up_pages(self, opened: Opened, then: Callable[[], object] = lambda: None) -> None:
        """Put up the pages of a project, its map one turn of events later, and one more before ``then``: the window answers in between.

        The worker waits meanwhile: beside it the pages would take several times as long.
        """
        from mrm_desktop.desktop.shell.page_links import PageLinks
        from mrm_desktop.desktop.shell.workspaces import Workspaces

        self.opened, opened.words = opened, self.words
        self.work.hold()
        context = self._context(opened)
        self.workspaces = Workspaces(context)
        links = PageLinks(context, self.workspaces)
        links.painted.connect(self.painted)
        links.card_shown.connect(self.card_shown)
        links.decision_recorded.connect(self.decision_recorded)
        links.keeping_wanted.connect(self.keeping.see_to)
        self.workspaces.opened.connect(lambda name: self.header.home.setChecked(name == BRIEFING))
        self._pages.addWidget(self.workspaces)
        self.header.put_bar(self.workspaces.bar)
        self.workspaces.set_dark(self._dark)
        self.workspaces.reminder.refresh()
        self._on_project_change()
        turns = (self._begin_map, then, self.work.go_on)
        for n, turn in enumerate(turns, 1):
            QTimer.singleShot(n * NEXT_TURN_MS, partial(self._do_where_still_open, turn, opened))

    def _do_where_still_open(self, turn: Callable[[], object], opened: Opened) -> None:
        if self.opened is opened:
            turn()

    def _brief_again(self) -> None:
        """Ask for the briefing again where it is shown: what it said of the backups is over."""
        if self.workspaces is not None and self.workspaces.current == BRIEFING:
            self.workspaces.page(BRIEFING).bring_up_to_date()

    def _begin_map(self) -> None:
        """Make the map, shown or not: other pages ask what it asks."""
        if self.workspaces is not None:
            self.workspaces.page(MAP).bring_up_to_date()

    def _context(self, opened: Opened) -> PageContext:
        return PageContext(
            opened=opened,
            work=self.work,
            fail=self.fail,
            tell=self.statusBar().showMessage,
            wrote=self._tell_written,
            open=self.open_page,
            pick=self.pick,
            question=self._question,
            picked=lambda: self.map.picked if self.map is not None else None,
            undo=self.undo,
        )

    @property
    def map(self) -> MapWorkspace | None:
        """The map workspace of the open project."""
        return self.workspaces.map if self.workspaces is not None else None

    @property
    def page(self) -> ProjectPage | None:
        """The page around the map."""
        return self.map.page if self.map is not None else None

    def open_page(self, name: str) -> None:
        """Show a page of the open project, such as ``evidence/datasets``."""
        if self.workspaces is not None:
            self._pages.setCurrentWidget(self.workspaces)
            self.workspaces.open(name)

    def pick(self, area_code: str) -> None:
        """Show an area on the map and its card."""
        if self.map is not None:
            self.open_page(MAP)
            self.map.pick(area_code)

    def _take_note(self, opened: Opened, changed: Changed) -> None:
        """Let the pages know what was written; that it was written is told in the worker, and arrives here in the window's thread."""
        if opened is self.opened and self.workspaces is not None:
            self.workspaces.take_note(changed)

    def close_project(self) -> None:
        """Close the project and go back to the home page."""
        self._locked = None
        self._drop_project()
        self.go_home()

    def _put_away_pages(self) -> None:
        self.undo.clear()
        self.written.forget()
        self.work.abandon()
        self.work.go_on()
        self.header.put_bar(None)
        if self.workspaces is not None:
            self.workspaces.forget()
            self._pages.removeWidget(self.workspaces)
            self.workspaces.deleteLater()
            self.workspaces = None
            # What is only marked to go would hold what it showed until the next turn of events.
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def _watch_office(self, opened: Opened) -> None:
        """Ask again whenever another window writes into the shared database."""
        database = shared_database(opened)
        if database is not None:
            self._office = OfficeWatch(database, self)
            self._office.changed.connect(lambda: self.work.write(opened.project.take_note, lambda _: None, self.fail))
            self._office.lost.connect(lambda: self.statusBar().showMessage(self.words.say("window.line_lost")))

    def _drop_project(self) -> None:
        self._put_away_pages()
        if self._office is not None:
            self._office.stop()
            self._office.deleteLater()
            self._office = None
        if self.opened is not None:
            opened, self.opened = self.opened, None
            self.work.write(opened.close, lambda _: self._after_closing(opened.project.store), self.fail)
        self._on_project_change()

    def _after_closing(self, store: Project) -> None:
        """Drop what lies in circles, and say where no backup could be made."""
        self._collector.search()
        if store.backup_failure is not None:
            show_error(self, store.backup_failure, self.words, "backup.was_not_made")

    def closeEvent(self, event: QCloseEvent) -> None:
        close_dialogs(self)
        store = self.opened.project.store if self.opened is not None else None
        self._drop_project()
        self.work.stop()
        self._collector.stop()
        if store is not None and store.backup_failure is not None:
            show_error(None, store.backup_failure, self.words, "backup.was_not_made")  # the program ends when it was read
        super().closeEvent(event)

    # ---- locking ----------------------------------------------------------------------------------------------------------

    def lock(self) -> None:
        """Close the project, drop its key and everything shown, and ask for the passphrase."""
        place = self._place()
        if self.opened is None or place is None:
            return
        place = replace(place, owes_code=self._shows_code)
        close_dialogs(self)
        drop_clipboard(QApplication.clipboard())
        if self._office is not None:
            # There is no passphrase to ask for: the way back is to connect again, as whoever the server knows.
            self.close_project()
        else:
            self._close_behind_lock(place)
        self.locked.emit()

    def _close_behind_lock(self, place: Locked) -> None:
        self._locked = place
        self._drop_project()
        self._show_lock_page()

    def _wait_behind_lock(self, said: str) -> None:
        """Close the project for something that nobody else may do meanwhile, and say what it is."""
        place = self._place()
        if place is not None:
            self._close_behind_lock(place)
            self.lock_page.set_waiting(True, said)

    def _come_back(self, opened: Opened) -> None:
        """Show the project again where the window was before it was closed."""
        place = self._locked
        self.show_project(opened)
        if place is not None:
            self._return_to(place)

    def _stay_locked(self, error: Exception) -> None:
        sentence, next_step = sentence_for(error, self.words)
        self.lock_page.show_problem(f"{sentence}\n{next_step}".strip())

    def _show_lock_page(self) -> None:
        self.statusBar().showMessage(self.words.say("window.offline"))
        self.lock_page.reset(self._locked is not None and bool(self._locked.passphrase))
        self.header.home.setEnabled(False)
        self.header.home.setChecked(False)
        self._pages.setCurrentWidget(self.lock_page)

    def _unlock(self, passphrase: str) -> None:
        place = self._locked
        if place is None:
            return

        def unlocked(opened: Opened) -> None:
            opened.known_passphrase = place.passphrase
            self._come_back(opened)
            self._show_another_code(place, passphrase)
            self.unlocked.emit()

        secret = passphrase or place.passphrase
        self.work.read(lambda: self.openers.open(place.path, secret), unlocked, self._stay_locked, urgency=Urgency.NOW)

    @property
    def _shows_code(self) -> bool:
        """Whether a recovery code is on the screen that nobody has on paper yet."""
        shown = self.findChild(QDialog, "recovery")
        return shown is not None and shown.isVisible() and not getattr(shown, "is_kept", False)

    def _show_another_code(self, place: Locked, passphrase: str) -> None:
        """Make and show another recovery code where the lock took the first one away: nobody has it, and nothing keeps it."""
        renew = self.openers.renew_code
        if place.owes_code and renew is not None:
            self.work.write(lambda: renew(place.path, passphrase), partial(self._show_code, place.path), self.fail)

    def _show_code(self, path: Path, code: str) -> None:
        from mrm_desktop.desktop.shell.recovery_dialog import RecoveryDialog

        draw = self.openers.sheet
        sheet = partial(draw, path, code, self.words) if draw is not None else None
        RecoveryDialog(code, self.words, self, sheet).open()

    def _place(self) -> Locked | None:
        if self.opened is None or self.workspaces is None:
            return None
        picked = self.map.picked if self.map is not None else None
        return Locked(self.opened.path, self.workspaces.current, picked, self._question(), self.opened.known_passphrase)

    def _return_to(self, place: Locked) -> None:
        """Go back to where the window was: page, question and area."""
        self.header.home.setEnabled(True)
        self._begin_map()
        if self.map is not None:
            self.map.return_to(place.question, place.picked)
        self.open_page(place.page)

    def _question(self) -> Question:
        from mrm_desktop.project.question import Question

        return self.page.question() if self.page is not None else Question()

    # ---- what is reachable from everywhere ---------------------------------------------------------------------------------

    def show_emergency(self) -> None:
        """Show the emergency screen; it needs no project and waits for nothing."""
        from mrm_desktop.desktop.parts.drafts import DraftKeeper, Fields
        from mrm_desktop.desktop.shell.emergency_dialog import EmergencyDialog, Spot

        card = self.page.card.card if self.page is not None else None
        above = QApplication.activeModalWidget() or self
        if isinstance(above, EmergencyDialog):
            return
        lines = self.workspaces.duty_lines if self.workspaces is not None else ()
        spot = self.map.spot if self.map is not None else None
        dialog = EmergencyDialog(self.words, card.focal_points if card else (), lines, above, Spot(*spot) if spot else None)
        dialog.raised.connect(self._on_alert)
        if self.opened is not None:
            draft = DraftKeeper(self._context(self.opened), "emergency", "", dialog, Fields(dialog.fields))
            dialog.raised.connect(lambda _: draft.done())
        dialog.open()

    def show_palette(self) -> None:
        """Open the command palette; areas and places join as soon as the worker has them."""
        from mrm_desktop.desktop.shell.palette import CommandPalette

        dialog = CommandPalette(self.commands.entries(), self.words, self)
        if self.workspaces is not None:
            dialog.open_gap = self.workspaces.find_gap
        if self.map is not None:
            # One that was closed meanwhile takes nothing; that there are no areas yet is no error here.
            add = partial(dialog.add_names, pick=self.pick)
            self.work.read(self.map.session.names, add, lambda _: None, view="palette", urgency=Urgency.NOW)
        dialog.open()

    def show_help(self) -> None:
        """Open the glossary at what the open page is about."""
        self.learning.show_help(self.workspaces.current if self.workspaces is not None else "")

    def show_settings(self) -> None:
        """Open the settings."""
        from mrm_desktop.desktop.shell.settings_dialog import SettingsDialog

        dialog = SettingsDialog(self.preferences, self.words, self)
        dialog.accepted.connect(lambda: self.preferences_chosen.emit(dialog.preferences()))
        dialog.open()

    def _on_alert(self, where: str) -> None:
        if self.workspaces is not None:
            self.workspaces.reminder.record(where, (self.map.picked if self.map is not None else None) or "")
        else:
            # Of what was typed only the place is kept, until a project opens to which the alert can belong.
            self._pending_alert = where
            self.statusBar().showMessage(self.words.say("alert.open_a_project"))

    def _tell_written(self, path: Path) -> None:
        self.statusBar().showMessage(self.words.say("window.saved", file=path.name))
        self.written.offer(path)

    def _on_busy(self, busy: bool) -> None:
        if busy:
            self.statusBar().showMessage(self.words.say("window.busy"))
        elif self.statusBar().currentMessage() == self.words.say("window.busy"):
            self.statusBar().showMessage(self.words.say("window.offline"))

    def fail(self, error: Exception) -> None:
        """Show an error in words; a cancelled task is no error."""
        if isinstance(error, Cancelled):
            self.statusBar().showMessage(self.words.say("window.cancelled"))
        elif isinstance(error, KnownError) and error.code == "assess.no_areas":
            self.statusBar().showMessage(" ".join(sentence_for(error, self.words)))  # every page of an empty project would say so
        else:
            show_error(self, error, self.words)
