"""Levels of detail are made once, when areas come in; what is drawn is never made of other areas."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely
import shapely.affinity

from mrm_desktop.cartography.levels import Level, fingerprint_of, levels_of
from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.geography import Area, KeptLevel
from mrm_desktop.domain.vocabulary import Mode
from mrm_desktop.formats.files.read_options import ReadOptions
from mrm_desktop.foundation.progress import Cancelled
from mrm_desktop.foundation.words import Words
from mrm_desktop.geo.wkb import from_wkb, many_from_wkb, to_wkb
from mrm_desktop.project.changes import Changed
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.project.ports import Repository
from mrm_desktop.project.question import Question
from mrm_desktop.reports.papers.area_map import map_for
from mrm_desktop.reports.release.ladder import Reader
from mrm_desktop.services.evidence import area_levels
from mrm_desktop.services.evidence.area_levels import follow_areas, make_levels, read_levels
from mrm_desktop.services.evidence.import_data import Imported, import_data, undo_import
from mrm_desktop.services.release.subject import release, subject_of
from mrm_desktop.store.exchange.bundles import collect
from mrm_desktop.store.file.project_file import ProjectFile, SqlCipherFiles
from tests.cartography.test_levels import ragged_wall
from tests.present import present
from tests.store import records
from tests.store.conftest import copy_of, fresh_key


def write_areas(path: Path, corners: int, drop: int = 0) -> Path:
    """A boundary file of ragged areas, without the last few."""
    shapes = ragged_wall(corners)
    features = [
        {
            "type": "Feature",
            "properties": {"ADM1_PCODE": f"ZZ{n:02d}", "ADM1_EN": f"Area {n}"},
            "geometry": json.loads(shapely.to_geojson(shape)),
        }
        for n, shape in enumerate(shapes[: len(shapes) - drop])
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def bring(project: OpenProject, path: Path, watcher: Watcher | None = None) -> Imported:
    return import_data(project, path, DatasetKind.AREAS, ReadOptions(), records.AT, progress=watcher)


def fingerprints(project: OpenProject) -> set[str]:
    """Of which areas the project keeps levels."""
    store = project.store
    assert isinstance(store, ProjectFile)
    with store._read_transaction() as connection:
        return set(connection.exec_driver_sql("SELECT fingerprint FROM area_level").scalars())


def assessed(project: OpenProject) -> tuple[Area, ...]:
    return project.knowledge.assessed_areas


def same(ours: tuple[Level, ...], theirs: tuple[Level, ...]) -> bool:
    """Whether levels are alike to the last corner."""
    return [level.tolerance for level in ours] == [level.tolerance for level in theirs] and all(
        shapely.equals_exact(mine.outlines, other.outlines).all() for mine, other in zip(ours, theirs, strict=True)
    )


class Watcher:
    """Notes the steps of one code, and stops the work at the first of them where it is told to."""

    def __init__(self, stops: bool = False) -> None:
        self.stops, self.steps = stops, list[tuple[int, int]]()

    def step(self, done: int, total: int, code: str) -> None:
        if code == "progress.simplifying":
            self.steps.append((done, total))
            if self.stops:
                raise Cancelled


@pytest.fixture
def never_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on nobody may simplify anything."""

    def refuse(*_: object) -> None:
        raise AssertionError("levels were made again")

    monkeypatch.setattr(area_levels, "levels_of", refuse)


@pytest.fixture(scope="session")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_areas(tmp_path_factory.mktemp("areas") / "areas.geojson", 700)


@pytest.fixture(scope="session")
def imported_once(file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project into which ragged areas were imported."""
    path = tmp_path_factory.mktemp("levels") / "toy.mrm"
    with SqlCipherFiles(lambda: records.AT).create(path, fresh_key(), replace(records.info(), assessment_level=None)) as project:
        bring(OpenProject(project), file)
    return path


@pytest.fixture
def opened(imported_once: Path, tmp_path: Path) -> Iterator[OpenProject]:
    with copy_of(imported_once, tmp_path / "toy.mrm") as project:
        yield OpenProject(project)


def test_an_import_keeps_what_the_next_opening_takes_over(opened: OpenProject, never_made: None) -> None:
    areas = assessed(opened)
    made = levels_of(many_from_wkb(area.geometry for area in areas))
    assert len(made) > 1
    assert same(read_levels(opened, areas), made)
    assert same(make_levels(opened, areas), made)
    follow_areas(opened)
    assert fingerprints(opened) == {fingerprint_of(areas)}


def test_a_newer_version_has_its_own_and_undoing_it_makes_the_older_again(opened: OpenProject, file: Path, tmp_path: Path) -> None:
    before = assessed(opened)
    kept = read_levels(opened, before)
    newer = bring(opened, write_areas(tmp_path / file.name, 700, drop=1))
    after = assessed(opened)
    assert len(after) == len(before) - 1
    assert fingerprints(opened) == {fingerprint_of(after)}, "only the last are kept"
    assert read_levels(opened, before) == ()
    assert {len(level.outlines) for level in read_levels(opened, after)} == {len(after)}
    watcher = Watcher()
    undo_import(opened, present(newer.dataset).id, records.AT, watcher)
    assert watcher.steps
    assert assessed(opened) == before
    assert same(read_levels(opened, before), kept)


def test_undoing_anything_but_areas_leaves_them_alone(opened: OpenProject, never_made: None) -> None:
    other = records.dataset(DatasetKind.PLACES, "places.csv")
    with opened.write() as repository:
        repository.add_dataset(other)
        repository.keep_area_levels("", ())
    undo_import(opened, other.id, records.AT)
    assert fingerprints(opened) == set()


@pytest.mark.parametrize("what", ["code", "outline", "order", "number"])
def test_what_is_kept_of_other_areas_is_never_drawn(opened: OpenProject, what: str, never_made: None) -> None:
    areas = assessed(opened)
    first, second, *others = areas
    moved = to_wkb(shapely.affinity.translate(from_wkb(first.geometry), 1e-9))
    changed = {
        "code": (replace(first, code="ZZ0"), second, *others),
        "outline": (replace(first, geometry=moved), second, *others),
        "order": (second, first, *others),
        "number": (*areas, replace(first, code="ZZ99")),
    }[what]
    assert read_levels(opened, areas)
    assert read_levels(opened, changed) == ()


def test_no_two_lists_of_areas_read_alike() -> None:
    one = [Area("A", "", 1, None, b"BC"), Area("D", "", 1, None, b"")]
    other = [Area("AB", "", 1, None, b"C"), Area("D", "", 1, None, b"")]
    assert fingerprint_of(one) != fingerprint_of(other)
    assert fingerprint_of(one) == fingerprint_of([replace(area, name="Other", version="2") for area in one])


def test_areas_that_came_in_past_the_import_get_theirs_when_they_are_drawn(opened: OpenProject) -> None:
    with opened.write() as repository:
        repository.add_areas([replace(records.area("XT01"), level=assessed(opened)[0].level)], "")
    areas = assessed(opened)
    assert read_levels(opened, areas) == ()
    told: list[Changed] = []
    opened.listen(told.append)
    made = make_levels(opened, areas)
    assert same(read_levels(opened, areas), made)
    assert told == [], "nobody rests on them"


@pytest.mark.parametrize(
    "outlines", [b"", b"no shape", shapely.box(0, 0, 1, 1).wkb, shapely.GeometryCollection([shapely.box(0, 0, 1, 1)]).wkb]
)
def test_what_is_damaged_is_made_again(opened: OpenProject, outlines: bytes) -> None:
    areas = assessed(opened)
    with opened.write() as repository:
        repository.keep_area_levels(fingerprint_of(areas), [KeptLevel(0.0, b""), KeptLevel(0.001, outlines)])
    assert read_levels(opened, areas) == ()
    made = make_levels(opened, areas)
    assert len(made) > 1
    assert same(read_levels(opened, areas), made)


def test_that_nothing_could_be_saved_is_kept_too(opened: OpenProject, monkeypatch: pytest.MonkeyPatch) -> None:
    areas = assessed(opened)
    asked: list[int] = []

    def nothing_saved(outlines: np.ndarray, _: object) -> tuple[Level, ...]:
        asked.append(len(outlines))
        return (Level(0.0, outlines),)

    monkeypatch.setattr(area_levels, "levels_of", nothing_saved)
    with opened.write() as repository:
        repository.keep_area_levels("", ())
    assert [level.tolerance for level in make_levels(opened, areas)] == [0.0]
    assert [level.tolerance for level in make_levels(opened, areas)] == [0.0]
    assert asked == [len(areas)]


def test_areas_of_few_corners_need_none(opened: OpenProject, file: Path, tmp_path: Path, never_made: None) -> None:
    bring(opened, write_areas(tmp_path / file.name, 50))
    assert read_levels(opened, assessed(opened)) == ()
    assert make_levels(opened, assessed(opened)) == ()


def test_the_import_tells_how_far_it_is_and_stays_when_this_is_stopped(opened: OpenProject, file: Path, tmp_path: Path) -> None:
    watcher = Watcher()
    bring(opened, write_areas(tmp_path / file.name, 700, drop=1), watcher)
    assert watcher.steps[:2] == [(0, 4), (1, 4)]
    assert read_levels(opened, assessed(opened))
    stopped = bring(opened, write_areas(tmp_path / file.name, 700, drop=2), Watcher(stops=True))
    assert stopped.dataset is not None
    assert len(assessed(opened)) == 8
    assert read_levels(opened, assessed(opened)) == ()


def test_who_may_not_write_draws_with_what_was_made(opened: OpenProject) -> None:
    areas = assessed(opened)
    with opened.write() as repository:
        repository.keep_area_levels("", ())

    class Reader:
        """A project that its user may only read."""

        def read(self) -> AbstractContextManager[Repository]:
            return opened.read()

        def write(self) -> AbstractContextManager[Repository]:
            raise KnownError("office.not_allowed", name="toy")

    assert len(make_levels(Reader(), areas)) > 1
    assert read_levels(opened, areas) == ()


def test_a_map_for_readers_inside_is_drawn_with_what_is_kept(opened: OpenProject, never_made: None, tmp_path: Path) -> None:
    subjects = {reader: subject_of(opened, "map", reader, Question(Mode.LIAISON)) for reader in (Reader.INTERNAL, Reader.PARTNER)}
    inside, outside = subjects[Reader.INTERNAL], subjects[Reader.PARTNER]
    assert same(inside.levels, read_levels(opened, assessed(opened)))
    assert outside.levels == (), "its areas are not ours"
    source = inside.source(Words("en"), tmp_path, release(inside, Reader.INTERNAL))
    assert map_for(source, Words("en")).levels is inside.levels


def test_they_are_in_no_bundle(imported_once: Path, tmp_path: Path) -> None:
    with copy_of(imported_once, tmp_path / "toy.mrm") as project, project._read_transaction() as connection:
        content = collect(connection, records.AT)
    assert "area" in content["tables"]
    assert "area_level" not in content["tables"]
