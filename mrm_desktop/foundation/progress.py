"""Progress and cancel, as a plain object handed to whatever takes long."""

from __future__ import annotations

from typing import Protocol


class Cancelled(Exception):
    """The user cancelled the work; nothing was written."""


class Progress(Protocol):
    """Somebody who watches. ``step`` raises :class:`Cancelled` when the user asked to stop."""

    def step(self, done: int, total: int, code: str) -> None:
        """Report ``done`` of ``total`` units of the step called ``code``; ``total`` 0 when it is not known."""


class Silent:
    """Progress that nobody watches."""

    def step(self, done: int, total: int, code: str) -> None:
        """Do nothing."""
