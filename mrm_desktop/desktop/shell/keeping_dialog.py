"""Keys and backups of the open project on one sheet: how the backups stand, and what to do when somebody saw what opens it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialogButtonBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mrm_desktop.desktop.parts.bidi import reading
from mrm_desktop.desktop.parts.dialogs import LARGE_LINE, Dialog, secret_field
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.desktop.shell.ways_in import AskingDialog
from mrm_desktop.domain.backups import BackupState
from mrm_desktop.foundation.words import Words


class KeepingDialog(Dialog):
    """Shows the state of the backups. ``asked`` carries what somebody wants: ``backup``, ``try``, ``make_keys`` or ``make_code``."""

    asked = Signal(str)

    def __init__(self, state: BackupState, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.is_closed = False
        self.finished.connect(lambda _: setattr(self, "is_closed", True))
        self.setObjectName("keeping")
        self.setWindowTitle(words.say("keeping.title"))
        self.setMinimumWidth(600)
        self.state = label("", "")
        self.outcome = label("", "soft")
        self._layout = QVBoxLayout()
        self._layout.setSpacing(10)
        self._layout.addWidget(label(words.say("keeping.backups"), "number"))
        self._layout.addWidget(self.state)
        self.back_up = self._button("backup", words.say("briefing.do.backup"))
        self.try_out = self._button("try", words.say("keeping.try"))
        self._add_row(self.back_up, self.try_out)
        self._layout.addWidget(self.outcome)
        self._add_section("seen", self._button("make_keys", words.say("keeping.make_keys")))
        self._add_section("sheet", self._button("make_code", words.say("keeping.make_code")))
        self._layout.addStretch(1)
        buttons = QDialogButtonBox()
        buttons.addButton(words.say("keeping.close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        self.lay_out(self._layout, buttons)
        self.show_state(state)

    def show_state(self, state: BackupState) -> None:
        """Say how the backups stand."""
        words = self._words
        said = [words.say("keeping.none") if state.newest is None else words.say("keeping.newest", when=state.newest)]
        if state.is_behind and state.newest is not None:
            said.append(words.say("keeping.behind"))
        self.state.setText(reading(" ".join(said)))
        self.back_up.setEnabled(True)
        self.try_out.setEnabled(state.newest is not None)

    def wait(self, code: str) -> None:
        """Say what is under way, and take nothing else until it is done."""
        self.back_up.setEnabled(False)
        self.try_out.setEnabled(False)
        self.outcome.setText(self._words.say(code))

    def say(self, outcome: str, state: BackupState) -> None:
        """Say what came of it."""
        self.show_state(state)
        self.outcome.setText(reading(outcome))
        self.fit()

    def _add_section(self, name: str, button: QPushButton) -> None:
        self._layout.addSpacing(8)
        self._layout.addWidget(label(self._words.say(f"keeping.{name}"), "number"))
        self._layout.addWidget(label(self._words.say(f"keeping.{name}.what"), "soft"))
        self._add_row(button)

    def _add_row(self, *buttons: QPushButton) -> None:
        """Put buttons beside each other, or below each other between large words."""
        is_large = self.fontMetrics().lineSpacing() >= LARGE_LINE
        row = QVBoxLayout() if is_large else QHBoxLayout()
        for button in buttons:
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        if not is_large:
            row.addStretch(1)
        self._layout.addLayout(row)

    def _button(self, name: str, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(f"keeping-{name}")
        button.setAutoDefault(False)
        button.clicked.connect(lambda _=False: self._ask(name))
        return button

    def _ask(self, name: str) -> None:
        """Ask for something; what has a dialog of its own stands in the place of this one."""
        if name.startswith("make"):
            self.reject()
        self.asked.emit(name)


class NewCodeDialog(AskingDialog):
    """Asks for the passphrase before another recovery code takes the place of the one whose sheet is lost."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        self.passphrase = secret_field(words.say("start.passphrase"))
        super().__init__(words, "keeping.sheet", self.passphrase, "start.passphrase", "start.missing_passphrase", parent)
        self.setMinimumWidth(420)
        self.record.setText(words.say("keeping.code_now"))
