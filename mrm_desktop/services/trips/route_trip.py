"""Lay the legs of a trip on a road layer, and look for a way round what is refused."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from shapely.geometry.base import BaseGeometry

from mrm_desktop.domain.trip_plans import Alternate
from mrm_desktop.domain.trips import Drawn, Leg, Trip
from mrm_desktop.geo.roads import RoadNetwork, Way

LARGEST_SHARE = 0.7  # a second way that shares more of its stretches with the first is no alternative


def on_roads(trip: Trip, roads: RoadNetwork) -> Trip:
    """Lay every straight leg on the roads. A leg that no connected road serves stays straight, and its pack says so."""
    return replace(trip, legs=tuple(_leg_on_roads(leg, roads) for leg in trip.legs))


def _leg_on_roads(leg: Leg, roads: RoadNetwork) -> Leg:
    if not leg.straight:
        return leg
    ways = [roads.way(a, b) for a, b in pairwise(leg.route)]
    found = [way for way in ways if way is not None]
    if len(found) != len(ways):
        return leg
    corners = [found[0].corners[0]]
    for way in found:
        corners += way.corners[1:]
    # Between two stretches of one leg the traveller stands at the stop itself: the way to it and from it counts twice.
    return replace(leg, route=tuple(corners), drawn=Drawn.ROADS, off_road_km=sum(way.off_road_km for way in found))


def alternate_way(leg: Leg, roads: RoadNetwork, refused: BaseGeometry | None, codes: tuple[str, ...]) -> Alternate | None:
    """Return a second way for a leg: round the refused areas where there are any, else one that is another road for most of its length."""
    start, end = leg.route[0], leg.route[-1]
    if refused is not None:
        way = roads.way(start, end, avoid=refused)
        return None if way is None else _alternate(way, codes)
    first = roads.way(start, end)
    if first is None:
        return None
    second = roads.way(start, end, unlike=first)
    return None if second is None or second.shares(first) > LARGEST_SHARE else _alternate(second, ())


def _alternate(way: Way, codes: tuple[str, ...]) -> Alternate:
    return Alternate(way.corners, way.road_km + way.off_road_km, codes)
