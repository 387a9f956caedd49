"""What somebody with the key can do to the past, and what the log says of it: each manipulation is found, or said by a witness."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlcipher3.dbapi2 import Connection

from mrm_desktop.domain.drafts import Draft
from mrm_desktop.domain.event_log import FIRST_HASH as FIRST_EVENT
from mrm_desktop.domain.event_log import LogCheck, SeenHead
from mrm_desktop.services.decisions.record_decision import FIRST_HASH
from mrm_desktop.store.file.engine import connect
from mrm_desktop.store.file.project_file import ProjectFile, open_project_file
from mrm_desktop.store.rows.triggers import sqlite_triggers
from mrm_desktop.vault.signing import Signer
from tests.store import records
from tests.store.conftest import fresh_key


@pytest.fixture
def past(project: ProjectFile) -> ProjectFile:
    """A project with an import, decisions, signatures, a release and an undo."""
    one, two = records.dataset(), records.dataset()
    with project.write() as repo:
        repo.add_dataset(one)
        repo.add_evidence([records.evidence(one.id), records.evidence(one.id, "XT02")])
        repo.add_actor_reports([records.actor_report(one.id)])
    previous = FIRST_HASH
    for sequence in (1, 2, 3):
        with project.write() as repo:
            setattr(repo, "_signer", Signer("Head of office", bytes(32)))  # noqa: B010 - of the store's own repository
            decision = records.decision(sequence, previous, f"{sequence}" * 64)
            repo.append_decision(decision)
            previous = decision.hash
    with project.write() as repo:
        repo.add_release(records.release())
    with project.write() as repo:
        repo.add_dataset(two)
        repo.undo_dataset(two.id, records.AT)
    return project


@contextlib.contextmanager
def insider(project: ProjectFile, put_back: bool = True) -> Iterator[Connection]:
    """Somebody with the passphrase: all triggers dropped, and put back afterwards so that nothing shows."""
    with contextlib.closing(connect(project._path, fresh_key().raw())) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name NOT LIKE 'rt_%'"
        ).fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        if put_back:
            for statement in sqlite_triggers():
                connection.execute(statement)


def codes(check: LogCheck) -> set[tuple[str, str]]:
    return {(found.code, found.what) for found in check.breaks}


def test_an_honest_past_is_whole_and_every_unit_of_work_is_one_event(past: ProjectFile) -> None:
    check = past.check_log()
    assert (check.breaks, check.events) == ((), 7), "the beginning, an import, three decisions, a release, an undo"
    with past.read():
        pass
    assert past.check_log().head == check.head


def test_what_is_no_record_is_no_event(past: ProjectFile) -> None:
    before = past.check_log().head
    with past.write() as repo:
        repo.keep_draft(Draft("trip", "", {"title": "x"}, (), records.AT, records.DAY))
    assert past.check_log().head == before


def test_a_witness_is_told_of_each_event_once_and_of_nothing_else(past: ProjectFile) -> None:
    told: list[SeenHead] = []
    past.be_witnessed(past.log_end(), told.append)
    with past.write() as repo:
        repo.keep_draft(Draft("trip", "", {"title": "x"}, (), records.AT, records.DAY))
    assert told == [], "neither what it saw before nor a draft"
    with past.write() as repo:
        repo.add_release(records.release())
    assert told == [past.log_end()]


def test_a_write_that_fails_leaves_no_event(past: ProjectFile) -> None:
    before = past.check_log().head

    def half() -> None:
        with past.write() as repo:
            repo.add_release(records.release())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half()
    assert past.check_log().head == before


MANIPULATIONS: dict[str, tuple[str, tuple[str, str]]] = {
    "the last decision is deleted": ("DELETE FROM decision WHERE sequence = 3", ("log.content", "decision")),
    "with its signature": (
        "DELETE FROM decision WHERE sequence = 3; DELETE FROM decision_signature WHERE seq = 3",
        ("log.content", "decision_signature"),
    ),
    "all decisions and signatures are deleted": (
        "DELETE FROM decision; DELETE FROM decision_signature",
        ("log.content", "decision"),
    ),
    "a decision in the middle is deleted": ("DELETE FROM decision WHERE sequence = 2", ("log.content", "decision")),
    "a text is changed": ("UPDATE decision SET area_name = 'x' WHERE sequence = 2", ("log.content", "decision")),
    "the signatures are deleted": ("DELETE FROM decision_signature", ("log.content", "decision_signature")),
    "the evidence behind is changed": ("UPDATE evidence SET grade = 'A1'", ("log.content", "evidence")),
    "the reports on armed actors are deleted": ("DELETE FROM actor_report", ("log.content", "actor_report")),
    "the log of releases is emptied": ("DELETE FROM released_file", ("log.content", "released_file")),
    "an undo is taken back": ("DELETE FROM dataset_undo", ("log.content", "dataset_undo")),
    "a policy is changed": ("UPDATE policy SET text = 'x'", ("log.content", "policy")),
    "a trusted office is slipped in": (
        "INSERT INTO trusted_signer (id, public_key, role, trusted_at) VALUES (x'01', 'k', 'r', 't')",
        ("log.unlogged", "trusted_signer"),
    ),
    "the office is another one": ("UPDATE project SET office = 'x'", ("log.unlogged", "project")),
    "an event is cut off": (
        "DELETE FROM log_rows WHERE event = 7; DELETE FROM log_event WHERE sequence = 7",
        ("log.unlogged", "dataset"),
    ),
    "an event in the middle is cut out": (
        "DELETE FROM log_rows WHERE event = 4; DELETE FROM log_event WHERE sequence = 4",
        ("log.link", ""),
    ),
    "an event is told otherwise": ("UPDATE log_rows SET count = count + 1 WHERE event = 3", ("log.hash", "")),
}


@pytest.mark.parametrize("what", MANIPULATIONS)
def test_a_manipulation_is_found_and_located(past: ProjectFile, what: str) -> None:
    statements, found = MANIPULATIONS[what]
    with insider(past) as connection:
        for statement in statements.split(";"):
            connection.execute(statement)
    assert found in codes(past.check_log()), past.check_log().breaks


def test_triggers_that_do_not_stand_are_named(past: ProjectFile) -> None:
    with insider(past, put_back=False):
        pass
    missing = {what for code, what in codes(past.check_log()) if code == "log.trigger"}
    assert {"no_delete_decision", "chain_log_event", "no_update_evidence"} <= missing
    assert len(missing) == len(list(sqlite_triggers()))


def test_a_trigger_that_was_made_toothless_is_named(past: ProjectFile) -> None:
    with insider(past) as connection:
        pass
    with contextlib.closing(connect(past._path, fresh_key().raw())) as connection:
        connection.execute("DROP TRIGGER no_delete_decision")
        connection.execute("CREATE TRIGGER no_delete_decision BEFORE DELETE ON decision BEGIN SELECT 1; END")
    assert codes(past.check_log()) == {("log.trigger", "no_delete_decision")}


def anew(project: ProjectFile, change: Callable[[Connection], None]) -> None:
    """Change the past and write the whole log anew to fit it: nothing inside the file can tell."""
    with insider(project) as connection:
        change(connection)
        connection.execute("DELETE FROM log_rows")
        connection.execute("DELETE FROM log_event")
    with project._write_transaction():
        pass


def test_who_writes_the_log_anew_is_found_by_a_head_that_was_noted(past: ProjectFile) -> None:
    noted = past.check_log().head
    anew(past, lambda connection: connection.execute("UPDATE evidence SET grade = 'A1'") and None)
    check = past.check_log(noted[:16])
    assert check.breaks == (), "inside the file nothing tells"
    assert check.expected_at is None, "but whoever noted the head knows"


def test_a_file_that_was_rolled_back_lacks_the_head_that_was_noted(past: ProjectFile, path: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.mrm"
    past.backup()
    shutil.copy(next(iter(sorted((path.parent / f"{path.name}-backups").glob("*.mrm")))), old)
    with past.write() as repo:
        repo.add_release(records.release())
    noted = past.check_log().head
    with open_project_file(old, fresh_key()) as rolled_back:
        assert rolled_back.check_log(noted).expected_at is None
        assert rolled_back.check_log(noted).breaks == ()


def test_a_head_that_was_noted_is_found_again_after_more_was_added(past: ProjectFile) -> None:
    noted = past.check_log()
    with past.write() as repo:
        repo.add_release(records.release())
    later = past.check_log(noted.head[:12])
    assert (later.expected_at, later.events) == (noted.events, noted.events + 1)


def test_the_first_event_is_chained_to_nothing() -> None:
    assert FIRST_EVENT == "0" * 64
