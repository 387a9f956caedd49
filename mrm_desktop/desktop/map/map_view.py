"""The live map: one long-lived page in the walled web view. Only identifiers and corners cross the bridge, checked like a file."""

from __future__ import annotations

import base64
import json
import logging
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QUrl, Signal, Slot
from PySide6.QtWebChannel import QWebChannel
from PySide6.QtWebEngineCore import QWebEnginePage
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mrm_desktop.cartography.base_map import base_map_part
from mrm_desktop.desktop.map.web import Page, Shelf, Wall, channel_source, make_profile
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.foundation.assets import asset

if TYPE_CHECKING:
    from mrm_desktop.cartography.layers.incidents import IncidentLayer
    from mrm_desktop.cartography.layers.trips import TripLayer
    from mrm_desktop.formats.layers.mbtiles import TilePackage

ADDRESS = "app://map/live.html"
OWN_FILES = (
    "live.html", "live.css", "map.css", "seal.js", "scene.js", "basemap.js", "patterns.js", "legend.js", "map.js", "editor.js", "live.js",
)  # fmt: skip
MAX_RELOADS = 3  # a page that keeps crashing is given up in favour of the list
NOTHING_DRAWN: dict[str, object] = {"shape": None, "corners": [], "preview": [], "corner_name": ""}
# A transparent picture of one pixel, for the tiles that a package does not have: a failed request would be one more console line.
NO_TILE = base64.b64decode(b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==")
_TILE = re.compile(r"(\d{1,6})/(\d{1,2})/(\d{1,10})/(\d{1,10})")

_log = logging.getLogger(__name__)


class Bridge(QObject):
    """What the page can say: that it is ready, that it has painted, what was picked, which corners were drawn.

    Parameters
    ----------
    knows : Callable[[str, str], bool]
        Whether the map shows something of that layer (``areas``, ``places``, ``incidents``) with that identifier.
    """

    became_ready = Signal()
    has_painted = Signal(str)
    area_picked = Signal(str)
    point_picked = Signal(str, str)
    corners_drawn = Signal(object)

    def __init__(self, knows: Callable[[str, str], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._knows = knows

    @Slot()
    def ready(self) -> None:
        self.became_ready.emit()

    @Slot(str)
    def painted(self, what: str) -> None:
        self.has_painted.emit(what)

    @Slot(str)
    def picked(self, area_id: str) -> None:
        if self._knows("areas", area_id):
            self.area_picked.emit(area_id)

    @Slot(str, str)
    def pointed(self, layer: str, point_id: str) -> None:
        if self._knows(layer, point_id):
            self.point_picked.emit(layer, point_id)

    @Slot(str)
    def edited(self, text: str) -> None:
        from mrm_desktop.geo.drawn_shape import read_corners

        try:
            corners = read_corners(text)
        except KnownError as error:
            _log.warning("corners refused: %s", error.code)
            return
        self.corners_drawn.emit(corners)


class MapView(QWidget):
    """Shows a MapDocument and what lies over it; reports clicks and drawn corners."""

    area_picked = Signal(str)
    point_picked = Signal(str, str)
    corners_drawn = Signal(object)
    painted = Signal()
    layer_painted = Signal(str)
    gave_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.wall = Wall(self)
        self._served = {"document.json": b"", "colours.json": b"", "incidents.json": b"", "compare.json": b""}
        self._known: dict[str, frozenset[str]] = {}
        self._tiles: TilePackage | None = None
        self._version = 0
        self._ready = False
        self._loaded = False
        self._waiting: list[str] = []
        self._state: dict[str, tuple[object, ...]] = {}
        self._crashes = 0
        self._profile = make_profile(self, self._furnished_shelf(), self.wall)
        self.view = QWebEngineView(self)
        self.page = Page(self._profile, self.view)
        self.view.setPage(self.page)
        bridge = Bridge(lambda layer, found: found in self._known.get(layer, ()), self)
        bridge.became_ready.connect(self._on_ready)
        bridge.has_painted.connect(self._on_painted)
        bridge.area_picked.connect(self.area_picked)
        bridge.point_picked.connect(self.point_picked)
        bridge.corners_drawn.connect(self.corners_drawn)
        channel = QWebChannel(self.page)
        channel.registerObject("bridge", bridge)
        self.page.setWebChannel(channel)
        self.page.renderProcessTerminated.connect(self._on_crash)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self.view.setObjectName("live-map")
        self.page.load(QUrl(ADDRESS))

    def show_document(
        self,
        document: bytes,
        area_ids: Iterable[str],
        place_ids: Iterable[str] = (),
        colours: bytes | None = None,
        presence_ids: Iterable[str] = (),
    ) -> None:
        """Draw a document.

        Parameters
        ----------
        document : bytes
            As :func:`mrm_desktop.cartography.map_document.live_json` writes it.
        colours : bytes | None
            The same document as ``colours_json`` writes it, where its areas are those that are drawn already: then only classes and words
            are taken over and nothing is loaded again - or, where the places are others, everything is drawn anew in the same view.
        """
        areas, places = frozenset(area_ids), frozenset(place_ids)
        same_places = places == self._known.get("places", frozenset())
        self._served |= {"document.json": document, "colours.json": colours or b""}
        self._known |= {"areas": areas, "places": places, "presence": frozenset(presence_ids)}
        if colours is not None and same_places and self._loaded:
            self._call("restyle", self._next())
        else:
            self._call("load", self._next(), colours is not None and self._loaded)
        self._loaded = True

    def show_incidents(self, layer: IncidentLayer, page_json: bytes) -> None:
        """Draw the incidents of a window of time, as ``page_json`` writes the layer, in the place of those drawn before."""
        self._served["incidents.json"] = page_json
        self._known["incidents"] = frozenset(mark.id for mark in layer.marks)
        self._keep("incidents", self._next())

    def show_trips(self, layer: TripLayer) -> None:
        """Draw the lines of a trip."""
        from mrm_desktop.cartography.map_document import page_json

        self._keep("trips", json.loads(page_json(layer)))

    def show_tiles(self, package: TilePackage | None) -> None:
        """Draw the user's own tiles above the base map and below everything else; None takes them away."""
        self._tiles = package
        package_state = None
        if package is not None:
            package_state = {
                "version": self._next(),
                "min_zoom": package.min_zoom,
                "max_zoom": package.max_zoom,
                "bounds": package.bounds,
                "attribution": package.attribution,
            }
        self._keep("tiles", package_state)

    def show_second(self, comparison: bytes | None) -> None:
        """Show a second map beside the first, tied to it; None closes it."""
        if comparison is None:
            self._served["compare.json"] = b""
            self._state.pop("compare", None)
            self._call("single")
        else:
            self._served["compare.json"] = comparison
            self._keep("compare", self._next())

    def show_drawing(self, state: Mapping[str, object] | None) -> None:
        """Show what is being drawn: ``shape``, ``corners``, ``preview`` polygons, ``corner_name``; None ends it."""
        self._keep("edit", dict(state or NOTHING_DRAWN))

    def mark(self, name: str, at: tuple[float, float], zoom: float = 8.0) -> None:
        """Mark a position (longitude, latitude; degrees) and bring it into view, at least as near as ``zoom``."""
        self._call("mark", {"name": name, "at": at, "zoom": zoom})

    def unmark(self) -> None:
        """Take the mark away."""
        self._call("mark", None)

    def show_all(self) -> None:
        """Bring the whole project into view."""
        self._call("home")

    def set_theme(self, theme: str) -> None:
        """Colour the areas by another theme."""
        self._keep("theme", theme)

    def set_overlays(self, overlays: list[str]) -> None:
        """Show exactly these overlays."""
        self._keep("show", overlays)

    def focus_area(self, area_id: str) -> None:
        """Outline an area and bring it into view."""
        self._call("focus", area_id)

    def set_dark(self, dark: bool) -> None:
        """Follow the window's colours."""
        self._keep("scheme", "dark" if dark else "light")

    def ask(self, expression: str, answer: Callable[[object], None]) -> None:
        """Ask the page; ``expression`` must give JSON text, because the engine garbles anything else."""
        self.page.runJavaScript(expression, 0, lambda text: answer(json.loads(text) if text else None))

    def dispose(self) -> None:
        """Take page, view and profile apart in the one order that the engine survives."""
        for part in (self.page, self.view, self._profile):
            shiboken6.delete(part)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def _next(self) -> int:
        self._version += 1
        return self._version

    def _keep(self, command: str, *arguments: object) -> None:
        """Call, and remember for a page that has to be loaded again after a crash."""
        self._state.pop(command, None)
        self._state[command] = arguments
        self._call(command, *arguments)

    def _call(self, command: str, *arguments: object) -> None:
        # One after the other: some commands wait for what they fetch, and the next must find it there.
        script = f"mrm.run({json.dumps(command)}, {json.dumps(arguments)})"
        if self._ready:
            self.page.runJavaScript(script)
        else:
            self._waiting.append(script)

    def _on_ready(self) -> None:
        self._ready = True
        for script in self._waiting:
            self.page.runJavaScript(script)
        self._waiting.clear()

    def _on_painted(self, what: str) -> None:
        if what == "document":
            self.painted.emit()
        self.layer_painted.emit(what)

    def _on_crash(self, status: QWebEnginePage.RenderProcessTerminationStatus, _code: int) -> None:
        if status == QWebEnginePage.RenderProcessTerminationStatus.NormalTerminationStatus:
            return
        self._crashes += 1
        self._ready = False
        if self._crashes > MAX_RELOADS:
            self.gave_up.emit()
            return
        self._waiting.clear()
        if self._loaded:
            self._call("load", self._next(), False)
        for command, arguments in self._state.items():
            self._call(command, *arguments)
        self.page.load(QUrl(ADDRESS))

    def _furnished_shelf(self) -> Shelf:
        """Put everything the page may ask for on a shelf."""
        shelf = Shelf(self)
        for name in OWN_FILES:
            shelf.put(name, asset("maps", "web", name).read_bytes)
        for name in ("leaflet.js", "leaflet.css"):
            shelf.put(name, lambda name=name: _leaflet(name))  # type: ignore[misc]
        shelf.put("qwebchannel.js", channel_source)
        for font in asset("ui", "fonts").glob("*.ttf"):
            shelf.put(font.name, font.read_bytes)
        for name in self._served:
            shelf.put(name, lambda name=name: self._served[name])  # type: ignore[misc]
        shelf.put_folder("base", lambda rest: base_map_part(rest.removesuffix(".json")))
        shelf.put_folder("tiles", self._tile)
        return shelf

    def _tile(self, name: str) -> bytes | None:
        """Return a tile of the user's package: ``version/zoom/column/row``."""
        found = _TILE.fullmatch(name)
        if found is None or self._tiles is None:
            return None
        try:
            return self._tiles.tile(*(int(number) for number in found.groups()[1:])) or NO_TILE
        except KnownError:
            return NO_TILE  # the file was taken away while it was shown: the map goes on without it


def _leaflet(name: str) -> bytes:
    """Leaflet as the package registry delivered it, without the pointer to a source map."""
    from xstatic.pkg import leaflet

    return (Path(leaflet.BASE_DIR) / name).read_bytes().replace(b"//# sourceMappingURL=leaflet.js.map", b"")
