"""A fresh encrypted project for each test: made once, copied for each."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mrm_desktop.store.file.project_file import ProjectFile, SqlCipherFiles
from mrm_desktop.vault import keys
from mrm_desktop.vault.keys import DataKey, Vault
from mrm_desktop.vault.slots import Cost
from tests.store import records
from tests.store.office_server import address, office, server  # noqa: F401 - fixtures for all tests here


def fresh_key() -> DataKey:
    return DataKey(bytes(range(32)), "0f" * 16)


@contextmanager
def copy_of(made: Path, path: Path) -> Iterator[ProjectFile]:
    """A copy of a project, open; its backup at closing is left to the tests of backups."""
    with SqlCipherFiles(lambda: records.AT).open(Path(shutil.copy(made, path)), fresh_key()) as project:
        yield project
        project._changed = False


def make_passphrases_cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a guess at a passphrase cost as little as may be: that it costs a quarter of a second is tested in the vault."""
    monkeypatch.setattr(keys, "cost_here", lambda: Cost(time=1))


OWN_PASSPHRASE = "only the head of office knows this"


def unlock_to_sign(vault: Vault, path: Path, passphrase: str) -> DataKey:
    """The key of a project with that of the person who signs."""
    key = vault.unlock(path, passphrase)
    vault.sign_with(key, path, OWN_PASSPHRASE)
    return key


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "toy.mrm"


@pytest.fixture(scope="session")
def empty_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with nothing in it."""
    path = tmp_path_factory.mktemp("store") / "toy.mrm"
    SqlCipherFiles(lambda: records.AT).create(path, fresh_key(), records.info()).close()
    return path


@pytest.fixture
def project(empty_project: Path, path: Path) -> Iterator[ProjectFile]:
    with copy_of(empty_project, path) as made:
        yield made
