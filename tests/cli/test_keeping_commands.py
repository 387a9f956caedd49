"""Keys and backups by commands: everything that a person needs on the day on which something is lost."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from mrm_desktop.cli.opening import open_project
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.foundation.settings import NEW_PASSPHRASE_VARIABLE, PASSPHRASE_VARIABLE
from mrm_desktop.store.file.backup import backup_folder, backups
from mrm_desktop.vault.key_file import key_path
from mrm_desktop.vault.keys import keys_of
from mrm_desktop.vault.sheet import for_scanning, letters_of
from tests.cli.conftest import PASSPHRASE, command

NEW = "seven lanterns over a quiet harbour"


@pytest.fixture(autouse=True)
def new_passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NEW_PASSPHRASE_VARIABLE, NEW)


def opens(path: Path, secret: str) -> bool:
    try:
        open_project(path, secret).close()
    except KnownError:
        return False
    return True


def test_a_new_key_leaves_nothing_to_the_old_passphrase(project: Path) -> None:
    done = command("rekey", "--sheet", "sheet.pdf")
    assert done.exit_code == 0, done.output
    assert "still open" in done.stdout, "copies elsewhere are not forgotten"
    assert Path("sheet.pdf").read_bytes().startswith(b"%PDF")
    assert (opens(project, PASSPHRASE), opens(project, NEW)) == (False, True)
    assert isinstance(command("rekey", "--sheet", "sheet.pdf").exception, KnownError), "no file is written over"


def test_a_changed_passphrase_says_what_still_opens(project: Path) -> None:
    done = command("passphrase")
    assert "mrm-desktop rekey" in done.stdout
    assert opens(project, NEW)


def test_the_sheet_brings_a_lost_key_file_back(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = command("recovery-code", "--sheet", "sheet.pdf").stdout.splitlines()[-1].split(": ", 1)[1].strip()
    letters = for_scanning(letters_of(keys_of(project)))
    key_path(project).unlink()
    assert not opens(project, PASSPHRASE)
    monkeypatch.setenv(PASSPHRASE_VARIABLE, code)
    assert command("from-sheet", "--letters", letters).exit_code == 0
    assert opens(project, NEW)
    assert opens(project, code)


def test_a_backup_alone_brings_the_project_back(project: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick.mrm"
    shutil.copy(backups(project)[0], stick)
    for path in (project, key_path(project)):
        path.unlink()
    shutil.rmtree(backup_folder(project))
    done = command("restore", str(stick), str(project))
    assert done.exit_code == 0, done.output
    assert opens(project, PASSPHRASE)


def test_a_trial_is_told_and_asked_for(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import timedelta

    from mrm_desktop.cli import opening
    from mrm_desktop.foundation.clock import today

    assert "drill" not in command("info").stdout
    later = today() + timedelta(days=31)
    monkeypatch.setattr(opening, "today", lambda: later)
    assert "mrm-desktop drill" in command("info").stdout
    done = command("drill")
    assert "by itself" in done.stdout
    monkeypatch.undo()
    monkeypatch.setenv(PASSPHRASE_VARIABLE, PASSPHRASE)
    monkeypatch.chdir(project.parent)
    assert "mrm-desktop drill" not in command("info").stdout


def test_backups_without_keys_are_said(project: Path) -> None:
    done = command("backup-keys", "without")
    assert "toy.mrm.key" in done.stdout
    assert "with the key file" in command("drill").stdout or "only with" in command("drill").stdout
    assert isinstance(command("backup-keys", "perhaps").exception, KnownError)


def test_a_backup_that_fails_is_said_and_the_record_stays(project: Path) -> None:
    shutil.rmtree(backup_folder(project))
    backup_folder(project).write_text("a file in the way")
    done = command("missions", "confirm", "UNMISS", "--source", "SCR", "--until", "2030-01-01")
    assert done.exit_code == 0
    assert "no backup was made" in done.stderr
    assert "There is no backup" in command("info").stdout
    assert "UNMISS" in command("missions").stdout


def test_info_says_how_old_the_newest_backup_is_and_what_is_in_none(project: Path) -> None:
    [newest, *others] = backups(project)
    for other in others:
        other.unlink()
    newest.rename(newest.with_name("20260101T080000Z-0042.mrm"))  # as if nothing recorded since had come into a backup
    said = command("info").stdout
    assert "Newest backup: 1 Jan 2026" in said
    assert "days ago" in said
    assert "What was recorded last is in no backup" in said
    told = json.loads(command("info", "--json").stdout)
    assert (told["backup_is_behind"], told["last_backup"][:10]) == (True, "2026-01-01")
    assert command("backup").exit_code == 0
    assert "in no backup" not in command("info").stdout
