"""The bar above the map: find something, draw presence, measure, compare, the user's own tiles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QCompleter,
    QHBoxLayout,
    QLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mrm_desktop.desktop.map.drawing import Way
from mrm_desktop.desktop.parts.flow_layout import FlowLayout
from mrm_desktop.foundation.words import Words

if TYPE_CHECKING:
    from mrm_desktop.services.lookup.find_place import Hit

HIT_ROLE = Qt.ItemDataRole.UserRole
LEAST_LETTERS = 28  # of the search that are seen beside the buttons
DRAWN = (Way.POLYGON, Way.CIRCLE, Way.CORRIDOR, Way.COPY)
MEASURED = (Way.LENGTH, Way.SURFACE)


class MapBar(QWidget):
    """Emits what is wanted; it does nothing itself."""

    search_asked = Signal(str)
    hit_picked = Signal(object)
    way_asked = Signal(object)
    compare_asked = Signal()
    tiles_asked = Signal()
    tiles_dropped = Signal()
    home_asked = Signal()
    copy_asked = Signal()
    print_asked = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.setObjectName("mapbar")
        self.search = QLineEdit()
        self.search.setObjectName("map-find")
        self.search.setPlaceholderText(words.say("mapbar.find"))
        self.search.setAccessibleName(words.say("mapbar.find"))
        self.search.setClearButtonEnabled(True)
        self.search.returnPressed.connect(lambda: self.search_asked.emit(self.search.text()))
        self._hits = QStandardItemModel(self)
        self._completer = QCompleter(self._hits, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setWidget(self.search)
        self._completer.activated[QModelIndex].connect(lambda index: self.hit_picked.emit(index.data(HIT_ROLE)))  # type: ignore[index]
        key = QShortcut(QKeySequence.StandardKey.Find, self)
        key.activated.connect(self._begin_to_find)
        self._column, self._row, self._flow = QVBoxLayout(self), QHBoxLayout(), FlowLayout(gap=6)
        self._column.setContentsMargins(10, 6, 10, 6)
        self._column.addLayout(self._row)
        self._column.addLayout(self._flow)
        self._column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # what does not fit goes on below, see resizeEvent
        self._row.setSpacing(6)
        self._row.addWidget(self.search, 1)
        self.draw = self._menu("draw", DRAWN)
        self.measure = self._menu("measure", MEASURED)
        self.compare = self._button("compare", self.compare_asked.emit)
        self.tiles = self._tiles_menu()
        self.picture = self._picture_menu()
        self.home = self._button("home", self.home_asked.emit)
        self._buttons = (self.draw, self.measure, self.compare, self.tiles, self.picture, self.home)
        self._is_one_line = False
        for button in self._buttons:
            self._flow.addWidget(button)
        self.setMinimumWidth(max(button.sizeHint().width() for button in self._buttons) + 20)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set search and buttons on one line where there is room for both, else the buttons below, on as many lines as they need."""
        super().resizeEvent(event)
        buttons = sum(button.sizeHint().width() + self._row.spacing() for button in self._buttons)
        has_room = self.width() - buttons >= self.fontMetrics().averageCharWidth() * LEAST_LETTERS
        if has_room != self._is_one_line:
            self._is_one_line = has_room
            for button in self._buttons:
                (self._row if has_room else self._flow).addWidget(button)
        needed = self._row.sizeHint().height() + self._flow.heightForWidth(self.width() - 20) + 18
        height = self.sizeHint().height() if has_room else needed
        if self.minimumHeight() != height:
            self.setFixedHeight(height)

    def show_hits(self, hits: Sequence[Hit]) -> None:
        """Offer what was found; a single hit is taken at once."""
        if len(hits) == 1:
            self.hit_picked.emit(hits[0])
            return
        self._hits.clear()
        for hit in hits:
            kind = self._words.say(f"mapbar.hit.{hit.kind}")
            item = QStandardItem(self._words.say("mapbar.hit", kind=kind, name=hit.name, detail=hit.detail))
            item.setData(hit, HIT_ROLE)
            self._hits.appendRow(item)
        self._completer.complete()

    def _begin_to_find(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _button(self, name: str, slot: Callable[[], None]) -> QPushButton:
        button = QPushButton(self._words.say(f"mapbar.{name}"))
        button.setObjectName(f"map-{name}")
        button.setToolTip(self._words.say(f"mapbar.{name}.tip"))
        button.clicked.connect(lambda _=False: slot())
        return button

    def _menu_button(self, name: str) -> tuple[QToolButton, QMenu]:
        button = QToolButton()
        button.setObjectName(f"map-{name}")
        button.setText(self._words.say(f"mapbar.{name}"))
        button.setAccessibleName(self._words.say(f"mapbar.{name}"))
        button.setToolTip(self._words.say(f"mapbar.{name}.tip"))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        menu = QMenu(button)
        button.setMenu(menu)
        return button, menu

    def _menu(self, name: str, ways: Sequence[Way]) -> QToolButton:
        button, menu = self._menu_button(name)
        for way in ways:
            action = menu.addAction(self._words.say(f"draw.way.{way}"))
            action.setObjectName(f"way-{way}")
            action.triggered.connect(lambda _=False, way=way: self.way_asked.emit(way))
        return button

    def _tiles_menu(self) -> QToolButton:
        button, menu = self._menu_button("tiles")
        menu.addAction(self._words.say("mapbar.tiles.open")).triggered.connect(lambda _=False: self.tiles_asked.emit())
        self.drop_tiles = menu.addAction(self._words.say("mapbar.tiles.drop"))
        self.drop_tiles.setEnabled(False)
        self.drop_tiles.triggered.connect(lambda _=False: self.tiles_dropped.emit())
        return button

    def _picture_menu(self) -> QToolButton:
        button, menu = self._menu_button("picture")
        for name, asked in (("copy", self.copy_asked), ("print", self.print_asked)):
            action = menu.addAction(self._words.say(f"mapbar.picture.{name}"))
            action.setObjectName(f"picture-{name}")
            action.triggered.connect(lambda _=False, asked=asked: asked.emit())
        return button
