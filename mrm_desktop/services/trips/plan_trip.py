"""Plan a trip: what is known along each leg, whether to go, whom to call first. The people decide; a gap is never a green light."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

from mrm_desktop.cartography.classes import acceptance_class, tolerance_class
from mrm_desktop.domain.assessments import Reason
from mrm_desktop.domain.decisions import DecisionHead, Outcome
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.geography import Area
from mrm_desktop.domain.incidents import Incident
from mrm_desktop.domain.missions import fallback_order
from mrm_desktop.domain.trip_plans import Alternate, Crossed, PlannedLeg, TripPlan
from mrm_desktop.domain.trips import Criticality, Go, Leg, Trip
from mrm_desktop.domain.views import AreaCard
from mrm_desktop.domain.vocabulary import MissionStatus, Verdict
from mrm_desktop.geo.buffers import corridor
from mrm_desktop.geo.roads import RoadNetwork
from mrm_desktop.geo.wkb import many_from_wkb
from mrm_desktop.project.answers import class_limits
from mrm_desktop.project.known_names import known_to
from mrm_desktop.project.on_record import focal_points_of
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.project.question import Question
from mrm_desktop.scoring.policy_schema import RISK_LEVELS
from mrm_desktop.services.trips.guard_trip import guard_trip
from mrm_desktop.services.trips.route_trip import alternate_way, on_roads
from mrm_desktop.services.trips.survey_leg import (
    coverage_gaps,
    harmed_if_seen,
    incidents_near,
    length_of,
    remoteness,
)

LEAST_INSIDE = 0.99  # share of a leg that has to lie in areas of the project
_CLOSED = frozenset({Verdict.PROHIBITED, Verdict.REFUSED, Verdict.NOT_AVAILABLE})
_OPEN = frozenset({Verdict.PROCEED, Verdict.PROCEED_WITH_CONDITIONS})


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
        ``assess.no_areas``, ``trip.outside`` where a leg leaves the areas of the project, ``trip.in_the_past``.
    """
    if not project.knowledge.assessed_areas:
        raise KnownError("assess.no_areas")
    trip = guard_trip(trip, known_to(project))
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
    return TripPlan(trip, legs, fallback_order(points.values()), risk, approval, worst, project.day, roads is not None)


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
    near = incidents_near(journey.incidents, around, {c.area.code for c in crossed}, today)
    inside = [p for p in knowledge.places if p.point is not None and shapely.intersects_xy(around, *p.point)]
    places = tuple(sorted(inside, key=lambda p: (not p.is_care, p.kind == "settlement", p.name)))
    km = length_of(leg.route)
    remote = remoteness(leg, km, trip.speed_kmh, knowledge.presence, knowledge.places)
    go, reasons, refused = _go(trip, leg, crossed)
    return PlannedLeg(
        leg=leg,
        length_km=km,
        crossed=crossed,
        places=places,
        incidents=near,
        remote=remote,
        harm=harmed_if_seen(crossed),
        gaps=coverage_gaps(leg, crossed, places, remote, len(journey.incidents), policy.gates.stale_after_days),
        go=go,
        reasons=reasons,
        alternate=_way_round(journey, leg, refused),
    )


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
    card = project.card(area.code, Question(trip.mode, trip.purpose, leg.on), search=False)
    # Never a schedule: only the day on which somebody last saw them.
    days = [p.last_confirmed for p in card.presence if p.last_confirmed is not None]
    decision = card.decisions[0] if card.decisions else None
    answer, limits = card.assessment.answer, class_limits(project.policy)
    return Crossed(
        area=area,
        assessment=card.assessment,
        mission_status=card.mission_status,
        acceptance=acceptance_class(answer, limits),
        tolerance=tolerance_class(answer, limits),
        last_confirmed=max(days, default=None),
        decision=decision,
        decision_state=_state(decision, card, trip, leg),
    )


def _state(decision: DecisionHead | None, card: AreaCard, trip: Trip, leg: Leg) -> str:
    """Answer "is the engagement decision still valid?" for one area on one day of travel."""
    if decision is None:
        return "none"
    # A no to one mode is a no to every mode that is seen more.
    if decision.outcome is Outcome.DO_NOT_PROCEED and decision.chosen_mode.visibility <= trip.mode.visibility:
        return "against"
    if decision.outcome is not Outcome.PROCEED:
        return "deferred"
    if decision.chosen_mode.visibility < trip.mode.visibility:
        return "other_mode"
    if decision.expires_on < leg.on:
        return "expired"
    changed = any(event.happened_on > decision.recorded_at.date() for event in card.reset_events)
    weaker = trip.mode.is_military and card.assessment.verdict not in _OPEN
    return "overtaken" if changed or weaker else "valid"


def _go(trip: Trip, leg: Leg, crossed: tuple[Crossed, ...]) -> tuple[Go, tuple[Reason, ...], tuple[str, ...]]:
    """Say go with conditions, hold or no-go, and which areas refuse. A mode that nobody sees needs no decision to be on record."""
    stop: list[Reason] = []
    wait: list[Reason] = []
    refused: list[str] = []
    for c in crossed:
        stops, waits = _reasons_of(trip, leg, c)
        stop += stops
        wait += waits
        refused += [c.area.code] if stops else []
    if not trip.withdrawal_confirmed:
        wait.append(Reason("trip.why.withdrawal"))
    if stop:
        return Go.NO_GO, (*stop, *wait), tuple(refused)
    return (Go.HOLD, tuple(wait), ()) if wait else (Go.WITH_CONDITIONS, (Reason("trip.why.conditions"),), ())


def _reasons_of(trip: Trip, leg: Leg, c: Crossed) -> tuple[list[Reason], list[Reason]]:
    name, decision, seen = c.area.name, c.decision, trip.mode.is_military
    stop: list[Reason] = []
    wait: list[Reason] = []
    if seen and c.mission_status is MissionStatus.CLOSED:
        stop.append(Reason("trip.why.mission_closed", {"area": name}))
    elif seen and c.assessment.verdict in _CLOSED:
        stop.append(Reason("trip.why.refused", {"area": name, "ceiling": c.assessment.ceiling.value}))
    elif seen and c.assessment.verdict not in _OPEN:
        wait.append(Reason("trip.why.not_answered", {"area": name, "verdict": c.assessment.verdict.value}))
    if c.decision_state == "against" and decision is not None:
        stop.append(Reason("trip.why.decided_against", {"area": name, "day": decision.recorded_at.date()}))
    elif c.decision_state == "expired" and decision is not None:
        wait.append(Reason("trip.why.decision_expired", {"area": name, "day": decision.expires_on}))
    elif c.decision_state in ("overtaken", "deferred", "other_mode") and decision is not None and seen:
        wait.append(Reason(f"trip.why.decision_{c.decision_state}", {"area": name, "day": decision.recorded_at.date()}))
    elif c.decision_state == "none" and seen:
        wait.append(Reason("trip.why.no_decision", {"area": name}))
    if c.tolerance == "hostile":
        wait.append(Reason("trip.why.hostile", {"area": name}))
    approval = c.assessment.approval
    if approval is not None and list(Criticality).index(trip.criticality) + 1 > approval.criticality:
        (stop if seen and not approval.criticality else wait).append(
            Reason("trip.why.criticality", {"area": name, "level": approval.level})
        )
    return stop, wait


def _approval(crossed: list[Crossed]) -> tuple[str, tuple[str, ...]]:
    """Return the worst risk on the way, "" where none could be rated, and every role that an area on it needs."""
    needed = [c.assessment.approval for c in crossed if c.assessment.approval is not None]
    worst = max((a.level for a in needed if a.level), key=RISK_LEVELS.index, default="")
    if any(not approval.roles for approval in needed):
        return worst, ("nobody",)
    return worst, tuple(dict.fromkeys(role for approval in needed for role in approval.roles))
