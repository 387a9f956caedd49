"""METHOD section 2: the order of the decision, each gate, and what an unknown fact does."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from mrm_desktop.domain.assessments import Assessment
from mrm_desktop.domain.case import Case
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.vocabulary import (
    CivilianContact,
    EscortCriterion,
    GateId,
    GateState,
    MissionStatus,
    Mode,
    PatrolFrequency,
    Purpose,
    Threat,
)
from mrm_desktop.scoring import Policy, assess
from tests.scoring.cases import (
    GOOD,
    TODAY,
    actor,
    asked,
    item,
    report,
    state_forces,
    with_actors,
    with_context,
    with_evidence,
    with_mission,
    with_organisation,
)

VISIBLE = [m.value for m in Mode if m.is_military]
HIDDEN = [m.value for m in Mode if not m.is_military]

HOSTILE = with_actors(GOOD, (actor("group Y", report("hostile")), state_forces()))
EXCLUDED = with_evidence(GOOD, *GOOD.community_evidence, item("displaced", 150, -1.9, source="s9"))

# each spoils the good case so that exactly one rule fires; in the order of section 2
SPOILT: list[tuple[str, Case, str, str, str | None]] = [
    (
        "purpose",
        replace(GOOD, request=replace(GOOD.request, purpose=Purpose.CO_BRANDING)),
        "prohibited",
        "civilian_channel",
        "purpose",
    ),
    ("closed", with_mission(GOOD, status=MissionStatus.CLOSED), "not_available", "civilian_channel", "mission"),
    ("no military", with_mission(GOOD, military_in_area=False), "not_available", "civilian_channel", "component"),
    ("perpetrator", with_mission(GOOD, alleged_perpetrator=True), "prohibited", "civilian_channel", "conduct"),
    ("unconfirmed", with_mission(GOOD, status=MissionStatus.UNCONFIRMED), "hold", "civilian_channel", "mission"),
    ("military unconfirmed", with_mission(GOOD, military_in_area=None), "hold", "civilian_channel", "component"),
    ("punished", with_context(GOOD, contact_punished=True), "refused", "civilian_channel", "contact_punished"),
    ("civilian first", with_mission(GOOD, civilian_contact=CivilianContact.NONE), "hold", "civilian_channel", "civilian_first"),
    ("no approach", with_organisation(GOOD, agreed_approach=False), "hold", "civilian_channel", "coherence"),
    ("other approach", with_organisation(GOOD, conflicting_approach_nearby=True), "hold", "civilian_channel", "coherence"),
    ("consent", with_organisation(GOOD, exposed_people_agree=False), "hold", "civilian_channel", "consent"),
    ("allegations", with_mission(GOOD, unresolved_abuse_allegations=True), "refused", "civilian_channel", "conduct"),
    ("hostile", HOSTILE, "refused", "civilian_channel", "armed_actor"),
    ("joint operations", with_mission(GOOD, joint_operations_with_party=True), "refused", "civilian_channel", "armed_actor"),
    ("reprisals", with_context(GOOD, reprisals_for_contact=True), "refused", "civilian_channel", "reprisal"),
    ("excluded group", EXCLUDED, "refused", "alert", "excluded_group"),
    ("no community", with_evidence(GOOD), "insufficient_evidence", "civilian_channel", None),
    ("no actors", with_actors(GOOD, None), "insufficient_evidence", "civilian_channel", None),
]


def answer(case: Case, policy: Policy) -> tuple[str, str, str | None]:
    found = assess(case, policy)
    return found.verdict.value, found.ceiling.value, None if found.deciding_gate is None else found.deciding_gate.value


def state(found: Assessment, gate: GateId) -> GateState:
    return next(g.state for g in found.gates if g.gate is gate)


def test_the_good_case_is_good(policy: Policy) -> None:
    assert answer(GOOD, policy) == ("proceed_with_conditions", "verification_security", None)
    assert {g.state for g in assess(GOOD, policy).gates} <= {GateState.PASSED, GateState.NOT_APPLICABLE}


@pytest.mark.parametrize(("name", "case", "verdict", "ceiling", "gate"), SPOILT, ids=[s[0] for s in SPOILT])
def test_each_rule(policy: Policy, name: str, case: Case, verdict: str, ceiling: str, gate: str | None) -> None:
    found = assess(case, policy)
    assert answer(case, policy) == (verdict, ceiling, gate)
    assert (found.band, found.index, found.robustness) == (None, None, None)
    if gate is not None:
        deciding = next(g for g in found.gates if g.gate.value == gate)
        assert deciding.state in (GateState.FAILED, GateState.UNKNOWN)
        assert deciding.reason == found.reasons[0]


def merged(first: Case, second: Case) -> Case:
    """Spoil a case in both ways: take from ``second`` what it changes of the good case."""
    parts = {}
    for part in ("request", "mission", "organisation", "context"):
        one, other, good = getattr(first, part), getattr(second, part), getattr(GOOD, part)
        changed = {n: getattr(other, n) for n in other.__dataclass_fields__ if getattr(other, n) != getattr(good, n)}
        parts[part] = replace(one, **changed)
    for part in ("community_evidence", "armed_actors"):
        parts[part] = getattr(second if getattr(second, part) != getattr(GOOD, part) else first, part)
    return replace(first, **parts)


SAME_FACT = {
    ("closed", "unconfirmed"),
    ("no military", "military unconfirmed"),
    ("no community", "excluded group"),
    ("hostile", "no actors"),
    ("excluded group", "no community"),
}
PAIRS = [(i, j) for i, one in enumerate(SPOILT) for j, other in enumerate(SPOILT) if i < j and (one[0], other[0]) not in SAME_FACT]


@pytest.mark.parametrize(("i", "j"), PAIRS)
def test_the_first_rule_that_fires_decides(policy: Policy, i: int, j: int) -> None:
    assert answer(merged(SPOILT[i][1], SPOILT[j][1]), policy) == SPOILT[i][2:]


@pytest.mark.parametrize("name", ["purpose", "closed", "perpetrator", "unconfirmed", "no approach", "other approach"])
@pytest.mark.parametrize("mode", HIDDEN)
def test_rules_that_hold_for_every_mode(policy: Policy, name: str, mode: str) -> None:
    spoilt = next(s for s in SPOILT if s[0] == name)
    assert answer(asked(spoilt[1], mode), policy) == spoilt[2:]


@pytest.mark.parametrize(
    "name",
    [s[0] for s in SPOILT if s[0] not in ("purpose", "closed", "perpetrator", "unconfirmed", "no approach", "other approach")],
)
@pytest.mark.parametrize("mode", HIDDEN)
def test_modes_that_nobody_sees_need_no_perception(policy: Policy, name: str, mode: str) -> None:
    spoilt = next(s for s in SPOILT if s[0] == name)
    assert answer(asked(spoilt[1], mode), policy) == ("proceed", mode, None)


@pytest.mark.parametrize("purpose", [p for p in Purpose if p.is_forbidden])
@pytest.mark.parametrize("mode", list(Mode))
def test_forbidden_purposes(policy: Policy, purpose: Purpose, mode: Mode) -> None:
    """METHOD section 1: no evidence, no emergency opens them."""
    case = replace(GOOD, request=replace(GOOD.request, mode=mode, purpose=purpose, threat=Threat.IMMINENT))
    assert answer(case, policy) == ("prohibited", "civilian_channel", "purpose")


class TestEmergency:
    """METHOD section 2, step 5: perception informs how, never whether."""

    def emergency(self, case: Case, grade: str | None = "B2") -> Case:
        return asked(case, "protection_request", threat=Threat.IMMINENT, threat_grade=None if grade is None else Grade.parse(grade))

    @pytest.mark.parametrize("name", [s[0] for s in SPOILT if s[0] not in ("purpose", "closed", "no military", "perpetrator")])
    def test_nothing_else_blocks_it(self, policy: Policy, name: str) -> None:
        spoilt = next(s for s in SPOILT if s[0] == name)
        assert answer(self.emergency(spoilt[1]), policy) == ("emergency_alert", "protection_request", None)

    @pytest.mark.parametrize("name", ["purpose", "closed", "no military", "perpetrator"])
    def test_what_comes_before_it(self, policy: Policy, name: str) -> None:
        spoilt = next(s for s in SPOILT if s[0] == name)
        assert answer(self.emergency(spoilt[1]), policy) == spoilt[2:]

    def flags(self, policy: Policy, case: Case) -> set[str]:
        return {f.value for f in assess(case, policy).flags}

    def test_flags(self, policy: Policy) -> None:
        assert self.flags(policy, self.emergency(GOOD)) == set()
        assert self.flags(policy, self.emergency(with_mission(GOOD, status=MissionStatus.UNCONFIRMED))) == {"status_unconfirmed"}
        assert self.flags(policy, self.emergency(with_mission(GOOD, military_in_area=None))) == {"status_unconfirmed"}
        assert self.flags(policy, self.emergency(with_mission(GOOD, poc_mandate=False))) == {"no_poc_mandate"}
        assert self.flags(policy, self.emergency(with_mission(GOOD, poc_mandate=None))) == {"no_poc_mandate"}

    @pytest.mark.parametrize(
        ("grade", "flagged"), [("A1", False), ("F6", False), ("D1", True), ("A4", True), ("E4", True), (None, True)]
    )
    def test_a_weak_report_is_flagged(self, policy: Policy, grade: str | None, flagged: bool) -> None:
        assert ("unverified" in self.flags(policy, self.emergency(GOOD, grade))) == flagged

    def test_no_signature_is_asked_before_the_call(self, policy: Policy) -> None:
        found = assess(self.emergency(HOSTILE), policy)
        codes = [c.code for c in found.conditions]
        assert "condition.approval" not in codes
        assert "condition.nobody_may_approve" not in codes
        assert "condition.inform_after_the_call" in codes
        assert "condition.contact_discreetly" in codes
        assert found.expires_on == TODAY + timedelta(days=3)
        assert found.explanation is not None
        assert found.explanation.expiry is not None
        assert dict(found.explanation.expiry.params) == {"hours": 72.0, "on": "2026-03-04"}

    def test_other_modes_are_no_emergency(self, policy: Policy) -> None:
        assert answer(asked(HOSTILE, "liaison", threat=Threat.IMMINENT), policy)[0] == "refused"
        assert answer(asked(HOSTILE, "protection_request"), policy)[0] == "refused"


class TestExcludedGroup:
    """METHOD section 2, G8: the mode M3 itself goes on, any other is refused with ceiling M3."""

    @pytest.mark.parametrize("mode", [m for m in VISIBLE if m != "alert"])
    def test_other_modes(self, policy: Policy, mode: str) -> None:
        assert answer(asked(EXCLUDED, mode), policy) == ("refused", "alert", "excluded_group")

    def test_the_alert_goes_on_with_its_ceiling(self, policy: Policy) -> None:
        assert answer(asked(EXCLUDED, "alert"), policy) == ("proceed_with_conditions", "alert", None)
        assert "ceiling.excluded_group" in [r.code for r in assess(asked(EXCLUDED, "alert"), policy).reasons]

    def test_the_alert_still_needs_evidence(self, policy: Policy) -> None:
        only = with_evidence(GOOD, item("displaced", 150, -1.9, source="s9"))
        assert answer(asked(only, "alert"), policy) == ("insufficient_evidence", "civilian_channel", None)


class TestFeasibility:
    """METHOD section 2, F1."""

    @pytest.mark.parametrize("patrols", ["monthly", "quarterly", "none", "unknown"])
    @pytest.mark.parametrize("hotline", [False, None])
    def test_rare_patrols_without_a_hotline(self, policy: Policy, patrols: str, hotline: bool | None) -> None:
        case = with_mission(GOOD, patrol_frequency=PatrolFrequency(patrols), hotline=hotline)
        assert answer(case, policy) == ("refused", "alert", "feasibility")
        assert answer(asked(case, "alert"), policy) == ("proceed_with_conditions", "alert", None)
        assert answer(asked(case, "armed_escort"), policy) == ("refused", "alert", "escort")

    @pytest.mark.parametrize("mode", ["liaison", "protection_request", "verification_security"])
    def test_every_mode_that_the_band_alone_would_allow(self, policy: Policy, mode: str) -> None:
        case = asked(with_mission(GOOD, patrol_frequency=PatrolFrequency.NONE), mode)
        assert answer(case, policy) == ("refused", "alert", "feasibility")

    @pytest.mark.parametrize("patrols", ["weekly", "fortnightly"])
    def test_frequent_patrols(self, policy: Policy, patrols: str) -> None:
        assert answer(with_mission(GOOD, patrol_frequency=PatrolFrequency(patrols)), policy)[0] == "proceed_with_conditions"

    def test_a_hotline_makes_up_for_rare_patrols(self, policy: Policy) -> None:
        case = with_mission(GOOD, patrol_frequency=PatrolFrequency.MONTHLY, hotline=True)
        assert answer(case, policy) == ("proceed_with_conditions", "verification_security", None)

    def test_unknown_patrols_are_unknown_not_failed(self, policy: Policy) -> None:
        found = assess(with_mission(GOOD, patrol_frequency=PatrolFrequency.UNKNOWN), policy)
        assert state(found, GateId.FEASIBILITY) is GateState.UNKNOWN
        found = assess(with_mission(GOOD, patrol_frequency=PatrolFrequency.NONE), policy)
        assert state(found, GateId.FEASIBILITY) is GateState.FAILED


class TestEscort:
    """METHOD section 2, G12: no score opens this gate."""

    @pytest.mark.parametrize("mode", ["armed_escort", "military_assets"])
    def test_all_seven(self, policy: Policy, mode: str) -> None:
        case = asked(replace(GOOD, escort_criteria=frozenset(EscortCriterion)), mode)
        assert answer(case, policy) == ("proceed_with_conditions", mode, None)

    @pytest.mark.parametrize("criterion", list(EscortCriterion))
    def test_six_of_seven(self, policy: Policy, criterion: EscortCriterion) -> None:
        case = asked(replace(GOOD, escort_criteria=frozenset(EscortCriterion) - {criterion}), "armed_escort")
        assert answer(case, policy) == ("refused", "verification_security", "escort")
        assert assess(case, policy).reasons[0].params == {"criteria": [criterion.value]}

    def test_not_examined(self, policy: Policy) -> None:
        assert answer(asked(GOOD, "military_assets"), policy) == ("refused", "verification_security", "escort")

    def test_the_score_does_not_close_it_either(self, policy: Policy) -> None:
        poor = with_evidence(GOOD, *(replace(i, mean_rating=-0.6) for i in GOOD.community_evidence))
        case = asked(replace(poor, escort_criteria=frozenset(EscortCriterion)), "armed_escort")
        assert answer(case, policy) == ("proceed_with_conditions", "armed_escort", None)

    def test_both_perceptions_come_first(self, policy: Policy) -> None:
        case = asked(replace(with_actors(GOOD, None), escort_criteria=frozenset(EscortCriterion)), "armed_escort")
        assert answer(case, policy)[0] == "insufficient_evidence"


class TestUnknownFacts:
    """Unknown is never the convenient answer (METHOD section 9: missing is never zero and never neutral)."""

    @pytest.mark.parametrize(
        ("part", "fact"),
        [
            ("context", "contact_punished"),
            ("context", "reprisals_for_contact"),
            ("mission", "joint_operations_with_party"),
            ("mission", "unresolved_abuse_allegations"),
            ("mission", "alleged_perpetrator"),
        ],
    )
    @pytest.mark.parametrize("mode", VISIBLE)
    def test_a_fact_that_would_refuse(self, policy: Policy, part: str, fact: str, mode: str) -> None:
        case = asked(replace(GOOD, **{part: replace(getattr(GOOD, part), **{fact: None})}), mode)
        found = assess(case, policy)
        assert answer(case, policy) == ("insufficient_evidence", "civilian_channel", None)
        assert fact in [g.params.get("fact") for g in found.gaps]

    @pytest.mark.parametrize(("fact", "gate"), [("agreed_approach", "coherence"), ("exposed_people_agree", "consent")])
    def test_a_fact_that_would_hold(self, policy: Policy, fact: str, gate: str) -> None:
        case = with_organisation(GOOD, **{fact: None})
        assert answer(case, policy) == ("hold", "civilian_channel", gate)
        assert state(assess(case, policy), GateId(gate)) is GateState.UNKNOWN

    def test_an_unknown_approach_next_door_holds_nothing(self, policy: Policy) -> None:
        found = assess(with_organisation(GOOD, conflicting_approach_nearby=None), policy)
        assert found.verdict.value == "proceed_with_conditions"
        assert state(found, GateId.COHERENCE) is GateState.UNKNOWN

    def test_unicef_not_known_to_be_consulted(self, policy: Policy) -> None:
        case = with_organisation(with_mission(GOOD, civilian_contact=CivilianContact.NONE), unicef_consulted=None)
        assert answer(case, policy) == ("hold", "civilian_channel", "civilian_first")
        assert answer(with_organisation(case, unicef_consulted=True), policy)[0] == "proceed_with_conditions"

    def test_a_closing_day_in_the_past_makes_the_record_unconfirmed(self, policy: Policy) -> None:
        case = with_mission(GOOD, closes_on=TODAY - timedelta(days=1))
        assert answer(case, policy) == ("hold", "civilian_channel", "mission")
        assert assess(case, policy).reasons[0].code == "gate.mission.past_closing_day"
        assert answer(with_mission(GOOD, closes_on=TODAY), policy)[0] == "proceed_with_conditions"


class TestChannel:
    """METHOD section 1, M1: the civilian channel in any case."""

    @pytest.mark.parametrize(
        ("facts", "channel"),
        [
            ({}, "child_protection_adviser"),
            ({"civilian_contact": CivilianContact.OTHER_CIVILIAN_COMPONENT}, "other_civilian_component"),
            ({"civilian_contact": CivilianContact.NONE}, "unicef"),
            ({"status": MissionStatus.CLOSED}, "unicef_and_resident_coordinator"),
            ({"alleged_perpetrator": True}, "safeguarding"),
            ({"alleged_perpetrator": True, "status": MissionStatus.CLOSED}, "unicef_and_resident_coordinator"),
        ],
    )
    def test_channel(self, policy: Policy, facts: dict[str, object], channel: str) -> None:
        assert assess(with_mission(GOOD, **facts), policy).channel.value == channel


def test_every_gate_is_shown_whichever_decided(policy: Policy) -> None:
    spoilt = GOOD
    for _, case, *_ in SPOILT:
        spoilt = merged(spoilt, case) if case.request.purpose is Purpose.CHILD_PROTECTION else spoilt
    found = assess(replace(spoilt, request=replace(spoilt.request, purpose=Purpose.CO_BRANDING)), policy)
    assert [g.gate for g in found.gates] == list(GateId)
    assert state(found, GateId.PURPOSE) is GateState.FAILED
    assert state(found, GateId.CONSENT) is GateState.FAILED
    assert state(found, GateId.FEASIBILITY) is GateState.NOT_REACHED
    assert found.reasons[0].code == "gate.purpose.forbidden"
    assert "gate.consent.refused" in [r.code for r in found.reasons[1:]]


@pytest.mark.parametrize("mode", HIDDEN)
def test_gates_that_a_hidden_mode_never_meets(policy: Policy, mode: str) -> None:
    found = assess(asked(GOOD, mode), policy)
    met = {g.gate for g in found.gates if g.state is not GateState.NOT_APPLICABLE}
    assert met == {GateId.PURPOSE, GateId.MISSION, GateId.CONDUCT, GateId.COHERENCE}


@pytest.mark.parametrize(
    ("mode", "allowed"),
    [("alert", True), ("liaison", True), ("protection_request", False), ("verification_security", False)],
)
def test_conditional_band_allows_up_to_liaison(policy: Policy, mode: str, allowed: bool) -> None:
    wary = with_actors(
        GOOD,
        (
            actor(
                "X",
                report("tolerant", source="k1"),
                report("tolerant", grade="C3", source="k2"),
                report("wary", grade="C3", source="k3"),
            ),
            state_forces(),
        ),
    )
    found = assess(asked(wary, mode), policy)
    assert found.band is not None
    assert (found.band.value, found.ceiling.value) == ("conditional", "liaison")
    assert (found.verdict.value == "proceed_with_conditions") == allowed
    assert found.deciding_gate is None
