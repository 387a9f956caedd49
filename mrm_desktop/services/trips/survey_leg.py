"""What is known along a leg: incidents with their precision, remoteness, who could be harmed by being seen, and what nobody knows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np
import shapely
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

from mrm_desktop.domain.assessments import Reason
from mrm_desktop.domain.geography import Place, Presence
from mrm_desktop.domain.incidents import Incident, LocationPrecision
from mrm_desktop.domain.trip_plans import Crossed, IncidentLine, Nearest, Remoteness
from mrm_desktop.domain.trips import Leg
from mrm_desktop.domain.vocabulary import GateId, GateState, Receptor
from mrm_desktop.geo.crs import GEOD
from mrm_desktop.geo.distance import nearest_km
from mrm_desktop.scoring.gates import CONTACT_ENDANGERS, ENDANGERING
from mrm_desktop.scoring.policy_schema import RISK_LEVELS

INCIDENT_DAYS = (7, 30, 90)
SAMPLE_DEGREES = 0.05  # a point of the route about every 5 km is measured for its remoteness
_AIRSTRIPS = ("airstrip", "airfield", "airport", "aerodrome", "helipad", "landing")
_COARSEST_FIRST = (
    LocationPrecision.UNKNOWN,
    LocationPrecision.COUNTRY,
    LocationPrecision.AREA,
    LocationPrecision.SETTLEMENT,
    LocationPrecision.EXACT,
)
_HIGH = frozenset(RISK_LEVELS[RISK_LEVELS.index("high") :])


def incidents_near(incidents: Iterable[Incident], around: BaseGeometry, codes: set[str], today: date) -> tuple[IncidentLine, ...]:
    """Count the incidents of a corridor by type, the most frequent first."""
    by_type: dict[str, list[Incident]] = defaultdict(list)
    for incident in incidents:
        if 0 <= (today - incident.happened_on).days <= INCIDENT_DAYS[-1] and _on_the_way(incident, around, codes):
            by_type[incident.type].append(incident)
    lines = [
        IncidentLine(
            kind,
            tuple(sum((today - i.happened_on).days <= days for i in found) for days in INCIDENT_DAYS),
            min((i.location_precision for i in found), key=_COARSEST_FIRST.index),
        )
        for kind, found in by_type.items()
    ]
    return tuple(sorted(lines, key=lambda line: (-line.counts[-1], line.type)))


def _on_the_way(incident: Incident, around: BaseGeometry, codes: set[str]) -> bool:
    if incident.point is not None and incident.location_precision.is_a_point:
        return bool(shapely.intersects_xy(around, *incident.point))
    return incident.area_code in codes


def remoteness(leg: Leg, length_km: float, speed_kmh: float, presence: Iterable[Presence], places: Iterable[Place]) -> Remoteness:
    """Measure how far the farthest point of a leg is from a base, from care, from an airstrip."""
    samples = shapely.get_coordinates(shapely.segmentize(LineString(leg.route), SAMPLE_DEGREES))
    strips = [(p.name, p.point) for p in places if p.point is not None and any(word in p.kind.lower() for word in _AIRSTRIPS)]
    return Remoteness(
        hours=length_km / speed_kmh,
        base=_nearest(samples, [(p.name, p.base_point) for p in presence if p.base_point is not None]),
        clinic=_nearest(samples, [(p.name, p.point) for p in places if p.point is not None and p.is_care]),
        airstrip=_nearest(samples, strips),
    )


def _nearest(samples: np.ndarray, things: Sequence[tuple[str, tuple[float, float]]]) -> Nearest | None:
    if not things:
        return None
    km, chosen = nearest_km(samples, np.array([point for _, point in things], dtype=float))
    farthest = int(np.argmax(km))
    return Nearest(things[int(chosen[farthest])][0], float(km[farthest]))


def endangered_if_seen(crossed: Sequence[Crossed]) -> tuple[Reason, ...]:
    """Say where people are harmed for being seen with peacekeepers, or refuse it, from the gates; unknown is said as unknown.

    Each is said once, with the names of its areas.
    """
    found: dict[str, list[str]] = defaultdict(list)
    rejecting: list[Reason] = []
    for c in crossed:
        states = {g.gate: g.state for g in c.gates}
        for gate in (*ENDANGERING, GateId.CONSENT):
            if states.get(gate) is GateState.FAILED:
                found[f"trip.harm.{gate}"].append(c.area.name)
        if c.assessment.acceptance is not None and c.assessment.acceptance.excluded_groups:
            groups = list(c.assessment.acceptance.excluded_groups)
            rejecting.append(Reason("trip.harm.groups", {"area": c.area.name, "groups": groups}))
        if any(states.get(gate) is GateState.UNKNOWN for gate in CONTACT_ENDANGERS):
            found["trip.harm.unknown"].append(c.area.name)
    return (*(Reason(code, {"area": names}) for code, names in found.items()), *rejecting)


def at_risk_if_seen(crossed: Sequence[Crossed]) -> tuple[Reason, ...]:
    """Say for whom the residual risk of being seen is high, area by area."""
    found: list[Reason] = []
    for c in crossed:
        risk = c.assessment.residual_risk
        for receptor in Receptor:
            level = risk.by_receptor.get(receptor.value, "") if risk else ""
            if level in _HIGH:
                found.append(Reason(f"trip.harm.{receptor}", {"area": c.area.name, "level": level}))
    return tuple(found)


def coverage_gaps(
    leg: Leg, crossed: Sequence[Crossed], places: Sequence[Place], remote: Remoteness, known: int, stale_after_days: int
) -> tuple[Reason, ...]:
    """Say what is not known along a leg.

    Parameters
    ----------
    known : int
        Incidents on record in the whole project; without any, the silence of a corridor says nothing.
    stale_after_days : int
        The policy's: presence confirmed longer ago than this is no knowledge of the day of travel.
    """
    found: list[Reason] = []
    if leg.straight:
        found.append(Reason("trip.gap.straight"))
    thin = [c.area.name for c in crossed if c.assessment.evidence_is_thin]
    if thin:
        found.append(Reason("trip.gap.perceptions", {"areas": thin}))
    unseen = [c.area.name for c in crossed if c.last_confirmed is None or (leg.on - c.last_confirmed).days > stale_after_days]
    if unseen:
        found.append(Reason("trip.gap.presence", {"areas": unseen}))
    if not known:
        found.append(Reason("trip.gap.incidents"))
    if not places:
        found.append(Reason("trip.gap.places"))
    if remote.clinic is None:
        found.append(Reason("trip.gap.clinic"))
    if remote.airstrip is None:
        found.append(Reason("trip.gap.airstrip"))
    return tuple(found)


def length_of(route: Sequence[tuple[float, float]]) -> float:
    """Return the geodesic length of a line, kilometres."""
    return float(GEOD.geometry_length(LineString(route))) / 1000.0
