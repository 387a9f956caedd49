"""The ways into a project: a file with its passphrase, a new one, an office's shared database, the sample country.

What asks is imported when it asks: the window stands before.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from mrm_desktop.desktop.shell.openers import Openers
from mrm_desktop.foundation.words import Words

if TYPE_CHECKING:
    from mrm_desktop.desktop.shell.ways_in import NewProjectDialog
    from mrm_desktop.domain.countries import Country
    from mrm_desktop.domain.missions import MissionRecord

FILE_ENDING = ".mrm"
LONGEST_NAME = 40  # letters of a file name that is offered


class ProjectOpener(QObject):
    """Asks what an opening needs. ``chosen`` carries what opens the project, for the worker.

    ``tried`` carries that with the dialog that waits for the outcome, and ``given_up`` tells that nothing will be opened;
    ``begins_with_map`` goes before a project that has something to show on a map.

    Parameters
    ----------
    parent : QWidget
        In front of which the dialogs open.
    """

    chosen = Signal(object)
    tried = Signal(object, object)
    given_up = Signal()
    begins_with_map = Signal()

    def __init__(self, openers: Openers, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self._openers, self._words, self._parent = openers, words, parent

    def ask_way(self) -> None:
        """Ask which way to take, for a task that needs a project."""
        from mrm_desktop.desktop.shell.ways_in import WayInDialog

        dialog = WayInDialog(self._words, self._parent)
        ways: dict[str, Callable[[], None]] = {"open": self.ask_open, "create": self.ask_create, "sample": self.take_sample}
        dialog.chosen.connect(lambda way: ways[way]())
        dialog.rejected.connect(self.given_up)
        dialog.open()

    def take_sample(self) -> None:
        """Open the sample country."""
        self.chosen.emit(self._openers.sample)

    def ask_open(self) -> None:
        """Ask for a project file and its passphrase."""
        name, _ = QFileDialog.getOpenFileName(self._parent, self._words.say("start.open"), "", f"MRM (*{FILE_ENDING})")
        if name:
            self.ask_passphrase(Path(name))
        else:
            self.given_up.emit()

    def ask_passphrase(self, path: Path) -> None:
        """Ask for the passphrase of the project at ``path`` and open it."""
        from mrm_desktop.desktop.shell.ways_in import PassphraseDialog

        dialog = PassphraseDialog(self._words, self._parent)

        def attempt() -> None:
            secret = dialog.passphrase.text()
            self.tried.emit(lambda: self._openers.open(path, secret), dialog)

        def take_sheet() -> None:
            dialog.rejected.disconnect(self.given_up)
            dialog.reject()
            self.ask_sheet(path)

        dialog.by_sheet.setVisible(self._openers.open_by_sheet is not None)
        dialog.has_sheet.connect(take_sheet)
        dialog.submitted.connect(attempt)
        dialog.rejected.connect(self.given_up)
        dialog.open()

    def ask_sheet(self, path: Path) -> None:
        """Ask for what the recovery sheet of the project at ``path`` says, and open it by that."""
        open_by_sheet = self._openers.open_by_sheet
        if open_by_sheet is None:
            return
        from mrm_desktop.desktop.shell.ways_in import SheetDialog

        dialog = SheetDialog(self._words, self._parent)

        def attempt() -> None:
            said = (dialog.letters.text(), dialog.code.text(), dialog.passphrase.text())
            self.tried.emit(lambda: open_by_sheet(path, *said), dialog)

        dialog.submitted.connect(attempt)
        dialog.rejected.connect(self.given_up)
        dialog.open()

    def ask_connect(self) -> None:
        """Ask for the address of an office's shared database and open the project in it."""
        connect = self._openers.connect
        if connect is None:
            return
        from mrm_desktop.desktop.shell.ways_in import ConnectDialog

        dialog = ConnectDialog(self._words, self._parent)

        def attempt() -> None:
            address = dialog.address.text().strip()
            self.tried.emit(lambda: connect(address), dialog)

        dialog.submitted.connect(attempt)
        dialog.rejected.connect(self.given_up)
        dialog.open()

    def ask_country(self, country: Country) -> None:
        """Ask for what is left to ask where the country was chosen, and make a project that begins with what is shipped of it."""
        self._ask_new(country)

    def ask_create(self) -> None:
        """Ask for everything a new project needs and make it."""
        self._ask_new(None)

    def _ask_new(self, country: Country | None) -> None:
        from mrm_desktop.desktop.shell.ways_in import NewProjectDialog

        missions = self._openers.missions() if country is None else country.missions
        title = "" if country is None else country.name_in(self._words.language)
        dialog = NewProjectDialog(self._words, self._titled(missions), self._parent, title)
        dialog.country = country
        dialog.accepted.connect(lambda: self._create(dialog))
        dialog.rejected.connect(self.given_up)
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
            self._parent, self._words.say("start.create"), f"{_file_name(answers[0])}{FILE_ENDING}", f"MRM (*{FILE_ENDING})"
        )
        if name:
            code = "" if dialog.country is None else dialog.country.code
            if code:
                self.begins_with_map.emit()
            self.chosen.emit(lambda: self._openers.create(Path(name).with_suffix(FILE_ENDING), *answers, code))


def _file_name(title: str) -> str:
    """Return a name for the file of a project: its title in small letters, or "project" where no Latin letter is in it."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:LONGEST_NAME] or "project"
