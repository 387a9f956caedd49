"""What is still wrong in a form, said beside its field before its button works: nothing that was typed is lost by being refused.

A dialog says for each field what must hold::

    self.checks = FieldChecks(form, self.record)
    self.checks.require(self.role, lambda: "" if self.role.text().strip() else words.say("decision.missing.role"))
    self.lay_out(form, self.checks.why_not, buttons)

The button is off while anything is wrong, and beside it stands the first thing that is. Below a field its own fault is said once
somebody has been there: a form that was just opened accuses nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QDateEdit,
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)

from mrm_desktop.desktop.parts.bidi import reading
from mrm_desktop.desktop.parts.labels import label

Check = Callable[[], str]
"""Returns the sentence that says what is wrong with a field; "" where nothing is."""


@dataclass(slots=True, eq=False)
class _Checked:
    field: QWidget
    check: Check
    note: QLabel
    was_visited: bool = False


class FieldChecks(QObject):
    """Looks at every field whenever one of them changes.

    Parameters
    ----------
    form : QFormLayout
        In which the fields stand; what is wrong is put below them.
    button : QPushButton
        Works once nothing is wrong.
    """

    def __init__(self, form: QFormLayout, button: QPushButton) -> None:
        super().__init__(button)
        self._form, self._button = form, button
        self._checked: list[_Checked] = []
        self.why_not = label("", "soft")

    def require(self, field: QWidget, check: Check) -> None:
        """Let the button work only where ``check`` finds nothing wrong with a field."""
        note = label("", "wrong")
        note.hide()
        self._form.insertRow(self._form.getWidgetPosition(field)[0] + 1, note)  # type: ignore[index]
        self._checked.append(_Checked(field, check, note))
        _when_changed(field, self.look)
        field.installEventFilter(self)
        self.look()

    @property
    def is_right(self) -> bool:
        """Whether nothing is wrong."""
        return not any(one.check() for one in self._checked)

    def look(self) -> None:
        """Look again, because something changed that is no field of the form."""
        wrong = [one.check() for one in self._checked]
        self._button.setEnabled(not any(wrong))
        self.why_not.setText(reading(next(filter(None, wrong), "")))
        for one, sentence in zip(self._checked, wrong, strict=True):
            one.note.setText(sentence)
            one.note.setVisible(bool(sentence) and one.was_visited)
            one.field.setAccessibleDescription(sentence)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            for one in self._checked:
                if one.field is watched:
                    one.was_visited = True
            if all(
                shiboken6.isValid(one.field) for one in self._checked
            ):  # a dialog that is freed takes the focus from what is left of it
                self.look()
        return False


def _when_changed(field: QWidget, then: Callable[[], None]) -> None:
    if isinstance(field, QLineEdit | QPlainTextEdit):
        field.textChanged.connect(lambda *_: then())
    elif isinstance(field, QComboBox):
        field.currentIndexChanged.connect(lambda _: then())
    elif isinstance(field, QDateEdit):
        field.dateChanged.connect(lambda _: then())
    elif isinstance(field, QSpinBox | QDoubleSpinBox):
        field.valueChanged.connect(lambda _: then())
    else:
        assert isinstance(field, QAbstractButton)
        field.toggled.connect(lambda _: then())
