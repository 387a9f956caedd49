"""Errors in words: a known one with its next step; a bug with a plain admission, its details kept out of the user's way."""

from __future__ import annotations

import logging

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from mrm_desktop.desktop.parts.bidi import reading
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.foundation.progress import Cancelled
from mrm_desktop.foundation.words import Words

_log = logging.getLogger(__name__)
_UNOWNED: list[QMessageBox] = []
"""What is shown after its window has gone: nobody else holds it."""


def sentence_for(error: Exception, words: Words) -> tuple[str, str]:
    """Return what is wrong and what to do about it."""
    if isinstance(error, Cancelled):
        return words.say("window.cancelled"), ""
    if isinstance(error, KnownError):
        here = f"{error.code}.window"  # where a command names a file's entry, the window has the field before it
        code = here if words.knows(here) else error.code
        return words.say(code, **error.params), words.next_step_in_window(error.code, **error.params)
    _log.error("unexpected error", exc_info=error)
    return words.say("window.bug"), words.say("window.bug.next", kind=type(error).__name__)


def show_error(parent: QWidget | None, error: Exception, words: Words, before: str = "") -> None:
    """Show an error; nothing was changed.

    Parameters
    ----------
    parent : QWidget | None
        The window in front of which it is shown; None where the window goes, and this stays until it was read.
    before : str
        Code of a sentence that is said before it; "" for none.
    """
    sentence, next_step = sentence_for(error, words)
    if before:
        sentence = f"{words.say(before)} {sentence}"
    box = QMessageBox(QMessageBox.Icon.Warning, words.say("window.title"), reading(sentence), QMessageBox.StandardButton.Ok, parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(reading(next_step))
    box.setObjectName("problem")
    if parent is None:
        box.finished.connect(box.deleteLater)
        _UNOWNED.append(box)
        box.finished.connect(lambda _: _UNOWNED.remove(box))
    box.open()
