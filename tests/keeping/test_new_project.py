"""A new project is there whole or not at all: a program that is killed as it makes one leaves nothing in the way of the next try."""

from __future__ import annotations

from pathlib import Path

import pytest

from mrm_desktop.cli.opening import create_project, open_project
from mrm_desktop.store.file import project_file
from mrm_desktop.vault import keys
from mrm_desktop.vault.key_file import key_path, waiting_path
from mrm_desktop.vault.slots import Cost

PASSPHRASE = "a heron on the far bank"


class Killed(BaseException):
    """Stands for the end of the program: what comes after it does not run."""


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "cost_here", lambda: Cost(time=1))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "north.mrm"


def make(path: Path) -> None:
    create_project(path, PASSPHRASE, "North", "UNMISS")[0].close()


def test_the_registry_of_missions_is_in_it_from_its_first_moment(path: Path) -> None:
    make(path)
    with open_project(path, PASSPHRASE) as project, project.read() as repository:
        assert "UNMISS" in {mission.acronym for mission in repository.missions()}
    assert not waiting_path(path).exists()


def test_a_key_whose_project_was_never_made_is_in_nobodys_way(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(project_file, "create_project_file", killed)
        patch.setattr(Path, "unlink", lambda *_, **__: None)  # a killed program tidies nothing up
        with pytest.raises(Killed):
            make(path)
    assert waiting_path(path).exists()
    assert not key_path(path).exists()
    make(path)
    open_project(path, PASSPHRASE).close()


def test_a_project_that_was_made_gets_its_key_as_it_is_opened(path: Path) -> None:
    make(path)
    key_path(path).replace(waiting_path(path))  # killed a moment before
    open_project(path, PASSPHRASE).close()
    assert key_path(path).exists()
    assert not waiting_path(path).exists()


def test_the_key_of_another_project_is_not_taken(path: Path) -> None:
    make(path)
    other = path.with_name("south.mrm")
    make(other)
    key_path(other).replace(waiting_path(path))
    key_path(path).unlink()
    keys.give_its_name(path)
    assert not key_path(path).exists()
