"""The shared office database, against a real server with PostGIS that the tests start for themselves."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from typer.testing import CliRunner

from mrm_desktop.cli.main import app
from mrm_desktop.domain.errors import BugError, CannotOpenError, KnownError
from mrm_desktop.domain.vocabulary import Mode
from mrm_desktop.services.decisions.check_records import replay, verify
from mrm_desktop.services.decisions.record_decision import FIRST_HASH
from mrm_desktop.store.office.project import OfficeProject, create_office_project, open_office_project
from mrm_desktop.store.rows.triggers import append_only_tables
from tests.services.conftest import decide
from tests.store import records
from tests.store.postgres_server import raw, url

pytestmark = pytest.mark.postgis


def test_every_kind_of_record_comes_back_equal(office: OfficeProject, address: str) -> None:
    one = records.dataset()
    written: dict[str, Sequence[Any]] = {
        "areas": (records.area(),),
        "places": (records.place(one.id), records.place(one.id, point=None, area_code=None, nearest_base_km=None)),
        "presence": (records.presence(one.id),),
        "evidence": (records.evidence(one.id), records.other_evidence(one.id)),
        "actor_reports": (records.actor_report(one.id), records.actor_report("", stance=None)),
        "incidents": (records.incident(one.id),),
        "reset_events": (records.reset_event(),),
        "circumstances": (records.circumstances(),),
        "contingents": (records.contingent(),),
        "focal_points": (records.focal_point(),),
        "fora": (records.forum(),),
        "guard_passes": (records.kept_pass(),),
    }
    with office.write() as repo:
        repo.add_dataset(one)
        repo.add_areas(written["areas"], one.id)
        for kind in [k for k in written if k != "areas"]:
            getattr(repo, f"add_{kind}")(written[kind])
        repo.add_statements(records.statements())
    with open_office_project(address) as again, again.read() as repo:
        for kind, expected in written.items():
            assert getattr(repo, kind)() == expected, kind
        assert repo.missions() == (records.mission(),)
        for statement in records.statements():
            assert repo.statements(type(statement)) == (statement,), statement
        assert repo.datasets() == (one,)


def test_decisions_are_recorded_verified_and_replayed_by_the_same_services(office: OfficeProject) -> None:
    one = records.dataset()
    with office.write() as repo:
        repo.add_dataset(one)
        repo.add_areas([records.area("XT01"), records.area("XT02", 1)], one.id)
        repo.set_info(records.info())
    for _ in range(3):
        decide(office, mode=Mode.CIVILIAN_CHANNEL)
    with office.read() as repo:
        decisions = tuple(repo.decisions())
        assert verify(decisions, repo.decision_heads()) == ()
    assert [d.sequence for d in decisions] == [1, 2, 3]
    assert replay(decisions) == ()


@pytest.mark.parametrize("verb", ["UPDATE", "DELETE", "TRUNCATE"])
def test_nothing_can_be_changed_not_even_as_a_replica(office: OfficeProject, address: str, verb: str) -> None:
    with office.write() as repo:
        repo.add_reset_events([records.reset_event()])
        repo.append_decision(records.decision(1, FIRST_HASH, "a" * 64))
    statement = {"UPDATE": "UPDATE {0} SET area_code = ''", "DELETE": "DELETE FROM {0}", "TRUNCATE": "TRUNCATE {0} CASCADE"}[verb]
    engine = raw(address)
    for role in ("origin", "replica"):
        for table in ("reset_event", "decision"):
            with engine.connect() as connection:
                connection.execute(text(f"SET session_replication_role = {role}"))
                with pytest.raises(IntegrityError, match="append-only"):
                    connection.execute(text(statement.format(table)))


def test_every_table_is_guarded(office: OfficeProject, address: str) -> None:
    engine = raw(address)
    with engine.connect() as connection:
        found = connection.execute(text("SELECT tgname FROM pg_trigger WHERE tgenabled = 'A'")).scalars().all()
    for table in append_only_tables():
        assert {f"no_change_{table}", f"no_truncate_{table}"} <= set(found)


@pytest.mark.parametrize(("sequence", "previous"), [(1, "1" * 64), (2, FIRST_HASH), (0, FIRST_HASH)])
def test_a_decision_out_of_line_is_refused(office: OfficeProject, sequence: int, previous: str) -> None:
    with pytest.raises(BugError), office.write() as repo:
        repo.append_decision(records.decision(sequence, previous, "d" * 64))


def test_a_line_that_breaks_in_the_middle_leaves_nothing_half_done(office: OfficeProject, address: str) -> None:
    engine = raw(address)

    def break_off() -> None:
        with office.write() as repo:
            repo.add_reset_events([records.reset_event()])
            with engine.begin() as other:
                other.execute(text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state LIKE 'idle in tr%'"))
            repo.add_reset_events([records.reset_event()])

    with pytest.raises(KnownError) as caught:
        break_off()
    assert caught.value.code == "office.connection_lost"
    with office.read() as repo:
        assert repo.reset_events() == ()


def test_another_window_hears_every_time_that_somebody_wrote(office: OfficeProject, address: str) -> None:
    heard, over = threading.Semaphore(0), threading.Event()
    with open_office_project(address) as window:
        listener = threading.Thread(target=window.listen, args=(heard.release, over))
        listener.start()
        assert heard.acquire(timeout=20), "what was there before anybody listened"
        for _ in range(3):
            with office.write() as repo:
                repo.add_reset_events([records.reset_event()])
            assert heard.acquire(timeout=20)
        over.set()
        listener.join(20)
        assert not listener.is_alive()


def test_a_listener_whose_line_breaks_says_so(office: OfficeProject, address: str) -> None:
    heard, failed = threading.Semaphore(0), list[str]()

    def listen() -> None:
        try:
            window.listen(heard.release, threading.Event())
        except KnownError as error:
            failed.append(error.code)

    with open_office_project(address) as window:
        listener = threading.Thread(target=listen)
        listener.start()
        assert heard.acquire(timeout=20)
        with raw(address, isolation_level="AUTOCOMMIT").connect() as connection:
            others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            connection.execute(text(others))
        listener.join(20)
    assert failed == ["office.connection_lost"]


def test_writers_take_turns(office: OfficeProject) -> None:
    failed = []

    def write() -> None:
        try:
            for _ in range(5):
                with office.write() as repo:
                    last = repo.last_decision()
                    n = last.sequence + 1 if last else 1
                    repo.append_decision(records.decision(n, last.hash if last else FIRST_HASH, f"{n:064d}"))
        except Exception as error:  # pragma: no cover - the failure that is looked for
            failed.append(error)

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with office.read() as repo:
        assert [d.sequence for d in repo.decisions()] == list(range(1, 21))


def test_a_second_project_in_one_database_and_a_database_without_one(office: OfficeProject, address: str, server: Path) -> None:
    with pytest.raises(KnownError) as caught:
        create_office_project(address, records.info(), [])
    assert caught.value.code == "office.not_empty"
    with pytest.raises(CannotOpenError) as missing:
        open_office_project(url(server, "template_mrm"))
    assert missing.value.code == "office.no_project"


def test_a_newer_database_is_refused(office: OfficeProject, address: str) -> None:
    engine = raw(address)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(CannotOpenError) as caught:
        open_office_project(address)
    assert caught.value.code == "office.newer"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("postgresql://office@db.example/mrm?sslmode=disable", "office.tls_required"),
        ("postgresql://office@db.example/mrm?sslmode=prefer", "office.tls_required"),
        ("postgresql://u@/mrm?host=/nowhere", "office.unreachable"),
        ("mysql://u@h/mrm", "office.bad_address"),
        ("postgresql://h", "office.bad_address"),
        ("nonsense", "office.bad_address"),
    ],
)
def test_addresses_that_cannot_be_used(asked: str, code: str) -> None:
    with pytest.raises(CannotOpenError) as caught:
        open_office_project(asked)
    assert caught.value.code == code


def test_the_commands_work_on_an_office_database(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = address.replace("postgresql+psycopg://", "postgresql://")
    monkeypatch.setenv("MRM_PROJECT", given)
    for arguments, code in (
        (("connect", given), 3),
        (("connect", given, "--mission", "UNMISS", "--title", "Toy"), 0),
        (("connect", given), 0),
        (("info", "--json"), 0),
        (("missions", "confirm", "UNMISS", "--source", "letter", "--until", "2099-01-01"), 0),
        (("verify",), 0),
    ):
        done = CliRunner().invoke(app, list(arguments))
        shown = 3 if isinstance(done.exception, CannotOpenError) else done.exit_code
        assert shown == code, (arguments, done.output, done.exception)
