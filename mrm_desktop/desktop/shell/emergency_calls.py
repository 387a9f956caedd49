"""Whom to call in an emergency: all of them, in order, the civilian side first, each with its number where one is on record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.domain.duty_lines import CheckedLine
from mrm_desktop.domain.missions import FocalPoint
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.release.duty_wording import number_of, state_in_words, without_line
from mrm_desktop.reports.release.wording import as_written, isolated

WITHOUT_A_PROJECT = ("civilian", "operations", "unicef", "ocha", "coordinator")
"""Whom to call where no project is open, or it is locked: roles without numbers."""


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
            layout.addWidget(_row(words, rank, call))
        layout.addWidget(label(words.say("emergency.nobody_answers"), ""))
        layout.addWidget(label(words.say("emergency.order"), ""))
        layout.addStretch(1)


def _row(words: Words, rank: int, call: Call) -> QFrame:
    row = QFrame()
    row.setProperty("role", "call")
    grid = QGridLayout(row)
    grid.setHorizontalSpacing(18)
    grid.setColumnStretch(1, 3)
    grid.setColumnStretch(2, 2)
    number = label(call.number or words.say("emergency.no_number"), "callnumber" if call.number else "callwithout")
    number.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignTrailing)
    parts: tuple[tuple[QLabel, int, int, int], ...] = (
        (label(words.number(rank, 0), "callrank"), 0, 0, 2),
        (label(call.who, "callwho"), 0, 1, 1 if call.about else 2),
        (number, 0, 2, 2),
    )
    for part, line, column, lines in parts:
        grid.addWidget(part, line, column, lines, 1)
    if call.about:
        grid.addWidget(label(call.about, ""), 1, 1)
    return row


def _by_line(words: Words, checked: CheckedLine) -> Call:
    line = checked.line
    about = [words.term("medium", line.medium), isolated(line.hours, words), state_in_words(checked.state, line, words)]
    only_in = f" [{line.area_code}]" if line.area_code else ""
    return Call(f"{as_written(line.role, words)}{only_in}", number_of(line, words), " · ".join(part for part in about if part))


def _to_point(words: Words, point: FocalPoint) -> Call:
    return Call(as_written(point.role, words), "", words.term("reach", point.reach))
