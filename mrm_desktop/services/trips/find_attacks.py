"""Attacks on humanitarians near a leg, by the thresholds of the policy (METHOD section 8). A place or day that is vague counts as near."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import shapely
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

from mrm_desktop.domain.folded_text import fold
from mrm_desktop.domain.geography import Area
from mrm_desktop.domain.incidents import Incident, LocationPrecision
from mrm_desktop.domain.trips import Leg
from mrm_desktop.geo.buffers import corridor
from mrm_desktop.geo.wkb import from_wkb
from mrm_desktop.scoring.policy_schema import TripsPolicy

_WORD = re.compile(r"\w+")
_NOWHERE = frozenset({LocationPrecision.COUNTRY, LocationPrecision.UNKNOWN})


@dataclass(frozen=True, slots=True)
class Attacks:
    """Attacks on humanitarians that bear on a leg, the latest first.

    Attributes
    ----------
    stopping : tuple[Incident, ...]
        Those within the distance and the days of a no-go.
    holding : tuple[Incident, ...]
        Those within the distance and the days of a wait, whether they stop the leg or not.
    unplaced : tuple[Incident, ...]
        Those within the days of a wait of which nobody knows where they happened: they may have happened on the leg.
    """

    stopping: tuple[Incident, ...]
    holding: tuple[Incident, ...]
    unplaced: tuple[Incident, ...]


def find_attacks(incidents: Iterable[Incident], leg: Leg, areas: Mapping[str, Area], policy: TripsPolicy, today: date) -> Attacks:
    """Find the attacks that bear on a leg.

    An attack that is known by an area only counts wherever the area comes within the distance, and one whose day is vague as if it
    happened on the last day on which it may have.

    Parameters
    ----------
    areas : Mapping[str, Area]
        Every area of the project, at any level, by its code.
    today : date
        Day on which the trip is planned: what happened later is not known.
    """
    line = LineString(leg.route)
    near, wide = corridor(line, policy.no_go_km), corridor(line, policy.wait_km)
    days = max(policy.no_go_days, policy.wait_days)
    known = [i for i in incidents if i.happened_on <= today and _within(i, leg, days, today) and is_attack(i, policy)]
    known.sort(key=lambda i: _last_day(i, today), reverse=True)
    soon = [i for i in known if _within(i, leg, policy.no_go_days, today)]
    lately = [i for i in known if _within(i, leg, policy.wait_days, today)]
    return Attacks(
        stopping=tuple(i for i in soon if _may_lie_in(near, i, areas)),
        holding=tuple(i for i in lately if _may_lie_in(wide, i, areas)),
        unplaced=tuple(i for i in lately if _is_unplaced(i, areas)),
    )


def is_attack(incident: Incident, policy: TripsPolicy) -> bool:
    """Tell whether the policy counts an incident as an attack on humanitarians, by its type or by its source."""
    kind, source = _plain(incident.type), _plain(incident.source)
    if kind in {_plain(one) for one in policy.attack_types}:
        return True
    return _holds(kind, policy.attack_words) or _holds(source, policy.attack_sources)


def _holds(text: str, beginnings: Iterable[str]) -> bool:
    return any(f" {plain}" in f" {text}" for one in beginnings if (plain := _plain(one)))


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    return " ".join(_WORD.findall(fold(text)))


def _last_day(incident: Incident, today: date) -> date:
    """Return the last day on which it may have happened, as far as anybody can know today."""
    return min(incident.valid_to, today)


def _within(incident: Incident, leg: Leg, days: int, today: date) -> bool:
    return (leg.on - _last_day(incident, today)).days <= days


def _is_unplaced(incident: Incident, areas: Mapping[str, Area]) -> bool:
    if incident.location_precision.is_a_point and incident.point is not None:
        return False
    return incident.location_precision in _NOWHERE or incident.area_code not in areas


def _may_lie_in(zone: BaseGeometry, incident: Incident, areas: Mapping[str, Area]) -> bool:
    if _is_unplaced(incident, areas):
        return False
    if incident.location_precision.is_a_point and incident.point is not None:
        return bool(shapely.intersects_xy(zone, *incident.point))
    return bool(shapely.intersects(zone, from_wkb(areas[incident.area_code or ""].geometry)))
