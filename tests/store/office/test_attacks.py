"""An ordinary member with a client of its own against a real server: nothing gets through, and legal work goes on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.vocabulary import Mode
from mrm_desktop.services.decisions.check_records import verify
from mrm_desktop.store.office.project import create_office_project, open_office_project
from mrm_desktop.store.office.rights import Member
from tests.services.conftest import decide
from tests.store import records
from tests.store.office.attacks import KEPT, SHOWN, SOUND, attempts, insert
from tests.store.postgres_server import raw, url

pytestmark = pytest.mark.postgis
USERS = ("bor", "juba", "reader")


@pytest.fixture(scope="module")
def besieged(server: Path) -> Iterator[str]:
    """A database with two offices, of which Bor keeps what it learns to itself."""
    name = "besieged"
    with raw(url(server, "postgres"), isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template_mrm"))
        for user in USERS:
            connection.execute(text(f"CREATE ROLE {user} LOGIN"))
    address = url(server, name)
    with create_office_project(address, records.info(), [records.mission()]) as owner:
        owner.grant(Member("bor", "Bor", sees_all=False, shares=False, may_write=True))
        owner.grant(Member("juba", "Juba", sees_all=False, shares=True, may_write=True))
        owner.grant(Member("reader", "Juba", sees_all=False, shares=True, may_write=False))
        one = records.dataset()
        with owner.write() as repo:
            repo.add_dataset(one)
            repo.add_areas([records.area("XT01"), records.area("XT02", 1)], one.id)
    with open_office_project(as_user(address, "bor")) as bor:
        one = records.dataset(DatasetKind.ARMED_ACTORS, f"{KEPT}.csv")
        with bor.write() as repo:
            repo.add_dataset(one)
            repo.add_actor_reports([records.actor_report(one.id, source=KEPT)])
        decide(bor, mode=Mode.CIVILIAN_CHANNEL)
    with raw(address, isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text("ANALYZE"))
    yield address
    with raw(address, isolation_level="AUTOCOMMIT").connect() as connection:
        for user in USERS:
            connection.execute(text(f"DROP OWNED BY {user}"))
    with raw(url(server, "postgres"), isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        for user in USERS:
            connection.execute(text(f"DROP ROLE {user}"))


def as_user(address: str, user: str) -> str:
    return address.replace("postgres@", f"{user}@")


@pytest.fixture(scope="module")
def engines(besieged: str) -> dict[str, Engine]:
    return {user: raw(as_user(besieged, user)) for user in USERS}


@pytest.mark.parametrize("table", sorted(SOUND))
def test_a_sound_row_of_a_member_goes_in(engines: dict[str, Engine], table: str) -> None:
    with engines["juba"].connect() as connection:
        assert connection.execute(text(insert(table).replace(":", "\\:"))).rowcount == 1


@pytest.mark.parametrize(("user", "statement"), list(attempts()))
def test_nothing_else_gets_through(engines: dict[str, Engine], user: str, statement: str) -> None:
    with engines[user].connect() as connection, pytest.raises(DBAPIError) as refused:
        connection.execute(text(statement.replace(":", "\\:")))
    assert getattr(refused.value.orig, "sqlstate", "") != "42601", "a statement that no server understands is no attempt"


@pytest.mark.parametrize("asked", SHOWN)
def test_what_an_office_keeps_is_shown_nowhere(engines: dict[str, Engine], asked: str) -> None:
    with engines["juba"].connect() as connection:
        connection.execute(text("SET row_security = on"))
        assert connection.execute(text(asked)).scalar() == 0


def test_a_predicate_of_ones_own_sees_no_hidden_row(engines: dict[str, Engine]) -> None:
    """A function that says what it is given would tell, were it asked before the policy."""
    with engines["juba"].connect() as connection:
        found = connection.execute(text(f"SELECT count(*) FROM actor_report WHERE 1 / (source <> '{KEPT}')::int = 1"))
        assert found.scalar() == 0


def test_the_server_writes_who_and_when_and_in_which_order(engines: dict[str, Engine]) -> None:
    row = {"seq": "9223372036854775807", "entered_by": "'bor'", "entered_at": "'2001-01-01'"}
    with engines["juba"].connect() as connection:
        connection.execute(text(insert("reset_event", **row)))
        asked = "SELECT entered_by, entered_at > now() - interval '1 minute', seq < 1000000 FROM reset_event WHERE office = 'Juba'"
        assert connection.execute(text(asked)).one() == ("juba", True, True)


def test_there_are_more_than_a_hundred_attempts() -> None:
    assert len(set(attempts())) == len(list(attempts())) > 150


def test_after_all_this_everybody_works_on(besieged: str) -> None:
    for user in ("juba", "bor"):
        with open_office_project(as_user(besieged, user)) as project:
            decide(project, mode=Mode.CIVILIAN_CHANNEL)
            with project.write() as repo:
                repo.add_reset_events([records.reset_event()])
            with project.read() as repo:
                assert verify(repo.decisions(), repo.decision_heads(), repo.sealed_decisions()) == ()
                assert len(repo.areas()) == 2
