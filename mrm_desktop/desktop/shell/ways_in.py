"""What is asked before a project is open: which way to take, the passphrase of a file, the address of an office, what a new one needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialogButtonBox, QLineEdit, QPushButton, QVBoxLayout, QWidget

from mrm_desktop.desktop.parts.bidi import LineField
from mrm_desktop.desktop.parts.dialogs import Dialog, cancel_only, form_layout, ok_cancel, secret_field
from mrm_desktop.desktop.parts.guard_notes import GuardNotes
from mrm_desktop.desktop.parts.guarded_dialog import GuardedDialog
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.desktop.parts.messages import sentence_for
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.guard_passes import PersonInTextError
from mrm_desktop.domain.text_guard import require_no_person
from mrm_desktop.foundation.words import Words
from mrm_desktop.vault.passphrases import SHORTEST_PASSPHRASE, require_hard_to_guess

if TYPE_CHECKING:
    from mrm_desktop.domain.countries import Country


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


class AskingDialog(GuardedDialog):
    """Asks for one thing that opens a project, and stays until the project is open: what was typed is not lost by a slip."""

    def __init__(
        self, words: Words, title: str, field: QLineEdit, caption: str, missing: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(words, parent)
        self.setWindowTitle(words.say(title))
        self._field, self._missing_text = field, missing
        self._form = form_layout(self)
        self._form.addRow(words.say(caption), field)
        self.notes = GuardNotes(self._form, {}, words)
        buttons = cancel_only(self, words)
        self.record = buttons.addButton(words.say("start.open.now"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.record.setObjectName("continue")
        buttons.accepted.connect(self.submit)
        self.lay_out(self._form, self.problem, buttons)

    def missing(self) -> str:
        return "" if self._field.text().strip() else self._words.say(self._missing_text)

    def refuse(self, error: Exception) -> None:
        """Say why it did not open; what was typed is chosen, to be typed anew."""
        super().refuse(error)
        if not self.is_closed:
            self._field.setFocus()
            self._field.selectAll()


class PassphraseDialog(AskingDialog):
    """Asks for the passphrase of an existing project. ``has_sheet`` tells that its recovery sheet shall open it instead."""

    has_sheet = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        self.passphrase = secret_field(words.say("start.passphrase"))
        super().__init__(words, "start.open", self.passphrase, "start.passphrase", "start.missing_passphrase", parent)
        self.setMinimumWidth(420)
        self.by_sheet = QPushButton(words.say("sheet.open"))
        self.by_sheet.setObjectName("by-sheet")
        self.by_sheet.setAutoDefault(False)
        self.by_sheet.clicked.connect(self.has_sheet)
        self._form.addRow(self.by_sheet)


class SheetDialog(AskingDialog):
    """Asks for what stands on a recovery sheet, and for a new passphrase: for a file whose key file is lost."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        self.letters = LineField()
        self.letters.setAccessibleName(words.say("sheet.key_is"))
        super().__init__(words, "sheet.open", self.letters, "sheet.key_is", "sheet.missing_letters", parent)
        self.setMinimumWidth(560)
        self.code = LineField()
        self.code.setAccessibleName(words.say("sheet.code_is"))
        self.passphrase = secret_field(words.say("sheet.new_passphrase"))
        self.again = secret_field(words.say("start.passphrase_again"))
        self._form.addRow(words.say("sheet.code_is"), self.code)
        self._form.addRow(words.say("sheet.new_passphrase"), self.passphrase)
        self._form.addRow(words.say("start.passphrase_again"), self.again)
        self._form.addRow(label(words.say("start.passphrase_hint", shortest=SHORTEST_PASSPHRASE), "soft"))

    def missing(self) -> str:
        if without_letters := super().missing():
            return without_letters
        if not self.code.text().strip():
            return self._words.say("sheet.missing_code")
        return "" if self.passphrase.text() == self.again.text() else self._words.say("start.passphrases_differ")


class ConnectDialog(AskingDialog):
    """Asks for the address of an office's shared database. What is typed is kept nowhere."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        self.address = LineField()
        self.address.setObjectName("connect-address")
        self.address.setPlaceholderText("postgresql://user@host/database")
        self.address.setAccessibleName(words.say("start.connect.address"))
        super().__init__(words, "start.connect", self.address, "start.connect.address", "start.missing_address", parent)
        self.setMinimumWidth(520)
        self._form.addRow(label(words.say("start.connect.hint"), "soft"))


class NewProjectDialog(Dialog):
    """Asks for what a new project needs: title, mission, passphrase twice. Missions come by acronym and title.

    Parameters
    ----------
    title : str
        Name of the country that was chosen, whose missions are given, its main one first: both can be changed. "" where none was.
    """

    def __init__(self, words: Words, missions: Sequence[tuple[str, str]], parent: QWidget | None = None, title: str = "") -> None:
        super().__init__(parent)
        self.country: Country | None = None
        self._words = words
        self.setWindowTitle(words.say("start.create"))
        self.setMinimumWidth(460)
        self.title = LineField()
        self.title.setAccessibleName(words.say("start.project_title"))
        self.mission = QComboBox()
        self.mission.setAccessibleName(words.say("start.mission"))
        self.mission.addItem(words.say("decision.choose"), "")
        for acronym, said in missions:
            self.mission.addItem(said, acronym)
        if title:
            self.title.setText(title)
            self.mission.setCurrentIndex(1)
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
        (self.passphrase if title else self.title).setFocus()

    def accept(self) -> None:
        if not self.title.text().strip():
            self.problem.setText(self._words.say("start.missing_title"))
        elif not self.mission.currentData():
            self.problem.setText(self._words.say("start.missing_mission"))
        elif not self._is_hard_to_guess():
            self.passphrase.setFocus()
        elif self.passphrase.text() != self.again.text():
            self.problem.setText(self._words.say("start.passphrases_differ"))
        elif self._tells_of_nobody():
            super().accept()

    def _is_hard_to_guess(self) -> bool:
        try:
            require_hard_to_guess(
                self.passphrase.text(), (self.title.text(), self.mission.currentText(), self.mission.currentData())
            )
        except KnownError as error:
            self.problem.setText(" ".join(sentence_for(error, self._words)))
            return False
        return True

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
