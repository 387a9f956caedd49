"""The map without a web engine: the printed map in a widget. The list beside it does the picking."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from mrm_desktop.cartography.layers.incidents import IncidentLayer
    from mrm_desktop.cartography.layers.trips import TripLayer
    from mrm_desktop.desktop.map.map_session import MapSession

WIDTH_MM, HEIGHT_MM = 160.0, 140.0  # small, so that the letters of paper can be read on a screen


def make_static_map(parent: QWidget | None, session: MapSession) -> StaticMapView:
    """Make the stand-in map of a session."""
    from mrm_desktop.cartography.static_map import static_map

    def draw(shown: Shown) -> str:
        document = session.document
        if document is None:
            return "<svg xmlns='http://www.w3.org/2000/svg'/>"
        overlays = shown.overlays
        drawn = replace(
            document,
            presence=document.presence if "presence" in overlays else (),
            places=document.places if "places" in overlays else (),
        ).with_overlays(*(layer for layer in (shown.incidents, shown.trip) if layer is not None and layer.id in overlays))
        ground, labels = "basemap" in overlays, "labels" in overlays
        return static_map(drawn, shown.theme, WIDTH_MM, HEIGHT_MM, shown.focus, base_map=ground, labels=labels)

    return StaticMapView(draw, parent)


@dataclass(frozen=True, slots=True)
class Shown:
    """What the stand-in shows beside the document."""

    theme: str = "ceiling"
    focus: str | None = None
    overlays: frozenset[str] = frozenset()
    incidents: IncidentLayer | None = None
    trip: TripLayer | None = None


class StaticMapView(QWidget):
    """Shows the SVG of the current map; a stand-in with the same doors as the live map.

    Parameters
    ----------
    draw : Callable[[Shown], str]
        Returns the SVG of what is shown.
    """

    area_picked = Signal(str)
    point_picked = Signal(str, str)
    corners_drawn = Signal(object)
    painted = Signal()

    def __init__(self, draw: Callable[[Shown], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draw = draw
        self.shown = Shown()
        self._renderer = QSvgRenderer(self)

    def sizeHint(self) -> QSize:
        return QSize(int(WIDTH_MM) * 4, int(HEIGHT_MM) * 4)

    def show_document(
        self,
        _document: bytes,
        _area_ids: Iterable[str],
        _place_ids: Iterable[str] = (),
        _colours: bytes | None = None,
        _presence: Iterable[str] = (),
    ) -> None:
        """Draw the current document again."""
        self._refresh()

    def set_theme(self, theme: str) -> None:
        """Colour the areas by another theme."""
        self._show(replace(self.shown, theme=theme))

    def set_overlays(self, overlays: list[str]) -> None:
        """Show exactly these overlays."""
        self._show(replace(self.shown, overlays=frozenset(overlays)))

    def focus_area(self, area_id: str) -> None:
        """Outline an area."""
        self._show(replace(self.shown, focus=area_id))

    def show_incidents(self, layer: IncidentLayer, _page_json: bytes) -> None:
        """Draw the incidents of a window of time in the place of those drawn before."""
        self._show(replace(self.shown, incidents=layer))

    def show_trips(self, layer: TripLayer) -> None:
        """Draw the legs of a trip."""
        self._show(replace(self.shown, trip=layer))

    def show_tiles(self, _package: object) -> None:
        """Stay on white paper."""

    def show_second(self, _comparison: bytes | None) -> None:
        """Leave what differs to the list of differences."""

    def show_drawing(self, _state: object) -> None:
        """Leave corners to their table."""

    def mark(self, _name: str, _at: tuple[float, float], _zoom: float = 0.0) -> None:
        """Leave positions to the list."""

    def unmark(self) -> None:
        """Nothing is marked."""

    def show_all(self) -> None:
        """Stay as it is: the printed map always shows everything."""

    def set_dark(self, dark: bool) -> None:
        """Stay on white paper."""

    def dispose(self) -> None:
        """Nothing to take apart."""

    def _show(self, shown: Shown) -> None:
        if shown != self.shown:
            self.shown = shown
            self._refresh()

    def _refresh(self) -> None:
        self._renderer.load(QByteArray(self._draw(self.shown).encode("utf-8")))
        self.update()
        self.painted.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        scale = min(self.width() / WIDTH_MM, self.height() / HEIGHT_MM)
        width, height = WIDTH_MM * scale, HEIGHT_MM * scale
        paper = QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height)
        painter.setClipRect(paper)  # the renderer knows no clip paths
        self._renderer.render(painter, paper)
        painter.end()
