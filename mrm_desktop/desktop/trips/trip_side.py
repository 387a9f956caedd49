"""Beside the map of a trip: the answer with its legs, the trip's details, contacts and checks, and what can be printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from mrm_desktop.desktop.parts.dialogs import LARGE_LINE
from mrm_desktop.desktop.parts.flow_layout import FlowLayout
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.desktop.parts.messages import sentence_for
from mrm_desktop.desktop.trips.leg_editor import LegEditor
from mrm_desktop.desktop.trips.leg_list import LegList
from mrm_desktop.desktop.trips.leg_sheet import contacts_sheet, leg_sheet, trip_sheet
from mrm_desktop.desktop.trips.trip_form import TripForm
from mrm_desktop.domain.guard_passes import PersonInTextError
from mrm_desktop.domain.route_strips import JourneyClock
from mrm_desktop.domain.trip_plans import TripPlan
from mrm_desktop.domain.trips import Leg
from mrm_desktop.foundation.words import Words

SHEETS = ("leg", "details", "contacts")
PRINTED = (("pack", "trip_pack", "pdf"), ("field-pack", "field_pack", "pdf"), ("gpx", "trip_pack", "gpx"))
"""What can be printed: name of the button, report and form."""
LEAST_WIDTH = 320


class TripSide(QWidget):
    """Shows a trip in words; ``print_asked`` carries the report and the form that are wanted."""

    print_asked = Signal(str, str)
    lift_asked = Signal()
    remove_asked = Signal()
    leave_asked = Signal()
    compare_asked = Signal()
    answer_asked = Signal(object, str)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.buttons: dict[str, QPushButton] = {}
        self.answer, self.why, self.problem = label("", "verdict"), label("", ""), label("", "error")
        self.leg_list, self.form = LegList(words), TripForm(words)
        lift, remove = self._button("lift", self.lift_asked.emit), self._button("remove", self.remove_asked.emit)
        compare = self._button("compare", self.compare_asked.emit)
        self.editor = LegEditor(words, compare, lift, remove)
        self._button("leave", self.leave_asked.emit, "board.leave")
        self.sheets = QStackedWidget()
        self._leg_area, self._contacts_area = _scroll(words.say("trips.sheet.leg")), _scroll(words.say("trips.sheet.contacts"))
        self._below, self._outs = QVBoxLayout(), QVBoxLayout()
        self.leg_list.chosen.connect(self._show_chosen)
        self._plan: TripPlan | None = None
        self._clock: JourneyClock | None = None
        self._legs: Sequence[Leg] = ()
        self.setMinimumWidth(LEAST_WIDTH)
        self._lay_out()

    def show_trip(self, legs: Sequence[Leg], plan: TripPlan | None, clock: JourneyClock | None, headline: str) -> None:
        """Show a trip; without a plan its legs alone."""
        self._legs, self._plan = legs, plan
        self.answer.setText(headline)
        for name in (*(name for name, _, _ in PRINTED), "leave", "compare"):
            self.buttons[name].setEnabled(plan is not None)
        self._contacts_area.setWidget(
            contacts_sheet(plan, self._words, self.form.ticks) if plan else label(self._words.say("trips.plan_first"), "soft")
        )
        self.show_clock(legs, plan, clock)
        self._show_chosen(self.leg_list.current)

    def show_clock(self, legs: Sequence[Leg], plan: TripPlan | None, clock: JourneyClock | None) -> None:
        """Show the hours of a trip, and what they mean."""
        self._legs, self._plan, self._clock = legs, plan, clock
        self.leg_list.show_legs(legs, plan, clock)
        if clock is not None and self.leg_list.current >= 0:
            self.editor.show_leave(clock.hours[self.leg_list.current].leaves)
        self.why.setText("\n".join(trip_sheet(plan, self._words)) if plan else "")

    def show_sheet(self, name: str) -> None:
        """Show one of the three sheets."""
        self.buttons[f"sheet-{name}"].setChecked(True)
        self.sheets.setCurrentIndex(SHEETS.index(name))

    def say_problem(self, error: Exception | None) -> None:
        """Say what is wrong with the trip; what the text guard found stands beside its field, too. None for nothing."""
        if isinstance(error, PersonInTextError):
            self.form.notes.show(error)
        elif error is None:
            self.form.notes.clear()
        self.problem.setText("" if error is None else " ".join(sentence_for(error, self._words)).strip())
        self.problem.setVisible(error is not None)

    def _show_chosen(self, row: int) -> None:
        chosen = 0 <= row < len(self._legs)
        self.editor.setVisible(chosen)
        _empty(self._below)
        if not chosen:
            return
        self.editor.show_leg(self._legs[row])
        if self._clock is not None:
            self.editor.show_leave(self._clock.hours[row].leaves)
        if self._plan is not None:
            self._below.addWidget(leg_sheet(self._plan.legs[row], self._plan, self._words, self.answer_asked.emit))

    # ---- layout --------------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        bar, group, outs = FlowLayout(gap=0), QButtonGroup(self), FlowLayout(gap=8)
        for name in SHEETS:
            button = self._button(f"sheet-{name}", partial(self.show_sheet, name))
            button.setCheckable(True)
            button.setProperty("role", "subpage")
            group.addButton(button)
            bar.addWidget(button)
        self.buttons["sheet-leg"].setChecked(True)
        self._leg_area.setWidget(self._answer_sheet())
        for sheet in (self._leg_area, self.form, self._contacts_area):
            self.sheets.addWidget(sheet)
        outs.setContentsMargins(12, 8, 12, 8)
        for name, report, form in PRINTED:
            outs.addWidget(self._button(name, partial(self.print_asked.emit, report, form)))
        self.buttons["pack"].setProperty("role", "primary")
        self.problem.setContentsMargins(14, 6, 14, 6)
        self.problem.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self.problem)
        layout.addWidget(self.sheets, 1)
        # With large text what is printed stands below the answer, and leaves the sight to it.
        (self._outs if self.fontMetrics().lineSpacing() >= LARGE_LINE else layout).addLayout(outs)

    def _answer_sheet(self) -> QWidget:
        sheet = QWidget()
        layout = QVBoxLayout(sheet)
        layout.setContentsMargins(14, 10, 14, 14)
        for part in (self.answer, self.why, self.leg_list, self.editor):
            layout.addWidget(part)
        layout.addLayout(self._below)
        layout.addLayout(self._outs)
        layout.addStretch(1)
        return sheet

    def _button(self, name: str, does: Callable[[], object], said: str = "") -> QPushButton:
        button = QPushButton(self._words.say(said or f"trips.button.{name}"))
        button.setObjectName(f"trips-{name}")
        button.clicked.connect(lambda: does())
        self.buttons[name] = button
        return button


def _scroll(name: str) -> QScrollArea:
    area = QScrollArea()
    area.setObjectName("card")
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setAccessibleName(name)
    return area


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
