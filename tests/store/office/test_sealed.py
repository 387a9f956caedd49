"""Decisions belong to every office; what they rest on, to the one that keeps it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.vocabulary import Mode
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.services.briefing.fallen_reasons import fallen_reasons
from mrm_desktop.services.decisions.check_records import verify
from mrm_desktop.store.office.project import OfficeProject, open_office_project
from mrm_desktop.store.office.rights import Member
from tests.services.conftest import POLICY, decide
from tests.store import records
from tests.store.office.test_guards import members as members
from tests.store.office.test_rights import as_user
from tests.store.postgres_server import raw

pytestmark = pytest.mark.postgis
KEPT = ("KEPT-ACTOR", "KEPT-INFORMANT")


@pytest.fixture
def kept(members: dict[str, OfficeProject], office: OfficeProject) -> dict[str, OfficeProject]:
    """Bor keeps a report on an armed actor to itself, and both offices decide."""
    office.grant(Member("bor", "Bor", sees_all=False, shares=False, may_write=True))
    areas, reports = records.dataset(), records.dataset(DatasetKind.ARMED_ACTORS, "k.csv")
    with office.write() as repo:
        repo.add_dataset(areas)
        repo.add_areas([records.area("XT01"), records.area("XT02", 1)], areas.id)
    with members["bor"].write() as repo:
        repo.add_dataset(reports)
        repo.add_actor_reports([records.actor_report(reports.id, actor=KEPT[0], source=KEPT[1])])
    decide(members["bor"], mode=Mode.CIVILIAN_CHANNEL)
    decide(members["juba"], mode=Mode.CIVILIAN_CHANNEL)
    return members | {"owner": office}


def test_what_a_decision_rests_on_stays_with_its_office(kept: dict[str, OfficeProject]) -> None:
    for user, sees in (("bor", True), ("owner", True), ("juba", False), ("reader", False)):
        with kept[user].read() as repo:
            first, second = repo.decisions()
            assert all(word in str(first.snapshot) for word in KEPT) is sees, user
            assert any(word in f"{first.snapshot}{first.assessment}{first.draft}" for word in KEPT) is sees, user
            assert first.assessment["verdict"] == second.assessment["verdict"]
            assert repo.sealed_decisions() == (frozenset() if sees else {1})
            assert verify((first, second), repo.decision_heads(), repo.sealed_decisions()) == ()
            assert second.snapshot["organisation"], "what Juba shares is whole for everybody"


def test_plain_sql_shows_no_more(kept: dict[str, OfficeProject], address: str) -> None:
    engine = raw(as_user(address, "juba"))
    for asked in (
        "SELECT snapshot FROM decision",
        "SELECT assessment FROM decision",
        "SELECT * FROM decision",
        "SELECT d FROM decision d",
        "SELECT row_to_json(d) FROM decision d",
        "COPY decision TO STDOUT",
        "SELECT count(*) FROM decision WHERE snapshot LIKE '%KEPT%'",
    ):
        with engine.connect() as connection, pytest.raises(DBAPIError) as denied:
            connection.execute(text(asked))
        assert getattr(denied.value.orig, "sqlstate", "") == "42501", asked
    with engine.connect() as connection:
        told = connection.execute(text("SELECT mrm_snapshot(1) || mrm_assessment(1)")).scalar_one()
        hints = connection.execute(
            text("SELECT count(*) FROM pg_stats WHERE tablename = 'decision' AND attname = 'snapshot'")
        ).scalar()
    assert not any(word in told for word in KEPT)
    assert hints == 0


def test_the_briefing_lives_with_half_a_decision(kept: dict[str, OfficeProject]) -> None:
    assert [need.params["sequence"] for need in fallen_reasons(OpenProject(kept["juba"], POLICY, records.DAY))] == []


def test_half_a_decision_travels_in_no_bundle(kept: dict[str, OfficeProject], tmp_path: Path) -> None:
    with pytest.raises(KnownError) as caught:
        kept["juba"].export_bundle(tmp_path / "x.mrmb")
    assert caught.value.code == "office.sealed"


def test_an_office_that_shares_again_shows_what_its_decisions_rest_on(kept: dict[str, OfficeProject], address: str) -> None:
    kept["owner"].grant(Member("bor", "Bor", sees_all=False, shares=True, may_write=True))
    with open_office_project(as_user(address, "juba")) as juba, juba.read() as repo:
        assert repo.sealed_decisions() == frozenset()
        assert verify(repo.decisions(), repo.decision_heads()) == ()
