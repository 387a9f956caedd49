"""Boundaries over the outlines of a starter: the outlines give way, the ledger says what became of each, and all can be undone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import shapely
import shapely.geometry

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.formats.documents.country_starters import boundary_file, country
from mrm_desktop.formats.files.read_options import AreaOptions
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.services.evidence.import_data import import_data, undo_import
from mrm_desktop.services.evidence.start_country import start_country
from mrm_desktop.store.file.project_file import ProjectFile, SqlCipherFiles
from tests.services.conftest import opened
from tests.store import records
from tests.store.conftest import fresh_key


@pytest.fixture
def begun(tmp_path: Path) -> Iterator[ProjectFile]:
    """A project that began with South Sudan, with circumstances on record in Jonglei."""
    info = replace(records.info(), assessment_level=None)
    with SqlCipherFiles(lambda: records.AT).create(tmp_path / "ssd.mrm", fresh_key(), info) as project:
        start_country(project, country("SSD"), records.AT)
        with project.write() as repository:
            repository.add_circumstances([records.circumstances("SS-JG")])
        yield project


def boundaries(folder: Path, keep: int | None = None) -> Path:
    """The same ground with P-codes, as a boundary set of today would have it."""
    document = json.loads(boundary_file("SSD"))
    for n, feature in enumerate(document["features"][:keep]):
        told = feature["properties"]
        feature["properties"] = {"adm1_pcode": f"SS{n + 1:02d}", "adm1_name": told["name"], "version": "v3"}
    document["features"] = document["features"][:keep]
    file = folder / "ssd_admin1.geojson"
    file.write_text(json.dumps(document), encoding="utf-8")
    return file


def codes(project: OpenProject) -> set[str]:
    return {area.code[:4] for area in project.knowledge.areas}


def test_outlines_give_way_and_the_ledger_says_what_became_of_each(begun: ProjectFile, tmp_path: Path) -> None:
    done = import_data(begun, boundaries(tmp_path), DatasetKind.AREAS, AreaOptions(), records.AT)
    assert done.superseded is not None
    assert codes(opened(begun)) == {"SS01", "SS02", "SS03", "SS04", "SS05", "SS06", "SS07", "SS08", "SS09", "SS10"}
    assert not any(area.is_starter for area in opened(begun).knowledge.areas)
    entries = done.reading.ledger.entries
    same = [entry for entry in entries if entry.code == "areas.crosswalk.same"]
    assert len(same) == 10
    assert all(entry.params["areas"][0].endswith("(100%)") for entry in same)
    [resting] = [entry for entry in entries if entry.code == "areas.records_on_outlines"]
    assert (resting.rows, resting.params["areas"]) == (1, ["Jonglei"])


def test_taken_back_the_outlines_and_what_rests_on_them_are_there_again(begun: ProjectFile, tmp_path: Path) -> None:
    done = import_data(begun, boundaries(tmp_path), DatasetKind.AREAS, AreaOptions(), records.AT)
    assert done.dataset is not None
    undo_import(begun, done.dataset.id, records.AT)
    known = opened(begun).knowledge
    assert all(area.is_starter for area in known.areas)
    assert known.circumstances_of("SS-JG", records.AT.date()) is not None


def test_one_state_alone_takes_nobodys_place(begun: ProjectFile, tmp_path: Path) -> None:
    done = import_data(begun, boundaries(tmp_path, keep=1), DatasetKind.AREAS, AreaOptions(), records.AT)
    assert done.superseded is None
    assert sum(area.is_starter for area in opened(begun).knowledge.areas) == 10


def test_the_border_of_the_country_takes_nobodys_place(begun: ProjectFile, tmp_path: Path) -> None:
    whole = AreaOptions(level=0, columns={"code": "adm1_pcode", "name": "adm1_name", "level": "level"})
    file = boundaries(tmp_path)
    document = json.loads(file.read_text("utf-8"))
    for feature in document["features"]:
        feature["properties"]["level"] = "0"
    file.write_text(json.dumps(document), encoding="utf-8")
    assert import_data(begun, file, DatasetKind.AREAS, whole, records.AT).superseded is None


def test_a_dry_run_says_the_same_and_leaves_everything(begun: ProjectFile, tmp_path: Path) -> None:
    done = import_data(begun, boundaries(tmp_path), DatasetKind.AREAS, AreaOptions(), records.AT, dry_run=True)
    assert sum(entry.code == "areas.crosswalk.same" for entry in done.reading.ledger.entries) == 10
    assert all(area.is_starter for area in opened(begun).knowledge.areas)


def test_newer_boundaries_over_older_ones_say_what_became_of_those_that_went(begun: ProjectFile, tmp_path: Path) -> None:
    import_data(begun, boundaries(tmp_path), DatasetKind.AREAS, AreaOptions(), records.AT)
    file = tmp_path / "ssd_admin1.geojson"
    document = json.loads(file.read_text("utf-8"))
    first, second, *others = document["features"]
    parts = [shapely.geometry.shape(one["geometry"]) for one in (first, second)]
    first["geometry"] = shapely.geometry.mapping(shapely.union_all(parts))
    document["features"] = [first, *others]
    file.write_text(json.dumps(document), encoding="utf-8")
    done = import_data(begun, file, DatasetKind.AREAS, AreaOptions(), records.AT)
    [line] = [entry for entry in done.reading.ledger.entries if entry.code.startswith("areas.crosswalk.")]
    assert line.code == "areas.crosswalk.merged"
    assert line.params["area"] == second["properties"]["adm1_name"]
    assert line.params["areas"] == [f"{first['properties']['adm1_name']} (100%)"]
