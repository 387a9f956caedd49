"""Trips: strict files, corridors inside the project, evidence of each leg, and no leg that goes by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from shapely.geometry import LineString

from mrm_desktop.domain.assessments import Approval
from mrm_desktop.domain.case import ContextFacts, OrganisationFacts
from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.decisions import Outcome
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.evidence import StanceReport
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.incidents import Incident, LocationPrecision
from mrm_desktop.domain.missions import Component, RecordedStatus
from mrm_desktop.domain.trip_plans import PlannedLeg, TripPlan
from mrm_desktop.domain.trips import CheckIn, Criticality, Drawn, Go, Leg, Lift, OverdueStep, Trip
from mrm_desktop.domain.views import AreaCard
from mrm_desktop.domain.vocabulary import Mode, Purpose, Stance, Stratum
from mrm_desktop.foundation.clock import new_id
from mrm_desktop.foundation.words import Words
from mrm_desktop.geo.roads import RoadNetwork
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.project.question import Question
from mrm_desktop.services.decisions.record_decision import record_decision
from mrm_desktop.services.decisions.sign_decision import sign_decision
from mrm_desktop.services.trips.plan_trip import plan_trip
from mrm_desktop.store.file.project_file import ProjectFile
from tests.present import present
from tests.services.conftest import ON, POLICY, card, decide, decide_and_sign, draft, opened
from tests.store import records

TEXT = """format = "mrm-trip/1"
title = "Run"
purpose = "child_protection"
criticality = "pc2"
mode = "liaison"
why_now = "now"
if_not = "harm"
team = ["Driver"]
vehicles = ["car"]
approvers = ["Director"]
abort_triggers = ["shots"]
check_in = []
overdue = []
[[leg]]
name = "Out"
on = 2026-03-05
points = ["-22.29 -18.21", "-21.78 -16.55"]
"""


INSIDE = ((-19.9, -22.5), (-19.6, -22.5))  # within XT01
ACROSS = ((-19.5, -22.5), (-18.5, -22.5))  # from XT01 into XT02


def trip(*routes: tuple[tuple[float, float], ...], mode: Mode = Mode.LIAISON, on: date = date(2026, 3, 5), **changes: Any) -> Trip:
    legs = tuple(Leg(f"Leg {n}", route, on, Drawn.STRAIGHT) for n, route in enumerate(routes or (INSIDE,), start=1))
    values: dict[str, Any] = {
        "title": "Run",
        "purpose": Purpose.CHILD_PROTECTION,
        "criticality": Criticality.PC1,
        "mode": mode,
        "team": ("Driver",),
        "vehicles": ("car",),
        "legs": legs,
        "check_ins": (CheckIn("08:00", "Gate", "radio"),),
        "overdue": (OverdueStep(30, "Duty officer", "calls"),),
        "abort_triggers": ("shots",),
        "approvers": ("Director",),
        "why_now": "now",
        "if_not": "harm",
        "withdrawal_confirmed": True,
    }
    return Trip(**(values | changes))


def codes(planned: PlannedLeg) -> set[str]:
    return {reason.code for reason in planned.reasons}


def incident(
    days_ago: int,
    kind: str = "clash",
    point: tuple[float, float] | None = (-19.8, -22.5),
    precision: LocationPrecision = LocationPrecision.SETTLEMENT,
    area: str = "XT01",
) -> Incident:
    return Incident(f"{days_ago}{kind}{point}", "", ON - timedelta(days=days_ago), 1, precision, kind, point, area, "log")


# ---- the file ------------------------------------------------------------------------------------------------------------------


# ---- go or wait ----------------------------------------------------------------------------------------------------------------


def planned(
    project: ProjectFile, one: Trip | None = None, incidents: tuple[Incident, ...] = (), roads: RoadNetwork | None = None
) -> TripPlan:
    with project.write() as repository:
        repository.add_incidents([replace(each, id=new_id()) for each in incidents])
    return plan_trip(opened(project), one or trip(), roads)


def test_a_leg_with_a_valid_decision_goes_with_conditions_only(project: ProjectFile) -> None:
    decide_and_sign(project, conditions=("By day only.",))
    plan = planned(project)
    assert (plan.go, plan.legs[0].crossed[0].decision_state) == (Go.WITH_CONDITIONS, "valid")
    assert [reason.code for reason in plan.legs[0].reasons] == ["trip.why.no_stop", "trip.why.gaps"]
    assert plan.legs[0].reasons[1].params["count"] == len(plan.legs[0].gaps)
    said = {condition.said.code: condition for condition in plan.legs[0].conditions}
    assert {"condition.civilian_channel", "condition.no_case_data", "condition.approval_for_risk"} <= set(said)
    decided = said["trip.condition.decided"]
    assert (decided.said.params["text"], decided.areas) == ("By day only.", ("XT01",))
    assert said["trip.condition.look_again"].areas == ()
    assert "condition.ask_those_exposed" not in said


def test_without_a_decision_a_visible_mode_waits_and_the_civilian_channel_does_not(project: ProjectFile) -> None:
    assert codes(planned(project).legs[0]) == {"trip.why.no_decision"}
    civilian = planned(project, trip(mode=Mode.CIVILIAN_CHANNEL))
    assert civilian.go is Go.WITH_CONDITIONS
    assert "condition.civilian_channel" in {condition.said.code for condition in civilian.legs[0].conditions}


def test_a_decision_that_waits_for_a_signature_holds_the_leg(project: ProjectFile) -> None:
    decision = decide(project, conditions=("By day only.",), approver_role="Field manager")
    leg = planned(project).legs[0]
    assert (leg.go, leg.crossed[0].decision_state) == (Go.WAIT, "waiting")
    (reason,) = (one for one in leg.reasons if one.code == "trip.why.decision_waiting")
    assert reason.params["approval"] == ["security_focal_point"]
    sign_decision(opened(project), decision.id, "security_focal_point", ON)
    leg = planned(project).legs[0]
    assert (leg.go, leg.crossed[0].decision_state) == (Go.WITH_CONDITIONS, "valid")


def test_nobody_travels_who_was_not_asked(project: ProjectFile) -> None:
    decide_and_sign(project)
    assert codes(planned(project, trip(withdrawal_confirmed=False)).legs[0]) == {"trip.why.withdrawal"}


def test_an_expired_decision_holds_the_leg(project: ProjectFile) -> None:
    decision = decide_and_sign(project, expires_on=date(2026, 3, 4))
    leg = planned(project).legs[0]
    assert (leg.go, leg.crossed[0].decision_state) == (Go.WAIT, "expired")
    assert dict(leg.reasons[0].params)["day"] == decision.expires_on


@pytest.mark.parametrize(("last", "state"), [(date(2026, 3, 4), "expired"), (date(2026, 3, 5), "valid")])
def test_a_decision_counts_on_its_last_day(project: ProjectFile, last: date, state: str) -> None:
    decide_and_sign(project, expires_on=last)
    assert planned(project).legs[0].crossed[0].decision_state == state


def test_an_event_of_the_day_of_the_decision_was_known_to_it(project: ProjectFile) -> None:
    with project.write() as repository:
        repository.add_reset_events([records.reset_event(on=records.AT.date())])
        repository.add_evidence(
            [
                records.evidence("", one=records.item(stratum, source, collected_on=records.AT.date()))
                for stratum in (Stratum.WOMEN, Stratum.MEN, Stratum.DISPLACED)
                for source in ("survey", "groups")
            ]
        )
    decide_and_sign(project)
    assert planned(project).legs[0].crossed[0].decision_state == "valid"


def test_the_last_day_on_which_anybody_saw_them_is_told(project: ProjectFile) -> None:
    with project.write() as repository:
        repository.add_presence([records.presence("", last_confirmed=date(2026, 1, 5))])
    assert planned(project).legs[0].crossed[0].last_confirmed == date(2026, 2, 20)


def test_a_hostile_group_on_the_way_holds_the_leg(project: ProjectFile) -> None:
    with project.write() as repository:
        repository.add_actor_reports(
            [records.actor_report("", actor="group Z", stance=Stance.HOSTILE, source=source) for source in ("k0", "k1")]
        )
    leg = planned(project, trip(mode=Mode.CIVILIAN_CHANNEL)).legs[0]
    assert leg.crossed[0].tolerance == "hostile"
    assert (leg.go, "trip.why.hostile" in codes(leg)) == (Go.WAIT, True)


def test_an_event_after_the_decision_overtakes_it(project: ProjectFile) -> None:
    decide_and_sign(project)
    with project.write() as repository:
        repository.add_reset_events([records.reset_event(on=date(2026, 3, 2))])
    leg = planned(project).legs[0]
    assert leg.crossed[0].decision_state == "overtaken"
    assert "trip.why.decision_overtaken" in codes(leg)


@pytest.mark.parametrize(
    ("changes", "state", "go"),
    [
        ({"outcome": Outcome.DO_NOT_PROCEED}, "against", Go.NO_GO),
        ({"outcome": Outcome.DO_NOT_PROCEED, "chosen_mode": Mode.ALERT}, "against", Go.NO_GO),
        ({"outcome": Outcome.DEFER}, "deferred", Go.WAIT),
        ({"chosen_mode": Mode.ALERT}, "other_mode", Go.WAIT),
    ],
)
def test_a_decision_counts_for_what_it_decided(project: ProjectFile, changes: dict[str, Any], state: str, go: Go) -> None:
    decide_and_sign(project, mode=changes.get("chosen_mode", Mode.LIAISON), **changes)
    leg = planned(project).legs[0]
    assert (leg.crossed[0].decision_state, leg.go) == (state, go)


def test_a_closed_mission_on_the_way_is_no_go_for_whoever_would_engage_it(project: ProjectFile) -> None:
    with project.write() as repository:
        repository.put_missions([records.mission(recorded_status=RecordedStatus.CLOSED)])
    plan = planned(project)
    assert (plan.go, codes(plan.legs[0])) == (Go.NO_GO, {"trip.why.mission_closed", "trip.why.no_decision"})
    assert planned(project, trip(mode=Mode.CIVILIAN_CHANNEL)).go is Go.WITH_CONDITIONS


def test_the_worst_leg_decides_and_a_leg_crosses_what_its_corridor_touches(project: ProjectFile) -> None:
    decide_and_sign(project)
    plan = planned(project, trip(INSIDE, ACROSS))
    assert plan.legs[0].go is Go.WITH_CONDITIONS
    assert plan.go is not Go.WITH_CONDITIONS
    assert [c.area.code for c in plan.legs[1].crossed] == ["XT01", "XT02"]
    # A road along the border is seen from the other side of it.
    near = planned(project, trip(((-19.9, -22.5), (-19.03, -22.5)), corridor_km=5.0))
    assert [c.area.code for c in near.legs[0].crossed] == ["XT01", "XT02"]


def test_legs_in_the_past_and_outside_are_refused(project: ProjectFile) -> None:
    for one, code in ((trip(on=date(2026, 2, 1)), "trip.in_the_past"), (trip(((-19.5, -22.5), (10.0, 10.0))), "trip.outside")):
        with pytest.raises(KnownError) as refused:
            planned(project, one)
        assert refused.value.code == code


# ---- attacks on humanitarians --------------------------------------------------------------------------------------------------


def ambush(days_ago: int, **changes: Any) -> Incident:
    return incident(days_ago, "ambush", **changes)


def test_nine_ambushes_in_a_week_are_no_go_whatever_was_decided(project: ProjectFile) -> None:
    decide_and_sign(project)
    leg = planned(project, trip(on=ON), tuple(ambush(n % 7) for n in range(9))).legs[0]
    assert (leg.go, leg.conditions) == (Go.NO_GO, ())
    (why,) = (reason for reason in leg.reasons if reason.code == "trip.why.attacks")
    assert (why.params["count"], why.params["km"], why.params["within"]) == (9, 10.0, 7)
    assert why.params["types"] == ["ambush (9)"]
    assert why.params["approval"] == ["country_director"]


@pytest.mark.parametrize("mode", [Mode.LIAISON, Mode.CIVILIAN_CHANNEL])
def test_where_nothing_is_on_record_a_leg_waits(empty: ProjectFile, mode: Mode) -> None:
    leg = planned(empty, trip(mode=mode)).legs[0]
    assert leg.go is Go.WAIT
    assert {c.said.code for c in leg.conditions} >= {"trip.harm.unknown", "trip.condition.look_again"}
    assert "trip.why.actors_not_assessed" in codes(leg)
    if mode.is_military:
        assert {"trip.why.no_decision", "trip.why.exposed_not_asked", "trip.why.not_answered"} <= codes(leg)


def test_a_lift_ends_the_no_go_for_what_was_known_and_the_rest_still_counts(project: ProjectFile) -> None:
    decide_and_sign(project)
    attacks = (ambush(2), ambush(3))
    lifted = with_lift(trip(on=ON), Lift("country_director", "A dispute between two drivers.", ON))
    leg = planned(project, lifted, attacks).legs[0]
    assert (leg.go, codes(leg)) == (Go.WAIT, {"trip.why.lifted", "trip.why.attacks_lately"})
    told = leg.reasons[0].params
    assert (told["approval"], told["reason"], told["count"]) == ("country_director", "A dispute between two drivers.", 2)
    narrow = POLICY.with_values({"trips.wait_days": 1})
    assert plan_trip(opened(project, policy=narrow), lifted).go is Go.WITH_CONDITIONS
    early = with_lift(trip(on=ON), Lift("deputy_country_director", "A dispute between two drivers.", ON - timedelta(days=3)))
    assert plan_trip(opened(project), early).go is Go.NO_GO, "nobody lifts what is still to come"


def test_a_lift_by_somebody_else_is_refused(project: ProjectFile) -> None:
    with pytest.raises(KnownError, match=r"trip\.lift_role"):
        planned(project, with_lift(trip(), Lift("driver", "A dispute between two drivers.", ON)))


def with_lift(one: Trip, lift: Lift) -> Trip:
    return replace(one, legs=tuple(replace(leg, lift=lift) for leg in one.legs))


# ---- which decision counts -----------------------------------------------------------------------------------------------------


def test_a_newer_decision_on_another_mode_hides_neither_a_no_nor_a_yes(project: ProjectFile) -> None:
    decide_and_sign(project, outcome=Outcome.DO_NOT_PROCEED)
    decide_and_sign(project, mode=Mode.ALERT)
    leg = planned(project).legs[0]
    assert (leg.crossed[0].decision_state, leg.go) == ("against", Go.NO_GO)
    alert = plan_trip(opened(project), trip(mode=Mode.ALERT)).legs[0]
    assert alert.crossed[0].decision_state == "valid"


def test_a_no_that_was_superseded_is_none(project: ProjectFile) -> None:
    before = decide_and_sign(project, outcome=Outcome.DO_NOT_PROCEED)
    decide_and_sign(project, supersedes=before.id)
    assert planned(project).go is Go.WITH_CONDITIONS


def test_a_forbidden_purpose_stops_even_the_civilian_channel(project: ProjectFile) -> None:
    leg = planned(project, trip(mode=Mode.CIVILIAN_CHANNEL, purpose=Purpose.CASE_DATA_TO_MILITARY)).legs[0]
    assert (leg.go, "trip.why.prohibited" in codes(leg)) == (Go.NO_GO, True)


def test_the_exposed_were_asked_for_the_decision_or_since(project: ProjectFile) -> None:
    assert planned(project).legs[0].crossed[0].were_exposed_asked, "the circumstances say so"
    with project.write() as repository:
        repository.add_circumstances(
            [replace(records.circumstances("XT01"), organisation=OrganisationFacts(unicef_consulted=True), recorded_on=ON)]
        )
    assert not plan_trip(opened(project), trip()).legs[0].crossed[0].were_exposed_asked
    asked = card(project, consent=True)
    decision = record_decision(project, asked, draft(), POLICY, records.AT)
    for role in decision.draft.signatories:
        sign_decision(opened(project), decision.id, role, ON)
    assert plan_trip(opened(project), trip()).legs[0].crossed[0].were_exposed_asked


def test_nobody_found_counts_as_assessed_while_the_look_is_fresh(project: ProjectFile) -> None:
    assert not planned(project, trip(ACROSS)).legs[0].crossed[1].are_actors_assessed
    with project.write() as repository:
        repository.add_statements([records.armed_actor_check("XT02")])
    days = POLICY.tolerance.nobody_able_max_age_days
    for later, assessed in ((days, True), (days + 1, False)):
        on = date(2026, 2, 24) + timedelta(days=later)
        assert plan_trip(opened(project), trip(ACROSS, on=on)).legs[0].crossed[1].are_actors_assessed is assessed


@pytest.mark.parametrize("mode", [Mode.LIAISON, Mode.CIVILIAN_CHANNEL])
@pytest.mark.parametrize(("stance", "grade"), [(Stance.UNKNOWN, "B2"), (Stance.TOLERANT, "E5")])
def test_one_armed_actor_who_is_known_does_not_stand_for_the_others(
    project: ProjectFile, mode: Mode, stance: Stance, grade: str
) -> None:
    decide_and_sign(project)
    before = planned(project, trip(mode=mode)).legs[0]
    assert before.go is Go.WITH_CONDITIONS
    with project.write() as repository:
        repository.add_dataset(one := records.dataset(DatasetKind.ARMED_ACTORS, name="more.csv"))
        told = StanceReport(stance, Grade.parse(grade), date(2026, 2, 10), "k0")
        repository.add_actor_reports([replace(records.actor_report(one.id, actor="group Z"), report=told)])
    leg = plan_trip(opened(project), trip(mode=mode)).legs[0]
    assert leg.go is Go.WAIT
    (why,) = (reason for reason in leg.reasons if reason.code == "trip.why.actors_unknown")
    assert why.params["actors"] == ["group Z"]


@pytest.mark.parametrize("mode", [Mode.ALERT, Mode.CIVILIAN_CHANNEL])
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"context": ContextFacts(contact_punished=False, reprisals_for_contact=True)}, "trip.harm.reprisal"),
        ({"context": ContextFacts(contact_punished=True, reprisals_for_contact=False)}, "trip.harm.contact_punished"),
        ({"organisation": OrganisationFacts(exposed_people_agree=False, unicef_consulted=True)}, "trip.harm.consent"),
    ],
)
def test_a_refusal_and_a_reprisal_are_told_whatever_the_mode_of_the_trip(
    project: ProjectFile, mode: Mode, changes: dict[str, Any], code: str
) -> None:
    """A mode that nobody sees meets no gate, and people are harmed for what others take for a contact all the same."""
    with project.write() as repository:
        repository.add_circumstances([replace(records.circumstances("XT01"), recorded_on=ON, **changes)])
    leg = planned(project, trip(mode=mode)).legs[0]
    assert code in {h.code for h in leg.harm}
    if mode is Mode.CIVILIAN_CHANNEL:
        assert code in {c.said.code for c in leg.conditions}


def test_the_legs_with_the_worst_answer_are_named(project: ProjectFile) -> None:
    decide_and_sign(project)
    plan = planned(project, trip(INSIDE, ACROSS, INSIDE))
    assert (plan.go, plan.worst_legs) == (Go.WAIT, (2,))


# ---- what is known along a leg -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("outside", "refused"), [(0.005, False), (0.02, True), (0.3, True)])
def test_a_leg_may_leave_the_areas_by_the_width_of_a_border_and_no_more(
    project: ProjectFile, outside: float, refused: bool
) -> None:
    leg = ((-18.5, -22.5), (-18.0 + outside * 0.5 / (1 - outside), -22.5))  # XT02 ends at 18 degrees west
    if not refused:
        assert planned(project, trip(leg)).legs
        return
    with pytest.raises(KnownError, match=r"trip\.outside"):
        planned(project, trip(leg))


def test_incidents_are_counted_by_type_with_the_coarsest_precision(project: ProjectFile) -> None:
    found = (
        planned(
            project,
            incidents=(
                incident(3),
                incident(20, precision=LocationPrecision.AREA, point=None),
                incident(80, "protest", precision=LocationPrecision.EXACT),
                incident(91),
                incident(5, point=(-18.1, -22.1), area="XT02"),
                incident(5, "raid", point=None, precision=LocationPrecision.AREA, area="XT02"),
                incident(-2),
            ),
        )
        .legs[0]
        .incidents
    )
    assert [(i.type, i.counts, i.precision) for i in found] == [
        ("clash", (1, 2, 2), LocationPrecision.AREA),
        ("protest", (0, 0, 1), LocationPrecision.EXACT),
    ]


def test_remoteness_is_that_of_the_farthest_point(project: ProjectFile) -> None:
    one = records.dataset()
    with project.write() as repository:
        repository.add_dataset(one)
        repository.add_places(
            [
                replace(records.place(one.id), name="Post", kind="Health post", point=(-19.9, -22.5)),
                replace(records.place(one.id), name="Strip", kind="airstrip", point=(-18.2, -22.2), area_code="XT02"),
            ]
        )  # fmt: skip
    leg = planned(project).legs[0]
    assert leg.length_km == pytest.approx(30.86, abs=0.1)
    assert leg.remote.hours == pytest.approx(leg.length_km / 25)
    assert (present(leg.remote.base).name, round(present(leg.remote.base).km)) == ("Base", 41)
    assert (present(leg.remote.clinic).name, round(present(leg.remote.clinic).km)) == ("Post", 31)
    assert present(leg.remote.airstrip).name == "Strip"
    assert [p.name for p in leg.places] == ["Post"]


def test_gaps_are_said_and_a_straight_line_is_one_of_them(project: ProjectFile) -> None:
    assert {g.code for g in planned(project).legs[0].gaps} == {
        "trip.gap.straight", "trip.gap.incidents", "trip.gap.places", "trip.gap.clinic", "trip.gap.airstrip",
    }  # fmt: skip
    across = planned(project, trip(ACROSS)).legs[0].gaps
    thin = next(g for g in across if g.code == "trip.gap.perceptions")
    assert thin.params["areas"] == ["Square 1"]
    assert next(g for g in across if g.code == "trip.gap.presence").params["areas"] == ["Square 1"]


def test_presence_is_the_last_day_seen_and_old_presence_is_a_gap(project: ProjectFile) -> None:
    leg = planned(project).legs[0]
    assert leg.crossed[0].last_confirmed == date(2026, 2, 20)
    policy = replace(POLICY, gates=replace(POLICY.gates, stale_after_days=30))
    for allowed, days, stale in ((POLICY, 90, False), (POLICY, 91, True), (policy, 30, False), (policy, 31, True)):
        later = trip(on=date(2026, 2, 20) + timedelta(days=days))
        gaps = plan_trip(opened(project, policy=allowed), later).legs[0].gaps
        assert ("trip.gap.presence" in {g.code for g in gaps}) is stale


def test_who_could_be_harmed_by_being_seen_is_named_by_area(project: ProjectFile) -> None:
    one = records.dataset(DatasetKind.ARMED_ACTORS)
    with project.write() as repository:
        repository.add_dataset(one)
        repository.add_actor_reports(
            [records.actor_report(one.id, actor="group Y", source=source, stance=Stance.HOSTILE) for source in ("k2", "k3")]
        )
        repository.add_circumstances(
            [replace(records.circumstances("XT01"), context=replace(records.circumstances().context, contact_punished=True))]
        )
    leg = planned(project).legs[0]
    harms = {h.code for h in leg.harm}
    assert "trip.harm.contact_punished" in harms
    assert leg.go is Go.NO_GO


def test_contacts_are_civilian_and_in_order(project: ProjectFile) -> None:
    with project.write() as repository:
        repository.add_focal_points([records.focal_point(Component.MILITARY), records.focal_point(Component.UNICEF)])
    components = [p.component for p in planned(project).focal_points]
    assert components == [Component.CHILD_PROTECTION, Component.UNICEF]


def test_the_worst_risk_on_the_way_says_who_approves(project: ProjectFile) -> None:
    plan = planned(project)
    approval = present(plan.legs[0].crossed[0].assessment.approval)
    assert (plan.risk, plan.approval) == (approval.level, approval.roles)
    assert planned(project, trip(criticality=Criticality.PC4)).risk == plan.risk


def test_a_purpose_that_is_not_critical_enough_waits(project: ProjectFile, monkeypatch: pytest.MonkeyPatch) -> None:
    decide_and_sign(project)
    real = OpenProject.card

    def riskier(self: OpenProject, area_code: str, question: Question, search: bool = True) -> AreaCard:
        card = real(self, area_code, question, search)
        needed = Approval(("country_director",), level="high", criticality=2)
        return replace(card, assessment=replace(card.assessment, approval=needed))

    monkeypatch.setattr(OpenProject, "card", riskier)
    assert "trip.why.criticality" in codes(planned(project, trip(criticality=Criticality.PC3)).legs[0])
    assert planned(project, trip(criticality=Criticality.PC2)).go is Go.WITH_CONDITIONS


# ---- roads ---------------------------------------------------------------------------------------------------------------------

ROADS = [LineString([(-19.5, -22.5), (-19.2, -22.6), (-18.5, -22.5)]), LineString([(-19.5, -22.5), (-19.2, -22.1), (-18.5, -22.5)])]


def test_a_base_that_will_have_closed_on_the_day_is_not_counted_on(project: ProjectFile) -> None:
    day = date(2026, 3, 5)
    with project.write() as repo:
        repo.add_focal_points([records.focal_point(valid_to=day - timedelta(days=1))])
        closing = records.presence("", valid_to=day - timedelta(days=1))
        repo.add_presence([replace(closing, name="Closing", base_point=(-19.75, -22.5))])
    plans = [plan_trip(opened(project), trip(on=on)) for on in (day - timedelta(days=1), day)]
    assert [present(plan.legs[0].remote.base).name for plan in plans] == ["Closing", "Base"]
    assert [len(plan.focal_points) for plan in plans] == [1, 0]


def test_places_of_care_are_told_by_their_distance_along_the_road_and_never_denied_beside_their_list(project: ProjectFile) -> None:
    """Finding 15: "No place of care is on record" stood above a list of 83 clinics, in the order of the alphabet."""
    with project.write() as repository:
        one = records.dataset(DatasetKind.PLACES, "health.csv")
        repository.add_dataset(one)
        named = {"Zebra PHCC": -19.85, "Aspen hospital": -19.62, "Milo phcu": -19.75}
        repository.add_places(
            [replace(records.place(one.id), id=new_id(), name=name, kind="", point=(x, -22.5)) for name, x in named.items()]
        )
    leg = plan_trip(opened(project), trip(INSIDE)).legs[0]
    assert [place.name for place in leg.places if place.is_care] == ["Zebra PHCC", "Milo phcu", "Aspen hospital"]
    assert leg.remote.clinic is not None
    assert "trip.gap.clinic" not in {gap.code for gap in leg.gaps}


def test_a_decision_that_stops_a_leg_is_named_with_its_mode_and_its_number(project: ProjectFile) -> None:
    """Finding 41: "it was decided not to do this", though the decision was on another mode."""
    kept = decide(project, outcome=Outcome.DO_NOT_PROCEED, mode=Mode.DECONFLICTION)
    stopped = plan_trip(opened(project), trip(INSIDE, mode=Mode.CIVILIAN_CHANNEL)).legs[0]
    reason = next(r for r in stopped.reasons if r.code == "trip.why.decided_against")
    assert (reason.params["mode"], reason.params["number"]) == (Mode.DECONFLICTION.value, kept.sequence)
    assert "Deconfliction through OCHA" in Words("en").say(reason.code, **reason.params)
