"""What the pages of an open project say to each other, by way of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from mrm_desktop.desktop.map.drawing import Corners, Way
from mrm_desktop.desktop.map.map_workspace import MapWorkspace
from mrm_desktop.desktop.trips.trips_page import TripsPage

if TYPE_CHECKING:
    from mrm_desktop.cartography.layers.trips import TripLayer
    from mrm_desktop.desktop.assess.decision_controller import DecisionController
    from mrm_desktop.desktop.shell.main_window import MainWindow
    from mrm_desktop.desktop.shell.workspaces import Workspaces


class PageLinks(QObject):
    """Connects each page when it is made: the card with deciding, the trips with the map on which their legs are drawn."""

    def __init__(self, window: MainWindow, workspaces: Workspaces, deciding: DecisionController) -> None:
        super().__init__(workspaces)
        self._window, self._workspaces, self._deciding = window, workspaces, deciding
        workspaces.page_made.connect(self._link)

    def _link(self, name: str) -> None:
        made = self._workspaces.pages[name]
        if isinstance(made, MapWorkspace):
            made.painted.connect(self._window.painted)
            made.card_shown.connect(self._window.card_shown)
            made.page.card.decide_asked.connect(self._deciding.ask_decision)
            made.page.card.note_asked.connect(self._deciding.ask_note)
            made.tools.drawing.leg_drawn.connect(self._take_leg)
        elif isinstance(made, TripsPage):
            made.drawn.connect(self._draw_trip)
            made.draw_asked.connect(self._draw_leg)

    def _draw_leg(self) -> None:
        """Let a leg of a trip be drawn on the map."""
        if self._window.map is not None:
            self._window.open_page("map/areas")
            self._window.map.tools.drawing.begin(Way.LEG)

    def _take_leg(self, corners: Corners) -> None:
        """Go back to the trip with the leg that was drawn."""
        self._window.open_page("trips/plan")
        trips = self._workspaces.pages["trips/plan"]
        if isinstance(trips, TripsPage):
            trips.take_drawn(corners)

    def _draw_trip(self, layer: TripLayer) -> None:
        if self._window.page is not None:
            self._window.page.show_trip(layer)
