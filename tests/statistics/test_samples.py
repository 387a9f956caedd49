"""Errors of samples as they were drawn, held to a published package, to the book, and to laws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mrm_desktop.statistics.samples import SampleDesign, kish_effect

# stratum, cluster, rating, weight, group, clusters in the population of the stratum: invented
SAMPLE = (
    (0, "0-0", 0, 2.0, "women", 40),
    (0, "0-0", 2, 3.0, "women", 40),
    (0, "0-1", 2, 1.75, "women", 40),
    (0, "0-1", -1, 2.75, "men", 40),
    (0, "0-1", 1, 1.5, "women", 40),
    (0, "0-1", -2, 2.5, "women", 40),
    (0, "0-2", -2, 1.25, "women", 40),
    (0, "0-2", 0, 2.25, "men", 40),
    (0, "0-3", 0, 1.0, "men", 40),
    (0, "0-3", 2, 2.0, "women", 40),
    (0, "0-3", -1, 3.0, "women", 40),
    (0, "0-3", 1, 1.75, "men", 40),
    (1, "1-0", -1, 3.25, "women", 25),
    (1, "1-0", 1, 2.0, "women", 25),
    (1, "1-0", -2, 3.0, "men", 25),
    (1, "1-0", 0, 1.75, "women", 25),
    (1, "1-0", 2, 2.75, "women", 25),
    (1, "1-1", 2, 1.5, "women", 25),
    (1, "1-1", -1, 2.5, "men", 25),
    (1, "1-1", 1, 3.5, "women", 25),
    (1, "1-2", 1, 2.25, "women", 25),
    (1, "1-2", -2, 3.25, "women", 25),
    (1, "1-2", 0, 2.0, "men", 25),
    (1, "1-2", 2, 3.0, "women", 25),
    (1, "1-2", -1, 1.75, "women", 25),
    (2, "2-0", 0, 3.25, "women", 60),
    (2, "2-0", 2, 2.0, "men", 60),
    (2, "2-0", -1, 3.0, "women", 60),
    (2, "2-0", 1, 4.0, "women", 60),
    (2, "2-1", 1, 2.75, "women", 60),
    (2, "2-1", -2, 3.75, "men", 60),
    (2, "2-2", -2, 2.5, "men", 60),
    (2, "2-2", 0, 3.5, "women", 60),
    (2, "2-2", 2, 2.25, "women", 60),
    (2, "2-2", -1, 3.25, "men", 60),
    (2, "2-3", -1, 2.0, "men", 60),
    (2, "2-3", 1, 3.0, "women", 60),
    (2, "2-4", 1, 4.0, "women", 60),
    (2, "2-4", -2, 2.75, "women", 60),
    (2, "2-4", 0, 3.75, "men", 60),
    (2, "2-4", 2, 2.5, "women", 60),
)
STRATA = np.array([row[0] for row in SAMPLE], dtype=np.int64)
CLUSTERS = np.unique([row[1] for row in SAMPLE], return_inverse=True)[1].astype(np.int64)
RATINGS = np.array([row[2] for row in SAMPLE], dtype=np.float64)
WEIGHTS = np.array([row[3] for row in SAMPLE])
WOMEN = np.array([row[4] == "women" for row in SAMPLE])
SIZES = np.array([row[5] for row in SAMPLE], dtype=np.float64)
EVERYBODY = np.ones(len(SAMPLE), dtype=bool)
ALONE = np.arange(len(SAMPLE), dtype=np.int64)
ONE = np.zeros(len(SAMPLE), dtype=np.int64)

# TaylorEstimator of samplics 0.6.1 (docs/decisions/0073): mean and standard error of the sample above.
PUBLISHED = {
    "strata and clusters": (SampleDesign(CLUSTERS, STRATA), EVERYBODY, 0.06398104265402843, 0.13114051192771725),
    "finite populations": (SampleDesign(CLUSTERS, STRATA, SIZES), EVERYBODY, 0.06398104265402843, 0.12473463018934818),
    "women": (SampleDesign(CLUSTERS, STRATA), WOMEN, 0.410958904109589, 0.15059475646253284),
    "men": (SampleDesign(CLUSTERS, STRATA), ~WOMEN, -0.7153846153846154, 0.35508207616572796),
    "clusters alone": (SampleDesign(CLUSTERS, ONE), EVERYBODY, 0.06398104265402843, 0.12018386128742829),
    "strata alone": (SampleDesign(ALONE, STRATA), EVERYBODY, 0.06398104265402843, 0.23220252710285147),
    "weights alone": (SampleDesign(ALONE, ONE), EVERYBODY, 0.06398104265402843, 0.22658453139404217),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_mean_and_error_are_those_of_a_published_package(name: str) -> None:
    design, chosen, mean, error = PUBLISHED[name]
    found = design.mean(RATINGS, WEIGHTS, chosen)
    assert found.mean == pytest.approx(mean, abs=1e-9)
    assert found.error == pytest.approx(error, abs=1e-9)


def test_a_simple_random_sample_is_that_of_the_school_book() -> None:
    values = np.array([-2.0, -1.0, 0.0, 1.0, 2.0, 2.0, 1.0, 0.0])
    found = SampleDesign(np.arange(8), np.zeros(8, dtype=np.int64)).mean(values, np.ones(8), np.ones(8, dtype=bool))
    assert found.mean == pytest.approx(values.mean())
    assert found.error == pytest.approx(values.std(ddof=1) / np.sqrt(8))
    assert found.design_effect == pytest.approx(1.0)
    assert (found.kish, found.clusters, found.freedom) == (1.0, 8, 7)


def test_kish_is_one_and_the_squared_variation_of_the_weights() -> None:
    weights = np.array([1.0, 2.0, 3.0, 10.0])
    assert kish_effect(weights) == pytest.approx(1 + weights.var() / weights.mean() ** 2)


def test_a_stratum_of_one_cluster_widens_the_error() -> None:
    strata = np.array([0, 0, 0, 0, 1, 1])
    clusters = np.array([0, 0, 1, 1, 2, 2])
    values = np.array([1.0, 2.0, 1.0, 0.0, -2.0, -1.0])
    everybody, equal = np.ones(6, dtype=bool), np.ones(6)
    alone = SampleDesign(clusters, strata).mean(values, equal, everybody)
    halved = SampleDesign(np.array([0, 0, 1, 1, 2, 3]), strata).mean(values, equal, everybody)
    assert alone.error > halved.error > 0


def test_answers_that_are_all_alike_have_no_design_effect() -> None:
    found = SampleDesign(ALONE, ONE).mean(np.ones(len(SAMPLE)), WEIGHTS, EVERYBODY)
    assert (found.mean, found.error, found.design_effect) == (1.0, 0.0, None)


@given(seed=st.integers(0, 10_000), factor=st.floats(0.01, 100))
def test_neither_the_order_nor_the_unit_of_the_weights_matters(seed: int, factor: float) -> None:
    order = np.random.default_rng(seed).permutation(len(SAMPLE))
    mixed = SampleDesign(CLUSTERS[order], STRATA[order]).mean(RATINGS[order], WEIGHTS[order] * factor, WOMEN[order])
    told = SampleDesign(CLUSTERS, STRATA).mean(RATINGS, WEIGHTS, WOMEN)
    assert (mixed.mean, mixed.error, mixed.kish) == pytest.approx((told.mean, told.error, told.kish))
