"""What a public source says of a mission: the end of its mandate, a closing, a withdrawal, or that it has closed - each for itself."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QDialogButtonBox, QWidget

from mrm_desktop.desktop.parts.bidi import LineField, day_field, reading
from mrm_desktop.desktop.parts.dialogs import form_layout
from mrm_desktop.desktop.parts.field_checks import FieldChecks
from mrm_desktop.desktop.parts.guard_notes import GuardNotes
from mrm_desktop.desktop.parts.guarded_dialog import GuardedDialog
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.desktop.parts.mission_title import mission_title
from mrm_desktop.domain.missions import MissionRecord
from mrm_desktop.foundation.words import Words

MANDATE, OPEN, CLOSING, WITHDRAWAL, CLOSED = "mandate", "open", "closing", "withdrawal", "closed"
WITH_A_DAY = frozenset({MANDATE, CLOSING, WITHDRAWAL})


class MissionDialog(GuardedDialog):
    """Asks what a source says, on which day, and which source it is. Nothing is chosen before somebody chooses it."""

    def __init__(self, record: MissionRecord, today: date, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self._today = today
        title = mission_title(record, words)
        self.setWindowTitle(reading(words.say("missions.dialog.title", mission=title)))
        self.setMinimumWidth(560)
        self.says = QComboBox()
        self.says.addItem(words.say("decision.choose"), "")
        for kind in (MANDATE if record.mandate_end is not None else OPEN, CLOSING, WITHDRAWAL, CLOSED):
            self.says.addItem(words.say(f"missions.says.{kind}"), kind)
        self.day = day_field(QDate(today.year, today.month, today.day))
        self._day_was_said = False  # today stands there because something must
        self.day.dateChanged.connect(lambda _: self._take_day())
        self.source = LineField()
        buttons = QDialogButtonBox()
        self.record = buttons.addButton(words.say("missions.dialog.record"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.record.setObjectName("record-mission")
        buttons.addButton(words.say("window.cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.submit)
        buttons.rejected.connect(self.reject)
        self._form = form_layout(self)
        self._form.addRow(label(title, "section"))
        self._form.addRow(label(words.say("missions.dialog.what"), "soft"))
        for name in ("says", "day", "source"):
            field: QWidget = getattr(self, name)
            field.setObjectName(f"mission-{name}")
            field.setAccessibleName(words.say(f"missions.{name}"))
            self._form.addRow(words.say(f"missions.{name}"), field)
        self.notes = GuardNotes(self._form, {"source": self.source}, words)
        self.says.currentIndexChanged.connect(lambda _: self._ask_day())
        self.checks = FieldChecks(self._form, self.record)
        self.checks.require(self.says, lambda: "" if self.kind else words.say("missions.missing.says"))
        self.checks.require(self.day, self._wrong_with_day)
        self.checks.require(self.source, lambda: "" if self.source.text().strip() else words.say("missions.missing.source"))
        self.lay_out(self._form, self.checks.why_not, self.problem, buttons)

    def showEvent(self, event: QShowEvent) -> None:
        """Have room for the day and for a word below each field, also while they are not asked for."""
        super().showEvent(event)
        if not event.spontaneous():
            self.resize(self.width(), self.height() + 3 * self.fontMetrics().lineSpacing())
        self._ask_day()

    @property
    def kind(self) -> str:
        """What the source says: one of the words above; "" before somebody chose."""
        return str(self.says.currentData())

    @property
    def chosen_day(self) -> date | None:
        """The day that it names; None where it names none."""
        chosen = self.day.date()
        return date(chosen.year(), chosen.month(), chosen.day()) if self.kind in WITH_A_DAY else None

    def _ask_day(self) -> None:
        self._form.setRowVisible(self.day, self.kind in WITH_A_DAY)
        self.checks.look()

    def _take_day(self) -> None:
        self._day_was_said = True

    def _wrong_with_day(self) -> str:
        day = self.chosen_day
        if day is not None and not self._day_was_said:
            return self._words.say("missions.missing.no_day")
        is_over = day is not None and self.kind == MANDATE and day < self._today
        return self._words.say("missions.missing.day") if is_over else ""
