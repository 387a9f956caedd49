"""Listens to an office's database while its project is open: when another window writes, this one asks again."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtCore import QObject, Signal

from mrm_desktop.domain.errors import KnownError

if TYPE_CHECKING:
    from mrm_desktop.desktop.parts.opened import Opened

PAUSE_SECONDS = 10.0
_LONGEST_GOODBYE = 5.0


@runtime_checkable
class Listens(Protocol):
    """A project that can tell when others write."""

    def listen(self, heard: Callable[[], None], over: threading.Event) -> None: ...


def shared_database(opened: Opened) -> Listens | None:
    """Return the shared database behind a project, which tells when others write; None for a file."""
    store = opened.project.store
    return store if isinstance(store, Listens) else None


class OfficeWatch(QObject):
    """Waits for the writes of others in a thread of its own, on a connection of its own; it reads nothing.

    ``changed`` tells that somebody wrote, this window among them; ``lost`` that the line to the server broke. When it comes back,
    ``changed`` follows: whatever was written meanwhile was not heard.
    """

    changed = Signal()
    lost = Signal()

    def __init__(self, project: Listens, parent: QObject | None = None, pause: float = PAUSE_SECONDS) -> None:
        super().__init__(parent)
        self._project, self._pause = project, pause
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._listen, name="office-watch", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End listening; returns when the listener has let go of its connection."""
        self._over.set()
        self._thread.join(_LONGEST_GOODBYE)

    def _listen(self) -> None:
        while not self._over.is_set():
            try:
                self._project.listen(self._heard, self._over)
            except KnownError:
                if not self._over.is_set():
                    self.lost.emit()
                    self._over.wait(self._pause)

    def _heard(self) -> None:
        if not self._over.is_set():
            self.changed.emit()
