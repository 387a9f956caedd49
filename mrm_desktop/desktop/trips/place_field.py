"""A field in which a place is picked by its name, its P-code or its coordinates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit

from mrm_desktop.foundation.words import Words

if TYPE_CHECKING:
    from mrm_desktop.services.lookup.find_place import Hit

HIT_ROLE = Qt.ItemDataRole.UserRole
PAUSE_MS = 250  # after the last letter
FEWEST_LETTERS = 2


class PlaceField(QLineEdit):
    """Offers what is found while one types; Enter takes the first.

    Signals
    -------
    asked(text)
        Something should be looked for: whoever looks answers with :meth:`show_hits` or :meth:`take_nothing`.
    picked(hit)
        A place was chosen.
    """

    asked = Signal(str)
    picked = Signal(object)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.setObjectName("trips-place")
        self.setClearButtonEnabled(True)
        self._hits = QStandardItemModel(self)
        self._completer = QCompleter(self._hits, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setWidget(self)
        self._completer.activated[QModelIndex].connect(lambda index: self._pick(index.data(HIT_ROLE)))  # type: ignore[index]
        self._takes_first = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._ask)
        self.textEdited.connect(lambda _: self._pause.start(PAUSE_MS))
        self.returnPressed.connect(self._enter)
        self.ask_for("start")

    def ask_for(self, what: str) -> None:
        """Say what is asked for: ``start`` or ``next``."""
        said = self._words.say(f"trips.place.{what}")
        self.setPlaceholderText(said)
        self.setAccessibleName(said)

    def show_hits(self, hits: Sequence[Hit]) -> None:
        """Offer what was found."""
        if self._takes_first and hits:
            self._pick(hits[0])
            return
        self._takes_first = False
        self._hits.clear()
        for hit in hits:
            kind = self._words.say(f"mapbar.hit.{hit.kind}")
            item = QStandardItem(self._words.say("mapbar.hit", kind=kind, name=hit.name, detail=hit.detail))
            item.setData(hit, HIT_ROLE)
            self._hits.appendRow(item)
        if self.hasFocus():
            self._completer.complete()

    def take_nothing(self) -> None:
        """Keep what was typed: nothing is called so."""
        self._takes_first = False
        self._hits.clear()
        self.selectAll()

    def _enter(self) -> None:
        self._pause.stop()
        self._takes_first = True
        self._ask()

    def _ask(self) -> None:
        text = self.text().strip()
        if len(text) >= FEWEST_LETTERS:
            self.asked.emit(text)
        else:
            self._takes_first = False

    def _pick(self, hit: Hit | None) -> None:
        self._takes_first = False
        if hit is not None:
            popup = self._completer.popup()
            if popup is not None:
                popup.hide()
            self.clear()
            self.picked.emit(hit)
