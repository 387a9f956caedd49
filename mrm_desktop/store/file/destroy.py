"""Files that shall not be read again by whoever finds the disk."""

from __future__ import annotations

import os
from pathlib import Path

_AT_ONCE = 1 << 20


def destroy(path: Path) -> None:
    """Write over a file and remove it, its key slots with it. A disk that writes elsewhere may keep the old blocks for a while."""
    if path.exists():
        size = path.stat().st_size
        with path.open("r+b") as stream:
            for at in range(0, size, _AT_ONCE):
                stream.write(os.urandom(min(_AT_ONCE, size - at)))
            stream.flush()
            os.fsync(stream.fileno())
        path.unlink()
