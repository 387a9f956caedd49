"""The steps of the conversation that makes a decision: a number, a question, what answers it, and why it is still open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from mrm_desktop.desktop.parts.column_form import ColumnForm
from mrm_desktop.desktop.parts.labels import ClickedLabel, label
from mrm_desktop.foundation.words import Words

CHOICES = ("proceed", "less_visible", "defer", "do_not_proceed")
CONSENT = ("yes", "no", "not_asked")


class Steps:
    """Numbers the questions of a form and says beside each why it is still open."""

    def __init__(self, form: ColumnForm, words: Words) -> None:
        self._form, self._words = form, words
        self._open: dict[str, QLabel] = {}
        self._questions: dict[str, QLabel] = {}

    def ask(self, name: str, *fields: QWidget) -> None:
        """Ask the next question, with the fields that answer it."""
        self._questions[name] = label("", "section")
        self._form.addRow(self._questions[name])
        for field in fields:
            self._form.addRow(field)
        why = label("", "open")
        why.setObjectName(f"open-{name}")
        self._open[name] = why
        self._form.addRow(why)

    def word(self, codes: Mapping[str, str]) -> None:
        """Put each question in the words of a code, numbered; one without a code is not asked, and its fields are hidden elsewhere."""
        number = 0
        for name, question in self._questions.items():
            code = codes.get(name, "")
            number += bool(code)
            question.setText(f"{number}   {self._words.say(code)}" if code else "")
            self._form.setRowVisible(question, bool(code))

    def say(self, open_: dict[str, str]) -> None:
        """Say beside each question why it is still open; nothing beside one that is answered."""
        for name, why in self._open.items():
            text = open_.get(name, "")
            why.setText(text)
            self._form.setRowVisible(why, bool(text))


class Arguments(QWidget):
    """What the project's own records say against it, to be ticked and answered; below it there is room for one's own."""

    changed = Signal()

    def __init__(self, words: Words, own: QPlainTextEdit) -> None:
        super().__init__()
        self._words, self.own = words, own
        self.boxes: list[QCheckBox] = []
        self._sentences: list[str] = []
        self._awaited: set[str] = set()  # ticked in a draft, and not brought yet
        self._head = label("", "soft")
        self._list = QVBoxLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._head)
        layout.addLayout(self._list)
        self._head.hide()

    def bring(self, sentences: Sequence[str], none: str) -> None:
        """Show other arguments; what was ticked among them stays ticked. ``none`` is the code of what is said where there are none."""
        ticked = {*self.ticked(), *self._awaited}
        self._head.setText(self._words.say("decide.from_records" if sentences else none))
        self._head.show()
        if list(sentences) == self._sentences:
            return
        while (item := self._list.takeAt(0)) is not None:
            if (row := item.widget()) is not None:
                row.hide()
                row.deleteLater()
        self.boxes, self._sentences = [], list(sentences)
        for number, sentence in enumerate(sentences):
            self._list.addWidget(self._box(number, sentence, is_ticked=sentence in ticked))

    def _box(self, number: int, sentence: str, *, is_ticked: bool) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        box = QCheckBox()
        box.setObjectName(f"against-{number}")
        box.setAccessibleName(sentence)
        box.setMinimumSize(24, 24)
        box.setChecked(is_ticked)
        box.toggled.connect(lambda _: self.changed.emit())
        said = ClickedLabel(sentence)
        said.pressed.connect(box.toggle)
        line.addWidget(box, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(said, 1)
        self.boxes.append(box)
        return row

    def ticked(self) -> list[str]:
        """Return the arguments that were ticked."""
        return [sentence for box, sentence in zip(self.boxes, self._sentences, strict=True) if box.isChecked()]

    def tick(self, sentences: Iterable[str]) -> None:
        """Tick arguments; those that the records bring only later are ticked when they come."""
        self._awaited = set(sentences)
        for box, sentence in zip(self.boxes, self._sentences, strict=True):
            box.setChecked(sentence in self._awaited)

    @property
    def text(self) -> str:
        """What speaks against it: what was ticked, and one's own words."""
        return "\n".join([*self.ticked(), *([own] if (own := self.own.toPlainText().strip()) else [])])
