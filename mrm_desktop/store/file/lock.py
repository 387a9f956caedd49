"""One program at a time on one project file; a second one learns who holds it."""

from __future__ import annotations

import contextlib
import getpass
import json
import os
import platform
from datetime import UTC
from pathlib import Path
from typing import Any

from mrm_desktop.domain.errors import CannotOpenError
from mrm_desktop.foundation.clock import now

ENDING = ".lock"
_FAR = 1 << 30
"""Byte that is locked on systems where a lock keeps others from reading: far behind the text they should read."""


class Lock:
    """Holds ``NAME.mrm.lock``. The system lets go of it when the program ends, however it ends.

    Raises
    ------
    CannotOpenError
        ``file.locked_by`` with the holder, ``file.folder_read_only``.
    """

    def __init__(self, project: Path) -> None:
        self._path = project.with_name(project.name + ENDING)
        self.was_stale = self._path.exists()
        self._handle = self._take(project.name)
        self._sign()

    def release(self) -> None:
        """Let go of the file."""
        if self._handle >= 0:
            handle, self._handle = self._handle, -1
            # Removed while still held: nobody can have taken it in between.
            if os.name == "posix":
                self._path.unlink(missing_ok=True)
            os.close(handle)
            if os.name != "posix":
                with contextlib.suppress(OSError):
                    self._path.unlink()

    def _take(self, name: str) -> int:
        while True:
            try:
                handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            except OSError as error:
                raise CannotOpenError("file.folder_read_only", file=name) from error
            if not _try_lock(handle):
                holder = _read(handle)
                os.close(handle)
                raise CannotOpenError("file.locked_by", file=name, **holder)
            if _is_still(handle, self._path):
                return handle
            os.close(handle)

    def _sign(self) -> None:
        """Write who holds the file, for the sentence that the next one reads."""
        with contextlib.suppress(OSError):
            os.ftruncate(self._handle, 0)
            holder = f"{_user()}@{platform.node()}+{os.getpid()}"
            text = json.dumps({"holder": holder, "since": f"{now().astimezone(UTC):%Y-%m-%d %H:%M} UTC"})
            os.lseek(self._handle, 0, os.SEEK_SET)
            os.write(self._handle, text.encode())


def _is_still(handle: int, path: Path) -> bool:
    """Tell whether the locked file is the one that lies there: its last holder may have removed it in the meantime."""
    if os.name != "posix":
        return True
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except OSError:
        return False


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "?"


def _read(handle: int) -> dict[str, Any]:
    try:
        os.lseek(handle, 0, os.SEEK_SET)
        found = json.loads(os.read(handle, 4096))
        return {key: str(found[key])[:80] for key in ("holder", "since")}
    except (OSError, ValueError, KeyError, TypeError):
        return {"holder": "?", "since": "?"}


def _try_lock(handle: int) -> bool:
    try:
        if os.name == "posix":
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            import msvcrt

            os.lseek(handle, _FAR, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    except OSError:
        return False
    return True
