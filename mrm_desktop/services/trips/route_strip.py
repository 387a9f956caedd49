"""Lay a planned trip along its kilometres: what is known of each stretch, and what stands beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import LineString

from mrm_desktop.domain.geography import Area, Place, Presence
from mrm_desktop.domain.incidents import Incident
from mrm_desktop.domain.route_strips import UNKNOWN, RoadMark, RouteStrip, Stretch, StripLeg
from mrm_desktop.domain.trip_plans import PlannedLeg
from mrm_desktop.domain.trips import Trip
from mrm_desktop.geo.crs import GEOD
from mrm_desktop.geo.wkb import many_from_wkb
from mrm_desktop.project.ground import Ground
from mrm_desktop.scoring.policy_schema import TripsPolicy
from mrm_desktop.services.trips.find_attacks import is_attack
from mrm_desktop.services.trips.survey_leg import INCIDENT_DAYS

STEP_DEGREES = 0.004  # below half a kilometre: finer than any border that is drawn for a country
MOST_POINTS = 4000  # of a leg
_NOT_A_CLASS = frozenset({"insufficient_evidence", "not_assessed"})
_KILOMETRES = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:-|–|—|to|à|a|إلى)\s*(\d+(?:[.,]\d+)?)")
_KM = re.compile(r"km|كم", re.IGNORECASE)

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is on record around a trip.

    Attributes
    ----------
    places, presence : iterables of records
        As known on the day of the plan.
    today : date
        Day of the plan: what happened after it is not known.
    """

    ground: Ground
    places: Iterable[Place]
    presence: Iterable[Presence]
    incidents: Sequence[Incident]
    policy: TripsPolicy
    today: date


@dataclass(frozen=True, slots=True)
class _Track:
    """A leg in steps: kilometre of the trip and position of each point, and the middle of each step."""

    km: Numbers
    points: Numbers

    @property
    def middles(self) -> Numbers:
        return np.asarray((self.points[1:] + self.points[:-1]) / 2)


def lay_strip(trip: Trip, legs: Sequence[PlannedLeg], around: Surroundings) -> RouteStrip:
    """Lay the legs of a trip end to end."""
    tracks, bands, marks, begun = [], [], [], 0.0
    for planned in legs:
        track = _track_of(planned, begun)
        tracks.append(track)
        bands.append(_bands_of(planned, track, around))
        marks += _marks_of(trip, planned, track, around)
        begun = float(track.km[-1])
    contact, communities, actors, presence = (tuple(s for band in one for s in band) for one in zip(*bands, strict=True))
    return RouteStrip(
        legs=tuple(_strip_leg(planned, track) for planned, track in zip(legs, tracks, strict=True)),
        contact=contact,
        communities=communities,
        armed_actors=actors,
        presence=presence,
        radio=radio_of(trip.no_signal, begun),
        marks=tuple(sorted(marks, key=lambda mark: mark.km)),
        unplaced=_unplaced(legs, around),
        track=tuple((km, x, y) for track in tracks for km, (x, y) in zip(track.km.tolist(), track.points.tolist(), strict=True)),
    )


def radio_of(lines: Sequence[str], length_km: float) -> tuple[Stretch, ...]:
    """Read the stretches without signal out of what the team wrote, such as ``km 64-98: satellite phone only``.

    Before any stretch was reported nobody knows; what is left between those that were is taken for reported, too.
    """
    found = sorted(_stretch_of(line, length_km) for line in lines if _KM.search(line) and _KILOMETRES.search(line))
    if not found:
        return (Stretch(0.0, length_km, UNKNOWN),)
    radio, at = [], 0.0
    for start, end in found:
        if start > at:
            radio.append(Stretch(at, start, "signal"))
        if end > max(at, start):
            radio.append(Stretch(max(at, start), end, "dead"))
            at = end
    return (*radio, *([Stretch(at, length_km, "signal")] if at < length_km else []))


def _stretch_of(line: str, length_km: float) -> tuple[float, float]:
    found = _KILOMETRES.search(line)
    assert found is not None, "only lines that name kilometres are asked for them"
    start, end = sorted(float(part.replace(",", ".")) for part in found.groups())
    return min(start, length_km), min(end, length_km)


def _track_of(planned: PlannedLeg, begun: float) -> _Track:
    line = LineString(planned.leg.route)
    step = max(STEP_DEGREES, line.length / MOST_POINTS)
    points = shapely.get_coordinates(shapely.segmentize(line, step))
    metres = np.asarray(GEOD.inv(points[:-1, 0], points[:-1, 1], points[1:, 0], points[1:, 1])[2])
    return _Track(begun + np.concatenate([[0.0], np.cumsum(metres)]) / 1000.0, points)


def _strip_leg(planned: PlannedLeg, track: _Track) -> StripLeg:
    leg = planned.leg
    return StripLeg(leg.name, float(track.km[0]), float(track.km[-1]), leg.on, planned.go)


# ---- bands -----------------------------------------------------------------------------------------------------------------------


def _bands_of(planned: PlannedLeg, track: _Track, around: Surroundings) -> tuple[list[Stretch], ...]:
    spots = np.asarray(shapely.points(track.middles))
    rows = _areas_at(spots, around.ground)
    crossed = {c.area.code: c for c in planned.crossed}
    areas = around.ground.assessed_areas

    def by_area(found: Callable[[str], str]) -> list[Stretch]:
        def told(row: int) -> tuple[str, str, int | None]:
            area: Area | None = areas[row] if row >= 0 else None
            known = found(area.code) if area is not None and area.code in crossed else UNKNOWN
            return (UNKNOWN if known in _NOT_A_CLASS else known), area.name if area is not None else "", None

        return _runs(rows, track, told)

    ages = _ages_at(spots, around.presence, planned.leg.on)
    return (
        by_area(lambda code: crossed[code].contact),
        by_area(lambda code: crossed[code].acceptance),
        by_area(lambda code: crossed[code].tolerance),
        _runs(ages, track, _seen),
    )


_NOBODY, _UNDATED = -2, -1


def _seen(age: int) -> tuple[str, str, int | None]:
    if age == _NOBODY:
        return UNKNOWN, "", None
    return ("undated", "", None) if age == _UNDATED else ("seen", "", age)


def _areas_at(spots: npt.NDArray[np.object_], ground: Ground) -> npt.NDArray[np.int64]:
    """Return the row of the assessed area at each spot, -1 where there is none."""
    rows = np.full(len(spots), -1, dtype=np.int64)
    which, hit = ground.tree.query(spots, predicate="intersects")
    rows[which[::-1]] = hit[::-1]  # on a border the first one
    return rows


def _ages_at(spots: npt.NDArray[np.object_], presence: Iterable[Presence], on: date) -> npt.NDArray[np.int64]:
    """Return how many days before the leg UN military were last seen at each spot; below 0 where nobody says."""
    ages = np.full(len(spots), _NOBODY, dtype=np.int64)
    # What was seen latest is laid down last and covers the rest; what nobody dates comes first.
    for item in sorted(presence, key=lambda p: (p.last_confirmed is not None, p.last_confirmed or on)):
        if item.last_confirmed is not None and item.last_confirmed > on:
            continue
        shape = many_from_wkb([item.geometry])[0]
        shapely.prepare(shape)
        inside = shapely.intersects(shape, spots)
        ages[inside] = _UNDATED if item.last_confirmed is None else (on - item.last_confirmed).days
    return ages


def _runs(values: npt.NDArray[np.int64], track: _Track, told: Callable[[int], tuple[str, str, int | None]]) -> list[Stretch]:
    """Put steps of the same value together."""
    edges = np.flatnonzero(np.diff(values)) + 1
    starts, ends = np.concatenate([[0], edges]), np.concatenate([edges, [len(values)]])
    return [
        Stretch(float(track.km[first]), float(track.km[last]), *told(int(values[first])))
        for first, last in zip(starts.tolist(), ends.tolist(), strict=True)
    ]


# ---- marks -----------------------------------------------------------------------------------------------------------------------


def _marks_of(trip: Trip, planned: PlannedLeg, track: _Track, around: Surroundings) -> list[RoadMark]:
    policy, today = around.policy, around.today
    near = [(p, "care") for p in around.places if p.is_care] + [(p, "checkpoint") for p in around.places if p.is_checkpoint]
    placed = [(p.point, RoadMark(0.0, kind, p.name, 0.0, p.kind)) for p, kind in near if p.point is not None]
    marks = _beside(track, placed, trip.corridor_km)
    events = [
        (i.point, RoadMark(0.0, "attack" if is_attack(i, policy) else "incident", i.type, 0.0, on=i.happened_on))
        for i in around.incidents
        if i.point is not None and i.location_precision.is_a_point and 0 <= (today - i.happened_on).days <= INCIDENT_DAYS[-1]
    ]
    return marks + _beside(track, events, policy.wait_km)


def _beside(track: _Track, things: Sequence[tuple[tuple[float, float] | None, RoadMark]], within_km: float) -> list[RoadMark]:
    """Return the things that are no farther from the way than so many kilometres, each where it is nearest."""
    found = []
    for point, mark in things:
        assert point is not None, "what has no point stands nowhere beside a way"
        x, y = (np.full(len(track.points), value) for value in point)
        metres = np.asarray(GEOD.inv(track.points[:, 0], track.points[:, 1], x, y)[2])
        nearest = int(np.argmin(metres))
        if metres[nearest] <= within_km * 1000.0:
            found.append(replace(mark, km=float(track.km[nearest]), away_km=float(metres[nearest]) / 1000.0))
    return found


def _unplaced(legs: Sequence[PlannedLeg], around: Surroundings) -> int:
    codes = {code for planned in legs for c in planned.crossed for code in around.ground.around(c.area.code)}
    recent = (i for i in around.incidents if 0 <= (around.today - i.happened_on).days <= INCIDENT_DAYS[-1])
    return sum(1 for i in recent if i.area_code in codes and not (i.point is not None and i.location_precision.is_a_point))
