"""What the window does for keys and backups: a backup now, a trial of the newest, new keys, another recovery code."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, SignalInstance
from PySide6.QtWidgets import QWidget

from mrm_desktop.desktop.parts.work import Work
from mrm_desktop.domain.briefings import NeedKind
from mrm_desktop.foundation.clock import today
from mrm_desktop.foundation.words import Words

if TYPE_CHECKING:
    from pathlib import Path

    from mrm_desktop.desktop.parts.opened import Opened
    from mrm_desktop.desktop.shell.keeping_dialog import KeepingDialog
    from mrm_desktop.desktop.shell.openers import Openers
    from mrm_desktop.keeping.drill import Drill
    from mrm_desktop.keeping.rekey import Rekeyed
    from mrm_desktop.project.ports import Project


class KeepingDesk(QObject):
    """Opens the dialogs of keys and backups over a window.

    ``told`` carries one sentence for the status bar, and ``backed_up`` tells that the backups stand otherwise. ``leaving`` carries a
    sentence: the project shall be closed, and the lock page shall say it meanwhile. ``came_back`` carries the project as it was opened
    again, ``stayed_away`` why it was not, and ``code_made`` path and recovery code that are to be shown once.
    """

    told = Signal(str)
    backed_up = Signal()
    leaving = Signal(str)
    came_back = Signal(object)
    stayed_away = Signal(object)
    code_made = Signal(object, str)

    def __init__(
        self,
        openers: Openers,
        work: Work,
        words: Words,
        fail: Callable[[Exception], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._openers, self._work, self._words, self._fail, self._parent = openers, work, words, fail, parent
        self.opened: Opened | None = None
        """The open project; the window says which."""

    def show(self, tries: bool = False) -> None:
        """Open the sheet of keys and backups; ``tries`` begins with a trial of the newest backup."""
        file = self._file()
        state = file.backup_state() if file is not None else None
        if file is None or state is None:
            return
        from mrm_desktop.desktop.shell.keeping_dialog import KeepingDialog

        dialog = KeepingDialog(state, self._words, self._parent)
        runs: dict[str, Callable[[], None]] = {
            "backup": lambda: self._back_up(file, dialog),
            "try": lambda: self._try_out(file, dialog),
            "make_keys": self.ask_new_keys,
            "make_code": self._ask_new_code,
        }
        dialog.asked.connect(lambda name: runs[name]())
        dialog.open()
        if tries:
            self._try_out(file, dialog)

    def see_to(self, kind: NeedKind) -> None:
        """Do at once what the briefing offers: back up, or try the newest backup out and say what that proved."""
        if kind is NeedKind.DRILL:
            self.show(tries=True)
        elif (file := self._file()) is not None:
            self._work.write(file.backup, lambda _: self._say_backed_up(), self._fail)

    def _say_backed_up(self) -> None:
        self.told.emit(self._words.say("keeping.backed_up"))
        self.backed_up.emit()

    def _back_up(self, file: Project, dialog: KeepingDialog) -> None:
        def done(_: object) -> None:
            self._say_in(dialog, self._words.say("keeping.backed_up"), file)

        dialog.wait("keeping.backing_up")
        self._work.write(file.backup, done, lambda error: self._refuse(dialog, error, file))

    def _try_out(self, file: Project, dialog: KeepingDialog) -> None:
        from mrm_desktop.keeping.drill import try_newest_backup

        def done(drill: Drill) -> None:
            self._say_in(dialog, _proven(drill, self._words), file)

        dialog.wait("keeping.trying")
        self._work.write(lambda: try_newest_backup(file, today()), done, lambda error: self._refuse(dialog, error, file))

    def _say_in(self, dialog: KeepingDialog, outcome: str, file: Project) -> None:
        state = file.backup_state()
        if not dialog.is_closed and state is not None:
            dialog.say(outcome, state)
        self.backed_up.emit()

    def _refuse(self, dialog: KeepingDialog, error: Exception, file: Project) -> None:
        self._say_in(dialog, "", file)
        self._fail(error)

    def ask_new_keys(self) -> None:
        """Ask for what new keys need, and make them: the project is closed meanwhile, and opened again under them."""
        opened, file = self.opened, self._file()
        if opened is None or file is None:
            return
        from mrm_desktop.desktop.shell.rekey_dialog import RekeyDialog
        from mrm_desktop.keeping.rekey import check_secret

        path = opened.path
        dialog = RekeyDialog((opened.title, path.stem), self._words, self._parent)

        def make(_: object) -> None:
            if dialog.is_closed:  # somebody gave up meanwhile
                return
            said = (dialog.old.text(), dialog.new.text(), not dialog.destroy_backups.isChecked())
            dialog.finish()
            self.leaving.emit(self._words.say("rekey.under_way"))
            self._make_keys(path, *said)

        def check() -> None:
            secret = dialog.old.text()
            self._work.read(lambda: check_secret(path, secret), make, dialog.refuse)

        dialog.submitted.connect(check)
        dialog.open()

    def _make_keys(self, path: Path, old: str, new: str, keep_backups: bool) -> None:
        from mrm_desktop.keeping.rekey import rekey

        def made(done: Rekeyed) -> None:
            def end(outcome: SignalInstance, what: object) -> None:
                outcome.emit(what)
                self.told.emit(self._words.say("cli.keep.rekeyed_backups", remade=done.remade, destroyed=done.destroyed))
                self.code_made.emit(path, done.recovery_code)  # also where the project does not open again: nobody has it yet

            self._work.read(lambda: self._openers.open(path, new), partial(end, self.came_back), partial(end, self.stayed_away))

        self._work.write(lambda: rekey(path, old, new, keep_backups=keep_backups), made, self.stayed_away.emit)

    def _ask_new_code(self) -> None:
        """Ask for the passphrase, then make another recovery code and show it."""
        renew, opened = self._openers.renew_code, self.opened
        if renew is None or opened is None:
            return
        from mrm_desktop.desktop.shell.keeping_dialog import NewCodeDialog

        path, dialog = opened.path, NewCodeDialog(self._words, self._parent)

        def made(code: str) -> None:
            dialog.finish()
            self.code_made.emit(path, code)

        def make() -> None:
            secret = dialog.passphrase.text()
            self._work.write(lambda: renew(path, secret), made, dialog.refuse)

        dialog.submitted.connect(make)
        dialog.open()

    def _file(self) -> Project | None:
        """Return the project where it is a file that somebody has to keep; otherwise say why there is nothing to do."""
        if self.opened is None:
            return None
        store = self.opened.project.store
        if store.backup_state() is None:
            self.told.emit(self._words.say("keeping.of_server"))
            return None
        if self.opened.known_passphrase:
            self.told.emit(self._words.say("keeping.of_sample"))
            return None
        return store


def _proven(drill: Drill, words: Words) -> str:
    """Say what a trial proved, and what it cannot prove."""
    tried = words.say("keeping.tried", when=drill.made_at, events=drill.events, decisions=drill.decisions)
    return f"{tried} {words.say('keeping.tried.alone' if drill.is_alone else 'keeping.tried.with_key_file')}"
