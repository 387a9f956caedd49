"""The place of the map on its page: one map, or two side by side that move together, and what must be said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget, QWidgetAction

from mrm_desktop.cartography.plane import Box
from mrm_desktop.desktop.canvas.legend_strip import LegendStrip
from mrm_desktop.desktop.canvas.map_widget import NOTHING_COVERED, MapWidget
from mrm_desktop.desktop.canvas.place_card import PlaceCard
from mrm_desktop.desktop.canvas.shape_editor import DrawnState
from mrm_desktop.desktop.map.map_session import Comparison, IncidentPainting, Painting
from mrm_desktop.desktop.parts.dialogs import LARGE_LINE
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.foundation.words import Words

if TYPE_CHECKING:
    from mrm_desktop.cartography.layers.trips import TripLayer
    from mrm_desktop.cartography.map_document import MapRecord
    from mrm_desktop.cartography.view import View
    from mrm_desktop.formats.layers.mbtiles import TilePackage

NEAR_ZOOM = 8.0
NOTES_WIDTH = 420


class MapPane(QWidget):
    """One map with a caption above it. Its legend stands below where the page has two maps, else the page puts it below."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.map = MapWidget(words)
        self.caption = QLabel()
        self.caption.setTextFormat(Qt.TextFormat.PlainText)
        self.caption.setProperty("role", "number")
        self.caption.setContentsMargins(12, 6, 12, 6)
        self.caption.hide()
        self.legend = LegendStrip(words.say("map.legend"))
        self.legend.faded_changed.connect(self._fade)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addWidget(self.caption)
        self.column.addWidget(self.map, 1)

    def say(self, caption: str) -> None:
        """Write above the map what it shows; nothing where there is no other beside it."""
        self.caption.setText(caption)
        self.caption.setVisible(bool(caption))

    def refresh_legend(self) -> None:
        """Bring the legend in step with the map."""
        if self.map.document is not None:
            self.legend.show_map(self.map.document, self.map.showing)

    def _fade(self, faded: frozenset[str]) -> None:
        self.map.set_faded(faded)
        self.refresh_legend()


class MapCanvas(QWidget):
    """Shows maps and tells what was clicked. ``painted`` says that the newest document is on the screen."""

    area_clicked = Signal(str)
    point_clicked = Signal(str, str)
    corners_drawn = Signal(object)
    painted = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.main = MapPane(words)
        self.second: MapPane | None = None
        self.place_card = PlaceCard(words, self.main.map)
        self._record: MapRecord | None = None
        self.place_card.area_asked.connect(self._open_area)
        self._notes: tuple[str, ...] = ()
        self._panes = QHBoxLayout()
        self._panes.setSpacing(1)
        self._panes.addWidget(self.main, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._panes, 1)
        self.note = self._note()
        """What must be said of the map, for the page to put into its corner."""
        shown = self.map
        shown.area_picked.connect(self.area_clicked)
        shown.view_changed.connect(self._follow_first)
        shown.point_picked.connect(self.point_clicked)
        shown.point_picked.connect(self._show_record)
        shown.area_picked.connect(lambda _: self.place_card.hide())
        shown.corners_drawn.connect(self.corners_drawn)
        shown.painted.connect(self.painted)

    @property
    def map(self) -> MapWidget:
        """The map; of two, the first."""
        return self.main.map

    @property
    def notes(self) -> tuple[str, ...]:
        """What must be said about the map: that it is no permission, its sources, whose tiles they are."""
        return self._notes

    # ---- what is shown ----------------------------------------------------------------------------------------------------

    def show_painting(self, painting: Painting) -> None:
        """Show an assessed project."""
        self.map.show_document(painting.document)
        self._refresh()

    def show_incidents(self, painting: IncidentPainting) -> None:
        """Show the incidents of a window of time in the place of those shown before."""
        self.map.show_overlay(painting.layer)
        self._refresh()

    def show_trip(self, layer: TripLayer) -> None:
        """Show the legs of a trip over the areas, each in the class of its answer."""
        for pane in self._all():
            pane.map.show_overlay(layer)
        self._refresh()

    def show_tiles(self, package: TilePackage | None) -> None:
        """Lay the user's own tiles below the areas; None takes them away."""
        for pane in self._all():
            pane.map.show_tiles(package)
        self._refresh()

    def show_second(self, comparison: Comparison | None) -> None:
        """Show a second map beside this one, tied to it; None takes it away."""
        if self.second is not None:
            self.second.map.dispose()
            self.second.hide()
            self.second.deleteLater()
            self.second = None
        self.main.say("" if comparison is None else comparison.captions[0])
        if comparison is not None:
            self.second = self._beside(comparison)
        self.map.show_all()
        self._refresh()

    def show_drawing(self, state: DrawnState | None) -> None:
        """Show corners that are being drawn; None ends it."""
        self.map.show_drawing(state)
        if state is not None and state.shape != "none":
            self.map.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_theme(self, theme: str) -> None:
        """Colour the areas by a theme."""
        for pane in self._all():
            pane.map.set_theme(theme)
        self._refresh()

    def set_overlays(self, overlays: list[str]) -> None:
        """Show exactly these overlays."""
        for pane in self._all():
            pane.map.set_overlays(overlays)
        self._refresh()

    def set_dark(self, dark: bool) -> None:
        """Follow the colours of the window."""
        for pane in self._all():
            pane.map.set_dark(dark)
        self._refresh()

    def focus_area(self, area_code: str | None) -> None:
        """Outline an area and bring it into view; None takes the outline away."""
        for pane in self._all():
            pane.map.focus_area(area_code, bring_into_view=pane is self.main)

    def mark(self, name: str, at: tuple[float, float]) -> None:
        """Mark a position (longitude, latitude; degrees) and bring it near."""
        self.map.mark(name, at, NEAR_ZOOM)

    def unmark(self) -> None:
        """Take the mark away."""
        self.map.unmark()

    def fit_note(self, room: int) -> None:
        """Shorten the note on the map where it would lie on the scale bar: the button beside it says the same, and more."""
        is_small = self.fontMetrics().lineSpacing() < LARGE_LINE
        wanted = self._first_note.sizeHint().width() + self._about.sizeHint().width() + 24
        self._first_note.setVisible(is_small and wanted <= room)

    def keep_clear(self, covered: Box) -> None:
        """Keep what is brought into view out of what lies over the map: left, top, right, bottom; pixels."""
        for pane in self._all():
            pane.map.keep_clear(covered if self.second is None else NOTHING_COVERED)
        self.place_card.keep_clear(covered)

    def show_all(self) -> None:
        """Show the whole country."""
        self.map.show_all()

    def dispose(self) -> None:
        """Make no more pictures and drop what was drawn."""
        for pane in self._all():
            pane.map.dispose()

    # ---- inside -----------------------------------------------------------------------------------------------------------

    def _all(self) -> list[MapPane]:
        return [self.main] if self.second is None else [self.main, self.second]

    def _beside(self, comparison: Comparison) -> MapPane:
        """Make the second map, in step with the first: the same stretch, theme and layers."""
        pane, first = MapPane(self._words, self), self.map
        pane.say(comparison.captions[1])
        shown = pane.map
        shown.showing, shown.tiles = first.showing, first.tiles
        shown.show_document(comparison.document)
        shown.area_picked.connect(self._pick_beside)
        shown.view_changed.connect(self._follow_second)
        pane.column.addWidget(pane.legend)
        self._panes.addWidget(pane, 1)
        return pane

    @property
    def shown_record(self) -> MapRecord | None:
        """The record whose small card is open."""
        return self._record if not self.place_card.isHidden() else None

    def _show_record(self, layer: str, record_id: str) -> None:
        """Show a small card of the record that was clicked, with the area that it lies in."""
        document = self.map.document
        if document is None:
            return
        found = document.record(layer, record_id)
        if found is not None:
            self._record = found
            code = self.map.code_at(found.at)
            area = self.map.name_of(code)[0] if code is not None else ""
            self.place_card.show_record(found.name, found.rows, code or "", area)

    def _open_area(self, code: str) -> None:
        self.place_card.hide()
        self._pick_beside(code)

    def _pick_beside(self, code: str) -> None:
        self.map.focus_area(code, bring_into_view=False)
        self.area_clicked.emit(code)

    def _follow_first(self, view: View) -> None:
        if self.second is not None:
            self.second.map.set_view(view)

    def _follow_second(self, view: View) -> None:
        self.map.set_view(view)

    def _refresh(self) -> None:
        """Bring legends and notes in step with the maps."""
        for pane in self._all():
            pane.refresh_legend()
        shown, document = self.map, self.map.document
        if document is None:
            return
        more = [document.words["basemap_note"]] if "basemap" in shown.showing.layers else []
        credit = [shown.tiles.attribution] if shown.tiles is not None and shown.tiles.attribution else []
        self._notes = (*document.marginalia.notes, *more, *credit)
        self._first_note.setText(document.marginalia.notes[0] if document.marginalia.notes else "")
        self._all_notes.setText("\n\n".join(self._notes))

    def _note(self) -> QFrame:
        """Make the note on the map: what a colour is not, and a button for everything else that must be said."""
        note = QFrame()
        note.setObjectName("mapnote")
        row = QHBoxLayout(note)
        row.setContentsMargins(8, 1, 4, 1)
        row.setSpacing(6)
        self._first_note = QLabel()
        self._first_note.setTextFormat(Qt.TextFormat.PlainText)
        self._first_note.setProperty("role", "note")
        row.addWidget(self._first_note)
        self._about = about = QPushButton(self._words.say("canvas.about"))
        about.setObjectName("map-about")
        about.setProperty("role", "link")
        menu = QMenu(about)
        self._all_notes = label("", "")
        self._all_notes.setFixedWidth(NOTES_WIDTH)
        self._all_notes.setContentsMargins(14, 10, 14, 10)
        holder = QWidgetAction(menu)
        holder.setDefaultWidget(self._all_notes)
        menu.addAction(holder)
        about.setMenu(menu)
        row.addWidget(about)
        return note
