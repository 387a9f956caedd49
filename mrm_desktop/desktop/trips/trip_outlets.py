"""What can be done with a planned trip: print it, save it, compare what else could be done about a leg, let the team leave."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QFileDialog, QWidget

from mrm_desktop.desktop.parts.page_context import PageContext
from mrm_desktop.desktop.trips.trips_session import TripsSession
from mrm_desktop.domain.trip_plans import TripPlan
from mrm_desktop.domain.trips import Trip
from mrm_desktop.domain.trips_out import TripOut

if TYPE_CHECKING:
    from mrm_desktop.services.trips.other_ways import OtherWay


class Desk(Protocol):
    """The page on which a trip is planned."""

    plan: TripPlan | None
    roads: Path | None

    def trip(self) -> Trip | None:
        """Return the trip as it stands; None where it cannot be one yet."""

    def refuse(self, error: Exception) -> None:
        """Say what is wrong beside the trip."""

    def take_trip_of(self, way: Trip) -> None:
        """Plan the legs of another trip in the place of these."""

    def begin_anew(self) -> None:
        """Forget the draft: the trip was saved."""


class TripOutlets:
    """Each deed runs in the worker; what goes wrong is said on the desk, and what was typed stays."""

    def __init__(self, context: PageContext, session: TripsSession, desk: Desk, window: QWidget) -> None:
        self._context, self._session, self._desk, self._window = context, session, desk, window

    def ask_release(self, report: str, form: str, release: Callable[[str, str, Path], None]) -> None:
        """Ask where a pack or a route is written to."""
        words = self._context.words
        name = f"{report.replace('_', '-')}.{form}"
        chosen, _ = QFileDialog.getSaveFileName(self._window, words.say("trips.button.pack"), name)
        if chosen:
            release(report, form, Path(chosen))

    def write(self, report: str, form: str, path: Path) -> None:
        """Write a pack or a route of the plan."""
        plan, session = self._desk.plan, self._session
        if plan is not None:
            self._context.work.write(lambda: session.release(plan, report, form, path), self._tell_written, self._desk.refuse)

    def save(self, path: Path) -> None:
        """Write the trip as a file."""
        trip, session = self._desk.trip(), self._session
        if trip is not None:
            self._context.work.write(lambda: session.save_trip(trip, path), self._saved, self._desk.refuse)

    def compare(self, leg: int) -> None:
        """Compare what else could be done about a leg, counted from 0."""
        trip, session, roads = self._desk.trip(), self._session, self._desk.roads
        if trip is not None and leg >= 0:
            self._context.work.read(lambda: session.other_ways(trip, leg, roads), partial(self._show_ways, leg), self._desk.refuse)

    def leave(self) -> None:
        """Put the trip on the board of the base: the team has left."""
        plan, session = self._desk.plan, self._session
        if plan is not None:
            self._context.work.write(
                lambda: session.put_out(plan),
                self._on_the_board,
                self._desk.refuse,
            )

    def _on_the_board(self, out: TripOut) -> None:
        """Go to where the trip is followed: whoever saw nothing happen would press once more."""
        self._context.tell(self._context.words.say("board.left_said", title=out.title))
        self._context.open("trips/board")

    def _show_ways(self, leg: int, ways: tuple[OtherWay, ...]) -> None:
        from mrm_desktop.desktop.trips.ways_dialog import WaysDialog

        dialog = WaysDialog(ways, leg, self._context.words, self._window)
        dialog.taken.connect(self._desk.take_trip_of)
        dialog.open()

    def _saved(self, path: Path) -> None:
        self._desk.begin_anew()
        self._tell_written(path)

    def _tell_written(self, path: Path) -> None:
        self._context.wrote(path)
