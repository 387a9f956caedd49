"""The live map: one long-lived page in the walled web view. Only identifiers cross the bridge, and they are checked like a file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QUrl, Signal, Slot
from PySide6.QtWebChannel import QWebChannel
from PySide6.QtWebEngineCore import QWebEnginePage
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mrm_desktop.desktop.web import Page, Shelf, Wall, make_profile
from mrm_desktop.foundation.assets import asset

ADDRESS = "app://map/live.html"
MAX_RELOADS = 3  # a page that keeps crashing is given up in favour of the list


class Bridge(QObject):
    """What the page can say: that it is ready, that it has painted, which area was picked."""

    became_ready = Signal()
    has_painted = Signal()
    area_picked = Signal(str)

    def __init__(self, known: Callable[[], Iterable[str]], parent: QObject) -> None:
        super().__init__(parent)
        self._known = known

    @Slot()
    def ready(self) -> None:
        self.became_ready.emit()

    @Slot()
    def painted(self) -> None:
        self.has_painted.emit()

    @Slot(str)
    def picked(self, area_id: str) -> None:
        if area_id in self._known():
            self.area_picked.emit(area_id)


class MapView(QWidget):
    """Shows a MapDocument and reports clicks on areas."""

    area_picked = Signal(str)
    painted = Signal()
    gave_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.wall = Wall(self)
        self._document = b""
        self._known: frozenset[str] = frozenset()
        self._version = 0
        self._ready = False
        self._waiting: list[str] = []
        self._crashes = 0
        shelf = _furnished_shelf(self, lambda: self._document)
        self._profile = make_profile(self, shelf, self.wall)
        self.view = QWebEngineView(self)
        self.page = Page(self._profile, self.view)
        self.view.setPage(self.page)
        bridge = Bridge(lambda: self._known, self)
        bridge.became_ready.connect(self._on_ready)
        bridge.has_painted.connect(self.painted)
        bridge.area_picked.connect(self.area_picked)
        channel = QWebChannel(self.page)
        channel.registerObject("bridge", bridge)
        self.page.setWebChannel(channel)
        self.page.renderProcessTerminated.connect(self._on_crash)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self.view.setAccessibleName("map")
        self.page.load(QUrl(ADDRESS))

    def show_document(self, document: bytes, area_ids: Iterable[str], same_shapes: bool = False) -> None:
        """Draw a document; with ``same_shapes`` only colours and words are taken over, and nothing is loaded again."""
        self._document = document
        self._known = frozenset(area_ids)
        self._version += 1
        self._call("restyle" if same_shapes and self._version > 1 else "load", self._version)

    def set_theme(self, theme: str) -> None:
        """Colour the areas by another theme."""
        self._call("theme", theme)

    def set_overlays(self, overlays: list[str]) -> None:
        """Show exactly these overlays."""
        self._call("show", overlays)

    def focus_area(self, area_id: str) -> None:
        """Outline an area and bring it into view."""
        self._call("focus", area_id)

    def set_dark(self, dark: bool) -> None:
        """Follow the window's colours."""
        self._call("scheme", "dark" if dark else "light")

    def ask(self, expression: str, answer: Callable[[object], None]) -> None:
        """Ask the page; ``expression`` must give JSON text, because the engine garbles anything else."""
        self.page.runJavaScript(expression, 0, lambda text: answer(json.loads(text) if text else None))

    def dispose(self) -> None:
        """Take page, view and profile apart in the one order that the engine survives."""
        for part in (self.page, self.view, self._profile):
            shiboken6.delete(part)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def _call(self, command: str, argument: object) -> None:
        script = f"mrm.{command}({json.dumps(argument)})"
        if self._ready:
            self.page.runJavaScript(script)
        else:
            self._waiting.append(script)

    def _on_ready(self) -> None:
        self._ready = True
        for script in self._waiting:
            self.page.runJavaScript(script)
        self._waiting.clear()

    def _on_crash(self, status: QWebEnginePage.RenderProcessTerminationStatus, _code: int) -> None:
        if status == QWebEnginePage.RenderProcessTerminationStatus.NormalTerminationStatus:
            return
        self._crashes += 1
        self._ready = False
        if self._crashes > MAX_RELOADS:
            self.gave_up.emit()
            return
        self._call("load", self._version)
        self.page.load(QUrl(ADDRESS))


def _furnished_shelf(parent: QObject, document: Callable[[], bytes]) -> Shelf:
    """Put everything the page may ask for on a shelf."""
    from xstatic.pkg import leaflet

    shelf = Shelf(parent)
    for name in ("live.html", "live.css", "live.js", "map.css", "map.js"):
        shelf.put(name, asset("maps", "web", name).read_bytes)
    for name in ("leaflet.js", "leaflet.css"):
        shelf.put(name, lambda name=name: _without_map_reference(f"{leaflet.BASE_DIR}/{name}"))  # type: ignore[misc]
    for font in asset("ui", "fonts").glob("*.ttf"):
        shelf.put(font.name, font.read_bytes)
    shelf.put("document.json", document)
    return shelf


def _without_map_reference(path: str) -> bytes:
    from pathlib import Path

    return Path(path).read_bytes().replace(b"//# sourceMappingURL=leaflet.js.map", b"")
