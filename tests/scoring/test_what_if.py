"""What-if: nothing is written, the difference is listed area by area. Consistency: pairs that do not go together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from mrm_desktop.domain.case import Case
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.vocabulary import ActorKind, Mode
from mrm_desktop.scoring import DecidedArea, Policy, PreparedAreas, inconsistent_pairs, what_if
from mrm_desktop.scoring.what_if import AreaDifference
from tests.scoring.cases import GOOD, actor, report, state_forces, with_actors, with_context, with_evidence

POOR = replace(with_evidence(GOOD, *(replace(i, mean_rating=-0.2) for i in GOOD.community_evidence)), id="poor")


def asked(
    cases: list[Case],
    policy: Policy,
    *,
    policy_values: Mapping[str, Any] | None = None,
    instead: Sequence[Case] = (),
    modes: Sequence[Mode] | None = None,
) -> tuple[AreaDifference, ...]:
    areas = PreparedAreas(cases)
    return what_if(areas.assess(policy, modes), areas, policy_values=policy_values, cases=instead)


class TestWhatIf:
    """Policy, evidence, circumstances."""

    def test_a_policy_value(self, policy: Policy) -> None:
        found = asked([GOOD, POOR], policy, policy_values={"bands.favourable.acceptance": 0.9})
        assert [(d.case_id, d.before.ceiling.value, d.after.ceiling.value) for d in found] == [
            ("good", "verification_security", "liaison")
        ]
        assert set(found[0].changed) >= {"ceiling", "band"}
        assert found[0].index_before == found[0].index_after

    def test_only_the_number_moved(self, policy: Policy) -> None:
        found = asked([GOOD], policy, policy_values={"acceptance.z": 1.25})
        assert [d.changed for d in found] == [("index",)]
        assert found[0].index_after is not None
        assert found[0].index_before is not None
        assert found[0].index_after > found[0].index_before

    def test_a_circumstance(self, policy: Policy) -> None:
        areas = PreparedAreas([GOOD, POOR])
        changed = with_context(GOOD, contact_punished=True)
        found = what_if(areas.assess(policy, [Mode.CIVILIAN_CHANNEL, Mode.ALERT, Mode.LIAISON]), areas, cases=[changed])
        assert [(d.case_id, d.mode.value, d.after.verdict.value) for d in found] == [
            ("good", "civilian_channel", "proceed"),
            ("good", "alert", "refused"),
            ("good", "liaison", "refused"),
        ]
        assert areas.cases == (GOOD, POOR)

    def test_other_evidence(self, policy: Policy) -> None:
        found = asked([GOOD], policy, instead=[with_evidence(GOOD)])
        assert [(d.after.verdict.value, d.index_after) for d in found] == [("insufficient_evidence", None)]

    def test_nothing_changes_nothing(self, policy: Policy) -> None:
        assert asked([GOOD, POOR], policy, policy_values={}, instead=[GOOD]) == ()

    def test_an_area_that_is_not_there(self, policy: Policy) -> None:
        with pytest.raises(KnownError, match=r"what_if\.unknown_area"):
            asked([GOOD], policy, instead=[replace(GOOD, id="elsewhere")])

    def test_a_flag_that_appears_is_a_difference(self, policy: Policy) -> None:
        unlisted = with_actors(GOOD, tuple(a for a in GOOD.armed_actors or () if a.kind is not ActorKind.STATE))
        found = asked([GOOD], policy, instead=[unlisted])
        assert ["flags" in difference.changed for difference in found] == [True]

    def test_rules_that_were_found_for_other_measures_are_not_kept(self, policy: Policy) -> None:
        """A value that every measure rests on may close a gate; a policy before it must not have decided already."""
        found = asked([GOOD], policy, policy_values={"adequacy.total_mass": 900.0})
        assert [d.after.verdict.value for d in found] == ["insufficient_evidence"]


def decided(
    area: str, case: Case = GOOD, office: str = "north", outcome: str = "proceed", mode: Mode = Mode.LIAISON
) -> DecidedArea:
    return DecidedArea(area, office, case, outcome, mode)


class TestConsistency:
    """METHOD section 2, G6, over many areas."""

    def pairs(self, policy: Policy, *areas: DecidedArea) -> list[tuple[Any, ...]]:
        return [(p.kind, p.first, p.second, p.same_office) for p in inconsistent_pairs(areas, policy)]

    def test_like_areas_decided_alike(self, policy: Policy) -> None:
        assert self.pairs(policy, decided("a"), decided("b", office="south")) == []
        assert self.pairs(policy) == []

    def test_like_areas_decided_unlike(self, policy: Policy) -> None:
        expected = [("like_decided_unlike", "a", "b", False)]
        assert self.pairs(policy, decided("b", office="south", mode=Mode.ALERT), decided("a")) == expected
        assert self.pairs(policy, decided("a"), decided("b", office="south", outcome="defer")) == expected

    def test_not_to_proceed_is_one_decision(self, policy: Policy) -> None:
        one = decided("a", outcome="do_not_proceed")
        assert self.pairs(policy, one, decided("b", outcome="do_not_proceed", mode=Mode.ALERT)) == []

    def test_unlike_areas_decided_alike(self, policy: Policy) -> None:
        wary = with_actors(GOOD, (actor("X", report("wary", source="k1"), report("wary", source="k2")), state_forces()))
        found = inconsistent_pairs([decided("a"), decided("b", wary)], policy)
        assert [(p.kind, p.differs_in, p.same_office) for p in found] == [("unlike_decided_alike", "tolerance", True)]
        assert found[0].distance == pytest.approx(0.8197 - 0.5, abs=1e-3)

    def test_another_gate_makes_areas_unlike(self, policy: Policy) -> None:
        punished = with_context(GOOD, contact_punished=True)
        found = inconsistent_pairs([decided("a"), decided("b", punished)], policy)
        assert [(p.kind, p.differs_in) for p in found] == [("unlike_decided_alike", "gate")]
        assert self.pairs(policy, decided("a", outcome="defer"), decided("b", punished, outcome="defer")) == []

    def test_what_one_knows_and_the_other_does_not(self, policy: Policy) -> None:
        found = inconsistent_pairs([decided("a"), decided("b", with_evidence(GOOD))], policy)
        assert [(p.differs_in, p.distance) for p in found] == [("acceptance", 1.0)]

    def test_many_areas(self, policy: Policy) -> None:
        areas = [decided(f"{n:03}", mode=Mode.ALERT if n == 299 else Mode.LIAISON) for n in range(300)]
        assert len(self.pairs(policy, *areas)) == 299
