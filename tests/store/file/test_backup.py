"""Backups: taken by themselves, thinned by a rule, put back on request."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mrm_desktop.domain.backups import BackupState
from mrm_desktop.domain.errors import CannotOpenError
from mrm_desktop.store.file.backup import backup_folder, backups, taken_at, to_drop
from mrm_desktop.store.file.project_file import SqlCipherFiles
from tests.store import records
from tests.store.conftest import fresh_key


class Ticking:
    """A clock that moves on by a minute each time it is asked."""

    def __init__(self) -> None:
        self.at = datetime(2026, 3, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.at += timedelta(minutes=1)
        return self.at


def test_a_backup_after_every_session_that_wrote(path: Path) -> None:
    files = SqlCipherFiles(Ticking())
    with files.create(path, fresh_key(), records.info()) as project, project.write() as repo:
        repo.add_reset_events([records.reset_event()])
    assert len(backups(path)) == 1
    files.open(path, fresh_key()).close()
    assert len(backups(path)) == 1
    with files.open(path, fresh_key()) as project, project.write() as repo:
        repo.add_reset_events([records.reset_event()])
    assert len(backups(path)) == 2


def test_restore_brings_back_and_keeps_what_it_replaced(path: Path) -> None:
    files = SqlCipherFiles(Ticking())
    with files.create(path, fresh_key(), records.info()) as project, project.write() as repo:
        repo.add_reset_events([records.reset_event()])
    with files.open(path, fresh_key()) as project, project.write() as repo:
        repo.add_reset_events([records.reset_event()])
    set_aside = files.restore(path, fresh_key(), backups(path)[1])
    assert set_aside is not None
    with files.open(path, fresh_key()) as project, project.read() as repo:
        assert len(repo.reset_events()) == 1
    with files.open(set_aside, fresh_key()) as project, project.read() as repo:
        assert len(repo.reset_events()) == 2


def test_restore_of_a_damaged_file(path: Path) -> None:
    files = SqlCipherFiles(Ticking())
    with files.create(path, fresh_key(), records.info()) as project, project.write() as repo:
        repo.add_reset_events([records.reset_event()])
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(CannotOpenError):
        files.open(path, fresh_key())
    files.restore(path, fresh_key(), backups(path)[0])
    with files.open(path, fresh_key()) as project, project.read() as repo:
        assert len(repo.reset_events()) == 1


def test_a_damaged_backup_is_not_put_in_place(path: Path) -> None:
    files = SqlCipherFiles(Ticking())
    with files.create(path, fresh_key(), records.info()) as project, project.write() as repo:
        repo.add_reset_events([records.reset_event()])
    backup = backups(path)[0]
    spoiled = bytearray(backup.read_bytes())
    spoiled[9000] ^= 1
    backup.write_bytes(spoiled)
    before = path.read_bytes()
    with pytest.raises(CannotOpenError):
        files.restore(path, fresh_key(), backup)
    assert path.read_bytes() == before


def test_what_is_kept(tmp_path: Path) -> None:
    folder = backup_folder(tmp_path / "x.mrm")
    start = datetime(2026, 3, 31, 18, 0, tzinfo=UTC)
    newest_first = tuple(folder / f"{start - timedelta(hours=6 * n):%Y%m%dT%H%M%SZ}.mrm" for n in range(200))
    kept = [p.stem for p in newest_first if p not in to_drop(newest_first)]
    newest = ["20260331T180000Z", "20260331T120000Z", "20260331T060000Z"]
    days = [f"202603{day}T180000Z" for day in (30, 29, 28, 27, 26, 25)]  # with the 31st seven
    weeks = ["20260322T180000Z", "20260315T180000Z"]  # Sundays; of the two weeks before them a day is kept already
    assert kept == newest + days + weeks


def test_two_backups_within_one_second_are_two(path: Path) -> None:
    files = SqlCipherFiles(lambda: records.AT)
    with files.create(path, fresh_key(), records.info()) as project:
        assert project.backup() != project.backup()
    assert len(backups(path)) == 2


def test_what_a_killed_session_recorded_is_said_to_be_in_no_backup(path: Path) -> None:
    ticking = Ticking()
    files = SqlCipherFiles(ticking)
    with files.create(path, fresh_key(), records.info()) as project:
        assert not project.backup_state().is_behind, "a project that was just made has nothing to lose"
        with project.write() as repo:
            repo.add_reset_events([records.reset_event()])
    with files.open(path, fresh_key()) as project:
        assert project.backup_state() == BackupState(taken_at(backups(path)[0]), is_behind=False)
    killed = files.open(path, fresh_key())
    with killed.write() as repo:
        repo.add_reset_events([records.reset_event()])
    killed._changed = False  # as if it had never come to its end
    killed.close()
    with files.open(path, fresh_key()) as project:
        assert project.backup_state().is_behind
        project.backup()
        assert not project.backup_state().is_behind
    with files.open(path, fresh_key()) as project:
        assert not project.backup_state().is_behind


def test_a_project_that_came_without_its_backups_says_so(path: Path, tmp_path: Path) -> None:
    files = SqlCipherFiles(Ticking())
    with files.create(path, fresh_key(), records.info()) as project, project.write() as repo:
        repo.add_reset_events([records.reset_event()])
    elsewhere = Path(shutil.copy(path, tmp_path / "elsewhere.mrm"))
    with files.open(elsewhere, fresh_key()) as project:
        assert project.backup_state() == BackupState(None, is_behind=True)
