"""Built-in help: the glossary and the key actors, opened at what the page is about."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from mrm_desktop.desktop.parts.bidi import LineField
from mrm_desktop.desktop.parts.dialogs import Dialog
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.foundation.words import Words
from mrm_desktop.services.lookup.explain_terms import GlossaryEntry, entries_for, glossary


class HelpDialog(Dialog):
    """Entries on the left, the chosen one on the right.

    Parameters
    ----------
    page : str
        The page that is open; its entries stand first. "" for none.
    """

    def __init__(self, words: Words, page: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.setWindowTitle(words.say("help.title"))
        self.resize(860, 600)
        first = entries_for(page)
        rest = sorted((e for e in glossary() if e not in first), key=lambda e: words.say(f"glossary.{e.code}").casefold())
        self._entries = {entry.code: entry for entry in (*first, *rest)}
        self.search = LineField()
        self.search.setPlaceholderText(words.say("help.search"))
        self.search.setToolTip(words.say("help.search"))
        self.search.setAccessibleName(words.say("help.search"))
        self.search.textChanged.connect(self._filter)
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setAccessibleName(words.say("help.entries"))
        for code in self._entries:
            item = QListWidgetItem(words.say(f"glossary.{code}"))
            item.setData(Qt.ItemDataRole.UserRole, code)
            self.list.addItem(item)
        self.list.currentItemChanged.connect(lambda item, _: self._show(item.data(Qt.ItemDataRole.UserRole)) if item else None)
        self.sheet = QScrollArea()
        self.sheet.setObjectName("help-sheet")
        self.sheet.setAccessibleName(words.say("help.entry"))
        self.sheet.setWidgetResizable(True)
        self.sheet.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.addWidget(left)
        halves.addWidget(self.sheet)
        halves.setSizes([300, 540])
        buttons = QDialogButtonBox()
        buttons.addButton(words.say("window.close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(halves, 1)
        layout.addWidget(buttons)
        self.list.setCurrentRow(0)

    def show_entry(self, code: str) -> None:
        """Show an entry."""
        self.search.clear()
        self.list.setCurrentRow(list(self._entries).index(code))

    def _filter(self, typed: str) -> None:
        wanted = typed.casefold()
        for row, code in enumerate(self._entries):
            text = f"{self._words.say(f'glossary.{code}')} {self._words.say(f'glossary.{code}.text')}"
            self.list.item(row).setHidden(wanted not in text.casefold())

    def _show(self, code: str) -> None:
        self.sheet.setWidget(self._page(self._entries[code]))

    def _page(self, entry: GlossaryEntry) -> QWidget:
        words = self._words
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(18, 12, 18, 12)
        layout.addWidget(label(words.say(f"glossary.{entry.code}"), "title"))
        layout.addWidget(label(words.say(f"help.kind.{entry.kind}"), "soft"))
        layout.addWidget(label(words.say(f"glossary.{entry.code}.text"), ""))
        layout.addWidget(label(words.say("help.sources"), "section"))
        for source in entry.sources:
            layout.addWidget(label(source, "soft"))
        if entry.see:
            layout.addWidget(label(words.say("help.see"), "section"))
            for code in entry.see:
                row = QHBoxLayout()
                link = QPushButton(words.say(f"glossary.{code}"))
                link.setProperty("role", "link")
                link.clicked.connect(lambda _=False, code=code: self.show_entry(code))
                row.addWidget(link)
                row.addStretch(1)
                layout.addLayout(row)
        layout.addStretch(1)
        return page
