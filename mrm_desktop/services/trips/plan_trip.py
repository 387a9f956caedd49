"""Plan a trip: what is known along each leg, whether to go, whom to call first. The people decide; a gap is never a green light."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

from mrm_desktop.cartography.classes import acceptance_class, ceiling_class, tolerance_class
from mrm_desktop.domain.assessments import Assessment, GateResult
from mrm_desktop.domain.case import Case
from mrm_desktop.domain.decisions import Decision, DecisionHead, Outcome
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.geography import Area, Place
from mrm_desktop.domain.incidents import Incident
from mrm_desktop.domain.missions import fallback_order
from mrm_desktop.domain.trip_plans import Alternate, Crossed, PlannedLeg, TripPlan
from mrm_desktop.domain.trips import Go, Leg, Trip
from mrm_desktop.domain.views import AreaCard
from mrm_desktop.domain.vocabulary import Mode
from mrm_desktop.geo.buffers import corridor
from mrm_desktop.geo.roads import RoadNetwork
from mrm_desktop.geo.wkb import many_from_wkb
from mrm_desktop.project.answers import class_limits
from mrm_desktop.project.consent import consent_on_record
from mrm_desktop.project.known_names import known_to
from mrm_desktop.project.on_record import focal_points_of
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.project.question import Question
from mrm_desktop.project.standing import waiting_for
from mrm_desktop.scoring import Policy
from mrm_desktop.scoring.policy_schema import RISK_LEVELS
from mrm_desktop.services.trips.check_lifts import check_lifts
from mrm_desktop.services.trips.find_attacks import find_attacks
from mrm_desktop.services.trips.guard_trip import guard_trip
from mrm_desktop.services.trips.journey_clock import clock_of
from mrm_desktop.services.trips.judge_leg import judge_leg
from mrm_desktop.services.trips.route_strip import Surroundings, lay_strip
from mrm_desktop.services.trips.route_trip import alternate_way, on_roads
from mrm_desktop.services.trips.survey_leg import (
    at_risk_if_seen,
    coverage_gaps,
    endangered_if_seen,
    incidents_near,
    length_of,
    remoteness,
)

LEAST_INSIDE = 0.99  # share of a leg that has to lie in areas of the project


@dataclass(frozen=True, slots=True)
class _Journey:
    """A trip with everything that all its legs are held against."""

    project: OpenProject
    trip: Trip
    incidents: tuple[Incident, ...]
    roads: RoadNetwork | None

    def areas_touching(self, shape: BaseGeometry) -> list[Area]:
        """Return the assessed areas that a shape touches, by code."""
        ground = self.project.knowledge.ground
        return [ground.assessed_areas[k] for k in sorted(ground.tree.query(shape, predicate="intersects").tolist())]


def plan_trip(project: OpenProject, trip: Trip, roads: RoadNetwork | None = None) -> TripPlan:
    """Look along every leg of a trip, as known on the project's day.

    Parameters
    ----------
    roads : RoadNetwork | None
        Road layer on which straight legs are laid; without one they stay straight, and the plan says so.

    Raises
    ------
    PersonInTextError
        A text of the trip looks as if it told of a person, and no two people let it pass.
    KnownError
        ``assess.no_areas``, ``trip.outside`` where a leg leaves the areas of the project, ``trip.in_the_past``, and what
        :func:`~mrm_desktop.services.trips.check_lifts.check_lifts` raises.
    """
    if not project.knowledge.assessed_areas:
        raise KnownError("assess.no_areas")
    trip = guard_trip(trip, known_to(project))
    check_lifts(trip, project.policy, project.day)
    if roads is not None:
        trip = on_roads(trip, roads)
    journey = _Journey(project, trip, project.incidents(), roads)
    legs = tuple(_plan_leg(journey, leg, number) for number, leg in enumerate(trip.legs, start=1))
    crossed = [c for leg in legs for c in leg.crossed]
    points = {
        p.role: p for leg in legs for c in leg.crossed for p in focal_points_of(project.knowledge_on(leg.leg.on), c.area.code)
    }
    worst = max((leg.go for leg in legs), key=list(Go).index)
    risk, approval = _approval(crossed)
    strip = lay_strip(trip, legs, _surroundings(journey))
    return TripPlan(
        trip,
        legs,
        fallback_order(points.values()),
        risk,
        approval,
        worst,
        project.day,
        strip,
        clock_of(trip, strip),
        roads.tracks() if roads is not None else (),
        road_layer=None if roads is None or roads.layer is None else replace(roads.layer, gaps=roads.gaps),
    )


def _surroundings(journey: _Journey) -> Surroundings:
    project = journey.project
    known = project.knowledge_on(project.day)
    return Surroundings(known.ground, known.places, known.presence, journey.incidents, project.policy.trips, project.day)


def _plan_leg(journey: _Journey, leg: Leg, number: int) -> PlannedLeg:
    trip, today, policy = journey.trip, journey.project.day, journey.project.policy
    if leg.on < today:
        raise KnownError("trip.in_the_past", number=number, day=leg.on)
    line = LineString(leg.route)
    if _length_inside(journey, leg) < LEAST_INSIDE * line.length:
        raise KnownError("trip.outside", number=number)
    around = corridor(line, trip.corridor_km)
    knowledge = journey.project.knowledge_on(leg.on)
    crossed = tuple(_crossed(journey, leg, area) for area in journey.areas_touching(around))
    codes = {code for c in crossed for code in knowledge.ground.around(c.area.code)}
    near = incidents_near(journey.incidents, around, codes, today)
    inside = [p for p in knowledge.places if p.point is not None and shapely.intersects_xy(around, *p.point)]
    places = tuple(sorted(inside, key=lambda p: (not p.is_care, p.kind == "settlement", _along(line, p))))
    km = length_of(leg.route)
    remote = remoteness(leg, km, trip.speed_kmh, knowledge.presence, knowledge.places)
    attacks = find_attacks(journey.incidents, leg, journey.project.knowledge.index.by_code, policy.trips, today)
    gaps = coverage_gaps(leg, crossed, places, remote, len(journey.incidents), policy.gates.stale_after_days)
    endangered = endangered_if_seen(crossed)
    judged = judge_leg(trip, leg, crossed, attacks, len(gaps), endangered, policy, today)
    return PlannedLeg(
        leg=leg,
        length_km=km,
        crossed=crossed,
        places=places,
        incidents=near,
        remote=remote,
        harm=(*endangered, *at_risk_if_seen(crossed)),
        gaps=gaps,
        go=judged.go,
        reasons=judged.reasons,
        conditions=judged.conditions,
        alternate=_way_round(journey, leg, judged.refusing),
    )


def _along(line: LineString, place: Place) -> float:
    """Return where on a line a place is nearest."""
    return float(shapely.line_locate_point(line, shapely.Point(*(place.point or ()))))


def _length_inside(journey: _Journey, leg: Leg) -> float:
    """Return how much of a leg lies in areas of the project, in degrees like its whole length."""
    areas = journey.areas_touching(LineString(leg.route))
    whole = shapely.union_all(many_from_wkb(area.geometry for area in areas))
    # Stretch by stretch: the intersection of a way there and back would hold the shared road once.
    stretches = shapely.linestrings(np.stack([leg.route[:-1], leg.route[1:]], axis=1))
    return float(shapely.length(shapely.intersection(stretches, whole)).sum())


def _way_round(journey: _Journey, leg: Leg, refused: tuple[str, ...]) -> Alternate | None:
    """Look for a way on roads round the areas that refuse; None without a road layer."""
    if journey.roads is None:
        return None
    by_code = journey.project.knowledge.index.by_code
    avoided = shapely.union_all(many_from_wkb(by_code[code].geometry for code in refused)) if refused else None
    return alternate_way(leg, journey.roads, avoided, refused)


def _crossed(journey: _Journey, leg: Leg, area: Area) -> Crossed:
    trip, project = journey.trip, journey.project
    question = Question(trip.mode, trip.purpose, leg.on)
    card = project.card(area.code, question, search=False)
    # Never a schedule: only the day on which somebody last saw them.
    days = [p.last_confirmed for p in card.presence if p.last_confirmed is not None]
    head = _bearing_decision(card.decisions, trip)
    waiting = waiting_for(project.knowledge_on(leg.on), head, project.policy) if head is not None else ()
    state = _state(head, card, trip, leg, bool(waiting))
    valid = project.decision(head.id) if head is not None and state == "valid" else None
    unknown = _unknown_actors(card.assessment)
    answer, limits = card.assessment.answer, class_limits(project.policy)
    return Crossed(
        area=area,
        assessment=card.assessment,
        mission_status=card.mission_status,
        acceptance=acceptance_class(answer, limits),
        tolerance=tolerance_class(answer, limits),
        last_confirmed=max(days, default=None),
        decision=head,
        decision_state=state,
        are_actors_assessed=not unknown and _are_actors_assessed(card.case, project.policy),
        were_exposed_asked=_were_asked_for(valid)
        or consent_on_record(project.knowledge_on(leg.on), area.code, question) is not None,
        decided_conditions=valid.draft.conditions if valid is not None else (),
        waiting_for=waiting,
        unknown_actors=unknown,
        contact=_contact_class(project, card, question),
        gates=_gates_of_being_seen(project, card, question),
    )


def _were_asked_for(decision: Decision | None) -> bool:
    """Tell whether those who would be exposed were asked before a decision was taken."""
    return decision is not None and decision.snapshot.get("organisation", {}).get("exposed_people_agree") is not None


def _unknown_actors(assessment: Assessment) -> tuple[str, ...]:
    """Name the actors able to do harm of whom no usable source says where they stand: each is a gap, never neutral (METHOD 4)."""
    found = assessment.tolerance.by_actor if assessment.tolerance is not None else {}
    return tuple(name for name, value in found.items() if value is None)


def _contact_class(project: OpenProject, card: AreaCard, question: Question) -> str:
    """Return how visible contact may be as the map shows it; a mode that nobody sees would only be repeated, evidence or none."""
    if question.mode.is_military:
        return ceiling_class(card.assessment.answer)
    seen = project.card(card.area.code, replace(question, mode=Question().mode), search=False)
    return ceiling_class(seen.assessment.answer)


def _gates_of_being_seen(project: OpenProject, card: AreaCard, question: Question) -> tuple[GateResult, ...]:
    """Return the gates of a contact that is seen; a mode that nobody sees meets none of them."""
    if question.mode.is_military:
        return card.assessment.gates
    return project.card(card.area.code, replace(question, mode=Mode.ALERT), search=False).assessment.gates


def _are_actors_assessed(case: Case, policy: Policy) -> bool:
    """Tell whether the armed actors are on record: by their names, or by a look that is not too old and found nobody able to harm."""
    if case.armed_actors is None:
        return False
    if any(actor.able_to_harm for actor in case.armed_actors):
        return True
    checked = case.armed_actors_checked_on
    return checked is not None and (case.assessed_on - checked).days <= policy.tolerance.nobody_able_max_age_days


def _bearing_decision(heads: Sequence[DecisionHead], trip: Trip) -> DecisionHead | None:
    """Return the newest decision that says something about the mode of the trip, else the newest; what was superseded says nothing.

    A no to one mode is a no to every mode that is seen more, and a yes to one is a yes to every mode that is seen less. So a newer
    decision on another mode hides neither.
    """
    superseded = {head.supersedes for head in heads if head.supersedes}
    standing = [head for head in heads if head.id not in superseded]
    bearing = (head for head in standing if _bears_on(head, trip))
    return next(bearing, standing[0] if standing else None)


def _bears_on(head: DecisionHead, trip: Trip) -> bool:
    if head.outcome is Outcome.DO_NOT_PROCEED:
        return head.chosen_mode.visibility <= trip.mode.visibility
    return head.chosen_mode.visibility >= trip.mode.visibility


def _state(decision: DecisionHead | None, card: AreaCard, trip: Trip, leg: Leg, is_waiting: bool) -> str:
    """Answer "is the engagement decision still valid?" for one area on one day of travel; every word but ``valid`` holds a visible mode."""
    if decision is None:
        return "none"
    if decision.outcome is Outcome.DO_NOT_PROCEED:
        return "against" if _bears_on(decision, trip) else "other_mode"
    if decision.outcome is not Outcome.PROCEED:
        return "deferred"
    if not _bears_on(decision, trip):
        return "other_mode"
    if decision.expires_on < leg.on:
        return "expired"
    changed = any(event.happened_on > decision.recorded_at.date() for event in card.reset_events)
    weaker = trip.mode.is_military and not card.assessment.verdict.is_open
    if changed or weaker:
        return "overtaken"
    return "waiting" if is_waiting else "valid"


def _approval(crossed: list[Crossed]) -> tuple[str, tuple[str, ...]]:
    """Return the worst risk on the way, "" where none could be rated, and every role that an area on it needs."""
    needed = [c.assessment.approval for c in crossed if c.assessment.approval is not None]
    worst = max((a.level for a in needed if a.level), key=RISK_LEVELS.index, default="")
    if any(not approval.roles for approval in needed):
        return worst, ("nobody",)
    return worst, tuple(dict.fromkeys(role for approval in needed for role in approval.roles))
