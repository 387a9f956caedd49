"""Python's search for reference cycles, kept in the window's thread.

Pages and dialogs form cycles with the functions that they connect to. Left to itself the search runs in whichever thread happens to
make an object; in the worker it would take widgets apart beside the window's own thread, and the program falls (measured).
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

INTERVAL = 1000  # milliseconds


class WindowThreadCollector(QObject):
    """Searches at the usual thresholds, but only when its timer runs; ``stop`` gives the search back to Python.

    What survived a search of everything is left out of the next ones, or each would hold a large project up for a tenth of a second:
    what is known of a country stays until its project goes, and then all is searched once.
    """

    _running = 0

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._stopped = self._wants_all = False
        type(self)._running += 1
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._check)
        self._timer.start(INTERVAL)

    def search_all_next(self) -> None:
        """Search everything when the timer runs next, also what was left out: a project went away."""
        self._wants_all = True

    def stop(self) -> None:
        """Search once more here, so that no other thread finds a widget; then, with the last window, give the search back."""
        if self._stopped:
            return
        self._stopped = True
        self._timer.stop()
        gc.unfreeze()
        gc.collect()
        type(self)._running -= 1
        if not type(self)._running:
            gc.enable()

    def _check(self) -> None:
        """Search the youngest generation that is full, and with it those below it."""
        if self._wants_all:
            self._wants_all = False
            gc.unfreeze()
            self._search(2)
            return
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                self._search(generation)
                return

    def _search(self, generation: int) -> None:
        gc.collect(generation)
        if generation == 2:
            gc.freeze()
