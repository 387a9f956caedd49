"""Backups beside the project: encrypted with the same key, taken while it is open, kept by a simple rule, put back on request."""

from __future__ import annotations

import contextlib
import os
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from mrm_desktop.domain.errors import CannotOpenError, KnownError
from mrm_desktop.foundation.paths import sync_folder
from mrm_desktop.store.file.engine import connect
from mrm_desktop.store.file.failures import driver_errors_as_known_errors
from mrm_desktop.store.file.soundness import check_sound
from mrm_desktop.store.rows.models import DRAFT_TABLES

_STAMP = "%Y%m%dT%H%M%SZ"
NEWEST_KEPT = 3
DAYS_KEPT = 7
WEEKS_KEPT = 4


def backup_folder(project: Path) -> Path:
    """Folder of a project's backups."""
    return project.with_name(project.name + "-backups")


def backups(project: Path) -> tuple[Path, ...]:
    """Return the backups of a project, the newest first."""
    folder = backup_folder(project)
    found = [p for p in folder.glob("*.mrm") if _taken(p) is not None] if folder.is_dir() else []
    return tuple(sorted(found, key=lambda p: p.name, reverse=True))


def take_backup(project: Path, raw_key: str, at: datetime) -> Path:
    """Copy the project, page by page and still encrypted, into its backup folder, and drop the backups that the rule lets go.

    Raises
    ------
    KnownError
        ``backup.cannot_write``, ``store.disk_full``; the project is not touched.
    """
    folder = backup_folder(project)
    target = _free_name(folder, at)
    unfinished = target.with_suffix(".part")
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        with driver_errors_as_known_errors(project.name):
            _copy(project, unfinished, raw_key)
        check_sound(unfinished, raw_key, thorough=True)
        with unfinished.open("rb+") as stream:
            os.fsync(stream.fileno())
        unfinished.replace(target)
    except OSError as error:
        raise KnownError("backup.cannot_write", file=project.name) from error
    finally:
        unfinished.unlink(missing_ok=True)
    sync_folder(folder)
    for old in to_drop(backups(project)):
        old.unlink(missing_ok=True)
    return target


def _free_name(folder: Path, at: datetime) -> Path:
    """Return the name for a backup: its moment, or the next second that is free. No backup is written over another."""
    while (target := folder / f"{at.astimezone(UTC):{_STAMP}}.mrm").exists():
        at += timedelta(seconds=1)
    return target


def _copy(project: Path, target: Path, raw_key: str) -> None:
    with contextlib.closing(connect(project, raw_key)) as source, contextlib.closing(connect(target, raw_key)) as copy:
        source.backup(copy)
        _leave_drafts_out(copy)


def _leave_drafts_out(copy: Any) -> None:
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
        taken = _taken(path)
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


def restore_backup(project: Path, backup: Path, raw_key: str, at: datetime) -> Path:
    """Put a backup in the place of the project, which must be closed; return where the replaced file now lies.

    Raises
    ------
    CannotOpenError
        Where the backup is not sound; nothing is changed then.
    """
    if not backup.is_file():
        raise CannotOpenError("file.not_found", file=backup.name)
    check_sound(backup, raw_key, thorough=True)
    set_aside = backup_folder(project) / f"replaced-{at.astimezone(UTC):{_STAMP}}.mrm"
    unfinished = project.with_name(f".{project.name}.restore")
    try:
        set_aside.parent.mkdir(mode=0o700, exist_ok=True)
        shutil.copyfile(backup, unfinished)
        unfinished.chmod(0o600)
        with unfinished.open("rb+") as stream:
            os.fsync(stream.fileno())
        for ending in ("-wal", "-shm", "-journal", ""):
            present = project.with_name(project.name + ending)
            if present.exists():
                present.replace(set_aside.with_name(set_aside.name + ending))
        unfinished.replace(project)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise KnownError("backup.cannot_write", file=project.name) from error
    sync_folder(project.parent)
    return set_aside


def _taken(path: Path) -> datetime | None:
    try:
        return datetime.strptime(path.stem, _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None
