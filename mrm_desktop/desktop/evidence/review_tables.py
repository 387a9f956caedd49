"""The review as tables: differences, presence against acceptance, what was said of others, what to collect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QScrollArea, QTableView, QVBoxLayout, QWidget

from mrm_desktop.desktop.evidence.quadrant_chart import QuadrantChart, QuadrantDot
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.desktop.parts.tables import FittingRows, TextModel, text_table
from mrm_desktop.foundation.words import Words

if TYPE_CHECKING:
    from mrm_desktop.desktop.evidence.review_rows import Row
    from mrm_desktop.services.evidence.perceptions.review import PerceptionReview

COLUMNS = {
    "differences": ("area", "about", "compared", "source", "earlier", "later", "change", "probability"),
    "quadrant": ("area", "presence", "acceptance_interval", "quadrant"),
    "not_counted": ("object", "area", "stratum", "n", "mean", "interval", "beside", "age", "sources"),
    "gaps": ("area", "missing", "exposed"),
}


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

    def fill(self, review: PerceptionReview, rows: Mapping[str, Sequence[Row]]) -> None:
        """Show a review; ``rows`` are those of :func:`~mrm_desktop.desktop.evidence.review_rows.rows_of`."""
        words = self._words
        self._about_tests.setText(words.say("review.differences.what", tests=review.tests))
        dots = [
            QuadrantDot(p.area_name, p.presence, p.acceptance, p.low, p.high, p.quadrant.rpartition("_")[2])
            for p in review.quadrant
        ]
        across = [words.say(f"review.presence.{p}") for p in ("unknown", "rarely", "often")]
        down = [words.say(f"review.acceptance.{a}") for a in ("accepted", "disliked", "unknown")]
        self.chart.show_dots(dots, across, down)
        for name, model in self._models.items():
            model.fill(rows[name])


def _column(*widgets: QWidget) -> QWidget:
    page = QWidget()
    layout = QVBoxLayout(page)
    for widget in widgets:
        layout.addWidget(widget, 1 if isinstance(widget, QTableView | QuadrantChart) else 0)
    return page
