"""Rows as arrays: the same rows, whether packed or not, without those that do not count."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

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


def test_arrays_keep_periods(project, block_rows):
    first, last = date(2026, 1, 1), date(2026, 6, 30)
    ends = [{}, {"valid_from": first}, {"valid_to": last}, {"valid_from": first, "valid_to": last}]
    with project.write() as repo:
        repo.add_evidence([replace(records.evidence(""), **end) for end in ends])
        repo.add_places([records.place("", **end) for end in ends])
    with project.read() as repo:
        for found in (repo.evidence_arrays(), repo.place_arrays()):
            assert found.valid_from.tolist() == [None, first, None, first]
            assert found.valid_to.tolist() == [None, None, last, last]


@pytest.mark.parametrize("most", [1, 1000], ids=["as they are", "as positions"])
def test_numbers_come_back_however_they_are_packed(project, block_rows, most, monkeypatch):
    monkeypatch.setattr(columns, "MOST_VALUES", most)
    means = [0.1, -2.0, 2.0, 1 / 3, 0.1, 0.0, -1.7, 0.1]
    with project.write() as repo:
        repo.add_evidence([records.evidence("", one=records.item(mean_rating=mean)) for mean in means])
    with project.read() as repo:
        assert repo.evidence_arrays().mean_rating.tolist() == means


def test_hundreds_of_words_come_back(project, monkeypatch):
    monkeypatch.setattr(columns, "BLOCK_ROWS", 150)
    codes = [f"XT{k:04d}" for k in range(300)]
    with project.write() as repo:
        repo.add_evidence([records.evidence("", code) for code in codes])
    with project.read() as repo:
        assert repo.evidence_arrays().area_code.tolist() == codes


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
