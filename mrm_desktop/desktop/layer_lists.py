"""The list twin of every layer of the map, one at a time: areas, presence, places, incidents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSortFilterProxyModel, Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from mrm_desktop.cartography.classes import place_class
from mrm_desktop.desktop.area_list import AreaList
from mrm_desktop.desktop.tables import text_table
from mrm_desktop.domain.geography import Place, Presence
from mrm_desktop.domain.incidents import Incident
from mrm_desktop.domain.views import ProjectView
from mrm_desktop.foundation.words import Words

LISTED = {
    "presence": ("name", "frequency", "last_confirmed", "source"),
    "places": ("name", "class", "nearest_base", "area"),
    "incidents": ("day", "type", "area", "precision"),
}


@dataclass(frozen=True, slots=True)
class Listed:
    """One row: its words, and where it lies on the map; ``at`` is None where it must not, or cannot, be shown as a point."""

    id: str
    texts: tuple[str, ...]
    at: tuple[float, float] | None
    area: str | None = None


class RecordList(QWidget):
    """A filter above a table of records of one layer."""

    picked = Signal(object)

    def __init__(self, layer: str, words: Words) -> None:
        super().__init__()
        self._rows: list[Listed] = []
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(words.say("lists.filter"))
        self.filter.setAccessibleName(words.say("lists.filter"))
        self.filter.setClearButtonEnabled(True)
        self.table, self.model = text_table(
            words.say(f"map.{layer}"), [words.say(f"lists.{layer}.{column}") for column in LISTED[layer]]
        )
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSourceModel(self.model)
        self._sorted.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._sorted.setFilterKeyColumn(-1)
        self._sorted.setSortCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.table.setModel(self._sorted)
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.filter.textChanged.connect(self._sorted.setFilterFixedString)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._tell())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.addWidget(self.filter)
        layout.addWidget(self.table, 1)

    def fill(self, rows: Sequence[Listed]) -> None:
        """Take over new rows."""
        self._rows = list(rows)
        self.model.fill([row.texts for row in self._rows])

    def current(self) -> Listed | None:
        """Return the record that is picked."""
        index = self._sorted.mapToSource(self.table.currentIndex())
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def select(self, record_id: str) -> None:
        """Pick a record by its identifier without reporting it."""
        row = next((n for n, listed in enumerate(self._rows) if listed.id == record_id), None)
        if row is None:
            return
        self.filter.clear()
        index = self._sorted.mapFromSource(self.model.index(row, 0))
        self.table.selectionModel().blockSignals(True)
        self.table.selectRow(index.row())
        self.table.selectionModel().blockSignals(False)
        self.table.scrollTo(index)
        self.table.viewport().update()

    def _tell(self) -> None:
        found = self.current()
        if found is not None:
            self.picked.emit(found)


class LayerLists(QWidget):
    """A choice of layers above the list of one. ``picked`` carries the layer and the record."""

    picked = Signal(str, object)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.choice = QComboBox()
        self.choice.setObjectName("list-choice")
        self.choice.setAccessibleName(words.say("lists.title"))
        self._stack = QStackedWidget()
        self.areas = AreaList(words)
        self.records = {layer: RecordList(layer, words) for layer in LISTED}
        for name, made in {"areas": self.areas, **self.records}.items():
            self._stack.addWidget(made)
            self.choice.addItem("", name)
        for layer, made in self.records.items():
            made.picked.connect(lambda found, layer=layer: self.picked.emit(layer, found))
        self.choice.currentIndexChanged.connect(self._stack.setCurrentIndex)
        self._name_choices()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.choice)
        layout.addWidget(self._stack, 1)

    def open(self, layer: str) -> None:
        """Show the list of a layer."""
        self.choice.setCurrentIndex(self.choice.findData(layer))

    def fill(self, view: ProjectView) -> None:
        """Take over an assessed project."""
        self.areas.model.set_view(view)
        self.records["presence"].fill([self._presence(item) for item in view.known_presence])
        self.records["places"].fill([self._place(place) for place in view.places])
        self._name_choices()

    def fill_incidents(self, incidents: Sequence[Incident]) -> None:
        """Take over the incidents of a window of time; one that is no point is listed and never shown as one."""
        self.records["incidents"].fill([self._incident(item) for item in incidents])
        self._name_choices()

    def select(self, layer: str, record_id: str) -> None:
        """Open the list of a layer at a record."""
        self.open(layer)
        self.records[layer].select(record_id)

    def _name_choices(self) -> None:
        counts = {"areas": self.areas.model.rowCount(), **{layer: made.model.rowCount() for layer, made in self.records.items()}}
        for n, (name, count) in enumerate(counts.items()):
            self.choice.setItemText(n, self._words.say(f"lists.{name}", count=count))

    def _presence(self, item: Presence) -> Listed:
        words = self._words
        confirmed = words.day(item.last_confirmed) if item.last_confirmed else words.say("word.unknown")
        texts = (item.name, words.say(f"map.class.presence.{item.frequency}"), confirmed, f"{item.source} ({item.grade})")
        return Listed(item.id, texts, item.base_point or _inside(item.geometry))

    def _place(self, place: Place) -> Listed:
        distance = place.nearest_base_km
        kind = self._words.say(f"map.class.place.{place_class(place)}")
        away = self._words.say("map.kilometres", km=round(distance)) if distance is not None else self._words.say("word.unknown")
        return Listed(place.id, (place.name, kind, away, place.area_code or ""), place.point, place.area_code)

    def _incident(self, item: Incident) -> Listed:
        precision = self._words.say(f"lists.precision.{item.location_precision}")
        texts = (item.happened_on.isoformat(), item.type, item.area_code or self._words.say("word.unknown"), precision)
        return Listed(item.id, texts, item.point if item.location_precision.is_a_point else None, item.area_code)


def _inside(geometry: bytes) -> tuple[float, float]:
    from mrm_desktop.geo.wkb import from_wkb

    point = from_wkb(geometry).representative_point()
    return point.x, point.y
