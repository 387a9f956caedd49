"""The history of migrations leads to exactly the tables that the models declare."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.sql.schema import SchemaItem

from mrm_desktop.domain.drafts import Draft
from mrm_desktop.domain.geography import KeptLevel
from mrm_desktop.domain.trips_out import Heard, LogLine, TripOut
from mrm_desktop.domain.vocabulary import Approach, Mode
from mrm_desktop.project.build_case import build_case
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.project.question import Question
from mrm_desktop.scoring import load_policy
from mrm_desktop.services.decisions.check_records import verify
from mrm_desktop.store.file.engine import connect
from mrm_desktop.store.file.project_file import ProjectFile, open_project_file
from mrm_desktop.store.migrations.history import newest_version, revisions
from mrm_desktop.store.rows.models import Base
from mrm_desktop.store.rows.triggers import append_only_tables
from tests.crash.test_killed_migration import older_project
from tests.crash.writer import KEY
from tests.store import records


def include(_item: SchemaItem, name: str | None, kind: str, _reflected: bool, _compared: SchemaItem | None) -> bool:
    return not (kind == "table" and str(name).startswith("rt_"))


def test_models_are_what_the_migrations_make(project: ProjectFile) -> None:
    with project._engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": include, "compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_every_append_only_table_has_its_triggers(project: ProjectFile) -> None:
    with project._engine.connect() as connection:
        found = set(connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars())
    for table in append_only_tables():
        assert {f"no_update_{table}", f"no_delete_{table}"} <= found


def test_versions_count_up() -> None:
    numbers = [int(revision) for revision in revisions()]
    assert numbers == sorted(set(numbers))
    assert (numbers[0], numbers[-1]) == (1, newest_version())


def test_blocks_of_columns_go_and_the_records_stay(tmp_path: Path) -> None:
    """Decision 0038: what older programs packed for reading as arrays is dropped, whatever is in it."""
    path = tmp_path / "old.mrm"
    older_project(path, 8)
    with contextlib.closing(connect(path, KEY.hex())) as connection:
        connection.execute("INSERT INTO column_block (name, first_seq, last_seq, content) VALUES ('evidence', 1, 1, x'00')")
    with open_project_file(path, KEY) as project, project.read() as repo:
        assert len(repo.evidence()) == 1
        assert verify(repo.decisions(), repo.decision_heads()) == ()
    with contextlib.closing(connect(path, KEY.hex())) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert "column_block" not in tables
    assert "decision_head" in tables


def test_what_was_stated_before_there_were_statements_is_no_adopted_document(tmp_path: Path) -> None:
    """An older project said in a word of each area that the approach was agreed: nobody adopted anything."""
    path = tmp_path / "old.mrm"
    older_project(path, 10)
    facts = {
        "context": {"contact_punished": False, "reprisals_for_contact": True},
        "organisation": {"agreed_approach": True, "exposed_people_agree": True},
        "mission": {"hotline": True},
        "closes_on": None,
    }
    with contextlib.closing(connect(path, KEY.hex())) as connection:
        connection.execute(
            "INSERT INTO circumstances (id, area_code, recorded_on, source, grade, facts)"
            " VALUES (x'00000000000000000000000000000001', 'XT01', '2026-02-01', 'visit', 'B2', ?)",
            (json.dumps(facts),),
        )
        connection.execute(
            "INSERT INTO contingent (id, mission, code, contributing_country, source)"
            " VALUES (x'00000000000000000000000000000002', 'UNTOY', 'OLDBAT', 'Elsewhere', '')"
        )
    with open_project_file(path, KEY) as file:
        known = OpenProject(file).knowledge
        case = build_case(known, "XT01", Question(Mode.LIAISON, on=records.DAY), load_policy())
    assert (case.organisation.approach, case.organisation.exposed_people_agree) == (Approach.NONE, True)
    assert case.context.reprisals_for_contact is True
    (unit,) = known.contingents
    assert (unit.code, unit.military_kind, unit.police, unit.child_protection_training) == ("OLDBAT", None, False, None)


def test_an_older_project_has_room_for_levels_of_detail(tmp_path: Path) -> None:
    """Migration 0015: none are kept until a map is drawn, and from then on they may be."""
    path = tmp_path / "old.mrm"
    older_project(path, 14)
    with open_project_file(path, KEY) as project, project.write() as repo:
        assert repo.area_levels("a") == ()
        repo.keep_area_levels("a", [KeptLevel(0.0, b"")])
        assert repo.area_levels("a") == (KeptLevel(0.0, b""),)


def test_an_older_project_has_room_for_drafts(tmp_path: Path) -> None:
    """Migration 0016: nothing was kept of what was typed, and from then on it is."""
    path = tmp_path / "old.mrm"
    older_project(path, 15)
    draft = Draft("trip", "", {"title": "To the mill"}, ("team",), records.AT, records.DAY)
    with open_project_file(path, KEY) as project, project.write() as repo:
        assert repo.drafts() == ()
        repo.keep_draft(draft)
        assert repo.drafts() == (draft,)


def test_an_older_project_has_room_for_trips_that_are_out(tmp_path: Path) -> None:
    """Migration 0017: nobody was followed from a board, and from then on teams are."""
    path = tmp_path / "old.mrm"
    older_project(path, 16)
    trip = TripOut("a" * 32, "Run", (records.DAY,), (), (), 120, records.DAY, (LogLine(records.AT, Heard.LEFT),))
    with open_project_file(path, KEY) as project, project.write() as repo:
        assert repo.trips_out() == ()
        repo.keep_trip_out(trip)
        later = trip.noted(LogLine(records.AT, Heard.HOME))
        repo.keep_trip_out(later)
        assert repo.trips_out() == (later,), "in the place of what was kept of it"
        repo.destroy_trip_out(trip.id)
        assert repo.trips_out() == ()


def test_older_evidence_has_one_group_and_one_day(tmp_path: Path) -> None:
    """Migration 0018: what was read before says nothing of other divisions, of the question or of how a sample was drawn."""
    path = tmp_path / "old.mrm"
    older_project(path, 17)
    with open_project_file(path, KEY) as project, project.read() as repo:
        (found,) = repo.evidence()
    assert (found.parts, found.design, found.instrument, found.first_day, found.last_day) == ((), None, "", None, None)
    assert found.known_from == found.item.collected_on


OF_0011 = ("rated_unit", "asked_elsewhere", "takes_sides_share", "minds_being_seen_share", "bad_conduct_share", "follow_ups")


def test_who_was_rated_becomes_a_word_and_a_unit(tmp_path: Path) -> None:
    """Migration 0011: evidence of older programs is about the UN military here, asked here, and about nothing but the rating."""
    path = tmp_path / "old.mrm"
    older_project(path, 10)
    said = ("mission", "", "TOYBAT", "other_force")
    with contextlib.closing(connect(path, KEY.hex())) as connection:
        connection.execute("DROP TRIGGER no_update_evidence")
        connection.execute("UPDATE evidence SET rated = 'mission'")
        (columns,) = connection.execute("SELECT group_concat(name) FROM pragma_table_info('evidence') WHERE name NOT IN ('seq')")
        others = [name for name in columns[0].split(",") if name not in ("id", "rated")]
        for n, rated in enumerate(said[1:], start=1):
            connection.execute(
                f"INSERT INTO evidence (id, rated, {', '.join(others)}) SELECT ?, ?, {', '.join(others)} FROM evidence WHERE seq = 1",
                (bytes([n]) * 16, rated),
            )
        connection.commit()
        assert not {*OF_0011} & {*others}
    with open_project_file(path, KEY) as project, project.read() as repo:
        found = repo.evidence()
        assert [(e.item.rated.value, e.rated_unit) for e in found] == [
            *(("un_military", ""), ("un_military", ""), ("un_military", "TOYBAT"), ("other_force", "")),
        ]
        for e in found:
            assert (e.item.asked_elsewhere, e.item.takes_sides_share, e.item.minds_being_seen_share) == (False, None, None)
            assert (e.bad_conduct_share, e.follow_ups) == (None, None)
        assert verify(repo.decisions(), repo.decision_heads()) == ()
