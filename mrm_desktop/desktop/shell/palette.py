"""The command palette: one field that finds commands, areas and places by a few letters, in any order, with typing errors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from mrm_desktop.desktop.parts.bidi import LineField, reading
from mrm_desktop.desktop.parts.dialogs import Dialog
from mrm_desktop.domain.gaps import read_gap_id
from mrm_desktop.foundation.words import Words

MOST_SHOWN = 30
LEAST_LIKE = 55.0  # of 100; below, a hit is noise
NAMES_LIKE = 75.0  # of 100, for names of areas and places: there are thousands, and each is a little like anything


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that the palette can find.

    Attributes
    ----------
    text : str
        What is shown and searched.
    hint : str
        What stands behind it: keys, or what kind of thing it is.
    is_name : bool
        Whether it is the name of an area or a place; what the window can do stands before all names.
    """

    text: str
    hint: str
    run: Callable[[], None]
    is_name: bool = False


class CommandPalette(Dialog):
    """Finds while one types; Return runs, the arrows choose, Escape leaves."""

    def __init__(self, entries: Sequence[Entry], words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.setWindowTitle(words.say("palette.title"))
        self.setMinimumSize(620, 420)
        self._entries = list(entries)
        self._found: list[Entry] = []
        self.open_gap: Callable[[str], None] | None = None
        """Opens an open question by the identifier on a printed call sheet; None while no project is open."""
        self.field = LineField()
        self.field.setObjectName("palette-field")
        self.field.setPlaceholderText(words.say("palette.hint"))
        self.field.setAccessibleName(words.say("palette.title"))
        self.field.textChanged.connect(self.look_for)
        self.field.returnPressed.connect(self._run)
        self.field.installEventFilter(self)
        self.matches = QListWidget()
        self.matches.setObjectName("palette-found")
        self.matches.setAccessibleName(words.say("palette.found"))
        self.matches.itemActivated.connect(lambda _: self._run())
        layout = QVBoxLayout(self)
        layout.addWidget(self.field)
        layout.addWidget(self.matches, 1)
        self.look_for("")

    def add(self, entries: Sequence[Entry]) -> None:
        """Take over what was found out later; a palette that was closed meanwhile takes nothing."""
        if shiboken6.isValid(self):
            self._entries += entries
            self.look_for(self.field.text())

    def add_names(self, names: Iterable[tuple[str, str, str]], pick: Callable[[str], None]) -> None:
        """Take over the areas and places of a project, each with name, area code and kind; ``pick`` shows the area."""
        self.add([Entry(name, self._words.say(f"palette.{kind}"), partial(pick, code), True) for name, code, kind in names])

    def look_for(self, typed: str) -> None:
        """Show what is like ``typed``, the most like first."""
        self.matches.clear()
        self._found = [*self._gaps(typed), *self._like(typed)][:MOST_SHOWN]
        for position, entry in enumerate(self._found):
            has_hint = entry.hint and entry.hint not in entry.text
            item = QListWidgetItem(reading(f"{entry.text}    {entry.hint}" if has_hint else entry.text))
            item.setData(Qt.ItemDataRole.UserRole, position)
            self.matches.addItem(item)
        if self.matches.count():
            self.matches.setCurrentRow(0)

    def _like(self, typed: str) -> list[Entry]:
        """Return what the window can do before names, where a command has what was typed in it; else names first."""
        commands = [entry for entry in self._entries if not entry.is_name]
        names = [entry for entry in self._entries if entry.is_name]
        found = [commands[position] for position in ranked([e.text for e in commands], typed)]
        meant = [names[position] for position in ranked([e.text for e in names], typed, NAMES_LIKE)] if typed.strip() else []
        is_command = bool(found) and typed.strip().casefold() in found[0].text.casefold()
        return [*found, *meant] if is_command or not meant else [*meant, *found]

    def _gaps(self, typed: str) -> list[Entry]:
        """Return the open question that was typed or scanned by its identifier."""
        identifier = read_gap_id(typed)
        if not identifier or self.open_gap is None:
            return []
        return [Entry(identifier, self._words.say("palette.gap"), partial(self.open_gap, identifier))]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                self.matches.setCurrentRow(max(0, min(self.matches.count() - 1, self.matches.currentRow() + step)))
                return True
        return super().eventFilter(watched, event)

    def _run(self) -> None:
        item = self.matches.currentItem()
        if item is not None:
            entry = self._found[item.data(Qt.ItemDataRole.UserRole)]
            self.accept()
            entry.run()


def ranked(texts: Sequence[str], typed: str, least: float = LEAST_LIKE) -> list[int]:
    """Return the positions of the texts that are like what was typed, the most like first; all of them where nothing was typed."""
    wanted = typed.strip()
    if not wanted:
        return list(range(min(len(texts), MOST_SHOWN)))
    from rapidfuzz import fuzz, process, utils

    hits = process.extract(wanted, texts, scorer=fuzz.WRatio, processor=utils.default_process, limit=MOST_SHOWN, score_cutoff=least)
    # Of two hits that are equally like it, the one that begins with it is meant.
    begins = wanted.casefold()
    return [k for _, _, k in sorted(hits, key=lambda h: (-h[1], not h[0].casefold().startswith(begins), h[2]))]
