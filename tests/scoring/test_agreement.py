"""Weighted kappa: against a worked example, and by what must hold for any two raters."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.strategies._internal.random import ArtificialRandom

from mrm_desktop.scoring.agreement import weighted_kappa
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
