"""The two kinds of background work, and no third: ``write`` and ``read``. One worker thread owns the store.

A task runs outside the window's thread; its result or error comes back by signal. Progress and cancel are a plain object.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from mrm_desktop.foundation.progress import Cancelled

T = TypeVar("T")


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
    """Runs tasks in the background and brings their results back to the window's thread."""

    busy_changed = Signal(bool)
    changed = Signal(object)
    _finished = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # One thread: SQLite has one writer, and results come back in the order of the questions.
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        self._running = 0
        self._finished.connect(self._deliver)

    def read(self, task: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]) -> None:
        """Run ``task`` and hand its result to ``done`` in the window's thread."""
        self._submit(task, done, failed)

    def write(self, task: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[Exception], None]) -> None:
        """Like :meth:`read`, for work that changes the project; ``changed`` is emitted with its result before ``done`` is called."""

        def tell(result: Any) -> None:
            self.changed.emit(result)
            done(result)

        self._submit(task, tell, failed)

    @property
    def is_busy(self) -> bool:
        """Whether anything is under way."""
        return self._running > 0

    def stop(self) -> None:
        """Let what was submitted end - closing the project is among it - and take no other task."""
        self._pool.shutdown(wait=True)

    def _submit(self, task: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[Exception], None]) -> None:
        self._running += 1
        self.busy_changed.emit(True)

        def run() -> None:
            try:
                result = task()
            except Exception as error:
                self._finished.emit(failed, error, None)
            else:
                self._finished.emit(done, result, None)

        self._pool.submit(run)

    def _deliver(self, receiver: Callable[[Any], None], value: object, _: object) -> None:
        self._running -= 1
        self.busy_changed.emit(self.is_busy)
        receiver(value)
