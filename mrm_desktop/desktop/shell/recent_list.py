"""The list of recent projects on the home page: what is done to it. It is kept in the system's key ring, or nowhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from mrm_desktop.desktop.parts.bidi import LineField
from mrm_desktop.desktop.parts.dialogs import Dialog, form_layout, ok_cancel
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.desktop.parts.work import Work
from mrm_desktop.foundation.clock import today
from mrm_desktop.foundation.words import Words

if TYPE_CHECKING:
    from mrm_desktop.vault.recent_projects import RecentProjects


class RecentList(QObject):
    """Asks the key ring in the worker: it may take its time. ``listed`` carries the projects, the last opened first.

    Parameters
    ----------
    recent : RecentProjects | None
        The list; None where none is kept: then nothing happens.
    fail : Callable[[Exception], None]
        Shows an error in words.
    parent : QWidget
        In front of which the dialog opens.
    """

    listed = Signal(object)

    def __init__(
        self, recent: RecentProjects | None, work: Work, words: Words, fail: Callable[[Exception], None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._recent, self._work, self._words, self._fail, self._parent = recent, work, words, fail, parent

    def load(self) -> None:
        """Ask for the projects."""
        if self._recent is not None:
            self._work.read(self._recent.entries, self.listed.emit, self._fail, view="recent")

    def note_opened(self, path: Path) -> None:
        """Note that a project was opened, where it is in the list."""
        if self._recent is not None:
            recent = self._recent
            self._work.write(lambda: recent.opened(path, today()), lambda _: None, self._fail)

    def ask_label(self, path: Path) -> None:
        """Ask under which label the home page lists a project, and put it in the list."""
        recent = self._recent
        if recent is None:
            return
        dialog = RememberDialog(self._words, self._words.say("home.remember.suggestion"), self._parent)

        def remember() -> None:
            text = dialog.label.text().strip()
            self._work.write(lambda: recent.remember(path, text, today()), lambda _: None, self._fail)

        dialog.accepted.connect(remember)
        dialog.open()

    def forget(self) -> None:
        """Drop the list."""
        if self._recent is not None:
            self._work.write(self._recent.forget, lambda _: self.listed.emit(()), self._fail)


class RememberDialog(Dialog):
    """Asks for the label under which the home page lists the open project."""

    def __init__(self, words: Words, suggestion: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(words.say("home.remember"))
        self.label = LineField(suggestion)
        self.label.setMaxLength(40)
        self.label.setAccessibleName(words.say("home.remember.label"))
        self.setMinimumWidth(440)
        form = form_layout(self)
        form.addRow(label(words.say("home.remember.what"), "soft"))
        form.addRow(words.say("home.remember.label"), self.label)
        self.lay_out(form, ok_cancel(self, words))

    def accept(self) -> None:
        if self.label.text().strip():
            super().accept()
