"""Folders of the user, and files that appear whole or not at all and belong to their owner alone."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

PRIVATE = 0o077


def be_private() -> None:
    """Let every file this process makes be readable by its owner only."""
    os.umask(PRIVATE)


def settings_folder() -> Path:
    """Folder of the program's settings: window sizes and the like, never anything of a project."""
    from platformdirs import user_config_path

    return user_config_path("mrm-desktop", appauthor=False)


def log_folder() -> Path:
    """Folder of the redacted log."""
    from platformdirs import user_log_path

    return user_log_path("mrm-desktop", appauthor=False)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that after a crash there is the old one or the new one, and neither is readable by others.

    Raises
    ------
    OSError
        The folder cannot be written, or the disk is full; the old file is untouched.
    """
    # A name that nobody can lay a link under, and never a file that is there already.
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.replace(path)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename in ``folder`` survive a power cut, where the system lets a folder be synced."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
