"""Undo and redo of what changes a page or can be taken back in the project."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtGui import QUndoCommand


class Restores(Protocol):
    """A page whose request can be put back."""

    def restore(self, state: tuple[object, ...]) -> None:
        """Put a request back and ask it."""


class RequestChange(QUndoCommand):
    """A change of what is asked on a page; it has happened by the time it is put on the stack."""

    def __init__(self, page: Restores, before: tuple[object, ...], after: tuple[object, ...], text: str) -> None:
        super().__init__(text)
        self._page, self._before, self._after = page, before, after
        self._done = True

    def undo(self) -> None:
        self._done = False
        self._page.restore(self._before)

    def redo(self) -> None:
        if not self._done:
            self._done = True
            self._page.restore(self._after)


class TwoWay(QUndoCommand):
    """Something done in the project that can be taken back and done again, such as an import.

    Parameters
    ----------
    back, again : Callable[[], None]
        Start the work; both return at once.
    """

    def __init__(self, back: Callable[[], None], again: Callable[[], None], text: str) -> None:
        super().__init__(text)
        self._back, self._again = back, again
        self._done = True

    def undo(self) -> None:
        self._done = False
        self._back()

    def redo(self) -> None:
        if not self._done:
            self._done = True
            self._again()
