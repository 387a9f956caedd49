"""Clusters: no mark is lost, the worst class is never hidden, and nothing depends on how the map is dragged."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from mrm_desktop.cartography.clusters import CELL_PX, _joined, cluster

ONE_PIXEL_A_METRE = 1.0


@st.composite
def marks(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    """Marks of five classes, many of them near to each other."""
    count = draw(st.integers(0, 80))
    spots = draw(arrays.arrays(np.float64, (count, 2), elements=st.integers(-600, 600).map(float)))
    return spots, draw(arrays.arrays(np.int64, count, elements=st.integers(0, 4)))


scales = st.floats(0.01, 100)


@given(marks(), scales)
def test_every_mark_is_in_one_cluster_which_counts_it(drawn: tuple[np.ndarray, np.ndarray], scale: float) -> None:
    spots, classes = drawn
    found = cluster(spots, classes, scale)
    assert found.counts.sum() == len(spots)
    assert len(found.of_mark) == len(spots)
    assert np.bincount(found.of_mark, minlength=len(found.counts)).tolist() == found.counts.tolist()
    assert (found.counts > 0).all()


@given(marks(), scales)
def test_a_cluster_says_the_worst_of_its_marks_and_stands_in_their_middle(
    drawn: tuple[np.ndarray, np.ndarray], scale: float
) -> None:
    spots, classes = drawn
    found = cluster(spots, classes, scale)
    for n in range(len(found.counts)):
        own = found.of_mark == n
        assert found.worst[n] == classes[own].min()
        assert found.centres[n] == pytest.approx(spots[own].mean(axis=0), abs=1e-6)
        assert found.only[n] == (np.flatnonzero(own)[0] if own.sum() == 1 else -1)


@given(marks(), scales, st.integers(0, 1000))
def test_the_order_of_the_marks_changes_no_cluster(drawn: tuple[np.ndarray, np.ndarray], scale: float, seed: int) -> None:
    spots, classes = drawn
    order = np.random.default_rng(seed).permutation(len(spots))
    one, other = cluster(spots, classes, scale), cluster(spots[order], classes[order], scale)
    assert other.of_mark.tolist() == one.of_mark[order].tolist()
    assert other.counts.tolist() == one.counts.tolist()
    assert other.worst.tolist() == one.worst.tolist()


@given(marks(), scales)
def test_marks_at_one_place_are_one_cluster(drawn: tuple[np.ndarray, np.ndarray], scale: float) -> None:
    spots, classes = drawn
    twice = cluster(np.vstack([spots, spots]), np.concatenate([classes, classes]), scale)
    assert twice.of_mark[: len(spots)].tolist() == twice.of_mark[len(spots) :].tolist()
    assert (twice.counts > 1).all()


def test_clusters_that_would_lie_on_each_other_are_one() -> None:
    """Two crowds on both sides of the edge of a cell."""
    edge = CELL_PX
    spots = np.array([(edge - 5.0, 30.0), (edge - 6.0, 31.0), (edge + 5.0, 30.0)])
    [count] = cluster(spots, np.array([2, 2, 1]), ONE_PIXEL_A_METRE).counts
    assert count == 3


def test_marks_far_from_each_other_stay_alone() -> None:
    spots = np.array([(10.0, 10.0), (10.0 + 3 * CELL_PX, 10.0), (10.0, 10.0 + 3 * CELL_PX)])
    found = cluster(spots, np.array([0, 1, 2]), ONE_PIXEL_A_METRE)
    assert sorted(found.only.tolist()) == [0, 1, 2]


def test_nearer_means_more_and_smaller_clusters() -> None:
    rng = np.random.default_rng(5)
    spots, classes = rng.uniform(0, 1e5, (2000, 2)), rng.integers(0, 3, 2000)
    counts = [len(cluster(spots, classes, scale).counts) for scale in (1 / 256, 1 / 64, 1 / 16, 1 / 4)]
    assert counts == sorted(counts)
    assert counts[0] < 60 < counts[-1]


@given(marks(), st.integers(1, 300).map(float))
def test_the_largest_takes_what_is_near_it(drawn: tuple[np.ndarray, np.ndarray], reach: float) -> None:
    centres, counts = drawn
    expected = np.full(len(centres), -1)
    for n in np.argsort(-counts, kind="stable").tolist():
        if expected[n] < 0:
            expected[(expected < 0) & (np.abs(centres - centres[n]) < reach).all(axis=1)] = n
    assert _joined(centres, counts, reach).tolist() == expected.tolist()
