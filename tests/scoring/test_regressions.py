"""METHOD section 9: six errors of earlier drafts, each kept as a test so that none comes back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mrm_desktop.domain.vocabulary import MissionStatus, Mode, Threat
from mrm_desktop.scoring import Policy, assess
from tests.scoring.cases import GOOD, actor, asked, item, report, state_forces, with_actors, with_evidence, with_mission


@pytest.mark.parametrize("mode", [m.value for m in Mode if m.is_military])
def test_allegations_are_a_gate_and_no_discount(policy: Policy, mode: str) -> None:
    found = assess(asked(with_mission(GOOD, unresolved_abuse_allegations=True), mode), policy)
    assert (found.verdict.value, found.ceiling.value, found.deciding_gate) == ("refused", "civilian_channel", "conduct")
    assert found.index is None


def test_size_does_not_buy_back_a_weak_source(policy: Policy) -> None:
    """F1 is worth .4: ten thousand answers weigh no more than 100 x .16 = 16."""
    small, huge = (
        assess(with_evidence(GOOD, item("women", n, 2.0, grade="F1", age=0), item("men", n, 2.0, grade="F1", age=0)), policy)
        for n in (60, 10_000)
    )
    assert small.acceptance is not None
    assert huge.acceptance is not None
    assert small.acceptance.mass == pytest.approx(16.0)
    assert huge.acceptance.mass == pytest.approx(16.0)
    assert huge.verdict.value == "insufficient_evidence"


def test_there_is_no_hard_age_cut_off(policy: Policy) -> None:
    """A day more never makes a jump: mass and A_lo fall smoothly past any age."""
    before = None
    for age in range(0, 1500, 10):
        items = [
            replace(i, collected_on=i.collected_on.fromordinal(GOOD.assessed_on.toordinal() - age)) for i in GOOD.community_evidence
        ]
        found = assess(with_evidence(GOOD, *items), policy).acceptance
        assert found is not None
        assert found.mass > 0
        if before is not None:
            assert found.mass == pytest.approx(before * 2 ** (-10 / 180))
        before = found.mass


def test_the_cap_comes_before_ageing(policy: Policy) -> None:
    """Were it applied after, a big old survey would count like a fresh one: 10,000 answers of A1, two years old, weigh 100 x 2^-4."""
    found = assess(with_evidence(GOOD, item("women", 10_000, 1.0, grade="A1", age=720)), policy).acceptance
    assert found is not None
    assert found.mass == pytest.approx(100 / 16)


def test_a_weak_or_unknown_actor_is_not_ignored(policy: Policy) -> None:
    for stranger in (actor("band"), actor("band", report("unknown")), actor("band", report("hostile", grade="D4"))):
        found = assess(with_actors(GOOD, (*(GOOD.armed_actors or ()), stranger)), policy)
        assert found.verdict.value == "insufficient_evidence"
        assert found.tolerance is not None
        assert found.tolerance.value is None


def test_a_stale_record_does_not_block_an_emergency(policy: Policy) -> None:
    stale = with_mission(GOOD, status=MissionStatus.UNCONFIRMED)
    found = assess(asked(stale, "protection_request", threat=Threat.IMMINENT), policy)
    assert found.verdict.value == "emergency_alert"
    assert "status_unconfirmed" in found.flags


def test_the_governing_actor_is_the_worst(policy: Policy) -> None:
    friends = [actor(f"group {n}", report("supportive", 1, "A1", "k1"), report("supportive", 1, "A1", "k2")) for n in range(20)]
    wary = actor("group W", report("wary", 1, "B2", "k1"), report("wary", 1, "B2", "k2"))
    found = assess(with_actors(GOOD, (*friends, wary, state_forces())), policy)
    assert found.tolerance is not None
    assert (found.tolerance.governing_actor, found.tolerance.value) == ("group W", 0.5)
