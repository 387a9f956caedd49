"""The list twin of every layer of the map, one at a time: areas, presence, places, incidents."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QStackedWidget, QVBoxLayout, QWidget

from mrm_desktop.desktop.map.area_list import AreaList
from mrm_desktop.desktop.map.listing import LISTED, Listed, Listing
from mrm_desktop.desktop.parts.bidi import LineField
from mrm_desktop.desktop.parts.tables import choose_row, text_table
from mrm_desktop.foundation.words import Words


class RecordList(QWidget):
    """A filter above a table of records of one layer."""

    picked = Signal(object)

    def __init__(self, layer: str, words: Words) -> None:
        super().__init__()
        self._rows: tuple[Listed, ...] = ()
        self._kept: str | None = None
        self.filter = LineField()
        self.filter.setPlaceholderText(words.say("lists.filter"))
        self.filter.setAccessibleName(words.say("lists.filter"))
        self.filter.setClearButtonEnabled(True)
        self.table, self.model = text_table(
            words.say(f"map.{layer}"), [words.say(f"lists.{layer}.{column}") for column in LISTED[layer]]
        )
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.filter.textChanged.connect(self.model.filter)
        self.model.modelReset.connect(self._restore)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._tell())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.addWidget(self.filter)
        layout.addWidget(self.table, 1)

    @property
    def count(self) -> int:
        """How many records there are, whether the filter shows them or not."""
        return len(self._rows)

    def fill(self, rows: Sequence[Listed]) -> None:
        """Take over new rows; where they are the old ones, the table stays as it is."""
        if tuple(rows) != self._rows:
            self._rows = tuple(rows)
            self.model.fill([row.texts for row in self._rows], keys=[row.keys for row in self._rows])

    def current(self) -> Listed | None:
        """Return the record that is picked."""
        index = self.table.currentIndex()
        return self._rows[self.model.source_row(index.row())] if index.isValid() else None

    def select(self, record_id: str) -> None:
        """Pick a record by its identifier without reporting it."""
        if all(listed.id != record_id for listed in self._rows):
            return
        self._kept = record_id
        self.filter.clear()
        self._restore()

    def _restore(self) -> None:
        """Pick the same record again after the rows were filled, filtered or sorted."""
        row = next((n for n, listed in enumerate(self._rows) if listed.id == self._kept), None)
        shown = self.model.shown_row(row) if row is not None else None
        if shown is None:
            return
        index = self.model.index(shown, 0)
        self.table.selectionModel().blockSignals(True)
        choose_row(self.table, index.row())
        self.table.selectionModel().blockSignals(False)
        self.table.scrollTo(index)
        self.table.viewport().update()

    def _tell(self) -> None:
        record = self.current()
        if record is not None:
            self._kept = record.id
            self.picked.emit(record)


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
            made.picked.connect(lambda record, layer=layer: self.picked.emit(layer, record))
        self.choice.currentIndexChanged.connect(self._stack.setCurrentIndex)
        self._name_choices()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.choice)
        layout.addWidget(self._stack, 1)

    def open(self, layer: str) -> None:
        """Show the list of a layer."""
        self.choice.setCurrentIndex(self.choice.findData(layer))

    def fill(self, listing: Listing) -> None:
        """Take over what is listed of an assessed project."""
        self.areas.model.take(listing.areas)
        self.records["presence"].fill(listing.presence)
        self.records["places"].fill(listing.places)
        self._name_choices()

    def fill_incidents(self, incidents: Sequence[Listed]) -> None:
        """Take over the incidents of a window of time."""
        self.records["incidents"].fill(incidents)
        self._name_choices()

    def select(self, layer: str, record_id: str) -> None:
        """Open the list of a layer at a record."""
        self.open(layer)
        self.records[layer].select(record_id)

    def _name_choices(self) -> None:
        counts = {"areas": self.areas.model.rowCount(), **{layer: made.count for layer, made in self.records.items()}}
        for n, (name, count) in enumerate(counts.items()):
            self.choice.setItemText(n, self._words.say(f"lists.{name}", count=count))
