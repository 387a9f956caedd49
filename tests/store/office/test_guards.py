"""Between members: who holds the lock is named, databases are closed to strangers, trust needs two, older ones are brought up."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from mrm_desktop.domain.errors import CannotOpenError, KnownError
from mrm_desktop.domain.vocabulary import Mode
from mrm_desktop.store.office import schema
from mrm_desktop.store.office.project import OfficeProject, create_office_project, open_office_project
from mrm_desktop.store.office.rights import Member
from tests.services.conftest import decide
from tests.store import records
from tests.store.office.attacks import insert
from tests.store.office.test_attacks import as_user
from tests.store.postgres_server import raw, url

pytestmark = pytest.mark.postgis
USERS = ("bor", "juba", "reader")


@pytest.fixture
def members(office: OfficeProject, address: str) -> Iterator[dict[str, OfficeProject]]:
    """Two members that write and one that reads, each with the project open."""
    with raw(address, isolation_level="AUTOCOMMIT").connect() as connection:
        for user in USERS:
            connection.execute(text(f"CREATE ROLE {user} LOGIN"))
        for user in USERS:
            office.grant(Member(user, user.title(), sees_all=False, shares=True, may_write=user != "reader"))
        opened = {user: open_office_project(as_user(address, user)) for user in USERS}
        yield opened
        for project in opened.values():
            project.close()
        for user in USERS:
            connection.execute(text(f"DROP OWNED BY {user}"))
            connection.execute(text(f"DROP ROLE {user}"))


def test_who_holds_the_lock_is_named(members: dict[str, OfficeProject], address: str) -> None:
    with raw(address).begin() as owner:
        owner.execute(text("ALTER FUNCTION mrm_lock() SET lock_timeout = '300ms'"))
    with raw(as_user(address, "juba")).begin() as holding:
        holding.execute(text(insert("reset_event")))
        with pytest.raises(KnownError) as caught, members["bor"].write():
            pass
    assert (caught.value.code, caught.value.params["holder"]) == ("office.busy", "juba")
    with members["bor"].write() as repo:
        repo.add_reset_events([records.reset_event()])


def test_a_reader_stops_no_writer(members: dict[str, OfficeProject], address: str) -> None:
    with raw(as_user(address, "reader")).begin() as reading:
        reading.execute(text("SELECT pg_advisory_lock(1297239345), count(*) FROM evidence"))
        reading.execute(text("LOCK TABLE evidence, policy IN ACCESS SHARE MODE"))
        with members["bor"].write() as repo:
            repo.add_reset_events([records.reset_event()])
    with members["juba"].read() as repo:
        assert len(repo.reset_events()) == 1


def test_a_member_of_one_database_is_none_of_another(members: dict[str, OfficeProject], server: Path) -> None:
    with raw(url(server, "postgres"), isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text("CREATE DATABASE elsewhere TEMPLATE template_mrm"))
    try:
        create_office_project(url(server, "elsewhere"), records.info(), [records.mission()]).close()
        with pytest.raises(KnownError) as caught:
            open_office_project(as_user(url(server, "elsewhere"), "bor"))
        assert caught.value.code == "office.not_allowed"
    finally:
        with raw(url(server, "postgres"), isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text("DROP DATABASE elsewhere WITH (FORCE)"))


def test_a_key_is_trusted_when_two_members_have_compared_it(members: dict[str, OfficeProject], address: str) -> None:
    key = "ab" * 32
    trust = text(
        "INSERT INTO trusted_signer (id, public_key, role, trusted_at)"
        f" VALUES (gen_random_uuid(), '{key}', 'Headquarters', '2026-03-01T12\\:00\\:00+00\\:00')"
    )
    assert [members["bor"].vouch(key), members["bor"].vouch(key)] == [1, 1], "nobody is two people"
    with raw(as_user(address, "bor")).begin() as connection, pytest.raises(Exception, match="second person"):
        connection.execute(trust)
    assert members["juba"].vouch(key) == 2
    with raw(as_user(address, "bor")).begin() as connection:
        connection.execute(trust)


def test_an_older_database_is_brought_up_by_its_owner_and_by_nobody_else(
    members: dict[str, OfficeProject], office: OfficeProject, address: str
) -> None:
    decide_in(office, members["bor"])
    with raw(address).begin() as owner:
        for statement in AS_IT_WAS:
            owner.execute(text(statement))
    with pytest.raises(CannotOpenError) as caught:
        open_office_project(as_user(address, "bor"))
    assert caught.value.code == "office.owner_first"
    failed: list[Exception] = []

    def bring_up() -> None:
        try:
            open_office_project(address).close()
        except Exception as error:  # the failure that is looked for
            failed.append(error)

    at_once = [threading.Thread(target=bring_up) for _ in range(3)]
    for thread in at_once:
        thread.start()
    for thread in at_once:
        thread.join()
    assert failed == []
    with open_office_project(as_user(address, "bor")) as bor:
        decide(bor, mode=Mode.CIVILIAN_CHANNEL)
    with open_office_project(as_user(address, "reader")) as reader, pytest.raises(KnownError) as denied, reader.write():
        pass
    assert denied.value.code == "office.not_allowed"
    assert [(m.member, m.may_write) for m in office.members()] == [("bor", True), ("juba", True), ("reader", False)]
    with raw(address).connect() as connection:
        reached = text("SELECT has_table_privilege('mrm_reader', 'decision', 'SELECT')")
        assert connection.execute(reached).scalar() is False
        assert schema.rules_of(connection) == schema.RULES
    with raw(address, isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text("DROP OWNED BY mrm_reader, mrm_writer"))
        connection.execute(text("DROP ROLE mrm_reader, mrm_writer"))


def decide_in(owner: OfficeProject, member: OfficeProject) -> None:
    """Let a member record a decision on an area that the owner brought."""
    one = records.dataset()
    with owner.write() as repo:
        repo.add_dataset(one)
        repo.add_areas([records.area("XT01"), records.area("XT02", 1)], one.id)
    decide(member, mode=Mode.CIVILIAN_CHANNEL)


AS_IT_WAS = (
    "DO $$ DECLARE f record; BEGIN FOR f IN SELECT oid\\:\\:regprocedure AS name FROM pg_proc WHERE proname LIKE 'mrm\\_add\\_%'"
    " OR proname IN ('mrm_rules', 'mrm_lock', 'mrm_vouch') LOOP EXECUTE 'DROP FUNCTION ' || f.name || ' CASCADE'; END LOOP; END $$",
    "ALTER TABLE decision DROP COLUMN entered_by, DROP COLUMN entered_at, DROP COLUMN office CASCADE",
    "DROP TABLE signer_vouch, office_writer",
    "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO PUBLIC",
    "CREATE ROLE mrm_reader",
    "CREATE ROLE mrm_writer",
    "GRANT SELECT ON ALL TABLES IN SCHEMA public TO mrm_reader",
    "GRANT mrm_reader TO mrm_writer",
    "GRANT INSERT ON decision TO mrm_writer",
    "GRANT mrm_writer TO bor, juba",
    "GRANT mrm_reader TO reader",
    "DO $$ BEGIN EXECUTE 'DROP OWNED BY mrm_writer_' || (SELECT oid FROM pg_database WHERE datname = current_database())"
    " || ', mrm_reader_' || (SELECT oid FROM pg_database WHERE datname = current_database()); END $$",
    "DO $$ BEGIN EXECUTE 'DROP ROLE mrm_writer_' || (SELECT oid FROM pg_database WHERE datname = current_database())"
    " || ', mrm_reader_' || (SELECT oid FROM pg_database WHERE datname = current_database()); END $$",
    "DO $$ BEGIN EXECUTE 'GRANT CONNECT, TEMP ON DATABASE ' || current_database() || ' TO PUBLIC'; END $$",
)
"""Takes a database back to the rules before guards, with the roles that all databases of a server shared."""
