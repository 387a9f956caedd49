"""Rights of offices in a shared database, each tried as the user of the server that has them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from typer.testing import CliRunner

from mrm_desktop.cli.main import app
from mrm_desktop.domain.approaches import AdoptedApproach
from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.drafts import Draft
from mrm_desktop.domain.duty_lines import DutyLine
from mrm_desktop.domain.errors import BugError, KnownError
from mrm_desktop.domain.geography import KeptLevel
from mrm_desktop.domain.protection_tools import ProtectionTool
from mrm_desktop.domain.sign_offs import Course, DecisionOutcome, PerceptionSince, SignOff
from mrm_desktop.domain.statements import AnnouncedEvent, Force
from mrm_desktop.domain.trips_out import Heard, LogLine, TripOut
from mrm_desktop.domain.vocabulary import Mode
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.project.question import Question
from mrm_desktop.services.decisions.check_records import verify
from mrm_desktop.store.office.guards import OFFICE_TABLES
from mrm_desktop.store.office.project import OfficeProject, open_office_project
from mrm_desktop.store.office.rights import Member
from mrm_desktop.store.rows.triggers import append_only_tables
from tests.services.conftest import POLICY, decide
from tests.store import records
from tests.store.postgres_server import raw

pytestmark = pytest.mark.postgis
USERS = ("bor", "juba", "hq", "reader", "stranger")


@pytest.fixture
def offices(office: OfficeProject, address: str) -> Iterator[dict[str, OfficeProject]]:
    """The project of its owner, and as each user opens it. Bor keeps what it learns to itself; Juba shares."""
    engine = raw(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for user in USERS:
            connection.execute(text(f"DROP ROLE IF EXISTS {user}"))
            connection.execute(text(f"CREATE ROLE {user} LOGIN"))
    office.grant(Member("bor", "Bor", sees_all=False, shares=False, may_write=True))
    office.grant(Member("juba", "Juba", sees_all=False, shares=True, may_write=True))
    office.grant(Member("hq", "Headquarters", sees_all=True, shares=True, may_write=True))
    office.grant(Member("reader", "Juba", sees_all=False, shares=True, may_write=False))
    with office.write() as repo:
        one = records.dataset()
        repo.add_dataset(one)
        repo.add_areas([records.area("XT01"), records.area("XT02", 1)], one.id)
    opened = {user: open_office_project(as_user(address, user)) for user in USERS if user != "stranger"}
    yield {"owner": office} | opened
    for project in opened.values():
        project.close()
    with engine.connect() as connection:
        for user in USERS:
            connection.execute(text(f"DROP OWNED BY {user}"))
            connection.execute(text(f"DROP ROLE {user}"))


def as_user(address: str, user: str) -> str:
    return address.replace("postgres@", f"{user}@")


def learn(project: OfficeProject) -> None:
    """Let an office import evidence of its own, and state what no file carries."""
    one = records.dataset(DatasetKind.COMMUNITY, f"{project.name}.csv")
    with project.write() as repo:
        repo.add_dataset(one)
        repo.add_evidence([records.evidence(one.id)])
        repo.add_actor_reports([records.actor_report(one.id)])
        repo.add_reset_events([records.reset_event()])


def seen(project: OfficeProject) -> tuple[int, int, int, int]:
    with project.read() as repo:
        return len(repo.datasets()), len(repo.evidence()), len(repo.actor_reports()), len(repo.reset_events())


def test_an_office_sees_its_own_and_what_others_share(offices: dict[str, OfficeProject]) -> None:
    learn(offices["bor"])
    learn(offices["juba"])
    assert seen(offices["owner"]) == (3, 2, 2, 2)
    assert seen(offices["hq"]) == (3, 2, 2, 2)
    assert seen(offices["bor"]) == (3, 2, 2, 2)
    assert seen(offices["juba"]) == (2, 1, 1, 1)
    assert seen(offices["reader"]) == (2, 1, 1, 1)
    with offices["juba"].read() as repo:
        assert len(repo.areas()) == 2, "boundaries belong to everybody"


def test_what_is_out_of_sight_is_counted_and_said_on_the_card(offices: dict[str, OfficeProject]) -> None:
    learn(offices["bor"])
    assert offices["juba"].hidden() == {"XT01": {"evidence": 1, "actor_report": 1, "reset_event": 1}}
    assert offices["hq"].hidden() == offices["bor"].hidden() == {}
    here = OpenProject(offices["juba"], POLICY)
    told = {
        code: [
            c.params for c in here.card(code, Question(Mode.LIAISON)).assessment.conditions if c.code == "condition.out_of_sight"
        ]
        for code in ("XT01", "XT02")
    }
    assert told == {"XT01": [{"count": 3}], "XT02": []}


def test_what_is_dated_or_adopted_belongs_to_everybody_and_who_was_asked_to_the_office(offices: dict[str, OfficeProject]) -> None:
    day = date(2026, 3, 1)
    after = (
        SignOff("d1", "h1", "XT01", "country_director", day),
        DecisionOutcome("d1", "XT01", day, Course.STOPPED, PerceptionSince.WORSE, "Shots were heard.", "Field manager"),
    )
    with offices["bor"].write() as repo:
        repo.add_statements((*records.statements(), *after))
    with offices["juba"].read() as repo:
        in_sight = {type(s) for s in (*records.statements(), *after) if repo.statements(type(s))}
    assert in_sight == {AdoptedApproach, AnnouncedEvent, DecisionOutcome, DutyLine, Force, ProtectionTool, SignOff}
    assert offices["juba"].hidden() == {"XT01": {"statement": 5}, "": {"statement": 1}}


def test_an_office_that_shares_again_shows_what_it_had_kept(offices: dict[str, OfficeProject]) -> None:
    learn(offices["bor"])
    offices["owner"].grant(Member("bor", "Bor", sees_all=False, shares=True, may_write=True))
    assert seen(offices["juba"]) == (2, 1, 1, 1)
    assert offices["juba"].hidden() == {}


def state_of(error: DBAPIError) -> str:
    """The server's own code of a refusal."""
    return str(getattr(error.orig, "sqlstate"))  # noqa: B009 - of the driver's own error


def test_nobody_writes_in_the_name_of_another_office(offices: dict[str, OfficeProject], address: str) -> None:
    engine = raw(as_user(address, "juba"))
    for table in OFFICE_TABLES:
        with engine.connect() as connection, pytest.raises(DBAPIError) as caught:
            connection.execute(text(f"INSERT INTO {table} (office) VALUES ('Bor')"))
        assert state_of(caught.value) in ("42501", "23502"), table
    with engine.connect() as connection, pytest.raises(DBAPIError) as caught:
        connection.execute(
            text(
                "INSERT INTO reset_event (id, area_code, kind, happened_on, source, grade, office)"
                " VALUES (gen_random_uuid(), 'XT01', 'riot', '2026-01-01', 's', 'B2', 'Bor')"
            )
        )
    assert state_of(caught.value) == "42501"


def test_an_office_takes_back_its_own_imports_only(offices: dict[str, OfficeProject]) -> None:
    learn(offices["bor"])
    with offices["bor"].read() as repo:
        theirs = next(d for d in repo.datasets() if d.kind is DatasetKind.COMMUNITY)
    with pytest.raises(KnownError) as caught, offices["juba"].write() as repo:
        repo.undo_dataset(theirs.id, records.AT)
    assert caught.value.code == "office.not_allowed"
    with offices["bor"].write() as repo:
        repo.undo_dataset(theirs.id, records.AT)
    assert seen(offices["bor"])[1] == 0


def test_every_decision_is_in_sight_of_every_office(offices: dict[str, OfficeProject]) -> None:
    decide(offices["bor"], mode=Mode.CIVILIAN_CHANNEL)
    decide(offices["juba"], mode=Mode.CIVILIAN_CHANNEL)
    for user in ("bor", "juba", "hq", "reader"):
        with offices[user].read() as repo:
            assert [d.sequence for d in repo.decisions()] == [1, 2], user


def test_members_go_on_after_an_upgrade_that_brings_tables(offices: dict[str, OfficeProject], address: str) -> None:
    """The rights of members are given table by table; what came later must be theirs, too, and be filled."""
    for _ in range(2):
        decide(offices["bor"], mode=Mode.CIVILIAN_CHANNEL)
    with offices["owner"].read() as repo:
        before = repo.decision_heads()
    with raw(address).begin() as connection:
        for statement in OLDER:
            connection.execute(text(statement))
    open_office_project(address).close()
    decide(offices["bor"], mode=Mode.CIVILIAN_CHANNEL)
    with offices["reader"].read() as repo:
        assert repo.decision_heads()[:2] == before
        assert verify(repo.decisions(), repo.decision_heads(), repo.sealed_decisions()) == ()
        assert len(repo.decision_heads()) == 3


def test_who_was_rated_is_divided_in_a_database_that_lets_nothing_change(offices: dict[str, OfficeProject], address: str) -> None:
    with offices["bor"].write() as repo:
        repo.add_evidence([records.evidence(""), records.evidence("", "XT02")])
    with raw(address).begin() as connection:
        for statement in (
            *WITHOUT_0012_TO_0017,
            WITHOUT_0019,
            WITHOUT_0018,
            WITHOUT_0011,
            "ALTER TABLE evidence DISABLE TRIGGER USER",
            "UPDATE evidence SET rated = CASE area_code WHEN 'XT01' THEN 'mission' ELSE 'TOYBAT' END",
            "ALTER TABLE evidence ENABLE TRIGGER USER",
            "UPDATE alembic_version SET version_num = '0010'",
        ):
            connection.execute(text(statement))
    open_office_project(address).close()
    with offices["bor"].read() as repo:
        assert {(e.area_code, e.item.rated.value, e.rated_unit) for e in repo.evidence()} == {
            *(("XT01", "un_military", ""), ("XT02", "un_military", "TOYBAT")),
        }
    with raw(address).begin() as connection:
        states = connection.execute(
            text("SELECT DISTINCT tgenabled FROM pg_trigger WHERE tgrelid = 'evidence'::regclass AND tgname LIKE 'no_%'")
        )
        assert states.scalars().all() == ["A"], "the triggers speak again, in replicas too"
    with offices["juba"].read() as repo:
        assert repo.evidence() == (), "an office's own stays its own"


WITHOUT_0011 = (
    "ALTER TABLE evidence DROP COLUMN rated_unit, DROP COLUMN asked_elsewhere, DROP COLUMN takes_sides_share,"
    " DROP COLUMN minds_being_seen_share, DROP COLUMN bad_conduct_share, DROP COLUMN follow_ups"
)
OF_0018 = ("instrument", "parts", "design", "first_day", "last_day", "scale")  # the last of 0020
WITHOUT_0018 = f"ALTER TABLE evidence {', '.join(f'DROP COLUMN {name}' for name in OF_0018)}"
WITHOUT_0019 = "ALTER TABLE dataset DROP COLUMN sheet, DROP COLUMN record_keys"
WITHOUT_0012_TO_0017 = (
    "DROP TABLE statement, guard_pass, area_level, draft, trip_out, log_rows, log_event, tombstone, witnessed_head",
    "ALTER TABLE decision_head DROP COLUMN signatories",
    "ALTER TABLE contingent DROP COLUMN military_kind, DROP COLUMN police, DROP COLUMN child_protection_training",
)
OLDER = (
    WITHOUT_0019,
    WITHOUT_0018,
    *WITHOUT_0012_TO_0017,
    *("DROP TABLE decision_head", "CREATE TABLE column_block ()", WITHOUT_0011),
    "UPDATE alembic_version SET version_num = '0008'",
)
"""Takes a database back to the version before decisions had heads."""


def test_a_reader_adds_nothing_and_a_writer_changes_nothing(offices: dict[str, OfficeProject], address: str) -> None:
    with pytest.raises(KnownError) as caught, offices["reader"].write() as repo:
        repo.add_reset_events([records.reset_event()])
    assert caught.value.code == "office.not_allowed"
    engine = raw(as_user(address, "juba"))
    for table in append_only_tables():
        for statement in (f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE", f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"):
            with engine.connect() as connection, pytest.raises(DBAPIError) as denied:
                connection.execute(text(statement))
            assert state_of(denied.value) == "42501", statement
    for table in ("office", "office_member"):
        with engine.connect() as connection, pytest.raises(DBAPIError) as denied:
            connection.execute(text(f"SELECT * FROM {table}"))
        assert state_of(denied.value) == "42501"


def test_levels_of_detail_give_way_to_newer_ones_for_who_may_write(offices: dict[str, OfficeProject], address: str) -> None:
    level = KeptLevel(0.001, b"shapes")
    for name in ("juba", "bor"):
        with offices[name].write() as repo:
            repo.keep_area_levels(name, [level])
    with offices["reader"].read() as repo:
        assert (repo.area_levels("juba"), repo.area_levels("bor")) == ((), (level,)), "they belong to everybody"
    with pytest.raises(KnownError) as caught, offices["reader"].write() as repo:
        repo.keep_area_levels("reader", [level])
    assert caught.value.code == "office.not_allowed"
    with raw(as_user(address, "juba")).connect() as connection, pytest.raises(DBAPIError) as denied:
        connection.execute(text("UPDATE area_level SET fingerprint = 'x'"))
    assert state_of(denied.value) == "42501"


def test_a_trip_that_is_out_is_seen_by_its_own_base_and_by_no_other(offices: dict[str, OfficeProject]) -> None:
    trip = TripOut("a" * 32, "Run", (records.DAY,), (), (), 120, records.DAY, (LogLine(records.AT, Heard.LEFT),))
    with offices["bor"].write() as repo:
        repo.keep_trip_out(trip)
    with offices["bor"].write() as repo:
        repo.keep_trip_out(trip.noted(LogLine(records.AT, Heard.HEARD, "1")))
    seen = {}
    for name, office in offices.items():
        with office.read() as repo:
            seen[name] = [len(one.log) for one in repo.trips_out()]
    assert seen["bor"] == [2]
    seen.pop("owner")  # who made the server sees everything on it
    assert {name: found for name, found in seen.items() if found} == {"bor": [2]}, "no other base, and not headquarters"
    with offices["bor"].write() as repo:
        repo.destroy_trip_out(trip.id)
        assert repo.trips_out() == ()


def test_a_draft_is_seen_by_whoever_typed_it_and_by_nobody_else(offices: dict[str, OfficeProject]) -> None:
    def typed(role: str) -> Draft:
        return Draft("decision", "XT01", {"role": role}, (), records.AT, records.DAY)

    for name in ("juba", "bor"):
        with offices[name].write() as repo:
            repo.keep_draft(typed(f"Field manager in {name}"))
    for name in ("juba", "bor"):
        with offices[name].read() as repo:
            assert repo.drafts() == (typed(f"Field manager in {name}"),)
    with offices["reader"].read() as repo:
        assert repo.drafts() == ()
    with offices["bor"].write() as repo:
        repo.destroy_draft("decision", "XT01")
    with offices["juba"].read() as repo:
        assert len(repo.drafts()) == 1, "nobody destroys what another one types"


def test_only_members_come_in_and_only_while_they_are_members(offices: dict[str, OfficeProject], address: str) -> None:
    with pytest.raises(KnownError) as caught:
        open_office_project(as_user(address, "stranger"))
    assert caught.value.code == "office.not_allowed"
    offices["owner"].revoke("juba")
    with pytest.raises(KnownError) as caught, offices["juba"].read() as repo:
        repo.evidence()
    assert caught.value.code == "office.not_allowed"
    with pytest.raises(KnownError) as caught:
        offices["owner"].revoke("juba")
    assert caught.value.code == "office.no_such_user"


def test_a_member_gives_no_rights(offices: dict[str, OfficeProject]) -> None:
    with pytest.raises((KnownError, BugError)) as caught:
        offices["juba"].grant(Member("stranger", "Juba", sees_all=True, shares=True, may_write=True))
    assert caught.value.code in ("office.not_allowed", "office.cannot_grant")
    with pytest.raises(KnownError) as caught:
        offices["owner"].grant(Member('no"body', "Juba", sees_all=False, shares=True, may_write=True))
    assert caught.value.code == "office.no_such_user"


def test_rights_by_command(offices: dict[str, OfficeProject], address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MRM_PROJECT", address.replace("postgresql+psycopg://", "postgresql://"))
    run = CliRunner().invoke
    assert run(app, ["office", "grant", "stranger", "--office", "Bor; DROP TABLE office", "--read-only", "--keeps"]).exit_code == 0
    listed = run(app, ["office", "members", "--json"])
    assert '"office": "Bor; DROP TABLE office"' in listed.stdout
    assert "stranger" in run(app, ["office", "members"]).stdout
    assert run(app, ["office", "revoke", "stranger"]).exit_code == 0
    assert "stranger" not in run(app, ["office", "members", "--json"]).stdout
