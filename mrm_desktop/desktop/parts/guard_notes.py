"""What the text guard found, said beside the field where it stands; there two people may let a false alarm pass."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QFormLayout, QFrame, QVBoxLayout, QWidget

from mrm_desktop.desktop.parts.bidi import LineField
from mrm_desktop.desktop.parts.column_form import ColumnForm
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.desktop.parts.sight import bring_into_sight
from mrm_desktop.domain.guard_passes import Finding, GuardPass, PersonInTextError
from mrm_desktop.foundation.words import Words

Role = Callable[[], str]
SETTLED_MS = 120


class GuardNote(QFrame):
    """Says why a text was stopped and where such reports go, and takes the reason and the roles of a pass.

    Parameters
    ----------
    first_role : Callable[[], str] | None
        Gives the role that lets it pass, where the dialog asks for it anyway; None: it is asked for here.
    """

    def __init__(self, words: Words, first_role: Role | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._first_role = words, first_role
        self.fields: tuple[str, ...] = ()
        self.setObjectName("guard-note")
        self.what = label("", "error")
        self.false_alarm = QCheckBox(words.say("guard.pass.ask"))
        self.false_alarm.setObjectName("guard-false-alarm")
        self.reason, self.first, self.second = LineField(), LineField(), LineField()
        self._asked = QWidget()
        form = QFormLayout(self._asked)
        form.setContentsMargins(0, 0, 0, 0)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        for name, field in (("reason", self.reason), ("first", self.first), ("second", self.second)):
            caption = words.say(f"guard.pass.{name}")
            field.setObjectName(f"guard-{name}")
            field.setAccessibleName(caption)
            form.addRow(caption, field)
        form.setRowVisible(self.first, first_role is None)
        self._asked.setVisible(False)
        self.false_alarm.toggled.connect(self._asked.setVisible)
        self.false_alarm.toggled.connect(lambda _: QTimer.singleShot(0, self, lambda: bring_into_sight(self)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 6)
        for widget in (self.what, label(words.say("guard.path"), "soft"), self.false_alarm, self._asked):
            layout.addWidget(widget)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Say what was found; what was typed as a reason before stays."""
        said = [self._words.say(f"guard.found.{found.trace}", fragment=found.fragment) for found in findings]
        self.say(said, [found.field.removeprefix("pass.") for found in findings])

    def say(self, lines: Sequence[str], fields: Sequence[str]) -> None:
        """Say some lines about the texts of some fields."""
        self.fields = tuple(dict.fromkeys(fields))
        self.what.setText("\n".join(dict.fromkeys(lines)))
        self.setAccessibleName(self.what.text())
        self.show()

    def passes(self) -> tuple[GuardPass, ...]:
        """Return the pass of each field, where somebody says that it is a false alarm."""
        if not self.false_alarm.isChecked():
            return ()
        first = self._first_role() if self._first_role is not None else self.first.text()
        reason, second = self.reason.text().strip(), self.second.text().strip()
        return tuple(GuardPass(field, reason, first.strip(), second) for field in self.fields)


class GuardNotes:
    """The notes of a form, each below its field.

    Parameters
    ----------
    fields : Mapping[str, QWidget]
        The widget of each guarded field by the field's name. A place such as ``team 2`` or ``check_in 1.means`` belongs to the
        longest name that it begins with; what belongs to none is said at the end of the form.
    """

    def __init__(
        self, form: QFormLayout | ColumnForm, fields: Mapping[str, QWidget], words: Words, first_role: Role | None = None
    ) -> None:
        self._form, self._fields, self._words, self._first_role = form, fields, words, first_role
        self.notes: dict[str, GuardNote] = {}

    def show(self, error: PersonInTextError) -> None:
        """Say what was found beside its fields, and go to the first of them."""
        by_name: dict[str, list[Finding]] = {}
        for found in error.findings:
            by_name.setdefault(self._name_of(found.field.removeprefix("pass.")), []).append(found)
        for name, note in self.notes.items():
            note.setVisible(name in by_name or bool(note.passes()))
        for name, findings in by_name.items():
            self._note(name).show_findings(findings)
        name = next(iter(by_name))
        first, note = self._fields.get(name), self.notes[name]
        if first is not None:
            first.setFocus()
        # Once the note has its room; the field last, so that it is seen where both do not fit.
        parts = [note, *([first] if first is not None else [])]
        for pause in (0, SETTLED_MS):  # and once more when its lines have been broken: it is higher then
            QTimer.singleShot(pause, note, lambda: bring_into_sight(*parts))

    def clear(self) -> None:
        """Take every note away."""
        for note in self.notes.values():
            self._form.removeRow(note)
        self.notes.clear()

    def passes(self) -> tuple[GuardPass, ...]:
        """Return what two people let pass."""
        return tuple(one for note in self.notes.values() for one in note.passes())

    def _name_of(self, place: str) -> str:
        fitting = [name for name in self._fields if place == name or place.startswith((f"{name} ", f"{name}."))]
        return max(fitting, key=len, default="")

    def _note(self, name: str) -> GuardNote:
        if name not in self.notes:
            note = GuardNote(self._words, self._first_role)
            field = self._fields.get(name)
            row = self._form.getWidgetPosition(field)[0] + 1 if field is not None else self._form.rowCount()  # type: ignore[index]
            self._form.insertRow(row, note)
            self.notes[name] = note
        return self.notes[name]
