"""Rows as arrays: the same rows, whether packed or not, without those that do not count."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.vocabulary import Stratum
from mrm_desktop.store import columns
from tests.store import records


@pytest.fixture(params=[3, 1000], ids=["packed", "row by row"])
def block_rows(request, monkeypatch):
    monkeypatch.setattr(columns, "BLOCK_ROWS", request.param)
    return request.param


def fill(project, count: int, name: str = "a.csv"):
    one = records.dataset(DatasetKind.COMMUNITY, name)
    items = [
        records.item(
            list(Stratum)[n % 3],
            f"source {n % 2}",
            mean_rating=n / count,
            collected_on=records.DAY - timedelta(days=n),
            design_effect=None if n % 2 else 1.5,
        )
        for n in range(count)
    ]
    with project.write() as repo:
        repo.add_dataset(one)
        repo.add_evidence([records.evidence(one.id, f"XT{n % 4:02d}", item) for n, item in enumerate(items)])
    return one


def test_arrays_say_what_the_objects_say(project, block_rows):
    fill(project, 10)
    with project.read() as repo:
        found, objects = repo.evidence_arrays(), repo.evidence()
    assert found.area_code.tolist() == [e.area_code for e in objects]
    assert found.stratum.tolist() == [e.item.stratum.value for e in objects]
    assert found.grade.tolist() == [str(e.item.grade) for e in objects]
    assert found.mean_rating.tolist() == [e.item.mean_rating for e in objects]
    assert found.collected_on.tolist() == [e.item.collected_on for e in objects]
    assert np.isnan(found.design_effect).tolist() == [e.item.design_effect is None for e in objects]


def test_rows_behind_the_last_block_are_there_too(project, block_rows):
    fill(project, 5, "a.csv")
    fill(project, 5, "b.csv")
    with project.read() as repo:
        assert len(repo.evidence_arrays().answered) == 10


def test_rows_that_do_not_count_are_left_out(project, block_rows):
    first = fill(project, 5, "a.csv")
    fill(project, 4, "b.csv")
    with project.write() as repo:
        repo.add_evidence([records.evidence("", "XT09")])
        repo.undo_dataset(first.id, records.AT)
    with project.read() as repo:
        found = repo.evidence_arrays()
        assert len(found.answered) == 5
        assert found.area_code.tolist() == [e.area_code for e in repo.evidence()]


def test_blocks_are_packed_once(project, monkeypatch):
    monkeypatch.setattr(columns, "BLOCK_ROWS", 3)
    fill(project, 10)
    with project.write() as repo:
        assert repo.pack_columns() == 0
        assert len(repo.evidence_arrays().answered) == 10


def test_places_without_coordinates_are_not_drawn(project, block_rows):
    with project.write() as repo:
        repo.add_places([records.place(""), records.place("", point=None, area_code=None), records.place("", area_code=None)])
    with project.read() as repo:
        found = repo.place_arrays()
    assert found.area_code.tolist() == ["XT01", None]
    assert found.seq.tolist() == [1, 3]
