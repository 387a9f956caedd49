"""A bad row stops nobody: readers set it aside and say so, and the owner puts rows and members away, on record."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from typer.testing import CliRunner

from mrm_desktop.cli.main import app
from mrm_desktop.domain.duty_lines import DutyLine
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.project.knowledge import load_knowledge
from mrm_desktop.store.office.project import OfficeProject
from tests.store import records
from tests.store.office.attacks import insert
from tests.store.office.test_guards import members as members
from tests.store.office.test_rights import as_user
from tests.store.postgres_server import raw

pytestmark = pytest.mark.postgis
WHY = "It is not from the survey of March."


def poison(address: str) -> None:
    """Rows from before the server looked at them, and one that only a program finds out about."""
    with raw(address).begin() as owner:
        for table in ("evidence", "actor_report", "focal_point"):
            owner.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER add_{table}"))
        owner.execute(text(insert("evidence", method="'survey'")))
        owner.execute(text(insert("actor_report", stance="'not-a-word'")))
        for table in ("evidence", "actor_report", "focal_point"):
            owner.execute(text(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER add_{table}"))
    with raw(as_user(address, "juba")).begin() as juba:
        juba.execute(text(insert("statement", area_code="'XT02'")))
        juba.execute(text(insert("circumstances", facts="'{\"context\"\\:5}'")))


def test_a_row_that_cannot_be_read_is_set_aside_and_counted(members: dict[str, OfficeProject], address: str) -> None:
    with members["bor"].write() as repo:
        repo.add_evidence([records.evidence("")])
        repo.add_statements(records.statements())
    poison(address)
    for user in ("bor", "reader"):
        known = load_knowledge(members[user].read)
        assert len(known.evidence) == 1, "the sound row beside the bad one is read"
        assert (known.out_of_sight["XT01"], known.out_of_sight["XT02"]) == (3, 1), "unknown never looks like nothing"
        assert [one.area_code for one in members[user].set_aside()] == ["XT01", "XT01", "XT01", "XT02"]
        with members[user].read() as repo:
            assert len(repo.statements(DutyLine)) == 1
    with members["bor"].write() as repo:
        repo.add_evidence([records.evidence("", "XT02")])


def test_a_row_in_quarantine_is_seen_by_nobody_until_it_is_let_out(
    members: dict[str, OfficeProject], office: OfficeProject
) -> None:
    bad = records.evidence("")
    with members["juba"].write() as repo:
        repo.add_evidence([bad, records.evidence("", "XT02")])
    for lifted, count in ((False, 1), (True, 2)):
        office.put_away(bad.id, is_member=False, why=WHY, lifted=lifted)
        for project in (members["bor"], members["juba"], office):
            with project.read() as repo:
                assert len(repo.evidence()) == count
    told = [(one.what, one.is_member, one.lifted, one.why) for one in members["reader"].quarantine()]
    assert told == [(bad.id, False, False, WHY), (bad.id, False, True, WHY)]


def test_a_dataset_in_quarantine_takes_along_what_it_brought(members: dict[str, OfficeProject], office: OfficeProject) -> None:
    one = records.dataset()
    with members["juba"].write() as repo:
        repo.add_dataset(one)
        repo.add_evidence([records.evidence(one.id)])
    office.put_away(one.id, is_member=False, why=WHY)
    for project in (members["bor"], office):
        with project.read() as repo:
            assert (repo.datasets(), repo.evidence()) == ((), ())


def test_a_member_in_quarantine_takes_along_all_that_it_added(members: dict[str, OfficeProject], office: OfficeProject) -> None:
    for user in ("juba", "bor"):
        with members[user].write() as repo:
            repo.add_evidence([records.evidence("")])
            repo.add_focal_points([records.focal_point()])
    office.put_away("juba", is_member=True, why=WHY)
    with members["bor"].read() as repo:
        assert (len(repo.evidence()), len(repo.focal_points())) == (1, 1)
    office.put_away("juba", is_member=True, why=WHY, lifted=True)
    with members["bor"].read() as repo:
        assert len(repo.evidence()) == 2


def test_only_the_owner_puts_away_and_nothing_of_it_is_forgotten(
    members: dict[str, OfficeProject], office: OfficeProject, address: str
) -> None:
    with members["bor"].write() as repo:
        repo.add_evidence([one := records.evidence("")])
    with pytest.raises(KnownError) as caught:
        members["juba"].put_away("bor", is_member=True, why=WHY)
    assert caught.value.code == "office.not_allowed"
    for what, why, code in (("0" * 32, WHY, "office.no_such_row"), (one.id, "no", "office.why_quarantine")):
        with pytest.raises(KnownError) as caught:
            office.put_away(what, is_member=False, why=why)
        assert caught.value.code == code
    office.put_away(one.id, is_member=False, why=WHY)
    for statement in ("DELETE FROM office_quarantine", "UPDATE office_quarantine SET why = 'x'", "TRUNCATE office_quarantine"):
        with raw(address).connect() as connection, pytest.raises(DBAPIError, match="append-only"):
            connection.execute(text(statement))


def test_quarantine_by_command(members: dict[str, OfficeProject], address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    poison(address)
    monkeypatch.setenv("MRM_PROJECT", address.replace("postgresql+psycopg://", "postgresql://"))
    run = CliRunner().invoke
    listed = run(app, ["office", "set-aside"])
    assert listed.stdout.count("XT01") == 3
    done = run(app, ["office", "quarantine", "juba", "--member", "--why", WHY])
    assert (done.exit_code, "juba" in done.stdout) == (0, True), done.output
    listed = run(app, ["office", "set-aside", "--json"])
    assert (listed.exit_code, WHY in listed.stdout) == (0, True)
    assert run(app, ["office", "quarantine", "juba", "--member", "--lift", "--why", WHY]).exit_code == 0
