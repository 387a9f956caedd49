"""What two roles take out is nowhere any more - the pages are decrypted and searched - and the log still fits and says that it was done."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from mrm_desktop.domain.datasets import Dataset
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.purges import RETENTION, Purge
from mrm_desktop.foundation.clock import new_id
from mrm_desktop.keeping.purge import count_what_is_over, purge_import, purge_what_is_over
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.store.file.backup import backups, set_aside_files
from mrm_desktop.store.file.engine import connect
from mrm_desktop.store.file.project_file import ProjectFile, SqlCipherFiles
from mrm_desktop.store.rows.transfer import read_rows
from mrm_desktop.vault.keys import Vault
from tests.keeping.conftest import PASSPHRASE, Kept
from tests.store import records

MARK = "ZQXWVKJ"
PURGE = Purge("a column held what may not be kept", "Information officer", "Head of office")
PAGE, RESERVED, IV = 4096, 80, 16


@contextlib.contextmanager
def opened(path: Path) -> Iterator[OpenProject]:
    project = OpenProject(SqlCipherFiles().open(path, Vault().unlock(path, PASSPHRASE)))
    try:
        yield project
    finally:
        project.close()


def decrypted(path: Path, raw_key: str) -> bytes:
    """Every page of an encrypted file, free ones as well, as SQLCipher seals them."""
    content, key, plain = path.read_bytes(), bytes.fromhex(raw_key[:64]), []
    for at in range(0, len(content), PAGE):
        page = content[at : at + PAGE]
        begin, end = (16 if at == 0 else 0), PAGE - RESERVED
        decryptor = Cipher(algorithms.AES(key), modes.CBC(page[end : end + IV])).decryptor()
        plain.append(decryptor.update(page[begin:end]) + decryptor.finalize())
    return b"".join(plain)


def lies_in(kept: Kept) -> list[str]:
    """Names of the files of the project in which the mark can be read by whoever has the key."""
    raw = Vault().unlock(kept.path, PASSPHRASE).raw()
    files = (kept.path, *backups(kept.path), *set_aside_files(kept.path))
    return [path.name for path in files if MARK.encode() in decrypted(path, raw)]


def bring_in(project: OpenProject, mark: str = MARK) -> Dataset:
    one = records.dataset(name=f"{mark}.csv")
    with project.write() as repository:
        repository.add_dataset(one)
        repository.add_places([replace(records.place(one.id), name=f"{mark} {n}", id=new_id()) for n in range(50)])
        repository.add_actor_reports([records.actor_report(one.id, actor=mark)])
        repository.add_incidents([records.incident(one.id)])
    return one


def test_nothing_of_it_is_left_and_the_log_fits(kept: Kept) -> None:
    with opened(kept.path) as project:
        bring_in(project, "OTHERS")
        one = bring_in(project)
        project.store.backup()
    assert lies_in(kept) == [kept.path.name, *(b.name for b in backups(kept.path)[:2])], "the search finds what is there"
    with opened(kept.path) as project:
        head = project.store.log_end()
        assert purge_import(project, one.id, PURGE) == 53
    assert lies_in(kept) == []
    with opened(kept.path) as project:
        store = project.store
        check = store.check_log(head.head)  # type: ignore[attr-defined]
        assert (check.breaks, check.expected_at) == ((), head.events)
        [told] = store.purges()  # type: ignore[attr-defined]
        assert (told.rows, told.reason, told.purged_by, told.seen_by) == (53, PURGE.reason, PURGE.purged_by, PURGE.seen_by)
        with project.read() as repository:
            assert [d.file_name for d in repository.datasets()] == ["OTHERS.csv"]
            assert len(repository.places()) == 50


def test_what_comes_after_is_in_the_log_as_well(kept: Kept) -> None:
    """SQLite would give the places of the newest rows again."""
    with opened(kept.path) as project:
        one = bring_in(project)
        purge_import(project, one.id, PURGE)
        bring_in(project, "LATER")
        store = project.store
        assert store.check_log().breaks == ()  # type: ignore[attr-defined]
        raw = Vault().unlock(kept.path, PASSPHRASE).raw()
        with contextlib.closing(connect(kept.path, raw)) as connection:
            connection.execute("DROP TRIGGER no_update_place")
            connection.execute("UPDATE place SET name = 'changed' WHERE name = 'LATER 7'")
        assert {found.code for found in store.check_log().breaks} == {"log.content", "log.trigger"}  # type: ignore[attr-defined]


def tampered(kept: Kept, *statements: str) -> set[tuple[str, str]]:
    with opened(kept.path) as project:
        one = bring_in(project)
        purge_import(project, one.id, PURGE)
    raw = Vault().unlock(kept.path, PASSPHRASE).raw()
    with contextlib.closing(connect(kept.path, raw)) as connection:
        for name in ("no_update_tombstone", "no_delete_tombstone", "no_delete_place", "no_place_twice_place"):
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
    with opened(kept.path) as project:
        breaks = project.store.check_log().breaks  # type: ignore[attr-defined]
    return {(found.code, found.what) for found in breaks if found.code != "log.trigger"}


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE tombstone SET purged_by = 'Somebody else'", {("log.content", "tombstone")}),
        (
            "UPDATE tombstone SET leaf = (SELECT leaf FROM tombstone LIMIT 1)",
            {("log.content", "place"), ("log.content", "tombstone")},
        ),
        ("DELETE FROM tombstone WHERE table_name = 'place'", {("log.content", "place"), ("log.content", "tombstone")}),
        (
            "INSERT INTO place (seq, id, name, kind, code, matched_by) SELECT place, randomblob(16), 'back', 'well', 'P', 'point'"
            " FROM tombstone WHERE table_name = 'place' LIMIT 1",
            {("log.content", "place"), ("log.unlogged", "place")},
        ),
    ],
)
def test_whoever_changes_what_stands_for_it_is_found(kept: Kept, statement: str, found: set[tuple[str, str]]) -> None:
    assert found <= tampered(kept, statement)


def test_a_row_that_vanishes_without_a_tombstone_is_found(kept: Kept) -> None:
    assert ("log.content", "reset_event") in tampered(kept, "DROP TRIGGER no_delete_reset_event", "DELETE FROM reset_event")


def test_what_is_older_than_two_years_goes_when_two_roles_say_so(kept: Kept) -> None:
    with opened(kept.path) as project:
        one = records.dataset()
        old, new = records.evidence(one.id), records.evidence(one.id)
        with project.write() as repository:
            repository.add_dataset(one)
            repository.add_evidence([replace(old, item=replace(old.item, collected_on=date(2023, 1, 1))), new])
        today = date(2026, 3, 1)
        assert count_what_is_over(project, today) == 1
        with pytest.raises(KnownError, match=r"purge\.two_roles"):
            purge_what_is_over(project, today, Purge(RETENTION, "Head", "Head"))
        assert purge_what_is_over(project, today, Purge(RETENTION, "Information officer", "Head")) == 1
        assert count_what_is_over(project, today) == 0
        with project.read() as repository:
            assert [e.id for e in repository.evidence()] == [new.id]
        assert project.store.check_log().breaks == ()  # type: ignore[attr-defined]


@pytest.mark.parametrize("call", [lambda p: purge_import(p, "0" * 32, PURGE)])
def test_what_is_not_there_is_said(kept: Kept, call: Callable[[OpenProject], int]) -> None:
    with opened(kept.path) as project, pytest.raises(KnownError, match=r"import\.no_such_dataset"):
        call(project)


def test_killed_before_the_backups_were_destroyed_the_next_opening_does_it(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(kept.path) as project:
        one = bring_in(project)

    def die(_: ProjectFile) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(ProjectFile, "_leave_no_byte", die)
        with opened(kept.path) as project, pytest.raises(KeyboardInterrupt):
            project.store.purge_dataset(one.id, PURGE)  # type: ignore[attr-defined]
    assert lies_in(kept) != []
    with opened(kept.path):
        pass
    assert lies_in(kept) == []
    assert [path.name for path in kept.path.parent.iterdir() if path.name.startswith(".")] == []


def test_stopped_before_the_end_nothing_is_half_gone(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    from mrm_desktop.store.file import project_file

    with opened(kept.path) as project:
        one = bring_in(project)

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(project_file, "append_event", die)
        with opened(kept.path) as project, pytest.raises(KeyboardInterrupt):
            project.store.purge_dataset(one.id, PURGE)  # type: ignore[attr-defined]
    with opened(kept.path) as project:
        store = project.store
        assert store.check_log().breaks == ()  # type: ignore[attr-defined]
        assert store.purges() == ()  # type: ignore[attr-defined]
        with store._read_transaction() as connection:  # type: ignore[attr-defined]
            assert len(read_rows(connection, "place")) == 50
