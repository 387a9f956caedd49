"""What is asked of the map, as one sentence whose words are menus: the mode of contact, the purpose, the day."""

from __future__ import annotations

import re
from datetime import date

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QPushButton, QWidget

from mrm_desktop.desktop.parts.flow_layout import FlowLayout
from mrm_desktop.domain.vocabulary import Mode, Purpose
from mrm_desktop.foundation.words import Words

GAP_PX = 5
_ARROW_PX = 34  # beside the word of a menu
_SLOT = re.compile("(\u0001|\u0002|\u0003)")  # where the menus stand in the sentence, whatever the language's order


class WordMenu(QComboBox):
    """A word of a sentence that can be exchanged for others. It is as wide as the word that is shown, not as the longest."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setProperty("role", "word")
        self.setAccessibleName(name)
        self.currentIndexChanged.connect(lambda _: self._refit())

    def word_width(self) -> int:
        """Return how wide the word is that is shown, pixels."""
        self.ensurePolished()
        return self.fontMetrics().horizontalAdvance(self.currentText()) + _ARROW_PX

    def sizeHint(self) -> QSize:
        wide, parent = self.word_width(), self.parentWidget()
        return QSize(min(wide, parent.width() - 24) if parent is not None else wide, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), self.fontMetrics().averageCharWidth() * 12), self.sizeHint().height())

    def _refit(self) -> None:
        self.updateGeometry()
        parent = self.parentWidget()
        layout = parent.layout() if parent is not None else None
        if layout is not None:
            layout.invalidate()


class QuestionSentence(QFrame):
    """``changed`` tells that another mode or purpose was chosen, ``day_asked`` that the day was pressed."""

    changed = Signal()
    day_asked = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.setObjectName("question")
        self.setAccessibleName(words.say("window.question"))
        self.mode, self.purpose = WordMenu(words.say("window.mode")), WordMenu(words.say("window.purpose"))
        for mode in Mode:
            self.mode.addItem(words.term("mode_asked", mode), mode.value)
            self.mode.setItemData(self.mode.count() - 1, words.term("mode", mode), Qt.ItemDataRole.ToolTipRole)
        for purpose in Purpose:
            self.purpose.addItem(words.term("purpose", purpose), purpose.value)
        self.mode.setCurrentIndex(self.mode.findData(Mode.LIAISON.value))
        self.day = QPushButton()
        self.day.setObjectName("question-day")
        self.day.setProperty("role", "word")
        self.day.clicked.connect(lambda _=False: self.day_asked.emit())
        self._flow = FlowLayout(self, gap=GAP_PX)
        self._flow.setContentsMargins(14, 8, 14, 8)
        self._fill()
        self.show_day(None)
        for menu in (self.mode, self.purpose):
            menu.currentIndexChanged.connect(lambda _: self.changed.emit())

    @property
    def text(self) -> str:
        """The sentence as it reads now."""
        return self._said(self.mode.currentText(), self.purpose.currentText(), self.day.text())

    def show_day(self, day: date | None) -> None:
        """Say as of which day everything is known; None for today."""
        words = self._words
        self.day.setText(words.say("map.question.today") if day is None else words.say("map.question.on", on=day))
        self.day.setAccessibleName(words.pair(words.say("timebar.day"), self.day.text()))
        self._flow.invalidate()

    def line_width(self) -> int:
        """Return the width at which the sentence stands on one line, pixels."""
        margins, flow = self._flow.contentsMargins(), self._flow
        parts = [item.widget() for n in range(flow.count()) if (item := flow.itemAt(n)) is not None]
        # A menu is never wider than the sentence; how wide that has to be is the question here.
        wide = [part.word_width() if isinstance(part, WordMenu) else part.sizeHint().width() for part in parts if part is not None]
        return sum(wide) + len(wide) * GAP_PX + margins.left() + margins.right()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            for menu in (self.mode, self.purpose):
                menu.updateGeometry()  # how wide a menu may be depends on the sentence

    def _said(self, contact: str, subject: str, day: str) -> str:
        return self._words.say("map.question", contact=contact, subject=subject, day=day)

    def _fill(self) -> None:
        slots: dict[str, QWidget] = {"\u0001": self.mode, "\u0002": self.purpose, "\u0003": self.day}
        for part in _SLOT.split(self._said(*slots)):
            if part in slots:
                self._flow.addWidget(slots[part])
                continue
            for word in part.split():  # a line may end after any word
                made = QLabel(word)
                made.setTextFormat(Qt.TextFormat.PlainText)
                made.setProperty("role", "question")
                self._flow.addWidget(made)
