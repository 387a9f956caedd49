"""All scenario files agree: the shared cases where they are at hand, and our own for every gate, verdict and flag."""

from __future__ import annotations

from pathlib import Path

import pytest

from mrm_desktop.domain.vocabulary import Band, Flag, GateId, Verdict
from mrm_desktop.formats.documents.scenario import Scenario, compare, read_scenarios
from mrm_desktop.scoring import Policy, assess, assess_many

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "scenarios-2"
OWN = ROOT / "data" / "scenarios"


def scenarios(folder: Path) -> list[Scenario]:
    return list(read_scenarios(folder)) if folder.is_dir() else []


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared decision cases lie beside the repository and are not here")
def test_the_shared_cases_are_there() -> None:
    assert len(scenarios(SHARED)) >= 45


@pytest.mark.parametrize("scenario", scenarios(SHARED) + scenarios(OWN), ids=lambda s: s.case.id)
def test_scenario(policy: Policy, scenario: Scenario) -> None:
    assert scenario.expect is not None
    assert compare(scenario.expect, assess(scenario.case, policy)) == ()


def test_scalar_and_batch_agree_on_all_scenarios(policy: Policy) -> None:
    cases = [s.case for s in scenarios(SHARED) + scenarios(OWN)]
    result = assess_many(cases, policy)
    for row in range(len(cases)):
        many, one = result.answer(row), result.assessment(row)
        assert (many.verdict, many.ceiling, many.channel, many.deciding_gate) == (
            one.verdict,
            one.ceiling,
            one.channel,
            one.deciding_gate,
        )
        assert (many.band, many.flags, many.expires_on) == (one.band, one.flags, one.expires_on)


def test_our_own_cases_cover_every_verdict_gate_flag_and_band(policy: Policy) -> None:
    own = scenarios(OWN)
    expects = [dict(s.expect or {}) for s in own]
    found = [assess(s.case, policy) for s in own]
    assert {e.get("verdict") for e in expects} == set(Verdict)
    decided_by_evidence = {GateId.BOTH_PERCEPTIONS}
    assert {e.get("deciding_gate") for e in expects} - {None} == set(GateId) - decided_by_evidence
    assert {flag for e in expects for flag in e.get("flags", ())} == set(Flag)
    assert {e.get("band") for e in expects} - {None} == set(Band)
    assert all("deciding_gate" in e for e in expects)
    assert {g.gate for a in found for g in a.gates if g.state.value == "failed"} == set(GateId)
