"""The ways into a project: a file with its passphrase, a new one, an office's shared database, the sample country."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from mrm_desktop.desktop.shell.start_page import ConnectDialog, NewProjectDialog, PassphraseDialog, WayInDialog

if TYPE_CHECKING:
    from mrm_desktop.desktop.shell.main_window import MainWindow

FILE_ENDING = ".mrm"


class ProjectOpener(QObject):
    """Asks what an opening needs and hands the opener to the window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def ask_way(self) -> None:
        """Ask which way to take, for a task that needs a project."""
        dialog = WayInDialog(self._window.words, self._window)
        ways: dict[str, Callable[[], None]] = {"open": self.ask_open, "create": self.ask_create, "sample": self.take_sample}
        dialog.chosen.connect(lambda way: ways[way]())
        dialog.open()

    def take_sample(self) -> None:
        """Open the sample country."""
        self._window.take(self._window.openers.sample)

    def ask_open(self) -> None:
        """Ask for a project file and its passphrase."""
        name, _ = QFileDialog.getOpenFileName(self._window, self._window.words.say("start.open"), "", f"MRM (*{FILE_ENDING})")
        if name:
            self.ask_passphrase(Path(name))

    def ask_passphrase(self, path: Path) -> None:
        """Ask for the passphrase of the project at ``path`` and open it."""
        window = self._window
        dialog = PassphraseDialog(window.words, window)

        def take() -> None:
            secret = dialog.passphrase.text()
            window.take(lambda: window.openers.open(path, secret))

        dialog.accepted.connect(take)
        dialog.open()

    def ask_connect(self) -> None:
        """Ask for the address of an office's shared database and open the project in it."""
        window, connect = self._window, self._window.openers.connect
        if connect is None:
            return
        dialog = ConnectDialog(window.words, window)

        def take() -> None:
            address = dialog.address.text().strip()
            window.take(lambda: connect(address))

        dialog.accepted.connect(take)
        dialog.open()

    def ask_create(self) -> None:
        """Ask for everything a new project needs and make it."""
        dialog = NewProjectDialog(self._window.words, self._window.openers.missions(), self._window)
        dialog.accepted.connect(lambda: self._create(dialog))
        dialog.open()

    def _create(self, dialog: NewProjectDialog) -> None:
        window = self._window
        answers = (dialog.title.text().strip(), dialog.mission.currentText(), dialog.passphrase.text())
        name, _ = QFileDialog.getSaveFileName(
            window, window.words.say("start.create"), f"project{FILE_ENDING}", f"MRM (*{FILE_ENDING})"
        )
        if name:
            window.take(lambda: window.openers.create(Path(name).with_suffix(FILE_ENDING), *answers))
