"""A project file and its backups under another data key: made beside, then put in place by renames that a killed program cannot halve."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from mrm_desktop.domain.errors import CannotOpenError, KnownError, MrmError
from mrm_desktop.foundation.key_page import append_slots, drop_slots
from mrm_desktop.foundation.paths import sync_folder
from mrm_desktop.store.file.backup import backup_folder, backups, free_name, leave_drafts_out, set_aside_files
from mrm_desktop.store.file.destroy import destroy
from mrm_desktop.store.file.engine import connect
from mrm_desktop.store.file.failures import driver_errors_as_known_errors
from mrm_desktop.store.file.soundness import check_sound

_SALT_BYTES = 16


def stage(project: Path, old: str, new: str, slots: bytes | None, kept: Sequence[Path], fresh: datetime | None = None) -> None:
    """Make the project, and the backups that are kept, under another key, and put nothing in place yet. The project is closed.

    A backup that cannot be read any more is not made: it will be destroyed with the others.

    Parameters
    ----------
    old, new : str
        Raw keys with the salts of their files.
    slots : bytes | None
        Key slots that backups carry; None for none.
    fresh : datetime | None
        The moment of a backup that is made of the project as it is, in the place of all; None to make none.

    Raises
    ------
    KnownError
        ``rekey.cannot_write``, ``store.disk_full``, ``file.damaged``; the project is as it was.
    """
    drop_stage(project)
    try:
        _staged_backups(project).mkdir(mode=0o700, parents=True)
        with driver_errors_as_known_errors(project.name):
            with contextlib.closing(connect(project, old)) as connection:
                connection.execute("PRAGMA journal_mode = DELETE")  # the log goes into the file
            _under_new_key(project, _staged(project), old, new, None)
            if fresh is not None:
                _as_backup(project, new, slots, fresh)
            for backup in kept:
                if _is_sound(backup, old):
                    _under_new_key(backup, _staged_backups(project) / backup.name, old, new, slots)
    except (OSError, CannotOpenError) as error:
        drop_stage(project)
        # A copy that could not be written looks damaged: only where the project is, that is said.
        check_sound(project, old, thorough=True)
        raise KnownError("rekey.cannot_write", file=project.name) from error
    except BaseException:
        drop_stage(project)
        raise


def _as_backup(project: Path, new: str, slots: bytes | None, at: datetime) -> None:
    """Make a backup of the project under its new key: it stands before those of before are destroyed."""
    target = _staged_backups(project) / free_name(backup_folder(project), at).name
    shutil.copyfile(_staged(project), target)
    target.chmod(0o600)
    with contextlib.closing(connect(target, new)) as connection:
        connection.execute("PRAGMA journal_mode = MEMORY")
        leave_drafts_out(connection)
    check_sound(target, new, thorough=True)
    _finish(target, slots)


def _finish(backup: Path, slots: bytes | None) -> None:
    if slots is not None:
        append_slots(backup, slots)
    with backup.open("rb+") as stream:
        os.fsync(stream.fileno())


def _is_sound(backup: Path, key: str) -> bool:
    try:
        check_sound(backup, key, thorough=True)
    except MrmError:
        return False
    return True


def _under_new_key(source: Path, target: Path, old: str, new: str, slots: bytes | None) -> None:
    shutil.copyfile(source, target)
    target.chmod(0o600)
    drop_slots(target)
    try:
        with driver_errors_as_known_errors(source.name), contextlib.closing(connect(target, old)) as connection:
            connection.execute("PRAGMA journal_mode = MEMORY")
            connection.execute("SELECT count(*) FROM sqlite_master")  # a key that does not fit is found before anything is written
            connection.execute(f"PRAGMA rekey = \"x'{new}'\"")
        check_sound(target, new, thorough=True)
        _finish(target, slots)
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def is_staged(project: Path) -> bool:
    """Tell whether a change of keys was begun and not brought to its end."""
    return _staged(project).exists() or _staged_backups(project).exists()


def swap_project(project: Path) -> None:
    """Put the project under its new key in the place of the old one: one rename."""
    _staged(project).replace(project)
    sync_folder(project.parent)


def swap_backups(project: Path, new: str) -> int:
    """Put the re-made backups in place and destroy all that the new key does not open; return how many were destroyed.

    Parameters
    ----------
    new : str
        Salt of the files that stay, hexadecimal.
    """
    folder = _staged_backups(project)
    for made in sorted(folder.glob("*.mrm")):
        made.replace(backup_folder(project) / made.name)
    others = [path for path in (*backups(project), *set_aside_files(project)) if _salt_of_file(path) != new]
    for path in others:
        destroy(path)
        for ending in ("-wal", "-journal"):
            destroy(path.with_name(path.name + ending))
    sync_folder(backup_folder(project))
    drop_stage(project)
    return len(others)


def drop_stage(project: Path) -> None:
    """Forget a change of keys that was begun: the project stays as it is."""
    _staged(project).unlink(missing_ok=True)
    if _staged_backups(project).exists():
        shutil.rmtree(_staged_backups(project))


def _salt_of_file(path: Path) -> str:
    with path.open("rb") as stream:
        return stream.read(_SALT_BYTES).hex()


def _staged(project: Path) -> Path:
    return project.with_name(f".{project.name}.rekey")


def _staged_backups(project: Path) -> Path:
    return backup_folder(project) / ".rekey"
