"""METHOD section 3: masses, cap, age, estimate, adequacy, confidently negative strata."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from mrm_desktop.domain.assessments import AcceptanceEstimate
from mrm_desktop.domain.case import EventAhead
from mrm_desktop.domain.evidence import CommunityEvidence
from mrm_desktop.domain.vocabulary import EventKind, EvidenceMethod, GateId, GateState, Stratum
from mrm_desktop.scoring import Policy, assess
from mrm_desktop.scoring.acceptance import (
    age_weight,
    cap_factor,
    effective_number,
    posterior,
    quality,
    refusal_factor,
    relative_ages,
    unit_rating,
)
from tests.scoring.cases import GOOD, TODAY, item, with_evidence


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


def test_each_quality_of_a_source_has_its_own_cap() -> None:
    # 100 x .8^2 = 64 for source 0, which has 96 and 32 of it: each scaled by a half; source 1 stays under its cap
    found = cap_factor(np.array([96.0, 32.0, 10.0]), np.array([0.8, 0.8, 0.5]), np.array([0, 0, 1]), 100.0)
    assert found.tolist() == pytest.approx([0.5, 0.5, 1.0])


def test_stronger_items_are_filled_first_and_together_never_beyond_the_cap_of_the_strongest() -> None:
    # quality .8 fills 50 of its 64; of quality .6 (cap 36, had 40) only the 14 that are left come in
    found = cap_factor(np.array([40.0, 50.0]), np.array([0.6, 0.8]), np.array([0, 0]), 100.0)
    assert found.tolist() == pytest.approx([14.0 / 40.0, 1.0])


def test_a_weak_item_does_not_drag_a_strong_one_down() -> None:
    found = cap_factor(np.array([20.0, 1000.0]), np.array([0.8, 0.4]), np.array([0, 0]), 100.0)
    assert found.tolist() == pytest.approx([1.0, 16.0 / 1000.0])


def test_estimate_with_the_cautious_prior(policy: Policy) -> None:
    # nothing heard: mean .40, sd = sqrt(.24 / 5) = .21909, lo = .40 - 1.28 x .21909 = .11957
    none = posterior(np.array([0.0]), np.array([0.0]), policy.acceptance)
    assert (none.mean[0], none.sd[0], none.low[0], none.high[0]) == pytest.approx((0.4, 0.21909, 0.11957, 0.68043), abs=1e-5)
    # mass 26 of x = .75: mean = (1.6 + 19.5) / 30 = .70333, sd = sqrt(.70333 x .29667 / 31) = .08204, lo = .59832
    some = posterior(np.array([26.0]), np.array([19.5]), policy.acceptance)
    assert (some.mean[0], some.sd[0], some.low[0]) == pytest.approx((0.70333, 0.08204, 0.59832), abs=1e-5)


def test_estimates_stay_within_0_and_1(policy: Policy) -> None:
    found = posterior(np.array([1e6, 1e6, 0.5]), np.array([1e6, 0.0, 0.5]), policy.acceptance)
    assert (found.low >= 0).all()
    assert (found.high <= 1).all()


def test_more_answers_of_the_same_make_the_lower_end_firmer(policy: Policy) -> None:
    lows = [acceptance(policy, item(n=n, rating=1.0)).low for n in (3, 10, 20, 40, 80)]
    assert lows == sorted(lows)


def test_mass_of_one_item_by_hand(policy: Policy) -> None:
    # 90 / 1.5 = 60 answers, 10 percent refused, q .6: unaged 32.4, cap 36 not reached, 180 days: 16.2, reset: 4.05
    found = acceptance(policy, item(n=90, refused=0.1, grade="C2", age=180, reset=True))
    assert found.mass == pytest.approx(4.05)


def test_what_is_worth_less_than_forty_percent_counts_for_nothing(policy: Policy) -> None:
    """It neither caps, nor dates, nor dilutes."""
    base = (item("women", 60, age=0), item("men", 60, age=0))
    for grade in ("D1", "E1", "A5", "F4"):
        assert acceptance(policy, *base, item("women", 9000, -2.0, grade=grade, age=0)).low == acceptance(policy, *base).low
    media = item("women", 500, -2.0, method="media", age=0)
    assert acceptance(policy, *base, media).low == acceptance(policy, *base).low


class TestWhatWasRated:
    """METHOD section 3: only ratings of the UN military here count."""

    BASE = (item("women", 60, 0.5), item("men", 60, 0.5), item("women", 30, 0.5, source="s2"))

    @pytest.mark.parametrize("rated", ["un_civilian", "other_force", "former_contingent"])
    @pytest.mark.parametrize("rating", [-2.0, 2.0])
    def test_ratings_of_somebody_else_change_nothing(self, policy: Policy, rated: str, rating: float) -> None:
        other = item("women", 500, rating, source="s1", rated=rated, takes_sides=1.0, minds=1.0)
        assert acceptance(policy, *self.BASE, other) == acceptance(policy, *self.BASE)

    def test_what_was_asked_elsewhere_is_a_group_of_its_own(self, policy: Policy) -> None:
        elsewhere = item("women", 200, -1.6, source="camp", elsewhere=True)
        found, without = acceptance(policy, *self.BASE, elsewhere), acceptance(policy, *self.BASE)
        assert found.governing_group == "asked_elsewhere"
        assert found.excluded_groups == ("asked_elsewhere",)
        assert (found.mass, found.mass_by_stratum, found.everybody) == (without.mass, without.mass_by_stratum, without.everybody)
        assert found.independent_sources == without.independent_sources

    def test_it_has_caps_of_its_own(self, policy: Policy) -> None:
        elsewhere = item("women", 9000, 1.0, source="s1", elsewhere=True)
        assert acceptance(policy, *self.BASE, elsewhere).mass == acceptance(policy, *self.BASE).mass

    def test_thin_it_does_not_govern(self, policy: Policy) -> None:
        thin = item("women", 20, -1.0, source="camp", elsewhere=True)
        assert acceptance(policy, *self.BASE, thin).governing_group in ("women", "men")


class TestGoverningGroup:
    """METHOD section 3: A is the lower end of the group that accepts least."""

    def test_men_do_not_outvote_women(self, policy: Policy) -> None:
        found = acceptance(policy, item("women", 20, -1.2), item("men", 100, 1.4, source="s2"))
        assert found.governing_group == "women"
        assert found.low < 0.2
        assert found.everybody > 0.5

    def test_a_required_group_governs_however_thin(self, policy: Policy) -> None:
        found = acceptance(policy, item("women", 60, 1.0), item("men", 3, 1.0))
        assert found.governing_group == "men"

    def test_another_group_governs_only_where_it_is_well_heard(self, policy: Policy) -> None:
        both = (item("women", 60, 1.0), item("men", 60, 1.0))
        # 37 / 1.5 x .8 = 19.7; 38 / 1.5 x .8 = 20.3
        thin, heard = (acceptance(policy, *both, item("youth", n, -0.5, source="s2", age=300)) for n in (37, 38))
        assert thin.governing_group in ("women", "men")
        assert heard.governing_group == "youth"

    def test_nobody_in_particular_never_governs(self, policy: Policy) -> None:
        found = acceptance(policy, item("women", 60, 1.0), item("men", 60, 1.0), item("all", 300, -2.0, source="s2"))
        assert found.governing_group in ("women", "men")
        assert found.everybody < found.low

    def test_of_equals_the_first_name(self, policy: Policy) -> None:
        found = acceptance(policy, item("women", 60, 1.0, source="s1"), item("men", 60, 1.0, source="s2"))
        assert found.governing_group == "men"

    def test_what_others_answered_does_not_dilute_a_group(self, policy: Policy) -> None:
        """The cap of a source is shared for M and P, and computed on the group's items alone for its own estimate."""
        alone = acceptance(policy, item("women", 60, -1.4))
        among = acceptance(policy, item("women", 60, -1.4), item("men", 9000, 1.4))
        assert alone.low == pytest.approx(among.low)
        assert among.mass == pytest.approx(64.0 * 2 ** (-30 / 180))


class TestRelativeAges:
    """METHOD section 3: ages are counted from the day from which on a group was well heard."""

    def reference(self, policy: Policy, *days_and_masses: tuple[float, float]) -> list[float]:
        age, mass = (np.array(column) for column in zip(*days_and_masses, strict=True))
        k = len(age)
        found = relative_ages(age, mass, np.full(k, 0.8), np.zeros(k, dtype=int), np.arange(k), policy)
        return [float(age) for age in found]

    def test_from_the_latest_day_that_reaches_twenty(self, policy: Policy) -> None:
        assert self.reference(policy, (10.0, 5.0), (100.0, 15.0), (400.0, 30.0)) == [0.0, 0.0, 300.0]

    def test_a_thin_new_answer_does_not_push_an_adequate_old_one_aside(self, policy: Policy) -> None:
        assert self.reference(policy, (1.0, 5.0), (500.0, 30.0)) == [0.0, 0.0]

    def test_an_adequate_new_one_does(self, policy: Policy) -> None:
        assert self.reference(policy, (1.0, 25.0), (500.0, 30.0)) == [0.0, 499.0]

    def test_never_well_heard_all_count_in_full(self, policy: Policy) -> None:
        assert self.reference(policy, (1.0, 5.0), (500.0, 6.0)) == [0.0, 0.0]

    def test_all_growing_old_together_changes_nothing(self, policy: Policy) -> None:
        young, old = (self.reference(policy, (10.0 + by, 25.0), (100.0 + by, 15.0)) for by in (0.0, 1000.0))
        assert young == old

    def test_caps_are_those_of_the_items_so_far(self, policy: Policy) -> None:
        """Two items of one source of quality .4 reach its cap of 16 together, and never twenty: all of them count in full."""
        age, mass = np.array([10.0, 100.0]), np.array([15.0, 15.0])
        one_source = np.zeros(2, dtype=int)
        assert relative_ages(age, mass, np.full(2, 0.4), one_source, one_source, policy).tolist() == [0.0, 0.0]
        assert relative_ages(age, mass, np.full(2, 0.4), one_source, np.arange(2), policy).tolist() == [0.0, 0.0]
        assert relative_ages(age, mass + 10.0, np.full(2, 0.8), one_source, np.arange(2), policy).tolist() == [0.0, 90.0]


class TestSaidByMost:
    """METHOD section 3, G8b: a group, or everybody, most of which says that peacekeepers take sides, or minds being seen."""

    BASE = (item("women", 60, 1.0), item("men", 60, 1.0), item("women", 30, 1.0, source="s2"))

    def gate(self, policy: Policy, *items: CommunityEvidence) -> dict[str, object] | None:
        gates = assess(with_evidence(GOOD, *items), policy).gates
        found = next(g for g in gates if g.gate is GateId.TAKES_SIDES)
        return None if found.reason is None or found.state is GateState.PASSED else dict(found.reason.params)

    @pytest.mark.parametrize("asked", ["takes_sides", "minds"])
    def test_a_group(self, policy: Policy, asked: str) -> None:
        most: dict[str, Any] = {asked: 0.8}
        few: dict[str, Any] = {asked: 0.1}
        women, men = item("women", 60, 1.0, **most), item("men", 60, 1.0, **few)
        assert self.gate(policy, women, men, self.BASE[2]) == {"groups": ["women"]}

    def test_most_is_more_than_half_with_caution(self, policy: Policy) -> None:
        # mass 64 x 2^-(0): (1 + 28.5 p) / 32.5 with p = .5 is below a half; .8 is not
        assert self.gate(policy, item("women", 60, 1.0, takes_sides=0.55), *self.BASE[1:]) is None
        assert self.gate(policy, item("women", 60, 1.0, takes_sides=0.80), *self.BASE[1:]) is not None

    def test_a_handful_is_not_most(self, policy: Policy) -> None:
        # 9 / 1.5 x .8 = 4.8 < 5; 12 / 1.5 x .8 = 6.4: (1 + 6.4) / 10.4 = .71, less 1.28 x .134 = .54
        handful, more = (item("youth", n, 1.0, source="s3", takes_sides=1.0) for n in (9, 12))
        assert self.gate(policy, *self.BASE, handful) is None
        assert self.gate(policy, *self.BASE, more) is not None

    def test_everybody_without_groups(self, policy: Policy) -> None:
        assert self.gate(policy, *self.BASE, item("all", 60, 1.0, source="s3", takes_sides=0.9)) == {"groups": ["everybody"]}

    def test_asked_elsewhere_is_a_group_and_not_everybody(self, policy: Policy) -> None:
        elsewhere = item("all", 60, 1.0, source="s3", elsewhere=True, takes_sides=0.9)
        assert self.gate(policy, *self.BASE, elsewhere) == {"groups": ["asked_elsewhere"]}

    def test_only_what_was_asked_counts(self, policy: Policy) -> None:
        silent = item("women", 9000, 1.0, source="s3")
        assert self.gate(policy, item("women", 60, 1.0, takes_sides=0.8), *self.BASE[1:], silent) == {
            "groups": ["women", "everybody"]
        }


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
    """METHOD section 3, G8a: a group that rejects the mission."""

    def groups(self, policy: Policy, *items: CommunityEvidence) -> set[str]:
        return set(acceptance(policy, *items).excluded_groups)

    @pytest.mark.parametrize("age", [10, 700, 3000])
    def test_bad_news_does_not_expire_by_itself(self, policy: Policy, age: int) -> None:
        assert self.groups(policy, item("women", 80, -1.2, age=age)) == {"women"}

    def test_an_undifferentiated_sample_never_excludes(self, policy: Policy) -> None:
        assert self.groups(policy, item("all", 80, -2.0)) == set()

    def test_three_conditions(self, policy: Policy) -> None:
        # mass 64, x .25: mean = (1.6 + 16) / 68 = .259, hi = .259 + 1.28 x .0527 = .326: rejects
        assert self.groups(policy, item("women", 120, -1.0)) == {"women"}
        # x .30: mean = .306
        assert self.groups(policy, item("women", 120, -0.8)) == set()
        # mass 4.8 < 5 of x 0
        assert self.groups(policy, item("women", 9, -2.0)) == set()
        # mass 5.3 of x 0: mean = 1.6 / 9.33 = .171, hi = .171 + 1.28 x .117 = .321: rejects
        assert self.groups(policy, item("women", 10, -2.0)) == {"women"}
        # mass 8 of x .2: mean = 3.2 / 12 = .267, hi = .267 + 1.28 x .1227 = .424: not sure enough
        assert self.groups(policy, item("women", 15, -1.2)) == set()

    def test_a_reset_event_weakens_bad_news_too(self, policy: Policy) -> None:
        # 16 of x .05 rejects, a quarter of it (4 < 5) does not
        assert self.groups(policy, item("women", 30, -1.8)) == {"women"}
        assert self.groups(policy, item("women", 30, -1.8, reset=True)) == set()

    def test_a_well_heard_newer_answer_takes_its_place(self, policy: Policy) -> None:
        old = item("women", 120, -1.5, age=700)
        assert self.groups(policy, old, item("women", 60, 1.0, source="s2", age=10)) == set()

    def test_a_thin_newer_answer_does_not(self, policy: Policy) -> None:
        old = item("women", 120, -1.5, age=700)
        assert self.groups(policy, old, item("women", 12, 1.0, source="s2", age=10)) == {"women"}

    def test_a_passed_rotation_resets_what_was_collected_before(self, policy: Policy) -> None:
        rotation = EventAhead(EventKind.ROTATION, TODAY - timedelta(days=5))
        case = replace(with_evidence(GOOD, item("women", 30, -1.8), item("men", 60, 1.0, age=2)), events_ahead=(rotation,))
        found = assess(case, policy).acceptance
        assert found is not None
        assert found.excluded_groups == ()
        assert found.mass_by_stratum[Stratum.WOMEN] == pytest.approx(0.25 * 16 * 2 ** (-30 / 180))
