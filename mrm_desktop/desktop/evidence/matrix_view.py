"""The table of areas and groups: a mean in its colour, how many answered, how old; what is not known is hatched."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from mrm_desktop.desktop.evidence.chart_parts import blend, ink_on, rating_colour
from mrm_desktop.desktop.parts.bidi import reading
from mrm_desktop.domain.vocabulary import Stance
from mrm_desktop.foundation.words import Words
from mrm_desktop.services.evidence.perceptions.cells import Cell
from mrm_desktop.services.evidence.perceptions.review import AreaRow
from mrm_desktop.services.evidence.perceptions.saying import group_in_words, interval_in_words, signed

Index = QModelIndex | QPersistentModelIndex
ARMED, SEEN = "armed", "seen"
CELL = Qt.ItemDataRole.UserRole
OLDEST = 365.0
"""Days after which a cell is as pale as it gets."""
_HOSTILE = (Stance.HOSTILE.value, Stance.TARGETING.value)


class MatrixModel(QAbstractTableModel):
    """Areas down, groups across; beside them armed actors, who are never averaged with anybody, and when the UN was seen."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.rows: tuple[AreaRow, ...] = ()
        self.columns: tuple[str, ...] = ()
        self.on = date.min

    def fill(self, rows: Sequence[AreaRow], groups: Sequence[str], on: date) -> None:
        """Take over the rows of a review."""
        self.beginResetModel()
        self.rows, self.columns, self.on = tuple(rows), (*groups, ARMED, SEEN) if rows else (), on
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def cell(self, row: int, column: int) -> Cell | None:
        """Return what a group of an area says; None where nobody asked, and for what is no group."""
        return self.rows[row].cell(self.columns[column])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, name = self.rows[index.row()], self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return reading(self._text(row, name))
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return reading(self._sentence(row, name))
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            if orientation == Qt.Orientation.Horizontal:
                return "\n".join(reading(self.heading(section)).rsplit(" ", 1))  # two short lines leave room for more columns
            return reading(self.rows[section].area_name)
        if role == Qt.ItemDataRole.ToolTipRole and orientation == Qt.Orientation.Vertical:
            return self.rows[section].area_code
        return None

    def heading(self, column: int) -> str:
        """Return what a column is about."""
        name = self.columns[column]
        return self._words.say(f"review.column.{name}") if name in (ARMED, SEEN) else group_in_words(name, self._words)

    def table(self) -> list[list[str]]:
        """Return everything that is shown, as text: mean, answers and age of each group in columns of their own."""
        words = self._words
        groups = [name for name in self.columns if name not in (ARMED, SEEN)]
        said = [words.say(f"review.column.{name}") for name in ("mean", "interval", "n", "age")]
        head = [words.say("review.column.area"), *(words.pair(group_in_words(g, words), what) for g in groups for what in said)]
        head += [self.heading(k) for k in range(len(groups), len(self.columns))]
        rows = [head, *([row.area_name, *(t for g in groups for t in self._four(row, g)), *self._two(row)] for row in self.rows)]
        return [[text.strip("\u2066\u2069") for text in row] for row in rows]

    def _four(self, row: AreaRow, group: str) -> list[str]:
        cell, words = row.cell(group), self._words
        if cell is None:
            return [words.say("review.cell.not_asked"), "", "", ""]
        if cell.answered is None or cell.mean is None:
            return [words.say(f"review.held_back.{cell.held_back or 'small'}"), "", "", cell.on.isoformat()]
        ends = interval_in_words(cell.low, cell.high, words)
        return [signed(cell.mean, words), ends, words.number(cell.answered, 0), cell.on.isoformat()]

    def _two(self, row: AreaRow) -> list[str]:
        return [self._text(row, ARMED), "" if row.seen_on is None else row.seen_on.isoformat()]

    def _text(self, row: AreaRow, name: str) -> str:
        words = self._words
        if name == ARMED:
            if not row.stances:
                return words.say("review.cell.not_asked")
            return f"{words.number(len(row.stances), 0)} \u00b7 {words.term('stance', row.stances[0])}"
        if name == SEEN:
            return words.say("review.seen.never") if row.seen_on is None else self._age(row.seen_on)
        cell = row.cell(name)
        if cell is None:
            return words.say("review.cell.not_asked")
        return words.say("review.cell.small") if cell.mean is None or cell.answered is None else signed(cell.mean, words)

    def _sentence(self, row: AreaRow, name: str) -> str:
        words, cell = self._words, row.cell(name)
        if name in (ARMED, SEEN):
            return f"{row.area_name}, {self.heading(self.columns.index(name))}, {self._text(row, name)}"
        group = group_in_words(name, words)
        if cell is None or cell.mean is None or cell.answered is None:
            why = words.say("review.cell.not_asked" if cell is None else f"review.held_back.{cell.held_back or 'small'}")
            return words.say("review.cell.silent", area=row.area_name, group=group, why=why)
        return words.say(
            "review.cell.said",
            area=row.area_name,
            group=group,
            mean=signed(cell.mean, words),
            interval=interval_in_words(cell.low, cell.high, words),
            answered=words.number(cell.answered, 0),
            age=self._age(cell.on),
        )

    def _age(self, on: date) -> str:
        return self._words.say("review.days", count=(self.on - on).days)


def cell_size(letters: QFontMetrics) -> QSize:
    """Return how large a cell is at a size of letters."""
    return QSize(int(letters.height() * 4.6), int(letters.height() * 1.9))


class MatrixDelegate(QStyledItemDelegate):
    """Paints a cell as a coloured field with the mean and, smaller, how many answered."""

    def __init__(self, model: MatrixModel, words: Words) -> None:
        super().__init__()
        self._model, self._words = model, words

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return cell_size(option.fontMetrics)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        field = QRectF(option.rect).adjusted(2, 2, -2, -2)
        palette = option.palette
        name, cell = self._model.columns[index.column()], self._model.cell(index.row(), index.column())
        text = str(index.data())
        if cell is not None and cell.mean is not None and cell.answered is not None:
            self._paint_mean(painter, field, cell, palette.base().color(), text)
        elif cell is None and self._is_unknown(index.row(), name):
            self._paint_unknown(
                painter, field, palette.placeholderText().color(), palette.base().color(), text if name in (ARMED, SEEN) else ""
            )
        else:
            hostile = name == ARMED and self._model.rows[index.row()].stances[:1] in [(stance,) for stance in _HOSTILE]
            self._paint_words(painter, field, palette, text, hostile)
        if option.state & QStyle.StateFlag.State_HasFocus or option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(palette.windowText().color(), 2.4))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(field, 4, 4)
        painter.restore()

    def _is_unknown(self, row: int, name: str) -> bool:
        area = self._model.rows[row]
        return not area.stances if name == ARMED else area.seen_on is None if name == SEEN else True

    def _paint_mean(self, painter: QPainter, field: QRectF, cell: Cell, paper: QColor, text: str) -> None:
        assert cell.mean is not None
        assert cell.answered is not None
        faded = min(1.0, max(0.0, (self._model.on - cell.on).days / OLDEST)) * 0.65
        ground = blend(rating_colour(cell.mean), paper, faded)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(field, 4, 4)
        painter.setPen(ink_on(ground))
        small = painter.font()
        small.setPointSizeF(small.pointSizeF() * 0.78)
        number = self._words.number(cell.answered, 0)
        metrics = painter.fontMetrics()
        width, gap = metrics.horizontalAdvance(text), metrics.horizontalAdvance(" ") * 1.5
        font = painter.font()
        painter.setFont(small)
        rest = painter.fontMetrics().horizontalAdvance(number)
        painter.setFont(font)
        left = field.center().x() - (width + gap + rest) / 2
        painter.drawText(QRectF(left, field.top(), width + 2, field.height()), int(Qt.AlignmentFlag.AlignCenter), text)
        painter.setFont(small)
        place = QRectF(left + width + gap, field.top(), rest + 4, field.height())
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), number)

    def _paint_unknown(self, painter: QPainter, field: QRectF, soft: QColor, paper: QColor, text: str) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        faint = QColor(soft)
        faint.setAlphaF(0.55)
        painter.setBrush(QBrush(faint, Qt.BrushStyle.BDiagPattern))
        painter.drawRoundedRect(field, 4, 4)
        if text:
            behind = QRectF(painter.fontMetrics().boundingRect(field.toRect(), int(Qt.AlignmentFlag.AlignCenter), text))
            painter.fillRect(behind.adjusted(-3, 0, 3, 0), paper)
            painter.setPen(soft)
            painter.drawText(field, int(Qt.AlignmentFlag.AlignCenter), text)

    def _paint_words(self, painter: QPainter, field: QRectF, palette: Any, text: str, hostile: bool) -> None:
        ground = blend(QColor("#a3271c"), palette.base().color(), 0.72) if hostile else palette.alternateBase().color()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(field, 4, 4)
        painter.setPen(ink_on(ground) if hostile else palette.windowText().color())
        fitting = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(field.width()) - 6)
        painter.drawText(field, int(Qt.AlignmentFlag.AlignCenter), fitting)


class MatrixView(QTableView):
    """The table itself: arrows go from cell to cell, Enter or a click opens one."""

    opened = Signal(str, str)  # area, group

    def __init__(self, name: str, words: Words) -> None:
        super().__init__()
        self.matrix = MatrixModel(words)
        self.setModel(self.matrix)
        self.setItemDelegate(MatrixDelegate(self.matrix, words))
        self.setAccessibleName(name)
        self.setObjectName("perception-matrix")
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            # All cells are of one size: hundreds of rows are not measured one by one.
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setSectionsClickable(False)
            header.setHighlightSections(False)
        self.setCornerButtonEnabled(False)
        self.clicked.connect(self._open)
        self.activated.connect(self._open)

    def show_rows(self, rows: Sequence[AreaRow], groups: Sequence[str], on: date) -> None:
        """Show the rows of a review; the cell that was current stays so, where it is still there."""
        current = self.currentIndex()
        place = (current.row(), current.column()) if current.isValid() else (0, 0)
        self.matrix.fill(rows, groups, on)
        self._fit_columns()
        if current.isValid() and place[0] < len(rows) and place[1] < len(self.matrix.columns):
            self.setCurrentIndex(self.matrix.index(*place))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        """Let the columns fill the table; where it is narrower than they are, they keep their width and it scrolls."""
        header, cell = self.horizontalHeader(), cell_size(self.fontMetrics())
        self.verticalHeader().setDefaultSectionSize(cell.height())
        wanted = [max(cell.width(), header.sectionSizeHint(k)) for k in range(self.matrix.columnCount())]
        fits = bool(wanted) and max(wanted) * len(wanted) <= self.viewport().width()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch if fits else QHeaderView.ResizeMode.Fixed)
        if not fits:
            for column, width in enumerate(wanted):
                header.resizeSection(column, width)

    def choose(self, area_code: str, group: str) -> None:
        """Make a cell the current one."""
        row = next((n for n, r in enumerate(self.matrix.rows) if r.area_code == area_code), -1)
        if row >= 0 and group in self.matrix.columns:
            self.setCurrentIndex(self.matrix.index(row, self.matrix.columns.index(group)))

    def _open(self, index: QModelIndex) -> None:
        name = self.matrix.columns[index.column()]
        if name not in (ARMED, SEEN) and self.matrix.cell(index.row(), index.column()) is not None:
            self.opened.emit(self.matrix.rows[index.row()].area_code, name)
