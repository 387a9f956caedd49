"""The few things of a leg that are typed: its name, its day, when it leaves, and who lifts a no-go."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QTime, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from mrm_desktop.desktop.parts.bidi import HourField, LineField, day_field
from mrm_desktop.desktop.parts.flow_layout import FlowLayout
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.domain.route_strips import DAY_MINUTES
from mrm_desktop.domain.trips import Leg
from mrm_desktop.foundation.words import Words


class LegEditor(QWidget):
    """Emits what was changed by hand; what the program fills in is no change."""

    renamed = Signal(str)
    redated = Signal(object)
    leave_changed = Signal(float)

    def __init__(self, words: Words, *buttons: QPushButton) -> None:
        super().__init__()
        self._words = words
        self.name, self.day, self.leave = LineField(), day_field(), HourField()
        self.leave.setDisplayFormat("HH:mm")
        layout, times, row = QVBoxLayout(self), FlowLayout(gap=8), FlowLayout(gap=8)
        layout.setContentsMargins(0, 4, 0, 0)
        for name, widget in (("name", self.name), ("day", self.day), ("leave", self.leave)):
            widget.setObjectName(f"leg-{name}")
            widget.setAccessibleName(words.say(f"trips.column.{name}"))
        layout.addWidget(self.name)
        for part in (self.day, label(words.say("trips.column.leave"), "soft"), self.leave):
            times.addWidget(part)
        layout.addLayout(times)
        for button in buttons:
            row.addWidget(button)
        layout.addLayout(row)
        self.name.editingFinished.connect(lambda: self.renamed.emit(self.name.text().strip()))
        self.day.dateChanged.connect(lambda day: self.redated.emit(date(day.year(), day.month(), day.day())))
        self.leave.timeChanged.connect(lambda at: self.leave_changed.emit(at.hour() * 60.0 + at.minute()))

    def show_leg(self, leg: Leg) -> None:
        """Fill in a leg."""
        self.name.setText(leg.name)
        self.name.setCursorPosition(0)
        self.day.blockSignals(True)
        self.day.setDate(QDate(leg.on.year, leg.on.month, leg.on.day))
        self.day.blockSignals(False)

    def show_leave(self, minutes: float) -> None:
        """Fill in when it leaves: what was said, or what is supposed."""
        self.leave.blockSignals(True)
        self.leave.setTime(QTime(0, 0).addSecs(int(minutes % DAY_MINUTES) * 60))
        self.leave.blockSignals(False)
