"""What was just written, at the foot of the window, with the one thing that is done with it next: opening it, to read or to print."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton

from mrm_desktop.desktop.parts.bidi import reading
from mrm_desktop.foundation.words import Words


class WrittenStrip(QPushButton):
    """Opens the last file that was written with the program of this computer for such files.

    Nothing is opened unasked: other programs keep lists and copies of what they open. ``unopened`` carries the file for which
    this computer has no program.
    """

    unopened = Signal(object)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._path: Path | None = None
        self.setObjectName("open-written")
        self.setProperty("role", "link")
        self.setToolTip(words.say("window.open_written.tip"))
        self.clicked.connect(lambda _=False: self._open())
        self.hide()

    def offer(self, path: Path) -> None:
        """Offer a file until another one is written or the project is closed."""
        self._path = path
        self.setText(reading(self._words.say("window.open_written", file=path.name)))
        self.show()

    def forget(self) -> None:
        """Offer nothing any more."""
        self._path = None
        self.setText("")
        self.hide()

    def _open(self) -> None:
        if self._path is not None and not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path))):
            self.unopened.emit(self._path)
