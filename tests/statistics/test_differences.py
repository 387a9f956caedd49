"""Differences beyond chance, and many of them at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mrm_desktop.statistics.differences import holm, two_sided


def test_the_probability_is_that_of_the_normal_table() -> None:
    assert two_sided(1.959964, 1.0) == pytest.approx(0.05, abs=1e-6)
    assert two_sided(-2.575829, 1.0) == pytest.approx(0.01, abs=1e-6)
    assert (two_sided(0.0, 0.0), two_sided(0.1, 0.0)) == (1.0, 0.0)


def test_holm_steps_down() -> None:
    # The same as p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm") in R.
    assert holm((0.01, 0.04, 0.03, 0.005)) == pytest.approx((0.03, 0.06, 0.06, 0.02))
    assert holm(()) == ()


@given(st.lists(st.floats(0, 1), max_size=12))
def test_adjusted_probabilities_are_never_smaller_and_keep_their_order(probabilities: list[float]) -> None:
    adjusted = holm(probabilities)
    assert all(p <= a <= 1 for p, a in zip(probabilities, adjusted, strict=True))
    ordered = [a for _, a in sorted(zip(probabilities, adjusted, strict=True))]
    assert ordered == sorted(ordered)
