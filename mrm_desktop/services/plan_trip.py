"""Plan a trip: what is known along each leg, whether to go, whom to call first. The people decide; a gap is never a green light."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import shapely
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

from mrm_desktop.cartography.classes import acceptance_class, tolerance_class
from mrm_desktop.domain.assessments import Assessment, Reason
from mrm_desktop.domain.decisions import Decision, Outcome
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.geography import Area, Place
from mrm_desktop.domain.incidents import Incident
from mrm_desktop.domain.missions import FocalPoint
from mrm_desktop.domain.trips import Go, Leg, Trip
from mrm_desktop.domain.vocabulary import MissionStatus, Verdict
from mrm_desktop.geo.buffers import corridor
from mrm_desktop.geo.crs import GEOD
from mrm_desktop.geo.distance import nearest_km
from mrm_desktop.geo.wkb import from_wkb
from mrm_desktop.scoring import Policy
from mrm_desktop.services.assess_project import area_card
from mrm_desktop.services.build_case import Question, focal_points_of
from mrm_desktop.services.knowledge import Knowledge

LEAST_INSIDE = 0.99  # share of a leg that has to lie in areas of the project
INCIDENT_DAYS = (7, 30, 90)
_CLOSED = frozenset({Verdict.PROHIBITED, Verdict.REFUSED, Verdict.NOT_AVAILABLE})
_OPEN = frozenset({Verdict.PROCEED, Verdict.PROCEED_WITH_CONDITIONS})


@dataclass(frozen=True, slots=True)
class Crossed:
    """An area on the way, as it is assessed for the day of travel."""

    area: Area
    assessment: Assessment
    mission_status: MissionStatus
    acceptance: str
    tolerance: str
    last_confirmed: date | None
    decision: Decision | None


@dataclass(frozen=True, slots=True)
class PlannedLeg:
    """A leg with what is known along it.

    Attributes
    ----------
    incidents : tuple[int, ...]
        Incidents with a day within the last 7, 30 and 90 days; those known no better than by area count where the area is crossed.
    from_base_km : float | None
        Largest distance of a point of the route from its nearest known base.
    reasons : tuple[Reason, ...]
        Why it is go, hold or no-go, the weightiest first.
    """

    leg: Leg
    length_km: float
    crossed: tuple[Crossed, ...]
    places: tuple[Place, ...]
    incidents: tuple[int, ...]
    incident_types: tuple[str, ...]
    from_base_km: float | None
    go: Go
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class TripPlan:
    """A trip with everything its pack says."""

    trip: Trip
    legs: tuple[PlannedLeg, ...]
    focal_points: tuple[FocalPoint, ...]
    approval: str
    go: Go
    made_on: date


def plan_trip(knowledge: Knowledge, trip: Trip, policy: Policy, today: date, incidents: tuple[Incident, ...] = ()) -> TripPlan:
    """Look along every leg of a trip.

    Raises
    ------
    KnownError
        ``assess.no_areas``, ``trip.outside`` where a leg leaves the areas of the project, ``trip.in_the_past``.
    """
    if not knowledge.assessed_areas:
        raise KnownError("assess.no_areas")
    legs = tuple(_plan_leg(knowledge, trip, leg, n, policy, today, incidents) for n, leg in enumerate(trip.legs, start=1))
    crossed = [c for leg in legs for c in leg.crossed]
    points = {p.role: p for c in crossed for p in focal_points_of(knowledge, c.area.code)}
    from mrm_desktop.domain.missions import fallback_order

    worst = max((leg.go for leg in legs), key=list(Go).index)
    return TripPlan(trip, legs, fallback_order(points.values()), _approval(crossed), worst, today)


def _plan_leg(
    knowledge: Knowledge, trip: Trip, leg: Leg, number: int, policy: Policy, today: date, incidents: tuple[Incident, ...]
) -> PlannedLeg:
    if leg.on < today:
        raise KnownError("trip.in_the_past", number=number, day=leg.on)
    line = LineString(leg.route)
    around = corridor(line, trip.corridor_km)
    areas = knowledge.assessed_areas
    shapes = [from_wkb(a.geometry) for a in areas]
    if shapely.intersection(line, shapely.union_all(shapes)).length < LEAST_INSIDE * line.length:
        raise KnownError("trip.outside", number=number)
    crossed = tuple(
        _crossed(knowledge, trip, leg, a, policy) for a, s in zip(areas, shapes, strict=True) if shapely.intersects(s, around)
    )
    near = _near(incidents, around, {c.area.code for c in crossed}, leg, today)
    go, reasons = _go(trip, leg, crossed)
    inside = [p for p in knowledge.places if p.point is not None and shapely.intersects_xy(around, *p.point)]
    return PlannedLeg(
        leg=leg,
        length_km=float(GEOD.geometry_length(line)) / 1000.0,
        crossed=crossed,
        places=tuple(sorted(inside, key=lambda p: (p.kind == "settlement", p.name))),
        incidents=tuple(sum((today - i.happened_on).days <= days for i in near) for days in INCIDENT_DAYS),
        incident_types=tuple(sorted({i.type for i in near})),
        from_base_km=_from_base(knowledge, leg),
        go=go,
        reasons=reasons,
    )


def _crossed(knowledge: Knowledge, trip: Trip, leg: Leg, area: Area, policy: Policy) -> Crossed:
    question = Question(trip.mode, trip.purpose, leg.on, provided_consent=True)
    card = area_card(knowledge, area.code, question, policy)
    # Never a schedule: only the day on which somebody last saw them.
    days = [p.last_confirmed for p in card.presence if p.last_confirmed is not None]
    return Crossed(
        area=area,
        assessment=card.assessment,
        mission_status=card.mission_status,
        acceptance=acceptance_class(card.assessment),
        tolerance=tolerance_class(card.assessment),
        last_confirmed=max(days, default=None),
        decision=card.decisions[0] if card.decisions else None,
    )


def _go(trip: Trip, leg: Leg, crossed: tuple[Crossed, ...]) -> tuple[Go, tuple[Reason, ...]]:
    """Say go with conditions, hold or no-go. A mode that nobody sees needs no decision on peacekeepers to be on record."""
    stop: list[Reason] = []
    wait: list[Reason] = []
    for c in crossed:
        name = c.area.name
        decision = c.decision
        if trip.mode.is_military and c.mission_status is MissionStatus.CLOSED:
            stop.append(Reason("trip.why.mission_closed", {"area": name}))
        if trip.mode.is_military and c.assessment.verdict in _CLOSED:
            stop.append(Reason("trip.why.refused", {"area": name, "ceiling": c.assessment.ceiling.value}))
        elif trip.mode.is_military and c.assessment.verdict not in _OPEN:
            wait.append(Reason("trip.why.not_answered", {"area": name, "verdict": c.assessment.verdict.value}))
        if decision is not None and decision.draft.outcome is Outcome.DO_NOT_PROCEED and decision.draft.chosen_mode is trip.mode:
            stop.append(Reason("trip.why.decided_against", {"area": name, "day": decision.recorded_at.date()}))
        elif decision is not None and decision.expires_on < leg.on:
            wait.append(Reason("trip.why.decision_expired", {"area": name, "day": decision.expires_on}))
        elif decision is None and trip.mode.is_military:
            wait.append(Reason("trip.why.no_decision", {"area": name}))
        if c.tolerance == "hostile":
            wait.append(Reason("trip.why.hostile", {"area": name}))
    if not trip.withdrawal_confirmed:
        wait.append(Reason("trip.why.withdrawal"))
    if stop:
        return Go.NO_GO, (*stop, *wait)
    return (Go.HOLD, tuple(wait)) if wait else (Go.WITH_CONDITIONS, (Reason("trip.why.conditions"),))


def _near(incidents: tuple[Incident, ...], around: BaseGeometry, codes: set[str], leg: Leg, today: date) -> list[Incident]:
    def on_the_way(incident: Incident) -> bool:
        if incident.point is not None and incident.location_precision.is_a_point:
            return bool(shapely.intersects_xy(around, *incident.point))
        return incident.area_code in codes

    return [i for i in incidents if 0 <= (today - i.happened_on).days <= INCIDENT_DAYS[-1] and on_the_way(i)]


def _from_base(knowledge: Knowledge, leg: Leg) -> float | None:
    bases = [p.base_point for p in knowledge.presence if p.base_point is not None]
    if not bases:
        return None
    corners = shapely.get_coordinates(shapely.segmentize(LineString(leg.route), 0.05))
    return float(np.max(nearest_km(corners, np.array(bases, dtype=float))[0]))


def _approval(crossed: list[Crossed]) -> str:
    """Return the highest approval that any area on the way needs."""
    levels = ("low", "medium", "high", "very_high", "unacceptable")
    risks = [c.assessment.residual_risk for c in crossed if c.assessment.residual_risk is not None]
    worst = max(risks, key=lambda r: levels.index(r.worst) if r.worst in levels else len(levels), default=None)
    return worst.approval if worst is not None else ""
