"""Plain text on the window: labels that wrap, what an empty pane says, and the box that says a verdict."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QVBoxLayout, QWidget

from mrm_desktop.desktop.parts.bidi import TextLabel
from mrm_desktop.domain.vocabulary import GateState
from mrm_desktop.foundation.words import Words

if TYPE_CHECKING:
    from mrm_desktop.domain.assessments import Assessment

LONGEST_WORD = 24  # letters
SIGNS = {
    GateState.PASSED: "✓",
    GateState.FAILED: "✗",
    GateState.UNKNOWN: "?",
    GateState.NOT_REACHED: "·",
    GateState.NOT_APPLICABLE: "–",
}


def label(text: str, role: str) -> QLabel:
    """Make a label of plain text that wraps and can be selected; nothing in it is ever read as markup."""
    made = TextLabel(text)
    made.setWordWrap(True)
    made.setIndent(0)  # a margin in the style sheet would indent the text
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if role:
        made.setProperty("role", role)
    return made


def tell_whole(choice: QComboBox) -> None:
    """Say what is chosen in the tool tip as well: at large sizes of text a list may be narrower than its longest line."""
    choice.setToolTip(choice.currentText())
    choice.currentTextChanged.connect(choice.setToolTip)


class ClickedLabel(TextLabel):
    """A text that wraps and answers a click for the small control beside it, which the keyboard and screen readers use."""

    pressed = Signal()

    def __init__(self, text: str, role: str = "") -> None:
        super().__init__(text)
        self.setWordWrap(True)
        self.setIndent(0)
        if role:
            self.setProperty("role", role)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit()
        QLabel.mousePressEvent(self, event)


def breakable(text: str) -> str:
    """Let very long words be broken: a name without spaces would make the window as wide as itself."""
    return re.sub(rf"\S{{{LONGEST_WORD}}}", lambda found: found.group() + "\u200b", text)


def empty_pane(text: str) -> QLabel:
    """Make what a side pane says while nothing is chosen, clear of its edges in either reading direction."""
    made = label(text, "soft")
    made.setContentsMargins(16, 16, 16, 16)
    return made


def verdict_box(assessment: Assessment, words: Words, *below_verdict: QWidget) -> QWidget:
    """Make the box that says the verdict, the ceiling, the reason that decided, flags, and when it lapses.

    Parameters
    ----------
    below_verdict : QWidget
        What is to be seen together with the verdict.
    """
    box = QFrame()
    box.setObjectName("verdictBox")
    layout = QVBoxLayout(box)
    layout.setSpacing(3)
    layout.addWidget(
        label(words.pair(words.term("mode", assessment.requested_mode), words.term("verdict", assessment.verdict)), "verdict")
    )
    for part in below_verdict:
        layout.addWidget(part)
    layout.addWidget(label(words.say("note.ceiling", mode=words.term("mode", assessment.ceiling)), ""))
    layout.addWidget(label(words.say(assessment.reasons[0].code, **assessment.reasons[0].params), ""))
    for flag in assessment.flags:
        layout.addWidget(label(words.say(f"flag.{flag}"), "error"))
    if assessment.expires_on is not None:
        layout.addWidget(label(f"{words.say('note.lapses')} {words.day(assessment.expires_on)}", "soft"))
    return box
