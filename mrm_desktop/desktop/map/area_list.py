"""The list twin of the map: every area with its classes in words, sortable, searchable, for keyboard and screen reader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mrm_desktop.desktop.parts.bidi import LineField
from mrm_desktop.desktop.parts.tables import TextModel, choose_row, table_of
from mrm_desktop.foundation.words import Words

Index = QModelIndex | QPersistentModelIndex


class AreaModel(TextModel):
    """Areas of a view: name and the class of one theme; the code is not shown, but found."""

    def __init__(self, words: Words) -> None:
        super().__init__(())
        self._words = words
        self._theme = "ceiling"
        self._of_theme: Mapping[str, tuple[tuple[str, str, str], ...]] = {}
        self._listed: tuple[tuple[str, str, str], ...] = ()
        self._refill()

    def take(self, of_theme: Mapping[str, tuple[tuple[str, str, str], ...]]) -> None:
        """Take over name, class in words and code of every area, for each theme; what stays the same keeps what is picked."""
        changed = of_theme.get(self._theme, ()) != self._listed
        self._of_theme = of_theme
        if changed:
            self._refill()

    def set_theme(self, theme: str) -> None:
        """Show the classes of another theme."""
        self._theme = theme
        self._refill()

    def _refill(self) -> None:
        self._listed = self._of_theme.get(self._theme, ())
        self.fill(self._listed, [self._words.say("map.area"), self._words.say(f"map.theme.{self._theme}")])

    def code(self, row: int) -> str:
        """Return the code of the area in a shown row."""
        return self._listed[self.source_row(row)][2]

    def row_of(self, code: str) -> int | None:
        """Return where an area is shown; None where it is not."""
        row = next((n for n, (_, _, listed) in enumerate(self._listed) if listed == code), None)
        return None if row is None else self.shown_row(row)

    def has_code(self, code: str) -> bool:
        """Tell whether an area is listed."""
        return any(code == listed for _, _, listed in self._listed)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            name, label, code = self._listed[self.source_row(index.row())]
            return f"{name} [{code}]: {label}"
        return super().data(index, role)


class AreaList(QWidget):
    """Search field and table of areas."""

    area_picked = Signal(str)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = AreaModel(words)
        self.search = LineField()
        self.search.setPlaceholderText(words.say("window.search"))
        self.search.setAccessibleName(words.say("window.search"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self.model.filter)
        self.search.returnPressed.connect(self._pick_first)
        self.table = table_of(self.model, words.say("map.twin"))
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.table.selectionModel().currentRowChanged.connect(lambda current, _: self._pick(current))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.search)
        layout.addWidget(self.table, 1)

    def select(self, code: str) -> None:
        """Select the row of an area without reporting it as picked."""
        row = self.model.row_of(code)
        if row is not None and row != self.table.currentIndex().row():
            self.table.selectionModel().blockSignals(True)
            choose_row(self.table, row)
            self.table.selectionModel().blockSignals(False)
            self.table.scrollTo(self.model.index(row, 0))
            self.table.viewport().update()

    def _pick(self, index: Index) -> None:
        if index.isValid():
            self.area_picked.emit(self.model.code(index.row()))

    def _pick_first(self) -> None:
        if self.model.rowCount():
            choose_row(self.table, 0)
            self.table.setFocus()
