"""The card for the wallet: whom to call by which line, on one A4 sheet to cut and fold. It names no mission and bears no sign of one.

A finder learns telephone numbers from it and nothing else: no area, no answer of the method, nobody who was asked anything.
"""

from __future__ import annotations

from typing import Any

from mrm_desktop.domain.duty_lines import CheckedLine, LineState
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.views import AreaCard
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.order import Order
from mrm_desktop.reports.papers.typesetting import typeset
from mrm_desktop.reports.release.duty_wording import number_of, short_state_in_words
from mrm_desktop.reports.release.ladder import Reader, lowest_reader_of
from mrm_desktop.reports.release.verification import code_of_data
from mrm_desktop.reports.release.wording import as_written, isolated
from mrm_desktop.reports.report import PDF, Audience, Content, Needs, Report, Source

LAYOUT = "wallet_card"
COPIES = 4
ON_A_SIDE, LONG_ON_A_SIDE = 5, 4
"""Entries on each of the two sides of a folded card; fewer where one of them takes three rows."""
WIDEST, WIDTH_OF_LINE = 69.0, 1.6
"""Letters that fit in one row, in the size of a role, and how many of them a letter of a line takes."""


def wallet_card(card: AreaCard, reader: Reader, words: Words, military_lines: bool = False) -> dict[str, Any]:
    """Return what the sheet says; the lines stand in the order in which they are called.

    Parameters
    ----------
    military_lines : bool
        Whether lines of the military stand on it as well: whoever finds it learns from them with whom its bearer talks.

    Raises
    ------
    KnownError
        ``duty.no_lines`` where no line answers for the area, ``duty.only_military_lines`` where only those do that were not asked for.
    """
    lines, day = card.duty_lines, card.assessment.assessed_on
    if not lines:
        raise KnownError("duty.no_lines", area=card.area.code)
    if not military_lines:
        lines = tuple(checked for checked in lines if not checked.line.is_military)
    if not lines:
        raise KnownError("duty.only_military_lines", area=card.area.code)
    on_a_side = LONG_ON_A_SIDE if any(map(_is_long, lines)) else ON_A_SIDE
    shown = [_entry(number, checked, words) for number, checked in enumerate(lines[: 2 * on_a_side], start=1)]
    missing = len(lines) - len(shown)
    return {
        "language": words.language,
        "direction": "rtl" if words.is_right_to_left else "ltr",
        "title": words.say("wallet.title"),
        "how": words.say("wallet.how"),
        "sensitivity": words.say(f"sensitivity.{reader}"),
        "fictional": words.say("note.fictional") if card.info.fictional else "",
        "sides": [shown[:on_a_side], shown[on_a_side:]],
        "more": words.say("wallet.more", count=missing) if missing > 0 else "",
        "made": words.say("wallet.made", day=day),
        "copies": COPIES,
    }


def _entry(number: int, checked: CheckedLine, words: Words) -> dict[str, Any]:
    line = checked.line
    about = [words.term("medium", line.medium), isolated(line.hours, words), *(as_written(name, words) for name in line.languages)]
    return {
        "rank": str(number),
        "role": as_written(line.role, words),
        "line": number_of(line, words),
        "is_long": _is_long(checked),
        "about": " · ".join(part for part in about if part),
        "tested": short_state_in_words(checked, words),
        "doubtful": checked.state in (LineState.LAPSED, LineState.NO_ANSWER),
    }


def _is_long(checked: CheckedLine) -> bool:
    """Tell whether role and line are too long for one row."""
    return len(checked.line.role) + WIDTH_OF_LINE * len(checked.line.line) > WIDEST


def _make(source: Source, order: Order, words: Words) -> Content:
    data = wallet_card(source.required_card, order.reader, words, order.military_lines)
    code = code_of_data(data, order.seal(source.on))
    return Content(typeset(LAYOUT, data | {"code": code}, {}), code)


REPORT = Report(
    "wallet_card",
    (PDF,),
    _make,
    needs=Needs.AREA,
    audience=Audience(lowest_reader_of("duty_lines"), "duty.not_for_reader"),
    takes_military_lines=True,
)
