"""Compares what could be done about a leg: as planned, round what refuses it, on a later day. Whoever takes one sees it planned."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from mrm_desktop.desktop.parts.dialogs import Dialog, cancel_only
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.domain.route_strips import hour_of
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.papers.trip_wording import answer_in_words, said
from mrm_desktop.services.trips.other_ways import OtherWay

COLUMNS = ("way", "km", "arrives", "dark", "answer")


class WaysDialog(Dialog):
    """One row for each way; ``taken`` carries the trip of the one that is taken.

    Parameters
    ----------
    leg : int
        The leg that is compared, counted from 0.
    """

    taken = Signal(object)

    def __init__(self, ways: Sequence[OtherWay], leg: int, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = words
        self.setWindowTitle(words.say("trips.button.compare"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        for column, name in enumerate(COLUMNS):
            grid.addWidget(label(words.say(f"trips.compare.{name}"), "soft"), 0, column)
        for row, way in enumerate(ways, start=1):
            self._add(grid, row, way, leg)
        grid.setColumnStretch(len(COLUMNS) - 1, 1)
        content = QVBoxLayout()
        content.addWidget(label(words.say("trips.compare.what", name=ways[0].trip.legs[leg].name), "section"))
        content.addLayout(grid)
        if len(ways) == 1:
            content.addWidget(label(words.say("trips.compare.none"), ""))
        content.addStretch(1)
        self.lay_out(content, cancel_only(self, words))
        self.resize(760, 320)

    def _add(self, grid: QGridLayout, row: int, way: OtherWay, leg: int) -> None:
        words, planned = self._words, way.plan.legs[leg]
        last = way.plan.clock.hours[-1]
        answer = f"{answer_in_words(planned.go, words)}. {' '.join(said(planned.reasons[:1], words))}"
        cells = (
            words.say(f"trips.compare.{way.kind}", count=way.days, day=planned.leg.on),
            words.say("strip.km", km=words.number(way.length_km, 0)),
            hour_of(last.arrives),
            words.say("strip.km", km=words.number(way.plan.clock.dark_km, 0)),
            answer,
        )
        for column, cell in enumerate(cells):
            grid.addWidget(label(cell, "number" if column == 0 else ""), row, column, Qt.AlignmentFlag.AlignTop)
        if way.kind != "as_planned":
            take = QPushButton(words.say("trips.compare.take"))
            take.setObjectName(f"take-{way.kind}")
            take.clicked.connect(lambda: self._take(way))
            grid.addWidget(take, row, len(COLUMNS), Qt.AlignmentFlag.AlignTop)

    def _take(self, way: OtherWay) -> None:
        self.taken.emit(way.trip)
        self.accept()
