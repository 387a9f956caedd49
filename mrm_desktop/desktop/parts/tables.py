"""Plain tables of words: rows as tuples of text, filtered and sorted, readable by a screen reader."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QItemSelectionModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from mrm_desktop.desktop.parts.bidi import reading

Index = QModelIndex | QPersistentModelIndex
MEASURED_ROWS = 60  # rows whose texts say how wide a column should be; measuring thousands holds up the window

BESIDE_PX, ABOVE_PX = 22, 6  # of padding around the text of a cell

_NUMBER = re.compile(r"(\d+)")


class TextModel(QAbstractTableModel):
    """Rows of text under headings; some or all of them are shown, in the order they came or sorted by a column.

    Qt's own sorting proxy asks for every cell of every row one by one; with thousands of rows the window stands still (measured).
    """

    def __init__(self, headings: Sequence[str]) -> None:
        super().__init__()
        self._headings = list(headings)
        self._rows: list[tuple[str, ...]] = []
        self._keys: list[Sequence[Any]] = []
        self._struck: frozenset[int] = frozenset()
        self._shown: list[int] = []
        self._wanted = ""
        self._by: tuple[int, bool] = (-1, False)

    def fill(
        self,
        rows: Sequence[Sequence[str]],
        headings: Sequence[str] | None = None,
        keys: Sequence[Sequence[Any]] = (),
        struck: Iterable[int] = (),
    ) -> None:
        """Take over new rows, and new headings where they change.

        Parameters
        ----------
        keys : Sequence[Sequence[Any]]
            For each row what its cells sort by; None for those that sort by their text. Empty where all do.
        struck : Iterable[int]
            Numbers of the rows that are struck through: what they tell of no longer counts.
        """
        self.beginResetModel()
        self._rows, self._keys, self._struck = [tuple(row) for row in rows], list(keys), frozenset(struck)
        if headings is not None:
            self._headings = list(headings)
        self._arrange()
        self.endResetModel()

    def filter(self, text: str) -> None:
        """Show only the rows that have ``text`` in one of their columns, whatever its case."""
        self.beginResetModel()
        self._wanted = text.casefold()
        self._arrange()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; a negative one puts the rows back into the order in which they came."""
        self.beginResetModel()
        self._by = column, order == Qt.SortOrder.DescendingOrder
        self._arrange()
        self.endResetModel()

    def source_row(self, shown: int) -> int:
        """Return the number of a shown row among all rows."""
        return self._shown[shown]

    def shown_row(self, source: int) -> int | None:
        """Return where a row is shown; None where the filter hides it."""
        return self._shown.index(source) if source in self._shown else None

    def _arrange(self) -> None:
        wanted, (column, descending) = self._wanted, self._by
        self._shown = [n for n, row in enumerate(self._rows) if not wanted or any(wanted in text.casefold() for text in row)]
        if column >= 0:
            self._shown.sort(key=lambda n: self._key(n, column), reverse=descending)

    def _key(self, row: int, column: int) -> tuple[Any, ...]:
        """Return what a cell sorts by: the key it came with, else its text with the numbers in it as numbers."""
        key = self._keys[row][column] if self._keys else None
        if key is not None:
            return (0, key)
        parts = _NUMBER.split(self._rows[row][column].casefold())
        return (1, *((int(part), "") if part.isdecimal() else (-1, part) for part in parts))

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._headings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return reading(self._rows[self._shown[index.row()]][index.column()])
        if role == Qt.ItemDataRole.FontRole and self._shown[index.row()] in self._struck:
            font = QFont()
            font.setStrikeOut(True)
            return font
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._headings[index.column()]}, {self._rows[self._shown[index.row()]][index.column()]}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return reading(self._headings[section])
        return None


class FittingRows(QObject):
    """Makes the rows of a table as high as their texts, when they come into sight: not all of hundreds at once."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._fit)
        view.verticalScrollBar().valueChanged.connect(lambda _: self._fit())
        for changed in (view.model().modelReset, view.horizontalHeader().sectionResized, view.verticalScrollBar().rangeChanged):
            changed.connect(lambda *_: self._pause.start(0))

    def _fit(self) -> None:
        view, row, bottom = self._view, max(0, self._view.rowAt(0)), self._view.viewport().height()
        while row < view.model().rowCount() and view.rowViewportPosition(row) < bottom:
            view.resizeRowToContents(row)
            view.setRowHeight(row, max(view.rowHeight(row), self._height(row)))
            row += 1

    def _height(self, row: int) -> int:
        """Return how high the texts of a row are: Qt forgets that the padding of the style sheet leaves less room for a line."""
        view, model, metrics = self._view, self._view.model(), self._view.fontMetrics()
        wrapped = int(Qt.TextFlag.TextWordWrap)
        shown = [n for n in range(model.columnCount()) if not view.isColumnHidden(n)] if view.wordWrap() else []
        boxes = (
            metrics.boundingRect(0, 0, view.columnWidth(n) - BESIDE_PX, 10_000, wrapped, str(model.index(row, n).data() or ""))
            for n in shown
        )
        return max((box.height() for box in boxes), default=0) + ABOVE_PX


class FittingColumns(QObject):
    """Lets some columns of a table take the room that the others leave, each at least as wide as its heading.

    Qt's own stretching lets a column become narrower than what stands over it. And Qt measures the texts of every table whose columns
    are as wide as their texts, shown or not; here a table is measured while it is in sight.

    Parameters
    ----------
    giving : Sequence[int]
        Numbers of the columns that give way, counted from the end where negative.
    spared : Sequence[int]
        Numbers of the columns that are left away, the first one first, where even so some would lie beyond the edge; what is in
        them stands elsewhere, too.
    """

    def __init__(self, view: QTableView, giving: Sequence[int], spared: Sequence[int] = ()) -> None:
        super().__init__(view)
        self._view, self._wanted, self._spared = view, tuple(giving), tuple(spared)
        self._giving: set[int] = set()
        self._rest()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._fit)
        view.model().modelReset.connect(lambda: self._pause.start(0))
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Hide:
            self._rest()
        elif event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self._fit()
        return False

    def _rest(self) -> None:
        """Keep the columns as they are: nobody sees them."""
        self._view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)

    def _choose(self) -> None:
        """Find the columns that give way, and let Qt measure the others: a table may get other columns."""
        heads = self._view.horizontalHeader()
        self._giving = {n % heads.count() for n in self._wanted} if heads.count() else set()
        for n in range(heads.count()):
            mode = QHeaderView.ResizeMode.Interactive if n in self._giving else QHeaderView.ResizeMode.ResizeToContents
            if heads.sectionResizeMode(n) != mode:
                heads.setSectionResizeMode(n, mode)

    def _spare(self) -> None:
        """Leave columns away until the others have room."""
        heads, view = self._view.horizontalHeader(), self._view
        wide = [self._least(n) if n in self._giving else view.sizeHintForColumn(n) for n in range(heads.count())]
        wide = [max(least, heads.sectionSizeHint(n)) for n, least in enumerate(wide)]
        needed = sum(wide)
        for n in self._spared:
            view.setColumnHidden(n, needed > view.viewport().width())
            needed -= wide[n] if view.isColumnHidden(n) else 0

    def _least(self, column: int) -> int:
        """Return how wide the longest word of a column is: a line ends between words only."""
        model, metrics = self._view.model(), self._view.fontMetrics()
        rows = range(min(model.rowCount(), MEASURED_ROWS))
        words = {word for row in rows for word in str(model.index(row, column).data() or "").split()}
        return max((metrics.horizontalAdvance(word) for word in words), default=0) + BESIDE_PX

    def _fit(self) -> None:
        if not self._view.isVisible():
            return
        self._choose()
        if self._spared:
            self._spare()
        heads, view = self._view.horizontalHeader(), self._view
        giving = sorted(n for n in self._giving if heads.sectionResizeMode(n) == QHeaderView.ResizeMode.Interactive)
        giving = [n for n in giving if not heads.isSectionHidden(n)]
        left = view.viewport().width() - sum(heads.sectionSize(n) for n in range(heads.count()) if n not in giving)
        least = {n: max(heads.sectionSizeHint(n), self._least(n) if self._spared else 0) for n in giving}
        giving.sort(key=lambda n: -least[n])  # who needs most takes first, or nothing would be left for it
        for count, n in zip(range(len(giving), 0, -1), giving, strict=True):
            wide = max(left // count, least[n])
            heads.resizeSection(n, wide)
            left -= wide


def choose_row(view: QTableView, row: int) -> None:
    """Make a row the chosen one. Qt's own way finds none in a mirrored window whose columns do not fill the table (measured)."""
    flags = QItemSelectionModel.SelectionFlag
    view.selectionModel().setCurrentIndex(view.model().index(row, 0), flags.ClearAndSelect | flags.Rows)


def text_table(
    name: str, headings: Sequence[str], giving: Sequence[int] = (-1,), spared: Sequence[int] = ()
) -> tuple[QTableView, TextModel]:
    """Make a table of text with an accessible name; ``giving`` and ``spared`` as :class:`FittingColumns` takes them."""
    model = TextModel(headings)
    return table_of(model, name, giving, spared), model


def table_of(model: TextModel, name: str, giving: Sequence[int] = (-1,), spared: Sequence[int] = ()) -> QTableView:
    """Make a view of a model of text with an accessible name."""
    view = QTableView()
    view.setModel(model)
    view.setAccessibleName(name)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setAlternatingRowColors(True)
    view.setShowGrid(False)
    view.setTabKeyNavigation(False)
    view.verticalHeader().hide()
    view.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
    view.horizontalHeader().setResizeContentsPrecision(MEASURED_ROWS)
    FittingColumns(view, giving, spared)
    return view
