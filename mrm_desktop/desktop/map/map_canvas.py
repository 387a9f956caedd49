"""The place of the map on its page: the live map, its printed stand-in, or nothing yet. Whoever draws on it need not know which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mrm_desktop.desktop.map.map_session import IncidentPainting, Painting
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.foundation.words import Words

if TYPE_CHECKING:
    from mrm_desktop.cartography.layers.trips import TripLayer
    from mrm_desktop.formats.layers.mbtiles import TilePackage

NEAR_ZOOM = 8.0


class MapCanvas(QWidget):
    """Hands on what is drawn to the map that is there. Before there is one, theme, overlays and trip are kept for it."""

    area_clicked = Signal(str)
    point_clicked = Signal(str, str)
    corners_drawn = Signal(object)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.map: Any = None
        self._areas_painted: tuple[str, ...] = ()
        self._theme = ""
        self._overlays: list[str] = []
        self._trip: TripLayer | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addWidget(label(words.say("window.map_coming"), "soft"))

    def put(self, map_widget: QWidget) -> None:
        """Put the live map, or its stand-in, into its place."""
        while (item := self._layout.takeAt(0)) is not None:
            old: Any = item.widget()
            if old is not None:
                old.hide()
                QTimer.singleShot(0, lambda old=old: _take_apart(old))  # a map that gave up is still within its own signal
        self.map = map_widget
        self._areas_painted = ()
        self._layout.addWidget(map_widget)
        for part in (map_widget, map_widget.findChild(QWidget, "live-map")):
            if part is not None:
                part.setAccessibleName(self._words.say("workspace.map"))
        self.map.area_picked.connect(self.area_clicked)
        self.map.point_picked.connect(self.point_clicked)
        self.map.corners_drawn.connect(self.corners_drawn)
        self.map.set_theme(self._theme)
        self.map.set_overlays(self._overlays)
        if self._trip is not None:
            self.map.show_trips(self._trip)

    def dispose(self) -> None:
        """Take the map apart."""
        if self.map is not None:
            self.map.dispose()
            self.map = None

    def show_painting(self, painting: Painting) -> None:
        """Show an assessed project; shapes that are already drawn stay."""
        if self.map is None:
            return
        codes = tuple(area.code for area in painting.view.areas)
        places = [place.id for place in painting.view.places]
        presence = [item.id for item in painting.view.known_presence]
        colours = painting.colours_json if codes == self._areas_painted else None
        self.map.show_document(painting.document_json, codes, places, colours, presence)
        self._areas_painted = codes

    def show_incidents(self, painting: IncidentPainting) -> None:
        """Show the incidents of a window of time in the place of those shown before."""
        if self.map is not None:
            self.map.show_incidents(painting.layer, painting.page_json)

    def show_trip(self, layer: TripLayer) -> None:
        """Show the legs of a trip over the areas, each in the class of its answer."""
        self._trip = layer
        if self.map is not None:
            self.map.show_trips(layer)

    def show_tiles(self, package: TilePackage | None) -> None:
        """Lay the user's own tiles below the areas; None takes them away."""
        if self.map is not None:
            self.map.show_tiles(package)

    def show_second(self, comparison: bytes | None) -> None:
        """Show a second map beside this one; None takes it away."""
        if self.map is not None:
            self.map.show_second(comparison)

    def show_drawing(self, state: dict[str, Any] | None) -> None:
        """Show corners that are being drawn; None ends it."""
        if self.map is not None:
            self.map.show_drawing(state)

    def set_theme(self, theme: str) -> None:
        """Colour the areas by a theme."""
        self._theme = theme
        if self.map is not None:
            self.map.set_theme(theme)

    def set_overlays(self, overlays: list[str]) -> None:
        """Show exactly these overlays."""
        self._overlays = overlays
        if self.map is not None:
            self.map.set_overlays(overlays)

    def set_dark(self, dark: bool) -> None:
        """Follow the colours of the window."""
        if self.map is not None:
            self.map.set_dark(dark)

    def focus_area(self, area_code: str) -> None:
        """Outline an area and bring it into view."""
        if self.map is not None:
            self.map.focus_area(area_code)

    def mark(self, name: str, at: tuple[float, float]) -> None:
        """Mark a position (longitude, latitude; degrees) and bring it near."""
        if self.map is not None:
            self.map.mark(name, at, NEAR_ZOOM)

    def unmark(self) -> None:
        """Take the mark away."""
        if self.map is not None:
            self.map.unmark()

    def show_all(self) -> None:
        """Show the whole country."""
        if self.map is not None:
            self.map.show_all()


def _take_apart(old: Any) -> None:
    if hasattr(old, "dispose"):
        old.dispose()
    old.deleteLater()
