"""The area card: verdict, ladder, civilian side; what decides, what is not known; groups and actors apart; the rest folded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from mrm_desktop.desktop.answers.gap_rows import GapRows
from mrm_desktop.desktop.map.card_bars import HIGH, SmallBar
from mrm_desktop.desktop.map.card_rows import BarRow, actor_rows, deciding_lines, group_rows
from mrm_desktop.desktop.map.card_texts import (
    ahead_lines,
    condition_lines,
    contact_lines,
    decision_lines,
    ended_lines,
    evidence_lines,
    gate_lines,
    heard_lines,
    incident_lines,
    presence_lines,
    report_lines,
    said,
    standing_line,
    told_lines,
    tool_lines,
    why_lines,
)
from mrm_desktop.desktop.parts.cards import which_mission
from mrm_desktop.desktop.parts.dialogs import LARGE_LINE
from mrm_desktop.desktop.parts.flow_layout import FlowLayout
from mrm_desktop.desktop.parts.fold import Fold
from mrm_desktop.desktop.parts.labels import breakable, label
from mrm_desktop.desktop.parts.ladder import Ladder
from mrm_desktop.domain.gaps import Gap
from mrm_desktop.domain.incidents import Incident
from mrm_desktop.domain.views import AreaCard
from mrm_desktop.foundation.words import Words
from mrm_desktop.services.evidence.gaps import gaps_of_card, tellable

NARROWEST = 340  # pixels
FIRST_GAPS = 5  # questions that are asked at once; the rest is folded


class AreaCardPanel(QWidget):
    """Shows an :class:`AreaCard`; every fact of the map stands here in words. What can be done stands at its foot."""

    decide_asked = Signal(object)
    note_asked = Signal(object)
    what_if_asked = Signal(object)
    answer_asked = Signal(object, str)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(words.say("window.card"))
        self._words = words
        self.card: AreaCard | None = None
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setAccessibleName(words.say("window.card"))
        self._foot = self._buttons()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(self._foot)
        self.show_nothing()

    @property
    def sheet(self) -> QWidget | None:
        """What is shown at the moment, without what stands at the foot."""
        return self._scroll.widget()

    def show_nothing(self) -> None:
        """Invite to pick an area."""
        self.card = None
        page = _Sheet()
        page.soft(self._words.say("window.card.pick"))
        self._scroll.setWidget(page.finish())
        self._foot.hide()

    def show_card(self, card: AreaCard, incidents: Sequence[Incident] | None = None, begun_on: date | None = None) -> None:
        """Show everything about one area.

        Parameters
        ----------
        incidents : Sequence[Incident] | None
            Those of the last days in it; None where nobody looked.
        begun_on : date | None
            When a decision was begun on it that is not recorded yet.
        """
        self.card = card
        page = _Sheet()
        self._answer(page, card, begun_on)
        self._not_known(page, card)
        page.section(self._words.say("answer.word.heard"), heard_lines(card, self._words))
        self._heard(page, card)
        self._around(page, card, incidents)
        self._folded(page, card)
        sheet = page.finish()
        self._scroll.setWidget(sheet)
        self._foot.show()
        # Never narrower than its longest word: what lies beyond the edge of a sheet that scrolls down only can never be seen.
        self.setMinimumWidth(max(NARROWEST, sheet.minimumSizeHint().width() + 14))

    def _answer(self, page: _Sheet, card: AreaCard, begun_on: date | None) -> None:
        """Show the verdict, how far contact may go, whom to call in any case, and what decides."""
        words, assessment = self._words, card.assessment
        page.title(card.area.name_in(words.language))
        page.soft(" › ".join([*(a.name_in(words.language) for a in card.lineage), card.area.code]))
        page.text(words.pair(words.term("mode", assessment.requested_mode), words.term("verdict", assessment.verdict)), "verdict")
        is_large = self.fontMetrics().lineSpacing() >= LARGE_LINE
        if is_large:  # between large words the rest would push whom to call out of sight
            page.widget(_contact(card, words))
        page.text(said(assessment.reasons[0], words), "")
        if mission := which_mission(card, words):
            page.text(mission, "")
        for flag in assessment.flags:
            page.text(words.say(f"flag.{flag}"), "error")
        page.soft(standing_line(card, words))
        page.widget(Ladder(assessment.ceiling, words))
        if not is_large:
            page.widget(_contact(card, words))
        if begun_on is not None:
            page.widget(self._begun(begun_on))
        page.section(words.say("window.card.decides"), deciding_lines(card, words))

    def _begun(self, on: date) -> QFrame:
        """Say that a decision was begun and waits, with the button that goes on with it."""
        box = QFrame()
        box.setProperty("role", "offer")
        row = FlowLayout(box)
        row.addWidget(label(self._words.say("window.card.begun", on=on), ""))
        button = QPushButton(self._words.say("draft.go_on"))
        button.setObjectName("card-go-on")
        button.clicked.connect(lambda _=False: self.decide_asked.emit(self.card))
        row.addWidget(button)
        return box

    def _not_known(self, page: _Sheet, card: AreaCard) -> None:
        """Show what nobody knows, each with the button that answers it."""
        gaps, words = gaps_of_card(card), self._words
        page.section(words.say("window.card.not_known"), [] if gaps else [words.say("note.no_gaps")])
        for shown, fold in ((gaps[:FIRST_GAPS], False), (gaps[FIRST_GAPS:], True)):
            if not shown:
                continue
            if not fold:
                page.text(words.say("window.card.not_known"), "section")
            rows = self._rows(card, shown, "answer.now")
            page.widget(Fold(words.say("window.card.more", count=len(shown)), rows, "gaps") if fold else rows())

    def _rows(self, card: AreaCard, gaps: Sequence[Gap], verb: str) -> Callable[[], QWidget]:
        """Return what makes the rows of some questions about the area of a card."""

        def make() -> QWidget:
            rows = GapRows(gaps, self._words, verb)
            rows.asked.connect(lambda gap: self.answer_asked.emit(gap, card.area.code))
            return rows

        return make

    def _heard(self, page: _Sheet, card: AreaCard) -> None:
        """Show communities and armed actors, apart from each other and never averaged."""
        words = self._words
        for heading, rows, empty in (
            ("window.card.communities", group_rows(card, words), "note.no_communities"),
            ("window.card.actors", actor_rows(card, words), "note.no_actors"),
        ):
            page.text(words.say(heading), "section")
            page.widget(_bars(rows, words) if rows else label(words.say(empty), ""))

    def _around(self, page: _Sheet, card: AreaCard, incidents: Sequence[Incident] | None) -> None:
        words = self._words
        if incidents is not None:
            page.section(words.say("map.overlay.incidents"), incident_lines(incidents, words))
        page.section(words.say("map.presence"), presence_lines(card.presence, words) or [words.say("window.card.no_presence")])
        if card.rests_on_tools:
            page.section(words.say("note.tools"), tool_lines(card, words) or [words.say("note.no_tools")])
        page.section(words.say("window.card.decisions"), decision_lines(card, words) or [words.say("window.card.no_decisions")])

    def _folded(self, page: _Sheet, card: AreaCard) -> None:
        words, assessment = self._words, card.assessment
        for name, heading, lines in (
            ("conditions", "note.conditions", condition_lines(assessment, words)),
            ("gates", "note.gates", gate_lines(assessment.gates, words)),
            ("why", "note.why", why_lines(assessment, words)),
            ("evidence", "note.communities", evidence_lines(card.evidence, words)),
            ("reports", "note.actors", report_lines(card.actor_reports, words)),
            ("told", "window.card.told", told_lines(card, words)),
            ("ended", "window.card.ended", ended_lines(card, words)),
            ("ahead", "window.card.ahead", ahead_lines(card, words)),
        ):
            if lines:
                page.widget(Fold(words.say(heading), partial(_column, lines), name))
        page.widget(Fold(words.say("window.card.changed"), self._rows(card, tellable(card), "answer.tell"), "changed"))
        page.soft(words.say("window.card.places", count=len(card.places)))

    def _buttons(self) -> QWidget:
        foot = QWidget()
        foot.setObjectName("cardfoot")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = FlowLayout(foot)
        row.setContentsMargins(16, 8, 16, 10)
        for name, code, signal in (
            ("decide", "window.card.decide", self.decide_asked),
            ("print-note", "window.print_note", self.note_asked),
            ("what-if", "window.card.what_if", self.what_if_asked),
        ):
            button = QPushButton(self._words.say(code))
            button.setObjectName(name)
            button.clicked.connect(lambda _=False, signal=signal: signal.emit(self.card))
            row.addWidget(button)
            if name == "decide":
                button.setProperty("role", "primary")
        return foot


class _Sheet:
    """Builds the card from top to bottom."""

    def __init__(self) -> None:
        self._widget = QWidget()
        self._layout = QVBoxLayout(self._widget)
        self._layout.setContentsMargins(16, 14, 16, 18)
        self._layout.setSpacing(5)

    def title(self, text: str) -> None:
        self.widget(label(breakable(text), "title"))

    def soft(self, text: str) -> None:
        self.text(text, "soft")

    def text(self, text: str, role: str) -> None:
        self.widget(label(text, role))

    def section(self, heading: str, lines: Iterable[str]) -> None:
        for number, line in enumerate(lines):
            if number == 0:
                self.text(heading, "section")
            self.text(line, "")

    def widget(self, widget: QWidget) -> None:
        self._layout.addWidget(widget)

    def finish(self) -> QWidget:
        self._layout.addStretch(1)
        return self._widget


def _contact(card: AreaCard, words: Words) -> QFrame:
    """Make the box that says whom to call first, in any case, by which number, and when that was last tried."""
    box = QFrame()
    box.setProperty("role", "channel")
    layout = QVBoxLayout(box)
    layout.setContentsMargins(2, 0, 2, 0)
    layout.setSpacing(2)
    layout.addWidget(label(words.say("window.card.first", channel=card.assessment.channel.value), "number"))
    for line in contact_lines(card, words):
        layout.addWidget(label(line, ""))
    return box


def _bars(rows: Sequence[BarRow], words: Words) -> QWidget:
    """Lay bars out below each other: name, bar, how many and how old."""
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(8)
    grid.setColumnStretch(2, 1)
    for number, row in enumerate(rows):
        name, note = label(breakable(row.name), ""), label(row.note, "soft")
        grid.addWidget(name, number, 0, Qt.AlignmentFlag.AlignTop)
        if row.marked is not None:
            bar = SmallBar(row.shares, row.marked, words.pair(row.name, row.note))
            grid.addWidget(bar, number, 1, Qt.AlignmentFlag.AlignTop)
            bar.setContentsMargins(0, max(0, (name.sizeHint().height() - HIGH) // 2), 0, 0)
        grid.addWidget(note, number, 2)
    return holder


def _column(lines: Sequence[str]) -> QLabel:
    return label("\n".join(lines), "")
