"""The short form of one gap: asked in an officer's words, kept as one record, and then what it moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QDialogButtonBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from mrm_desktop.desktop.answers.fields import AskedField, Option, make_field
from mrm_desktop.desktop.parts.dialogs import form_layout
from mrm_desktop.desktop.parts.drafts import Content
from mrm_desktop.desktop.parts.guard_notes import GuardNotes
from mrm_desktop.desktop.parts.guarded_dialog import GuardedDialog
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.domain.assessments import Assessment
from mrm_desktop.domain.gaps import Gap
from mrm_desktop.domain.guard_passes import GuardPass
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.release.gap_wording import question_of
from mrm_desktop.services.evidence.answer_gap import Moved
from mrm_desktop.services.evidence.gap_forms import Field, FieldKind, Value, first_missing, form_of


@dataclass(frozen=True, slots=True)
class AskedForm:
    """A gap with everything that its form has to know of the project.

    Attributes
    ----------
    area_code, place : str
        The area from which it is asked, and its name.
    places : Sequence[Option]
        The areas for which the answer may hold: this one first, then those around it, then the whole country.
    lines : Sequence[Option]
        What can be called.
    now : Assessment
        The answer of the method as it stands.
    """

    gap: Gap
    area_code: str
    place: str
    places: Sequence[Option]
    lines: Sequence[Option]
    now: Assessment


class AnswerDialog(GuardedDialog):
    """Asks one question, and says what the answer moved. Emits ``submitted``; :class:`Answering` keeps what was filled in."""

    def __init__(self, form: AskedForm, words: Words, today: date, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.form = form
        self._today = today
        question = question_of(form.gap, words)
        self.setWindowTitle(words.say("answer.title", place=form.place))
        self.setObjectName("answer-dialog")
        self.setMinimumWidth(460)
        self._asked = form_of(form.gap)
        self.fields: dict[str, AskedField] = {}
        self.question = label(question, "title")
        self.stands = label(words.say("answer.stands", place=form.place, **_said(form.now)), "soft")
        self.moved = label("", "section")
        self.moved.setObjectName("answer-moved")
        self.moved.hide()
        layout = QVBoxLayout()
        layout.addWidget(self.question)
        layout.addWidget(self.stands)
        self._sheet_of_fields = QWidget()
        self._sheet_of_fields.setLayout(self._form())
        layout.addWidget(self._sheet_of_fields)
        layout.addWidget(self.moved)
        layout.addStretch(1)
        self.lay_out(layout, self.problem, self._buttons())
        self._show_what_is_asked()

    def values(self) -> dict[str, Value]:
        """Return what was answered, by the name of its field; what is not asked after another answer is left out."""
        found = {name: value for name, field in self.fields.items() if (value := field.value()) is not None}
        asked = {field.name for field in self._asked if field.is_asked(found)}
        return {name: value for name, value in found.items() if name in asked}

    def read(self) -> Content:
        """Return what stands in the form as plain values, for the draft."""
        plain = {date: str, tuple: list}
        return {name: plain.get(type(value), lambda same: same)(value) for name, value in self.values().items()}

    def put(self, content: Content) -> None:
        """Put a draft back."""
        for name, value in content.items():
            if name in self.fields:
                self.fields[name].put(value)

    def passes(self) -> tuple[GuardPass, ...]:
        """Return what two people let pass of the texts."""
        return self.notes.passes()

    def missing(self) -> str:
        field = first_missing(self._asked, self.values())
        if field is None:
            return ""
        self.fields[field.name].setFocus()
        return self._words.say("answer.missing", field=self._caption(field))

    def show_moved(self, moved: Moved) -> None:
        """Say what the answer moved, in the place of the form."""
        if self.is_closed:
            return
        words = self._words
        self._sheet_of_fields.hide()
        self.stands.setText(words.say("answer.kept"))
        before, after = _said(moved.before), _said(moved.after)
        if moved.is_another:
            told = words.say("answer.moved", **before, then=after["verdict"], then_ceiling=after["ceiling"])
        else:
            told = words.say("answer.not_moved", **after)
        self.moved.setText("\n".join([told, words.say("answer.left", count=moved.left)] if moved.left else [told]))
        self.moved.show()
        self.record.hide()
        self._leave.setText(words.say("window.close"))
        self._leave.setFocus()

    def _form(self) -> QFormLayout:
        form = form_layout(self)
        form.setContentsMargins(0, 6, 0, 0)
        self._layout = form
        for field in self._asked:
            made = make_field(field, self._words, self._today, self._options(field))
            caption = self._caption(field)
            made.setObjectName(f"answer-{field.name}")
            _name(made, caption)
            made.changed.connect(self._show_what_is_asked)
            self.fields[field.name] = made
            form.addRow(caption, made)
        guarded = {field.place: self.fields[field.name] for field in self._asked if field.place}
        self.notes = GuardNotes(form, guarded, self._words)
        return form

    def _options(self, field: Field) -> Sequence[Option]:
        if field.kind is FieldKind.WHERE:
            return self.form.places
        if field.kind is FieldKind.LINE:
            return self.form.lines
        return [(code, self._words.say(f"{field.terms}.{code}")) for code in field.choices]

    def _caption(self, field: Field) -> str:
        own = f"answer.field.{self.form.gap.kind}.{field.name}"
        return self._words.say(own if self._words.knows(own) else f"answer.field.{field.name}")

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox()
        self.record = buttons.addButton(self._words.say("answer.record"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.record.setObjectName("answer-record")
        self.record.setProperty("role", "primary")
        self._leave = buttons.addButton(self._words.say("window.cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self._leave.setObjectName("answer-leave")
        buttons.accepted.connect(self.submit)
        buttons.rejected.connect(self.reject)
        return buttons

    def _show_what_is_asked(self) -> None:
        """Show what is asked after the answers given so far."""
        values = {name: value for name, field in self.fields.items() if (value := field.value()) is not None}
        for field in self._asked:
            self._layout.setRowVisible(self.fields[field.name], field.is_asked(values))


def _said(assessment: Assessment) -> dict[str, str]:
    return {"verdict": assessment.verdict.value, "ceiling": assessment.ceiling.value}


def _name(field: AskedField, caption: str) -> None:
    """Give a field, and what in it takes the keyboard, its name for screen readers."""
    field.setAccessibleName(caption)
    for kind in (QComboBox, QLineEdit, QAbstractSpinBox):
        for inside in field.findChildren(kind):
            inside.setAccessibleName(caption)
