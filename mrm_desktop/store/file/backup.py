"""Backups beside the project: encrypted with the same key, taken while it is open, kept by a simple rule, put back on request.

They are told apart by a number that only grows: a clock that was once ahead must not make an old state the newest one.
"""

from __future__ import annotations

import contextlib
import glob
import os
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver

from mrm_desktop.domain.errors import CannotOpenError, KnownError
from mrm_desktop.foundation.key_page import append_slots, drop_slots
from mrm_desktop.foundation.paths import sync_folder
from mrm_desktop.store.file.engine import connect
from mrm_desktop.store.file.failures import driver_errors_as_known_errors
from mrm_desktop.store.file.soundness import check_sound
from mrm_desktop.store.rows.models import DRAFT_TABLES

_STAMP = "%Y%m%dT%H%M%SZ"
_SET_ASIDE = "replaced-"
_JOURNAL_MARK = bytes.fromhex("d9d505f920a163d7")
"""With which the database library begins a journal that is worth anything."""
NEWEST_KEPT = 3
DAYS_KEPT = 7
WEEKS_KEPT = 4


def backup_folder(project: Path) -> Path:
    """Folder of a project's backups."""
    return project.with_name(project.name + "-backups")


def backups(project: Path) -> tuple[Path, ...]:
    """Return the backups of a project, the last that was made first, whatever the clock said."""
    folder = backup_folder(project)
    found = [p for p in folder.glob("*.mrm") if taken_at(p) is not None] if folder.is_dir() else []
    return tuple(sorted(found, key=lambda p: (_number(p), p.name), reverse=True))


def set_aside_files(project: Path) -> tuple[Path, ...]:
    """Return the files that a restore put aside beside the backups."""
    folder = backup_folder(project)
    return tuple(sorted(folder.glob(f"{_SET_ASIDE}*.mrm"))) if folder.is_dir() else ()


def take_backup(project: Path, raw_key: str, at: datetime, slots: bytes | None = None) -> Path:
    """Copy the project, page by page and still encrypted, into its backup folder, and drop the backups that the rule lets go.

    Parameters
    ----------
    slots : bytes | None
        Key slots that the backup carries, so that it can be opened without the key file.

    Raises
    ------
    KnownError
        ``backup.cannot_write``, ``store.disk_full``; the project is not touched.
    """
    folder = backup_folder(project)
    target = free_name(folder, at)
    unfinished = target.with_suffix(".part")
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        with driver_errors_as_known_errors(project.name):
            _copy(project, unfinished, raw_key)
        check_sound(unfinished, raw_key, thorough=True)
        if slots is not None:
            append_slots(unfinished, slots)
        _flush(unfinished)
        unfinished.replace(target)
    except OSError as error:
        raise KnownError("backup.cannot_write", file=project.name) from error
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)
    sync_folder(folder)
    for old in to_drop(backups(project)):
        old.unlink(missing_ok=True)
    return target


def free_name(folder: Path, at: datetime) -> Path:
    """Return the name for a backup: its moment and its number. No backup is written over another."""
    number = 1 + max((_number(path) for path in folder.glob("*.mrm")), default=0) if folder.is_dir() else 1
    return folder / f"{at.astimezone(UTC):{_STAMP}}-{number:04}.mrm"


def _copy(project: Path, target: Path, raw_key: str) -> None:
    with contextlib.closing(connect(project, raw_key)) as source, contextlib.closing(connect(target, raw_key)) as copy:
        source.backup(copy)
        leave_drafts_out(copy)


def leave_drafts_out(copy: Any) -> None:
    """Take drafts out of a copy: they are destroyed on their day, and backups are kept for weeks."""
    tables = {name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for table in sorted(DRAFT_TABLES & tables):  # the copy that is taken before a migration may have none yet
        copy.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names


def to_drop(newest_first: tuple[Path, ...]) -> tuple[Path, ...]:
    """Return what may go: kept are the newest three, the last of each of seven days, and the last of each of four weeks."""
    kept = set(newest_first[:NEWEST_KEPT])
    days: set[date] = set()
    weeks: set[tuple[int, int]] = set()
    for path in newest_first:
        taken = taken_at(path)
        if taken is None:
            kept.add(path)
            continue
        day, week = taken.date(), (taken.isocalendar().year, taken.isocalendar().week)
        if day not in days and len(days) < DAYS_KEPT:
            days.add(day)
            kept.add(path)
        if week not in weeks and len(weeks) < WEEKS_KEPT:
            weeks.add(week)
            kept.add(path)
    return tuple(path for path in newest_first if path not in kept)


def restore_backup(project: Path, backup: Path, raw_key: str, at: datetime) -> Path | None:
    """Put a backup in the place of the project, which must be closed, by one rename; return where the replaced file now lies.

    Raises
    ------
    CannotOpenError
        Where the backup is not sound; nothing is changed then.
    """
    if not backup.is_file():
        raise CannotOpenError("file.not_found", file=backup.name)
    check_sound(backup, raw_key, thorough=True)
    unfinished = project.with_name(f".{project.name}.restore")
    try:
        shutil.copyfile(backup, unfinished)
        unfinished.chmod(0o600)
        drop_slots(unfinished)
        _flush(unfinished)
        set_aside = _set_aside(project, raw_key, at) if project.exists() else None
        unfinished.replace(project)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise KnownError("backup.cannot_write", file=project.name) from error
    sync_folder(project.parent)
    return set_aside


def _set_aside(project: Path, raw_key: str, at: datetime) -> Path:
    """Keep the project as it is beside its backups; it stays in its place until the restored one takes it.

    Its write-ahead log is taken in first, so that it is one file. That of a project that cannot be opened any more is kept beside it.
    """
    with contextlib.suppress(driver.Error), contextlib.closing(connect(project, raw_key)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    kept = _free_set_aside(backup_folder(project), at)
    kept.parent.mkdir(mode=0o700, exist_ok=True)
    _copy_whole(project, kept)
    for ending in ("-wal", "-journal"):
        beside = project.with_name(project.name + ending)
        if beside.exists():
            _copy_whole(beside, kept.with_name(kept.name + ending))
            beside.unlink()  # it would be read into the file that takes its place
    project.with_name(project.name + "-shm").unlink(missing_ok=True)
    sync_folder(kept.parent)
    return kept


def _free_set_aside(folder: Path, at: datetime) -> Path:
    while (kept := folder / f"{_SET_ASIDE}{at.astimezone(UTC):{_STAMP}}.mrm").exists():
        at += timedelta(seconds=1)
    return kept


def _copy_whole(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    target.chmod(0o600)
    _flush(target)


def clear_leftovers(project: Path) -> None:
    """Remove what a killed program left of backups and restores that it did not finish; to be called by who holds the project's lock."""
    unfinished = [*project.parent.glob(f".{glob.escape(project.name)}.restore"), *backup_folder(project).glob("*.part*")]
    unfinished += project.parent.glob(f".{glob.escape(project.name)}.part*")
    unfinished += project.parent.glob(f".{glob.escape(project.name)}.key.*.part")  # it would open what a change of keys has closed
    unfinished += [journal for journal in project.parent.glob(f"{glob.escape(project.name)}-journal") if not _is_hot(journal)]
    for path in unfinished:
        with contextlib.suppress(OSError):
            path.unlink()


def _is_hot(journal: Path) -> bool:
    """Tell whether a journal holds what a killed program has to take back; one that was only begun, or done with, holds nothing."""
    with contextlib.suppress(OSError), journal.open("rb") as stream:
        return stream.read(len(_JOURNAL_MARK)) == _JOURNAL_MARK
    return True


def _flush(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def taken_at(backup: Path) -> datetime | None:
    """Return when a backup was made, by the clock of its day; None for other files."""
    try:
        return datetime.strptime(backup.stem.partition("-")[0], _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


def _number(backup: Path) -> int:
    """Return the number of a backup; 0 for those of versions that gave none, which came before."""
    number = backup.stem.partition("-")[2]
    return int(number) if taken_at(backup) is not None and number.isdecimal() else 0
