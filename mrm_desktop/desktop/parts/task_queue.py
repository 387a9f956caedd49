"""The tasks that wait for the worker: what is written keeps its turn, of what is read the most wanted comes first."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from mrm_desktop.foundation.progress import Progress


class Urgency(IntEnum):
    """How soon a read is wanted."""

    NOW = 0
    """What was just clicked."""
    SOON = 1
    """The page that is shown."""
    LATER = 2
    """What stands beside it, or is not looked at."""


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """One piece of work with those who wait for its result.

    Attributes
    ----------
    era : int
        Tasks of an earlier era were abandoned: their results reach nobody.
    view : str
        What a read is for. A newer one for the same view overtakes those that still wait; "" for a read that none overtakes.
    """

    run: Callable[[], Any]
    done: Callable[[Any], None]
    failed: Callable[[Exception], None]
    watch: Progress | None = None
    era: int = 0
    urgency: Urgency = Urgency.SOON
    view: str = ""
    is_write: bool = False


class TaskQueue:
    """Hands out tasks one at a time; safe to use from any thread.

    Writes are handed out in the order in which they came, and no read passes one, in neither direction: who reads after a write
    sees it, and a project is closed after everything that was asked of it.
    """

    def __init__(self) -> None:
        self._waiting: list[Task] = []
        self._changed = threading.Condition()
        self._is_closed = self._is_held = False

    def put(self, task: Task) -> list[Task]:
        """Add a task and return those that it overtook, which are never handed out. A closed queue returns the task itself."""
        with self._changed:
            if self._is_closed:
                return [task]
            overtaken = self._take_out(lambda waiting: bool(task.view) and waiting.view == task.view and not waiting.is_write)
            self._waiting.append(task)
            self._changed.notify()
        return overtaken

    def take(self) -> Task | None:
        """Wait for the next task and return it; None when the queue was closed and is empty."""
        with self._changed:
            self._changed.wait_for(lambda: (self._waiting and not self._is_held) or self._is_closed)
            return self._waiting.pop(self._next()) if self._waiting else None

    def hold(self, is_held: bool) -> None:
        """Keep the tasks that wait, and those that come, until they are let go; a queue that is closed keeps none."""
        with self._changed:
            self._is_held = is_held
            self._changed.notify()

    def drop_reads(self) -> list[Task]:
        """Take out and return every read that waits; what is to be written stays."""
        with self._changed:
            return self._take_out(lambda waiting: not waiting.is_write)

    def close(self) -> list[Task]:
        """Take no other task; return the reads that nobody waits for any longer. The writes are still handed out."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()
            return self._take_out(lambda waiting: not waiting.is_write)

    def _next(self) -> int:
        """Return the place of the most wanted read before the first write, the earliest of them; else that of the write."""
        first_write = next((place for place, task in enumerate(self._waiting) if task.is_write), len(self._waiting))
        return min(range(first_write), key=lambda place: self._waiting[place].urgency, default=first_write)

    def _take_out(self, is_out: Callable[[Task], bool]) -> list[Task]:
        out = [task for task in self._waiting if is_out(task)]
        self._waiting = [task for task in self._waiting if not is_out(task)]
        return out
