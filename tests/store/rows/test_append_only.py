"""Nothing that was recorded can be changed or removed, not even by somebody who holds the key."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as driver
from sqlcipher3.dbapi2 import Connection

from mrm_desktop.domain.errors import BugError
from mrm_desktop.services.decisions.record_decision import FIRST_HASH
from mrm_desktop.store.file.engine import connect
from mrm_desktop.store.file.project_file import ProjectFile
from mrm_desktop.store.rows import triggers
from mrm_desktop.store.rows.models import KEYED_TABLES, LOG_TABLES
from mrm_desktop.store.rows.triggers import append_only_tables
from mrm_desktop.vault.signing import Signer
from tests.store import records
from tests.store.conftest import fresh_key


@pytest.fixture
def filled(project: ProjectFile, path: Path) -> Iterator[Connection]:
    one = records.dataset()
    with project.write() as repo:
        repo.add_dataset(one)
        repo.undo_dataset(one.id, records.AT)
        repo.add_areas([records.area()], one.id)
        repo.add_places([records.place(one.id)])
        repo.add_presence([records.presence(one.id)])
        repo.add_evidence([records.evidence(one.id)])
        repo.add_actor_reports([records.actor_report(one.id)])
        repo.add_incidents([records.incident(one.id)])
        repo.add_reset_events([records.reset_event()])
        repo.add_circumstances([records.circumstances()])
        repo.put_missions([records.mission()])
        repo.add_contingents([records.contingent()])
        repo.add_focal_points([records.focal_point()])
        repo.add_fora([records.forum()])
        repo.add_statements([records.consent()])
        repo.add_release(records.release())
        repo.add_guard_passes([records.kept_pass()])
        setattr(repo, "_signer", Signer("Head of office", bytes(32)))  # noqa: B010 - of the store's own repository
        repo.append_decision(records.decision(1, FIRST_HASH, "a" * 64))
    with contextlib.closing(connect(path, fresh_key().raw())) as connection:
        connection.execute("INSERT INTO trusted_signer (id, public_key, role, trusted_at) VALUES (x'01', 'k', 'r', 't')")
        connection.execute(
            "INSERT INTO other_decision (id, site, sequence, record, policy_checksum, hash)"
            " SELECT x'01', 'k', 1, '{}', checksum, 'h' FROM policy"
        )
        connection.execute(
            "INSERT INTO tombstone (id, table_name, place, row_mark, leaf, purged_at, reason, purged_by, seen_by)"
            " VALUES (x'01', 'none', 1, 'm', 'l', 't', 'r', 'a', 'b')"
        )
        connection.execute(
            "INSERT INTO witnessed_head (id, site, events, head, seen_at, witness, signature) VALUES (x'01', 's', 1, 'h', 't', 'w', '')"
        )
        yield connection


@pytest.mark.parametrize("table", [*append_only_tables(), *sorted(LOG_TABLES)])
def test_update_and_delete_are_refused(filled: Connection, table: str) -> None:
    column = filled.execute(f"SELECT name FROM pragma_table_info('{table}')").fetchone()[0]
    assert filled.execute(f"SELECT count(*) FROM {table}").fetchone()[0] >= 1
    for statement in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
        with pytest.raises(driver.IntegrityError, match="append-only"):
            filled.execute(statement)


def test_no_key_of_a_decision_can_be_reused(filled: Connection) -> None:
    """Each unique column would let INSERT OR REPLACE delete the row that holds it."""
    columns = [row[1] for row in filled.execute("PRAGMA table_info(decision)")]
    for reused in ("id", "hash"):
        new = {"sequence": "2", "previous_hash": "hash", "id": "randomblob(16)", "hash": "'new'"} | {reused: reused}
        wanted = ", ".join(new.get(column, column) for column in columns)
        with pytest.raises(driver.IntegrityError, match="append-only"):
            filled.execute(f"INSERT OR REPLACE INTO decision SELECT {wanted} FROM decision")
    assert filled.execute("SELECT count(*) FROM decision").fetchone()[0] == 1


@pytest.mark.parametrize("table", [*sorted(KEYED_TABLES), "log_rows"])
def test_replace_is_refused(filled: Connection, table: str) -> None:
    before = filled.execute(f"SELECT * FROM {table}").fetchall()
    assert before
    with pytest.raises(driver.IntegrityError, match=r"append-only|chain"):
        filled.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
    assert filled.execute(f"SELECT * FROM {table}").fetchall() == before


@pytest.mark.parametrize(("sequence", "previous"), [(1, "a" * 64), (3, "a" * 64), (2, "b" * 64), (2, ""), (0, "a" * 64)])
def test_a_decision_out_of_line_is_refused(filled: Connection, project: ProjectFile, sequence: int, previous: str) -> None:
    with pytest.raises(BugError), project.write() as repo:
        repo.append_decision(records.decision(sequence, previous, "d" * 64))
    with project.write() as repo:
        repo.append_decision(records.decision(2, "a" * 64, "d" * 64))
        assert len(repo.decision_heads()) == 2


def test_first_decision_must_start_where_the_services_start(project: ProjectFile) -> None:
    assert triggers.FIRST_HASH == FIRST_HASH
    with pytest.raises(BugError), project.write() as repo:
        repo.append_decision(records.decision(1, "1" * 64, "d" * 64))
