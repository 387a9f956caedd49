"""What the pages of an open project say to each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from mrm_desktop.desktop.answers.answering import Answering
from mrm_desktop.desktop.assess.assess_page import AssessPage
from mrm_desktop.desktop.assess.decision_controller import DecisionController
from mrm_desktop.desktop.briefing.briefing_page import BriefingPage
from mrm_desktop.desktop.map.drawing import Corners, Way
from mrm_desktop.desktop.map.map_workspace import MapWorkspace
from mrm_desktop.desktop.parts.page_context import PageContext
from mrm_desktop.desktop.shell.page_names import BRIEFING, DATASETS, MAP, TRIPS
from mrm_desktop.desktop.shell.workspaces import Workspaces
from mrm_desktop.desktop.trips.trips_page import TripsPage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mrm_desktop.cartography.layers.trips import TripLayer
    from mrm_desktop.cartography.map_document import MapDocument


class PageLinks(QObject):
    """Connects each page when it is made: the card with deciding, the trips with the map on which their legs are drawn.

    ``painted`` and ``card_shown`` tell what the map shows, ``decision_recorded`` the identifier of a decision from the map's card, and
    ``keeping_wanted`` what the briefing wants done for the backups.
    """

    painted = Signal()
    card_shown = Signal(str)
    decision_recorded = Signal(str)
    keeping_wanted = Signal(object)

    def __init__(self, context: PageContext, workspaces: Workspaces) -> None:
        super().__init__(workspaces)
        self._open, self._workspaces = context.open, workspaces
        self._deciding = DecisionController(context, workspaces)
        self._deciding.recorded.connect(lambda decision: self.decision_recorded.emit(decision.id))
        self._deciding.left.connect(self._show_again)
        self._answering = Answering(context, workspaces)
        self._decides_on = ""
        """Area on which a decision is gone on with as soon as its card is there."""
        workspaces.page_made.connect(self._link)

    def _link(self, name: str) -> None:
        made = self._workspaces.pages[name]
        if isinstance(made, MapWorkspace):
            made.painted.connect(self.painted)
            made.document_changed.connect(self._show_on_briefing)
            made.card_shown.connect(self.card_shown)
            made.card_shown.connect(self._go_on_deciding)
            made.page.card.decide_asked.connect(self._deciding.ask_decision)
            made.page.card.note_asked.connect(self._deciding.ask_note)
            made.page.card.answer_asked.connect(self._answering.ask)
            made.page.card.what_if_asked.connect(lambda _: self._open("assess/request"))  # it asks about the area of the card
            made.drawing.leg_drawn.connect(self._take_leg)
        elif isinstance(made, BriefingPage):
            made.painted.connect(self.painted)
            made.wanted.connect(self._go_to)
            made.import_wanted.connect(self._import)
            made.decision_wanted.connect(self._decide_on)
            made.keeping_wanted.connect(self.keeping_wanted)
        elif isinstance(made, TripsPage):
            made.drawn.connect(self._draw_trip)
            made.draw_asked.connect(self._draw_leg)

    def _show_on_briefing(self, document: MapDocument, is_fictional: bool) -> None:
        page = self._workspaces.page(BRIEFING)
        if isinstance(page, BriefingPage):
            page.show_map(document, is_fictional)

    def _go_to(self, name: str, area_code: str) -> None:
        """Open a page at an area."""
        if area_code and self._workspaces.map is not None:
            self._workspaces.map.pick(area_code)  # a page that is opened for the first time begins with what is picked on the map
        self._open(name)
        page = self._workspaces.page(name)
        if area_code and isinstance(page, AssessPage):
            page.choose(area_code)

    def _import(self) -> None:
        """Ask at once for the file that is to be read in."""
        from mrm_desktop.desktop.evidence.evidence_page import EvidencePage

        self._open(DATASETS)
        page = self._workspaces.page(DATASETS)
        if isinstance(page, EvidencePage):
            page.ask_import()

    def _decide_on(self, area_code: str) -> None:
        """Go on with a decision that was begun, beside the card of its area."""
        if self._workspaces.map is None:
            return
        self._open(MAP)
        self._decides_on = area_code
        self._workspaces.map.pick(area_code)
        card = self._workspaces.map.page.card.card
        if card is not None and card.area.code == area_code:
            self._go_on_deciding(area_code)

    def _go_on_deciding(self, area_code: str) -> None:
        card = self._workspaces.map.page.card.card if self._workspaces.map is not None else None
        if card is not None and area_code == self._decides_on == card.area.code:
            self._decides_on = ""
            self._deciding.ask_decision(card)

    def _show_again(self, area_code: str) -> None:
        """Let the card say that a decision was begun on its area, or no longer."""
        if self._workspaces.map is not None:
            self._workspaces.map.show_again(area_code)

    def _draw_leg(self, routes: Sequence[Corners]) -> None:
        """Let a leg of a trip be drawn on the map, where the trip is."""
        if self._workspaces.map is not None:
            self._open(MAP)
            self._workspaces.map.page.map.focus_routes(routes)
            self._workspaces.map.drawing.begin(Way.LEG)

    def _take_leg(self, corners: Corners) -> None:
        """Go back to the trip with the leg that was drawn."""
        self._open(TRIPS)
        trips = self._workspaces.page(TRIPS)
        if isinstance(trips, TripsPage):
            trips.take_drawn(corners)

    def _draw_trip(self, layer: TripLayer) -> None:
        if self._workspaces.map is not None:
            self._workspaces.map.page.show_trip(layer)
