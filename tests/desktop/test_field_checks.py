"""What is wrong in a form stands beside its field before its button works; a form that is just opened accuses nobody."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFormLayout, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mrm_desktop.desktop.parts.field_checks import FieldChecks

NO_SOURCE, NO_GRADE = "Say where it is from.", "Say how good it is."


class Form(QWidget):
    """Two fields, a button, and what must hold."""

    def __init__(self) -> None:
        super().__init__()
        form = QFormLayout(self)
        self.source, self.grade, self.button = QLineEdit(), QComboBox(), QPushButton("Record")
        self.grade.addItems(["", "B2"])
        form.addRow("Source", self.source)
        form.addRow("Grade", self.grade)
        form.addRow(self.button)
        self.checks = FieldChecks(form, self.button)
        self.checks.require(self.source, lambda: "" if self.source.text() else NO_SOURCE)
        self.checks.require(self.grade, lambda: "" if self.grade.currentText() else NO_GRADE)
        form.addRow(self.checks.why_not)

    def below(self, field: QWidget) -> QWidget:
        """What stands in the row below a field."""
        layout = self.layout()
        assert isinstance(layout, QFormLayout)
        row = layout.getWidgetPosition(field)[0] + 1  # type: ignore[index]
        return layout.itemAt(row, QFormLayout.ItemRole.SpanningRole).widget()  # type: ignore[union-attr,return-value]


@pytest.fixture
def form(dressed: QApplication, qtbot: QtBot) -> Form:
    """The form, shown."""
    made = Form()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitActive(made)
    return made


def test_the_button_waits_and_says_why(form: Form) -> None:
    assert not form.button.isEnabled()
    assert form.checks.why_not.text() == NO_SOURCE
    QTest.keyClicks(form.source, "visit, 3 March")
    assert (form.button.isEnabled(), form.checks.why_not.text()) == (False, NO_GRADE)
    form.grade.setCurrentIndex(1)
    assert (form.button.isEnabled(), form.checks.why_not.text()) == (True, "")


def test_a_field_says_its_fault_once_somebody_was_there(form: Form, qtbot: QtBot) -> None:
    assert not form.below(form.source).isVisible()
    form.source.setFocus()
    QTest.keyClick(form.source, Qt.Key.Key_Tab)
    assert form.below(form.source).isVisible()
    assert not form.below(form.grade).isVisible()
    assert form.source.accessibleDescription() == NO_SOURCE, "a screen reader says it, too"
    QTest.keyClicks(form.source, "x")
    assert not form.below(form.source).isVisible()
