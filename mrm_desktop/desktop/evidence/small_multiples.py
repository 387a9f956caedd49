"""Round by round in every area: small charts of one size, on the same days and the same scale, so that they can be compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from mrm_desktop.desktop.evidence.cell_sheet import lines_of, trend_said
from mrm_desktop.desktop.evidence.trend_chart import TrendChart
from mrm_desktop.desktop.parts.bidi import reading
from mrm_desktop.desktop.parts.flow_layout import FlowLayout
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.domain.vocabulary import Stratum
from mrm_desktop.foundation.words import Words

if TYPE_CHECKING:
    from mrm_desktop.services.evidence.perceptions.review import PerceptionReview
    from mrm_desktop.services.evidence.perceptions.trends import Trend


MOST_CHARTS = 48
"""More than these nobody compares at once, and a country of thousands of areas would hold up the window."""
NEEDED = frozenset(stratum.value for stratum in (Stratum.WOMEN, Stratum.MEN, Stratum.DISPLACED))


class SmallMultiples(QScrollArea):
    """One chart for each area in which somebody asked more than once."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.charts: dict[str, TrendChart] = {}
        self.setWidgetResizable(True)
        self.setAccessibleName(words.say("review.small_multiples"))

    def show_trends(self, review: PerceptionReview) -> None:
        """Show the trends of a review."""
        words, inside = self._words, QWidget()
        layout = QVBoxLayout(inside)
        by_area: dict[str, list[Trend]] = defaultdict(list)
        for trend in review.trends:
            by_area[trend.area_code].append(trend)
        several = {code: trends for code, trends in by_area.items() if any(len(t.points) > 1 for t in trends)}
        layout.addWidget(label(words.say(f"review.small_multiples.{'what' if several else 'none'}"), "soft"))
        holder = QWidget()
        flow = FlowLayout(holder, gap=14)
        days = [p.on for trends in several.values() for t in trends for p in t.points]
        names = {row.area_code: row.area_name for row in review.rows}
        self.charts = {}
        changed = {d.area_code for d in review.changes if d.is_beyond_chance}
        ordered = sorted(several, key=lambda code: (code not in changed, names.get(code, code)))
        for code in ordered[:MOST_CHARTS]:
            trends = several[code]
            chart = TrendChart(names.get(code, code), words)
            chart.show_lines(lines_of(_most_asked(trends), words), trend_said(trends, words), (min(days), max(days)))
            chart.setFixedWidth(chart.sizeHint().width())
            self.charts[code] = chart
            flow.addWidget(_named(names.get(code, code), chart))
        layout.addWidget(holder)
        if len(ordered) > MOST_CHARTS:
            layout.addWidget(
                label(words.say("review.small_multiples.more", number=words.number(len(ordered) - MOST_CHARTS, 0)), "soft")
            )
        layout.addStretch(1)
        self.setWidget(inside)


def _most_asked(trends: Sequence[Trend]) -> Sequence[Trend]:
    """Return the groups that the method needs; where none of them was asked, all: a small chart has room for few lines."""
    return [t for t in trends if t.group in NEEDED] or trends


def _named(name: str, chart: TrendChart) -> QWidget:
    box = QWidget()
    layout = QVBoxLayout(box)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(label(reading(name), "section"))
    layout.addWidget(chart)
    return box
