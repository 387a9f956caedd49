"""What a locked window shows: that it is locked, and a field for the passphrase. Nothing of the project."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from mrm_desktop.desktop.parts.dialogs import secret_field
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.foundation.words import Words


class LockPage(QWidget):
    """Asks for the passphrase and gives it away once."""

    unlock_asked = Signal(str)
    leave_asked = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.setObjectName("page")
        self._words = words
        self.passphrase: QLineEdit = secret_field(words.say("start.passphrase"))
        self.passphrase.setObjectName("unlock-passphrase")
        self.passphrase.returnPressed.connect(self._unlock)
        self.problem = label("", "error")
        self._words, self._needs_none = words, False
        self.unlock = QPushButton(words.say("lock.unlock"))
        self.unlock.setObjectName("unlock")
        self.unlock.setProperty("role", "primary")
        self.unlock.clicked.connect(self._unlock)
        self.leave = QPushButton(words.say("lock.leave"))
        self.leave.setObjectName("lock-leave")
        self.leave.clicked.connect(self.leave_asked)
        column = QWidget()
        column.setMaximumWidth(620)
        inner = QVBoxLayout(column)
        inner.setSpacing(12)
        inner.addWidget(label(words.say("lock.title"), "title"))
        self.what = label(words.say("lock.what"), "soft")
        inner.addWidget(self.what)
        inner.addWidget(self.passphrase)
        inner.addWidget(self.problem)
        row = QHBoxLayout()
        row.addWidget(self.unlock)
        row.addWidget(self.leave)
        row.addStretch(1)
        inner.addLayout(row)
        layout = QHBoxLayout(self)
        layout.addStretch(1)
        layout.addWidget(column, 4, Qt.AlignmentFlag.AlignVCenter)
        layout.addStretch(1)

    def show_problem(self, said: str) -> None:
        """Say why the project stays locked."""
        self.set_waiting(False)
        self.what.setText(self._words.say("lock.what.sample" if self._needs_none else "lock.what"))
        self.problem.setText(said)
        self.passphrase.setFocus()

    def reset(self, needs_none: bool = False) -> None:
        """Be ready for the next time; the sample country needs no passphrase."""
        self._needs_none = needs_none
        self.what.setText(self._words.say("lock.what.sample" if needs_none else "lock.what"))
        self.set_waiting(False)
        self.problem.setText("")
        self.passphrase.clear()
        self.passphrase.setFocus()

    def set_waiting(self, waiting: bool, said: str = "") -> None:
        """Take no second passphrase while the first one is tried; with a sentence, say what else is under way, which nobody may leave."""
        self.passphrase.setEnabled(not waiting)
        self.unlock.setEnabled(not waiting)
        for part in (self.passphrase, self.unlock, self.leave):
            part.setVisible(not said and not (part is self.passphrase and self._needs_none))
        if said:
            self.what.setText(said)

    def _unlock(self) -> None:
        secret = self.passphrase.text()
        self.passphrase.clear()
        if secret or self._needs_none:
            self.set_waiting(True)
            self.unlock_asked.emit(secret)
        else:
            self.show_problem(self._words.say("start.missing_passphrase"))
