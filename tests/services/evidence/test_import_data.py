"""Importing: the same file twice changes nothing, a newer one takes its place, undoing brings the older one back."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mrm_desktop.domain.datasets import DatasetKind, counting
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.guard_passes import GuardPass, PersonInTextError
from mrm_desktop.formats.files.read_options import CommunityOptions, ReadOptions
from mrm_desktop.services.evidence.import_data import Imported, import_data, undo_import
from mrm_desktop.store.file.project_file import ProjectFile
from tests.present import present
from tests.services.conftest import ON, known
from tests.store import records

HEAD = "area_code,actor,kind,able_to_harm,stance,grade,reported_on,source\n"
ROW = "XT01,{name},non_state,yes,tolerant,B2,2026-02-01,desk\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "actors.csv"
    path.write_text(HEAD + ROW.format(name="GROUP-1"), encoding="utf-8")
    return path


def bring(project: ProjectFile, path: Path, **changes: Any) -> Imported:
    return import_data(project, path, DatasetKind.ARMED_ACTORS, ReadOptions(today=ON), records.AT, **changes)


def actors(project: ProjectFile) -> list[str]:
    return [report.actor for report in known(project).actor_reports]


def test_a_dry_run_reads_and_writes_nothing(empty: ProjectFile, table: Path) -> None:
    done = bring(empty, table, dry_run=True)
    assert done.dataset is None
    assert len(done.reading.records) == 1
    assert actors(empty) == []


def test_the_same_file_twice_changes_nothing(empty: ProjectFile, table: Path) -> None:
    assert bring(empty, table).dataset is not None
    before = known(empty).datasets
    assert bring(empty, table).already_there
    assert known(empty).datasets == before
    assert actors(empty) == ["GROUP-1"]


def test_the_same_file_can_be_read_again_with_other_options(empty: ProjectFile, table: Path) -> None:
    first = bring(empty, table)
    second = bring(empty, table, again=True)
    assert second.superseded == present(first.dataset).id
    assert actors(empty) == ["GROUP-1"]


def test_a_newer_version_takes_the_place_and_undoing_it_gives_it_back(empty: ProjectFile, table: Path) -> None:
    first = bring(empty, table)
    table.write_text(HEAD + ROW.format(name="GROUP-2"), encoding="utf-8")
    second = bring(empty, table)
    assert second.superseded == present(first.dataset).id
    assert actors(empty) == ["GROUP-2"]
    undo_import(empty, present(second.dataset).id, records.AT + timedelta(hours=1))
    assert actors(empty) == ["GROUP-1"]
    assert bring(empty, table).dataset is not None, "what was undone may come in again"
    assert actors(empty) == ["GROUP-2"]


def test_an_older_version_may_come_back_as_the_newest(empty: ProjectFile, table: Path) -> None:
    old = table.read_text(encoding="utf-8")
    bring(empty, table)
    table.write_text(HEAD + ROW.format(name="GROUP-2"), encoding="utf-8")
    bring(empty, table)
    table.write_text(old, encoding="utf-8")
    assert not bring(empty, table).already_there
    assert actors(empty) == ["GROUP-1"]


def test_counting_agrees_with_the_store(empty: ProjectFile, table: Path) -> None:
    for n in range(5):
        table.write_text(HEAD + ROW.format(name=f"GROUP-{n}"), encoding="utf-8")
        done = bring(empty, table)
        if n in (1, 3):
            undo_import(empty, present(done.dataset).id, records.AT)
        with empty.read() as repo:
            assert tuple(d.id for d in counting(repo.datasets())) == getattr(repo, "counting")  # noqa: B009 - of the store's own repository
            assert len(repo.actor_reports()) == 1


def answers(folder: Path, unit: str) -> Path:
    path = folder / f"answers-{unit}.csv"
    path.write_text(f"area_code,stratum,mean_rating,n,date,rated_unit\nXT01,women,-1,30,2026-02-01,{unit}\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(("unit", "kept"), [("TOYBAT", 1), ("OLDBAT", 1), ("Base", 1), ("AUSSOM", 0)])
def test_a_rated_unit_is_a_contingent_or_base_on_record_also_one_that_has_left(
    empty: ProjectFile, tmp_path: Path, unit: str, kept: int
) -> None:
    with empty.write() as repo:
        repo.add_presence([records.presence("")])
        repo.add_contingents([records.contingent(code="OLDBAT", valid_to=ON - timedelta(days=90))])
    done = import_data(empty, answers(tmp_path, unit), DatasetKind.COMMUNITY, CommunityOptions(today=ON), records.AT)
    assert len(done.reading.records) == kept
    assert [p.code for p in done.reading.ledger.problems] == ["community.unit_unknown"] * (1 - kept)


def test_what_was_said_beside_a_rating_is_undone_with_it(empty: ProjectFile, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("area_code,stratum,mean_rating,n,date,takes_sides_share\nXT01,women,-1,30,2026-02-01,0.4\n", encoding="utf-8")
    done = import_data(empty, path, DatasetKind.COMMUNITY, CommunityOptions(today=ON), records.AT)
    assert [e.item.takes_sides_share for e in known(empty).evidence] == [0.4]
    undo_import(empty, present(done.dataset).id, records.AT)
    assert list(known(empty).evidence) == []


def test_undoing_what_is_not_there(empty: ProjectFile) -> None:
    with pytest.raises(KnownError) as caught:
        undo_import(empty, "0" * 32, records.AT)
    assert caught.value.code == "import.no_such_dataset"


def test_a_file_that_cannot_be_read_leaves_the_project_as_it_was(empty: ProjectFile, tmp_path: Path) -> None:
    path = tmp_path / "actors.csv"
    path.write_bytes(b"")
    before = known(empty).datasets
    with pytest.raises(KnownError):
        bring(empty, path)
    assert known(empty).datasets == before


def test_a_dataset_says_whose_it_is_and_what_that_is_worth_and_nothing_where_nobody_said(
    project: ProjectFile, tmp_path: Path
) -> None:
    path = tmp_path / "places.csv"
    path.write_text("name,latitude,longitude\nWell,-22.5,-19.9\n", encoding="utf-8")
    told = ReadOptions(today=ON, source=" access-desk ", grade=Grade.parse("B2"))
    import_data(project, path, DatasetKind.PLACES, told, records.AT)
    path.write_text("name,latitude,longitude\nMarket,-22.5,-19.8\n", encoding="utf-8")
    import_data(project, path, DatasetKind.PLACES, ReadOptions(today=ON), records.AT)
    with project.read() as repository:
        first, second = [d for d in repository.datasets() if d.kind is DatasetKind.PLACES and d.file_name == path.name]
    assert (first.source, str(first.grade), first.told) == ("access-desk", "B2", "access-desk (B2)")
    assert (second.source, second.grade, second.told) == ("", None, "")


def test_the_source_that_is_named_is_a_code(empty: ProjectFile, table: Path) -> None:
    for said, code in (("access desk", "source.not_a_code_but"), ("Amina, 0912345678", "source.not_a_code")):
        with pytest.raises(KnownError) as caught:
            import_data(empty, table, DatasetKind.ARMED_ACTORS, ReadOptions(today=ON, source=said), records.AT)
        assert caught.value.code == code
    assert known(empty).datasets == known(empty).datasets[:1]


def test_the_name_of_a_file_tells_of_nobody(empty: ProjectFile, table: Path) -> None:
    named = table.rename(table.with_name("Mary_Deng-aged-12.csv"))
    with pytest.raises(PersonInTextError) as caught:
        bring(empty, named)
    assert {finding.field for finding in caught.value.findings} == {"file_name"}
    told_by = GuardPass("file_name", "Peter Lokang told us what it is.", "Field manager", "Security focal point")
    with pytest.raises(PersonInTextError):
        import_data(empty, named, DatasetKind.ARMED_ACTORS, ReadOptions(today=ON, guard_passes=(told_by,)), records.AT)
    passed = GuardPass("file_name", "The file is called after a clinic.", "Field manager", "Security focal point")
    options = ReadOptions(today=ON, guard_passes=(passed,))
    done = import_data(empty, named, DatasetKind.ARMED_ACTORS, options, records.AT)
    told = [entry.params for entry in present(done.dataset).ledger.entries if entry.code == "guard.passed"]
    assert told == [{"field": "file_name", "reason": passed.reason, "by": passed.passed_by, "seen": passed.seen_by}]


@pytest.mark.parametrize(
    "name",
    [
        "perception_20260301_123456.csv",
        "SSD-admin2 (3).csv",
        "Upper_Nile_March.csv",
        "aW7_-_latest_version_-_2026-03-01-12-30-45.csv",
    ],
)
def test_names_of_exports_are_left_alone(empty: ProjectFile, table: Path, name: str) -> None:
    assert bring(empty, table.rename(table.with_name(name))).dataset is not None


def test_a_row_that_tells_of_a_person_is_left_out_and_the_ledger_keeps_a_pass(empty: ProjectFile, table: Path) -> None:
    table.write_text(HEAD + ROW.format(name="GROUP-1") + ROW.format(name="Commander Peter Gatwech"), encoding="utf-8")
    done = bring(empty, table)
    assert actors(empty) == ["GROUP-1"]
    assert [(p.row, p.code) for p in done.reading.ledger.problems] == [(3, "guard.person_in_cell")]
    passed = GuardPass("actor", "It is the name by which the group is known in public.", "Field manager", "Security focal point")
    options = ReadOptions(today=ON, guard_passes=(passed,))
    import_data(empty, table, DatasetKind.ARMED_ACTORS, options, records.AT, again=True)
    assert actors(empty) == ["GROUP-1", "Commander Peter Gatwech"]
    newest = known(empty).datasets[-1]
    assert [e.rows for e in newest.ledger.entries if e.code == "guard.passed"] == [1]
