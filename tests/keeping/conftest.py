"""A project with its key file, its settings folder and a cheap passphrase."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from mrm_desktop.store.file.project_file import SqlCipherFiles
from mrm_desktop.vault import seen_heads
from mrm_desktop.vault.keys import Vault
from tests.store import records
from tests.store.conftest import make_passphrases_cheap

PASSPHRASE = "an orchard behind seven walls"
NEW_PASSPHRASE = "a lantern under nine bridges"


@dataclass(frozen=True)
class Kept:
    """A project on the disk, closed, with one backup."""

    path: Path
    code: str


def add_event(path: Path, secret: str = PASSPHRASE) -> None:
    """Write something, which also makes a backup."""
    with SqlCipherFiles().open(path, Vault().unlock(path, secret)) as project, project.write() as repository:
        repository.add_reset_events([records.reset_event()])


def events_in(path: Path, secret: str = PASSPHRASE) -> int:
    """Open a project by a secret and count what was written."""
    with SqlCipherFiles().open(path, Vault().unlock(path, secret)) as project:
        assert project.check_log().breaks == ()
        with project.read() as repository:
            return len(repository.reset_events())


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kept:
    make_passphrases_cheap(monkeypatch)
    settings = tmp_path / "settings"
    monkeypatch.setattr(seen_heads, "settings_folder", lambda: settings)
    folder = tmp_path / "office"
    folder.mkdir()
    path = folder / "north.mrm"
    key, code = Vault().create(path, PASSPHRASE)
    SqlCipherFiles().create(path, key, records.info(), [records.mission()]).close()
    add_event(path)
    return Kept(path, code)
