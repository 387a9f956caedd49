"""Finding on the map: by name, P-code or position, and by what is picked in the lists beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from mrm_desktop.desktop.map.layer_lists import LayerLists
from mrm_desktop.desktop.map.map_bar import MapBar
from mrm_desktop.desktop.map.map_canvas import MapCanvas
from mrm_desktop.desktop.map.map_session import MapSession
from mrm_desktop.desktop.parts.page_context import Ask
from mrm_desktop.desktop.parts.task_queue import Urgency
from mrm_desktop.domain.errors import KnownError

if TYPE_CHECKING:
    from mrm_desktop.desktop.map.listing import Listed
    from mrm_desktop.domain.geography import Presence
    from mrm_desktop.services.lookup.find_place import Hit


class MapSearch(QObject):
    """Shows what was looked for: an area with its card, anything else by a mark.

    ``presence_picked`` carries the record of presence that was picked in its list.

    Parameters
    ----------
    pick : Callable[[str], None]
        Shows an area, by its code, and its card.
    """

    presence_picked = Signal(object)

    def __init__(
        self, session: MapSession, ask: Ask, bar: MapBar, lists: LayerLists, canvas: MapCanvas, pick: Callable[[str], None]
    ) -> None:
        super().__init__()
        self._session, self._ask, self._bar, self._lists, self._canvas, self._pick = session, ask, bar, lists, canvas, pick
        bar.search_asked.connect(self.find)
        bar.suggestion_asked.connect(self.suggest)
        bar.hit_picked.connect(self.show_hit)
        lists.picked.connect(self._show_listed)

    def find(self, text: str) -> None:
        """Find something by name, P-code or position; an empty text takes the mark away."""
        if text.strip():
            session = self._session
            self._ask(lambda: session.find(text), self._bar.show_hits, part="search", urgency=Urgency.NOW)
        else:
            self._canvas.unmark()

    def suggest(self, text: str) -> None:
        """Offer what begins to be typed; what finds nothing yet is no error."""
        session = self._session

        def found() -> Sequence[Hit]:
            try:
                return session.find(text)
            except KnownError:
                return ()

        self._ask(found, self._bar.suggest, part="suggest", urgency=Urgency.NOW)

    def show_hit(self, hit: Hit) -> None:
        """Show what was found: an area with its card, anything else with a mark."""
        if hit.kind == "area" and self._lists.areas.model.has_code(hit.id):
            self._pick(hit.id)
        layer = next((name for name in (hit.kind, f"{hit.kind}s") if name in self._lists.records), None)
        if layer is not None:
            self._lists.select(layer, hit.id)
        around = self._canvas.map.code_at(hit.at) if hit.kind != "area" else None
        if around is not None:
            self._pick(around)  # the verdict beside the map is of where the mark stands
        self._canvas.mark(hit.name, hit.at)

    def _show_listed(self, layer: str, listed: Listed) -> None:
        """Show a record that was picked in a list: as a point where it is one, else by its area."""
        if listed.at is not None:
            self._canvas.mark(listed.texts[0] if layer != "incidents" else listed.texts[1], listed.at)
        elif listed.area is not None and self._lists.areas.model.has_code(listed.area):
            self._pick(listed.area)
        if layer == "presence":
            session = self._session
            self._ask(lambda: session.presence(listed.id), self._tell_presence, part="presence", urgency=Urgency.NOW)

    def _tell_presence(self, record: Presence | None) -> None:
        if record is not None:
            self.presence_picked.emit(record)
