"""One thing that needs somebody, as a row: by when, what it is and what follows from it, and the one thing to do."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from mrm_desktop.desktop.parts.dialogs import LARGE_LINE
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.domain.briefings import Need
from mrm_desktop.foundation.words import Words

WHEN_LETTERS = 13  # of the window's type across


class NeedRow(QFrame):
    """``asked`` tells that somebody wants to do it."""

    asked = Signal()

    def __init__(self, need: Need, day: date, words: Words) -> None:
        super().__init__()
        self.need = need
        self.setProperty("role", "need")
        says = words.say(need.code, **need.params)
        self.when = label(due_in_words(need, day, words), "error" if need.due is None or need.due < day else "soft")
        self.when.setFixedWidth(self.fontMetrics().averageCharWidth() * WHEN_LETTERS)
        self.title = label(says, "number")
        self.button = QPushButton(words.say(f"briefing.do.{need.kind}"))
        self.button.setObjectName(f"do-{need.kind}")
        self.button.setAccessibleDescription(says)
        self.button.clicked.connect(lambda _=False: self.asked.emit())
        text = QVBoxLayout()
        text.setSpacing(2)
        text.addWidget(self.title)
        self.more = [words.say(reason.code, **reason.params) for reason in need.reasons]
        if words.knows(f"{need.code}.more"):
            self.more.append(words.say(f"{need.code}.more", **need.params))
        for line in self.more:
            text.addWidget(label(line, "soft"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 10, 0, 10)
        row.setSpacing(12)
        is_large = self.fontMetrics().lineSpacing() >= LARGE_LINE
        if is_large:  # between large words a column for the day would leave none for the sentence
            text.insertWidget(0, self.when)
            self.when.setMinimumWidth(0)
            self.when.setMaximumWidth(16_777_215)
        else:
            row.addWidget(self.when, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(text, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)


def due_in_words(need: Need, day: date, words: Words) -> str:
    """Say by when something should be done: now, today, in so many days, or since when it is late."""
    if need.due is None:
        return words.say("briefing.now")
    days = (need.due - day).days
    if days < 0:
        return words.day(need.due)
    return words.say("briefing.today") if days == 0 else words.say("briefing.in_days", count=days)
