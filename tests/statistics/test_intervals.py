"""Intervals of shares and means: the published examples, and what holds for any answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mrm_desktop.statistics.intervals import Z_95, answer_variance, logit_interval, mean_interval, wilson


@pytest.mark.parametrize(
    ("yes", "n", "low", "high"),
    # Newcombe 1998, Statistics in Medicine 17:857-872, table I, method 3 (score without continuity correction).
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_is_that_of_newcombe(yes: int, n: int, low: float, high: float) -> None:
    assert wilson(yes / n, n, 1.959964) == pytest.approx((low, high), abs=5e-5)


def test_the_logit_interval_is_that_of_a_published_package() -> None:
    # TaylorEstimator of samplics 0.6.1 on the sample of test_samples: Student's t with 9 degrees of freedom.
    found = logit_interval(0.4312796208530806, 0.04344607110651451, 2.2621571627409915)
    assert found == pytest.approx((0.33685776026861586, 0.5309763453383362), abs=1e-9)


ANSWERS = st.lists(st.integers(0, 9), min_size=5, max_size=5).filter(any)


@given(counts=ANSWERS, divisor=st.floats(1, 20))
def test_the_interval_holds_the_mean_stays_on_the_scale_and_widens_with_the_divisor(counts: list[int], divisor: float) -> None:
    mean = sum(r * c for r, c in zip((-2, -1, 0, 1, 2), counts, strict=True)) / sum(counts)
    low, high = mean_interval(mean, counts, divisor, -2, 2)
    assert -2 <= low <= mean + 1e-12
    assert mean - 1e-12 <= high <= 2
    narrow_low, narrow_high = mean_interval(mean, counts, 1, -2, 2)
    assert low <= narrow_low + 1e-12
    assert high >= narrow_high - 1e-12
    assert high > low, "a hundred per cent is not certainty"


def test_many_answers_give_the_interval_of_the_book() -> None:
    counts = (500, 500, 500, 500, 500)
    half = Z_95 * (answer_variance(counts) / 2500) ** 0.5
    assert mean_interval(0, counts, 1, -2, 2) == pytest.approx((-half, half), rel=1e-3)


def test_answers_on_yes_and_no_give_wilson_itself() -> None:
    low, high = mean_interval(-1.0, (30, 0, 0, 0, 10), 1, -2, 2)
    assert ((low + 2) / 4, (high + 2) / 4) == pytest.approx(wilson(0.25, 40))
