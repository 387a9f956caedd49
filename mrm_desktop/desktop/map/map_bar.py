"""What is done with the map: find something, draw presence, measure, compare, the user's own tiles, a picture of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QSize, Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QAction, QKeySequence, QShortcut, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QFrame, QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from mrm_desktop.desktop.map.drawing import Way
from mrm_desktop.desktop.parts.bidi import LineField
from mrm_desktop.foundation.words import Words

if TYPE_CHECKING:
    from mrm_desktop.services.lookup.find_place import Hit

HIT_ROLE = Qt.ItemDataRole.UserRole
LEAST_LETTERS = 2
PAUSE_MS = 250
LETTERS, FEWEST_LETTERS = 26, 14  # of the search that are seen
DRAWN = (Way.POLYGON, Way.CIRCLE, Way.CORRIDOR, Way.COPY)
MEASURED = (Way.LENGTH, Way.SURFACE)


class MapBar(QFrame):
    """Emits what is wanted; it does nothing itself. ``layers`` is the button that opens the layers."""

    search_asked = Signal(str)
    suggestion_asked = Signal(str)
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
        self.search = LineField()
        self.search.setObjectName("map-find")
        self.search.setPlaceholderText(words.say("mapbar.find"))
        self.search.setAccessibleName(words.say("mapbar.find"))
        self.search.setToolTip(words.say("mapbar.find.tip"))
        self.search.setClearButtonEnabled(True)
        self.search.returnPressed.connect(self._search)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(lambda: self.suggestion_asked.emit(self.search.text()))
        self.search.textEdited.connect(self._suggest)
        self._hits = QStandardItemModel(self)
        self._completer = QCompleter(self._hits, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setWidget(self.search)
        self._completer.activated[QModelIndex].connect(lambda index: self.hit_picked.emit(index.data(HIT_ROLE)))  # type: ignore[index]
        key = QShortcut(QKeySequence.StandardKey.Find, self)
        key.activated.connect(self._begin_to_find)
        self.layers = QPushButton(words.say("mapbar.layers"))
        self.layers.setObjectName("map-layers")
        self.layers.setCheckable(True)
        self.layers.setToolTip(words.say("mapbar.layers.tip"))
        self.tools = QToolButton()
        self.tools.setObjectName("map-tools")
        self.tools.setText(words.say("mapbar.tools"))
        self.tools.setAccessibleName(words.say("mapbar.tools"))
        self.tools.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.tools.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._menu = QMenu(self.tools)
        self._menu.setToolTipsVisible(True)
        self.tools.setMenu(self._menu)
        self._fill_menu()
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 8, 6)
        row.setSpacing(6)
        row.addWidget(self.search, 1)
        row.addWidget(self.tools)
        row.addWidget(self.layers)

    def sizeHint(self) -> QSize:
        return QSize(self._width_with(LETTERS), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._width_with(FEWEST_LETTERS), super().sizeHint().height())

    def _width_with(self, letters: int) -> int:
        """Return the width at which so many letters of the search are seen, pixels."""
        margins = self._row.contentsMargins()
        others = self.tools.sizeHint().width() + self.layers.sizeHint().width() + 2 * self._row.spacing()
        return self.fontMetrics().averageCharWidth() * letters + others + margins.left() + margins.right()

    def show_hits(self, hits: Sequence[Hit]) -> None:
        """Offer what was found; a single hit is taken at once."""
        if len(hits) == 1:
            self.hit_picked.emit(hits[0])
        else:
            self._offer(hits)

    def suggest(self, hits: Sequence[Hit]) -> None:
        """Offer what begins to be typed; nothing is taken before somebody does, and nothing is offered to who has gone on."""
        if hits and self.search.hasFocus():
            self._offer(hits)
        else:
            self._hide_hits()

    def _offer(self, hits: Sequence[Hit]) -> None:
        self._hits.clear()
        for hit in hits:
            kind = self._words.say(f"mapbar.hit.{hit.kind}")
            item = QStandardItem(self._words.say("mapbar.hit", kind=kind, name=hit.name, detail=hit.detail))
            item.setData(hit, HIT_ROLE)
            self._hits.appendRow(item)
        self._completer.complete()

    def _search(self) -> None:
        self._pause.stop()
        self.search_asked.emit(self.search.text())

    def _suggest(self, text: str) -> None:
        """Ask for suggestions when the hand rests; a single letter would find half the country."""
        if len(text.strip()) >= LEAST_LETTERS:
            self._pause.start()
        else:
            self._pause.stop()
            self._hide_hits()

    def _hide_hits(self) -> None:
        popup = self._completer.popup()
        if popup is not None:
            popup.hide()

    def _begin_to_find(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _fill_menu(self) -> None:
        self.draw = self._ways("draw", DRAWN)
        self.measure = self._ways("measure", MEASURED)
        self.compare = self._action(self._menu, "compare", self.compare_asked)
        self._menu.addSeparator()
        tiles = self._submenu("tiles")
        self._action(tiles, "tiles.open", self.tiles_asked)
        self.drop_tiles = self._action(tiles, "tiles.drop", self.tiles_dropped)
        self.drop_tiles.setEnabled(False)
        self.picture = self._submenu("picture")
        for name, asked in (("copy", self.copy_asked), ("print", self.print_asked)):
            self._action(self.picture, f"picture.{name}", asked).setObjectName(f"picture-{name}")
        self._menu.addSeparator()
        self.home = self._action(self._menu, "home", self.home_asked)

    def _submenu(self, name: str) -> QMenu:
        menu = self._menu.addMenu(self._words.say(f"mapbar.{name}"))
        menu.menuAction().setToolTip(self._words.say(f"mapbar.{name}.tip"))
        return menu

    def _action(self, menu: QMenu, name: str, asked: SignalInstance) -> QAction:
        action = menu.addAction(self._words.say(f"mapbar.{name}"))
        if self._words.knows(f"mapbar.{name}.tip"):
            action.setToolTip(self._words.say(f"mapbar.{name}.tip"))
        action.triggered.connect(lambda _=False: asked.emit())
        return action

    def _ways(self, name: str, ways: Sequence[Way]) -> QMenu:
        menu = self._submenu(name)
        for way in ways:
            action = menu.addAction(self._words.say(f"draw.way.{way}"))
            action.setObjectName(f"way-{way}")
            action.triggered.connect(lambda _=False, way=way: self.way_asked.emit(way))
        return menu
