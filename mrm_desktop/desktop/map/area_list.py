"""The list twin of the map: every area with its classes in words, sortable, searchable, for keyboard and screen reader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QVBoxLayout, QWidget

from mrm_desktop.desktop.parts.bidi import LineField, reading
from mrm_desktop.desktop.parts.tables import MEASURED_ROWS
from mrm_desktop.foundation.words import Words

Index = QModelIndex | QPersistentModelIndex
CODE_ROLE = Qt.ItemDataRole.UserRole


class AreaModel(QAbstractTableModel):
    """Areas of a view: name and the class of one theme."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._rows: tuple[tuple[str, str, str], ...] = ()
        self._theme = "ceiling"
        self._of_theme: Mapping[str, tuple[tuple[str, str, str], ...]] = {}

    def take(self, of_theme: Mapping[str, tuple[tuple[str, str, str], ...]]) -> None:
        """Take over name, class in words and code of every area, for each theme; what stays the same keeps what is picked."""
        changed = of_theme.get(self._theme, ()) != self._rows
        self._of_theme = of_theme
        if changed:
            self._refill()

    def set_theme(self, theme: str) -> None:
        """Show the classes of another theme."""
        self._theme = theme
        self._refill()

    def _refill(self) -> None:
        self.beginResetModel()
        self._rows = self._of_theme.get(self._theme, ())
        self.endResetModel()

    def code(self, row: int) -> str:
        """Return the code of the area in a row."""
        return self._rows[row][2]

    def has_code(self, code: str) -> bool:
        """Tell whether an area is listed."""
        return any(code == listed for _, _, listed in self._rows)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else 2

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        name, label, code = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return reading((name, label)[index.column()])
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{name} [{code}]: {label}"
        return code if role == CODE_ROLE else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return self._words.say("map.area") if section == 0 else self._words.say(f"map.theme.{self._theme}")


class AreaList(QWidget):
    """Search field and table of areas."""

    area_picked = Signal(str)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = AreaModel(words)
        self._sorted = _ByNameOrCode()
        self._sorted.setSourceModel(self.model)
        self.search = LineField()
        self.search.setPlaceholderText(words.say("window.search"))
        self.search.setAccessibleName(words.say("window.search"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._sorted.setFilterFixedString)
        self.search.returnPressed.connect(self._pick_first)
        self.table = QTableView()
        self.table.setModel(self._sorted)
        self.table.setAccessibleName(words.say("map.twin"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setAlternatingRowColors(True)
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.horizontalHeader().setResizeContentsPrecision(MEASURED_ROWS)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.selectionModel().currentRowChanged.connect(lambda current, _: self._pick(current))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.search)
        layout.addWidget(self.table, 1)

    def select(self, code: str) -> None:
        """Select the row of an area without reporting it as picked."""
        for row in range(self._sorted.rowCount()):
            index = self._sorted.index(row, 0)
            if index.data(CODE_ROLE) == code and index.row() != self.table.currentIndex().row():
                self.table.selectionModel().blockSignals(True)
                self.table.selectRow(row)
                self.table.selectionModel().blockSignals(False)
                self.table.scrollTo(index)
                self.table.viewport().update()
                return

    def _pick(self, index: Index) -> None:
        if index.isValid():
            self.area_picked.emit(index.data(CODE_ROLE))

    def _pick_first(self) -> None:
        if self._sorted.rowCount():
            self.table.selectRow(0)
            self.table.setFocus()


class _ByNameOrCode(QSortFilterProxyModel):
    """Filters by name, class or P-code."""

    def __init__(self) -> None:
        super().__init__()
        self.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setSortCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setFilterRole(Qt.ItemDataRole.AccessibleTextRole)
