"""METHOD section 4: armed-actor tolerance."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from mrm_desktop.domain.assessments import ToleranceEstimate
from mrm_desktop.domain.evidence import ArmedActor, StanceReport
from mrm_desktop.domain.vocabulary import Flag
from mrm_desktop.scoring import Policy, assess
from tests.scoring.cases import GOOD, TODAY, actor, report, state_forces, with_actors


def tolerance(policy: Policy, *actors: ArmedActor) -> ToleranceEstimate:
    found = assess(with_actors(GOOD, actors), policy).tolerance
    assert found is not None
    return found


def of_one(policy: Policy, *reports: StanceReport) -> ToleranceEstimate:
    return tolerance(policy, actor("group X", *reports))


def test_weighted_mean_of_stances(policy: Policy) -> None:
    # .8 x 1.0 at day 0 and .6 x .5 at 60 days: weights .8 and .3, m = .95 / 1.1; both trusted and not alike: half way to .5
    found = of_one(policy, report("supportive", 0, "B2", "k1"), report("wary", 60, "C3", "k2"))
    assert found.value == pytest.approx((0.95 / 1.1 + 0.5) / 2)


def test_trusted_sources_that_agree_leave_the_mean(policy: Policy) -> None:
    found = of_one(policy, report("tolerant", 0, "B2", "k1"), report("tolerant", 60, "C3", "k2"), report("wary", 0, "F1", "k3"))
    assert found.value == pytest.approx((0.8 * 0.75 + 0.3 * 0.75 + 0.4 * 0.5) / 1.5)


def test_each_source_speaks_once_with_its_newest_report(policy: Policy) -> None:
    old = report("hostile", 30, "F1", "k1")
    found = of_one(policy, old, report("tolerant", 5, "B2", "k1"), report("tolerant", 5, "B2", "k2"))
    assert found.value == pytest.approx(0.75)


def test_of_one_day_the_worse_report_speaks(policy: Policy) -> None:
    two = (report("wary", 5, "B2", "k1"), report("supportive", 5, "B2", "k1"))
    assert of_one(policy, *two, report("wary", 5, "B2", "k2")).value == pytest.approx(0.5)


def test_weak_sources_give_a_mean_too(policy: Policy) -> None:
    """Weights that sum to less than 1 are still weights: .4 x 1.0 and .4 x .5 x 2^-1 over .6."""
    found = of_one(policy, report("supportive", 0, "F1", "k1"), report("wary", 60, "F1", "k2"))
    assert found.value == pytest.approx((0.4 + 0.2 * 0.5) / 0.6)


@pytest.mark.parametrize(
    ("stance", "value"), [("supportive", 1.0), ("tolerant", 0.75), ("wary", 0.5), ("hostile", 0.2), ("targeting", 0.0)]
)
def test_value_of_each_stance(policy: Policy, stance: str, value: float) -> None:
    found = of_one(policy, report(stance, 0, "B2", "k1"), report(stance, 0, "B2", "k2"))
    assert found.by_actor["group X"] == pytest.approx(value)


def test_the_worst_actor_governs(policy: Policy) -> None:
    wary = actor("group Y", report("wary", 5, "B2", "k1"), report("wary", 5, "B2", "k2"))
    found = tolerance(policy, *GOOD.armed_actors or (), wary)
    assert found.value == pytest.approx(0.5)
    assert found.governing_actor == "group Y"


def test_nobody_able_to_harm(policy: Policy) -> None:
    assert tolerance(policy).value == 0.8
    assert tolerance(policy, state_forces(report("targeting"), able=False)).value == 0.8


@pytest.mark.parametrize(("days", "known"), [(0, True), (90, True), (91, False), (None, False)])
def test_nobody_able_to_harm_only_where_somebody_looked(policy: Policy, days: int | None, known: bool) -> None:
    checked = None if days is None else TODAY - timedelta(days=days)
    found = assess(replace(with_actors(GOOD, ()), armed_actors_checked_on=checked), policy)
    assert (found.verdict.value == "proceed_with_conditions") is known
    assert ("gap.actor_check_outdated" in {g.code for g in found.gaps}) is not known
    # where actors are listed, their own reports say how fresh the picture is
    assert assess(replace(GOOD, armed_actors_checked_on=checked), policy).verdict.value == "proceed_with_conditions"


def test_not_assessed_is_a_gap(policy: Policy) -> None:
    found = assess(with_actors(GOOD, None), policy)
    assert found.tolerance is None
    assert found.verdict.value == "insufficient_evidence"
    assert [g.code for g in found.gaps] == ["gap.actors_not_assessed"]


def test_a_list_without_state_forces_is_flagged_and_no_gap(policy: Policy) -> None:
    found = assess(with_actors(GOOD, ()), policy)
    assert Flag.NO_STATE_FORCES in found.flags
    assert found.verdict.value == "proceed_with_conditions"
    assert Flag.NO_STATE_FORCES not in assess(GOOD, policy).flags


@pytest.mark.parametrize(
    ("reports", "code"),
    [
        ((), "gap.actor_stance_unknown"),
        ((report("unknown", source="k1"), report("unknown", source="k2")), "gap.actor_stance_unknown"),
        (
            (report("supportive", grade="D4", source="k1"), report("supportive", grade="E5", source="k2")),
            "gap.actor_stance_unknown",
        ),
        ((report("supportive", 140, source="k1"), report("supportive", 150, source="k2")), "gap.actor_outdated"),
        ((report("supportive", source="k1"),), "gap.actor_sources"),
        ((report("supportive", 5, source="k1"), report("supportive", 9, source="k1")), "gap.actor_sources"),
        ((report("supportive", source="k1"), report("supportive", grade="D1", source="k2")), "gap.actor_sources"),
    ],
)
def test_gaps_are_never_neutral(policy: Policy, reports: tuple[StanceReport, ...], code: str) -> None:
    """Regression: a weak or unknown actor must not be ignored."""
    found = assess(with_actors(GOOD, (*(GOOD.armed_actors or ()), actor("group Z", *reports))), policy)
    assert found.verdict.value == "insufficient_evidence"
    assert code in {g.code for g in found.gaps}
    assert found.tolerance is not None
    assert found.tolerance.value is None


def test_newest_source_may_be_139_days_old(policy: Policy) -> None:
    # 60 x log2(5) = 139.3 days
    assert of_one(policy, report("supportive", 139, source="k1"), report("supportive", 139, source="k2")).adequate
    assert not of_one(policy, report("supportive", 140, source="k1"), report("supportive", 140, source="k2")).adequate


class TestHostile:
    """METHOD section 4: a report of hostility stands until two later sources lift it."""

    def hostile(self, policy: Policy, *reports: StanceReport) -> bool:
        return bool(of_one(policy, *reports).hostile_actors)

    @pytest.mark.parametrize("stance", ["hostile", "targeting"])
    def test_one_good_report_is_enough(self, policy: Policy, stance: str) -> None:
        assert self.hostile(policy, report(stance, 20, "C3", "k1"))

    def test_a_weak_report_is_not(self, policy: Policy) -> None:
        assert not self.hostile(policy, report("hostile", 20, "F6", "k1"))

    @pytest.mark.parametrize("age", [731, 3650])
    def test_however_long_ago(self, policy: Policy, age: int) -> None:
        assert self.hostile(policy, report("hostile", age, "B2", "k1"))

    def test_three_later_sources_that_do_not_say_hostile_lift_it(self, policy: Policy) -> None:
        bad, wary = report("hostile", 50, "B2", "k1"), [report("wary", 9, "B2", f"k{n}") for n in (1, 2, 3)]
        assert self.hostile(policy, bad, *wary[:2])
        assert not self.hostile(policy, bad, *wary)
        weak = report("wary", 9, "F1", "k3")
        assert self.hostile(policy, bad, *wary[:2], weak)

    def test_two_distinct_later_sources_lift_it(self, policy: Policy) -> None:
        bad = report("hostile", 50, "B2", "k1")
        assert self.hostile(policy, bad, report("tolerant", 20, "B2", "k2"))
        assert self.hostile(policy, bad, report("tolerant", 20, "B2", "k2"), report("supportive", 10, "B2", "k2"))
        assert not self.hostile(policy, bad, report("tolerant", 20, "B2", "k2"), report("supportive", 10, "B2", "k3"))

    def test_the_source_that_reported_it_may_be_one_of_them(self, policy: Policy) -> None:
        bad = report("hostile", 50, "B2", "k1")
        assert not self.hostile(policy, bad, report("tolerant", 20, "B2", "k1"), report("tolerant", 10, "B2", "k2"))

    def test_only_what_is_later_than_the_newest_report_counts(self, policy: Policy) -> None:
        friends = (report("tolerant", 20, "B2", "k2"), report("tolerant", 10, "B2", "k3"))
        assert not self.hostile(policy, report("hostile", 50, "B2", "k1"), *friends)
        assert self.hostile(policy, report("hostile", 20, "B2", "k1"), *friends)
        assert self.hostile(policy, report("hostile", 50, "B2", "k1"), report("targeting", 15, "B2", "k4"), *friends)

    def test_wary_or_weak_sources_do_not_lift_it(self, policy: Policy) -> None:
        bad = report("hostile", 50, "B2", "k1")
        assert self.hostile(policy, bad, report("wary", 20, "B2", "k2"), report("wary", 10, "B2", "k3"))
        assert self.hostile(policy, bad, report("tolerant", 20, "F3", "k2"), report("tolerant", 10, "F3", "k3"))

    def test_who_cannot_do_harm_closes_nothing(self, policy: Policy) -> None:
        found = assess(with_actors(GOOD, (*(GOOD.armed_actors or ()), actor("band", report("targeting"), able=False))), policy)
        assert found.verdict.value == "proceed_with_conditions"

    def test_hostility_outlives_the_gap(self, policy: Policy) -> None:
        found = assess(with_actors(GOOD, (state_forces(), actor("group Z", report("hostile", 400)))), policy)
        assert (found.verdict.value, found.deciding_gate) == ("refused", "armed_actor")

    def test_without_a_usable_source_it_counts_as_hostile(self, policy: Policy) -> None:
        """The stance of an actor that is hostile and of whom nothing else is known."""
        found = assess(with_actors(GOOD, (state_forces(), actor("group Z", report("hostile", 400)))), policy)
        assert found.tolerance is not None
        assert found.tolerance.by_actor["group Z"] == pytest.approx(0.2)

    def test_a_weak_word_of_hostility_is_no_second_source(self, policy: Policy) -> None:
        found = of_one(policy, report("tolerant", 9, "B2", "k1"), report("hostile", 9, "F1", "k2"))
        assert not found.adequate

    def test_a_source_that_is_not_used_conflicts_with_nobody(self, policy: Policy) -> None:
        weak = actor("X", report("hostile", 9), report("tolerant", 9, "D4", "k2"), report("tolerant", 8, "E1", "k3"))
        assert Flag.CONFLICTING_SOURCES not in assess(with_actors(GOOD, (weak, state_forces())), policy).flags

    def test_conflicting_sources_are_flagged(self, policy: Policy) -> None:
        mixed = actor(
            "group X", report("hostile", 90, source="k1"), report("tolerant", 9, source="k2"), report("tolerant", 8, source="k3")
        )
        assert Flag.CONFLICTING_SOURCES in assess(with_actors(GOOD, (mixed, state_forces())), policy).flags
