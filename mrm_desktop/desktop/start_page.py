"""The first page: open a project, make one, or look at the sample country. It reveals no name of any place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialogButtonBox, QFormLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from mrm_desktop.desktop.area_card import label
from mrm_desktop.desktop.dialogs import Dialog
from mrm_desktop.foundation.words import Words

SHORTEST_PASSPHRASE = 10  # the vault's own limit; a test compares them, because loading the vault here would delay the window


class StartPage(QWidget):
    """Three ways in."""

    open_asked = Signal()
    create_asked = Signal()
    sample_asked = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        layout = QVBoxLayout(self)
        layout.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QWidget()
        column.setFixedWidth(560)
        inner = QVBoxLayout(column)
        inner.setSpacing(12)
        inner.addWidget(label(words.say("window.title"), "title"))
        inner.addWidget(label(words.say("start.promise"), "soft"))
        for name, signal in (("open", self.open_asked), ("create", self.create_asked), ("sample", self.sample_asked)):
            button = QPushButton(words.say(f"start.{name}"))
            button.setObjectName(f"start-{name}")
            button.setProperty("role", "task")
            button.setAccessibleDescription(words.say(f"start.{name}.what"))
            button.clicked.connect(signal)
            inner.addWidget(button)
            inner.addWidget(label(words.say(f"start.{name}.what"), "soft"))
        layout.addWidget(column)


class PassphraseDialog(Dialog):
    """Asks for the passphrase of an existing project."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(words.say("start.open"))
        self.passphrase = _secret_field(words.say("start.passphrase"))
        form = QFormLayout(self)
        form.addRow(words.say("start.passphrase"), self.passphrase)
        form.addRow(_ok_cancel(self, words))


class NewProjectDialog(Dialog):
    """Asks for what a new project needs: title, mission, passphrase twice."""

    def __init__(self, words: Words, missions: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.setWindowTitle(words.say("start.create"))
        self.setMinimumWidth(460)
        self.title = QLineEdit()
        self.title.setAccessibleName(words.say("start.project_title"))
        self.mission = QComboBox()
        self.mission.setAccessibleName(words.say("start.mission"))
        self.mission.addItems(list(missions))
        self.passphrase = _secret_field(words.say("start.passphrase"))
        self.again = _secret_field(words.say("start.passphrase_again"))
        self.problem = label("", "error")
        form = QFormLayout(self)
        form.addRow(words.say("start.project_title"), self.title)
        form.addRow(words.say("start.mission"), self.mission)
        form.addRow(words.say("start.passphrase"), self.passphrase)
        form.addRow(words.say("start.passphrase_again"), self.again)
        form.addRow(label(words.say("start.passphrase_hint", shortest=SHORTEST_PASSPHRASE), "soft"))
        form.addRow(self.problem)
        form.addRow(_ok_cancel(self, words))

    def accept(self) -> None:
        if not self.title.text().strip():
            self.problem.setText(self._words.say("start.missing_title"))
        elif len(self.passphrase.text()) < SHORTEST_PASSPHRASE:
            self.problem.setText(self._words.say("start.passphrase_hint", shortest=SHORTEST_PASSPHRASE))
        elif self.passphrase.text() != self.again.text():
            self.problem.setText(self._words.say("start.passphrases_differ"))
        else:
            super().accept()


def _secret_field(name: str) -> QLineEdit:
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setAccessibleName(name)
    return field


def _ok_cancel(dialog: Dialog, words: Words) -> QDialogButtonBox:
    buttons = QDialogButtonBox()
    buttons.addButton(words.say("window.continue"), QDialogButtonBox.ButtonRole.AcceptRole).setObjectName("continue")
    buttons.addButton(words.say("window.cancel"), QDialogButtonBox.ButtonRole.RejectRole)
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    return buttons
