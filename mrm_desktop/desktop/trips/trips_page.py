"""The trips workspace: the map with the legs, the answer beside it, and below both what is known along the way, hour by hour."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from mrm_desktop.desktop.answers.answering import Answering
from mrm_desktop.desktop.parts.drafts import DraftKeeper
from mrm_desktop.desktop.parts.halves import halves
from mrm_desktop.desktop.parts.page_context import Page, PageContext
from mrm_desktop.desktop.parts.task_queue import Urgency
from mrm_desktop.desktop.trips.leg_book import LegBook
from mrm_desktop.desktop.trips.lift_dialog import LiftDialog
from mrm_desktop.desktop.trips.more_ways import MoreWays
from mrm_desktop.desktop.trips.place_field import PlaceField
from mrm_desktop.desktop.trips.strip_view import StripView
from mrm_desktop.desktop.trips.trip_draft import TripDraft
from mrm_desktop.desktop.trips.trip_map import TripMap
from mrm_desktop.desktop.trips.trip_outlets import TripOutlets
from mrm_desktop.desktop.trips.trip_side import TripSide
from mrm_desktop.desktop.trips.trips_session import Route, TripsSession
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.gaps import Gap
from mrm_desktop.domain.route_strips import JourneyClock, hour_of
from mrm_desktop.domain.trip_plans import TripPlan
from mrm_desktop.domain.trips import Drawn, Leg, Trip, Waypoint
from mrm_desktop.project.kinds import Kind
from mrm_desktop.project.question import Question

if TYPE_CHECKING:
    from mrm_desktop.cartography.map_document import MapDocument
    from mrm_desktop.services.trips.read_trip import ReadLine

PAUSE_MS = 350  # after the last change, before the trip is looked at again
SIDE_WIDTH = 430
MOST_OF_PAGE = 0.42  # that the strip may take


class TripsPage(Page):
    """A trip is looked at again by itself whenever something of it changes; what is wrong with it is said beside it.

    ``drawn`` carries the legs as a layer for the map of the country, whenever they or their answers change; ``draw_asked`` the routes
    that the trip has, where another one is to be drawn on that map.
    """

    drawn = Signal(object)
    draw_asked = Signal(object)
    rests_on = frozenset(Kind) - {Kind.RELEASES, Kind.GUARD_PASSES, Kind.TRIPS_OUT}

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._words, self._session = context.words, TripsSession(context.opened)
        words = context.words
        self.book = LegBook(words)
        self.plan: TripPlan | None = None
        self.roads: Path | None = None
        self._opened: Trip | None = None
        self._planned_for: Trip | None = None
        self._is_new_way = False
        self._after: Callable[[], None] | None = None  # what waits for the plan
        self.place, self.trip_map, self.strip, self.side = PlaceField(words), TripMap(words), StripView(words), TripSide(words)
        self.more = MoreWays(words)
        self.form, self.leg_list = self.side.form, self.side.leg_list
        self.answering = Answering(context, self)
        self.outlets = TripOutlets(context, self._session, self, self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self.make_plan)
        self._lay_out()
        self._connect()
        self._fill()
        self.draft = DraftKeeper(context, "trip", "", self, TripDraft(self.form, self.book, self._take_draft))

    def refresh(self) -> None:
        """Show the country, and look at the trip again."""
        self._paint()
        self._plan_soon()

    def forget(self) -> None:
        """Drop the trip: it is nobody's business once the project is closed. What was begun is kept in the project."""
        self.draft.put_by()
        self._pause.stop()
        self.book.put(())
        self.roads = self._opened = self._after = None
        self.plan = None
        self._fill()
        self.trip_map.map.dispose()

    # ---- legs in -----------------------------------------------------------------------------------------------------------

    def open_trip(self, path: Path) -> None:
        """Open a trip file."""
        session = self._session
        self._context.work.read(lambda: session.read_trip(path), self._take_trip, self._context.fail)

    def import_route(self, path: Path) -> None:
        """Take every line of a GPX, KML or other geographic file as a leg."""
        session = self._session
        self._context.work.read(lambda: session.read_lines(path), self._take_lines, self._context.fail)

    def take_drawn(self, corners: Route) -> None:
        """Take a line that was drawn on the map, or pasted, as one leg."""
        self.book.add("", corners, Drawn.STRAIGHT, self._context.day)
        self._take_added()

    def take_stop(self, name: str, at: tuple[float, float]) -> None:
        """Go on to a place; the first one is where the trip starts."""
        is_leg = self.book.go_to(name, at, self._context.day)
        self.side.say_problem(None)
        if is_leg:
            self.place.ask_for("next")
            self.trip_map.map.unmark()
            self._take_added()
        else:
            self._show_start()

    def _show_start(self) -> None:
        """Ask for the next place, and mark where the trip begins while it has no leg."""
        self.place.ask_for("next")
        if not self.legs and self.book.start is not None:
            self.trip_map.map.mark(self.book.start.name, self.book.start.at, 0.0)
            self._fill()

    def use_roads(self, path: Path) -> None:
        """Lay the straight legs on a road layer."""
        self.roads = path
        self._context.tell(self._words.say("trips.roads", file=path.name))
        self._plan_soon()

    def _take_trip(self, trip: Trip) -> None:
        self._opened = trip
        self.form.show_trip(trip)
        self._take_legs(list(trip.legs))

    def _take_draft(self, legs: list[Leg], start: Waypoint | None) -> None:
        """Go on with a trip that was begun, also where it had no more than a start."""
        self._take_legs(legs)
        if start is not None:
            self.book.start = start
            self._show_start()

    def take_trip_of(self, way: Trip) -> None:
        """Plan the legs of another trip in the place of these."""
        self._take_legs(list(way.legs))

    def begin_anew(self) -> None:
        """Forget the draft: the trip was saved."""
        self.draft.begin_anew()

    def _take_legs(self, legs: list[Leg]) -> None:
        self.book.put(legs)
        self._is_new_way = True
        self._change_plan()

    def _take_lines(self, lines: tuple[ReadLine, ...]) -> None:
        for line in lines:
            self.book.add(line.name, line.route, Drawn.IMPORTED, self._context.day, line.waypoints)
        if lines[0].nowhere:
            self._context.tell(self._words.say("trips.points_nowhere", count=lines[0].nowhere))
        self._take_added()

    def _take_added(self) -> None:
        self.leg_list.current = len(self.legs) - 1
        self._is_new_way = True
        self._change_plan()

    @property
    def legs(self) -> list[Leg]:
        """The legs in the order of the way."""
        return self.book.legs

    @property
    def clock(self) -> JourneyClock | None:
        """The hours of the plan; None without one."""
        return self.plan.clock if self.plan is not None else None

    @property
    def is_up_to_date(self) -> bool:
        """Whether the plan is of the trip as it stands."""
        return self.plan is not None and self.trip() == self._planned_for

    # ---- the plan ------------------------------------------------------------------------------------------------------------

    def make_plan(self) -> None:
        """Look along every leg."""
        self._pause.stop()
        trip = self.trip()
        if trip is not None:
            session, roads = self._session, self.roads
            done = partial(self._show_plan, trip)
            self._context.work.read(lambda: session.plan(trip, roads), done, self.refuse, view="trips.plan", urgency=Urgency.NOW)

    def release(self, report: str, form: str, path: Path) -> None:
        """Write a pack or a route of the trip as it stands."""
        self._once_planned(partial(self.outlets.write, report, form, path))

    def _once_planned(self, does: Callable[[], None]) -> None:
        """Do something with the plan of the trip as it stands, now or when it is there."""
        if self.is_up_to_date:
            does()
        elif self.trip() is not None:
            self._after = does
            self.make_plan()

    def save(self, path: Path) -> None:
        """Write the trip as a file."""
        self.outlets.save(path)

    def move_departure(self, leg: int, minutes: float) -> None:
        """Let a leg leave at another minute of its day: the hours move, what is known of the way does not."""
        from mrm_desktop.services.trips.journey_clock import moved

        trip = self.trip()
        if trip is not None and self.plan is not None:
            later = moved(trip, leg, minutes)
            self.book.legs = list(later.legs)
            self.form.show_check_ins(later.check_ins)
            self._show_hours(later)

    def _move_check_in(self, number: int, day: date, minutes: float) -> None:
        """Let a check-in be due at another minute; one with a day of its own may go to another one."""
        found = self.form.typed_check_ins()
        if self.plan is not None and number < len(found):
            on = None if found[number].on is None else day
            found[number] = replace(found[number], at=hour_of(minutes), on=on)
            self.form.show_check_ins(found)
            self._show_hours(replace(self.plan.trip, check_ins=tuple(found)))

    def _show_hours(self, later: Trip) -> None:
        """Show the same plan with other hours."""
        from mrm_desktop.services.trips.journey_clock import with_hours

        if self.plan is not None:
            self.plan = with_hours(self.plan, later)
            self._planned_for = self.trip()
            self.strip.show_strip(self.plan.strip, self.clock)
            self.side.show_clock(self.legs, self.plan, self.clock)

    def trip(self) -> Trip | None:
        """Return the trip as it stands; None, with the reason beside it, where it cannot be one yet."""
        if not self.legs:
            return None
        try:
            return self.form.trip(tuple(self.legs), self._opened)
        except KnownError as error:
            self.side.say_problem(error)
            return None

    def _plan_soon(self) -> None:
        if self.legs:
            self._pause.start(PAUSE_MS)

    def _change_plan(self) -> None:
        """Drop the plan: something of the trip is another."""
        self.plan = None
        self._plan_soon()
        self._fill()

    def _show_plan(self, trip: Trip, plan: TripPlan) -> None:
        if trip.legs != tuple(self.legs):
            return  # legs were changed meanwhile: the plan of what they are now is under way
        self._planned_for = trip
        self.plan = plan
        self.side.say_problem(None)
        self._fill()
        if self._is_new_way and not self.trip_map.pick.isChecked():
            self._is_new_way = False
            QTimer.singleShot(0, self._show_way)  # the strip has taken its room from the map by then
        self._paint()
        after, self._after = self._after, None
        if after is not None:
            after()

    def refuse(self, error: Exception) -> None:
        """Say what is wrong beside the trip: what was typed stays."""
        self._after = None
        self.side.say_problem(error)

    # ---- what is shown -------------------------------------------------------------------------------------------------------

    def _paint(self) -> None:
        """Ask for the map as it is assessed for the trip."""
        session, trip = self._session, self.trip()
        on = trip.legs[0].on if trip is not None else None
        mode, purpose = self.form.asked()
        self.ask(lambda: session.paint(mode, purpose, on), self._show_document, part="map", urgency=Urgency.LATER)

    def _show_document(self, document: MapDocument | None) -> None:
        if document is not None:
            self.trip_map.show_document(document)

    def _fill(self) -> None:
        self._draw()
        self.form.offer_places(self.book.place_names())
        self.form.offer_days([leg.on for leg in self.legs])
        self.strip.show_strip(self.plan.strip if self.plan is not None else None, self.clock)
        self.side.show_trip(self.legs, self.plan, self.clock, self._headline())
        self._choose(self.leg_list.current)
        self._strip_area.setVisible(self.plan is not None)

    def _headline(self) -> str:
        from mrm_desktop.reports.papers.trip_wording import headline

        if self.plan is not None:
            return headline(self.plan, self._words)
        if self.legs:
            return self._words.say("trips.looking")
        start = self.book.start
        return self._words.say("trips.start") if start is None else self._words.say("trips.next", name=start.name)

    def _draw(self) -> None:
        """Draw the legs, each in the colour of its answer, here and on the map of the country."""
        from mrm_desktop.cartography.layers.trips import build_trip_layer

        answered = [(p.leg, p.go) for p in self.plan.legs] if self.plan is not None else [(leg, None) for leg in self.legs]
        layer = build_trip_layer(answered, self._words)
        self.trip_map.show_legs(layer)
        self.drawn.emit(layer)

    def _fit_strip(self) -> None:
        """Give the strip the height that it needs, but never so much that nothing is left of the map; then it scrolls."""
        self._strip_area.setFixedHeight(min(self.strip.sizeHint().height() + 2, round(self.height() * MOST_OF_PAGE)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_strip()

    def _show_way(self) -> None:
        self.trip_map.bring_into_view([leg.route for leg in self.legs])

    def _after_picking(self, is_on: bool) -> None:
        """Show the way once all its stops are set: until then the map stays as it is, or the next stop would leave the view."""
        if not is_on and self._is_new_way and self.plan is not None:
            self._is_new_way = False
            self._show_way()

    def _choose(self, row: int) -> None:
        self.strip.chosen = max(row, 0)
        self.strip.update()

    def _change(self, how: Callable[[Leg], Leg]) -> None:
        if self.book.change(self.leg_list.current, how):
            self._change_plan()

    def _remove(self) -> None:
        row = self.leg_list.current
        if self.book.remove(row):
            self.leg_list.current = row - 1
            if not self.legs:
                self.place.ask_for("start")
            self._change_plan()

    # ---- layout --------------------------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.place.asked.connect(self._find)
        self.place.picked.connect(lambda hit: self.take_stop(hit.name, hit.at))
        self.more.draw_asked.connect(lambda: self.draw_asked.emit([leg.route for leg in self.legs]))
        self.more.points_taken.connect(self.take_drawn)
        self.more.route_chosen.connect(self.import_route)
        self.more.roads_chosen.connect(self.use_roads)
        self.more.trip_chosen.connect(self.open_trip)
        self.more.save_chosen.connect(self.save)
        self.trip_map.stop_picked.connect(self.take_stop)
        self.trip_map.pick.toggled.connect(self._after_picking)
        self.strip.departure_moved.connect(self.move_departure)
        self.strip.check_in_moved.connect(self._move_check_in)
        self.strip.pointed.connect(self._point)
        self.strip.height_changed.connect(lambda _: self._fit_strip())
        self.leg_list.chosen.connect(self._choose)
        self.side.editor.renamed.connect(lambda name: self._change(lambda leg: replace(leg, name=name or leg.name)))
        self.side.editor.redated.connect(self._redate)
        self.side.editor.leave_changed.connect(lambda minutes: self.move_departure(self.leg_list.current, minutes))
        self.form.changed.connect(self._plan_soon)
        self.side.print_asked.connect(lambda report, form: self.outlets.ask_release(report, form, self.release))
        self.side.lift_asked.connect(self._ask_lift)
        self.side.remove_asked.connect(self._remove)
        self.side.compare_asked.connect(lambda: self._once_planned(lambda: self.outlets.compare(self.leg_list.current)))
        self.side.answer_asked.connect(self._ask_answer)
        self.side.leave_asked.connect(lambda: self._once_planned(self.outlets.leave))

    def _ask_answer(self, gap: Gap, area_code: str) -> None:
        """Let what a leg does not know be answered in place; the trip is looked at again once it is."""
        mode, purpose = self.form.asked()
        self.answering.ask(gap, area_code, Question(mode, purpose))

    def _redate(self, day: date) -> None:
        self._change(lambda leg: replace(leg, on=day))

    def _find(self, text: str) -> None:
        session = self._session
        self._context.work.read(
            lambda: session.find(text), self.place.show_hits, self._found_nothing, view="trips.find", urgency=Urgency.NOW
        )

    def _found_nothing(self, error: Exception) -> None:
        self.place.take_nothing()
        self.side.say_problem(error)

    def _point(self, km: float | None) -> None:
        plan, clock = self.plan, self.clock
        if km is None or plan is None or clock is None:
            self.trip_map.point_at("", None)
        else:
            self.trip_map.point_at(hour_of(clock.at(km)[1]), plan.strip.position(km))

    def set_dark(self, dark: bool) -> None:
        """Follow the colours of the window with map and strip."""
        self.trip_map.map.set_dark(dark)
        self.strip.set_dark(dark)

    def _lay_out(self) -> None:
        bar = QWidget()
        bar.setObjectName("tripbar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(10, 6, 10, 6)
        row.addWidget(self.place, 1)
        row.addWidget(self.more)
        row.addWidget(self.side.buttons["leave"])
        beside = halves((self.trip_map, self.side), (900, SIDE_WIDTH))
        self._strip_area = QScrollArea()
        self._strip_area.setWidgetResizable(True)
        self._strip_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._strip_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._strip_area.setWidget(self.strip)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(bar)
        layout.addWidget(beside, 1)
        layout.addWidget(self._strip_area)

    # ---- questions -----------------------------------------------------------------------------------------------------------

    def _ask_lift(self) -> None:
        row = self.leg_list.current
        if not 0 <= row < len(self.legs):
            return
        dialog = LiftDialog(self._session.roles_that_lift(), self.legs[row].lift, self._words, self)
        dialog.accepted.connect(lambda: self._change(lambda leg: replace(leg, lift=dialog.lift(self._context.day))))
        dialog.open()
