"""METHOD section 3: masses, cap, age, estimate, adequacy, confidently negative strata."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from mrm_desktop.domain.assessments import AcceptanceEstimate
from mrm_desktop.domain.evidence import CommunityEvidence
from mrm_desktop.domain.vocabulary import EvidenceMethod, Stratum
from mrm_desktop.scoring import Policy, assess
from mrm_desktop.scoring.acceptance import (
    age_weight,
    cap_factor,
    effective_number,
    posterior,
    quality,
    refusal_factor,
    unit_rating,
)
from tests.scoring.cases import GOOD, item, with_evidence


def acceptance(policy: Policy, *items: CommunityEvidence) -> AcceptanceEstimate:
    found = assess(with_evidence(GOOD, *items), policy).acceptance
    assert found is not None
    return found


def test_unit_rating() -> None:
    assert unit_rating(np.array([-2.0, -1.0, 0.0, 1.0, 2.0])).tolist() == [0.0, 0.25, 0.5, 0.75, 1.0]


def test_quality_is_the_lower_of_the_two(policy: Policy) -> None:
    letters = dict(zip("ABCDEF", range(6), strict=True))
    for grade, worth in {
        "A1": 1.0,
        "A2": 0.8,
        "B1": 0.8,
        "C2": 0.6,
        "B3": 0.6,
        "D1": 0.3,
        "E1": 0.0,
        "A5": 0.0,
        "F1": 0.4,
        "A6": 0.4,
        "F4": 0.3,
    }.items():
        found = quality(np.array([letters[grade[0]]]), np.array([int(grade[1]) - 1]), policy.grades)
        assert found[0] == worth, grade


@pytest.mark.parametrize(
    ("method", "answered", "deff", "expected"),
    [
        ("probability_survey", 60, None, 40.0),
        ("probability_survey", 60, 3.0, 20.0),
        ("purposive_survey", 60, None, 30.0),
        ("focus_group", 4, None, 12.0),
        ("key_informant", 7, None, 7.0),
        ("staff_observation", 7, None, 3.5),
        ("media", 100, None, 0.0),
    ],
)
def test_effective_number(policy: Policy, method: str, answered: float, deff: float | None, expected: float) -> None:
    position = list(EvidenceMethod).index(EvidenceMethod(method))
    effect = np.array([np.nan if deff is None else deff])
    assert effective_number(np.array([position]), np.array([float(answered)]), effect, policy.acceptance)[0] == pytest.approx(
        expected
    )


@pytest.mark.parametrize(("refused", "expected"), [(0.0, 1.0), (0.1, 0.9), (0.25, 0.75), (0.26, 0.37), (0.5, 0.25), (1.0, 0.0)])
def test_refusals_count_twice_above_a_quarter(policy: Policy, refused: float, expected: float) -> None:
    assert refusal_factor(np.array([refused]), policy.acceptance)[0] == pytest.approx(expected)


def test_age_halves_every_half_life_and_never_ends() -> None:
    assert age_weight(np.array([0.0, 180.0, 360.0]), 180.0).tolist() == [1.0, 0.5, 0.25]
    assert age_weight(np.array([3650.0]), 180.0)[0] > 0.0


def test_cap_scales_a_source_as_a_whole() -> None:
    # 100 x .8^2 = 64 for source 0, which has 96 and 32: each scaled by a half; source 1 stays under its cap
    found = cap_factor(np.array([96.0, 32.0, 10.0]), np.array([0.8, 0.9, 0.5]), np.array([0, 0, 1]), 2, 100.0)
    assert found.tolist() == pytest.approx([0.5, 0.5, 1.0])


def test_one_worthless_item_drags_its_source_down() -> None:
    found = cap_factor(np.array([20.0, 0.0]), np.array([0.8, 0.0]), np.array([0, 0]), 1, 100.0)
    assert found.tolist() == [0.0, 0.0]


def test_estimate_with_the_cautious_prior(policy: Policy) -> None:
    # nothing heard: mean .40, sd = sqrt(.24 / 7) = .1852, A_lo = .0954, A_hi = .7046
    mean, sd, low, high = posterior(np.array([0.0]), np.array([0.0]), policy.acceptance)
    assert (mean[0], sd[0], low[0], high[0]) == pytest.approx((0.4, 0.18516, 0.09541, 0.70459), abs=1e-5)
    # mass 24 of x = .75: mean = (2.4 + 18) / 30 = .68, sd = sqrt(.68 x .32 / 31) = .08378, A_lo = .54218
    mean, sd, low, _ = posterior(np.array([24.0]), np.array([18.0]), policy.acceptance)
    assert (mean[0], sd[0], low[0]) == pytest.approx((0.68, 0.08378, 0.54218), abs=1e-5)


@pytest.mark.parametrize(("n", "low"), [(3, 0.18), (10, 0.32), (20, 0.42), (40, 0.51), (80, 0.59)])
def test_effect_of_n(policy: Policy, n: int, low: float) -> None:
    """The method's table: rating +1.0, 30 days old, B2, one probability survey."""
    assert round(acceptance(policy, item(n=n, rating=1.0, age=30, grade="B2")).low, 2) == low


def test_mass_of_one_item_by_hand(policy: Policy) -> None:
    # 90 / 1.5 = 60 answers, 10 percent refused, q .6: unaged 32.4, cap 36 not reached, 180 days: 16.2, reset: 4.05
    found = acceptance(policy, item(n=90, refused=0.1, grade="C2", age=180, reset=True))
    assert found.mass == pytest.approx(4.05)


def test_cap_comes_before_ageing(policy: Policy) -> None:
    """Regression: 600 answers of B2, a year old, weigh 64 x .25 = 16 and not min(64, 320 x .25) = 64."""
    found = acceptance(policy, item(n=600, grade="B2", age=360))
    assert found.mass == pytest.approx(16.0)


def test_reset_factor_is_outside_the_cap(policy: Policy) -> None:
    found = acceptance(policy, item(n=600, grade="B2", age=0, reset=True))
    assert found.mass == pytest.approx(16.0)


def test_all_strata_of_one_source_share_the_cap(policy: Policy) -> None:
    found = acceptance(policy, item("women", 150, age=0), item("men", 150, age=0), item("all", 150, age=0))
    assert found.mass == pytest.approx(64.0)
    assert found.mass_by_stratum[Stratum.WOMEN] == pytest.approx(64.0 / 3)


def test_an_undifferentiated_sample_stands_for_no_group(policy: Policy) -> None:
    found = acceptance(policy, item("all", 300, age=0))
    assert found.mass == pytest.approx(64.0)
    assert set(found.mass_by_stratum.values()) == {0.0}


def gap_codes(policy: Policy, *items: CommunityEvidence) -> set[str]:
    return {gap.code for gap in assess(with_evidence(GOOD, *items), policy).gaps}


def test_each_unmet_test_is_a_named_gap(policy: Policy) -> None:
    assert "gap.community_missing" in gap_codes(policy)
    few = gap_codes(policy, item("women", 12, age=0), item("men", 12, age=0))
    assert {"gap.community_mass", "gap.independent_sources", "gap.stratum_mass"} <= few
    assert gap_codes(policy, *GOOD.community_evidence) == set()


def test_displaced_people_where_the_case_requires_them(policy: Policy) -> None:
    heard = replace(GOOD, required_strata=(Stratum.WOMEN, Stratum.MEN, Stratum.DISPLACED))
    assert assess(heard, policy).verdict.value == "proceed_with_conditions"
    silent = with_evidence(heard, *(i for i in GOOD.community_evidence if i.stratum is not Stratum.DISPLACED))
    found = assess(silent, policy)
    assert found.verdict.value == "insufficient_evidence"
    assert [dict(g.params) for g in found.gaps] == [{"stratum": "displaced", "mass": 0.0, "needed": 8.0}]


def test_mass_of_exactly_the_threshold_is_enough(policy: Policy) -> None:
    # 15 answers / 1.5 x .8 = 8 of each, from two sources: 8 + 8 + 4 = 20
    items = (item("women", 15, age=0), item("men", 15, age=0), item("all", 5, method="key_informant", source="s2", age=0))
    assert acceptance(policy, *items).mass == pytest.approx(20.0)
    assert acceptance(policy, *items).adequate


def test_a_source_counts_with_one_good_and_heavy_item(policy: Policy) -> None:
    base = (item("women", 60, age=0), item("men", 60, age=0))
    weak = item("women", 9, method="key_informant", source="s2", grade="D1", age=0)
    light = item("women", 0.6, method="key_informant", source="s2", grade="B2", age=0)
    # two items of .4 each are .8 together, but no single one is above .5
    split = [item(s, 0.5, method="key_informant", source="s2", grade="B2", age=0) for s in ("women", "men")]
    for more in ([weak], [light], split):
        assert acceptance(policy, *base, *more).independent_sources == 1
    enough = item("women", 0.7, method="key_informant", source="s2", grade="B2", age=0)
    assert acceptance(policy, *base, enough).independent_sources == 2


class TestExcludedGroup:
    """METHOD section 3: a confidently negative stratum."""

    def groups(self, policy: Policy, *items: CommunityEvidence) -> set[str]:
        return {s.value for s in acceptance(policy, *items).excluded_groups}

    def test_bad_news_does_not_expire_by_itself(self, policy: Policy) -> None:
        assert self.groups(policy, item("women", 80, -1.2, age=700)) == {"women"}

    def test_only_for_two_years(self, policy: Policy) -> None:
        assert self.groups(policy, item("women", 80, -1.2, age=730)) == {"women"}
        assert self.groups(policy, item("women", 80, -1.2, age=731)) == set()

    def test_an_undifferentiated_sample_never_excludes(self, policy: Policy) -> None:
        assert self.groups(policy, item("all", 80, -2.0)) == set()

    def test_three_conditions(self, policy: Policy) -> None:
        # mass 64, x .25: mean = (2.4 + 16) / 70 = .263, A_hi = .263 + 1.645 x .0523 = .349: excluded
        assert self.groups(policy, item("women", 120, -1.0)) == {"women"}
        # x .30: mean = .309
        assert self.groups(policy, item("women", 120, -0.8)) == set()
        # mass 5.33 of x 0: mean = 2.4 / 11.33 = .212, A_hi = .212 + 1.645 x .116 = .403: not sure enough
        assert self.groups(policy, item("women", 10, -2.0)) == set()

    def test_a_reset_event_weakens_bad_news_too(self, policy: Policy) -> None:
        # 16 of x .1875 is excluded, a quarter of it (4 < 5) is not
        assert self.groups(policy, item("women", 30, -1.8)) == {"women"}
        assert self.groups(policy, item("women", 30, -1.8, reset=True)) == set()

    def test_the_newest_round_may_answer(self, policy: Policy) -> None:
        old = item("women", 120, -1.5, age=400)
        assert self.groups(policy, old, item("women", 60, 1.0, source="s2", age=10)) == set()
        # too light: 10 / 1.5 x .8 = 5.3 < 8
        assert self.groups(policy, old, item("women", 10, 1.0, source="s2", age=10)) == {"women"}
        # not good enough: 32 of x .4 gives .40 < .45
        assert self.groups(policy, old, item("women", 60, -0.4, source="s2", age=10)) == {"women"}

    def test_the_newest_round_spans_thirty_days(self, policy: Policy) -> None:
        old = item("women", 150, -1.9, age=400)
        halves = [item("women", 14, 1.0, source="s2", age=10), item("women", 14, 1.0, source="s3", age=40)]
        assert self.groups(policy, old, *halves) == set()
        late = [halves[0], item("women", 14, 1.0, source="s3", age=41)]
        assert self.groups(policy, old, *late) == {"women"}

    def test_the_newest_round_ages_as_usual(self, policy: Policy) -> None:
        old = item("women", 150, -1.9, age=720)
        assert self.groups(policy, old, item("women", 24, 1.0, source="s2", age=0)) == set()
        assert self.groups(policy, old, item("women", 24, 1.0, source="s2", age=180)) == {"women"}

    def test_caps_are_recomputed_on_the_group_alone(self, policy: Policy) -> None:
        # the worthless item about men drags the source down for the estimate, but not for the women's own voice
        items = (item("women", 120, -1.5), item("men", 10, 1.0, grade="E5"))
        assert acceptance(policy, *items).mass == 0.0
        assert self.groups(policy, *items) == {"women"}
