"""The board of the base: who is out, when they report next, and what is done if they do not - counted down while it is open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mrm_desktop.desktop.parts.dialogs import scrolled
from mrm_desktop.desktop.parts.flow_layout import FlowLayout
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.desktop.parts.page_context import Page, PageContext
from mrm_desktop.desktop.parts.task_queue import Urgency
from mrm_desktop.desktop.trips.trips_session import TripsSession
from mrm_desktop.domain.trips_out import DueStep, Heard, TripState
from mrm_desktop.foundation.words import Words
from mrm_desktop.project.kinds import Kind

EVERY_MS = 20_000  # it counts minutes
Note = Callable[[str, Heard, str], None]


class BoardPage(Page):
    """Trips that are out, those first of which nobody heard in time."""

    rests_on = frozenset({Kind.TRIPS_OUT})

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._words, self._session = context.words, TripsSession(context.opened)
        self.states: tuple[TripState, ...] = ()
        self._cards = QVBoxLayout()
        self._cards.setSpacing(12)
        content = QVBoxLayout()
        content.setContentsMargins(24, 18, 24, 24)
        content.addWidget(label(self._words.say("board.title"), "title"))
        content.addWidget(label(self._words.say("board.what"), "soft"))
        content.addLayout(self._cards)
        content.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolled(content))
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._look)
        self._clock.start(EVERY_MS)

    def bring_up_to_date(self) -> None:
        """Ask whenever the board is shown: time passes without a write."""
        self.refresh()

    def refresh(self) -> None:
        """Ask who is out."""
        session = self._session
        self.ask(session.trips_out, self._show, part="board", urgency=Urgency.NOW)

    def forget(self) -> None:
        """Drop everything shown."""
        self._clock.stop()
        self._show(())

    def _look(self) -> None:
        if self.isVisible():
            self.refresh()

    def _note(self, trip_id: str, what: Heard, key: str) -> None:
        session = self._session
        self._context.work.write(lambda: session.note_trip(trip_id, what, key), lambda _: None, self._context.fail)

    def _show(self, states: tuple[TripState, ...]) -> None:
        self.states = states
        while (item := self._cards.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for state in states:
            self._cards.addWidget(TripCard(state, self._words, self._note))
        if not states:
            self._cards.addWidget(label(self._words.say("board.none"), "soft"))


class TripCard(QFrame):
    """One trip: what is waited for, one button to say that it was heard, and the steps when it was not."""

    def __init__(self, state: TripState, words: Words, note: Note) -> None:
        super().__init__()
        self._state, self._words, self._note = state, words, note
        self.setProperty("role", "tripcard")
        self.setProperty("overdue", state.is_overdue)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 14)
        layout.addWidget(label(state.trip.title, "section"))
        layout.addWidget(label(_waits_for(state, words), "error" if state.is_overdue else "verdict"))
        if state.steps and not state.own_steps:
            layout.addWidget(label(words.say("board.usual_steps"), "soft"))
        for step in state.steps:
            layout.addWidget(self._step(step))
        row = FlowLayout(gap=8)
        if state.next_check_in is not None:
            row.addWidget(self._button("heard", Heard.HEARD, state.next_check_in.key, is_first=True))
        row.addWidget(self._button("home", Heard.HOME, "", is_first=state.next_check_in is None))
        layout.addLayout(row)
        layout.addWidget(label(words.say("board.log"), "section"))
        for line in state.trip.log:
            layout.addWidget(label(words.say(f"board.log.{line.what}", moment=state.trip.hour(line.at)), "soft"))

    def _button(self, name: str, what: Heard, key: str, is_first: bool = False) -> QPushButton:
        trip_id = self._state.trip.id
        button = QPushButton(self._words.say(f"board.{name}"))
        button.setObjectName(f"board-{name}")
        if is_first:
            button.setProperty("role", "primary")
        button.clicked.connect(lambda: self._note(trip_id, what, key))
        return button

    def _step(self, step: DueStep) -> QWidget:
        words, state, made = self._words, self._state, QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        what = words.say("board.step_own", role=step.step.role, action=step.step.action) if state.own_steps else ""
        said = {"hour": state.trip.hour(step.at), "what": what or words.say(f"board.step.{step.step.action}")}
        ahead = _minutes(state.now, step.at)
        code = "done" if step.is_done else "due" if ahead <= 0 else "ahead"
        row.addWidget(label(words.say(f"board.step_{code}", minutes=ahead, **said), "number" if code == "due" else ""), 1)
        if not step.is_done:
            row.addWidget(self._button("done", Heard.DONE, step.key))
        return made


def _waits_for(state: TripState, words: Words) -> str:
    """Say what is waited for."""
    due = state.missed or state.next_check_in
    if due is None:
        return words.say("board.no_more")
    trip, away = state.trip, _minutes(state.now, due.at)
    hour = trip.hour(due.at)
    if trip.day(due.at) != trip.day(state.now):
        hour = words.hour(trip.day(due.at), hour)
    said = {"place": due.check_in.place, "hour": hour, "means": due.check_in.means}
    if state.missed is not None:
        return words.say("board.overdue", minutes=-away, **said)
    if away <= 0:
        return words.say("board.late", minutes=-away, grace=trip.hour(due.late_from), **said)
    return words.say("board.next", minutes=away, **said)


def _minutes(now: datetime, at: datetime) -> int:
    return round((at - now).total_seconds() / 60)
