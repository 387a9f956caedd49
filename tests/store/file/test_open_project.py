"""What an open project promises to threads, to full disks, to folders that cannot be written, and to files of older programs."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import mrm_desktop
from mrm_desktop.domain.errors import BugError, CannotOpenError, KnownError
from mrm_desktop.foundation.words import Words
from mrm_desktop.project.ports import Project
from mrm_desktop.store.file.backup import backups
from mrm_desktop.store.file.engine import connect
from mrm_desktop.store.file.project_file import ProjectFile, create_project_file, open_project_file
from mrm_desktop.store.migrations import history
from tests.store import records

KEY = bytes(range(32))
NOW = history.newest_version()


@pytest.fixture
def toy(path: Path) -> Iterator[ProjectFile]:
    with create_project_file(path, KEY, records.info(), [records.mission()]) as project:
        yield project


def test_it_is_a_project_with_its_missions(toy: ProjectFile) -> None:
    assert isinstance(toy, Project)
    with toy.read() as repo:
        assert repo.missions() == (records.mission(),)


def test_a_key_of_the_wrong_length_is_a_bug(path: Path) -> None:
    with pytest.raises(BugError):
        create_project_file(path, b"short", records.info(), [])
    assert not path.exists()


def test_threads_take_turns_at_writing(toy: ProjectFile) -> None:
    failed = []

    def write() -> None:
        try:
            for _ in range(5):
                with toy.write() as repo:
                    repo.add_places([records.place("")])
        except KnownError as error:  # pragma: no cover - the failure that is looked for
            failed.append(error)

    threads = [threading.Thread(target=write) for _ in range(6)]
    for thread in threads:
        thread.start()
    with toy.read() as repo:
        repo.places()
    for thread in threads:
        thread.join()
    assert failed == []
    with toy.read() as repo:
        assert len(repo.places()) == 30


def test_closing_waits_for_a_write_under_way(path: Path) -> None:
    project = create_project_file(path, KEY, records.info(), [])
    started, go_on = threading.Event(), threading.Event()

    def write() -> None:
        with project.write() as repo:
            repo.add_places([records.place("")])
            started.set()
            go_on.wait(10)

    writer = threading.Thread(target=write)
    writer.start()
    started.wait(10)
    closer = threading.Thread(target=project.close)
    closer.start()
    go_on.set()
    writer.join()
    closer.join()
    with open_project_file(path, KEY) as again, again.read() as repo:
        assert len(repo.places()) == 1


def test_a_folder_that_cannot_be_written(toy: ProjectFile, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    toy.close()

    def refuse(*_args: Path | int, **_more: Any) -> None:
        raise PermissionError(13, "no")

    monkeypatch.setattr("mrm_desktop.store.file.lock.os.open", refuse)
    with pytest.raises(CannotOpenError) as caught:
        open_project_file(path, KEY)
    assert caught.value.code == "file.folder_read_only"


def test_a_lock_left_by_a_dead_program_is_taken_over(toy: ProjectFile, path: Path) -> None:
    toy.close()
    path.with_name("toy.mrm.lock").write_text('{"holder": "x@gone+1", "since": "?"}')
    with open_project_file(path, KEY) as project, project.read() as repo:
        assert repo.info().title == "Toy project"
    assert not path.with_name("toy.mrm.lock").exists()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="may not mount a small disk")
def test_a_full_disk_leaves_the_project_as_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "small"
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder], capture_output=True, check=False).returncode:
        pytest.skip("may not mount a small disk")
    try:
        path = folder / "toy.mrm"
        with create_project_file(path, KEY, records.info(), []) as project:
            with project.write() as repo:
                repo.add_places([records.place("")])
            with pytest.raises(KnownError) as caught, project.write() as repo:
                repo.add_places([records.place("", code="x" * 500) for _ in range(10_000)])
            assert caught.value.code == "store.disk_full"
            with project.read() as repo:
                assert len(repo.places()) == 1
        with open_project_file(path, KEY) as project, project.read() as repo:
            assert len(repo.places()) == 1
    finally:
        subprocess.run(["umount", folder], check=True)


STEP = """
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "{new:04}", "{old:04}", None, None


def upgrade() -> None:
    with op.batch_alter_table("forum") as table:
        table.add_column(sa.Column("room", sa.String(), nullable=True))
    {more}
"""


@pytest.fixture
def next_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """A program with one more migration, made by a function that says what the migration does at its end."""

    def make(more: str) -> None:
        folder = tmp_path / "migrations"
        shutil.copytree(history.FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "versions" / f"v{NOW + 1:04}_next.py").write_text(STEP.format(more=more, new=NOW + 1, old=NOW))
        monkeypatch.setattr(history, "FOLDER", folder)

    return make


def version_of(path: Path) -> int:
    with contextlib.closing(connect(path, KEY.hex())) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def test_an_older_file_is_backed_up_and_brought_up(toy: ProjectFile, path: Path, next_version: Callable[..., Any]) -> None:
    with toy.write() as repo:
        repo.add_fora([records.forum()])
    toy.close()
    before = backups(path)
    next_version("pass")
    with open_project_file(path, KEY) as project:
        with project.read() as repo:
            assert repo.fora() == (records.forum(),)
        assert len(backups(path)) >= len(before)
        with contextlib.closing(connect(path, KEY.hex())) as connection, pytest.raises(Exception, match="append-only"):
            connection.execute("DELETE FROM forum")
    assert version_of(path) == NOW + 1
    assert any(version_of(p) == NOW for p in backups(path))


def test_a_migration_that_fails_leaves_the_older_file(toy: ProjectFile, path: Path, next_version: Callable[..., Any]) -> None:
    toy.close()
    next_version('raise RuntimeError("half way")')
    with pytest.raises(RuntimeError):
        open_project_file(path, KEY)
    assert version_of(path) == NOW
    assert not path.with_name("toy.mrm.lock").exists()


def test_every_code_has_a_sentence_and_a_next_step() -> None:
    words, codes = Words(), set()
    for room in ("store", "vault"):
        for module in Path(mrm_desktop.__file__).with_name(room).rglob("*.py"):
            text = module.read_text(encoding="utf-8")
            codes |= {part.split('"')[0] for part in text.split('KnownError("')[1:] + text.split('CannotOpenError("')[1:]}
    assert len(codes) > 15
    assert [code for code in sorted(codes) if not (words.knows(code) and words.next_step(code))] == []
