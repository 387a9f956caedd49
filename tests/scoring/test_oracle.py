"""The program against the method written a second time in plain Python."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mrm_desktop.domain.case import Case
from mrm_desktop.scoring import Policy, assess, load_policy
from mrm_desktop.scoring.robustness import common_draws
from tests.scoring import oracle
from tests.scoring.strategies import cases, open_cases

POLICY = load_policy()
DRAWS = common_draws(POLICY)


def agree(case: Case, policy: Policy = POLICY) -> None:
    found, wanted = assess(case, policy), oracle.decide(case, DRAWS)
    gate = found.deciding_gate
    band = None if found.band is None else found.band.value
    assert (found.verdict.value, found.ceiling.value, gate, band) == (wanted.verdict, wanted.ceiling, wanted.gate, wanted.band)


@given(cases())
def test_any_case(case: Case) -> None:
    agree(case)


@given(open_cases())
def test_visible_modes(case: Case) -> None:
    agree(case)


@given(st.one_of(cases(), open_cases()))
def test_estimates(case: Case) -> None:
    found = assess(case, POLICY)
    wanted = oracle.community(oracle.with_resets(case))
    if case.community_evidence:
        assert found.acceptance is not None
        assert found.acceptance.low == pytest.approx(wanted.low, abs=1e-12)
        assert found.acceptance.governing_group == wanted.group
        assert found.acceptance.everybody == pytest.approx(wanted.everybody.low, abs=1e-12)
        assert found.acceptance.mass == pytest.approx(wanted.everybody.mass, rel=1e-12, abs=1e-12)
        assert found.acceptance.adequate == wanted.adequate
        assert set(found.acceptance.excluded_groups) == wanted.rejecting
    if case.armed_actors is not None:
        armed = oracle.armed(case)
        assert found.tolerance is not None
        assert found.tolerance.adequate == armed.adequate
        assert bool(found.tolerance.hostile_actors) == armed.hostile
        if armed.adequate:
            assert found.tolerance.value == pytest.approx(armed.value, abs=1e-12)


@settings(max_examples=50)
@given(open_cases())
def test_share_of_draws_below(case: Case) -> None:
    found = assess(case, POLICY)
    if found.robustness is None or found.index is None:
        return
    c, t = oracle.community(case), oracle.armed(case)
    k, cap = oracle.conduct(case), oracle.capability(case)
    previous = None if case.previous_band is None else case.previous_band.value
    band = oracle.band_of(oracle.index(c.low, t.value, k, cap), c.low, c.everybody.low, t.value, k, previous)
    assert found.robustness.share_below == oracle.share_below(band, c, t.value, k, cap, DRAWS)
