"""Two maps side by side: what the other side shows, and a list of the areas whose answer differs."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QFormLayout, QHBoxLayout, QHeaderView, QPushButton, QVBoxLayout, QWidget

from mrm_desktop.desktop.map.map_session import Comparison, Difference
from mrm_desktop.desktop.parts.bidi import day_field
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.desktop.parts.tables import text_table
from mrm_desktop.domain.vocabulary import Mode
from mrm_desktop.foundation.words import Words
from mrm_desktop.project.question import Question

START_DAYS_BACK = 90  # the other day that is offered first


class ComparePanel(QWidget):
    """Asks for the other side - a mode, a day - and lists differences."""

    compare_asked = Signal()
    area_picked = Signal(str)
    closed = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._found: tuple[Difference, ...] = ()
        self.setObjectName("page")
        self.setMinimumWidth(340)
        self.mode, self.day = QComboBox(), day_field()
        for mode in Mode:
            self.mode.addItem(words.term("mode", mode), mode.value)
        form = QFormLayout()
        for name in ("mode", "day"):
            field: QWidget = getattr(self, name)
            field.setObjectName(f"compare-{name}")
            for named in (field, field.lineEdit() if isinstance(field, QDateEdit) else field):
                named.setAccessibleName(words.say(f"compare.{name}"))
            form.addRow(words.say(f"compare.{name}"), field)
        self.go = QPushButton(words.say("compare.go"))
        self.go.setObjectName("compare-go")
        self.go.setProperty("role", "primary")
        self.go.clicked.connect(lambda _=False: self.compare_asked.emit())
        self.close_button = QPushButton(words.say("compare.close"))
        self.close_button.setObjectName("compare-close")
        self.close_button.clicked.connect(lambda _=False: self.closed.emit())
        row = QHBoxLayout()
        for button in (self.go, self.close_button):
            row.addWidget(button)
        row.addStretch(1)
        self.answer = label("", "verdict")
        self.table, self._model = text_table(words.say("compare.differences"), ["", "", ""])
        self.table.setWordWrap(True)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.table.selectionModel().currentRowChanged.connect(lambda current, _: self._pick(current.row()))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.addWidget(label(words.say("compare.title"), "title"))
        layout.addWidget(label(words.say("compare.what"), "soft"))
        layout.addLayout(form)
        layout.addLayout(row)
        layout.addWidget(self.answer)
        layout.addWidget(self.table, 1)

    def begin(self, question: Question, first: date, today: date) -> None:
        """Offer the same mode on an earlier day."""
        self.mode.setCurrentIndex(self.mode.findData(question.mode.value))
        self.day.setDateRange(QDate(first.year, first.month, first.day), QDate(today.year, today.month, today.day))
        back = max(first, today - timedelta(days=START_DAYS_BACK))
        self.day.setDate(QDate(back.year, back.month, back.day))
        self.show_nothing()

    def other(self, question: Question, today: date) -> Question:
        """Return the question of the other side."""
        day = date(self.day.date().year(), self.day.date().month(), self.day.date().day())
        return Question(Mode(self.mode.currentData()), question.purpose, None if day >= today else day)

    def show_nothing(self) -> None:
        """Drop the last answer."""
        self._found = ()
        self.answer.setText("")
        self._model.fill([])

    def show_comparison(self, comparison: Comparison) -> None:
        """List what differs."""
        self._found = comparison.differences
        self.answer.setText(self._words.say("compare.answer", count=len(self._found)))
        headings = [self._words.say("map.area"), *comparison.captions]
        self._model.fill([(d.name, d.left, d.right) for d in self._found], headings)
        self.table.resizeRowsToContents()

    def _pick(self, row: int) -> None:
        if 0 <= row < len(self._found):
            self.area_picked.emit(self._found[row].code)
