"""The trips workspace: legs with dates, what is known along each, go or wait, contacts and checks, and the packs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mrm_desktop.desktop.parts.bidi import day_field
from mrm_desktop.desktop.parts.dialogs import Dialog
from mrm_desktop.desktop.parts.drafts import DraftKeeper
from mrm_desktop.desktop.parts.labels import empty_pane, label
from mrm_desktop.desktop.parts.page_context import Page, PageContext
from mrm_desktop.desktop.parts.tables import text_table
from mrm_desktop.desktop.trips.leg_sheet import contacts_sheet, leg_sheet
from mrm_desktop.desktop.trips.lift_dialog import LiftDialog
from mrm_desktop.desktop.trips.trip_draft import TripDraft
from mrm_desktop.desktop.trips.trip_form import TripForm
from mrm_desktop.desktop.trips.trips_session import Route, TripsSession
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.guard_passes import PersonInTextError
from mrm_desktop.domain.trip_plans import TripPlan
from mrm_desktop.domain.trips import Drawn, Leg, Trip
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.papers.trip_wording import headline

COLUMNS = ("number", "name", "day", "drawn", "km", "go")
SHEETS = ("leg", "details", "contacts")


class TripsPage(Page):
    """Legs on the left; on the right what is known of the chosen one, the form of the trip, or contacts and checks.

    ``drawn`` carries the legs as a layer for the live map, whenever they or their answers change.
    """

    drawn = Signal(object)
    draw_asked = Signal()

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._words, self._session = context.words, TripsSession(context.opened)
        self.legs: list[Leg] = []
        self.plan: TripPlan | None = None
        self.roads: Path | None = None
        self._opened: Trip | None = None
        words = context.words
        self.table, self._model = text_table(words.say("trips.legs"), [words.say(f"trips.column.{c}") for c in COLUMNS])
        self.table.selectionModel().currentRowChanged.connect(lambda current, _: self._show_leg(current.row()))
        self.name, self.day = QLineEdit(), day_field()
        self.name.editingFinished.connect(self._rename)
        self.day.setDate(QDate(context.day.year, context.day.month, context.day.day))
        self.day.dateChanged.connect(self._redate)
        self.form = TripForm(words)
        self.road_line = label(words.say("trips.no_roads"), "soft")
        self.answer = label("", "section")
        self.sheets = QStackedWidget()
        self._leg_area, self._contacts_area = _scroll(words.say("trips.sheet.leg")), _scroll(words.say("trips.sheet.contacts"))
        for sheet in (self._leg_area, self.form, self._contacts_area):
            self.sheets.addWidget(sheet)
        self.buttons: dict[str, QPushButton] = {}
        self._lay_out()
        self._fill()
        self.draft = DraftKeeper(context, "trip", "", self, TripDraft(self.form, lambda: self.legs, self._take_legs))

    def forget(self) -> None:
        """Drop the trip: it is nobody's business once the project is closed. What was begun is kept in the project."""
        self.draft.put_by()
        self.legs, self.plan, self.roads, self._opened = [], None, None, None
        self._fill()

    # ---- legs in -----------------------------------------------------------------------------------------------------------

    def open_trip(self, path: Path) -> None:
        """Open a trip file."""
        session = self._session
        self._context.work.read(lambda: session.read_trip(path), self._take_trip, self._context.fail)

    def import_route(self, path: Path) -> None:
        """Take every line of a GPX, KML or other geographic file as a leg."""
        session = self._session
        self._context.work.read(lambda: session.read_lines(path), self._take_lines, self._context.fail)

    def take_points(self, text: str) -> None:
        """Take pasted coordinates as one leg."""
        from mrm_desktop.services.trips.read_trip import parse_points

        try:
            route = parse_points(text)
            if len(set(route)) < 2:
                raise KnownError("trip.leg_without_route", number=len(self.legs) + 1)
        except KnownError as error:
            self._context.fail(error)
            return
        self._add([("", route)], Drawn.STRAIGHT)

    def take_drawn(self, corners: Route) -> None:
        """Take a line that was drawn on the map as one leg."""
        self._add([("", corners)], Drawn.STRAIGHT)

    def use_roads(self, path: Path) -> None:
        """Lay the straight legs on a road layer from the next planning on."""
        self.roads = path
        self.road_line.setText(self._words.say("trips.roads", file=path.name))

    def _take_trip(self, trip: Trip) -> None:
        self._opened, self.legs, self.plan = trip, list(trip.legs), None
        self.form.show_trip(trip)
        self._fill()

    def _take_legs(self, legs: list[Leg]) -> None:
        self.legs, self.plan = legs, None
        self._fill()

    def _take_lines(self, lines: tuple[tuple[str, Route], ...]) -> None:
        self._add(lines, Drawn.IMPORTED)

    def _add(self, lines: list[tuple[str, Route]] | tuple[tuple[str, Route], ...], drawn: Drawn) -> None:
        on = self.legs[-1].on if self.legs else self._context.day
        for name, route in lines:
            self.legs.append(Leg(name or self._words.say("trips.leg_name", number=len(self.legs) + 1), route, on, drawn))
        self.plan = None
        self._fill(len(self.legs) - 1)

    # ---- plan and packs ------------------------------------------------------------------------------------------------------

    def make_plan(self) -> None:
        """Look along every leg."""
        try:
            trip = self.form.trip(tuple(self.legs), self._opened)
        except KnownError as error:
            self._context.fail(error)
            return
        session, roads = self._session, self.roads
        self._context.work.read(lambda: session.plan(trip, roads), self._show_plan, self._refused)

    def release(self, report: str, form: str, path: Path) -> None:
        """Write a pack or a route of the plan that is shown."""
        plan, session = self.plan, self._session
        if plan is not None:
            self._context.work.write(lambda: session.release(plan, report, form, path), self._tell_written, self._context.fail)

    def save(self, path: Path) -> None:
        """Write the trip as a file."""
        try:
            trip = self.form.trip(tuple(self.legs), self._opened)
        except KnownError as error:
            self._context.fail(error)
            return
        session = self._session
        self._context.work.write(lambda: session.save_trip(trip, path), self._saved, self._refused)

    def _saved(self, path: Path) -> None:
        self.draft.begin_anew()
        self._tell_written(path)

    def _refused(self, error: Exception) -> None:
        """Say what was found in the form beside its fields; anything else as everywhere."""
        if isinstance(error, PersonInTextError):
            self.show_sheet("details")
            self.form.notes.show(error)
            self._context.tell(self._words.say(error.code, **error.params))
        else:
            self._context.fail(error)

    def _tell_written(self, path: Path) -> None:
        self._context.tell(self._words.say("cli.wrote", file=path.name))

    def _show_plan(self, plan: TripPlan) -> None:
        self.plan = plan
        self._fill(max(0, self.table.currentIndex().row()))
        self.show_sheet("leg")

    # ---- what is shown -------------------------------------------------------------------------------------------------------

    def show_sheet(self, name: str) -> None:
        """Show one of the three sheets."""
        self.buttons[f"sheet-{name}"].setChecked(True)
        self.sheets.setCurrentIndex(SHEETS.index(name))

    def _fill(self, row: int = 0) -> None:
        words, plan = self._words, self.plan
        planned = plan.legs if plan is not None else (None,) * len(self.legs)
        self._model.fill(
            [
                (
                    str(number),
                    leg.name,
                    words.day(leg.on),
                    words.say(f"trips.drawn.{(known.leg if known else leg).drawn}"),
                    words.number(known.length_km, 0) if known else "–",
                    words.say(f"map.class.trip.{known.go}") if known else words.say("trips.not_planned"),
                )
                for number, (leg, known) in enumerate(zip(self.legs, planned, strict=True), start=1)
            ]
        )
        self.answer.setText(headline(plan, words) if plan else words.say("trips.none" if not self.legs else "trips.plan_first"))
        self._contacts_area.setWidget(contacts_sheet(plan, words) if plan else label(words.say("trips.plan_first"), "soft"))
        for name in ("pack", "field-pack", "gpx"):
            self.buttons[name].setEnabled(plan is not None)
        for name in ("plan", "save"):
            self.buttons[name].setEnabled(bool(self.legs))
        self._draw()
        if self.legs:
            self.table.selectRow(min(row, len(self.legs) - 1))
        self._show_leg(min(row, len(self.legs) - 1))

    def _draw(self) -> None:
        """Hand the legs to the live map, each in the class of its answer."""
        from mrm_desktop.cartography.layers.trips import build_trip_layer

        answered = [(p.leg, p.go) for p in self.plan.legs] if self.plan is not None else [(leg, None) for leg in self.legs]
        self.drawn.emit(build_trip_layer(answered, self._words))

    def _show_leg(self, row: int) -> None:
        chosen = 0 <= row < len(self.legs)
        for widget in (self.name, self.day, self.buttons["remove"], self.buttons["lift"]):
            widget.setEnabled(chosen)
        if not chosen:
            self._leg_area.setWidget(empty_pane(self._words.say("trips.none")))
            return
        leg = self.legs[row]
        self.name.setText(leg.name)
        self.day.blockSignals(True)
        self.day.setDate(QDate(leg.on.year, leg.on.month, leg.on.day))
        self.day.blockSignals(False)
        plan = self.plan
        shown = leg_sheet(plan.legs[row], plan, self._words) if plan else label(self._words.say("trips.plan_first"), "soft")
        self._leg_area.setWidget(shown)

    def _rename(self) -> None:
        self._change(lambda leg: replace(leg, name=self.name.text().strip() or leg.name))

    def _redate(self, chosen: QDate) -> None:
        self._change(lambda leg: replace(leg, on=date(chosen.year(), chosen.month(), chosen.day())))

    def _change(self, how: Callable[[Leg], Leg]) -> None:
        row = self.table.currentIndex().row()
        if 0 <= row < len(self.legs) and how(self.legs[row]) != self.legs[row]:
            self.legs[row], self.plan = how(self.legs[row]), None
            self._fill(row)

    def _remove(self) -> None:
        row = self.table.currentIndex().row()
        if 0 <= row < len(self.legs):
            del self.legs[row]
            self.plan = None
            self._fill(max(0, row - 1))

    # ---- layout --------------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        words = self._words
        ins, outs = QHBoxLayout(), QHBoxLayout()
        for name, does in (
            ("open", self._ask_open),
            ("draw", self.draw_asked.emit),
            ("route", self._ask_route),
            ("paste", self._ask_points),
            ("roads", self._ask_roads),
        ):
            ins.addWidget(self._button(name, does))
        ins.addStretch(1)
        for name, does in (
            ("plan", self.make_plan),
            ("pack", lambda: self._ask_release("trip_pack", "pdf")),
            ("field-pack", lambda: self._ask_release("field_pack", "pdf")),
            ("gpx", lambda: self._ask_release("trip_pack", "gpx")),
            ("save", self._ask_save),
        ):
            outs.addWidget(self._button(name, does))
        outs.addStretch(1)
        self.buttons["plan"].setProperty("role", "primary")
        row = QHBoxLayout()
        for widget, name in ((self.name, "name"), (self.day, "day")):
            widget.setObjectName(f"leg-{name}")
            widget.setAccessibleName(words.say(f"trips.column.{name}"))
        row.addWidget(self.name, 1)
        row.addWidget(self.day)
        row.addWidget(self._button("lift", self._ask_lift))
        row.addWidget(self._button("remove", self._remove))
        left = QWidget()
        inner = QVBoxLayout(left)
        inner.setContentsMargins(16, 14, 16, 14)
        inner.addWidget(label(words.say("trips.title"), "title"))
        inner.addWidget(label(words.say("trips.what"), "soft"))
        inner.addLayout(ins)
        inner.addWidget(self.road_line)
        inner.addWidget(self.table, 1)
        inner.addLayout(row)
        inner.addWidget(self.answer)
        inner.addLayout(outs)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.addWidget(left)
        halves.addWidget(self._right())
        halves.setStretchFactor(1, 1)
        halves.setSizes([560, 720])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(halves)

    def _right(self) -> QWidget:
        right, bar, group = QWidget(), QHBoxLayout(), QButtonGroup(self)
        for name in SHEETS:
            button = self._button(f"sheet-{name}", partial(self.show_sheet, name))
            button.setCheckable(True)
            button.setProperty("role", "subpage")
            group.addButton(button)
            bar.addWidget(button)
        bar.addStretch(1)
        self.buttons["sheet-leg"].setChecked(True)
        layout = QVBoxLayout(right)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addLayout(bar)
        layout.addWidget(self.sheets, 1)
        return right

    def _button(self, name: str, does: Callable[[], object]) -> QPushButton:
        button = QPushButton(self._words.say(f"trips.button.{name}"))
        button.setObjectName(f"trips-{name}")
        button.clicked.connect(lambda: does())
        self.buttons[name] = button
        return button

    # ---- questions -----------------------------------------------------------------------------------------------------------

    def _ask_open(self) -> None:
        self._ask_file("open", "*.toml", self.open_trip)

    def _ask_route(self) -> None:
        self._ask_file("route", "*.gpx *.kml *.kmz *.geojson *.gpkg *.shp", self.import_route)

    def _ask_roads(self) -> None:
        self._ask_file("roads", "*.gpkg *.geojson *.shp *.zip *.osm *.pbf *.kml *.gpx", self.use_roads)

    def _ask_file(self, name: str, pattern: str, take: Callable[[Path], None]) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, self._words.say(f"trips.button.{name}"), "", f"({pattern})")
        if chosen:
            take(Path(chosen))

    def _ask_save(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, self._words.say("trips.button.save"), "trip.toml")
        if chosen:
            self.save(Path(chosen))

    def _ask_release(self, report: str, form: str) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, self._words.say("trips.button.pack"), f"{report.replace('_', '-')}.{form}")
        if chosen:
            self.release(report, form, Path(chosen))

    def _ask_lift(self) -> None:
        row = self.table.currentIndex().row()
        if not 0 <= row < len(self.legs):
            return
        dialog = LiftDialog(self._session.roles_that_lift(), self.legs[row].lift, self._words, self)
        dialog.accepted.connect(lambda: self._change(lambda leg: replace(leg, lift=dialog.lift(self._context.day))))
        dialog.open()

    def _ask_points(self) -> None:
        dialog = PointsDialog(self._words, self)
        dialog.accepted.connect(lambda: self.take_points(dialog.text()))
        dialog.open()


class PointsDialog(Dialog):
    """Takes pasted coordinates, one position on each line."""

    def __init__(self, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(words.say("trips.button.paste"))
        self.box = QPlainTextEdit()
        self.box.setObjectName("points")
        self.box.setAccessibleName(words.say("trips.points"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(label(words.say("trips.points"), "soft"))
        layout.addWidget(self.box)
        layout.addWidget(buttons)
        self.resize(440, 320)

    def text(self) -> str:
        """Return what was pasted."""
        return self.box.toPlainText()


def _scroll(name: str) -> QScrollArea:
    area = QScrollArea()
    area.setObjectName("card")
    area.setWidgetResizable(True)
    area.setAccessibleName(name)
    return area
