"""One question before something that takes much away: two buttons that say what they do, and the careful one has the keyboard."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from mrm_desktop.desktop.parts.bidi import reading
from mrm_desktop.foundation.words import Words


def ask(
    parent: QWidget, question: str, answers: tuple[str, str], names: tuple[str, str, str], then: Callable[[], None], words: Words
) -> None:
    """Ask, and do it where the first answer is given.

    Parameters
    ----------
    answers : tuple[str, str]
        What the two buttons say: do it, leave it.
    names : tuple[str, str, str]
        Names of the box and of the two buttons.
    """
    box = QMessageBox(QMessageBox.Icon.Question, words.say("window.title"), reading(question), parent=parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setObjectName(names[0])
    does = box.addButton(answers[0], QMessageBox.ButtonRole.AcceptRole)
    leaves = box.addButton(answers[1], QMessageBox.ButtonRole.RejectRole)
    does.setObjectName(names[1])
    leaves.setObjectName(names[2])
    box.setDefaultButton(leaves)
    box.setEscapeButton(leaves)
    does.clicked.connect(lambda _=False: then())
    box.open()
