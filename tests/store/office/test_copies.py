"""An office's database as one copy of a project among others: made from a file, fed and read by bundles."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.sql.schema import Column, SchemaItem

from mrm_desktop.cartography.levels import fingerprint_of
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.geography import KeptLevel
from mrm_desktop.services.decisions.check_records import verify
from mrm_desktop.store.file.project_file import ProjectFile, create_project_file, open_project_file
from mrm_desktop.store.office.project import OfficeProject, copy_to_office, open_office_project
from mrm_desktop.store.rows.models import LOG_TABLES, Base
from mrm_desktop.store.rows.transfer import columns_of, read_rows
from mrm_desktop.vault.keys import Vault
from mrm_desktop.vault.slots import Cost
from tests.crash.writer import next_decision
from tests.present import present
from tests.store import records
from tests.store.conftest import OWN_PASSPHRASE, unlock_to_sign
from tests.store.postgres_server import raw

pytestmark = pytest.mark.postgis
CHEAP = Vault(Cost(time=1))
PASSPHRASE = "a long enough one"


def fill(project: ProjectFile) -> None:
    """Records of every kind, and a decision."""
    one = records.dataset()
    with project.write() as repo:
        repo.add_dataset(one)
        repo.add_areas([records.area()], one.id)
        repo.add_places([records.place(one.id), records.place(one.id, point=None, area_code=None, nearest_base_km=None)])
        repo.add_presence([records.presence(one.id)])
        repo.add_evidence([records.evidence(one.id), records.evidence(one.id, "XT02"), records.other_evidence(one.id)])
        repo.add_actor_reports([records.actor_report(one.id), records.actor_report("", stance=None)])
        repo.add_incidents([records.incident(one.id)])
        repo.add_reset_events([records.reset_event()])
        repo.add_circumstances([records.circumstances()])
        repo.add_contingents([records.contingent()])
        repo.add_focal_points([records.focal_point()])
        repo.add_fora([records.forum()])
        repo.append_decision(next_decision(None))
        areas = tuple(repo.areas())
        repo.keep_area_levels(fingerprint_of(areas), [KeptLevel(0.0, b""), KeptLevel(0.001, bytes(range(256)))])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A filled project file with a signing key."""
    path = tmp_path / "toy.mrm"
    key, _ = CHEAP.create(path, PASSPHRASE)
    create_project_file(path, key, records.info(), [records.mission()]).close()
    CHEAP.set_up_signing(path, PASSPHRASE, "Field office", OWN_PASSPHRASE)
    with open_file(path) as project:
        fill(project)
    return path


def open_file(path: Path) -> ProjectFile:
    return open_project_file(path, unlock_to_sign(CHEAP, path, PASSPHRASE))


def test_a_copy_holds_every_row_to_the_last_byte(file: Path, address: str) -> None:
    with open_file(file) as project:
        with copy_to_office(project, address) as office:
            for table in sorted(set(Base.metadata.tables) - {"project"} - LOG_TABLES):
                with project._read_transaction() as ours, office._read_transaction() as theirs:
                    assert read_rows(ours, table) == read_rows(theirs, table), table
                    assert "seq" not in columns_of(table)
            assert [s.valid for s in office.signatures()] == [True]
            with office.read() as repo:
                assert len(repo.area_levels(fingerprint_of(repo.areas()))) == 2, "a shape of the database is the same shape"
                assert verify(repo.decisions(), repo.decision_heads()) == ()
                with project.read() as source:
                    assert repo.info() == source.info()
        with pytest.raises(KnownError) as caught:
            copy_to_office(project, address)
    assert caught.value.code == "office.not_empty"


def test_bundles_go_both_ways_between_a_file_and_the_database(file: Path, address: str, tmp_path: Path) -> None:
    with open_file(file) as project:
        copy_to_office(project, address).close()
        with project.write() as repo:
            repo.add_reset_events([records.reset_event("XT02")])
        project.export_bundle(tmp_path / "out.mrmb")
        mine = present(unlock_to_sign(CHEAP, file, PASSPHRASE).signer).public_key
    with open_office_project(address, unlock_to_sign(CHEAP, file, PASSPHRASE)) as office:
        report = office.import_bundle(tmp_path / "out.mrmb", trusted=[mine])
        assert report.added == {"reset_event": 1}
        assert office.import_bundle(tmp_path / "out.mrmb").added == {}
        with office.write() as repo:
            repo.add_reset_events([records.reset_event("XT03")])
            repo.append_decision(next_decision(repo.last_decision()))
        assert [(s.sequence, s.valid) for s in office.signatures()] == [(1, True), (2, True)]
        office.export_bundle(tmp_path / "back.mrmb")
    with open_file(file) as project:
        report = project.import_bundle(tmp_path / "back.mrmb", trusted=[mine])
        assert (report.added, report.decisions, report.conflicts) == ({"reset_event": 1}, 1, ())
        with project.read() as repo:
            assert {e.area_code for e in repo.reset_events()} == {"XT01", "XT02", "XT03"}


def test_without_the_key_no_bundle(file: Path, address: str, tmp_path: Path) -> None:
    with open_file(file) as project:
        copy_to_office(project, address).close()
    with open_office_project(address) as office:
        for ask in (lambda: office.export_bundle(tmp_path / "x.mrmb"), lambda: office.import_bundle(tmp_path / "x.mrmb")):
            with pytest.raises(KnownError) as caught:
                ask()
            assert caught.value.code == "office.no_key"


def test_the_tables_of_the_server_are_those_of_the_models(office: OfficeProject, address: str) -> None:
    ours = {"office", "office_member", "office_writer", "office_quarantine", "log_due", "signer_vouch", "spatial_ref_sys"}
    stamped = {"office", "entered_by", "entered_at"}

    def include(item: SchemaItem, name: str | None, kind: str, _reflected: bool, _compared: SchemaItem | None) -> bool:
        # The server's own: offices, their column in each row, spatial indexes.
        if kind == "table":
            return name not in ours
        if isinstance(item, Column) and (item.table.name, name) == ("policy", "seq"):
            return False
        return not (isinstance(item, Column) and name in stamped and item.table.name != "project") and not str(name).startswith(
            ("gist_", "ix_place_position")
        )

    with raw(address).connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": include, "compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
        indexed = set(connection.execute(text("SELECT tablename FROM pg_indexes WHERE indexdef LIKE '%gist%'")).scalars())
        positions = connection.execute(text("SELECT 1 FROM pg_indexes WHERE indexname = 'ix_place_position'")).scalar()
    assert {"area", "presence"} <= indexed
    assert positions == 1
