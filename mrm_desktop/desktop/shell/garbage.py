"""Python's search for reference cycles, kept in the window's thread.

Pages and dialogs form cycles with the functions that they connect to. Left to itself the search runs in whichever thread happens to
make an object; in the worker it would take widgets apart beside the window's own thread, and the program falls (measured).
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

INTERVAL = 1000  # milliseconds


class WindowThreadCollector(QObject):
    """Searches at the usual thresholds, but only when its timer runs, and when it is told to; ``stop`` gives the search back to Python."""

    _running = 0

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._stopped = False
        type(self)._running += 1
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._check)
        self._timer.start(INTERVAL)

    def search(self) -> None:
        """Search everything now: what a project held must not wait for the objects that a window at rest does not make."""
        gc.collect()

    def stop(self) -> None:
        """Search once more here, so that no other thread finds a widget; then, with the last window, give the search back."""
        if self._stopped:
            return
        self._stopped = True
        self._timer.stop()
        gc.collect()
        type(self)._running -= 1
        if not type(self)._running:
            gc.enable()

    def _check(self) -> None:
        """Search the youngest generation that is full, and with it those below it."""
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)
                return
