"""What is not known, one row a question, each with *Answer now*."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from mrm_desktop.desktop.parts.dialogs import LARGE_LINE
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.domain.gaps import Gap
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.release.gap_wording import question_of


class GapRows(QWidget):
    """Questions in an officer's words. Emits ``asked`` with the gap whose button was pressed.

    Parameters
    ----------
    verb : str
        Code of what stands on the buttons.
    """

    asked = Signal(object)

    def __init__(self, gaps: Sequence[Gap], words: Words, verb: str = "answer.now") -> None:
        super().__init__()
        rows = QGridLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setColumnStretch(0, 1)
        is_large = self.fontMetrics().lineSpacing() >= LARGE_LINE
        for number, gap in enumerate(gaps):
            question = question_of(gap, words)
            button = QPushButton(words.say(verb))
            button.setObjectName(f"answer-{gap.name}" + (f"-{gap.about}" if gap.about and gap.name == gap.kind else ""))
            button.setAccessibleName(words.pair(words.say(verb), question))
            button.clicked.connect(lambda _=False, gap=gap: self.asked.emit(gap))
            where = (2 * number + 1, 0) if is_large else (2 * number, 1)
            rows.addWidget(label(question, ""), 2 * number, 0, Qt.AlignmentFlag.AlignVCenter)
            rows.addWidget(button, *where, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
