"""What locking the window takes away besides the project itself, and what it keeps to come back to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPlainTextEdit, QWidget

from mrm_desktop.project.question import Question


@dataclass(frozen=True, slots=True)
class Locked:
    """Where the window was: the file, the page, the area, the question. Kept in memory only; nothing of the evidence is in it.

    ``passphrase`` is that of the invented sample country, which is no secret; "" for everything else. ``owes_code`` tells that the lock
    took a recovery code off the screen before anybody had it on paper.
    """

    path: Path
    page: str
    picked: str | None
    question: Question
    passphrase: str = ""
    owes_code: bool = False


def close_dialogs(window: QWidget) -> None:
    """Close every dialog of the program and drop what was typed into it. What a draft keeps of it is in the project by then."""
    # A dialog in front of another one goes with it: those that are gone by the time it is their turn are left out.
    for dialog in [d for d in QApplication.topLevelWidgets() if isinstance(d, QDialog) and _belongs(d, window)]:
        if shiboken6.isValid(dialog):
            dialog.done(QDialog.DialogCode.Rejected)  # also one that does not let itself be dismissed
            for field in dialog.findChildren(QLineEdit):
                field.clear()
            for text in dialog.findChildren(QPlainTextEdit):
                text.clear()
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()


def _belongs(dialog: QDialog, window: QWidget) -> bool:
    above: QObject | None = dialog
    while above is not None and above is not window:
        above = above.parent()
    return above is window


def drop_clipboard(clipboard: QClipboard) -> None:
    """Empty the clipboard where what is in it was copied from this program."""
    if clipboard.ownsClipboard():
        clipboard.clear()
