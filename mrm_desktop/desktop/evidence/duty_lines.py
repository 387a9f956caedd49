"""Numbers to call, civilians first, each with what its last test is worth and the button that records another one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QDialogButtonBox, QGridLayout, QPushButton, QWidget

from mrm_desktop.desktop.parts.bidi import LineField, NumberField, beginning, day_field, reading
from mrm_desktop.desktop.parts.dialogs import LARGE_LINE, form_layout
from mrm_desktop.desktop.parts.field_checks import FieldChecks
from mrm_desktop.desktop.parts.guard_notes import GuardNotes
from mrm_desktop.desktop.parts.guarded_dialog import GuardedDialog
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.desktop.parts.pressed import Pressed
from mrm_desktop.domain.duty_lines import LONGEST_WAIT, CheckedLine, LineState
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.release.duty_wording import line_in_words

ANSWERED, SILENT = "somebody", "nobody"
NO_TIME = -1
"""Minutes until somebody answered, where nobody took the time."""


class DutyLines(QWidget):
    """One row a line. ``test_asked`` carries the line that somebody tried."""

    test_asked = Signal(object)

    def __init__(self, lines: Sequence[CheckedLine], words: Words) -> None:
        super().__init__()
        self.setObjectName("duty-lines")
        rows = QGridLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setColumnStretch(0, 1)
        is_large = self.fontMetrics().lineSpacing() >= LARGE_LINE
        for number, checked in enumerate(lines):
            said = line_in_words(checked, words)
            button = QPushButton(words.say("duty.test"))
            button.setObjectName(f"test-line-{number}")
            button.setAccessibleName(words.pair(words.say("duty.test"), said))
            button.clicked.connect(lambda _=False, checked=checked: self.test_asked.emit(checked))
            role = "" if checked.state is LineState.TESTED else "number"
            rows.addWidget(label(said, role), 2 * number, 0, Qt.AlignmentFlag.AlignVCenter)
            where = (2 * number + 1, 0) if is_large else (2 * number, 1)
            rows.addWidget(button, *where, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        if not lines:
            rows.addWidget(label(words.say("duty.none"), ""), 0, 0)


class LineTestDialog(GuardedDialog):
    """Asks what a test of a line found: whether anybody answered, how soon, on which day, and who tried. Nothing is chosen before."""

    def __init__(self, checked: CheckedLine, today: date, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.line = checked.line
        self.setObjectName("line-test")
        self.setWindowTitle(reading(words.say("duty.test.title", role=self.line.role)))
        self.setMinimumWidth(520)
        self.found = Pressed(
            "line-test", [(code, words.say(f"duty.{code}")) for code in (ANSWERED, SILENT)], words.say("duty.found")
        )
        self.minutes = NumberField()
        self.minutes.setRange(NO_TIME, LONGEST_WAIT)
        self.minutes.setSpecialValueText(words.say("duty.no_time"))
        self.minutes.setAlignment(beginning())
        self.day = day_field(QDate(today.year, today.month, today.day))
        self.day.setMaximumDate(QDate(today.year, today.month, today.day))
        self.source = LineField()
        self._form = form_layout(self)
        self._form.addRow(label(line_in_words(checked, words), "section"))
        for name in ("found", "minutes", "day", "source"):
            field: QWidget = getattr(self, name)
            if name != "found":
                field.setObjectName(f"line-test-{name}")
                field.setAccessibleName(words.say(f"duty.{name}"))
            self._form.addRow(words.say(f"duty.{name}"), field)
        self.source.setPlaceholderText(words.say("duty.source.hint"))
        self.notes = GuardNotes(self._form, {"source": self.source}, words)
        buttons = QDialogButtonBox()
        self.record = buttons.addButton(words.say("duty.record"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.record.setObjectName("record-line-test")
        buttons.addButton(words.say("window.cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.submit)
        buttons.rejected.connect(self.reject)
        self.checks = FieldChecks(self._form, self.record)
        for button in self.found.buttons.values():
            self.checks.require(button, lambda: "" if self.found.chosen else words.say("duty.missing.found"))
        self.found.changed.connect(self._ask_minutes)
        self._ask_minutes()
        self.lay_out(self._form, self.checks.why_not, self.problem, buttons)

    @property
    def answered(self) -> bool:
        """Whether anybody answered."""
        return self.found.chosen == ANSWERED

    @property
    def answer_minutes(self) -> int | None:
        """Minutes until somebody answered; None where nobody did, or nobody took the time."""
        return self.minutes.value() if self.answered and self.minutes.value() != NO_TIME else None

    @property
    def tested_on(self) -> date:
        """Day of the test."""
        chosen = self.day.date()
        return date(chosen.year(), chosen.month(), chosen.day())

    def _ask_minutes(self) -> None:
        self._form.setRowVisible(self.minutes, self.answered)
        self.checks.look()
