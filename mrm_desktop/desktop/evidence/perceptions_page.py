"""Review of perceptions: who thinks what, rounds side by side, presence against acceptance, what to collect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QScrollArea, QTableView, QTabWidget, QVBoxLayout, QWidget

from mrm_desktop.desktop.evidence.charts import AnswerRow, AnswersChart, QuadrantChart, QuadrantDot
from mrm_desktop.desktop.evidence.evidence_session import EvidenceSession
from mrm_desktop.desktop.parts.bidi import reading
from mrm_desktop.desktop.parts.labels import label, tell_whole
from mrm_desktop.desktop.parts.page_context import Page, PageContext
from mrm_desktop.desktop.parts.tables import FittingRows, TextModel, text_table
from mrm_desktop.desktop.parts.work import Watch
from mrm_desktop.domain.vocabulary import Rated
from mrm_desktop.project.kinds import MAKE_CASES, Kind
from mrm_desktop.reports.release.wording import group_name, object_name, said_beside

if TYPE_CHECKING:
    from mrm_desktop.services.evidence.review_perception import Cell, NotCounted, PerceptionReview, RoundComparison

    Answer = tuple[PerceptionReview, tuple[tuple[str, str], ...]]

RATINGS = ("minus_2", "minus_1", "0", "1", "2")
ANSWER_COLUMNS = ("stratum", "n", "mean", "interval", "beside", "refused", "do_not_know", "age", "sources", "flags")
NOT_COUNTED_COLUMNS = ("object", "stratum", "n", "mean", "beside", "age", "sources")
ROUND_COLUMNS = ("stratum", "rounds", "areas", "earlier", "later", "change")
QUADRANT_COLUMNS = ("area", "presence", "acceptance", "quadrant")
GAP_COLUMNS = ("area", "missing", "exposed")


class PerceptionsPage(Page):
    """Five tabs over one selection of area, rated object and round."""

    rests_on = MAKE_CASES | {Kind.PLACES, Kind.DATASETS}

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._session = EvidenceSession(context.opened)
        self._words = words = context.words
        self.review: PerceptionReview | None = None
        self.area, self.rated, self.round = QComboBox(), QComboBox(), QComboBox()
        self.summary = label("", "soft")
        self.chart = AnswersChart(words.say("review.answers"))
        self.quadrant_chart = QuadrantChart(words.say("review.quadrant"))
        self.answers, self._answer_model = self._table("answers", ANSWER_COLUMNS)
        self.rounds, self._round_model = self._table("rounds", ROUND_COLUMNS)
        self.quadrant, self._quadrant_model = self._table("quadrant", QUADRANT_COLUMNS)
        self.not_counted, self._not_counted_model = self._table("not_counted", NOT_COUNTED_COLUMNS)
        self.gaps, self._gap_model = self._table("gaps", GAP_COLUMNS, giving=(1,))
        self.gaps.setWordWrap(True)
        FittingRows(self.gaps)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(words.say("review.title"))
        self.tabs.addTab(
            _column(self.chart, label(words.say("review.interval"), "soft"), self.answers), words.say("review.answers")
        )
        self.tabs.addTab(_column(label(words.say("review.rounds.what"), "soft"), self.rounds), words.say("review.rounds"))
        self.tabs.addTab(
            _column(label(words.say("review.quadrant.what"), "soft"), self.quadrant_chart, self.quadrant),
            words.say("review.quadrant"),
        )
        self.tabs.addTab(
            _column(label(words.say("review.not_counted.what"), "soft"), self.not_counted), words.say("review.not_counted")
        )
        self.tabs.addTab(_column(label(words.say("review.gaps.what"), "soft"), self.gaps), words.say("review.gaps"))
        self._lay_out()

    def refresh(self) -> None:
        """Ask for the review of what is selected."""
        area, rated, round_name = (box.currentData() or "" for box in (self.area, self.rated, self.round))
        session, watch = self._session, Watch()

        def review() -> Answer:
            from mrm_desktop.services.evidence.review_perception import Selection  # not before: it takes the window's time

            return session.review(Selection(area, rated, round_name), watch)

        self.ask(review, self.fill, watch)

    def fill(self, answer: Answer) -> None:
        """Show a review; ``answer`` has the names and codes of the areas that can be selected beside it."""
        review, areas = answer
        self.review, words = review, self._words
        everywhere = [(words.say("review.everywhere"), "")]
        _offer(self.area, [*everywhere, *areas], review.selection.area_code)
        _offer(self.rated, [(self._rated(r), r) for r in review.rated_objects], review.selection.rated)
        newest = [(words.say("review.newest"), "")]
        _offer(self.round, [*newest, *((r, r) for r in review.round_names)], review.selection.round)
        self.summary.setText(words.say("review.summary", day=review.on) if review.cells else words.say("review.none"))
        legend = [words.say(f"note.rating.{r}") for r in RATINGS]
        self.chart.show_rows([self._bar(cell) for cell in review.cells], legend if review.cells else ())
        self._answer_model.fill([self._answer_row(cell, review) for cell in review.cells])
        self._round_model.fill([self._round_row(c) for c in review.rounds])
        self._fill_quadrant(review)
        self._not_counted_model.fill(
            [self._not_counted_row(other, cell, review) for other in review.not_counted for cell in other.cells]
        )
        self._gap_model.fill(
            [
                (
                    f"{t.area_name} [{t.area_code}]",
                    " ".join(words.say(gap.code, **gap.params) for gap in t.gaps),
                    words.number(t.exposed, 0),
                )
                for t in review.to_collect
            ]
        )

    def forget(self) -> None:
        self.review = None

    def _lay_out(self) -> None:
        words = self._words
        row = QHBoxLayout()
        for name in ("area", "rated", "round"):
            box: QComboBox = getattr(self, name)
            box.setObjectName(f"review-{name}")
            box.setAccessibleName(words.say(f"review.{name}"))
            tell_whole(box)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            box.activated.connect(lambda _: self.refresh())
            caption = QLabel(words.say(f"review.{name}"))
            caption.setBuddy(box)
            row.addWidget(caption)
            row.addWidget(box)
        row.addStretch(1)
        inside = QWidget()
        inside.setObjectName("page")
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.addWidget(label(words.say("review.title"), "title"))
        layout.addWidget(label(words.say("review.what"), "soft"))
        layout.addLayout(row)
        layout.addWidget(self.summary)
        layout.addWidget(self.tabs, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def _table(self, name: str, columns: tuple[str, ...], giving: tuple[int, ...] = (-1,)) -> tuple[QTableView, TextModel]:
        view, model = text_table(
            self._words.say(f"review.{name}"), [self._words.say(f"review.column.{c}") for c in columns], giving
        )
        view.setMinimumHeight(150)
        return view, model

    def _rated(self, key: str) -> str:
        rated, _, unit = key.partition(":")
        return object_name(Rated(rated), unit, self._words)

    def _held_back(self, cell: Cell) -> str:
        return self._words.say(f"review.held_back.{cell.held_back}")

    def _bar(self, cell: Cell) -> AnswerRow:
        words = self._words
        name = group_name(cell.stratum, cell.asked_elsewhere, words)
        if cell.held_back:
            return AnswerRow(name, None, self._held_back(cell))
        if cell.counts is None:
            return AnswerRow(name, None, words.say("review.no_distribution"))
        return AnswerRow(name, cell.counts, f"n = {words.number(cell.answered or 0, 0)}", cell.mean, cell.low, cell.high)

    def _answer_row(self, cell: Cell, review: PerceptionReview) -> tuple[str, ...]:
        words = self._words
        age = words.say("review.age", days=(review.on - cell.newest).days, day=cell.newest)
        flags = [words.say("review.conflict")] if cell.conflict else []
        flags += [words.say("review.other_words", count=cell.other_words)] if cell.other_words else []
        source = _sources(cell)
        name = group_name(cell.stratum, cell.asked_elsewhere, words)
        if cell.held_back:
            return (name, self._held_back(cell), *("–",) * 5, age, source, "; ".join(flags) or "–")
        return (
            name,
            words.number(cell.answered or 0, 0),
            "–" if cell.mean is None else words.number(cell.mean),
            "–" if cell.low is None or cell.high is None else f"{words.number(cell.low)} … {words.number(cell.high)}",
            self._beside(cell),
            words.percent(cell.refused or 0.0),
            words.percent(cell.do_not_know or 0.0),
            age,
            source,
            "; ".join(flags) or "–",
        )

    def _not_counted_row(self, other: NotCounted, cell: Cell, review: PerceptionReview) -> tuple[str, ...]:
        words = self._words
        return (
            object_name(other.rated, other.unit, words),
            group_name(cell.stratum, cell.asked_elsewhere, words),
            self._held_back(cell) if cell.answered is None else words.number(cell.answered, 0),
            "–" if cell.mean is None else words.number(cell.mean),
            self._beside(cell),
            words.say("review.age", days=(review.on - cell.newest).days, day=cell.newest),
            _sources(cell),
        )

    def _beside(self, cell: Cell) -> str:
        shares = cell.shares
        return said_beside(shares.takes_sides, shares.minds_being_seen, shares.bad_conduct, self._words)

    def _round_row(self, comparison: RoundComparison) -> tuple[str, ...]:
        words = self._words

        def mean(value: float | None) -> str:
            return "–" if value is None else words.number(value)

        if comparison.held_back:
            sentence = words.say("review.held_back.small")
        elif comparison.comparable is False:
            sentence = words.say("review.not_comparable")
        elif comparison.change is None:
            sentence = words.say("review.no_distribution")
        else:
            code = "review.no_change" if not comparison.is_change else "review.better" if comparison.change > 0 else "review.worse"
            sentence = words.say(code, change=words.number(comparison.change))
            if comparison.comparable is None:
                sentence = f"{sentence} {words.say('review.wording_unknown')}"
        return (
            words.term("stratum", comparison.stratum),
            f"{comparison.earlier} – {comparison.later}",
            words.number(comparison.areas, 0),
            mean(comparison.earlier_mean),
            mean(comparison.later_mean),
            sentence,
        )

    def _fill_quadrant(self, review: PerceptionReview) -> None:
        words = self._words
        dots = [QuadrantDot(p.area_name, p.presence, p.acceptance) for p in review.quadrant]
        columns = [words.say(f"review.presence.{p}") for p in ("unknown", "rarely", "often")]
        rows = [words.say(f"review.acceptance.{a}") for a in ("accepted", "disliked", "unknown")]
        self.quadrant_chart.show_dots(dots, columns, rows)
        worst_first = ("often_disliked", "rarely_disliked", "unknown", "rarely_accepted", "often_accepted")
        self._quadrant_model.fill(
            [
                (
                    f"{p.area_name} [{p.area_code}]",
                    words.say(f"review.presence.{p.presence}"),
                    words.say("review.acceptance.unknown") if p.acceptance is None else words.number(p.acceptance),
                    words.say(f"review.quadrant.{p.quadrant}"),
                )
                for p in sorted(review.quadrant, key=lambda p: (worst_first.index(p.quadrant), p.area_name))
            ]
        )


def _sources(cell: Cell) -> str:
    return f"{', '.join(cell.sources)} ({', '.join(cell.grades)})"


def _column(*widgets: QWidget) -> QWidget:
    page = QWidget()
    layout = QVBoxLayout(page)
    for widget in widgets:
        layout.addWidget(widget, 1 if isinstance(widget, QTableView | QuadrantChart) else 0)
    return page


def _offer(box: QComboBox, items: list[tuple[str, str]], chosen: str) -> None:
    box.blockSignals(True)
    box.clear()
    for text, value in items:
        box.addItem(reading(text), value)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    box.setToolTip(box.currentText())
    box.blockSignals(False)
