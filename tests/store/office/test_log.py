"""The log of events of a shared database: written by the server, one chain for all members, checked by each."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from mrm_desktop.domain.vocabulary import Mode
from mrm_desktop.store.office.project import OfficeProject
from mrm_desktop.store.office.rights import Member
from tests.services.conftest import decide
from tests.store import records
from tests.store.office.attacks import insert
from tests.store.office.test_guards import decide_in
from tests.store.office.test_guards import members as members
from tests.store.office.test_rights import as_user
from tests.store.postgres_server import raw

pytestmark = pytest.mark.postgis


def test_each_writing_of_each_member_is_one_event_of_one_chain(
    members: dict[str, OfficeProject], office: OfficeProject, address: str
) -> None:
    office.grant(Member("bor", "Bor", sees_all=False, shares=False, may_write=True))
    before = office.log_end()
    assert before.events >= 1, "what was there when the rules came is the first event"
    decide_in(office, members["bor"])
    decide(members["juba"], mode=Mode.CIVILIAN_CHANNEL)
    with members["bor"].write() as repo:
        repo.add_evidence([records.evidence("", f"XT{n:02}") for n in range(13)])
    with raw(as_user(address, "juba")).begin() as plain:
        plain.execute(text(insert("reset_event")))
        plain.execute(text(insert("reset_event")))
    for user in ("bor", "juba", "reader"):
        found = members[user].check_log(before.head)
        assert (found.breaks, found.events, found.expected_at) == ((), before.events + 5, before.events), user
        assert found.head == members[user].log_end().head


def test_settings_of_a_session_change_no_hash(members: dict[str, OfficeProject], address: str) -> None:
    with raw(as_user(address, "juba")).begin() as plain:
        for setting in ("extra_float_digits = -10", "timezone = 'Asia/Tokyo'", "datestyle = 'German'", "bytea_output = 'escape'"):
            plain.execute(text(f"SET {setting}"))
        plain.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
        plain.execute(text(insert("evidence", mean_rating="1.23456789012345")))
        plain.execute(text(insert("area")))
    assert members["bor"].check_log().breaks == ()


@pytest.mark.parametrize(
    ("statements", "code"),
    [
        (
            ("ALTER TABLE {0} DISABLE TRIGGER USER", "UPDATE {0} SET source = 'x'", "ALTER TABLE {0} ENABLE TRIGGER USER"),
            "log.content",
        ),
        (("ALTER TABLE {0} DISABLE TRIGGER USER", "DELETE FROM {0}"), "log.content"),
        (("ALTER TABLE {0} DISABLE TRIGGER USER",), "log.trigger"),
        (("DROP TRIGGER log_{0} ON {0}", "INSERT INTO {0} SELECT (r).* FROM (SELECT r FROM {0} r) s WHERE false"), "log.trigger"),
        (("ALTER TABLE log_event DISABLE TRIGGER USER", "UPDATE log_event SET at = '2001-01-01T00\\:00\\:00+00\\:00'"), "log.hash"),
        (("ALTER TABLE log_rows DISABLE TRIGGER USER", "DELETE FROM log_rows WHERE table_name = '{0}'"), "log.unlogged"),
    ],
)
def test_what_the_owner_changes_behind_the_log_is_found(
    members: dict[str, OfficeProject], address: str, statements: tuple[str, ...], code: str
) -> None:
    with members["bor"].write() as repo:
        repo.add_reset_events([records.reset_event()])
    with raw(address).begin() as owner:
        for statement in statements:
            owner.execute(text(statement.format("reset_event")))
    assert code in {found.code for found in members["juba"].check_log().breaks}


@pytest.mark.parametrize("table", ["log_event", "log_rows", "log_due"])
def test_no_member_writes_into_the_log(members: dict[str, OfficeProject], address: str, table: str) -> None:
    for statement in (f"INSERT INTO {table} DEFAULT VALUES", f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
        with raw(as_user(address, "juba")).connect() as connection, pytest.raises(DBAPIError) as denied:
            connection.execute(text(statement))
        assert getattr(denied.value.orig, "sqlstate", "") == "42501", statement
