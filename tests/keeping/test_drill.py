"""A trial restores, opens and verifies the newest backup, leaves nothing behind, and is asked for again after a month."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest

from mrm_desktop.domain.errors import CannotOpenError, KnownError
from mrm_desktop.keeping.backup_keys import let_backups_carry_keys
from mrm_desktop.keeping.drill import DAYS_BETWEEN, count_trials, days_since_trial, try_backup, try_newest_backup
from mrm_desktop.store.file.backup import backups
from mrm_desktop.store.file.project_file import SqlCipherFiles
from mrm_desktop.vault.keys import Vault
from tests.keeping.conftest import PASSPHRASE, Kept, add_event
from tests.present import present

DAY = date(2026, 3, 1)


def test_the_newest_is_tried_and_nothing_stays(kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    add_event(kept.path)
    done = try_backup(kept.path, PASSPHRASE, DAY)
    assert (done.name, done.is_alone, done.events) == (backups(kept.path)[0].name, True, 3)
    assert list(place.iterdir()) == []


def test_an_open_project_tries_it_with_the_key_in_memory(kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    add_event(kept.path)
    key = Vault().unlock(kept.path, PASSPHRASE)
    raw = key.raw()
    days_since_trial(raw, DAY)
    with SqlCipherFiles().open(kept.path, key) as project:
        count_trials(project, raw, DAY + timedelta(days=40))
        assert present(project.backup_state()).untried_days == 40
        done = try_newest_backup(project, DAY + timedelta(days=40))
        assert (done.name, done.is_alone, done.events) == (backups(kept.path)[0].name, True, 3)
        assert present(project.backup_state()).untried_days is None
        assert project.log_end().events == 3, "the project is still open, with its key"
    assert list(place.iterdir()) == []
    assert days_since_trial(raw, DAY + timedelta(days=41)) is None


def test_a_trial_finds_a_backup_that_is_damaged(kept: Kept) -> None:
    add_event(kept.path)
    newest = backups(kept.path)[0]
    content = bytearray(newest.read_bytes())
    content[9000] ^= 1
    newest.write_bytes(content)
    with SqlCipherFiles().open(kept.path, Vault().unlock(kept.path, PASSPHRASE)) as project, pytest.raises(CannotOpenError):
        try_newest_backup(project, DAY)


def test_it_says_when_it_needed_the_key_file(kept: Kept) -> None:
    let_backups_carry_keys(kept.path, PASSPHRASE, carry=False)
    assert not try_backup(kept.path, kept.code, DAY).is_alone


def test_it_is_asked_for_after_a_month(kept: Kept) -> None:
    raw = Vault().unlock(kept.path, PASSPHRASE).raw()
    month = timedelta(days=DAYS_BETWEEN)
    assert days_since_trial(raw, DAY) is None, "the first opening begins to count"
    assert days_since_trial(raw, DAY + month - timedelta(days=1)) is None
    assert days_since_trial(raw, DAY + month) == DAYS_BETWEEN
    try_backup(kept.path, PASSPHRASE, DAY + month)
    assert days_since_trial(raw, DAY + month) is None
    assert days_since_trial(raw, DAY + 2 * month) == DAYS_BETWEEN


def test_what_does_not_open_is_no_trial(kept: Kept) -> None:
    raw = Vault().unlock(kept.path, PASSPHRASE).raw()
    days_since_trial(raw, DAY)
    with pytest.raises(CannotOpenError):
        try_backup(kept.path, "what I believed it was", DAY + timedelta(days=40))
    assert days_since_trial(raw, DAY + timedelta(days=40)) == 40


def test_without_a_backup_it_is_said(kept: Kept) -> None:
    for backup in backups(kept.path):
        backup.unlink()
    with pytest.raises(KnownError, match=r"drill\.no_backup"):
        try_backup(kept.path, PASSPHRASE, DAY)
