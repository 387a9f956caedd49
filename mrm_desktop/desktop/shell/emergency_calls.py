"""Whom to call in an emergency: all of them, in order, the civilian side first, each with its number where one is on record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.domain.duty_lines import CheckedLine
from mrm_desktop.domain.missions import FocalPoint
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.release.duty_wording import number_of, state_in_words, unbroken, without_line
from mrm_desktop.reports.release.wording import as_written, isolated

WITHOUT_A_PROJECT = ("civilian", "operations", "unicef", "ocha", "coordinator")
"""Whom to call where no project is open, or it is locked: roles without numbers."""
ROLE_LETTERS = 42
"""Letters that a role must have beside its number; with less room the number stands below it."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call to make.

    Attributes
    ----------
    who : str
        The role.
    number : str
        Its line; "" where none is on record.
    about : str
        Medium, hours, what the last test is worth; how it is reached where it has no line.
    """

    who: str
    number: str
    about: str


def calls_to_make(words: Words, focal_points: Sequence[FocalPoint], duty_lines: Sequence[CheckedLine]) -> list[Call]:
    """Return the calls in their order: the lines, civilians first; a first focal point without a line stands before all of them."""
    points = without_line(focal_points, duty_lines)
    first = [point for point in points if point is focal_points[0]] if points else []
    rest = [point for point in points if point not in first]
    made = [_to_point(words, point) for point in first]
    made += [_by_line(words, checked) for checked in duty_lines]
    made += [_to_point(words, point) for point in rest]
    return made or [Call(words.say(f"emergency.call.{role}"), "", "") for role in WITHOUT_A_PROJECT]


def in_one_line(call: Call) -> str:
    """Return a call as one line, for paper."""
    return " · ".join(part for part in (call.who, call.number, call.about) if part)


class CallSheet(QWidget):
    """The calls below each other, their numbers large enough to be dialled from across a table."""

    def __init__(self, words: Words, calls: Sequence[Call]) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(label(words.say("emergency.all_of_them"), "section"))
        for rank, call in enumerate(calls, start=1):
            layout.addWidget(CallRow(words, rank, call))
        layout.addWidget(label(words.say("emergency.nobody_answers"), ""))
        layout.addWidget(label(words.say("emergency.order"), ""))
        layout.addStretch(1)


class CallRow(QFrame):
    """One call: its rank, the role and what is known of the line, and the number - beside them where there is room, else below the role."""

    def __init__(self, words: Words, rank: int, call: Call) -> None:
        super().__init__()
        self.setProperty("role", "call")
        self._grid = QGridLayout(self)
        self._grid.setHorizontalSpacing(18)
        self._grid.setColumnStretch(1, 1)
        self._grid.addWidget(label(words.number(rank, 0), "callrank"), 0, 0, 3, 1)
        self._grid.addWidget(label(call.who, "callwho"), 0, 1)
        self.number = label(
            unbroken(call.number) or words.say("emergency.no_number"), "callnumber" if call.number else "callwithout"
        )
        self._about = label(call.about, "") if call.about else None
        self._is_beside: bool | None = None
        self._settle(is_beside=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle(self.width() >= self.number.sizeHint().width() + ROLE_LETTERS * self.fontMetrics().averageCharWidth())

    def _settle(self, is_beside: bool) -> None:
        if is_beside == self._is_beside:
            return
        self._is_beside = is_beside
        side = Qt.AlignmentFlag.AlignTrailing if is_beside else Qt.AlignmentFlag.AlignLeading
        self.number.setAlignment(Qt.AlignmentFlag.AlignVCenter | side)
        self.number.setWordWrap(not is_beside)  # beside the role it has all the width that it wants
        self._grid.addWidget(self.number, *((0, 2, 3, 1) if is_beside else (1, 1, 1, 1)))
        if self._about is not None:
            self._grid.addWidget(self._about, 1 if is_beside else 2, 1)


def _by_line(words: Words, checked: CheckedLine) -> Call:
    line = checked.line
    about = [words.term("medium", line.medium), isolated(line.hours, words), state_in_words(checked.state, line, words)]
    only_in = f" [{line.area_code}]" if line.area_code else ""
    return Call(f"{as_written(line.role, words)}{only_in}", number_of(line, words), " · ".join(part for part in about if part))


def _to_point(words: Words, point: FocalPoint) -> Call:
    return Call(as_written(point.role, words), "", words.term("reach", point.reach))
