"""Every file that is no sound project is refused with a code of its own and stays byte-identical."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from mrm_desktop.domain.errors import CannotOpenError, KnownError
from mrm_desktop.store.file.engine import connect
from mrm_desktop.store.file.project_file import SqlCipherFiles
from mrm_desktop.vault.keys import DataKey
from tests.store import records
from tests.store.conftest import fresh_key
from tests.store.file.full_disk import fill_disk


@pytest.fixture
def closed(path: Path) -> Path:
    one = records.dataset()
    with SqlCipherFiles().create(path, fresh_key(), records.info()) as project, project.write() as repo:
        repo.add_dataset(one)
        repo.add_areas([records.area(f"XT{n:03d}", n % 30) for n in range(300)], one.id)
    return path


def refused(path: Path, key: DataKey | None = None) -> CannotOpenError:
    before = path.read_bytes() if path.exists() else b""
    listing = {p.name for p in path.parent.iterdir()}
    with pytest.raises(CannotOpenError) as caught:
        SqlCipherFiles().open(path, key or fresh_key())
    assert (path.read_bytes() if path.exists() else b"") == before
    assert {p.name for p in path.parent.iterdir()} == listing
    return caught.value


def test_a_name_beside_which_no_key_can_lie_is_said_to_be_too_long(tmp_path: Path) -> None:
    path = tmp_path / f"{'n' * 240}.mrm"
    assert refused(path).code == "file.name_too_long"
    with pytest.raises(CannotOpenError, match=r"file\.name_too_long"):
        SqlCipherFiles().create(path, fresh_key(), records.info())
    deep = tmp_path.joinpath(*["d" * 100] * 5, "north.mrm")
    deep.parent.mkdir(parents=True)
    assert refused(deep).code == "file.name_too_long"
    longest = tmp_path / f"{'n' * 232}.mrm"
    with SqlCipherFiles().create(longest, fresh_key(), records.info()) as project:
        assert project.backup().is_file()


@pytest.fixture
def full(closed: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project on a disk with no room for anything."""
    fill_disk(monkeypatch)
    return closed


def test_a_full_disk_still_lets_everything_be_read(full: Path) -> None:
    before = full.read_bytes()
    with SqlCipherFiles().open(full, fresh_key()) as project:
        assert project.only_reads
        with project.read() as repo:
            assert len(repo.areas()) == 300
        assert project.check_log().breaks == ()
        with pytest.raises(KnownError, match=r"store\.disk_full"), project.write() as repo:
            repo.add_reset_events([records.reset_event()])
        with pytest.raises(KnownError, match=r"store\.disk_full"):
            project.backup()
    assert full.read_bytes() == before


def test_with_room_what_fails_is_not_told_as_a_full_disk(full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=10**9))
    with pytest.raises(KnownError, match=r"store\.disk_failed"):
        SqlCipherFiles().open(full, fresh_key())


def test_what_a_dead_battery_left_in_the_log_waits_for_room(full: Path) -> None:
    full.with_name(f"{full.name}-wal").write_bytes(b"\x37\x7f\x06\x82" + bytes(4092))
    with pytest.raises(KnownError, match=r"store\.disk_full"):
        SqlCipherFiles().open(full, fresh_key())


def test_missing_empty_text_and_foreign_files(tmp_path: Path) -> None:
    path = tmp_path / "x.mrm"
    assert refused(path).code == "file.no_project"
    path.write_bytes(b"")
    assert refused(path).code == "file.project_empty"
    for content in (b"Dear colleague,\n" * 3, b"text " * 4000, b"SQLite format 3\x00" + b"\x00" * 8000, b"\x00" * 4096):
        path.write_bytes(content)
        assert refused(path).code == "file.not_a_project"


def test_key_of_another_project(closed: Path) -> None:
    assert refused(closed, DataKey(bytes(32), "00" * 16)).code == "file.key_of_another"
    # The salt says that the key belongs here, the pages say that it does not.
    assert refused(closed, DataKey(bytes(32), "0f" * 16)).code in ("file.damaged", "file.damaged_pages")


def test_truncated_files(closed: Path) -> None:
    whole = closed.read_bytes()
    for size in (10, 2000, 4096, 8192, len(whole) - 4096, len(whole) - 1):
        closed.write_bytes(whole[:size])
        assert refused(closed).code in ("file.damaged", "file.damaged_pages", "file.key_of_another"), size


def test_a_flipped_bit_in_any_page_is_found(closed: Path) -> None:
    whole = bytearray(closed.read_bytes())
    pages = len(whole) // 4096
    assert pages > 40
    for page in range(pages):
        whole[page * 4096 + 1000] ^= 1
        closed.write_bytes(whole)
        error = refused(closed)
        assert error.code in ("file.damaged", "file.damaged_pages"), page
        whole[page * 4096 + 1000] ^= 1


def test_a_newer_file_is_refused(closed: Path) -> None:
    with contextlib.closing(connect(closed, fresh_key().raw())) as connection:
        connection.execute("PRAGMA user_version = 999")
    assert refused(closed).code == "file.newer"


def test_right_key_but_not_ours(tmp_path: Path) -> None:
    path = tmp_path / "other.mrm"
    path.touch()
    with contextlib.closing(connect(path, fresh_key().raw())) as connection:
        connection.execute("CREATE TABLE t (x)")
    assert refused(path).code == "file.not_a_project"


def test_two_windows_on_one_file(closed: Path) -> None:
    files = SqlCipherFiles()
    with files.open(closed, fresh_key()):
        with pytest.raises(CannotOpenError) as caught:
            files.open(closed, fresh_key())
        assert caught.value.code == "file.locked_by"
        assert set(caught.value.params) == {"file", "holder", "since"}
    files.open(closed, fresh_key()).close()
    assert not closed.with_name("toy.mrm.lock").exists()
    assert not closed.with_name("toy.mrm-wal").exists()


def test_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    assert refused_folder(tmp_path / "no" / "x.mrm") == "file.no_project"


def refused_folder(path: Path) -> str:
    with pytest.raises(CannotOpenError) as caught:
        SqlCipherFiles().open(path, fresh_key())
    return caught.value.code


def test_closing_twice_and_using_after(closed: Path) -> None:
    project = SqlCipherFiles().open(closed, fresh_key())
    project.close()
    project.close()
    with pytest.raises(CannotOpenError), project.read():
        pass
