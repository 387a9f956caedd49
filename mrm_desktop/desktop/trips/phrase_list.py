"""Entries that are put together in a sentence: its blanks are an hour, a choice that may also be typed, and minutes.

An entry is one of a list. The sentence comes from the catalogues, so that the blanks stand where the language wants them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import Formatter

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QPushButton, QSpinBox, QVBoxLayout, QWidget

from mrm_desktop.desktop.parts.bidi import LineField, NumberField
from mrm_desktop.desktop.parts.flow_layout import FlowLayout
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.foundation.words import Words

Row = dict[str, str]
MOST_MINUTES, STEP_MINUTES = 600, 5
HOUR_LETTERS, CHOICE_LETTERS = 6, 14


@dataclass(frozen=True, slots=True)
class Blank:
    """One blank of the sentence.

    Attributes
    ----------
    kind : str
        ``hour``, ``choice``, ``entry`` or ``minutes``.
    options : tuple[str, ...]
        What a choice offers; something else may be typed.
    entries : tuple[tuple[str, str], ...]
        What an entry is taken from, each with what it says; where there is only one, it is not asked for.
    usual : str
        What stands in it at first; "" for nothing.
    """

    kind: str
    options: tuple[str, ...] = ()
    entries: tuple[tuple[str, str], ...] = ()
    usual: str = ""


class PhraseList(QWidget):
    """Sentences one below the other; ``changed`` tells that something in them was changed by hand.

    Parameters
    ----------
    name : str
        What it lists: ``trips.phrase.<name>`` is the sentence, ``.add`` the button below.
    """

    changed = Signal()

    def __init__(self, words: Words, name: str, blanks: Mapping[str, Blank]) -> None:
        super().__init__()
        self._words, self._name, self._blanks = words, name, blanks
        self.phrases: list[Phrase] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.add = QPushButton(words.say(f"trips.phrase.{name}.add"))
        self.add.setObjectName(f"add-{name}")
        self.add.clicked.connect(lambda: self._add({}, by_hand=True))
        self._column.addWidget(self.add)
        self.setFocusProxy(self.add)

    def rows(self) -> list[Row]:
        """Return what stands in each sentence, by the names of its blanks; sentences in which nothing was written are left out."""
        rows = [phrase.row() for phrase in self.phrases]
        return [row for row in rows if any(value for name, value in row.items() if self._tells(name))]

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these sentences and no others."""
        for phrase in self.phrases:
            self._column.removeWidget(phrase)
            phrase.hide()
            phrase.deleteLater()
        self.phrases = []
        for row in rows:
            self._add(row)

    def offer(self, blank: str, options: Sequence[str]) -> None:
        """Offer other choices in a blank; what was written stays."""
        self._blanks = {**self._blanks, blank: Blank("choice", tuple(options))}
        for phrase in self.phrases:
            phrase.offer(blank, options)

    def offer_entries(self, blank: str, offered: Blank) -> None:
        """Offer other entries in a blank; one that was chosen stays."""
        self._blanks = {**self._blanks, blank: offered}
        for phrase in self.phrases:
            phrase.offer_entries(blank, offered)

    def _tells(self, name: str) -> bool:
        return self._blanks[name].kind not in ("minutes", "entry")

    def _add(self, row: Row, by_hand: bool = False) -> None:
        phrase = Phrase(self._words, self._name, self._blanks, row)
        phrase.changed.connect(self.changed)
        phrase.removed.connect(lambda: self._remove(phrase))
        self.phrases.append(phrase)
        self._column.insertWidget(self._column.count() - 1, phrase)
        if by_hand:
            phrase.first().setFocus()

    def _remove(self, phrase: Phrase) -> None:
        self.phrases.remove(phrase)
        self._column.removeWidget(phrase)
        phrase.hide()
        phrase.deleteLater()
        self.add.setFocus()
        self.changed.emit()


class Phrase(QFrame):
    """One sentence with its blanks."""

    changed = Signal()
    removed = Signal()

    def __init__(self, words: Words, name: str, blanks: Mapping[str, Blank], row: Row) -> None:
        super().__init__()
        self.setProperty("role", "phrase")
        self.fields: dict[str, QWidget] = {}
        flow = self._flow = FlowLayout(self, gap=6)
        for said, blank, _, _ in Formatter().parse(words.say(f"trips.phrase.{name}")):
            if said.strip():
                text = label(said.strip(), "")
                text.setWordWrap(False)
                flow.addWidget(text)
            if blank is not None:
                field = self._field(blanks[blank], row.get(blank, blanks[blank].usual))
                field.setObjectName(f"{name}-{blank}")
                field.setAccessibleName(words.say(f"trips.phrase.blank.{blank}"))
                self.fields[blank] = field
                flow.addWidget(field)
        remove = QPushButton(words.say("trips.phrase.remove"))
        remove.setProperty("role", "link")
        remove.clicked.connect(self.removed)
        flow.addWidget(remove)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be as high as the lines need: a form asks for no more than one."""
        super().resizeEvent(event)
        self.setMinimumHeight(self._flow.heightForWidth(self.width()))

    def row(self) -> Row:
        """Return what stands in it."""
        return {name: _text_of(field) for name, field in self.fields.items()}

    def first(self) -> QWidget:
        """Return its first blank that is asked for."""
        return next(field for field in self.fields.values() if not field.isHidden())

    def offer(self, blank: str, options: Sequence[str]) -> None:
        """Offer other choices in a blank; what was written stays."""
        field = self.fields.get(blank)
        if isinstance(field, QComboBox):
            written = field.currentText()
            field.blockSignals(True)
            field.clear()
            field.addItems(list(options))
            field.setEditText(written)
            field.blockSignals(False)

    def offer_entries(self, blank: str, offered: Blank) -> None:
        """Offer other entries in a blank; one that was chosen stays, even where it is not offered any more."""
        field = self.fields.get(blank)
        if isinstance(field, QComboBox):
            field.blockSignals(True)
            _put_entries(field, offered, str(field.currentData()))
            field.blockSignals(False)

    def _field(self, blank: Blank, value: str) -> QWidget:
        if blank.kind == "entry":
            entry = QComboBox()
            _put_entries(entry, blank, value)
            entry.currentIndexChanged.connect(self.changed)
            return entry
        if blank.kind == "minutes":
            number = NumberField()
            number.setRange(0, MOST_MINUTES)
            number.setSingleStep(STEP_MINUTES)
            number.setValue(int(value or 0))
            number.valueChanged.connect(self.changed)
            return number
        if blank.kind == "hour":
            hour = LineField(value)
            hour.setPlaceholderText("08:00")
            hour.setFixedWidth(hour.fontMetrics().averageCharWidth() * HOUR_LETTERS + 30)
            hour.textChanged.connect(self.changed)
            return hour
        choice = QComboBox()
        choice.setEditable(True)
        choice.addItems(list(blank.options))
        choice.setMinimumContentsLength(CHOICE_LETTERS)
        choice.setEditText(value)
        choice.editTextChanged.connect(self.changed)
        return choice


def _put_entries(field: QComboBox, blank: Blank, value: str) -> None:
    """Fill a list; an entry that it does not have, such as a day on which nobody travels any more, is seen as it is."""
    field.clear()
    for entry, said in blank.entries:
        field.addItem(said, entry)
    if field.findData(value) < 0:
        field.addItem(value, value)
    field.setCurrentIndex(field.findData(value))
    field.setVisible(field.count() > 1)


def _text_of(field: QWidget) -> str:
    if isinstance(field, QSpinBox):
        return str(field.value())
    if isinstance(field, QComboBox):
        return field.currentText().strip() if field.isEditable() else str(field.currentData())
    return field.text().strip() if isinstance(field, QLineEdit) else ""
