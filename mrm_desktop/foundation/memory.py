"""Memory while much is made at once."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


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
