"""Fourteen cases of the field, each with the answer that a practitioner would defend."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from mrm_desktop.domain.assessments import Assessment
from mrm_desktop.domain.case import Case, EventAhead
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.vocabulary import (
    Channel,
    CivilianContact,
    EscortCriterion,
    EventKind,
    MissionStatus,
    Mode,
    Stratum,
    Threat,
)
from mrm_desktop.foundation.words import Words
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

WORDS = Words("en")


def answer(found: Assessment) -> tuple[str, str]:
    return found.verdict.value, found.ceiling.value


def conditions(found: Assessment) -> set[str]:
    return {condition.code for condition in found.conditions}


def flags(found: Assessment) -> set[str]:
    return {flag.value for flag in found.flags}


def ahead(kind: EventKind, days: int) -> Case:
    return replace(GOOD, events_ahead=(EventAhead(kind, TODAY + timedelta(days=days)),))


def test_1_the_mission_leaves_the_province_in_ten_days(policy: Policy) -> None:
    """No new visible contact beyond an alert, and who takes over is named; once it has left, the civilian side is still there."""
    found = assess(ahead(EventKind.WITHDRAWAL, 10), policy)
    assert answer(found) == ("refused", "alert")
    alert = assess(asked(ahead(EventKind.WITHDRAWAL, 10), "alert"), policy)
    assert alert.verdict.value == "proceed_with_conditions"
    assert "condition.name_hand_over_contact" in conditions(alert)
    assert alert.expires_on == TODAY + timedelta(days=10)
    gone = asked(with_mission(GOOD, status=MissionStatus.CLOSED), "civilian_channel")
    assert answer(assess(gone, policy)) == ("proceed", "civilian_channel")


def test_2_the_contingent_rotates_during_a_trip(policy: Policy) -> None:
    found = assess(ahead(EventKind.ROTATION, 4), policy)
    assert answer(found) == ("refused", "alert")
    assert found.expires_on == TODAY + timedelta(days=4)


def test_3_a_hostile_militia_in_a_friendly_community(policy: Policy) -> None:
    found = explain(with_actors(GOOD, (actor("militia", report("hostile")), state_forces())), policy)
    assert answer(found) == ("refused", "civilian_channel")
    assert found.explanation is not None
    assert [r.code for r in found.explanation.smallest_changes] == ["step.once_actor", "follows.once"]


def test_4_women_reject_what_men_approve(policy: Policy) -> None:
    case = with_evidence(
        GOOD, item("women", 20, -1.2), item("men", 100, 1.4), item("women", 3, -1.2, method="focus_group", source="f")
    )
    for mode in (m for m in Mode if m.is_military and m is not Mode.ALERT):
        found = assess(asked(case, mode.value), policy)
        assert found.verdict.value == "refused", mode
        assert found.ceiling.visibility <= Mode.ALERT.visibility
    found = assess(case, policy)
    assert found.acceptance is not None
    assert (found.acceptance.governing_group, found.acceptance.excluded_groups) == ("women", ("women",))


def test_5_state_forces_are_hostile(policy: Policy) -> None:
    found = assess(
        with_actors(GOOD, (state_forces(report("hostile")), actor("X", report("tolerant"), report("tolerant", source="k2")))),
        policy,
    )
    assert answer(found) == ("refused", "civilian_channel")


def test_6_no_adviser_but_a_human_rights_office(policy: Policy) -> None:
    found = assess(with_mission(GOOD, civilian_contact=CivilianContact.OTHER_CIVILIAN_COMPONENT), policy)
    assert found.verdict.value == "proceed_with_conditions"
    assert found.channel is Channel.OTHER_CIVILIAN_COMPONENT


def test_7_the_partner_refuses(policy: Policy) -> None:
    """A no is an answer; nobody asks again for this contact."""
    found = explain(with_organisation(GOOD, exposed_people_agree=False), policy)
    assert answer(found) == ("refused", "civilian_channel")
    assert "do not ask again" in WORDS.say(found.reasons[0].code, **found.reasons[0].params)
    assert found.explanation is not None
    assert [r.code for r in found.explanation.smallest_changes] == ["change.never"]


def test_8_people_cannot_tell_the_un_from_a_force_that_fights(policy: Policy) -> None:
    found = assess(with_context(GOOD, confused_with_fighting_force=True), policy)
    assert (answer(found), found.deciding_gate) == (("refused", "alert"), "confused_force")
    raided = with_evidence(GOOD, *GOOD.community_evidence, item("women", 80, -2.0, source="s7", rated="other_force"))
    assert assess(raided, policy).acceptance == assess(GOOD, policy).acceptance


def test_9_refugees_across_the_border_are_content(policy: Policy) -> None:
    """They are no women and men of this area: nobody here was asked."""
    there = [item(s, 80, 1.4, source="camp", elsewhere=True) for s in ("women", "men")]
    found = assess(with_evidence(GOOD, *there), policy)
    assert answer(found) == ("insufficient_evidence", "civilian_channel")
    assert found.acceptance is not None
    assert found.acceptance.mass_by_stratum[Stratum.WOMEN] == 0.0


def test_10_an_election_in_nine_days(policy: Policy) -> None:
    found = assess(ahead(EventKind.ELECTION, 9), policy)
    assert found.verdict.value == "proceed_with_conditions"
    assert found.expires_on == TODAY + timedelta(days=9)
    assert found.explanation is not None
    assert found.explanation.expiry is not None
    assert "election" in WORDS.say(found.explanation.expiry.code, **found.explanation.expiry.params)


def test_11_whoever_meets_the_un_is_punished(policy: Policy) -> None:
    found = assess(asked(with_context(GOOD, contact_punished=True), "civilian_channel"), policy)
    assert answer(found) == ("proceed", "civilian_channel")
    assert flags(found) == {"remote_only"}
    assert "condition.remote_only" in conditions(found)


def test_12_an_attack_tonight_and_a_contingent_that_is_accused(policy: Policy) -> None:
    for mode in (m for m in Mode if m.is_military):
        case = asked(with_mission(GOOD, alleged_perpetrator=True), mode.value, threat=Threat.IMMINENT, threat_grade=Grade("B", "2"))
        found = assess(case, policy)
        assert answer(found) == ("emergency_alert", "protection_request"), mode
        assert flags(found) == {"not_this_contingent"}
        assert "condition.call_another_contingent" in conditions(found)


def test_13_a_rumour_of_an_attack(policy: Policy) -> None:
    found = assess(asked(GOOD, "protection_request", threat=Threat.IMMINENT, threat_grade=Grade("E", "5")), policy)
    assert found.verdict.value == "emergency_alert"
    assert flags(found) == {"unverified"}
    assert "condition.corroborate_in_parallel" in conditions(found)


def test_14_seven_ticks_beside_a_rejecting_community(policy: Policy) -> None:
    against = with_evidence(GOOD, *(replace(i, mean_rating=-1.0) for i in GOOD.community_evidence))
    wary = with_actors(against, (actor("militia", report("wary", source="k1"), report("wary", source="k2")), state_forces()))
    found = assess(asked(replace(wary, escort_criteria=frozenset(EscortCriterion)), "armed_escort"), policy)
    assert (found.verdict.value, found.deciding_gate) == ("refused", "escort")
    assert found.reasons[0].code == "gate.escort.safety_contradicted"
