"""The working of a case against the method written a second time: what a reviewer redoes by hand comes out the same."""

from __future__ import annotations

import math
from dataclasses import astuple, replace
from operator import attrgetter

import pytest
from hypothesis import given

from mrm_desktop.domain.case import Case
from mrm_desktop.domain.vocabulary import Flag, Rated, Stratum
from mrm_desktop.scoring import Policy, assess, load_policy
from mrm_desktop.scoring.working import EstimateWorking, working_of
from tests.scoring import oracle
from tests.scoring.cases import GOOD
from tests.scoring.strategies import cases, open_cases

POLICY: Policy = load_policy()


def same(found: EstimateWorking, wanted: oracle.Estimated) -> bool:
    pairs = zip((found.mean, found.sd, found.low, found.high, found.mass), astuple(wanted), strict=True)
    return all(mine == pytest.approx(theirs, abs=1e-12) for mine, theirs in pairs)


@given(open_cases())
def test_every_group_and_everybody_is_worked_out_as_the_method_says(case: Case) -> None:
    working, known = working_of(case, POLICY), oracle.with_resets(case)
    counted = oracle.counting(known)
    for group in working.groups:
        own = [i for i in counted if oracle.group_of(i) == group.group]
        assert len(group.items) == len(own)
        assert same(group.aged, oracle.rated(own, oracle.ages(own, case.assessed_on)))
        assert same(group.relative, oracle.rated(own, oracle.relative_ages(own)))
    here = [i for i in counted if not i.asked_elsewhere]
    assert same(working.everybody, oracle.rated(here, oracle.ages(here, case.assessed_on)))
    assert working.governing == oracle.community(known).group


@given(cases())
def test_the_sums_are_those_of_the_rows_above_them(case: Case) -> None:
    working = working_of(case, POLICY)
    for group in working.groups:
        assert group.aged.mass == pytest.approx(math.fsum(one.own.mass for one in group.items), abs=1e-9)
        assert group.aged.weighted == pytest.approx(math.fsum(one.own.mass * one.value for one in group.items), abs=1e-9)
        assert group.relative.mass == pytest.approx(math.fsum(one.own.relative_mass for one in group.items), abs=1e-9)
    for one in working.items:
        assert one.unaged == pytest.approx(one.effective * one.refusals * one.quality)
        assert one.mass == pytest.approx(one.unaged * one.cap * one.decay)
        assert one.own.relative_mass == pytest.approx(one.unaged * one.own.cap * one.own.relative_decay) or one.group == "all"
    assert all(one.mass == one.own.mass == 0.0 for one in working.left_out)
    contributions = math.fsum(working.contributions.values())
    assert working.index == pytest.approx(100 * math.exp(contributions))


@given(open_cases())
def test_actors_mission_index_and_band_are_those_of_the_method(case: Case) -> None:
    working, armed = working_of(case, POLICY), oracle.armed(case)
    assert working.components["tolerance"] == pytest.approx(armed.value, abs=1e-12)
    for one in working.actors:
        t, gap = oracle.stance_of(one.actor, case.assessed_on, one.is_hostile)
        if one.actor.able_to_harm:
            assert one.is_gap == gap
            assert (one.value is None) == (t is None)
            assert t is None or one.value == pytest.approx(t, abs=1e-12)
        total = math.fsum(told.weight for told in one.reports)
        if total > 0.0 and one.mean is not None:
            mean = math.fsum(told.weight * told.value for told in one.reports if told.weight) / total
            assert one.mean == pytest.approx(mean, abs=1e-9)
    k, c = oracle.conduct(case), oracle.capability(case)
    assert working.components["conduct"] == pytest.approx(k)
    assert 1.0 - math.fsum(term.value for term in working.conduct) == pytest.approx(k)
    assert math.fsum(term.value for term in working.capability) / 3 == pytest.approx(c)
    told = assess(case, POLICY)
    if told.index is not None and told.robustness is not None:
        assert working.index == told.index.value
        assert working.final == told.band
        is_held = Flag.HELD_BY_HYSTERESIS in told.flags  # the worksheet tests the bands as held, the index tells them as they are
        assert (working.profile != told.index.profile_band) == is_held
        assert (working.share_in, working.share_below) == (told.robustness.share_in_band, told.robustness.share_below)
        failed = {test.band for test in working.tests if not test.holds}
        assert next((test.band for test in working.tests if test.band not in failed), working.profile) is working.profile


def test_what_does_not_count_is_set_apart_and_what_was_said_of_others_is_nowhere() -> None:
    one = GOOD.community_evidence[0]
    weak = replace(one, grade=replace(one.grade, reliability="E"), source="gossip")
    other = replace(one, rated=Rated.OTHER_FORCE, source="about-others")
    case = replace(GOOD, community_evidence=(*GOOD.community_evidence, weak, other))
    working = working_of(case, POLICY)
    assert [left.item for left in working.left_out] == [weak]
    assert sorted(map(repr, (i.item for i in working.items))) == sorted(map(repr, GOOD.community_evidence))


def test_a_group_that_had_to_be_heard_is_shown_without_any_answer() -> None:
    people = tuple(e for e in GOOD.community_evidence if e.stratum is not Stratum.WOMEN)
    women = next(g for g in working_of(replace(GOOD, community_evidence=people), POLICY).groups if g.group == "women")
    assert (women.items, women.aged.mass, women.aged_may_govern) == ((), 0.0, True)
    assert women.aged.mean == POLICY.acceptance.prior_mean


@given(open_cases())
def test_the_two_questions_are_worked_out_as_the_method_says(case: Case) -> None:
    working, known = working_of(case, POLICY), oracle.with_resets(case)
    for one in working.shares:
        share = attrgetter(f"{one.question}_share")
        asked = [i for i in oracle.counting(known) if share(i) is not None]
        everybody = one.group == Stratum.ALL
        own = [i for i in asked if (not i.asked_elsewhere if everybody else oracle.group_of(i) == one.group)]
        assert same(one.found, oracle.estimate(oracle.masses(own, oracle.relative_ages(own)), [share(i) for i in own], 0.25))
        assert one.found.mass == pytest.approx(math.fsum(item.mass for item in one.items), abs=1e-9)
        assert one.found.weighted == pytest.approx(math.fsum(item.mass * item.share for item in one.items), abs=1e-9)
        for item in one.items:
            assert item.mass == pytest.approx(item.unaged * item.cap * item.relative_decay)
            assert working.items[item.number - 1].unaged == item.unaged
    assert any(one.most for one in working.shares) == oracle.community(known).against


@given(cases())
def test_evidence_confidence_comes_out_of_its_sums(case: Case) -> None:
    working = working_of(case, POLICY)
    one, weights = working.reliability, POLICY.reliability.weights
    told, count = one.told, max(one.ratings + one.reports, 1)
    assert told.completeness == pytest.approx(one.known / max(one.needed, 1))
    assert told.mean_quality == pytest.approx(math.fsum(one.qualities) / count)
    assert told.mean_age_weight == pytest.approx(math.fsum(one.ages) / count)
    parts = (told.completeness, told.mean_quality, told.mean_age_weight)
    total = 10 * math.fsum(weights[name] * part for name, part in zip(("completeness", "quality", "age"), parts, strict=True))
    assert told.value == pytest.approx(total if working.is_adequate else min(total, 7.0))
    assert one.ratings == len(working.items)
