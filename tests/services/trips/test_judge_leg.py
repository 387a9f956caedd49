"""Go with conditions, wait, no-go: each word by each of its causes, in their order, and conditions each once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from mrm_desktop.domain.assessments import Approval, Assessment, PolicyStamp, Reason
from mrm_desktop.domain.decisions import DecisionHead, Outcome
from mrm_desktop.domain.incidents import Incident
from mrm_desktop.domain.trip_plans import Crossed
from mrm_desktop.domain.trips import Criticality, Go, Lift, Trip
from mrm_desktop.domain.vocabulary import Channel, MissionStatus, Mode, Verdict
from mrm_desktop.services.trips.find_attacks import Attacks
from mrm_desktop.services.trips.judge_leg import Judgement, judge_leg
from tests.services.conftest import ON, POLICY
from tests.services.trips.test_plan_trip import incident, trip
from tests.store import records

NONE = Attacks((), (), ())
GOOD = (Reason("condition.no_case_data"),)


def assessment(verdict: Verdict = Verdict.PROCEED_WITH_CONDITIONS, **changes: Any) -> Assessment:
    values: dict[str, Any] = {"conditions": GOOD, "expires_on": ON}
    stamp = PolicyStamp("p", "1", "0" * 64)
    channel = Channel.CHILD_PROTECTION_ADVISER
    return Assessment("XT01", ON, Mode.LIAISON, verdict, Mode.LIAISON, channel, (), (), stamp, **(values | changes))


def crossed(code: str = "XT01", verdict: Verdict = Verdict.PROCEED_WITH_CONDITIONS, **changes: Any) -> Crossed:
    head = DecisionHead(
        "d", 1, records.AT, code, code, Outcome.PROCEED, Mode.LIAISON, "Role", ON, None, verdict, None, True, False, "h"
    )
    values: dict[str, Any] = {
        "assessment": assessment(verdict),
        "mission_status": MissionStatus.ACTIVE,
        "acceptance": "favourable",
        "tolerance": "favourable",
        "last_confirmed": ON,
        "decision": head,
        "decision_state": "valid",
        "are_actors_assessed": True,
        "were_exposed_asked": True,
        "decided_conditions": (),
    }
    return Crossed(area=records.area(code), **(values | changes))


def judge(
    *areas: Crossed, attacks: Attacks = NONE, one: Trip | None = None, gaps: int = 0, endangered: tuple[Reason, ...] = ()
) -> Judgement:
    made = one or trip()
    return judge_leg(made, made.legs[0], areas or (crossed(),), attacks, gaps, endangered, POLICY, ON)


def codes(judged: Judgement) -> list[str]:
    return [reason.code for reason in judged.reasons]


def ambush(days_ago: int = 2) -> Incident:
    return incident(days_ago, "ambush")


CIVILIAN = trip(mode=Mode.CIVILIAN_CHANNEL)
NO_GO = [
    ({"decision_state": "against"}, "trip.why.decided_against"),
    ({"verdict": Verdict.PROHIBITED}, "trip.why.prohibited"),
    ({"verdict": Verdict.REFUSED}, "trip.why.refused"),
    ({"mission_status": MissionStatus.CLOSED, "verdict": Verdict.NOT_AVAILABLE}, "trip.why.mission_closed"),
    ({"assessment": assessment(approval=Approval((), "unacceptable", 0))}, "trip.why.criticality"),
]
WAIT = [
    ({"decision_state": "none", "decision": None}, "trip.why.no_decision"),
    *(({"decision_state": state}, f"trip.why.decision_{state}") for state in ("expired", "overtaken", "deferred", "other_mode")),
    ({"decision_state": "waiting"}, "trip.why.decision_waiting"),
    ({"verdict": Verdict.HOLD}, "trip.why.not_answered"),
    ({"verdict": Verdict.INSUFFICIENT_EVIDENCE}, "trip.why.not_answered"),
    ({"verdict": Verdict.NOT_AVAILABLE}, "trip.why.not_available"),
    ({"were_exposed_asked": False}, "trip.why.exposed_not_asked"),
    ({"are_actors_assessed": False}, "trip.why.actors_not_assessed"),
    ({"are_actors_assessed": False, "unknown_actors": ("group Z",)}, "trip.why.actors_unknown"),
    ({"tolerance": "hostile"}, "trip.why.hostile"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "code"), NO_GO)
def test_every_cause_of_a_no_go_stops_by_itself(changes: dict[str, Any], code: str) -> None:
    judged = judge(crossed("XT02"), crossed(**changes))
    assert (judged.go, codes(judged), judged.refusing, judged.conditions) == (Go.NO_GO, [code], ("XT01",), ())


@pytest.mark.parametrize(("changes", "code"), WAIT)
def test_every_cause_of_a_wait_holds_by_itself(changes: dict[str, Any], code: str) -> None:
    judged = judge(crossed("XT02"), crossed(**changes))
    assert (judged.go, codes(judged), judged.refusing) == (Go.WAIT, [code], ())
    assert judged.conditions, "what binds the leg once it need not wait is said at once"


def test_attacks_stop_or_hold() -> None:
    near = judge(attacks=Attacks((ambush(),), (ambush(),), ()))
    assert (near.go, codes(near), near.refusing) == (Go.NO_GO, ["trip.why.attacks"], ())
    lately = judge(attacks=Attacks((), (ambush(20), ambush(10)), ()))
    assert (lately.go, codes(lately)) == (Go.WAIT, ["trip.why.attacks_lately"])
    assert (lately.reasons[0].params["count"], lately.reasons[0].params["last"]) == (2, ON - timedelta(days=10))
    nowhere = judge(attacks=Attacks((), (), (ambush(),)))
    assert (nowhere.go, codes(nowhere)) == (Go.WAIT, ["trip.why.attacks_unplaced"])


def test_a_no_is_said_before_what_to_wait_for_and_nothing_is_said_twice() -> None:
    judged = judge(
        crossed(decision_state="against", are_actors_assessed=False),
        attacks=Attacks((ambush(),), (ambush(), ambush(20)), ()),
        one=trip(withdrawal_confirmed=False),
    )
    wanted = ["trip.why.decided_against", "trip.why.attacks", "trip.why.actors_not_assessed", "trip.why.attacks_lately"]
    assert (judged.go, codes(judged)) == (Go.NO_GO, [*wanted, "trip.why.withdrawal"])
    assert judged.reasons[3].params["count"] == 1


def test_a_mode_that_nobody_sees_needs_no_decision_and_an_area_without_assessment_holds_it_all_the_same() -> None:
    unseen = crossed(decision_state="none", decision=None, were_exposed_asked=False, verdict=Verdict.PROCEED)
    assert judge(unseen, one=CIVILIAN).go is Go.WITH_CONDITIONS
    assert judge(replace(unseen, mission_status=MissionStatus.CLOSED), one=CIVILIAN).go is Go.WITH_CONDITIONS
    assert judge(replace(unseen, are_actors_assessed=False), one=CIVILIAN).go is Go.WAIT
    prohibited = judge(crossed(verdict=Verdict.PROHIBITED), one=CIVILIAN)
    assert (prohibited.go, codes(prohibited)) == (Go.NO_GO, ["trip.why.prohibited"])


def test_a_programme_that_is_not_critical_enough_waits() -> None:
    risky = crossed(assessment=assessment(approval=Approval(("country_director",), "high", 2)))
    assert codes(judge(risky, one=trip(criticality=Criticality.PC3))) == ["trip.why.criticality"]
    assert judge(risky, one=trip(criticality=Criticality.PC2)).go is Go.WITH_CONDITIONS


def lifted(on: date = ON) -> Trip:
    made = trip()
    return replace(made, legs=(replace(made.legs[0], lift=Lift("country_director", "Cleared by the access desk.", on)),))


def test_a_lift_covers_what_was_known_on_its_day_and_nothing_else() -> None:
    near = Attacks((ambush(),), (), ())
    gone = judge(attacks=near, one=lifted())
    assert (gone.go, codes(gone)) == (Go.WITH_CONDITIONS, ["trip.why.no_stop", "trip.why.lifted"])
    early = judge(attacks=near, one=lifted(ON - timedelta(days=3)))
    assert (early.go, codes(early)) == (Go.NO_GO, ["trip.why.attacks"])
    same_day = judge(attacks=near, one=lifted(ON - timedelta(days=2)))
    assert same_day.go is Go.WITH_CONDITIONS
    held = judge(attacks=Attacks((ambush(),), (ambush(),), ()), one=lifted())
    assert (held.go, codes(held)) == (Go.WAIT, ["trip.why.lifted", "trip.why.attacks_lately"])
    refused = judge(crossed(decision_state="against"), attacks=near, one=lifted())
    assert (refused.go, codes(refused)) == (Go.NO_GO, ["trip.why.decided_against", "trip.why.lifted"])
    assert codes(judge(one=lifted())) == ["trip.why.no_stop"], "a lift of nothing is not told"


def test_conditions_stand_once_with_their_areas_and_the_leg_has_one_of_its_own() -> None:
    first = crossed("XT01", decided_conditions=("By day only.",))
    second = crossed(
        "XT02",
        decided_conditions=("By day only.", "Two cars."),
        assessment=assessment(conditions=(*GOOD, Reason("condition.ask_those_exposed"))),
    )
    listed = [(c.said.code, c.said.params.get("text"), c.areas) for c in judge(first, second).conditions]
    assert listed == [
        ("condition.no_case_data", None, ("XT01", "XT02")),
        ("trip.condition.decided", "By day only.", ("XT01", "XT02")),
        ("trip.condition.decided", "Two cars.", ("XT02",)),
        ("trip.condition.look_again", None, ()),
    ]


def test_where_people_are_harmed_for_being_seen_is_a_condition_of_a_leg_that_goes_or_waits_and_of_no_other() -> None:
    harm = (Reason("trip.harm.reprisal", {"area": ["Square 1"]}),)
    for area, bound in ((crossed(), True), (crossed(decision_state="expired"), True), (crossed(decision_state="against"), False)):
        said = [c.said for c in judge(area, endangered=harm).conditions]
        assert (harm[0] in said) == bound


def test_gaps_are_counted_beside_an_answer_that_lets_go() -> None:
    assert judge(gaps=3).reasons[1] == Reason("trip.why.gaps", {"count": 3})
    assert codes(judge(gaps=0)) == ["trip.why.no_stop"]
