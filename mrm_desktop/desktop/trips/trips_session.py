"""What the trips workspace asks of an open project: routes in, a plan back, a pack out."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mrm_desktop.desktop.parts.opened import Opened
from mrm_desktop.domain.trip_plans import TripPlan
from mrm_desktop.domain.trips import Trip
from mrm_desktop.domain.trips_out import Heard, TripOut, TripState
from mrm_desktop.domain.views import ProjectView
from mrm_desktop.domain.vocabulary import Mode, Purpose
from mrm_desktop.foundation.clock import now
from mrm_desktop.project.question import Question

if TYPE_CHECKING:
    from mrm_desktop.cartography.build import Shapes
    from mrm_desktop.cartography.map_document import MapDocument
    from mrm_desktop.geo.roads import RoadNetwork
    from mrm_desktop.services.lookup.find_place import Hit
    from mrm_desktop.services.trips.other_ways import OtherWay
    from mrm_desktop.services.trips.read_trip import ReadLine

Route = tuple[tuple[float, float], ...]


class TripsSession:
    """Every method may take long and runs in the worker; the answers are frozen. A plan is a file of the user, never in the project."""

    def __init__(self, opened: Opened) -> None:
        self._opened, self._project = opened, opened.project
        self._shapes: tuple[object, ProjectView, Shapes] | None = None

    def read_trip(self, path: Path) -> Trip:
        """Read a trip file."""
        from mrm_desktop.services.trips.read_trip import read_trip

        return read_trip(path)

    def save_trip(self, trip: Trip, path: Path) -> Path:
        """Write a trip file, for its owner's eyes only, and of nobody."""
        from mrm_desktop.foundation.paths import write_whole
        from mrm_desktop.project.known_names import known_to
        from mrm_desktop.services.trips.guard_trip import guard_trip
        from mrm_desktop.services.trips.read_trip import write_trip

        write_whole(path, write_trip(guard_trip(trip, known_to(self._project))).encode("utf-8"))
        return path

    def roles_that_lift(self) -> tuple[str, ...]:
        """Return the codes of the roles that may lift a no-go for attacks."""
        from mrm_desktop.services.trips.check_lifts import roles_that_lift

        return roles_that_lift(self._project.policy)

    def read_lines(self, path: Path) -> tuple[ReadLine, ...]:
        """Return every line of a GPX, KML or other geographic file, with its name and the named points on it."""
        from mrm_desktop.services.trips.read_trip import read_lines

        return read_lines(path)

    def find(self, text: str) -> tuple[Hit, ...]:
        """Find a place by its name, its P-code or its coordinates."""
        from mrm_desktop.services.lookup.find_place import find_place

        return find_place(self._project.knowledge_on(self._project.day), text)

    def paint(self, mode: Mode, purpose: Purpose, on: date | None) -> MapDocument | None:
        """Build the map as it is assessed for a trip; None where the project has no areas yet."""
        from mrm_desktop.cartography.build import build_map_document, shapes_of
        from mrm_desktop.services.evidence.area_levels import read_levels

        # A mode that nobody sees is repeated, and colours every area alike: the map is asked how visible contact may be.
        question = Question(mode if mode.is_military else Question().mode, purpose, on)
        view = self._project.view(question)
        if not view.areas:
            return None
        key = (id(view.areas), id(view.presence), id(view.places), self._opened.words.language)
        if self._shapes is None or self._shapes[0] != key:
            levels = read_levels(self._project, view.areas)
            self._shapes = key, view, shapes_of(view, self._opened.words, levels)
        return build_map_document(view, self._opened.words, shapes=self._shapes[2], popups=False)

    def plan(self, trip: Trip, roads: Path | None) -> TripPlan:
        """Look along every leg."""
        from mrm_desktop.services.trips.plan_trip import plan_trip

        return plan_trip(self._project, trip, self._network(trip, roads))

    def other_ways(self, trip: Trip, leg: int, roads: Path | None) -> tuple[OtherWay, ...]:
        """Return what else could be done about a leg."""
        from mrm_desktop.services.trips.other_ways import other_ways

        return other_ways(self._project, trip, leg, self._network(trip, roads))

    def put_out(self, plan: TripPlan) -> TripOut:
        """Put a trip on the board of the base: the team has left."""
        from mrm_desktop.services.trips.board import put_out

        return put_out(self._project, plan, now())

    def trips_out(self) -> tuple[TripState, ...]:
        """Return who is out; what has to be gone by today is destroyed first."""
        from mrm_desktop.services.trips.board import destroy_old_trips, trips_out

        destroy_old_trips(self._project, self._project.day)
        return trips_out(self._project, now())

    def note_trip(self, trip_id: str, what: Heard, key: str) -> TripOut:
        """Write a line into the log of a trip."""
        from mrm_desktop.services.trips.board import note

        return note(self._project, trip_id, what, key, now())

    def release(self, plan: TripPlan, report: str, form: str, path: Path) -> Path:
        """Print a pack, or its route: searched, logged, and for the own organisation only."""
        from mrm_desktop.reports.order import Order
        from mrm_desktop.reports.release.ladder import Reader
        from mrm_desktop.services.release.release_file import release_file
        from mrm_desktop.services.release.subject import subject_of

        order = Order(report, form, Reader.INTERNAL)
        subject = subject_of(self._project, report, order.reader, Question(), plan=plan)
        return release_file(self._project, subject, order, self._opened.words, path, now(), may_replace=True)[0]

    def _network(self, trip: Trip, roads: Path | None) -> RoadNetwork | None:
        from mrm_desktop.services.trips.read_roads import read_roads

        if roads is None:
            return None
        return read_roads(roads, [corner for leg in trip.legs for corner in leg.route])
