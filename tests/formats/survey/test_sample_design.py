"""Weights, clusters and strata of a file: found, said, used where they mean something, and of what they make nothing is kept but sums."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.evidence import AreaEvidence, SurveyDesign
from mrm_desktop.domain.geography import Area
from mrm_desktop.domain.vocabulary import EvidenceMethod
from mrm_desktop.formats.files.read_options import CommunityOptions
from mrm_desktop.formats.imports.read_file import read
from mrm_desktop.formats.rows.reading import Reading
from mrm_desktop.formats.survey.group_evidence import RELIABLE_FROM
from mrm_desktop.scoring import load_policy
from tests.present import present
from tests.statistics.test_samples import CLUSTERS, RATINGS, SAMPLE, STRATA, WEIGHTS

Write = Callable[..., Path]
WORDS = ("very_bad", "bad", "neutral", "good", "very_good")
DRAWN = EvidenceMethod.PROBABILITY_SURVEY


def _read(path: Path, areas: Sequence[Area], rating: str = "pk_view", **options: Any) -> Reading:
    options["columns"] = {"rating": rating, **options.get("columns", {})}  # a few answers do not show what scale they are on
    return read(path, DatasetKind.COMMUNITY, areas, CommunityOptions(today=date(2026, 4, 1), **options))


def _export(write: Write, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> Path:
    head = ("_uuid", "_submission_time", "today", "state", "pk_view", *columns)
    return write([head, *((f"u{n}", "2026-03-02T1", "2026-03-02", "Upper Marula", *row) for n, row in enumerate(rows))])


def _sample(write: Write) -> Path:
    rows = [(WORDS[int(rating) + 2], *more) for rating, *more in zip(RATINGS, WEIGHTS, CLUSTERS, STRATA, strict=True)]
    return _export(write, ("weight", "cluster", "design_stratum"), rows)


def _one(reading: Reading) -> AreaEvidence:
    return present(next(iter(reading.of(AreaEvidence)), None))


def _said(reading: Reading) -> dict[str, Any]:
    return {e.code: e.params for e in reading.ledger.entries}


def test_mean_and_design_effect_of_a_probability_survey(write_csv: Write, areas: tuple[Area, ...]) -> None:
    reading = _read(_sample(write_csv), areas, method=DRAWN)
    found, design = _one(reading), present(_one(reading).design)
    error, n = 0.13114051192771725, len(SAMPLE)  # samplics 0.6.1, as in tests of statistics
    mean = float((WEIGHTS * RATINGS).sum() / WEIGHTS.sum())
    simple = float((WEIGHTS * (RATINGS - mean) ** 2).sum() / WEIGHTS.sum()) / (n - 1)
    assert found.item.mean_rating == pytest.approx(mean, abs=1e-9)
    assert design.linearised == pytest.approx(error**2 / simple, abs=1e-9)
    assert (design.weighted, design.clusters, design.freedom) == (True, 12, 9)
    assert found.item.answered == n, "people, not weights"
    assert sum(present(found.distribution).counts) == n
    assert {"community.sample_used", "community.kish", "community.linearised"} <= _said(reading).keys()


def test_few_clusters_never_make_a_sample_worth_more_than_the_method_supposes(write_csv: Write, areas: tuple[Area, ...]) -> None:
    found = _one(_read(_sample(write_csv), areas, method=DRAWN))
    assert present(found.design).freedom < RELIABLE_FROM
    assert present(present(found.design).linearised) < load_policy().acceptance.design_effect
    assert found.item.design_effect is None, "the method takes its own"


def test_many_clusters_are_believed_and_alike_people_cost(write_csv: Write, areas: tuple[Area, ...]) -> None:
    alike = [(WORDS[k % 5], k) for k in range(30) for _ in range(5)]
    apart = [(WORDS[(k + n) % 5], k) for k in range(30) for n in range(5)]
    effects = [
        _one(_read(_export(write_csv, ("cluster",), rows), areas, method=DRAWN)).item.design_effect for rows in (alike, apart)
    ]
    assert effects == [pytest.approx(5.0, rel=0.1), 1.0]


def test_weights_alone_count_where_they_cost_more_than_is_supposed(write_csv: Write, areas: tuple[Area, ...]) -> None:
    unequal = [(WORDS[n % 5], 1 if n % 4 else 20) for n in range(40)]
    equal = [(WORDS[n % 5], 2) for n in range(40)]
    found = [_one(_read(_export(write_csv, ("weight",), rows), areas, method=DRAWN)) for rows in (unequal, equal)]
    weights = np.array([row[1] for row in unequal], dtype=float)
    assert found[0].item.design_effect == pytest.approx(len(weights) * (weights**2).sum() / weights.sum() ** 2)
    assert (found[1].item.design_effect, found[1].design) == (None, SurveyDesign(weighted=True, kish=1.0))


def test_weights_of_a_sample_that_was_not_drawn_are_not_used_and_it_is_said(write_csv: Write, areas: tuple[Area, ...]) -> None:
    path = _export(write_csv, ("weight",), [("very_good", 9), ("very_bad", 1)])
    reading = _read(path, areas)
    assert (_one(reading).item.mean_rating, _one(reading).design) == (0.0, None)
    assert _said(reading)["community.sample_unused"] == {"columns": "weight"}
    assert _one(_read(path, areas, method=DRAWN)).item.mean_rating == pytest.approx(1.6)


def test_a_row_without_a_weight_stands_for_nobody_knows_how_many(write_csv: Write, areas: tuple[Area, ...]) -> None:
    rows = [("good", 2), ("good", ""), ("good", "many"), ("good", 0), ("good", 3)]
    reading = _read(_export(write_csv, ("weight",), rows), areas, method=DRAWN)
    assert _one(reading).item.answered == 2
    assert [(p.row, p.code) for p in reading.ledger.problems] == [(n, "community.weight_unreadable") for n in (3, 4, 5)]


def test_a_design_effect_said_of_the_file_counts_as_said(write_csv: Write, areas: tuple[Area, ...]) -> None:
    path = _export(write_csv, ("weight",), [(WORDS[n % 5], 1 + n % 3) for n in range(20)])
    assert _one(_read(path, areas, method=DRAWN, design_effect=2.5)).item.design_effect == 2.5


def test_names_of_clusters_are_not_kept(write_csv: Write, areas: tuple[Area, ...]) -> None:
    reading = _read(_export(write_csv, ("cluster",), [("good", "Marula Bridge"), ("bad", "Tamarind")]), areas, method=DRAWN)
    assert "Marula Bridge" not in repr(reading.records)
