"""METHOD section 7: draws, shares, lowering."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from mrm_desktop.domain.vocabulary import Band, Flag
from mrm_desktop.scoring import Policy, assess
from mrm_desktop.scoring.robustness import Estimates, common_draws, label, lowered_band, shares
from tests.scoring import oracle
from tests.scoring.cases import GOOD, actor, report, state_forces, with_actors


def test_draws_have_the_stated_shapes(policy: Policy) -> None:
    draws = common_draws(policy)
    assert draws.count == 2000
    assert (draws.geometric, draws.arithmetic) == (1400, 400)
    assert draws.weights.sum(axis=0) == pytest.approx(np.ones(2000))
    # Dirichlet(25 w): mean w, variance w (1 - w) / 26
    assert draws.weights.mean(axis=1) == pytest.approx([0.3, 0.3, 0.2, 0.2], abs=0.01)
    assert draws.weights.var(axis=1) == pytest.approx([0.21 / 26, 0.21 / 26, 0.16 / 26, 0.16 / 26], rel=0.15)
    assert draws.acceptance.mean() == pytest.approx(0.0, abs=0.08)
    assert draws.acceptance.std() == pytest.approx(1.0, abs=0.06)
    assert np.abs(draws.tolerance).max() <= 0.12
    assert draws.tolerance.std() == pytest.approx(0.12 / 6**0.5, rel=0.06)
    assert np.abs(draws.conduct).max() <= 0.10
    assert draws.conduct.std() == pytest.approx(0.10 / 3**0.5, rel=0.06)
    assert draws.capability.std() == pytest.approx(0.10 / 3**0.5, rel=0.06)


def test_draws_are_common_and_cannot_be_written(policy: Policy) -> None:
    assert common_draws(policy) is common_draws(policy.with_values({"bands.favourable.index": 71.0}))
    with pytest.raises(ValueError, match="read-only"):
        common_draws(policy).tolerance[0] = 1.0


def test_no_quantity_follows_another(policy: Policy) -> None:
    draws = common_draws(policy)
    together = np.corrcoef(np.stack([draws.weights[0], draws.acceptance, draws.tolerance, draws.conduct, draws.capability]))
    assert np.abs(together - np.eye(5)).max() < 0.08


def test_one_spread_leaves_the_other_numbers_as_they_were(policy: Policy) -> None:
    wider = common_draws(policy.with_values({"robustness.tolerance_spread": 0.24}))
    assert np.array_equal(wider.acceptance, common_draws(policy).acceptance)
    assert wider.tolerance == pytest.approx(2 * common_draws(policy).tolerance)
    firmer = common_draws(policy.with_values({"robustness.weight_concentration": 50.0}))
    assert np.array_equal(firmer.acceptance, common_draws(policy).acceptance)


def around(mean: float, sd: float, t: float, k: float, c: float, everybody: float = 0.95) -> Estimates:
    governing = [np.array([[v]]) for v in (mean, sd)]
    return Estimates(*governing, *(np.array([v]) for v in (everybody, 0.01, t, k, c)))


def test_share_by_hand(policy: Policy) -> None:
    """Everything far above but T = .74: it falls below .70 where the triangle of half-width .12 is below -.04: (2/3)^2 / 2 = .222."""
    inside, below = shares(around(0.95, 0.01, 0.74, 1.0, 1.0), np.array([0]), policy)
    assert below[0] == pytest.approx(2 / 9, abs=0.02)
    assert inside[0] == pytest.approx(1 - below[0])


def test_the_lowest_of_all_groups_that_may_govern_is_drawn(policy: Policy) -> None:
    """One deviate for all: a thin group with a wide interval pulls the draws down although its mean is the higher one."""
    one = around(0.75, 0.01, 0.95, 1.0, 1.0)
    two = replace(one, mean=np.array([[0.75, 0.80]]), sd=np.array([[0.01, 0.30]]))
    out_of_reach = replace(two, mean=np.array([[0.75, np.inf]]))
    firm, shaken, alone = (shares(e, np.array([0]), policy)[1][0] for e in (one, two, out_of_reach))
    assert firm == alone == 0.0
    # below .50 where z < -1: 16 percent
    assert shaken == pytest.approx(0.159, abs=0.02)


def test_people_together_fall_below_a_quarter(policy: Policy) -> None:
    near = replace(around(0.95, 0.01, 0.95, 1.0, 1.0), everybody_mean=np.array([0.30]), everybody_sd=np.array([0.05]))
    assert shares(near, np.array([0]), policy)[1][0] == pytest.approx(0.159, abs=0.02)


def test_nothing_falls_below_the_last_band(policy: Policy) -> None:
    inside, below = shares(around(0.05, 0.01, 0.05, 0.05, 0.05), np.array([3]), policy)
    assert (inside[0], below[0]) == (1.0, 0.0)


def test_draws_above_the_band_are_neither_in_it_nor_below(policy: Policy) -> None:
    inside, below = shares(around(0.95, 0.01, 0.95, 1.0, 1.0), np.array([1]), policy)
    assert (inside[0], below[0]) == (0.0, 0.0)


def test_many_rows_give_what_one_row_gives(policy: Policy) -> None:
    rng = np.random.default_rng(4)
    n = 75
    means, sds = rng.uniform(0.3, 0.9, (n, 3)), rng.uniform(0.02, 0.1, (n, 3))
    ranges = ((0.2, 0.9), (0.02, 0.1), (0.3, 1.0), (0.4, 1.0), (0.3, 1.0))
    many = Estimates(means, sds, *(rng.uniform(low, high, n) for low, high in ranges))
    band = rng.integers(0, 4, n)
    inside, below = shares(many, band, policy)
    for i in range(n):
        one = Estimates(*(getattr(many, f.name)[i : i + 1] for f in fields(Estimates)))
        alone = shares(one, band[i : i + 1], policy)
        assert (alone[0][0], alone[1][0]) == (inside[i], below[i])


@pytest.mark.parametrize(("below", "lowered"), [(0.0, 0), (0.2995, 0), (0.3, 1), (0.9, 1)])
def test_lowering_from_thirty_percent(policy: Policy, below: float, lowered: int) -> None:
    assert lowered_band(np.array([1]), np.array([below]), policy)[0] == 1 + lowered


def test_the_last_band_cannot_be_lowered(policy: Policy) -> None:
    assert lowered_band(np.array([3]), np.array([0.9]), policy)[0] == 3


@pytest.mark.parametrize(
    ("share", "name"), [(1.0, "robust"), (0.85, "robust"), (0.849, "sensitive"), (0.6, "sensitive"), (0.599, "fragile")]
)
def test_labels(policy: Policy, share: float, name: str) -> None:
    assert label(share, policy) == name


def test_lowering_is_a_stated_reason(policy: Policy) -> None:
    """T = .72 holds its test by a hair: about a third of the draws fall below."""
    near = actor("X", report("tolerant", 0, "A1", "k1"), report("tolerant", 0, "A1", "k2"), report("wary", 9, "F6", "k3"))
    found = assess(with_actors(GOOD, (near, state_forces())), policy)
    assert found.index is not None
    assert found.robustness is not None
    assert found.index.profile_band is Band.FAVOURABLE
    assert 0.30 <= found.robustness.share_below < 0.5
    assert found.band is Band.CONDITIONAL
    assert Flag.LOWERED_FOR_ROBUSTNESS in found.flags
    lowered = next(r for r in found.reasons if r.code == "band.lowered_for_robustness")
    assert (lowered.params["before"], lowered.params["after"]) == ("favourable", "conditional")
    assert found.explanation is not None
    assert found.explanation.binding is not None
    assert found.explanation.binding.code == "binding.robustness"


@pytest.mark.parametrize(
    ("mean", "sd", "t", "k", "c"),
    [
        (0.97, 0.30, 0.75, 0.75, 0.60),
        (0.60, 0.08, 0.98, 0.72, 0.30),
        (0.58, 0.06, 0.70, 0.98, 0.95),
        (0.45, 0.08, 0.62, 0.55, 0.40),
        (0.30, 0.30, 0.33, 0.35, 0.10),
        (0.05, 0.10, 0.08, 0.05, 0.02),
    ],
)
@pytest.mark.parametrize("band", [0, 1, 2, 3])
def test_shares_against_plain_python(policy: Policy, mean: float, sd: float, t: float, k: float, c: float, band: int) -> None:
    """Draw by draw, with values cut at both ends and each way of aggregating."""
    inside, below = shares(around(mean, sd, t, k, c), np.array([band]), policy)
    draws = common_draws(policy)
    heard = oracle.Estimated(mean, sd, 0.0, 1.0, 50.0)
    everybody = oracle.Estimated(0.95, 0.01, 0.0, 1.0, 50.0)
    community = oracle.Community([heard], 0.0, "women", everybody, adequate=True, rejecting=set(), against=False)
    assert below[0] == oracle.share_below(band, community, t, k, c, draws)
    at_least = 0.0 if band == 0 else 1.0 - oracle.share_below(band - 1, community, t, k, c, draws)
    assert inside[0] == pytest.approx(1.0 - below[0] - at_least)
