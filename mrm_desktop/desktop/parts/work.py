"""The two kinds of background work, and no third: ``write`` and ``read``. One worker thread owns the store.

A task runs outside the window's thread; its result or error comes back by signal. Progress and cancel are a plain object.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from mrm_desktop.foundation.progress import Cancelled

# The worker keeps the interpreter for at most this long while the window waits for it. Each call into Qt gives the interpreter away;
# at Python's usual 5 ms a list that paints a hundred texts during an assessment would stand still for half a second (measured).
SWITCH_S = 0.0005

T = TypeVar("T")
Done = Callable[[Any], None]


class Watch(QObject):
    """Progress of one task, safe to call from the worker; ``cancel`` makes the task stop at its next step."""

    stepped = Signal(int, int, str)

    def __init__(self) -> None:
        super().__init__()
        self._stop = threading.Event()

    def cancel(self) -> None:
        """Ask the task to stop."""
        self._stop.set()

    def step(self, done: int, total: int, code: str) -> None:
        """Report progress; raises :class:`Cancelled` when the user asked to stop."""
        if self._stop.is_set():
            raise Cancelled
        self.stepped.emit(done, total, code)


class Work(QObject):
    """Runs tasks in the background and brings their results back to the window's thread.

    ``busy_changed`` tells whether anything is under way, ``stepped`` how far the task under way is.
    """

    busy_changed = Signal(bool)
    changed = Signal(object)
    stepped = Signal(int, int, str)
    _finished = Signal(object, object, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        sys.setswitchinterval(SWITCH_S)
        # One thread: SQLite has one writer, and results come back in the order of the questions.
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        self._running = 0
        self._era = 0
        self._watches: set[Watch] = set()
        self._finished.connect(self._deliver)

    def read(
        self, task: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None], watch: Watch | None = None
    ) -> None:
        """Run ``task`` and hand its result to ``done`` in the window's thread.

        Parameters
        ----------
        watch : Watch | None
            What the task reports its steps to; with it the task can be cancelled.
        """
        self._submit(task, done, failed, watch)

    def write(self, task: Callable[[], Any], done: Done, failed: Callable[[Exception], None], watch: Watch | None = None) -> None:
        """Like :meth:`read`, for work that changes the project; ``changed`` is emitted with its result before ``done`` is called."""

        def tell(result: Any) -> None:
            self.changed.emit(result)
            done(result)

        self._submit(task, tell, failed, watch)

    @property
    def is_busy(self) -> bool:
        """Whether anything is under way."""
        return self._running > 0

    @property
    def can_cancel(self) -> bool:
        """Whether anything under way listens to :meth:`cancel`."""
        return bool(self._watches)

    def cancel(self) -> None:
        """Ask whatever is under way to stop; those who asked for it are told :class:`Cancelled`."""
        for watch in self._watches:
            watch.cancel()

    def abandon(self) -> None:
        """Cancel whatever is under way and let no result of it reach the window: the pages that asked are going away."""
        self._era += 1
        self.cancel()

    def stop(self) -> None:
        """Let what was submitted end - closing the project is among it - and take no other task."""
        self._pool.shutdown(wait=True)

    def _submit(self, task: Callable[[], Any], done: Done, failed: Callable[[Exception], None], watch: Watch | None) -> None:
        self._running += 1
        era = self._era
        if watch is not None:
            self._watches.add(watch)
            watch.stepped.connect(self.stepped)
        self.busy_changed.emit(True)

        def run() -> None:
            result: Any
            receiver: Done
            try:
                result, receiver = task(), done
            except Exception as error:
                result, receiver = error, failed
            self._finished.emit(lambda: self._forget(watch), (receiver, result), era)

        self._pool.submit(run)

    def _forget(self, watch: Watch | None) -> None:
        if watch is not None:
            self._watches.discard(watch)

    def _deliver(self, forget: Callable[[], None], answer: tuple[Done, Any], era: int) -> None:
        self._running -= 1
        forget()
        self.busy_changed.emit(self.is_busy)
        receiver, value = answer
        if era == self._era:
            receiver(value)
