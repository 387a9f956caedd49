"""After a new key nothing from before opens what lies here, and a program that is killed on the way leaves one whole pair."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from mrm_desktop.domain.drafts import Draft
from mrm_desktop.domain.errors import CannotOpenError, KnownError
from mrm_desktop.keeping import rekey as rekeying
from mrm_desktop.keeping.rekey import check_secret, rekey
from mrm_desktop.keeping.restore import restore
from mrm_desktop.keeping.settling import settle
from mrm_desktop.store.file import new_key
from mrm_desktop.store.file.backup import backup_folder, backups, set_aside_files
from mrm_desktop.store.file.project_file import SqlCipherFiles
from mrm_desktop.vault.key_file import key_path, read_key_file
from mrm_desktop.vault.keys import Vault, salt_on_disk
from tests.keeping.conftest import NEW_PASSPHRASE, PASSPHRASE, Kept, add_event, events_in
from tests.store import records


def copies_of_before(kept: Kept, tmp_path: Path) -> Path:
    """What somebody copied before: the key file with the passphrase that they saw."""
    return Path(shutil.copy(key_path(kept.path), tmp_path / "stolen.key"))


@pytest.mark.parametrize("keep_backups", [True, False])
def test_nothing_from_before_opens_what_lies_here(kept: Kept, tmp_path: Path, keep_backups: bool) -> None:
    restore(kept.path, backups(kept.path)[0], PASSPHRASE)  # leaves a file set aside
    stolen = copies_of_before(kept, tmp_path)
    done = rekey(kept.path, PASSPHRASE, NEW_PASSPHRASE, keep_backups=keep_backups)
    assert events_in(kept.path, NEW_PASSPHRASE) == events_in(kept.path, done.recovery_code) == 1
    assert (done.remade, done.destroyed) == ((1, 0) if keep_backups else (0, 2))
    salt = read_key_file(key_path(kept.path)).file_salt
    for lying in (kept.path, *backups(kept.path), *set_aside_files(kept.path)):
        assert salt_on_disk(lying) == salt
        for secret in (PASSPHRASE, kept.code):
            attacked = tmp_path / "attacked.mrm"
            shutil.copy(lying, attacked)
            shutil.copy(stolen, key_path(attacked))
            with pytest.raises(CannotOpenError):
                events_in(attacked, secret)
            key_path(attacked).unlink()


def test_a_wrong_passphrase_is_found_before_the_project_is_closed(kept: Kept) -> None:
    check_secret(kept.path, PASSPHRASE)
    check_secret(kept.path, kept.code)
    with pytest.raises(CannotOpenError):
        check_secret(kept.path, "what I believed it was")


def test_remade_backups_restore_with_the_new_secrets_alone(kept: Kept, tmp_path: Path) -> None:
    add_event(kept.path)
    done = rekey(kept.path, PASSPHRASE, NEW_PASSPHRASE, keep_backups=True)
    assert done.remade == 2
    stick = Path(shutil.copy(backups(kept.path)[-1], tmp_path / "stick.mrm"))
    elsewhere = tmp_path / "elsewhere.mrm"
    restore(elsewhere, stick, done.recovery_code)
    assert events_in(elsewhere, NEW_PASSPHRASE) == 1


def test_a_damaged_backup_is_destroyed_and_counted(kept: Kept) -> None:
    add_event(kept.path)
    spoiled = bytearray(backups(kept.path)[0].read_bytes())
    spoiled[9000] ^= 1
    backups(kept.path)[0].write_bytes(spoiled)
    done = rekey(kept.path, PASSPHRASE, NEW_PASSPHRASE, keep_backups=True)
    assert (done.remade, done.destroyed) == (1, 1)


MOMENTS = ("stage", "save_keys 1", "swap_project", "swap_backups", "save_keys 2")


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("moment", MOMENTS)
def test_stopped_anywhere_one_pair_of_secrets_opens(kept: Kept, monkeypatch: pytest.MonkeyPatch, moment: str, after: bool) -> None:
    name, _, turn = moment.partition(" ")
    place = rekeying if name == "save_keys" else new_key
    whole: Callable[..., object] = getattr(place, name)
    calls = 0

    def die(*args: object) -> object:
        nonlocal calls
        calls += 1
        if turn and calls != int(turn):
            return whole(*args)
        if after:
            whole(*args)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(place, name, die)
        with pytest.raises(KeyboardInterrupt):
            rekey(kept.path, PASSPHRASE, NEW_PASSPHRASE, keep_backups=True)
    settle(kept.path)
    is_done = MOMENTS.index(moment) + after > MOMENTS.index("swap_project")
    opens, refused = (NEW_PASSPHRASE, PASSPHRASE) if is_done else (PASSPHRASE, NEW_PASSPHRASE)
    assert events_in(kept.path, opens) == 1
    with pytest.raises(CannotOpenError):
        Vault().unlock(kept.path, refused)
    salt = read_key_file(key_path(kept.path)).file_salt
    assert [salt_on_disk(path) for path in backups(kept.path)] == [salt]
    assert sorted(path.name for path in kept.path.parent.iterdir()) == ["north.mrm", "north.mrm-backups", "north.mrm.key"]
    assert not (backup_folder(kept.path) / ".rekey").exists()


def test_a_wrong_passphrase_changes_nothing(kept: Kept) -> None:
    before = {path: path.read_bytes() for path in kept.path.parent.rglob("*") if path.is_file()}
    with pytest.raises(CannotOpenError):
        rekey(kept.path, "not the passphrase", NEW_PASSPHRASE, keep_backups=True)
    assert {path: path.read_bytes() for path in kept.path.parent.rglob("*") if path.is_file()} == before


def test_once_the_new_keys_are_in_force_no_failure_takes_the_code_away(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr(new_key, "swap_backups", full)
        done = rekey(kept.path, PASSPHRASE, NEW_PASSPHRASE, keep_backups=True)
    settle(kept.path)
    assert events_in(kept.path, NEW_PASSPHRASE) == events_in(kept.path, done.recovery_code) == 1
    salt = read_key_file(key_path(kept.path)).file_salt
    assert [salt_on_disk(path) for path in backups(kept.path)] == [salt]


def test_a_backup_for_which_there_is_no_room_stops_the_change_of_keys(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """It must not be taken for a damaged one, which would be destroyed."""
    whole = new_key._under_new_key

    def full(source: Path, *others: object) -> None:
        if source != kept.path:
            raise CannotOpenError("file.damaged", file=source.name)
        whole(source, *others)  # type: ignore[arg-type]

    before = [path.name for path in backups(kept.path)]
    monkeypatch.setattr(new_key, "_under_new_key", full)
    with pytest.raises(KnownError, match=r"rekey\.cannot_write"):
        rekey(kept.path, PASSPHRASE, NEW_PASSPHRASE, keep_backups=True)
    assert [path.name for path in backups(kept.path)] == before
    assert events_in(kept.path) == 1


def test_where_backups_are_destroyed_one_without_drafts_stands_before(kept: Kept) -> None:
    with SqlCipherFiles().open(kept.path, Vault().unlock(kept.path, PASSPHRASE)) as project, project.write() as repository:
        repository.keep_draft(Draft("trip", "", {"title": "x"}, (), records.AT, records.DAY))
    rekey(kept.path, PASSPHRASE, NEW_PASSPHRASE, keep_backups=False)
    [backup] = backups(kept.path)
    restore(kept.path, backup, NEW_PASSPHRASE)
    with SqlCipherFiles().open(kept.path, Vault().unlock(kept.path, NEW_PASSPHRASE)) as project, project.read() as repository:
        assert len(repository.reset_events()) == 1
        assert repository.drafts() == ()
