"""The briefing: what needs somebody today, in sentences, each with the one thing to do; beside it a small living map and the next trips."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from mrm_desktop.desktop.briefing.briefing_session import BriefingSession, ShownBriefing
from mrm_desktop.desktop.briefing.need_row import NeedRow
from mrm_desktop.desktop.canvas.map_widget import MapWidget
from mrm_desktop.desktop.parts.dialogs import scrolled
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.desktop.parts.page_context import Page, PageContext
from mrm_desktop.domain.briefings import Briefing, ClassChange, Need, NeedKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.trips_out import TripState
from mrm_desktop.foundation.words import Words
from mrm_desktop.project.kinds import MAKE_CASES, ON_CARDS, Kind

if TYPE_CHECKING:
    from mrm_desktop.cartography.map_document import MapDocument

PAGE_OF = {
    NeedKind.OVERDUE_TRIP: "trips/board",
    NeedKind.ALERT: "assess/decisions",
    NeedKind.NO_AREAS: "evidence/datasets",
    NeedKind.TO_GET: "evidence/datasets",
    NeedKind.FALLEN_REASON: "assess/request",
    NeedKind.LAPSED: "assess/request",
    NeedKind.LAPSES: "assess/request",
    NeedKind.WAITS: "assess/decisions",
    NeedKind.DRAFT: "trips/plan",
    NeedKind.MISSION: "evidence/missions",
    NeedKind.NO_FOCAL_POINT: "evidence/call_sheet",
    NeedKind.UNTESTED_LINE: "evidence/missions",
    NeedKind.EVENT: "assess/decisions",
    NeedKind.DESTROY: "reports/make",
}
"""Where each kind of need is seen to; a decision that was begun opens as it was."""
MAP_SIZE = (430, 320)
MOST_CHANGES = 4  # that are named under the map
NARROW = 96  # letters of the window's type across, below which the map stands under the needs
LAYERS = ("presence", "labels", "basemap")


class BriefingPage(Page):
    """``wanted`` carries the page that should be opened, and the code of the area that it is about; "" for none.

    ``import_wanted`` tells that a file should be read in, ``decision_wanted`` carries the area on which a decision was begun, and
    ``keeping_wanted`` the kind of need of keys and backups that should be seen to at once.
    """

    wanted = Signal(str, str)
    import_wanted = Signal()
    decision_wanted = Signal(str)
    keeping_wanted = Signal(object)
    painted = Signal()
    rests_on = (
        MAKE_CASES
        | ON_CARDS
        | frozenset({Kind.DECISIONS, Kind.DUTY_LINES, Kind.FOCAL_POINTS, Kind.MISSIONS, Kind.RELEASES, Kind.TRIPS_OUT})
    )

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._words, self._session = context.words, BriefingSession(context.opened)
        words = self._words
        self.where = label("", "soft")
        self.heading = label("", "title")
        self.rows: list[NeedRow] = []
        self._needs = QVBoxLayout()
        self._needs.setSpacing(0)
        self.map = MapWidget(words)
        self.map.setFixedHeight(MAP_SIZE[1])
        self.map.set_overlays(LAYERS)
        self.map.area_picked.connect(lambda code: self.wanted.emit("map/areas", code))
        self.map.painted.connect(self.painted)
        self.changes = label("", "soft")
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(28)
        self._columns.addWidget(self._left(), 3)
        self._columns.addWidget(self._right(), 2, Qt.AlignmentFlag.AlignTop)
        self._columns.setContentsMargins(30, 22, 26, 22)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        sheet = scrolled(self._columns)
        sheet.setAccessibleName(words.say("window.home"))
        layout.addWidget(sheet)

    def bring_up_to_date(self) -> None:
        """Ask whenever the briefing is shown: a check-in becomes late without a write."""
        self._is_stale = True
        super().bring_up_to_date()

    def refresh(self) -> None:
        """Ask what needs somebody today."""
        session, question = self._session, self._context.question()
        self._context.work.read(lambda: session.brief(question), self._show, self._failed, view="briefing")

    def show_map(self, document: MapDocument, is_fictional: bool) -> None:
        """Show the map as it is; an invented country without the base map: it lies in the open sea."""
        self.map.set_overlays([layer for layer in LAYERS if layer != "basemap" or not is_fictional])
        self.map.show_document(document)

    def set_dark(self, dark: bool) -> None:
        """Follow the colours of the window with the map."""
        self.map.set_dark(dark)

    def forget(self) -> None:
        """Drop what is said of the project."""
        self._clear()
        for said in (self.where, self.heading, self.changes, self.road):
            said.setText("")
        self.map.dispose()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the map under the needs where there is no room beside them."""
        super().resizeEvent(event)
        is_narrow = self.width() < self.fontMetrics().averageCharWidth() * NARROW
        way = QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
        if self._columns.direction() != way:
            self._columns.setDirection(way)

    def _left(self) -> QWidget:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.where)
        column.addWidget(self.heading)
        column.addSpacing(10)
        column.addLayout(self._needs)
        column.addSpacing(14)
        column.addWidget(self._link("call_sheet", "evidence/call_sheet"))
        column.addWidget(label(self._words.say("briefing.foot"), "soft"))
        column.addStretch(1)
        return left

    def _right(self) -> QWidget:
        right = QFrame()
        right.setObjectName("mapcard")
        right.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(right)
        column.setContentsMargins(1, 1, 1, 10)
        column.addWidget(self.map)
        column.addSpacing(6)  # a text of two lines fills its row to the edges
        below = QHBoxLayout()
        below.setContentsMargins(14, 8, 10, 4)
        below.addWidget(self.changes, 1)
        below.addWidget(self._link("map", "map/areas"))
        column.addLayout(below)
        both = QWidget()
        cards = QVBoxLayout(both)
        cards.setContentsMargins(0, 0, 0, 0)
        cards.setSpacing(16)
        cards.addWidget(right)
        cards.addWidget(self._road())
        return both

    def _road(self) -> QWidget:
        """Make the card of the trips that are out."""
        road = QFrame()
        road.setObjectName("roadcard")
        column = QVBoxLayout(road)
        column.setContentsMargins(16, 10, 12, 12)
        head = QHBoxLayout()
        head.addWidget(label(self._words.say("briefing.on_the_road"), "number"), 1)
        head.addWidget(self._link("board", "trips/board"))
        head.addWidget(self._link("trip", "trips/plan"))
        column.addLayout(head)
        self.road = label("", "")
        column.addWidget(self.road)
        return road

    def _link(self, name: str, page: str) -> QPushButton:
        button = QPushButton(self._words.say(f"briefing.open.{name}"))
        button.setObjectName(f"briefing-{name}")
        button.setProperty("role", "link")
        button.clicked.connect(lambda _=False: self.wanted.emit(page, ""))
        return button

    def _show(self, shown: ShownBriefing) -> None:
        briefing, words = shown.briefing, self._words
        self.where.setText(_where(shown, words))
        count = len(briefing.needs)
        self.heading.setText(words.say("briefing.heading", count=count) if count else words.say("briefing.nothing"))
        self.changes.setText(_changes(briefing, shown, words))
        self.road.setText(
            "\n".join(_on_the_road(state, words) for state in briefing.on_the_road) or words.say("briefing.nobody_out")
        )
        self._clear()
        for need in briefing.needs:
            row = NeedRow(need, briefing.day, words)
            row.asked.connect(lambda need=need: self._see_to(need))
            self._needs.addWidget(row)
            self.rows.append(row)

    def _see_to(self, need: Need) -> None:
        """Ask for what a row offers."""
        if need.kind in (NeedKind.NO_AREAS, NeedKind.TO_GET):
            self.import_wanted.emit()
        elif need.kind in (NeedKind.BACKUP, NeedKind.DRILL):
            self.keeping_wanted.emit(need.kind)
        elif need.kind is NeedKind.DRAFT and need.area_code:
            self.decision_wanted.emit(need.area_code)
        else:
            self.wanted.emit(PAGE_OF[need.kind], need.area_code)

    def _clear(self) -> None:
        for row in self.rows:
            self._needs.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []

    def _failed(self, error: Exception) -> None:
        self._is_stale = True
        if not isinstance(error, KnownError) or error.code != "assess.no_areas":
            self._context.fail(error)


def _where(shown: ShownBriefing, words: Words) -> str:
    """Say which project it is, and how its mission stands."""
    mission, parts = shown.briefing.mission, [shown.title]
    if mission is not None:
        ends, seen = mission.mandate_end, mission.confirmed_on
        parts.append(mission.acronym)
        parts += [words.say("briefing.mandate_to", on=ends)] if ends is not None else []
        parts += [words.say("briefing.confirmed", on=seen) if seen is not None else words.say("briefing.unconfirmed")]
    return " · ".join(parts)


def _changes(briefing: Briefing, shown: ShownBriefing, words: Words) -> str:
    if any(need.kind is NeedKind.NO_AREAS for need in briefing.needs):
        return ""
    if not briefing.changes:
        return words.say("briefing.no_change", on=briefing.since)
    named = [_change(change, shown, words) for change in briefing.changes[:MOST_CHANGES]]
    more = len(briefing.changes) - len(named)
    if more:
        named.append(words.say("briefing.more_changes", count=more))
    return words.say("briefing.changed", on=briefing.since, areas=named)


def _on_the_road(state: TripState, words: Words) -> str:
    """Say which trip is out, and when it is heard of next."""
    if state.missed is not None:
        return words.say("briefing.out_late", trip=state.trip.title, moment=state.missed.at)
    if state.next_check_in is None:
        return words.say("briefing.out_done", trip=state.trip.title)
    return words.say("briefing.out_next", trip=state.trip.title, moment=state.next_check_in.at)


def _change(change: ClassChange, shown: ShownBriefing, words: Words) -> str:
    name = shown.names.get(change.area_code, change.area_code)
    return words.say("briefing.went_down" if change.is_lower else "briefing.went_up", area=name)
