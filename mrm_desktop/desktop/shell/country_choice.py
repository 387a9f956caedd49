"""Which country? A list that narrows as one types, and beside it what a project on it will hold from the first minute."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QListWidget, QListWidgetItem, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from mrm_desktop.desktop.parts.bidi import LineField, reading
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.desktop.shell.country_picture import CountryPicture
from mrm_desktop.domain.countries import Country
from mrm_desktop.domain.folded_text import fold
from mrm_desktop.formats.documents.country_starters import countries, outlines
from mrm_desktop.foundation.words import Words

NARROW = 74  # letters of the window's type across, below which the card stands under the list
LIST_LETTERS = 32
ROWS, LEAST_ROWS = 11, 7  # of the list above the card, and beside it, that are seen without scrolling
WHOLE_HEIGHT = 16_777_215  # Qt's own word for no limit


class CountryChoice(QWidget):
    """``begin_asked`` carries the country that somebody chose to begin with; ``shown`` tells that one is shown."""

    begin_asked = Signal(object)
    shown = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.chosen: Country | None = None
        self.search = LineField()
        self.search.setObjectName("country-search")
        self.search.setPlaceholderText(words.say("country.search"))
        self.search.setAccessibleName(words.say("country.search"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._narrow)
        self.list = QListWidget()
        self.list.setObjectName("countries")
        self.list.setAccessibleName(words.say("start.which_country"))
        self.list.currentItemChanged.connect(lambda item, _: self._show(item))
        self.list.itemActivated.connect(lambda _: self._begin())
        self.search.returnPressed.connect(self._take_first)
        self._fill()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(22)
        self._columns.addWidget(self._left(), 2)
        self.card = self._card()
        self._columns.addWidget(self.card, 3)

    def focus_first(self) -> None:
        """Begin at the search."""
        self.search.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the card under the list where there is no room beside it."""
        super().resizeEvent(event)
        is_narrow = self.width() < self.fontMetrics().averageCharWidth() * NARROW
        way = QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
        if self._columns.direction() != way:
            self._columns.setDirection(way)
            self.list.setMaximumHeight(self.fontMetrics().lineSpacing() * ROWS if is_narrow else WHOLE_HEIGHT)

    def _left(self) -> QWidget:
        left = QWidget()
        left.setMinimumWidth(min(self.fontMetrics().averageCharWidth() * LIST_LETTERS, 360))
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        self.list.setMinimumHeight(self.fontMetrics().lineSpacing() * LEAST_ROWS)
        return left

    def _fill(self) -> None:
        language = self._words.language
        for country in sorted(countries(), key=lambda c: fold(c.name_in(language))):
            item = QListWidgetItem(reading(self._words.pair(country.name_in(language), self._words.list(country.missions))))
            item.setData(Qt.ItemDataRole.UserRole, country)
            self.list.addItem(item)

    def _card(self) -> QWidget:
        card = QFrame()
        card.setObjectName("countrycard")
        card.setProperty("role", "taskcard")
        column = QVBoxLayout(card)
        column.setContentsMargins(20, 16, 20, 18)
        column.setSpacing(6)
        self.name = label(self._words.say("country.none_yet"), "title")
        self.picture = CountryPicture()
        self.told = QVBoxLayout()
        self.told.setSpacing(2)
        self.begin = QPushButton()
        self.begin.setObjectName("country-begin")
        self.begin.setProperty("role", "primary")
        self.begin.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.begin.clicked.connect(lambda _=False: self._begin())
        self.begin.hide()
        self.picture.hide()
        column.addWidget(self.name)
        self._hint = label(self._words.say("country.none_yet.what"), "soft")
        column.addWidget(self._hint)
        column.addWidget(self.picture, 1)
        column.addLayout(self.told)
        column.addSpacing(8)
        column.addWidget(self.begin, 0, Qt.AlignmentFlag.AlignLeading)
        column.addStretch(0)
        return card

    def _narrow(self, text: str) -> None:
        """Leave the countries whose name, in any language of the program, code or mission holds what was typed."""
        wanted = fold(text)
        for item in self._items():
            country: Country = item.data(Qt.ItemDataRole.UserRole)
            item.setHidden(not any(wanted in fold(name) for name in (*country.names.values(), country.code, *country.missions)))

    def _take_first(self) -> None:
        seen = next((item for item in self._items() if not item.isHidden()), None)
        if seen is not None:
            self.list.setCurrentItem(seen)
            self.begin.setFocus()

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]

    def _show(self, item: QListWidgetItem | None) -> None:
        from mrm_desktop.services.evidence.confirm_mission import shipped_missions
        from mrm_desktop.services.evidence.country_in_words import country_in_words

        if item is None:
            return
        country: Country = item.data(Qt.ItemDataRole.UserRole)
        words, self.chosen = self._words, country
        name = country.name_in(words.language)
        self.name.setText(name)
        self._hint.hide()
        self.picture.show_country(country, outlines(country.code, words.language))
        self.picture.setAccessibleName(words.say("country.picture", country=name))
        self.picture.show()
        _empty(self.told)
        for heading, lines in country_in_words(country, shipped_missions(), words):
            self.told.addWidget(label(heading, "number"))
            self.told.addWidget(label("\n".join(lines), "soft"))
        self.told.addWidget(label(words.say("country.still_to_get"), "soft"))
        self.begin.setText(words.say("country.begin", country=name))
        self.begin.show()
        self.shown.emit()

    def _begin(self) -> None:
        if self.chosen is not None:
            self.begin_asked.emit(self.chosen)


def _empty(column: QVBoxLayout) -> None:
    drop: Callable[[QWidget], None] = QWidget.deleteLater
    while (item := column.takeAt(0)) is not None:
        old = item.widget()
        if old is not None:
            old.hide()
            drop(old)
