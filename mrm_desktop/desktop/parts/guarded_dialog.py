"""A dialog whose content is kept by a service that may refuse it: it stays open until that is done, with everything that was typed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from mrm_desktop.desktop.parts.bidi import reading
from mrm_desktop.desktop.parts.dialogs import Dialog
from mrm_desktop.desktop.parts.guard_notes import GuardNotes
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.desktop.parts.messages import sentence_for
from mrm_desktop.domain.guard_passes import PersonInTextError
from mrm_desktop.foundation.words import Words


class GuardedDialog(Dialog):
    """Emits ``submitted`` when it is filled in; whoever keeps what was typed answers with :meth:`accept` or :meth:`refuse`.

    A subclass sets ``record``, the button that submits, and ``notes``, the notes of its form.
    """

    submitted = Signal()
    record: QPushButton
    notes: GuardNotes

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.is_closed = False
        self.problem: QLabel = label("", "error")
        self.problem.hide()
        self.finished.connect(self._close)

    def submit(self) -> None:
        """Hand over what was filled in, or say what is missing."""
        missing = self.missing()
        if missing:
            self.show_problem(missing)
            return
        self.problem.hide()
        self.record.setEnabled(False)
        self.submitted.emit()

    def missing(self) -> str:
        """Return the sentence that says what is missing; "" where nothing is."""
        return ""

    def refuse(self, error: Exception) -> None:
        """Say why it was not kept; what was typed stays. An answer that comes after the dialog was closed reaches nobody."""
        if self.is_closed:
            return
        self.record.setEnabled(True)
        sentence, next_step = sentence_for(error, self._words)
        if isinstance(error, PersonInTextError):
            self.notes.show(error)
            self.show_problem(sentence)
        else:
            self.show_problem(f"{sentence} {next_step}".strip())

    def finish(self) -> None:
        """Close the dialog: what was filled in is kept."""
        if not self.is_closed:
            self.accept()

    def show_problem(self, text: str) -> None:
        """Say what is missing or wrong, beside the buttons."""
        self.problem.setText(reading(text))
        self.problem.show()

    def _close(self) -> None:
        self.is_closed = True
