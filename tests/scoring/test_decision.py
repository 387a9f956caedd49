"""METHOD section 2: the order of the decision, each gate, and what an unknown fact does."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from mrm_desktop.domain.assessments import Assessment
from mrm_desktop.domain.case import Case, EventAhead
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.vocabulary import (
    Approach,
    CivilianContact,
    EscortCriterion,
    EventKind,
    GateId,
    GateState,
    MilitaryKind,
    MissionStatus,
    Mode,
    PatrolFrequency,
    Purpose,
    Threat,
)
from mrm_desktop.scoring import Policy, assess, explain
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
EXCLUDED = with_evidence(GOOD, *GOOD.community_evidence, item("youth", 20, -1.6, source="s9"))
UNASKED = with_organisation(GOOD, exposed_people_agree=None)
LEAVING = replace(GOOD, events_ahead=(EventAhead(EventKind.ROTATION, TODAY + timedelta(days=10)),))

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
    ("punished", with_context(GOOD, contact_punished=True), "refused", "civilian_channel", "contact_punished"),
    ("said no", with_organisation(GOOD, exposed_people_agree=False), "refused", "civilian_channel", "consent"),
    ("allegations", with_mission(GOOD, unresolved_abuse_allegations=True), "refused", "civilian_channel", "conduct"),
    ("hostile", HOSTILE, "refused", "civilian_channel", "armed_actor"),
    ("joint operations", with_mission(GOOD, joint_operations_with_party=True), "refused", "civilian_channel", "armed_actor"),
    ("reprisals", with_context(GOOD, reprisals_for_contact=True), "refused", "civilian_channel", "reprisal"),
    ("unconfirmed", with_mission(GOOD, status=MissionStatus.UNCONFIRMED), "hold", "civilian_channel", "mission"),
    ("military unconfirmed", with_mission(GOOD, military_in_area=None), "hold", "civilian_channel", "component"),
    ("civilian first", with_mission(GOOD, civilian_contact=CivilianContact.NONE), "hold", "civilian_channel", "civilian_first"),
    ("no approach", with_organisation(GOOD, approach=Approach.NONE), "hold", "civilian_channel", "coherence"),
    ("other approach", with_organisation(GOOD, conflicting_approach_nearby=True), "hold", "civilian_channel", "coherence"),
    ("not asked", UNASKED, "hold", "civilian_channel", "consent"),
    ("no actors", with_actors(GOOD, None), "insufficient_evidence", "civilian_channel", None),
    ("no community", with_evidence(GOOD), "insufficient_evidence", "civilian_channel", None),
    ("excluded group", EXCLUDED, "refused", "alert", "excluded_group"),
    ("confused", with_context(GOOD, confused_with_fighting_force=True), "refused", "alert", "confused_force"),
    ("leaving", LEAVING, "refused", "alert", "leaving"),
]
SOFT = ("excluded group", "confused", "leaving")


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
    assert (found.index is not None) == (name in SOFT)
    if name in SOFT:
        assert found.reasons[0].code == "decision.soft_limit"
        return
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
    for part in ("community_evidence", "armed_actors", "events_ahead"):
        parts[part] = getattr(second if getattr(second, part) != getattr(GOOD, part) else first, part)
    return replace(first, **parts)


SAME_FACT = {
    ("closed", "unconfirmed"),
    ("no military", "military unconfirmed"),
    ("no community", "excluded group"),
    ("hostile", "no actors"),
    ("said no", "not asked"),
}
# What speaks against being seen is not hidden behind a gap: with one, the answer is a refusal.
NOT_HIDDEN = {(gap, limit) for gap in ("no actors", "no community") for limit in SOFT}
PAIRS = [
    (i, j)
    for i, one in enumerate(SPOILT)
    for j, other in enumerate(SPOILT)
    if i < j and (one[0], other[0]) not in SAME_FACT | NOT_HIDDEN
]


@pytest.mark.parametrize(("i", "j"), PAIRS)
def test_the_first_rule_that_fires_decides(policy: Policy, i: int, j: int) -> None:
    assert answer(merged(SPOILT[i][1], SPOILT[j][1]), policy) == SPOILT[i][2:]


@pytest.mark.parametrize(("gap", "limit"), sorted(NOT_HIDDEN - {("no community", "excluded group")}))
def test_a_soft_limit_without_evidence_is_a_refusal(policy: Policy, gap: str, limit: str) -> None:
    one, other = (next(s[1] for s in SPOILT if s[0] == name) for name in (gap, limit))
    case = merged(one, other)
    assert answer(case, policy)[:2] == ("refused", "civilian_channel")
    assert answer(asked(case, "alert"), policy) == ("insufficient_evidence", "civilian_channel", None)


@pytest.mark.parametrize("name", [s[0] for s in SPOILT if s[0] != "purpose"])
@pytest.mark.parametrize("mode", HIDDEN)
def test_modes_that_nobody_sees_are_never_held(policy: Policy, name: str, mode: str) -> None:
    spoilt = next(s for s in SPOILT if s[0] == name)
    assert answer(asked(spoilt[1], mode), policy) == ("proceed", mode, None)


@pytest.mark.parametrize("mode", HIDDEN)
def test_what_is_said_beside_a_mode_that_nobody_sees(policy: Policy, mode: str) -> None:
    def flags(case: Case) -> set[str]:
        return {f.value for f in assess(asked(case, mode), policy).flags}

    assert flags(GOOD) == set()
    assert flags(with_mission(GOOD, status=MissionStatus.CLOSED)) == {"mission_closed"}
    assert flags(with_mission(GOOD, status=MissionStatus.UNCONFIRMED)) == {"status_unconfirmed"}
    assert flags(with_context(GOOD, contact_punished=True)) == {"remote_only"}
    assert flags(with_mission(GOOD, alleged_perpetrator=True)) == {"safeguarding"}
    assert flags(replace(GOOD, request=replace(GOOD.request, threat=Threat.IMMINENT))) == {"alert_too"}


@pytest.mark.parametrize("purpose", [p for p in Purpose if p.is_forbidden])
@pytest.mark.parametrize("mode", list(Mode))
def test_forbidden_purposes(policy: Policy, purpose: Purpose, mode: Mode) -> None:
    """METHOD section 1: no evidence, no emergency opens them."""
    case = replace(GOOD, request=replace(GOOD.request, mode=mode, purpose=purpose, threat=Threat.IMMINENT))
    assert answer(case, policy) == ("prohibited", "civilian_channel", "purpose")


class TestEmergency:
    """METHOD section 2, rule 3: whatever military mode was asked; perception informs how, never whether."""

    def emergency(self, case: Case, grade: str | None = "B2", mode: str = "protection_request") -> Case:
        return asked(case, mode, threat=Threat.IMMINENT, threat_grade=None if grade is None else Grade.parse(grade))

    @pytest.mark.parametrize("name", [s[0] for s in SPOILT if s[0] not in ("purpose", "closed")])
    @pytest.mark.parametrize("mode", VISIBLE)
    def test_nothing_else_blocks_it(self, policy: Policy, name: str, mode: str) -> None:
        spoilt = next(s for s in SPOILT if s[0] == name)
        assert answer(self.emergency(spoilt[1], mode=mode), policy) == ("emergency_alert", "protection_request", None)

    @pytest.mark.parametrize(("name", "flag"), [("purpose", "alert_without_it"), ("closed", "emergency_elsewhere")])
    @pytest.mark.parametrize("mode", VISIBLE)
    def test_what_comes_before_it_says_so(self, policy: Policy, name: str, flag: str, mode: str) -> None:
        spoilt = next(s for s in SPOILT if s[0] == name)
        assert answer(self.emergency(spoilt[1], mode=mode), policy) == spoilt[2:]
        assert flag in self.flags(policy, self.emergency(spoilt[1], mode=mode))

    @pytest.mark.parametrize(
        ("kind", "ceiling"),
        [
            (MilitaryKind.ARMED_UNITS, "protection_request"),
            (MilitaryKind.UNKNOWN, "protection_request"),
            (MilitaryKind.OBSERVERS, "alert"),
            (MilitaryKind.GUARD_UNIT, "civilian_channel"),
            (MilitaryKind.NONE, "civilian_channel"),
        ],
    )
    def test_what_may_be_asked_of_whom(self, policy: Policy, kind: MilitaryKind, ceiling: str) -> None:
        case = self.emergency(with_mission(GOOD, military_kind=kind))
        assert answer(case, policy) == ("emergency_alert", ceiling, None)

    def flags(self, policy: Policy, case: Case) -> set[str]:
        return {f.value for f in assess(case, policy).flags}

    @pytest.mark.parametrize(
        ("facts", "expected"),
        [
            ({}, set()),
            ({"status": MissionStatus.UNCONFIRMED}, {"status_unconfirmed"}),
            ({"military_in_area": None}, {"status_unconfirmed"}),
            ({"closes_on": TODAY}, {"status_unconfirmed"}),
            ({"military_in_area": False}, {"no_military_here"}),
            ({"military_kind": MilitaryKind.OBSERVERS}, {"unarmed"}),
            ({"alleged_perpetrator": True}, {"not_this_contingent"}),
            ({"poc_mandate": False}, {"no_poc_mandate"}),
            ({"poc_mandate": None}, {"no_poc_mandate"}),
            ({"poc_mandate_is_limited": True}, {"limited_poc_mandate"}),
        ],
    )
    def test_flags(self, policy: Policy, facts: dict[str, object], expected: set[str]) -> None:
        assert self.flags(policy, self.emergency(with_mission(GOOD, **facts))) == expected

    def test_where_contact_is_punished_only_from_afar(self, policy: Policy) -> None:
        found = assess(self.emergency(with_context(GOOD, contact_punished=True)), policy)
        assert {f.value for f in found.flags} == {"remote_only"}
        assert "condition.harm_for_contact_known" in [c.code for c in found.conditions]

    @pytest.mark.parametrize(
        ("grade", "flagged"), [("A1", False), ("F6", False), ("D1", True), ("A4", True), ("E4", True), (None, True)]
    )
    def test_a_weak_report_is_flagged(self, policy: Policy, grade: str | None, flagged: bool) -> None:
        assert ("unverified" in self.flags(policy, self.emergency(GOOD, grade))) == flagged

    @pytest.mark.parametrize(
        ("grade", "said"),
        [("F6", "not_judged.both"), ("F2", "not_judged.source"), ("B6", "not_judged.content"), ("E5", "corroborate_in_parallel")],
    )
    @pytest.mark.parametrize("spoilt", [{}, {"status": MissionStatus.CLOSED}])
    def test_what_nobody_could_judge_is_never_told_as_if_it_were_confirmed(
        self, policy: Policy, grade: str, said: str, spoilt: dict[str, object]
    ) -> None:
        found = assess(self.emergency(with_mission(GOOD, **spoilt), grade), policy)
        assert (f"condition.{said}" in [c.code for c in found.conditions]) == (not spoilt or grade != "E5")
        assert all(c.params == {"grade": grade} for c in found.conditions if c.code.startswith("condition.not_judged"))

    def test_a_report_that_was_judged_and_holds_needs_no_such_word(self, policy: Policy) -> None:
        codes = {c.code for c in assess(self.emergency(GOOD, "B2"), policy).conditions}
        assert not [code for code in codes if "judged" in code or "corroborate" in code]

    @pytest.mark.parametrize("fact", ["contact_punished", "reprisals_for_contact"])
    @pytest.mark.parametrize("mode", ["protection_request", "civilian_channel"])
    @pytest.mark.parametrize("status", [MissionStatus.ACTIVE, MissionStatus.CLOSED])
    def test_where_people_were_harmed_for_contact_every_alert_goes_from_afar(
        self, policy: Policy, fact: str, mode: str, status: MissionStatus
    ) -> None:
        case = with_context(with_mission(GOOD, status=status), **{fact: True})
        codes = [c.code for c in assess(self.emergency(case, mode=mode), policy).conditions]
        assert codes.count("condition.harm_for_contact_known") == 1
        assert "condition.contact_discreetly" not in codes

    @pytest.mark.parametrize("name", ["closed", "purpose"])
    def test_an_alert_that_goes_elsewhere_or_without_its_purpose_lapses_and_binds_like_any_other(
        self, policy: Policy, name: str
    ) -> None:
        spoilt = next(s for s in SPOILT if s[0] == name)
        found = explain(self.emergency(spoilt[1]), policy)
        codes = [c.code for c in found.conditions]
        assert found.expires_on == TODAY + timedelta(days=3)
        assert found.explanation is not None
        assert found.explanation.expiry is not None
        assert found.explanation.expiry.code == "expiry.emergency"
        assert codes[0] == ("condition.call_who_can_act" if name == "closed" else "condition.civilian_channel")
        assert codes[1] == ("condition.name_nobody" if name == "closed" else "condition.no_case_data")
        assert codes[-1] == "condition.inform_after_the_call"

    def test_without_a_threat_the_same_answers_have_neither(self, policy: Policy) -> None:
        for name in ("closed", "purpose"):
            found = assess(next(s for s in SPOILT if s[0] == name)[1], policy)
            assert found.conditions == ()
            assert found.expires_on == TODAY + timedelta(days=180)

    def test_no_signature_is_asked_before_the_call(self, policy: Policy) -> None:
        found = assess(self.emergency(HOSTILE), policy)
        codes = [c.code for c in found.conditions]
        assert found.approval is None
        assert not [code for code in codes if "approv" in code]
        assert "condition.inform_after_the_call" in codes
        assert "condition.contact_discreetly" in codes
        assert found.expires_on == TODAY + timedelta(days=3)
        assert found.explanation is not None
        assert found.explanation.expiry is not None
        assert dict(found.explanation.expiry.params) == {"hours": 72.0, "on": "2026-03-04"}


class TestSoftLimits:
    """METHOD section 2, rule 12: each allows at most a discreet alert."""

    @pytest.mark.parametrize("name", SOFT)
    @pytest.mark.parametrize("mode", [m for m in VISIBLE if m not in ("alert", "armed_escort", "military_assets")])
    def test_other_modes(self, policy: Policy, name: str, mode: str) -> None:
        spoilt = next(s for s in SPOILT if s[0] == name)
        assert answer(asked(spoilt[1], mode), policy) == ("refused", "alert", spoilt[4])

    @pytest.mark.parametrize("name", SOFT)
    def test_the_alert_goes_on_with_its_ceiling(self, policy: Policy, name: str) -> None:
        spoilt = next(s for s in SPOILT if s[0] == name)
        assert answer(asked(spoilt[1], "alert"), policy) == ("proceed_with_conditions", "alert", None)
        assert "ceiling.soft_limit" in [r.code for r in assess(asked(spoilt[1], "alert"), policy).reasons]

    def test_the_first_of_several_names_the_gate(self, policy: Policy) -> None:
        both = merged(EXCLUDED, with_context(GOOD, confused_with_fighting_force=True))
        assert answer(both, policy) == ("refused", "alert", "excluded_group")

    @pytest.mark.parametrize("name", SOFT)
    def test_no_escort_whatever_was_ticked(self, policy: Policy, name: str) -> None:
        spoilt = next(s for s in SPOILT if s[0] == name)
        case = asked(replace(spoilt[1], escort_criteria=frozenset(EscortCriterion)), "armed_escort")
        assert answer(case, policy) == ("refused", "alert", "escort")
        assert assess(case, policy).reasons[0].code == "gate.escort.safety_contradicted"


class TestLeaving:
    """METHOD section 2, F3 and G2: dated events ahead, and those whose day has passed."""

    def with_event(self, kind: EventKind, days: int) -> Case:
        return replace(GOOD, events_ahead=(EventAhead(kind, TODAY + timedelta(days=days)),))

    @pytest.mark.parametrize("kind", [EventKind.WITHDRAWAL, EventKind.CLOSURE, EventKind.ROTATION])
    @pytest.mark.parametrize(("days", "leaves"), [(0, True), (30, True), (31, False)])
    def test_events(self, policy: Policy, kind: EventKind, days: int, leaves: bool) -> None:
        found = answer(self.with_event(kind, days), policy)
        assert found[2] == ("leaving" if leaves else None)

    @pytest.mark.parametrize(("days", "gate"), [(0, "mission"), (1, "leaving"), (30, "leaving"), (31, None)])
    def test_the_closing_day(self, policy: Policy, days: int, gate: str | None) -> None:
        assert answer(with_mission(GOOD, closes_on=TODAY + timedelta(days=days)), policy)[2] == gate

    @pytest.mark.parametrize("kind", [EventKind.ELECTION, EventKind.OPERATION, EventKind.VERDICT, EventKind.ANNIVERSARY])
    def test_other_events_only_end_the_answer(self, policy: Policy, kind: EventKind) -> None:
        found = assess(self.with_event(kind, 9), policy)
        assert found.verdict.value == "proceed_with_conditions"
        assert found.expires_on == TODAY + timedelta(days=9)

    @pytest.mark.parametrize("kind", [EventKind.WITHDRAWAL, EventKind.CLOSURE])
    def test_a_departure_that_was_dated_before_today_holds(self, policy: Policy, kind: EventKind) -> None:
        assert answer(self.with_event(kind, -1), policy) == ("hold", "civilian_channel", "mission")

    def test_a_rotation_that_has_passed_leaves_the_contingent_unknown(self, policy: Policy) -> None:
        # asked again since: what was collected before it counts a quarter
        asked_again = [replace(i, collected_on=TODAY) for i in GOOD.community_evidence]
        found = assess(with_evidence(self.with_event(EventKind.ROTATION, -1), *asked_again), policy)
        assert found.index is not None
        assert found.index.conduct == pytest.approx(0.9)

    def test_who_takes_over_is_named(self, policy: Policy) -> None:
        found = assess(asked(LEAVING, "alert"), policy)
        assert "condition.name_hand_over_contact" in [c.code for c in found.conditions]


class TestObservers:
    """METHOD section 2, G3: unarmed observers do not protect and do not escort."""

    OBSERVED = with_mission(GOOD, military_kind=MilitaryKind.OBSERVERS)

    @pytest.mark.parametrize("mode", VISIBLE)
    def test_up_to_liaison(self, policy: Policy, mode: str) -> None:
        found = answer(asked(self.OBSERVED, mode), policy)
        allowed = mode in ("alert", "liaison")
        assert found == (
            ("proceed_with_conditions", "liaison", None) if allowed else ("not_available", "civilian_channel", "component")
        )

    @pytest.mark.parametrize("kind", [MilitaryKind.GUARD_UNIT, MilitaryKind.NONE])
    def test_nobody_to_talk_to(self, policy: Policy, kind: MilitaryKind) -> None:
        assert answer(with_mission(GOOD, military_kind=kind), policy) == ("not_available", "civilian_channel", "component")


class TestMandate:
    """METHOD section 2, F2: protection without a threat and without a mandate."""

    @pytest.mark.parametrize("mandate", [False, None])
    def test_protection_without_mandate(self, policy: Policy, mandate: bool | None) -> None:
        case = with_mission(GOOD, poc_mandate=mandate)
        assert answer(asked(case, "protection_request"), policy) == ("refused", "liaison", "mandate")
        assert answer(asked(case, "verification_security"), policy)[0] == "proceed_with_conditions"

    def test_a_limited_one_is_said(self, policy: Policy) -> None:
        found = assess(asked(with_mission(GOOD, poc_mandate_is_limited=True), "protection_request"), policy)
        assert found.verdict.value == "proceed_with_conditions"
        assert "limited_poc_mandate" in found.flags
        assert "condition.limited_mandate" in [c.code for c in found.conditions]


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

    def test_the_evidence_that_closes_liaison_closes_an_escort(self, policy: Policy) -> None:
        poor = with_evidence(GOOD, *(replace(i, mean_rating=-0.4) for i in GOOD.community_evidence))
        case = asked(replace(poor, escort_criteria=frozenset(EscortCriterion)), "armed_escort")
        assert answer(case, policy) == ("refused", "alert", "escort")
        assert assess(case, policy).reasons[0].code == "gate.escort.safety_contradicted"

    def test_rare_patrols_do_not_count_here(self, policy: Policy) -> None:
        rare = with_mission(replace(GOOD, escort_criteria=frozenset(EscortCriterion)), patrol_frequency=PatrolFrequency.NONE)
        assert answer(asked(rare, "armed_escort"), policy) == ("proceed_with_conditions", "armed_escort", None)

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
        assert (found.reasons[0].code, found.reasons[0].params) == ("decision.facts_unknown", {"fact": fact, "gaps": 1})

    def test_the_two_sides_are_named_first_where_they_are_missing_too(self, policy: Policy) -> None:
        case = with_context(with_actors(GOOD, None), contact_punished=None)
        assert assess(case, policy).reasons[0].code == "decision.insufficient_evidence"

    def test_nobody_asked_holds(self, policy: Policy) -> None:
        assert answer(UNASKED, policy) == ("hold", "civilian_channel", "consent")
        assert state(assess(UNASKED, policy), GateId.CONSENT) is GateState.UNKNOWN

    def test_whether_people_confuse_the_un_with_a_force_limits_only_when_known(self, policy: Policy) -> None:
        found = assess(with_context(GOOD, confused_with_fighting_force=None), policy)
        assert found.verdict.value == "proceed_with_conditions"
        assert state(found, GateId.CONFUSED_FORCE) is GateState.UNKNOWN

    def test_an_unknown_approach_next_door_holds_nothing(self, policy: Policy) -> None:
        found = assess(with_organisation(GOOD, conflicting_approach_nearby=None), policy)
        assert found.verdict.value == "proceed_with_conditions"
        assert state(found, GateId.COHERENCE) is GateState.UNKNOWN

    def test_unicef_not_known_to_be_consulted(self, policy: Policy) -> None:
        case = with_organisation(with_mission(GOOD, civilian_contact=CivilianContact.NONE), unicef_consulted=None)
        assert answer(case, policy) == ("hold", "civilian_channel", "civilian_first")
        assert answer(with_organisation(case, unicef_consulted=True), policy)[0] == "proceed_with_conditions"

    def test_a_civilian_contact_that_nobody_reached_holds_unless_unicef_was_consulted(self, policy: Policy) -> None:
        case = with_organisation(with_mission(GOOD, civilian_contact_tested=False), unicef_consulted=False)
        assert answer(case, policy) == ("hold", "civilian_channel", "civilian_first")
        found = assess(case, policy)
        assert state(found, GateId.CIVILIAN_FIRST) is GateState.UNKNOWN
        assert (found.reasons[0].code, found.reasons[0].params) == ("gate.civilian_first.untested", {"days": 180})
        assert answer(with_organisation(case, unicef_consulted=True), policy)[0] == "proceed_with_conditions"
        for tested in (None, True):
            assert answer(with_mission(case, civilian_contact_tested=tested), policy)[0] == "proceed_with_conditions"

    def test_calling_the_civilian_contact_is_advised_with_what_follows_either_way(self, policy: Policy) -> None:
        case = with_organisation(with_mission(GOOD, civilian_contact_tested=False), unicef_consulted=False)
        found = explain(case, policy).explanation
        assert found is not None
        told = {change.code: change.params for change in found.smallest_changes}
        assert "step.test_civilian" in told
        assert told["follows.tested"]["then"] == "proceed_with_conditions"
        assert told["follows.tested"]["otherwise"] == "hold"

    @pytest.mark.parametrize("days", [0, 1])
    def test_a_closing_day_that_has_come_makes_the_record_unconfirmed(self, policy: Policy, days: int) -> None:
        case = with_mission(GOOD, closes_on=TODAY - timedelta(days=days))
        assert answer(case, policy) == ("hold", "civilian_channel", "mission")
        assert assess(case, policy).reasons[0].code == "gate.mission.past_closing_day"

    def test_the_end_of_a_mandate_period_is_not_a_closing_day(self, policy: Policy) -> None:
        ends = TODAY + timedelta(days=9)
        found = assess(with_mission(GOOD, mandate_ends_on=ends), policy)
        assert (found.verdict.value, found.expires_on) == ("proceed_with_conditions", ends)
        assert found.explanation is not None
        assert found.explanation.expiry is not None
        assert found.explanation.expiry.code == "expiry.mandate_ends"


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
    assert state(found, GateId.REPRISAL) is GateState.FAILED
    assert state(found, GateId.FEASIBILITY) is GateState.NOT_REACHED
    assert found.reasons[0].code == "gate.purpose.forbidden"
    assert "gate.reprisal.credible" in [r.code for r in found.reasons[1:]]


@pytest.mark.parametrize("mode", HIDDEN)
def test_gates_that_a_hidden_mode_never_meets(policy: Policy, mode: str) -> None:
    found = assess(asked(GOOD, mode), policy)
    met = {g.gate for g in found.gates if g.state is not GateState.NOT_APPLICABLE}
    assert met == {GateId.PURPOSE, GateId.MISSION}


@pytest.mark.parametrize(
    ("mode", "allowed"),
    [("alert", True), ("liaison", True), ("protection_request", False), ("verification_security", False)],
)
def test_conditional_band_allows_up_to_liaison(policy: Policy, mode: str, allowed: bool) -> None:
    lukewarm = with_evidence(GOOD, *(replace(i, mean_rating=0.3) for i in GOOD.community_evidence))
    found = assess(asked(lukewarm, mode), policy)
    assert found.band is not None
    assert (found.band.value, found.ceiling.value) == ("conditional", "liaison")
    assert (found.verdict.value == "proceed_with_conditions") == allowed
    assert found.deciding_gate is None
