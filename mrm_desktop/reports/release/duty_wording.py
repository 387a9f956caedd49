"""Duty lines and protection tools in a reader's words: the same on the screen, the note, the card for the wallet and the command line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from mrm_desktop.domain.duty_lines import CheckedLine, DutyLine, LineState
from mrm_desktop.domain.missions import FocalPoint
from mrm_desktop.domain.protection_tools import Existence, ProtectionTool
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.release.wording import as_written, isolated

NO_BREAK = "\u00a0"
_BETWEEN_DIGITS = re.compile(r"(?<=[\d)]) (?=[\d(])")
FIRST_TO_CALL = 3
"""Focal points that a card or note names; the others are called by these."""


def without_line(points: Iterable[FocalPoint], lines: Sequence[CheckedLine]) -> list[FocalPoint]:
    """Return the focal points of which no duty line is on record."""
    return [point for point in points if not any(checked.line.is_of(point) for checked in lines)]


def number_of(line: DutyLine, words: Words) -> str:
    """Return the line itself, in the order in which it is dialled or said."""
    return isolated(line.line, words)


def unbroken(number: str) -> str:
    """Return a line whose groups of digits no end of a line parts: who dials half of a number reaches somebody else."""
    return _BETWEEN_DIGITS.sub(NO_BREAK, number)


def numbers_of(point: FocalPoint, lines: Iterable[DutyLine], words: Words) -> str:
    """Return the lines of a focal point, in the order in which they are tried, none broken in two; "" where none is on record."""
    return ", ".join(number_of(line, words).replace(" ", NO_BREAK) for line in lines if line.is_of(point))


def state_in_words(state: LineState, line: DutyLine, words: Words) -> str:
    """Say how far a line may be relied upon, with the day of its last test."""
    if state is LineState.LAPSED and line.tested_on is None:
        return words.say("duty.state.never")
    return words.say(f"duty.state.{state}", day=line.tested_on)


def short_state_in_words(checked: CheckedLine, words: Words) -> str:
    """Say in few letters when a line was last tested, or that it is not to be relied upon."""
    line = checked.line
    if line.tested_on is None:
        return words.say("note.never_tested")
    return words.say("duty.short.no_answer" if checked.state is LineState.NO_ANSWER else "duty.short.tested", day=line.tested_on)


def brief_line_in_words(checked: CheckedLine, words: Words) -> str:
    """Return a contact as short as it can be: role, number, day of the last test; more only where it is not to be relied upon."""
    line, tested_on = checked.line, checked.line.tested_on
    good = checked.state is LineState.TESTED and tested_on is not None
    state = words.day(tested_on) if good and tested_on is not None else state_in_words(checked.state, line, words)
    return f"{as_written(line.role, words)} · {number_of(line, words)} ({state})"


def line_in_words(checked: CheckedLine, words: Words) -> str:
    """Return a contact in one line: role, medium and number, hours, what the last test is worth."""
    line = checked.line
    said = [
        as_written(line.role, words),
        f"{words.term('medium', line.medium)} {number_of(line, words)}",
        isolated(line.hours, words),
        state_in_words(checked.state, line, words),
    ]
    return " · ".join(part for part in said if part)


def tool_in_words(tool: ProtectionTool, day: date, words: Words) -> str:
    """Return a protection tool in one line: what it is, whether it is there, what was observed of it, when it leaves."""
    name = words.term("tool", tool.kind)
    said = [f"{name} ({as_written(tool.name, words)})" if tool.name else name]
    gone = tool.exists is Existence.YES and not tool.is_there_on(day)
    said.append(words.say("tool.gone", day=tool.ends_on) if gone else words.term("existence", tool.exists))
    if tool.tested_on is not None:
        said.append(words.say("tool.tested", day=tool.tested_on))
    elif tool.exists is Existence.YES:
        said.append(words.say("note.never_tested"))
    if tool.response_hours is not None:
        said.append(words.say("tool.response", hours=tool.response_hours))
    if tool.ends_on is not None and not gone:
        said.append(words.say("tool.ends", day=tool.ends_on))
    return " · ".join(said)
