"""The map without a web engine: the printed map in a widget. The list beside it does the picking."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from mrm_desktop.desktop.session import Session

WIDTH_MM, HEIGHT_MM = 240.0, 180.0


def make_static_map(parent: QWidget | None, session: Session) -> StaticMapView:
    """Make the stand-in map of a session."""
    from mrm_desktop.cartography.static_map import static_map

    def draw(theme: str, focus: str | None) -> str:
        document = session.map.document
        return static_map(document, theme, WIDTH_MM, HEIGHT_MM, focus) if document else "<svg xmlns='http://www.w3.org/2000/svg'/>"

    return StaticMapView(draw, parent)


class StaticMapView(QWidget):
    """Shows the SVG of the current map; a stand-in with the same doors as the live map.

    Parameters
    ----------
    draw : Callable[[str, str | None], str]
        Returns the SVG for a theme and a focused area.
    """

    area_picked = Signal(str)
    point_picked = Signal(str, str)
    corners_drawn = Signal(object)
    painted = Signal()

    def __init__(self, draw: Callable[[str, str | None], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draw = draw
        self._theme = "ceiling"
        self._focus: str | None = None
        self._renderer = QSvgRenderer(self)

    def sizeHint(self) -> QSize:
        return QSize(int(WIDTH_MM) * 3, int(HEIGHT_MM) * 3)

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
        self._theme = theme
        self._refresh()

    def set_overlays(self, overlays: list[str]) -> None:
        """Leave overlays as they are: the printed map always shows them."""

    def focus_area(self, area_id: str) -> None:
        """Outline an area."""
        self._focus = area_id
        self._refresh()

    def show_incidents(self, _layer: bytes, _ids: Iterable[str]) -> None:
        """Leave incidents to their list."""

    def show_trips(self, _layer: bytes) -> None:
        """Leave the legs of a trip to its page."""

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

    def _refresh(self) -> None:
        self._renderer.load(QByteArray(self._draw(self._theme, self._focus).encode("utf-8")))
        self.update()
        self.painted.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        scale = min(self.width() / WIDTH_MM, self.height() / HEIGHT_MM)
        width, height = WIDTH_MM * scale, HEIGHT_MM * scale
        self._renderer.render(painter, QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height))
        painter.end()
