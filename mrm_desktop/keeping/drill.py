"""Trying a backup out: restored into a temporary place, opened by what a person knows, verified, destroyed, and the day noted."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from mrm_desktop.domain.errors import CannotOpenError, KnownError
from mrm_desktop.foundation.key_page import carried_by
from mrm_desktop.project.ports import Project
from mrm_desktop.services.decisions.check_records import verify
from mrm_desktop.store.file.backup import backups, taken_at
from mrm_desktop.store.file.project_file import ProjectFile, SqlCipherFiles
from mrm_desktop.vault.key_file import key_path
from mrm_desktop.vault.keys import Vault
from mrm_desktop.vault.seen_heads import Drills

DAYS_BETWEEN = 30


@dataclass(frozen=True, slots=True)
class Drill:
    """What a trial of a backup found.

    Attributes
    ----------
    name : str
        The backup that was tried.
    is_alone : bool
        Whether it opened by itself, without the key file beside the project.
    """

    name: str
    made_at: datetime
    events: int
    decisions: int
    is_alone: bool


def try_backup(project: Path, secret: str, on: date, vault: Vault | None = None) -> Drill:
    """Restore the newest backup into a temporary place and verify it there; nothing of it stays.

    Raises
    ------
    KnownError
        ``drill.no_backup``, ``drill.does_not_fit`` where its log or its decisions do not, and what opening raises.
    """
    newest = next(iter(backups(project)), None)
    if newest is None:
        raise KnownError("drill.no_backup", file=project.name)
    is_alone = carried_by(newest) is not None
    with TemporaryDirectory(prefix="mrm-drill-") as folder:
        copy = Path(folder) / project.name
        shutil.copyfile(newest, copy)
        if not is_alone:
            shutil.copyfile(key_path(project), key_path(copy))
        key = (vault or Vault()).unlock(copy, secret)
        raw = key.raw()
        with SqlCipherFiles().open(copy, key) as opened:
            found = _verified(opened, newest)
    Drills().note(raw, on)
    return found


def try_newest_backup(project: Project, on: date) -> Drill:
    """Do the same with the key that an open project has in memory: nobody types anything, and nothing of it stays.

    Raises
    ------
    KnownError
        As :func:`try_backup`; ``drill.shared`` for a shared database.
    """
    if not isinstance(project, ProjectFile):
        raise KnownError("drill.shared")
    with TemporaryDirectory(prefix="mrm-drill-") as folder:
        newest, copy = project.open_newest_backup(Path(folder))
        with copy:
            found = _verified(copy, newest)
    project.backups.note_trial(on)
    return found


def _verified(opened: ProjectFile, backup: Path) -> Drill:
    """Read every page of a restored backup, and hold its records to its log."""
    opened.check()
    log = opened.check_log()
    with opened.read() as repository:
        heads = repository.decision_heads()
        breaks = verify(repository.decisions(), heads)
    if log.breaks or breaks:
        raise CannotOpenError("drill.does_not_fit", name=backup.name)
    made_at = taken_at(backup)
    assert made_at is not None, "a backup is named by its moment"
    return Drill(backup.name, made_at, log.events, len(heads), carried_by(backup) is not None)


def count_trials(project: ProjectFile, raw_key: str, today: date) -> None:
    """Let an open project know for how long none of its backups was tried out, and where a trial is noted."""
    project.backups.count_trials(days_since_trial(raw_key, today), partial(Drills().note, raw_key))


def days_since_trial(raw_key: str, today: date) -> int | None:
    """Return for how many days no backup was tried out, where that is too long; None where it is not."""
    last, _ = Drills().last(raw_key, today)
    passed = (today - last).days
    return passed if passed >= DAYS_BETWEEN else None
