"""The two kinds of background work, and no third: ``write`` and ``read``. One worker thread owns the store.

A task runs outside the window's thread; its result or error comes back by signal. Progress and cancel are a plain object.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from mrm_desktop.desktop.parts.task_queue import Task, TaskQueue, Urgency
from mrm_desktop.foundation.progress import Cancelled

# The worker keeps the interpreter for at most this long while the window waits for it. Each call into Qt gives the interpreter away;
# at Python's usual 5 ms a list that paints a hundred texts during an assessment would stand still for half a second (measured).
SWITCH_S = 0.0005

T = TypeVar("T")
Done = Callable[[Any], None]
Failed = Callable[[Exception], None]


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
    stepped = Signal(int, int, str)
    _finished = Signal(object, object, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        sys.setswitchinterval(SWITCH_S)
        self._queue = TaskQueue()
        self._pending = 0
        self._era = 0
        self._watches: set[Watch] = set()
        self._finished.connect(self._deliver)
        # One thread: SQLite has one writer, and a project is used by one thread at a time.
        self._worker = threading.Thread(target=self._run, name="store", daemon=True)
        self._worker.start()

    def read(
        self,
        task: Callable[[], T],
        done: Callable[[T], None],
        failed: Failed,
        watch: Watch | None = None,
        *,
        view: str = "",
        urgency: Urgency = Urgency.SOON,
    ) -> None:
        """Run ``task`` and hand its result to ``done`` in the window's thread.

        Parameters
        ----------
        watch : Watch | None
            What the task reports its steps to; with it the task can be cancelled.
        view : str
            What the result is shown in. A read that still waits is dropped without a word when a newer one for the same view comes.
        """
        self._submit(Task(task, done, failed, watch, self._era, urgency, view), watch)

    def write(self, task: Callable[[], Any], done: Done, failed: Failed, watch: Watch | None = None) -> None:
        """Like :meth:`read`, for work that leaves something behind, in the project or in a file: it keeps its turn and is never dropped."""
        self._submit(Task(task, done, failed, watch, self._era, is_write=True), watch)

    @property
    def is_busy(self) -> bool:
        """Whether anything is under way."""
        return self._pending > 0

    @property
    def can_cancel(self) -> bool:
        """Whether anything under way listens to :meth:`cancel`."""
        return bool(self._watches)

    def hold(self) -> None:
        """Begin no task until :meth:`go_on`: pages are being made, which takes the window several times as long beside a worker."""
        self._queue.hold(True)

    def go_on(self) -> None:
        """Begin the tasks that were asked for meanwhile, the most wanted first."""
        self._queue.hold(False)

    def cancel(self) -> None:
        """Ask whatever is under way to stop; those who asked for it are told :class:`Cancelled`."""
        for watch in self._watches:
            watch.cancel()

    def abandon(self) -> None:
        """Cancel whatever is under way and let no result of it reach the window: the pages that asked are going away."""
        self._era += 1
        self.cancel()
        self._forget(self._queue.drop_reads())

    def stop(self) -> None:
        """Let what is to be written end - closing the project is among it - and take no other task."""
        self._forget(self._queue.close())
        self._worker.join()

    def _submit(self, task: Task, watch: Watch | None) -> None:
        self._pending += 1
        if watch is not None:
            self._watches.add(watch)
            watch.stepped.connect(self.stepped)
        overtaken = self._queue.put(task)
        self.busy_changed.emit(True)
        self._forget(overtaken)

    def _run(self) -> None:
        while (task := self._queue.take()) is not None:
            try:
                result, is_done = task.run(), True
            except Exception as error:
                result, is_done = error, False
            self._finished.emit(task, result, is_done)
            del task, result  # what they hold must not outlive a lock while the worker waits for its next task

    def _deliver(self, task: Task, result: Any, is_done: bool) -> None:
        self._forget([task])
        if task.era == self._era:
            (task.done if is_done else task.failed)(result)

    def _forget(self, tasks: Iterable[Task]) -> None:
        """Count tasks as over, delivered or dropped."""
        for task in tasks:
            self._pending -= 1
            self._watches.discard(task.watch)
            self.busy_changed.emit(self.is_busy)
