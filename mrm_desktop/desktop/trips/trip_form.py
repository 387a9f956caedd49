"""The form of a trip: everything that is not on the map. Roles and kinds of vehicle, never names or plates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QFormLayout, QLineEdit, QPlainTextEdit, QScrollArea, QWidget

from mrm_desktop.desktop.parts.guard_notes import GuardNotes
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.guard_passes import GuardPass
from mrm_desktop.domain.trips import CheckIn, Criticality, Leg, OverdueStep, Trip
from mrm_desktop.domain.vocabulary import Mode, Purpose
from mrm_desktop.foundation.words import Words

LISTS = ("team", "vehicles", "exposed", "approvers", "abort_triggers", "turn_back", "medical", "no_signal")
SINGLE = ("title", "mode", "purpose", "criticality", "why_now", "if_not", "corridor_km", "speed_kmh", "withdrawal_confirmed")
SEPARATOR = ";"
DEFAULT_GRACE = 30  # minutes


class TripForm(QScrollArea):
    """One line of a list on each line of a box; check-ins and overdue steps with their parts between semicolons.

    ``changed`` tells that something was changed by hand.
    """

    changed = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.setObjectName("card")
        self.setWidgetResizable(True)
        inside = QWidget()
        form = QFormLayout(inside)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self.title, self.why_now, self.if_not = QLineEdit(), QLineEdit(), QLineEdit()
        self.mode = _choice([(m.value, words.term("mode", m)) for m in Mode], Mode.CIVILIAN_CHANNEL)
        purposes = [p for p in Purpose if not p.is_forbidden]
        self.purpose = _choice([(p.value, words.term("purpose", p)) for p in purposes], Purpose.CHILD_PROTECTION)
        self.criticality = _choice([(c.value, words.say(f"trip.criticality.{c}")) for c in Criticality], Criticality.PC2)
        self.corridor_km, self.speed_kmh = _number(0.5, 50.0, 5.0, " km"), _number(1.0, 130.0, 25.0, " km/h")
        self.withdrawal_confirmed = QCheckBox(words.say("trips.form.withdrawal"))
        self.boxes = {name: _lines() for name in (*LISTS, "check_ins", "overdue")}
        named: list[tuple[str, QWidget]] = [
            (n, getattr(self, n)) for n in ("title", "mode", "purpose", "criticality", "why_now", "if_not")
        ]
        named += [(n, self.boxes[n]) for n in ("team", "vehicles", "exposed")]
        named += [
            ("withdrawal_confirmed", self.withdrawal_confirmed),
            ("corridor_km", self.corridor_km),
            ("speed_kmh", self.speed_kmh),
        ]
        named += [
            (n, self.boxes[n]) for n in ("check_ins", "overdue", "abort_triggers", "turn_back", "medical", "no_signal", "approvers")
        ]
        form.addRow(label(words.say("trips.form.what"), "soft"))
        for name, widget in named:
            caption = words.say(f"trips.form.{name}")
            widget.setObjectName(f"trip-{name}")
            widget.setAccessibleName(caption)
            form.addRow("" if name == "withdrawal_confirmed" else caption, widget)
        self.setWidget(inside)
        self._is_filling = False
        self._watch()
        fields = {"title": self.title, "why_now": self.why_now, "if_not": self.if_not, "check_in": self.boxes["check_ins"]}
        self.notes = GuardNotes(form, fields | {name: self.boxes[name] for name in (*LISTS, "overdue")}, words)

    def fields(self) -> dict[str, QWidget]:
        """Return everything that can be filled in, by its name."""
        return {name: getattr(self, name) for name in SINGLE} | self.boxes

    def asked(self) -> tuple[Mode, Purpose]:
        """Return the mode and the purpose of the contact that the trip supposes."""
        return Mode.parse(self.mode.currentData()), Purpose.parse(self.purpose.currentData())

    def show_trip(self, trip: Trip) -> None:
        """Fill the form from a trip."""
        self._is_filling = True
        self._fill(trip)
        self._is_filling = False

    def show_check_ins(self, check_ins: Sequence[CheckIn]) -> None:
        """Fill in the check-ins alone."""
        rows = [(c.at, c.place, c.means, c.backup, str(c.grace_minutes)) for c in check_ins]
        self._is_filling = True
        self.boxes["check_ins"].setPlainText("\n".join(f"{SEPARATOR} ".join(row) for row in rows))
        self._is_filling = False

    def _watch(self) -> None:
        for line in (self.title, self.why_now, self.if_not):
            line.textChanged.connect(self._tell)
        for choice in (self.mode, self.purpose, self.criticality):
            choice.currentIndexChanged.connect(self._tell)
        for number in (self.corridor_km, self.speed_kmh):
            number.valueChanged.connect(self._tell)
        self.withdrawal_confirmed.toggled.connect(self._tell)
        for box in self.boxes.values():
            box.textChanged.connect(self._tell)

    def _tell(self, *_: object) -> None:
        if not self._is_filling:
            self.changed.emit()

    def _fill(self, trip: Trip) -> None:
        self.notes.clear()
        for name in ("title", "why_now", "if_not"):
            getattr(self, name).setText(getattr(trip, name))
            getattr(self, name).setCursorPosition(0)
        for name in ("mode", "purpose", "criticality"):
            box: QComboBox = getattr(self, name)
            box.setCurrentIndex(box.findData(getattr(trip, name).value))
        self.corridor_km.setValue(trip.corridor_km)
        self.speed_kmh.setValue(trip.speed_kmh)
        self.withdrawal_confirmed.setChecked(trip.withdrawal_confirmed)
        for name in LISTS:
            self.boxes[name].setPlainText("\n".join(getattr(trip, name)))
        self.show_check_ins(trip.check_ins)
        steps = [(str(o.after_minutes), o.role, o.action) for o in trip.overdue]
        self.boxes["overdue"].setPlainText("\n".join(f"{SEPARATOR} ".join(step) for step in steps))

    def trip(self, legs: tuple[Leg, ...], others: Trip | None) -> Trip:
        """Return the trip as it stands in the form.

        Parameters
        ----------
        others : Trip | None
            The trip that was opened: what the form does not show stays as it was.

        Raises
        ------
        KnownError
            ``trip.missing_key``, ``trips.bad_line`` with the box and the line.
        """
        if not legs:
            raise KnownError("trip.missing_key", where="trip", key="leg")
        lists: dict[str, Any] = {name: tuple(_filled(self.boxes[name])) for name in LISTS}
        return Trip(
            title=self.title.text().strip() or self._words.say("trips.untitled"),
            purpose=Purpose.parse(self.purpose.currentData()),
            criticality=Criticality.parse(self.criticality.currentData()),
            mode=Mode.parse(self.mode.currentData()),
            legs=legs,
            check_ins=tuple(self._rows("check_ins", _check_in)),
            overdue=tuple(self._rows("overdue", _overdue)),
            why_now=self.why_now.text().strip(),
            if_not=self.if_not.text().strip(),
            corridor_km=self.corridor_km.value(),
            speed_kmh=self.speed_kmh.value(),
            withdrawal_confirmed=self.withdrawal_confirmed.isChecked(),
            risks=others.risks if others else (),
            destroy_by=others.destroy_by if others else None,
            guard_passes=self._passes(others),
            **lists,
        )

    def _passes(self, others: Trip | None) -> tuple[GuardPass, ...]:
        """Return what two people let pass: here, and in the file that was opened."""
        here = self.notes.passes()
        named = {one.field for one in here}
        return (*here, *(one for one in (others.guard_passes if others else ()) if one.field not in named))

    def _rows(self, name: str, read: Callable[[list[str]], Any]) -> list[Any]:
        entries = []
        for number, line in enumerate(_filled(self.boxes[name]), start=1):
            try:
                entries.append(read([part.strip() for part in line.split(SEPARATOR)]))
            except (ValueError, IndexError) as error:
                raise KnownError("trips.bad_line", box=self._words.say(f"trips.form.{name}"), number=number) from error
        return entries


def _check_in(parts: list[str]) -> CheckIn:
    at, place, means = parts[:3]
    grace = int(parts[4]) if len(parts) > 4 and parts[4] else DEFAULT_GRACE
    return CheckIn(at, place, means, parts[3] if len(parts) > 3 else "", grace)


def _overdue(parts: list[str]) -> OverdueStep:
    return OverdueStep(int(parts[0]), parts[1], f"{SEPARATOR} ".join(parts[2:]))


def _filled(box: QPlainTextEdit) -> list[str]:
    return [line.strip() for line in box.toPlainText().splitlines() if line.strip()]


def _choice(entries: list[tuple[str, str]], chosen: str) -> QComboBox:
    box = QComboBox()
    for value, text in entries:
        box.addItem(text, value)
    box.setCurrentIndex(box.findData(str(chosen)))
    return box


def _number(least: float, most: float, value: float, unit: str) -> QDoubleSpinBox:
    box = QDoubleSpinBox()
    box.setRange(least, most)
    box.setDecimals(1)
    box.setValue(value)
    box.setSuffix(unit)
    return box


def _lines() -> QPlainTextEdit:
    box = QPlainTextEdit()
    box.setTabChangesFocus(True)
    box.setFixedHeight(76)
    return box
