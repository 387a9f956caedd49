"""What stands behind one cell: the answers of all groups of the area, their rounds, the same people divided further, and the records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from mrm_desktop.desktop.evidence.answers_chart import AnswerRow, AnswersChart
from mrm_desktop.desktop.evidence.trend_chart import TrendChart, TrendLine, TrendPoint
from mrm_desktop.desktop.parts.bidi import reading
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.desktop.parts.tables import text_table
from mrm_desktop.domain.finding_notes import FindingNote, themes_of
from mrm_desktop.foundation.words import Words
from mrm_desktop.services.evidence.perceptions.cells import Cell
from mrm_desktop.services.evidence.perceptions.review import AreaRow, PerceptionReview
from mrm_desktop.services.evidence.perceptions.saying import (
    answers_in_words,
    difference_in_words,
    group_in_words,
    interval_in_words,
    signed,
)
from mrm_desktop.services.evidence.perceptions.trends import Trend
from mrm_desktop.services.evidence.perceptions.voices import SameQuestion

MOST_ROWS = 8  # of the records at once; the rest is scrolled to
ITEM_COLUMNS = ("round", "n", "mean", "interval", "source")


class CellSheet(QScrollArea):
    """One cell, opened."""

    closed = Signal()
    note_asked = Signal(str, str, str)  # area, group, what both are called
    map_asked = Signal(str)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.answers: AnswersChart | None = None
        self.trend: TrendChart | None = None
        self.setObjectName("card")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_cell(self, review: PerceptionReview, row: AreaRow, cell: Cell, notes: Sequence[FindingNote] = ()) -> None:
        """Show a cell of a review, with the notes on it."""
        words, inside = self._words, QWidget()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(14, 10, 14, 10)
        name = f"{row.area_name}, {group_in_words(cell.group, words)}"
        self.setAccessibleName(name)
        layout.addLayout(self._ways(row.area_code))
        layout.addWidget(label(reading(name), "verdict"))
        for sentence in self._sentences(cell, review):
            layout.addWidget(label(reading(sentence), ""))
        self.answers = AnswersChart(words.say("review.cell.answers"), words)
        self.answers.show_rows(
            [answer_row(c, words, c.group == cell.group) for c in row.cells], answers_in_words(cell.scale, words)
        )
        self._section(layout, "review.cell.answers", self.answers, label(words.say("review.interval"), "soft"))
        trends = [t for t in review.trends if t.area_code == row.area_code]
        lines = lines_of(trends, words, cell.group)
        if any(len(line.points) > 1 for line in lines):
            self.trend = TrendChart(words.say("review.cell.trend"), words)
            self.trend.show_lines(lines, trend_said(trends, words))
            changes = [d for d in review.changes if (d.area_code, d.about) == (row.area_code, cell.group)]
            said = [
                label(reading(words.pair(f"{d.earlier} \u2013 {d.later}, {d.source}", difference_in_words(d, words))), "soft")
                for d in changes
            ]
            self._section(layout, "review.cell.trend", self.trend, *said)
        crossed = row.crossed.get(cell.group, ())
        if crossed:
            chart = AnswersChart(words.say("review.cell.crossed"), words)
            chart.show_rows([answer_row(c, words) for c in crossed], ())
            self._section(layout, "review.cell.crossed", chart)
        self._section(layout, "review.cell.items", self._items([t for t in trends if t.group == cell.group]))
        told = [
            words.pair(words.term("note_theme", note.theme), f"{note.text} ({note.by}, {words.day(note.on)})") for note in notes
        ]
        counted = [f"{words.term('note_theme', theme)} {words.number(count, 0)}" for theme, count in themes_of(notes)]
        said = [label(reading(text), "") for text in told]
        if len(notes) > 1:
            said.insert(0, label(reading(words.say("review.note.themes", themes=counted)), "number"))
        self._section(layout, "review.notes", *said, self._way_to_note(row.area_code, cell.group, name))
        layout.addStretch(1)
        self.setWidget(inside)

    def _ways(self, area_code: str) -> QHBoxLayout:
        ways = QHBoxLayout()
        back = QPushButton(self._words.say("review.cell.back"))
        back.setObjectName("review-back")
        back.clicked.connect(lambda _=False: self.closed.emit())
        there = QPushButton(self._words.say("review.cell.map"))
        there.clicked.connect(lambda _=False: self.map_asked.emit(area_code))
        for button in (back, there):
            button.setProperty("role", "link")
            ways.addWidget(button)
        ways.addStretch(1)
        return ways

    def _way_to_note(self, area_code: str, group: str, name: str) -> QPushButton:
        button = QPushButton(self._words.say("review.note.add"))
        button.setObjectName("add-note")
        button.clicked.connect(lambda _=False: self.note_asked.emit(area_code, group, name))
        return button

    def _section(self, layout: QVBoxLayout, code: str, *parts: QWidget) -> None:
        layout.addSpacing(8)
        layout.addWidget(label(self._words.say(code), "section"))
        for part in parts:
            layout.addWidget(part)

    def _sentences(self, cell: Cell, review: PerceptionReview) -> Iterable[str]:
        words = self._words
        if cell.held_back:
            yield words.say(f"review.held_back.{cell.held_back}")
            return
        age = words.say("review.age", days=(review.on - cell.on).days, day=cell.on)
        if cell.mean is not None:
            ends = "" if cell.low is None else f" ({interval_in_words(cell.low, cell.high, words)})"
            yield f"{signed(cell.mean, words)}{ends} \u00b7 {age}"
        if cell.favourable is not None:
            share, low, high = (words.percent(value) for value in cell.favourable)
            yield words.say("review.cell.favourable", share=share, low=low, high=high)
        yield words.say(
            "review.cell.worth",
            answered=words.number(cell.answered or 0.0, 0),
            effective=words.number(cell.effective or 0.0, 0),
            refused=words.percent(cell.refused or 0.0),
            do_not_know=words.percent(cell.do_not_know or 0.0),
        )
        methods = ", ".join(words.term("method", method) for method in cell.methods)
        yield f"{', '.join(cell.sources)} ({', '.join(cell.grades)}) \u00b7 {methods}"
        if cell.conflict:
            yield words.say("review.conflict")
        if cell.other_words or cell.left_groups or cell.left_older:
            left = {"other": cell.other_words, "groups": cell.left_groups, "older": cell.left_older}
            yield words.say("review.cell.left", **{name: words.number(n, 0) for name, n in left.items()})

    def _items(self, trends: Sequence[Trend]) -> QWidget:
        """Return what is on record of the group, round by round: sums, never an answer."""
        words = self._words
        view, model = text_table(words.say("review.cell.items"), [words.say(f"review.column.{c}") for c in ITEM_COLUMNS])
        model.fill(
            [
                (
                    f"{p.round} ({words.day(p.on)})",
                    words.say("review.cell.small") if p.answered is None else words.number(p.answered, 0),
                    "\u2013" if p.mean is None else signed(p.mean, words),
                    interval_in_words(p.low, p.high, words),
                    t.source,
                )
                for t in trends
                for p in reversed(t.points)
            ]
        )
        rows = min(MOST_ROWS, sum(len(t.points) for t in trends))
        height = view.horizontalHeader().sizeHint().height() + rows * view.verticalHeader().defaultSectionSize()
        view.setFixedHeight(height + view.horizontalScrollBar().sizeHint().height() + 4)
        return view


def answer_row(cell: Cell, words: Words, is_chosen: bool = False) -> AnswerRow:
    """Return a cell as one bar of a chart."""
    name = group_in_words(cell.group, words)
    if cell.held_back:
        return AnswerRow(name, None, words.say(f"review.held_back.{cell.held_back}"), is_chosen=is_chosen)
    note = f"n = {words.number(cell.answered or 0.0, 0)}"
    if cell.counts is None:
        return AnswerRow(name, None, f"{note}, {words.say('review.no_distribution')}", is_chosen=is_chosen)
    return AnswerRow(name, cell.counts, note, cell.mean, cell.low, cell.high, is_chosen)


def lines_of(trends: Iterable[Trend], words: Words, chosen: str = "") -> list[TrendLine]:
    """Return trends as lines of a chart: all of them strong, or one group before the others. A line breaks where the question does."""
    lines = []
    for trend in (t for t in trends if not t.counts_groups):
        joined = (False, *(same is SameQuestion.YES for same in trend.joined))
        points = tuple(
            TrendPoint(p.on, p.mean, p.low, p.high, is_joined)
            for p, is_joined in zip(trend.points, joined, strict=True)
            if p.mean is not None
        )
        if points:
            lines.append(TrendLine(trend.group, group_in_words(trend.group, words), points, bool(chosen) and trend.group != chosen))
    return lines


def trend_said(trends: Iterable[Trend], words: Words) -> str:
    """Return what lines show, in words, for whoever does not see them."""
    return "; ".join(
        words.say(
            "review.trend.said",
            group=group_in_words(t.group, words),
            source=t.source,
            round=p.round,
            mean=signed(p.mean, words),
            interval=interval_in_words(p.low, p.high, words),
            answered=words.number(p.answered or 0.0, 0),
        )
        for t in trends
        for p in t.points
        if p.mean is not None
    )
