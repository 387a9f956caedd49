"""A value that is worked out when somebody first asks for it, and kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Deferred(Generic[T]):
    """Holds a value or the way to get it.

    Parameters
    ----------
    work_out : Callable[[], T]
        Called once at the most.
    """

    def __init__(self, work_out: Callable[[], T]) -> None:
        self._work_out: Callable[[], T] | None = work_out
        self._value: T

    @property
    def is_there(self) -> bool:
        """Whether the value was worked out already."""
        return self._work_out is None

    @classmethod
    def of(cls, value: T) -> Deferred[T]:
        """Hold a value that is there already."""
        made = cls(lambda: value)
        made()
        return made

    def __call__(self) -> T:
        """Return the value."""
        if self._work_out is not None:
            self._value = self._work_out()
            self._work_out = None
        return self._value
