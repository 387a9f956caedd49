"""What a page of a workspace gets from the window, and what the window expects of a page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QWidget

from mrm_desktop.desktop.parts.session import Session
from mrm_desktop.desktop.parts.work import Work
from mrm_desktop.foundation.words import Words
from mrm_desktop.project.question import Question


@dataclass(frozen=True, slots=True)
class PageContext:
    """What a page works with.

    Attributes
    ----------
    fail : Callable[[Exception], None]
        Shows an error in words with its next step; the third argument of ``work.read`` and ``work.write``.
    tell : Callable[[str], None]
        Says one sentence in the status bar.
    changed : Callable[[], None]
        Call after anything was written: every page that is open asks again.
    open : Callable[[str], None]
        Shows another page by its name, such as ``evidence/datasets``.
    pick : Callable[[str], None]
        Shows an area, by its code, on the map and its card.
    question : Callable[[], Question]
        What is asked at the moment: mode, purpose, day.
    picked : Callable[[], str | None]
        Code of the area whose card is shown on the map.
    undo : QUndoStack
        Takes what can be undone; Ctrl+Z and Ctrl+Shift+Z work on it.
    """

    session: Session
    work: Work
    words: Words
    fail: Callable[[Exception], None]
    tell: Callable[[str], None]
    changed: Callable[[], None]
    open: Callable[[str], None]
    pick: Callable[[str], None]
    question: Callable[[], Question]
    picked: Callable[[], str | None]
    undo: QUndoStack


class Page(QWidget):
    """One page of a workspace. It is made when it is first opened, by a factory that takes the :class:`PageContext`."""

    def refresh(self) -> None:
        """Bring the page up to date; called whenever it is shown and after the project changed."""

    def forget(self) -> None:
        """Drop everything shown; called before the project is closed or locked."""


Factory = Callable[[PageContext], Page]
