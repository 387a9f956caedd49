"""The fields of a short form as widgets: nothing is chosen before somebody chooses it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QHBoxLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from mrm_desktop.desktop.parts.bidi import LineField, NumberField, beginning, day_field, reading
from mrm_desktop.domain.source_codes import LONGEST_CODE
from mrm_desktop.foundation.words import Words
from mrm_desktop.services.evidence.gap_forms import Field, FieldKind, Value

Option = tuple[str, str]
"""A code and its words."""
MOST_SIDE_BY_SIDE = 3
"""Answers that stand beside each other to be clicked; more of them open as a list."""


class AskedField(QWidget):
    """One thing that is asked; ``changed`` tells that the answer is another."""

    changed = Signal()

    def value(self) -> Value | None:
        """Return what was answered; None where nothing was."""
        raise NotImplementedError

    def put(self, value: Any) -> None:
        """Put an answer back, as :meth:`value` gave it or as a draft kept it; one that is no longer possible is left out."""
        raise NotImplementedError

    def _fill(self, *widgets: QWidget) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in widgets:
            layout.addWidget(widget)
        self.setFocusProxy(widgets[0])


class FewChoices(AskedField):
    """A few answers beside each other, below each other where they are long; none is chosen at first."""

    def __init__(self, options: Sequence[Option], name: str, longest_line: int) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QRadioButton] = {}
        long = sum(len(text) for _, text in options) > longest_line
        layout = QVBoxLayout(self) if long else QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for code, text in options:
            button = QRadioButton(reading(text))
            button.setObjectName(f"answer-{name}-{code}")
            button.setMinimumHeight(24)
            button.toggled.connect(lambda _: self.changed.emit())
            self._group.addButton(button)
            self.buttons[code] = button
            layout.addWidget(button)
        if not long:
            layout.addStretch(1)
        self.setFocusProxy(next(iter(self.buttons.values())))

    def value(self) -> str | None:
        return next((code for code, button in self.buttons.items() if button.isChecked()), None)

    def put(self, value: Any) -> None:
        if value in self.buttons:
            self.buttons[value].setChecked(True)


class ManyChoices(AskedField):
    """A list that says "choose" until somebody does; with nothing to say it stands on its first line, which is the question's own."""

    def __init__(self, options: Sequence[Option], choose: str = "") -> None:
        super().__init__()
        self.box = QComboBox()
        if choose:
            self.box.addItem(choose)
        for code, text in options:
            self.box.addItem(reading(text), (code,))
        self.box.currentIndexChanged.connect(lambda _: self.changed.emit())
        self._fill(self.box)

    def value(self) -> str | None:
        chosen = self.box.currentData()
        return chosen[0] if chosen else None  # the whole country has an empty code

    def put(self, value: Any) -> None:
        rows = (row for row in range(self.box.count()) if tuple(self.box.itemData(row) or ()) == (value,))
        self.box.setCurrentIndex(next(rows, self.box.currentIndex()))


class Ticks(AskedField):
    """Any number of things, one below the other."""

    def __init__(self, options: Sequence[Option], name: str) -> None:
        super().__init__()
        self.boxes = {code: QCheckBox(reading(text)) for code, text in options}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for code, box in self.boxes.items():
            box.setObjectName(f"answer-{name}-{code}")
            box.setMinimumHeight(24)
            box.toggled.connect(lambda _: self.changed.emit())
            layout.addWidget(box)

    def value(self) -> tuple[str, ...]:
        return tuple(code for code, box in self.boxes.items() if box.isChecked())

    def put(self, value: Any) -> None:
        for code, box in self.boxes.items():
            box.setChecked(code in value)


class ShortText(AskedField):
    """A line of text."""

    def __init__(self, longest: int, hint: str) -> None:
        super().__init__()
        self.line = LineField()
        self.line.setMaxLength(longest)
        self.line.setPlaceholderText(reading(hint))
        self.line.setAlignment(beginning())
        self.line.textChanged.connect(lambda _: self.changed.emit())
        self._fill(self.line)

    def value(self) -> str | None:
        return self.line.text().strip() or None

    def put(self, value: Any) -> None:
        self.line.setText(str(value))


class Number(AskedField):
    """A whole number, unknown until it is set."""

    def __init__(self, most: int, unknown: str) -> None:
        super().__init__()
        self.box = NumberField()
        self.box.setRange(-1, most)
        self.box.setSpecialValueText(unknown)
        self.box.setValue(-1)
        self.box.valueChanged.connect(lambda _: self.changed.emit())
        self._fill(self.box)

    def value(self) -> int | None:
        return None if self.box.value() < 0 else self.box.value()

    def put(self, value: Any) -> None:
        self.box.setValue(int(value))


class Day(AskedField):
    """A day; one that need not be there is asked for with a box to tick."""

    def __init__(self, first: date, latest: date | None, there: str = "") -> None:
        super().__init__()
        self.day: QDateEdit = day_field(QDate(first.year, first.month, first.day))
        if latest is not None:
            self.day.setMaximumDate(QDate(latest.year, latest.month, latest.day))
        self.is_there = QCheckBox(there)
        self.is_there.setVisible(bool(there))
        self.day.setEnabled(not there)
        self.is_there.toggled.connect(self._toggle)
        self.day.dateChanged.connect(lambda _: self.changed.emit())
        self._fill(*([self.is_there] if there else []), self.day)

    def value(self) -> date | None:
        if not self.day.isEnabled():
            return None
        chosen = self.day.date()
        return date(chosen.year(), chosen.month(), chosen.day())

    def put(self, value: Any) -> None:
        self.is_there.setChecked(True)
        self.day.setDate(QDate.fromString(str(value), Qt.DateFormat.ISODate))

    def _toggle(self, there: bool) -> None:
        self.day.setEnabled(there)
        self.changed.emit()


def make_field(field: Field, words: Words, today: date, options: Sequence[Option]) -> AskedField:
    """Make the widget of a field.

    Parameters
    ----------
    options : Sequence[Option]
        Of a choice the answers there are.
    """
    return _MAKERS[field.kind](field, words, today, options)


def _choice(field: Field, words: Words, today: date, options: Sequence[Option]) -> AskedField:
    if len(options) <= MOST_SIDE_BY_SIDE:
        return FewChoices(options, field.name, longest_line=44)
    return ManyChoices(options, words.say("answer.choose"))


def _where(field: Field, words: Words, today: date, options: Sequence[Option]) -> AskedField:
    """Stand on the area of the question itself: another one is chosen where the answer reaches further."""
    return ManyChoices(options)


def _ticks(field: Field, words: Words, today: date, options: Sequence[Option]) -> AskedField:
    return Ticks(options, field.name)


def _text(field: Field, words: Words, today: date, options: Sequence[Option]) -> AskedField:
    return ShortText(field.most, "")


def _source(field: Field, words: Words, today: date, options: Sequence[Option]) -> AskedField:
    return ShortText(LONGEST_CODE, words.say("answer.source.hint"))


def _number(field: Field, words: Words, today: date, options: Sequence[Option]) -> AskedField:
    return Number(field.most, words.say("answer.number.unknown"))


def _day(field: Field, words: Words, today: date, options: Sequence[Option]) -> AskedField:
    return Day(today, None if field.is_ahead else today, "" if field.is_needed else words.say("answer.day.there"))


_MAKERS: dict[FieldKind, Callable[[Field, Words, date, Sequence[Option]], AskedField]] = {
    FieldKind.CHOICE: _choice,
    FieldKind.WHERE: _where,
    FieldKind.LINE: _choice,
    FieldKind.TICKS: _ticks,
    FieldKind.TEXT: _text,
    FieldKind.SOURCE: _source,
    FieldKind.NUMBER: _number,
    FieldKind.DAY: _day,
}
