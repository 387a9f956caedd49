"""METHOD sections 5 and 6: conduct, capability, index, bands, evidence confidence."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from mrm_desktop.domain.evidence import StanceReport
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.vocabulary import Band, CivilianContact, PatrolFrequency
from mrm_desktop.scoring import Policy, assess
from mrm_desktop.scoring.conduct import capability, conduct, estimate_conduct, response_value
from mrm_desktop.scoring.index import Components, index, log_contributions, profile_band
from mrm_desktop.scoring.table import BANDS, encode
from tests.scoring.cases import (
    GOOD,
    GOOD_ACTORS,
    TODAY,
    actor,
    item,
    report,
    state_forces,
    with_actors,
    with_evidence,
    with_mission,
)


def values(a: float, t: float, k: float, c: float, p: float = 0.9) -> Components:
    return Components(*(np.array([v]) for v in (a, t, k, c, p)))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ((False, False, False), 1.0),
        ((True, False, False), 0.8),
        ((False, True, False), 0.7),
        ((False, False, True), 0.9),
        ((True, True, True), 0.4),
    ],
)
def test_conduct(policy: Policy, facts: tuple[bool, bool, bool], expected: float) -> None:
    past, attacks, rotation = (np.array([f]) for f in facts)
    assert conduct(past, attacks, rotation, policy.conduct)[0] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("fact", "costs"),
    [("resolved_past_allegations", 0.2), ("recent_attacks_or_protests", 0.3), ("rotation_unknown", 0.1)],
)
def test_each_fact_costs_its_own(policy: Policy, fact: str, costs: float) -> None:
    table = encode([with_mission(GOOD, **{fact: value}) for value in (False, True, None)])
    assert estimate_conduct(table, policy).tolist() == pytest.approx([1.0, 1.0 - costs, 1.0 - costs])


@pytest.mark.parametrize("fact", ["resolved_past_allegations", "recent_attacks_or_protests", "rotation_unknown"])
def test_an_unknown_fact_counts_like_the_bad_answer(policy: Policy, fact: str) -> None:
    unknown, bad = assess(with_mission(GOOD, **{fact: None}), policy), assess(with_mission(GOOD, **{fact: True}), policy)
    assert unknown.index is not None
    assert bad.index is not None
    assert unknown.index.conduct == bad.index.conduct < 1.0
    assert [(g.code, g.params["fact"]) for g in unknown.gaps] == [("gap.fact_counted_as_bad", fact)]


@pytest.mark.parametrize(
    ("hours", "expected"),
    [(0.0, 1.0), (2.0, 1.0), (2.1, 0.7), (6.0, 0.7), (6.1, 0.4), (24.0, 0.4), (24.1, 0.15), (500.0, 0.15), (math.nan, 0.15)],
)
def test_response(policy: Policy, hours: float, expected: float) -> None:
    assert response_value(np.array([hours]), policy.capability)[0] == expected


def test_capability_is_the_mean_of_three(policy: Policy) -> None:
    patrols, contacts = list(PatrolFrequency), list(CivilianContact)
    for patrol, patrol_value in {
        "weekly": 1.0,
        "fortnightly": 0.7,
        "monthly": 0.4,
        "quarterly": 0.2,
        "none": 0.0,
        "unknown": 0.0,
    }.items():
        for contact, contact_value in {"child_protection_adviser": 1.0, "other_civilian_component": 0.7, "none": 0.0}.items():
            found = capability(
                np.array([patrols.index(PatrolFrequency(patrol))]),
                np.array([6.0]),
                np.array([contacts.index(CivilianContact(contact))]),
                policy.capability,
            )
            assert found[0] == pytest.approx((patrol_value + 0.7 + contact_value) / 3)


def test_index_by_hand(policy: Policy) -> None:
    # .6^.3 = .85793, .75^.3 = .91732, 1, .9^.2 = .97915: product .77058
    assert index(values(0.6, 0.75, 1.0, 0.9), policy.index)[0] == pytest.approx(77.058, abs=5e-3)
    assert index(values(1.0, 1.0, 1.0, 1.0), policy.index)[0] == pytest.approx(100.0)


def test_each_value_is_at_least_a_hundredth(policy: Policy) -> None:
    assert index(values(0.0, 1.0, 1.0, 1.0), policy.index)[0] == pytest.approx(100 * 0.01**0.3)


def test_contributions_add_up_to_the_index(policy: Policy) -> None:
    parts = log_contributions(values(0.6, 0.75, 0.8, 0.9), policy.index)
    assert 100 * math.exp(parts.sum()) == pytest.approx(index(values(0.6, 0.75, 0.8, 0.9), policy.index)[0])
    found = assess(GOOD, policy).index
    assert found is not None
    assert 100 * math.exp(sum(c.log_contribution for c in found.contributions)) == pytest.approx(found.value)
    assert [c.weight for c in found.contributions] == [0.3, 0.3, 0.2, 0.2]


@pytest.mark.parametrize(
    ("value", "a", "t", "k", "band"),
    [
        (70, 0.50, 0.70, 0.70, "favourable"),
        (69.9, 0.50, 0.70, 0.70, "conditional"),
        (99, 0.49, 0.99, 0.99, "conditional"),
        (99, 0.99, 0.69, 0.99, "conditional"),
        (99, 0.99, 0.99, 0.69, "conditional"),
        (50, 0.38, 0.60, 0.50, "conditional"),
        (49.9, 0.99, 0.99, 0.99, "unfavourable"),
        (99, 0.37, 0.99, 0.99, "unfavourable"),
        (99, 0.99, 0.59, 0.99, "unfavourable"),
        (99, 0.99, 0.99, 0.49, "unfavourable"),
        (30, 0.01, 0.30, 0.30, "unfavourable"),
        (29.9, 0.99, 0.99, 0.99, "adverse"),
        (99, 0.99, 0.29, 0.99, "adverse"),
        (99, 0.99, 0.99, 0.29, "adverse"),
    ],
)
def test_no_value_buys_off_another(policy: Policy, value: float, a: float, t: float, k: float, band: str) -> None:
    found = profile_band(np.array([float(value)]), values(a, t, k, 1.0), policy.bands, np.array([-1]), 3.0)
    assert BANDS[int(found[0])].value == band


@pytest.mark.parametrize(("p", "band"), [(0.25, "favourable"), (0.24, "adverse")])
def test_people_together_must_not_reject_it(policy: Policy, p: float, band: str) -> None:
    found = profile_band(np.array([99.0]), values(0.99, 0.99, 0.99, 1.0, p), policy.bands, np.array([-1]), 3.0)
    assert BANDS[int(found[0])].value == band


@pytest.mark.parametrize(
    ("previous", "value", "band"),
    [
        (None, 70.0, "favourable"),
        ("favourable", 70.0, "favourable"),
        ("conditional", 72.9, "conditional"),
        ("conditional", 73.0, "favourable"),
        ("unfavourable", 72.9, "conditional"),
        ("unfavourable", 52.9, "unfavourable"),
        ("adverse", 32.9, "adverse"),
        ("adverse", 33.0, "unfavourable"),
        ("favourable", 50.0, "conditional"),
    ],
)
def test_moving_up_needs_three_points_more(policy: Policy, previous: str | None, value: float, band: str) -> None:
    """METHOD section 7: hysteresis after a review; moving down needs nothing."""
    before = np.array([-1 if previous is None else BANDS.index(Band(previous))])
    found = profile_band(np.array([value]), values(0.99, 0.99, 0.99, 1.0), policy.bands, before, 3.0)
    assert BANDS[int(found[0])].value == band


def test_hysteresis_is_a_stated_reason(policy: Policy) -> None:
    free = assess(GOOD, policy)
    assert free.index is not None
    close = policy.with_values({"bands.favourable.index": round(free.index.value - 1.0, 3)})
    held = assess(replace(GOOD, previous_band=Band.CONDITIONAL), close)
    assert (assess(GOOD, close).band, held.band) == (Band.FAVOURABLE, Band.CONDITIONAL)
    assert "held_by_hysteresis" in held.flags
    assert "band.held_by_hysteresis" in [r.code for r in held.reasons]
    assert held.explanation is not None
    assert held.explanation.binding is not None
    assert held.explanation.binding.code == "binding.hysteresis"


def test_a_review_without_news_changes_neither_the_reason_nor_how_well_the_band_holds(policy: Policy) -> None:
    """A band that was lowered under variation is the earlier band of the next review: it is lowered again, not held back from rising."""
    free = assess(GOOD, policy)
    assert free.index is not None
    weak = policy.with_values({"bands.favourable.index": round(free.index.value - 0.2, 3), "robustness.lower_from_share": 0.01})
    first = assess(GOOD, weak)
    assert first.robustness is not None
    assert "lowered_for_robustness" in first.flags
    assert first.band is Band.CONDITIONAL
    again = assess(replace(GOOD, previous_band=first.band), weak)
    assert (again.band, again.flags, again.robustness) == (first.band, first.flags, first.robustness)
    assert [reason.code for reason in again.reasons] == [reason.code for reason in first.reasons]


def test_reliability_by_hand(policy: Policy) -> None:
    """Completeness 1; five items of q .8 .8 .8 .6 .6 and four reports of .8 .6 .8 .6."""
    found = assess(GOOD, policy).reliability
    assert found is not None
    ages = [2 ** (-30 / 180)] * 3 + [2 ** (-20 / 180)] * 2 + [2 ** (-20 / 60), 2 ** (-15 / 60)] * 2
    assert found.completeness == 1.0
    assert found.mean_quality == pytest.approx((3 * 0.8 + 2 * 0.6 + 2 * 1.4) / 9)
    assert found.mean_age_weight == pytest.approx(sum(ages) / 9)
    assert found.value == pytest.approx(10 * (0.4 + 0.3 * found.mean_quality + 0.3 * found.mean_age_weight))
    assert found.label == "good"


@pytest.mark.parametrize(
    "reports",
    [(), (report("tolerant", 200, source="k1"), report("tolerant", 200, source="k2")), (report("tolerant", source="k1"),)],
)
def test_an_actor_that_is_a_gap_is_incomplete(policy: Policy, reports: tuple[StanceReport, ...]) -> None:
    """Two strata and two actors are needed; three of the four are known."""
    found = assess(with_actors(GOOD, (actor("group X", *reports), state_forces())), policy).reliability
    assert found is not None
    assert found.completeness == 0.75


def test_what_does_not_count_is_not_confided_in(policy: Policy) -> None:
    """Worthless items and reports that no source speaks with leave the means as they are."""
    more = with_evidence(GOOD, *GOOD.community_evidence, item("women", 90, 2.0, grade="E5", source="s8"))
    older = actor("group X", report("wary", 90, "C3", "k1"), *GOOD_ACTORS[0].sources)
    assert assess(with_actors(more, (older, GOOD_ACTORS[1])), policy).reliability == assess(GOOD, policy).reliability


def test_while_a_required_side_is_missing_it_is_at_most_moderate(policy: Policy) -> None:
    fresh = with_actors(GOOD, (*GOOD_ACTORS, actor("group Z", report("tolerant", 0, "A1", "k1"))))
    best = [replace(i, collected_on=TODAY, grade=Grade("A", "1")) for i in fresh.community_evidence]
    found = assess(with_evidence(fresh, *best), policy).reliability
    assert found is not None
    assert (found.label, found.value < 7.0) == ("moderate", True)


def test_reliability_of_nothing_is_nothing(policy: Policy) -> None:
    found = assess(with_actors(with_evidence(GOOD), None), policy).reliability
    assert found is not None
    assert (found.value, found.label) == (0.0, "poor")


def test_reliability_never_enters_the_index(policy: Policy) -> None:
    other = policy.with_values({"reliability.weights": {"completeness": 0.0, "quality": 0.0, "age": 1.0}})
    assert assess(GOOD, policy).index == assess(GOOD, other).index
