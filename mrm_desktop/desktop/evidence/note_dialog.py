"""A note on what a group says: a sentence or two, and the role that writes it."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QDialogButtonBox, QWidget

from mrm_desktop.desktop.parts.bidi import LineField, TextField, reading
from mrm_desktop.desktop.parts.dialogs import form_layout
from mrm_desktop.desktop.parts.field_checks import FieldChecks
from mrm_desktop.desktop.parts.guard_notes import GuardNotes
from mrm_desktop.desktop.parts.guarded_dialog import GuardedDialog
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.domain.finding_notes import NoteTheme
from mrm_desktop.foundation.words import Words
from mrm_desktop.services.evidence.perceptions.write_note import SHORTEST


class NoteDialog(GuardedDialog):
    """Asks for the note; it stays open until it is kept."""

    def __init__(self, about: str, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setWindowTitle(reading(words.say("review.note.title", about=about)))
        self.setMinimumWidth(520)
        self.theme, self.text, self.by = QComboBox(), TextField(), LineField()
        self.theme.addItem(words.say("decision.choose"), "")
        for theme in NoteTheme:
            self.theme.addItem(words.term("note_theme", theme), theme.value)
        buttons = QDialogButtonBox()
        self.record = buttons.addButton(words.say("review.note.keep"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.record.setObjectName("keep-note")
        buttons.addButton(words.say("window.cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.submit)
        buttons.rejected.connect(self.reject)
        form = form_layout(self)
        form.addRow(label(reading(about), "section"))
        form.addRow(label(words.say("review.note.what"), "soft"))
        for name in ("theme", "text", "by"):
            field: QWidget = getattr(self, name)
            field.setObjectName(f"note-{name}")
            field.setAccessibleName(words.say(f"review.note.{name}"))
            form.addRow(words.say(f"review.note.{name}"), field)
        self.notes = GuardNotes(form, {"text": self.text, "by": self.by}, words)
        self.checks = FieldChecks(form, self.record)
        self.checks.require(self.theme, lambda: "" if self.theme.currentData() else words.say("who.missing.choice"))
        too_short = words.say("finding_note.text_missing", shortest=SHORTEST)
        self.checks.require(self.text, lambda: "" if len(self.text.toPlainText().strip()) >= SHORTEST else too_short)
        self.checks.require(self.by, lambda: "" if self.by.text().strip() else words.say("finding_note.no_role"))
        self.lay_out(form, self.checks.why_not, self.problem, buttons)

    @property
    def chosen_theme(self) -> NoteTheme:
        """What the note is about; asked for once somebody chose."""
        return NoteTheme(self.theme.currentData())
