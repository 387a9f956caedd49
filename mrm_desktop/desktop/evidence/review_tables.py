"""The review as tables: differences, presence against acceptance, what was said of others, what to collect."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QScrollArea, QTableView, QVBoxLayout, QWidget

from mrm_desktop.desktop.evidence.quadrant_chart import QuadrantChart, QuadrantDot
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.desktop.parts.tables import FittingRows, TextModel, text_table
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.release.wording import object_name, said_beside
from mrm_desktop.services.evidence.perceptions.saying import difference_in_words, group_in_words, interval_in_words, signed

if TYPE_CHECKING:
    from mrm_desktop.services.evidence.perceptions.cells import Cell
    from mrm_desktop.services.evidence.perceptions.presence_and_acceptance import QuadrantPoint
    from mrm_desktop.services.evidence.perceptions.review import NotCounted, PerceptionReview
    from mrm_desktop.services.evidence.perceptions.to_collect import ToCollect
    from mrm_desktop.services.evidence.perceptions.trends import Difference

COLUMNS = {
    "differences": ("area", "about", "compared", "source", "earlier", "later", "change", "probability"),
    "quadrant": ("area", "presence", "acceptance_interval", "quadrant"),
    "not_counted": ("object", "area", "stratum", "n", "mean", "interval", "beside", "age", "sources"),
    "gaps": ("area", "missing", "exposed"),
}
WORST_FIRST = (
    *("often_disliked", "often_undecided", "rarely_disliked", "rarely_undecided", "unknown"),
    *("rarely_accepted", "often_accepted"),
)

LEAST_PROBABILITY = 0.001


class ReviewTables:
    """The tables by their names, and the chart beside one of them."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self.views: dict[str, QTableView] = {}
        self._models: dict[str, TextModel] = {}
        for name, columns in COLUMNS.items():
            headings = [words.say(f"review.column.{column}") for column in columns]
            giving = (1,) if name == "gaps" else (-1,)
            self.views[name], self._models[name] = text_table(words.say(f"review.{name}"), headings, giving)
            self.views[name].setMinimumHeight(150)
        gaps = self.views["gaps"]
        gaps.setWordWrap(True)
        FittingRows(gaps)
        self.chart = QuadrantChart(words.say("review.quadrant"))
        self._about_tests = label("", "soft")

    def pages(self) -> Iterator[tuple[str, QWidget]]:
        """Yield the pages in their order, by name."""
        words = self._words
        yield "differences", _column(self._about_tests, self.views["differences"])
        quadrant = QScrollArea()
        quadrant.setWidgetResizable(True)
        quadrant.setFrameShape(QFrame.Shape.NoFrame)
        quadrant.setAccessibleName(words.say("review.quadrant"))
        quadrant.setWidget(_column(label(words.say("review.quadrant.what"), "soft"), self.chart, self.views["quadrant"]))
        yield "quadrant", quadrant
        for name in ("not_counted", "gaps"):
            yield name, _column(label(words.say(f"review.{name}.what"), "soft"), self.views[name])

    def fill(self, review: PerceptionReview) -> None:
        """Show a review."""
        words = self._words
        names = {row.area_code: row.area_name for row in review.rows}
        self._about_tests.setText(words.say("review.differences.what", tests=review.tests))
        found = sorted((*review.changes, *review.contrasts), key=lambda d: (d.probability is None, d.probability or 0.0))
        self._models["differences"].fill([self._difference(d, names) for d in found])
        self._fill_quadrant(review)
        self._models["not_counted"].fill(
            [self._not_counted(other, cell, names, review) for other in review.not_counted for cell in other.cells]
        )
        self._models["gaps"].fill([self._gap(t) for t in review.to_collect])

    def _difference(self, d: Difference, names: dict[str, str]) -> tuple[str, ...]:
        words = self._words

        def named(text: str) -> str:
            return group_in_words(text, words) if words.knows(f"review.group.{text}") else text

        return (
            names.get(d.area_code, d.area_code),
            named(d.about),
            f"{named(d.earlier)} \u2013 {named(d.later)}",
            d.source,
            "\u2013" if d.earlier_mean is None else signed(d.earlier_mean, words),
            "\u2013" if d.later_mean is None else signed(d.later_mean, words),
            difference_in_words(d, words),
            _probability(d.probability, words),
        )

    def _fill_quadrant(self, review: PerceptionReview) -> None:
        words = self._words
        dots = [
            QuadrantDot(p.area_name, p.presence, p.acceptance, p.low, p.high, p.quadrant.rpartition("_")[2])
            for p in review.quadrant
        ]
        columns = [words.say(f"review.presence.{p}") for p in ("unknown", "rarely", "often")]
        rows = [words.say(f"review.acceptance.{a}") for a in ("accepted", "disliked", "unknown")]
        self.chart.show_dots(dots, columns, rows)
        self._models["quadrant"].fill(
            [
                (
                    f"{p.area_name} [{p.area_code}]",
                    words.say(f"review.presence.{p.presence}"),
                    self._acceptance(p),
                    words.say(f"review.quadrant.{p.quadrant}"),
                )
                for p in sorted(review.quadrant, key=lambda p: (WORST_FIRST.index(p.quadrant), p.area_name))
            ]
        )

    def _acceptance(self, p: QuadrantPoint) -> str:
        words = self._words
        if p.acceptance is None or p.low is None or p.high is None:
            return words.say("review.acceptance.unknown")
        ends = words.say("review.from_to", low=words.number(p.low), high=words.number(p.high))
        return f"{words.number(p.acceptance)} ({ends})"

    def _not_counted(self, other: NotCounted, cell: Cell, names: dict[str, str], review: PerceptionReview) -> tuple[str, ...]:
        words, shares = self._words, cell.shares
        return (
            object_name(other.rated, other.unit, words),
            names.get(cell.area_code, cell.area_code),
            group_in_words(cell.group, words),
            words.say(f"review.held_back.{cell.held_back}") if cell.answered is None else words.number(cell.answered, 0),
            "\u2013" if cell.mean is None else signed(cell.mean, words),
            interval_in_words(cell.low, cell.high, words),
            said_beside(shares.takes_sides, shares.minds_being_seen, shares.bad_conduct, words),
            words.say("review.age", days=(review.on - cell.on).days, day=cell.on),
            f"{', '.join(cell.sources)} ({', '.join(cell.grades)})",
        )

    def _gap(self, t: ToCollect) -> tuple[str, ...]:
        words = self._words
        said = [
            words.say("review.interviews", number=words.number(number, 0), group=group_in_words(stratum.value, words))
            for stratum, number in t.interviews.items()
        ]
        # As interviews it is said already how much is missing.
        said += [words.say(gap.code, **gap.params) for gap in t.gaps if gap.code != "gap.stratum_mass"]
        return (f"{t.area_name} [{t.area_code}]", " ".join(said), words.number(t.exposed, 0))


def _column(*widgets: QWidget) -> QWidget:
    page = QWidget()
    layout = QVBoxLayout(page)
    for widget in widgets:
        layout.addWidget(widget, 1 if isinstance(widget, QTableView | QuadrantChart) else 0)
    return page


def _probability(found: float | None, words: Words) -> str:
    """Say how probable a difference is by chance; what is too small to be written is never written as 0."""
    if found is None:
        return "\u2013"
    return words.number(found, 3) if found >= LEAST_PROBABILITY else f"< {words.number(LEAST_PROBABILITY, 3)}"
