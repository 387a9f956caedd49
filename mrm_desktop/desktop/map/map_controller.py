"""The map's own tools at work: finding, incidents, tiles, comparing, drawing, and what is picked in the lists beside it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from mrm_desktop.desktop.map.map_drawing import MapDrawing
from mrm_desktop.desktop.map.project_page import ProjectPage
from mrm_desktop.desktop.parts.page_context import PageContext

if TYPE_CHECKING:
    from mrm_desktop.desktop.map.listing import Listed
    from mrm_desktop.desktop.map.map_session import Comparison, IncidentPainting, MapFacts
    from mrm_desktop.domain.geography import Presence
    from mrm_desktop.formats.layers.mbtiles import TilePackage
    from mrm_desktop.services.lookup.find_place import Hit

T = TypeVar("T")

NEAR_ZOOM = 8.0


class MapController(QObject):
    """Connects the bars and lists of a :class:`ProjectPage` with the session.

    Parameters
    ----------
    pick : Callable[[str], None]
        Shows an area and its card.
    picked : Callable[[], str | None]
        Returns the code of the area whose card is shown.
    """

    def __init__(self, desk: PageContext, page: ProjectPage, pick: Callable[[str], None], picked: Callable[[], str | None]) -> None:
        super().__init__()
        self._desk, self._page, self._pick, self._picked = desk, page, pick, picked
        self.facts: MapFacts | None = None
        self.drawing = MapDrawing(desk, page.draw, lambda: page.map, lambda: self.facts, self._show_drawing)
        bar = page.bar
        bar.search_asked.connect(self.find)
        bar.hit_picked.connect(self.show_hit)
        bar.way_asked.connect(lambda way: self.drawing.begin(way, self._picked()))
        bar.compare_asked.connect(self._begin_to_compare)
        bar.tiles_asked.connect(self._ask_tiles)
        bar.tiles_dropped.connect(lambda: self._show_tiles(None))
        bar.home_asked.connect(self._go_home)
        page.corners_drawn.connect(self.drawing.take_corners)
        page.point_clicked.connect(page.lists.select)
        page.lists.picked.connect(self._show_listed)
        page.time.window_changed.connect(lambda _: self.load_incidents())
        page.compare.compare_asked.connect(self.compare)
        page.compare.area_picked.connect(pick)
        page.compare.closed.connect(self._end_comparing)

    def refresh(self) -> None:
        """Ask for what the bars have to know, and for the incidents of the day that is shown."""
        self._ask(self._desk.session.map.facts, self._take_facts)
        self.load_incidents()

    def load_incidents(self) -> None:
        """Ask for the incidents of the window of time."""
        session, on, days = self._desk.session, self._page.time.day, self._page.time.window_days
        self._ask(lambda: session.map.incidents(on or session.day, days), self._show_incidents)

    def find(self, text: str) -> None:
        """Find something by name, P-code or position; an empty text takes the mark away."""
        if text.strip():
            self._ask(lambda: self._desk.session.map.find(text), self._page.bar.show_hits)
        elif self._page.map is not None:
            self._page.map.unmark()

    def show_hit(self, hit: Hit) -> None:
        """Show what was found: an area with its card, anything else with a mark."""
        if hit.kind == "area" and hit.id in self._codes():
            self._pick(hit.id)
        if hit.kind in self._page.lists.records or f"{hit.kind}s" in self._page.lists.records:
            self._page.lists.select(hit.kind if hit.kind in self._page.lists.records else f"{hit.kind}s", hit.id)
        if self._page.map is not None:
            self._page.map.mark(hit.name, hit.at, NEAR_ZOOM)

    def open_tiles(self, path: Path) -> None:
        """Show the user's own tiles. Their path is kept nowhere."""
        self._ask(lambda: self._desk.session.map.open_tiles(path), self._show_tiles)

    def compare(self) -> None:
        """Assess the other side and show it beside this one."""
        if self.facts is None:
            return
        left = self._page.question()
        right = self._page.compare.other(left, self.facts.today)
        session, theme, days = self._desk.session, self._page.theme(), self._page.time.window_days
        self._ask(lambda: session.map.compare(left, right, theme, days), self._show_comparison)

    def _ask(self, task: Callable[[], T], done: Callable[[T], None]) -> None:
        """Ask in the worker; an answer that comes after the page was closed is dropped."""
        page = self._page
        self._desk.work.read(task, lambda found: done(found) if shiboken6.isValid(page) else None, self._desk.fail)

    # ---- answers ----------------------------------------------------------------------------------------------------------

    def _take_facts(self, facts: MapFacts) -> None:
        self.facts = facts
        self._page.time.set_range(facts.first_day, facts.today)

    def _show_incidents(self, painting: IncidentPainting) -> None:
        self._page.lists.fill_incidents(painting.listed)
        if self._page.map is not None:
            self._page.map.show_incidents(painting.layer, painting.page_json)

    def _show_listed(self, layer: str, listed: Listed) -> None:
        """Show a record that was picked in a list: as a point where it is one, else by its area."""
        if self._page.map is not None and listed.at is not None:
            self._page.map.mark(listed.texts[0] if layer != "incidents" else listed.texts[1], listed.at, NEAR_ZOOM)
        elif listed.area in self._codes():
            self._pick(str(listed.area))
        if layer == "presence":
            self._ask(lambda: self._desk.session.map.presence(listed.id), self._offer_to_correct)

    def _offer_to_correct(self, record: Presence | None) -> None:
        """Open a record that was drawn here for correction; any other one is only shown."""
        if record is not None and self.facts is not None and record.dataset_id in self.facts.drawn:
            self.drawing.correct(record)

    def _show_tiles(self, package: TilePackage | None) -> None:
        if self._page.map is not None:
            self._page.map.show_tiles(package)
            self._page.bar.drop_tiles.setEnabled(package is not None)

    def _show_comparison(self, comparison: Comparison) -> None:
        self._page.compare.show_comparison(comparison)
        if self._page.map is not None:
            self._page.map.show_second(comparison.page_json)

    def _begin_to_compare(self) -> None:
        if self.facts is not None:
            self._page.compare.begin(self._page.question(), self.facts.first_day, self.facts.today)
            self._page.show_panel(self._page.compare)

    def _end_comparing(self) -> None:
        self._page.show_panel(None)
        if self._page.map is not None:
            self._page.map.show_second(None)

    def _show_drawing(self, on: bool) -> None:
        self._page.show_panel(self._page.draw if on else None)

    def _go_home(self) -> None:
        if self._page.map is not None:
            self._page.map.show_all()

    def _ask_tiles(self) -> None:
        parent: QWidget = self._page
        name, _ = QFileDialog.getOpenFileName(parent, self._desk.words.say("mapbar.tiles.open"), "", "MBTiles (*.mbtiles)")
        if name:
            self.open_tiles(Path(name))

    def _codes(self) -> set[Any]:
        model = self._page.areas.model
        return {model.code(row) for row in range(model.rowCount())}
