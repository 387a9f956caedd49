"""The form of a trip: everything that is not on the map. Roles and kinds of vehicle, never names or plates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QFormLayout, QPlainTextEdit, QScrollArea, QWidget

from mrm_desktop.desktop.parts.bidi import DecimalField, LineField, TextField
from mrm_desktop.desktop.parts.guard_notes import GuardNotes
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.desktop.trips.check_line import CheckLine
from mrm_desktop.desktop.trips.leg_sheet import Ticks
from mrm_desktop.desktop.trips.phrase_list import Blank, PhraseList
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.guard_passes import GuardPass
from mrm_desktop.domain.route_strips import minutes_of
from mrm_desktop.domain.trips import CheckIn, Criticality, Leg, OverdueStep, Trip
from mrm_desktop.domain.vocabulary import Mode, Purpose
from mrm_desktop.foundation.words import Words

LISTS = (
    *("team", "vehicles", "exposed", "approvers", "abort_triggers", "turn_back"),
    *("hibernation", "relocation", "medical", "no_signal"),
)
SINGLE = ("title", "mode", "purpose", "criticality", "why_now", "if_not", "corridor_km", "speed_kmh", "withdrawal_confirmed")
T = TypeVar("T", CheckIn, OverdueStep)
DEFAULT_GRACE = "30"  # minutes
ACTIONS = ("call", "ask_next_point", "tell", "crisis_team")
MEANS = ("hf", "vhf", "phone", "satellite", "partner")
_HAS_HOUR = re.compile(r"\d[:.hH]\d\d")  # such as "2 Mar 18:00": the day has a field of its own
_MEANT_AS_HOUR = re.compile(r"\s*\d[\d\s:.,hH-]*")


class TripForm(QScrollArea):
    """One line of a list on each line of a box; check-ins and overdue steps as sentences with blanks.

    ``changed`` tells that something was changed by hand.
    """

    changed = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.setObjectName("card")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        form = QFormLayout(inside)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self.title, self.why_now, self.if_not = LineField(), LineField(), LineField()
        self.mode = _choice([(m.value, words.term("mode", m)) for m in Mode], Mode.CIVILIAN_CHANNEL)
        purposes = [p for p in Purpose if not p.is_forbidden]
        self.purpose = _choice([(p.value, words.term("purpose", p)) for p in purposes], Purpose.CHILD_PROTECTION)
        self.criticality = _choice([(c.value, words.say(f"trip.criticality.{c}")) for c in Criticality], Criticality.PC2)
        self.corridor_km, self.speed_kmh = _number(0.5, 50.0, 5.0, " km"), _number(1.0, 130.0, 25.0, " km/h")
        withdrawal = CheckLine(words.say("trips.form.withdrawal"))
        self.withdrawal_confirmed = withdrawal.box
        self.boxes = {name: _lines() for name in LISTS}
        means = tuple(words.say(f"trips.means.{one}") for one in MEANS)
        roles = tuple(words.term("approval", role) for role in ("security_focal_point", "field_manager", "country_director"))
        self.check_ins = PhraseList(
            words,
            "check_in",
            {
                "on": self._days(()),
                "at": Blank("hour"),
                "place": Blank("choice"),
                "means": Blank("choice", means),
                "backup": Blank("choice", means),
                "grace": Blank("minutes", usual=DEFAULT_GRACE),
            },
        )
        self.overdue = PhraseList(
            words,
            "overdue",
            {
                "after": Blank("minutes", usual=DEFAULT_GRACE),
                "role": Blank("choice", roles),
                "action": Blank("choice", tuple(words.say(f"trips.action.{one}") for one in ACTIONS)),
            },
        )
        named: list[tuple[str, QWidget]] = [
            (n, getattr(self, n)) for n in ("title", "mode", "purpose", "criticality", "why_now", "if_not")
        ]
        named += [(n, self.boxes[n]) for n in ("team", "vehicles", "exposed")]
        named += [
            ("withdrawal_confirmed", withdrawal),
            ("corridor_km", self.corridor_km),
            ("speed_kmh", self.speed_kmh),
        ]
        named += [("check_ins", self.check_ins), ("overdue", self.overdue)]
        rest = ("abort_triggers", "turn_back", "hibernation", "relocation", "medical", "no_signal", "approvers")
        named += [(n, self.boxes[n]) for n in rest]
        form.addRow(label(words.say("trips.form.what"), "soft"))
        for name, widget in named:
            caption = words.say(f"trips.form.{name}")
            widget.setObjectName(f"trip-{name}")
            widget.setAccessibleName(caption)
            form.addRow("" if name == "withdrawal_confirmed" else caption, widget)
        self.setWidget(inside)
        self.ticks = Ticks()
        self._is_filling = False
        self._watch()
        fields: dict[str, QWidget] = {
            "title": self.title,
            "why_now": self.why_now,
            "if_not": self.if_not,
            "check_in": self.check_ins,
        }
        fields |= {name: self.boxes[name] for name in LISTS} | {"overdue": self.overdue}
        self.notes = GuardNotes(form, fields, words)

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
        was_filling, self._is_filling = self._is_filling, True
        self.check_ins.show_rows(
            [
                {
                    "on": c.on.isoformat() if c.on else "",
                    "at": c.at,
                    "place": c.place,
                    "means": c.means,
                    "backup": c.backup,
                    "grace": str(c.grace_minutes),
                }
                for c in check_ins
            ]
        )
        self._is_filling = was_filling

    def show_overdue(self, steps: Sequence[OverdueStep]) -> None:
        """Fill in alone what happens after a missed check-in."""
        was_filling, self._is_filling = self._is_filling, True
        self.overdue.show_rows([{"after": str(o.after_minutes), "role": o.role, "action": o.action} for o in steps])
        self._is_filling = was_filling

    def offer_places(self, names: Sequence[str]) -> None:
        """Offer the places of the way where a check-in asks for one."""
        self.check_ins.offer("place", names)

    def offer_days(self, travelled: Sequence[date]) -> None:
        """Offer the days of the way, those of rest between them too, where a check-in may have one."""
        first, last = (min(travelled), max(travelled)) if travelled else (date.max, date.max)
        self.check_ins.offer_entries("on", self._days([first + timedelta(days=n) for n in range((last - first).days + 1)]))

    def _days(self, days: Sequence[date]) -> Blank:
        """Return the blank for the day of a check-in; where there is one day it need not be asked."""
        each = ("", self._words.say("trips.phrase.each_day"))
        found = [(day.isoformat(), self._words.say("trips.phrase.on_day", day=self._words.day_of_year(day))) for day in days]
        return Blank("entry", entries=(each, *found) if len(found) > 1 else (each,))

    def typed_check_ins(self) -> list[CheckIn]:
        """Return the check-ins as far as they are written."""
        return [
            CheckIn(r["at"], r["place"], r["means"], r["backup"], int(r["grace"]), date.fromisoformat(r["on"]) if r["on"] else None)
            for r in self.check_ins.rows()
        ]

    def typed_overdue(self) -> list[OverdueStep]:
        """Return what happens after a missed check-in as far as it is written."""
        return [OverdueStep(int(r["after"]), r["role"], r["action"]) for r in self.overdue.rows()]

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
        self.ticks.changed.connect(self._tell)
        self.check_ins.changed.connect(self._tell)
        self.overdue.changed.connect(self._tell)

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
        self.show_overdue(trip.overdue)
        self.ticks.ticked = set(trip.checked)

    def trip(self, legs: tuple[Leg, ...], others: Trip | None) -> Trip:
        """Return the trip as it stands in the form.

        Parameters
        ----------
        others : Trip | None
            The trip that was opened: what the form does not show stays as it was.

        Raises
        ------
        KnownError
            ``trip.missing_key``; ``trips.bad_line`` and ``trips.bad_hour`` with the box and the line.
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
            check_ins=self._whole("check_ins", self.typed_check_ins(), ("at", "place", "means")),
            overdue=self._whole("overdue", self.typed_overdue(), ("role", "action")),
            why_now=self.why_now.text().strip(),
            if_not=self.if_not.text().strip(),
            corridor_km=self.corridor_km.value(),
            speed_kmh=self.speed_kmh.value(),
            withdrawal_confirmed=self.withdrawal_confirmed.isChecked(),
            risks=others.risks if others else (),
            destroy_by=others.destroy_by if others else None,
            checked=tuple(sorted(self.ticks.ticked)),
            utc_offset_minutes=others.utc_offset_minutes if others else None,
            guard_passes=self._passes(others),
            **lists,
        )

    def _passes(self, others: Trip | None) -> tuple[GuardPass, ...]:
        """Return what two people let pass: here, and in the file that was opened."""
        here = self.notes.passes()
        named = {one.field for one in here}
        return (*here, *(one for one in (others.guard_passes if others else ()) if one.field not in named))

    def _whole(self, name: str, entries: Sequence[T], needed: Sequence[str]) -> tuple[T, ...]:
        """Return sentences none of whose needed blanks is empty, and whose hours are hours; "at dusk" is none, and may be said."""
        for number, entry in enumerate(entries, start=1):
            hour = getattr(entry, "at", "")
            if (_MEANT_AS_HOUR.fullmatch(hour) or _HAS_HOUR.search(hour)) and minutes_of(hour) is None:
                raise KnownError("trips.bad_hour", box=self._words.say(f"trips.form.{name}"), number=number)
            if not all(getattr(entry, blank) for blank in needed):
                raise KnownError("trips.bad_line", box=self._words.say(f"trips.form.{name}"), number=number)
        return tuple(entries)


def _filled(box: QPlainTextEdit) -> list[str]:
    return [line.strip() for line in box.toPlainText().splitlines() if line.strip()]


def _choice(entries: list[tuple[str, str]], chosen: str) -> QComboBox:
    box = QComboBox()
    for value, text in entries:
        box.addItem(text, value)
    box.setCurrentIndex(box.findData(str(chosen)))
    return box


def _number(least: float, most: float, value: float, unit: str) -> QDoubleSpinBox:
    box = DecimalField()
    box.setRange(least, most)
    box.setDecimals(1)
    box.setValue(value)
    box.setSuffix(unit)
    return box


def _lines() -> QPlainTextEdit:
    box = TextField()
    box.setFixedHeight(76)
    return box
