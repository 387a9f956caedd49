"""How far the work under way is, with a button that cancels it; at the foot of the window."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from mrm_desktop.desktop.parts.work import Work
from mrm_desktop.foundation.words import Words

SHOWN_AFTER = 300  # milliseconds; what is done sooner needs no bar that flickers


class ProgressStrip(QWidget):
    """Shown while something takes longer than a moment."""

    def __init__(self, work: Work, words: Words) -> None:
        super().__init__()
        self._work, self._words = work, words
        self.bar = QProgressBar()
        self.bar.setMaximumWidth(260)
        self.bar.setAccessibleName(words.say("window.busy"))
        self.cancel = QPushButton(words.say("window.cancel"))
        self.cancel.setObjectName("cancel-work")
        self.cancel.setProperty("role", "tool")
        self.cancel.clicked.connect(work.cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.bar)
        row.addWidget(self.cancel)
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(SHOWN_AFTER)
        self._delay.timeout.connect(self._appear)
        work.busy_changed.connect(self._on_busy)
        work.stepped.connect(self._on_step)
        self.hide()

    def _on_busy(self, busy: bool) -> None:
        if not busy:
            self._delay.stop()
            self.hide()
        elif not self._delay.isActive() and self.isHidden():
            self.bar.setRange(0, 0)
            self.bar.setFormat("")
            self._delay.start()

    def _appear(self) -> None:
        if self._work.is_busy:
            self.cancel.setVisible(self._work.can_cancel)
            self.show()

    def _on_step(self, done: int, total: int, code: str) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.bar.setFormat(self._words.say(code))
