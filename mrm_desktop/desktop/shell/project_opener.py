"""The ways into a project: a file with its passphrase, a new one, an office's shared database, the sample country.

What asks is imported when it asks: the window stands before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from mrm_desktop.desktop.shell.openers import Openers
from mrm_desktop.foundation.words import Words

if TYPE_CHECKING:
    from mrm_desktop.desktop.shell.ways_in import NewProjectDialog
    from mrm_desktop.domain.missions import MissionRecord

FILE_ENDING = ".mrm"


class ProjectOpener(QObject):
    """Asks what an opening needs. ``chosen`` carries what opens the project, for the worker.

    Parameters
    ----------
    parent : QWidget
        In front of which the dialogs open.
    """

    chosen = Signal(object)

    def __init__(self, openers: Openers, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self._openers, self._words, self._parent = openers, words, parent

    def ask_way(self) -> None:
        """Ask which way to take, for a task that needs a project."""
        from mrm_desktop.desktop.shell.ways_in import WayInDialog

        dialog = WayInDialog(self._words, self._parent)
        ways: dict[str, Callable[[], None]] = {"open": self.ask_open, "create": self.ask_create, "sample": self.take_sample}
        dialog.chosen.connect(lambda way: ways[way]())
        dialog.open()

    def take_sample(self) -> None:
        """Open the sample country."""
        self.chosen.emit(self._openers.sample)

    def ask_open(self) -> None:
        """Ask for a project file and its passphrase."""
        name, _ = QFileDialog.getOpenFileName(self._parent, self._words.say("start.open"), "", f"MRM (*{FILE_ENDING})")
        if name:
            self.ask_passphrase(Path(name))

    def ask_passphrase(self, path: Path) -> None:
        """Ask for the passphrase of the project at ``path`` and open it."""
        from mrm_desktop.desktop.shell.ways_in import PassphraseDialog

        dialog = PassphraseDialog(self._words, self._parent)

        def take() -> None:
            secret = dialog.passphrase.text()
            self.chosen.emit(lambda: self._openers.open(path, secret))

        dialog.accepted.connect(take)
        dialog.open()

    def ask_connect(self) -> None:
        """Ask for the address of an office's shared database and open the project in it."""
        connect = self._openers.connect
        if connect is None:
            return
        from mrm_desktop.desktop.shell.ways_in import ConnectDialog

        dialog = ConnectDialog(self._words, self._parent)

        def take() -> None:
            address = dialog.address.text().strip()
            self.chosen.emit(lambda: connect(address))

        dialog.accepted.connect(take)
        dialog.open()

    def ask_create(self) -> None:
        """Ask for everything a new project needs and make it."""
        from mrm_desktop.desktop.shell.ways_in import NewProjectDialog

        dialog = NewProjectDialog(self._words, self._titled(self._openers.missions()), self._parent)
        dialog.accepted.connect(lambda: self._create(dialog))
        dialog.open()

    def _titled(self, acronyms: Sequence[str]) -> list[tuple[str, str]]:
        """Return each mission with its title, in the same order."""
        from mrm_desktop.services.evidence.confirm_mission import shipped_missions

        known = {record.acronym: record for record in shipped_missions()}
        return [(acronym, self._title(known.get(acronym), acronym)) for acronym in acronyms]

    def _title(self, record: MissionRecord | None, acronym: str) -> str:
        from mrm_desktop.desktop.parts.mission_title import mission_title
        from mrm_desktop.domain.missions import RecordedStatus

        return acronym if record is None else mission_title(record, self._words, record.recorded_status is RecordedStatus.CLOSED)

    def _create(self, dialog: NewProjectDialog) -> None:
        answers = (dialog.title.text().strip(), dialog.mission.currentData(), dialog.passphrase.text(), dialog.notes.passes())
        name, _ = QFileDialog.getSaveFileName(
            self._parent, self._words.say("start.create"), f"project{FILE_ENDING}", f"MRM (*{FILE_ENDING})"
        )
        if name:
            self.chosen.emit(lambda: self._openers.create(Path(name).with_suffix(FILE_ENDING), *answers))
