"""Memory: while much is made at once, and how much of it this machine has."""

from __future__ import annotations

import ctypes
import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def no_collecting() -> Iterator[None]:
    """Keep the collector of cycles from walking, again and again, over records that are being made and hold none.

    While tens of thousands of frozen records come into being it takes a quarter of the time, and more with each further thousand.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def physical_memory() -> int:
    """Return how many bytes of memory this machine has; 0 where it does not tell."""
    if os.name == "nt":
        return _memory_of_windows()
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError):
        return 0


def _memory_of_windows() -> int:
    """Ask ``GlobalMemoryStatusEx``: a length, a load, then eight-byte numbers of which the first is the memory of the machine."""
    status = (ctypes.c_uint64 * 8)(64)
    windows: Any = getattr(ctypes, "windll")  # noqa: B009 - other systems have none
    return int(status[1]) if windows.kernel32.GlobalMemoryStatusEx(ctypes.byref(status)) else 0
