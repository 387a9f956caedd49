"""A backup and what a person knows bring the project back, on an empty computer as well."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mrm_desktop.domain.errors import CannotOpenError, KnownError
from mrm_desktop.keeping.backup_keys import let_backups_carry_keys
from mrm_desktop.keeping.rekey import rekey
from mrm_desktop.keeping.restore import find_backup, restore
from mrm_desktop.keeping.settling import settle
from mrm_desktop.store.file.backup import backups
from mrm_desktop.store.file.project_file import SqlCipherFiles
from mrm_desktop.vault.key_file import key_path, read_key_file
from mrm_desktop.vault.keys import Vault
from tests.keeping.conftest import NEW_PASSPHRASE, PASSPHRASE, Kept, add_event, events_in


def on_a_stick(kept: Kept, tmp_path: Path) -> Path:
    """The newest backup alone, after the computer is gone."""
    stick = tmp_path / "stick"
    stick.mkdir()
    copy = Path(shutil.copy(backups(kept.path)[0], stick))
    shutil.rmtree(kept.path.parent)
    kept.path.parent.mkdir()
    return copy


@pytest.mark.parametrize("secret", ["passphrase", "code"])
def test_a_backup_and_a_secret_are_enough(kept: Kept, tmp_path: Path, secret: str) -> None:
    copy = on_a_stick(kept, tmp_path)
    known = PASSPHRASE if secret == "passphrase" else kept.code
    assert restore(kept.path, copy, known) is None
    assert events_in(kept.path, known) == 1


def test_a_backup_that_is_given_the_name_of_the_project_opens(kept: Kept, tmp_path: Path) -> None:
    copy = on_a_stick(kept, tmp_path)
    shutil.copy(copy, kept.path)
    add_event(kept.path)
    assert key_path(kept.path).exists()
    assert events_in(kept.path) == 2


def test_without_keys_in_backups_the_key_file_is_needed(kept: Kept, tmp_path: Path) -> None:
    let_backups_carry_keys(kept.path, PASSPHRASE, carry=False)
    add_event(kept.path)
    copy = on_a_stick(kept, tmp_path)
    with pytest.raises(CannotOpenError, match=r"vault\.key_file_missing"):
        restore(kept.path, copy, PASSPHRASE)
    assert list(kept.path.parent.iterdir()) == []


def test_keys_come_back_into_backups_that_are_there(kept: Kept, tmp_path: Path) -> None:
    let_backups_carry_keys(kept.path, PASSPHRASE, carry=False)
    let_backups_carry_keys(kept.path, PASSPHRASE, carry=True)
    assert restore(kept.path, on_a_stick(kept, tmp_path), PASSPHRASE) is None


def test_the_passphrase_of_today_restores_a_backup_of_yesterday(kept: Kept) -> None:
    Vault().change_passphrase(kept.path, PASSPHRASE, NEW_PASSPHRASE)
    add_event(kept.path, NEW_PASSPHRASE)
    set_aside = restore(kept.path, backups(kept.path)[-1], NEW_PASSPHRASE)
    assert events_in(kept.path, NEW_PASSPHRASE) == 1
    assert set_aside is not None
    assert set_aside.exists()


def test_a_backup_under_older_keys_brings_them_back(kept: Kept, tmp_path: Path) -> None:
    old = Path(shutil.copy(backups(kept.path)[0], tmp_path / "old.mrm"))
    rekey(kept.path, PASSPHRASE, NEW_PASSPHRASE, keep_backups=True)
    restore(kept.path, old, PASSPHRASE)
    assert events_in(kept.path) == 1
    assert read_key_file(key_path(kept.path)).before is None


@pytest.mark.parametrize("moment", ["before the file", "after the file"])
def test_killed_between_key_file_and_project(kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    old = Path(shutil.copy(backups(kept.path)[0], tmp_path / "old.mrm"))
    rekey(kept.path, PASSPHRASE, NEW_PASSPHRASE, keep_backups=True)
    put_back = SqlCipherFiles.restore

    def die(*args: object) -> None:
        if moment == "after the file":
            put_back(*args)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    monkeypatch.setattr(SqlCipherFiles, "restore", die)
    with pytest.raises(KeyboardInterrupt):
        restore(kept.path, old, PASSPHRASE)
    opens, refuses = (NEW_PASSPHRASE, PASSPHRASE) if moment == "before the file" else (PASSPHRASE, NEW_PASSPHRASE)
    settle(kept.path)
    assert events_in(kept.path, opens) == 1
    with pytest.raises(CannotOpenError):
        Vault().unlock(kept.path, refuses)


def test_a_wrong_secret_changes_nothing(kept: Kept) -> None:
    before = {path: path.read_bytes() for path in kept.path.parent.rglob("*") if path.is_file()}
    with pytest.raises(CannotOpenError, match=r"vault\.wrong_passphrase"):
        restore(kept.path, backups(kept.path)[0], "something else altogether")
    assert {path: path.read_bytes() for path in kept.path.parent.rglob("*") if path.is_file()} == before


def test_what_is_no_backup_is_said(kept: Kept) -> None:
    with pytest.raises(KnownError, match=r"backup\.not_found"):
        find_backup(kept.path, "yesterday.mrm")
    assert find_backup(kept.path, "newest") == backups(kept.path)[0]
