"""Answers and incidents are known again whatever their file is called; two sheets of one workbook are two files."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mrm_desktop.domain.datasets import Dataset, DatasetKind, Ledger, counting
from mrm_desktop.domain.vocabulary import SightingsOf
from mrm_desktop.foundation.clock import new_id
from mrm_desktop.services.evidence.import_data import Imported, import_data, undo_import
from mrm_desktop.services.evidence.known_records import recognise
from mrm_desktop.store.file.project_file import ProjectFile
from tests.formats.real_files import CASES, COUNTRY, DAY
from tests.present import present
from tests.services.conftest import known
from tests.store import records

COMMUNITY, INCIDENTS = DatasetKind.COMMUNITY, DatasetKind.INCIDENTS


@pytest.fixture
def country(empty: ProjectFile) -> ProjectFile:
    areas = Dataset(new_id(), DatasetKind.AREAS, "country", "1" * 64, records.AT, Ledger(len(COUNTRY), len(COUNTRY), 0))
    with empty.write() as repository:
        repository.add_dataset(areas)
        repository.add_areas(COUNTRY, areas.id)
    return empty


def bring(project: ProjectFile, file: str | Path, kind: DatasetKind, **said: Any) -> Imported:
    from mrm_desktop.formats.imports.record_kinds import RECORD_KINDS

    path = CASES / file if isinstance(file, str) else file
    return import_data(project, path, kind, RECORD_KINDS[kind].options_of({"today": DAY, **said}), records.AT)


def answers(project: ProjectFile) -> float:
    return sum(evidence.item.answered for evidence in known(project).evidence)


def incidents(project: ProjectFile) -> int:
    with project.read() as repository:
        return len(repository.incidents())


def test_an_export_of_the_whole_survey_again_counts_each_answer_once(country: ProjectFile) -> None:
    first = bring(country, "kobo_may_03.csv", COMMUNITY)
    assert answers(country) == 20
    second = bring(country, "kobo_may_20.csv", COMMUNITY)
    assert answers(country) == 40
    assert second.superseded == present(first.dataset).id
    assert "import.contains_earlier" in {entry.code for entry in second.reading.ledger.entries}


def test_undoing_the_larger_export_brings_the_smaller_back(country: ProjectFile) -> None:
    bring(country, "kobo_may_03.csv", COMMUNITY)
    second = bring(country, "kobo_may_20.csv", COMMUNITY)
    undo_import(country, present(second.dataset).id, records.AT + timedelta(hours=1))
    assert answers(country) == 20


def test_an_older_export_after_a_newer_one_changes_nothing(country: ProjectFile) -> None:
    bring(country, "kobo_may_20.csv", COMMUNITY)
    again = bring(country, "kobo_may_03.csv", COMMUNITY)
    assert again.already_there
    assert again.dataset is None
    assert answers(country) == 40


def test_of_exports_that_overlap_what_is_known_is_left_out(country: ProjectFile, tmp_path: Path) -> None:
    lines = (CASES / "kobo_may_20.csv").read_text(encoding="utf-8").splitlines()
    parts = {"first.csv": lines[:31], "second.csv": [lines[0], *lines[21:]]}
    for name, some in parts.items():
        (tmp_path / name).write_text("\n".join(some), encoding="utf-8")
    bring(country, tmp_path / "first.csv", COMMUNITY)
    second = bring(country, tmp_path / "second.csv", COMMUNITY)
    assert answers(country) == 40
    assert second.superseded is None
    assert [(e.code, e.rows) for e in second.reading.ledger.entries if e.code == "community.counted_before"] == [
        ("community.counted_before", 10)
    ]
    assert second.reading.ledger.balances


def test_no_key_of_an_answer_is_in_the_project(country: ProjectFile) -> None:
    imported = bring(country, "kobo_may_03.csv", COMMUNITY)
    with country.read() as repository:
        keys = repository.record_keys(present(imported.dataset).id)
    assert len(keys) == 20 * 8
    assert not any(name in keys for name in (b"uu-", b"uuid"))


def test_a_survey_of_others_is_not_taken_for_known(country: ProjectFile, tmp_path: Path) -> None:
    bring(country, "kobo_may_03.csv", COMMUNITY)
    text = (CASES / "kobo_may_03.csv").read_text(encoding="utf-8").replace("uu-", "vv-")
    (tmp_path / "other.csv").write_text(text, encoding="utf-8")
    bring(country, tmp_path / "other.csv", COMMUNITY)
    assert answers(country) == 40


def test_two_downloads_of_incidents_with_common_days_are_counted_once(country: ProjectFile) -> None:
    first = bring(country, "acled_first_quarter.csv", INCIDENTS)
    second = bring(country, "acled_from_february.csv", INCIDENTS)
    kept = len(first.reading.records) + len(second.reading.records)
    assert (incidents(country), kept) == (20, 20)
    assert "incidents.counted_before" in {entry.code for entry in second.reading.ledger.entries}
    assert second.reading.ledger.balances


def test_numbers_of_a_sheet_that_begin_again_are_other_incidents(country: ProjectFile, tmp_path: Path) -> None:
    for name, day in (("january", "2026-01-05"), ("february", "2026-02-05")):
        (tmp_path / f"{name}.csv").write_text(f"id,date,type,lat,lon\n1,{day},ambush,4.1,30.5\n", encoding="utf-8")
        bring(country, tmp_path / f"{name}.csv", INCIDENTS)
    assert incidents(country) == 2


def test_every_sheet_of_a_workbook_can_be_in(country: ProjectFile) -> None:
    for month in ("Jan", "Feb"):
        assert not bring(country, "months.xlsx", INCIDENTS, sheet=month).already_there
    # The last sheet holds the incident of the one before it, and no more: the same number, day and place.
    assert bring(country, "months.xlsx", INCIDENTS, sheet="Mar").already_there
    assert incidents(country) == 2
    with country.read() as repository:
        assert [d.sheet for d in counting(repository.datasets()) if d.kind is INCIDENTS] == ["Jan", "Feb"]


def test_a_sheet_twice_changes_nothing(country: ProjectFile) -> None:
    bring(country, "months.xlsx", INCIDENTS, sheet="Feb")
    assert bring(country, "months.xlsx", INCIDENTS, sheet="Feb").already_there


def test_a_renamed_workbook_is_known_by_its_bytes_and_sheet(country: ProjectFile, tmp_path: Path) -> None:
    bring(country, "months.xlsx", INCIDENTS)
    shutil.copy(CASES / "months.xlsx", tmp_path / "renamed.xlsx")
    assert bring(country, tmp_path / "renamed.xlsx", INCIDENTS, sheet="Jan").already_there


def test_kinds_without_keys_are_taken_as_they_are(country: ProjectFile) -> None:
    imported = bring(country, "code_serial.csv", DatasetKind.PLACES)
    with country.read() as repository:
        found = recognise(repository, imported.reading, (), may_replace=True)
    assert (found.reading, found.contained, found.counted) == (imported.reading, None, b"")


_FILES: dict[DatasetKind, list[str]] = {
    DatasetKind.INCIDENTS: [
        "date,type,latitude,longitude",
        *(f"2026-02-0{n},ambush,4.1,30.6" for n in (1, 2, 3)),
        "2026-02-03,ambush,4.1,30.6",
    ],
    DatasetKind.PLACES: [
        "place_name,type,latitude,longitude",
        "Doum,camp,4.1,30.6",
        "Acacia,village,4.2,30.7",
        "Doum,camp,3.5,33.1",
    ],
    DatasetKind.PRESENCE: [
        "latitude,longitude,radius_km,date,contingent,frequency",
        "4.1,30.6,12,2026-01-01,RWA,weekly",
        "3.5,33.1,12,2026-01-02,RWA,monthly",
        "3.6,33.5,12,2026-01-02,GHA,monthly",
    ],
    DatasetKind.ARMED_ACTORS: [
        "area_code,actor,kind,able_to_harm,stance,grade,reported_on",
        "ZZ0101,ARM-1,non_state,yes,hostile,B2,2026-01-02",
        "ZZ0102,ARM-1,non_state,yes,wary,B2,2026-01-02",
        "ZZ0201,ARM-2,state,no,tolerant,C3,2026-01-03",
    ],
    COMMUNITY: [
        "area_code,stratum,mean_rating,n,collected_on",
        "ZZ0101,women,-1.2,20,2026-01-02",
        "ZZ0101,men,0.1,22,2026-01-02",
        "ZZ0201,women,1.2,25,2026-01-02",
    ],
}


def _count(project: ProjectFile, kind: DatasetKind) -> int:
    from mrm_desktop.formats.imports.record_kinds import RECORD_KINDS

    with project.read() as repository:
        return len(getattr(repository, RECORD_KINDS[kind].reads)())


def _write(path: Path, lines: list[str]) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("kind", list(_FILES), ids=str)
def test_a_file_under_another_name_and_in_another_order_brings_nothing(
    country: ProjectFile, tmp_path: Path, kind: DatasetKind
) -> None:
    head, *rows = _FILES[kind]
    bring(country, _write(tmp_path / "first.csv", [head, *rows]), kind)
    there = _count(country, kind)
    again = bring(country, _write(tmp_path / "copy of it (2).csv", [head, *reversed(rows)]), kind)
    assert again.already_there
    assert again.reading.ledger.balances
    assert _count(country, kind) == there == len(rows)


@pytest.mark.parametrize("kind", [kind for kind in _FILES if kind is not COMMUNITY], ids=str)
def test_a_file_that_holds_all_of_another_and_more_takes_its_place(country: ProjectFile, tmp_path: Path, kind: DatasetKind) -> None:
    head, *rows = _FILES[kind]
    first = bring(country, _write(tmp_path / "march.csv", [head, *rows[:2]]), kind)
    second = bring(country, _write(tmp_path / "april.csv", [head, *reversed(rows)]), kind)
    assert second.superseded == present(first.dataset).id
    assert _count(country, kind) == len(rows)


@pytest.mark.parametrize("kind", [kind for kind in _FILES if kind is not COMMUNITY], ids=str)
def test_of_files_that_overlap_each_record_counts_once(country: ProjectFile, tmp_path: Path, kind: DatasetKind) -> None:
    head, *rows = _FILES[kind]
    bring(country, _write(tmp_path / "one.csv", [head, *rows[:2]]), kind)
    second = bring(country, _write(tmp_path / "two.csv", [head, *rows[1:]]), kind)
    assert second.reading.ledger.balances
    assert second.reading.ledger.rows_kept == len(rows) - 2
    assert _count(country, kind) == len(rows)


def test_a_log_of_sightings_that_went_on_takes_the_place_of_the_first(country: ProjectFile, tmp_path: Path) -> None:
    rows = ["date,latitude,longitude,contingent", *(f"2026-0{m}-15,4.1,30.6,RWA" for m in range(1, 6))]
    for name, count in (("to march.csv", 4), ("to may.csv", 6)):
        bring(country, _write(tmp_path / name, rows[:count]), DatasetKind.PRESENCE, sightings=SightingsOf.BASES)
    with country.read() as repository:
        assert [p.valid_to for p in repository.presence()].count(None) == 1
        assert len(repository.presence()) == 5


def test_an_end_that_a_newer_file_gives_is_kept(country: ProjectFile, tmp_path: Path) -> None:
    head = "name,latitude,longitude,radius_km,valid_to"
    bring(country, _write(tmp_path / "one.csv", [head, "Bor,4.1,30.6,12,"]), DatasetKind.PRESENCE)
    bring(country, _write(tmp_path / "two.csv", [head, "Bor,4.1,30.6,12,2026-05-31"]), DatasetKind.PRESENCE)
    with country.read() as repository:
        assert [str(p.valid_to) for p in repository.presence()] == ["2026-05-31"]


def test_two_incidents_of_one_day_and_place_stay_two(country: ProjectFile, tmp_path: Path) -> None:
    head, row = "date,type,latitude,longitude", "2026-02-03,ambush,4.1,30.6"
    bring(country, _write(tmp_path / "one.csv", [head, row, row]), INCIDENTS)
    bring(country, _write(tmp_path / "two.csv", [head, row, row, row, "2026-02-04,ambush,4.1,30.6"]), INCIDENTS)
    assert incidents(country) == 4
