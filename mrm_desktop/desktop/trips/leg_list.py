"""The legs of a trip as a list: letters of the stops, name, hours, and the answer in a pill."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from mrm_desktop.cartography.layers.trips import stop_letters
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.domain.route_strips import JourneyClock, hour_of
from mrm_desktop.domain.trip_plans import TripPlan
from mrm_desktop.domain.trips import Leg
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.papers.trip_wording import answer_in_words


class LegRow(QFrame):
    """One leg, chosen by a click or by Enter."""

    clicked = Signal()

    def __init__(self, letters: str, name: str, soft: str, answer: str, go: str) -> None:
        super().__init__()
        self.setProperty("role", "legrow")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(", ".join(part for part in (letters, name, soft, answer) if part))
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 8, 6)
        mark = label(letters, "number")
        mark.setWordWrap(False)
        told = QVBoxLayout()
        told.setSpacing(0)
        lines = [label(name, ""), *([label(soft, "soft")] if soft else [])]
        for line in lines:
            told.addWidget(line)
        self.answer = label(answer, "pill")
        self.answer.setProperty("go", go)
        self.answer.setWordWrap(False)
        for part in (mark, self.answer, *lines):
            part.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row.addWidget(mark)
        row.addLayout(told, 1)
        row.addWidget(self.answer)

    def choose(self, is_chosen: bool) -> None:
        """Show the row as the chosen one, or not."""
        self.setProperty("chosen", is_chosen)
        self.style().unpolish(self)
        self.style().polish(self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit()
        else:
            super().keyPressEvent(event)


class LegList(QWidget):
    """All legs; ``chosen`` carries the row that was chosen."""

    chosen = Signal(int)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.rows: list[LegRow] = []
        self.current = -1
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)

    def show_legs(self, legs: Sequence[Leg], plan: TripPlan | None, clock: JourneyClock | None) -> None:
        """Show legs; with the plan their answers, with the clock their hours."""
        for row in self.rows:
            self._layout.removeWidget(row)
            row.deleteLater()
        ends = stop_letters([place for leg in legs for place in (leg.route[0], leg.route[-1])])
        self.rows = []
        for n, leg in enumerate(legs):
            planned = plan.legs[n] if plan is not None else None
            answer = answer_in_words(planned.go, self._words) if planned is not None else ""
            row = LegRow(
                f"{ends[2 * n]}–{ends[2 * n + 1]}", leg.name, self._soft(n, leg, plan, clock), answer, planned.go if planned else ""
            )
            row.setObjectName(f"leg-{n + 1}")
            row.clicked.connect(lambda n=n: self.choose(n, by_hand=True))
            self.rows.append(row)
            self._layout.addWidget(row)
        self.choose(min(max(self.current, 0), len(legs) - 1))

    def choose(self, row: int, by_hand: bool = False) -> None:
        """Choose a leg, counted from 0; -1 for none."""
        self.current = row
        for n, shown in enumerate(self.rows):
            shown.choose(n == row)
        if by_hand:
            self.chosen.emit(row)

    def _soft(self, n: int, leg: Leg, plan: TripPlan | None, clock: JourneyClock | None) -> str:
        words = self._words
        parts = [words.day(leg.on)]
        if clock is not None and plan is not None:
            hours = clock.hours[n]
            parts.append(f"{hour_of(hours.leaves)}–{hour_of(hours.arrives)}")
            parts.append(words.say("strip.km", km=words.number(plan.legs[n].length_km, 0)))
        return " · ".join(parts)
