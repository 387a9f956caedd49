"""Everything the window can do, each with its words and its keys: for the menu, the command palette and the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from mrm_desktop.foundation.words import Words


@dataclass(frozen=True, slots=True)
class Command:
    """One thing the window can do.

    Attributes
    ----------
    code : str
        Code of its words.
    keys : str
        Keys that run it; "" for none. A button that has the same keys itself leaves them out here.
    needs_project : bool
        Whether it does anything only while a project is open.
    in_menu : bool
        Whether it stands in the menu; the palette lists all of them.
    """

    code: str
    run: Callable[[], None]
    keys: str = ""
    needs_project: bool = False
    in_menu: bool = False

    def action(self, words: Words, parent: QWidget) -> QAction:
        """Make the action that a menu shows and that listens to the keys."""
        action = QAction(words.say(self.code), parent)
        action.setObjectName(f"action-{self.code}")
        if self.keys:
            action.setShortcut(QKeySequence(self.keys))
        action.triggered.connect(lambda _=False: self.run())
        return action
