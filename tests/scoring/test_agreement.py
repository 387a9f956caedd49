"""Weighted kappa: against a worked example, and by what must hold for any two raters."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.strategies._internal.random import ArtificialRandom

from mrm_desktop.scoring.agreement import kappa_interval, weighted_kappa
from tests.present import present

PAIRS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=40)


def kappa(pairs: list[tuple[int, int]], categories: int = 5) -> float | None:
    return weighted_kappa([a for a, _ in pairs], [b for _, b in pairs], categories)


def test_a_worked_example() -> None:
    # Table of 3 x 3 with 40, 30, 20 on the diagonal and 10 one step off, worked by hand:
    # observed disagreement 10/100 * 1/4 = 0.025; expected from the margins (.45 .35 .20) and (.45 .35 .20).
    pairs = [(0, 0)] * 40 + [(1, 1)] * 30 + [(2, 2)] * 20 + [(0, 1)] * 5 + [(1, 0)] * 5
    expected = 0.25 * (2 * 0.45 * 0.35 + 2 * 0.35 * 0.20) + 1.0 * 2 * 0.45 * 0.20
    assert kappa(pairs, 3) == pytest.approx(1 - 0.025 / expected)


@given(PAIRS)
def test_full_agreement_is_one_and_nothing_is_more(pairs: list[tuple[int, int]]) -> None:
    value = kappa(pairs)
    assume(value is not None)
    assert present(value) <= 1 + 1e-12
    same = kappa([(a, a) for a, _ in pairs])
    assert same is None or same == pytest.approx(1)


@given(PAIRS, st.randoms())
def test_who_is_first_and_the_order_of_cases_do_not_matter(pairs: list[tuple[int, int]], chance: ArtificialRandom) -> None:
    shuffled = list(pairs)
    chance.shuffle(shuffled)
    assert kappa(pairs) == pytest.approx(kappa([(b, a) for a, b in shuffled]))


def test_a_wider_gap_counts_more() -> None:
    around = [(0, 0), (4, 4), (2, 2)] * 5
    near, far = kappa([*around, (1, 2), (2, 1)]), kappa([*around, (0, 4), (4, 0)])
    assert present(far) < present(near) < 1


def test_what_is_not_defined_or_not_a_scale() -> None:
    assert weighted_kappa([], [], 3) is None
    assert weighted_kappa([1, 1], [1, 1], 3) is None
    for first, second, categories in (([0], [0, 1], 3), ([3], [0], 3), ([-1], [0], 3), ([0], [0], 1)):
        with pytest.raises(ValueError, match="rat"):
            weighted_kappa(first, second, categories)


# Fleiss, Cohen and Everitt, Psychological Bulletin 72 (1969): two raters of 200 cases on three categories, shares of the table.
PUBLISHED = ((0.53, 0.05, 0.02), (0.11, 0.14, 0.05), (0.01, 0.06, 0.03))


def of_table(shares: tuple[tuple[float, ...], ...], cases: int) -> list[tuple[int, int]]:
    return [(a, b) for a, row in enumerate(shares) for b, share in enumerate(row) for _ in range(round(share * cases))]


def large_sample_error(shares: tuple[tuple[float, ...], ...], cases: int) -> float:
    """The standard error of that paper, worked out from its formula and from nothing of the program."""
    p, k = np.array(shares), len(shares)
    weights = 1 - (np.subtract.outer(np.arange(k), np.arange(k)) / (k - 1)) ** 2
    rows, columns = p.sum(axis=1), p.sum(axis=0)
    observed, by_chance = (weights * p).sum(), (weights * np.outer(rows, columns)).sum()
    mean_row, mean_column = weights @ columns, weights.T @ rows
    inner = weights * (1 - by_chance) - (mean_row[:, None] + mean_column[None, :]) * (1 - observed)
    variance = (p * inner**2).sum() - (observed * by_chance - 2 * by_chance + observed) ** 2
    return float(np.sqrt(variance / cases) / (1 - by_chance) ** 2)


def test_the_published_table_has_the_kappa_that_its_formula_gives() -> None:
    p = np.array(PUBLISHED)
    distance = (np.subtract.outer(np.arange(3), np.arange(3)) / 2) ** 2
    expected = 1 - (distance * p).sum() / (distance * np.outer(p.sum(axis=1), p.sum(axis=0))).sum()
    assert kappa(of_table(PUBLISHED, 200), 3) == pytest.approx(expected)


def test_the_interval_is_as_wide_as_the_large_sample_error_says() -> None:
    pairs = of_table(PUBLISHED, 200)
    low, high = present(kappa_interval([a for a, _ in pairs], [b for _, b in pairs], 3))
    assert low < present(kappa(pairs, 3)) < high
    assert (high - low) / 2 == pytest.approx(1.96 * large_sample_error(PUBLISHED, 200), rel=0.12)


def test_more_cases_make_a_narrower_interval_and_the_same_cases_the_same_one() -> None:
    def width(cases: int) -> float:
        pairs = of_table(PUBLISHED, cases)
        found = present(kappa_interval([a for a, _ in pairs], [b for _, b in pairs], 3))
        assert found == kappa_interval([a for a, _ in pairs], [b for _, b in pairs], 3)
        return found[1] - found[0]

    assert width(400) < width(100)


def test_an_interval_that_would_mean_nothing_is_none() -> None:
    assert kappa_interval([], [], 3) is None
    assert kappa_interval([1] * 20, [1] * 20, 3) is None
    assert kappa_interval([0, *[1] * 30], [0, *[1] * 30], 3) is None, "every third draw has one answer throughout"
