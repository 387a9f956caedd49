"""Roads of a map are joined where they meet on the ground: at crossings, at an end on a line, at an end just short of one."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString

from mrm_desktop.domain.limits import ROAD_GAP_M, ROADS_MEET_M
from mrm_desktop.geo.road_joins import Nearby, joined_roads, loose_ends
from mrm_desktop.geo.roads import RoadNetwork

ALONG = LineString([(30.0, 4.0), (31.0, 4.0)])
BY_ROAD_KM = 88.7
METRE = 1 / 111_195


def _way(*lines: LineString, passes: list[bool] | None = None) -> float | None:
    way = RoadNetwork(lines, passes).way((30.0, 4.0), (30.5, 4.3))
    return None if way is None else round(way.road_km, 1)


@pytest.mark.parametrize(
    "up",
    [
        LineString([(30.5, 4.0), (30.5, 4.3)]),
        LineString([(30.5, 3.7), (30.5, 4.3)]),
        LineString([(30.5, 4.0 + 5 * METRE), (30.5, 4.3)]),
        LineString([(30.5, 4.0 - 20 * METRE), (30.5, 4.3)]),
        LineString([(30.5000049, 4.0), (30.5, 4.3)]),
    ],
    ids=["ends on it", "crosses it", "ends short of it", "runs past it", "rounded"],
)
def test_roads_meet_whatever_their_corners_are(up: LineString) -> None:
    assert _way(ALONG, up) == BY_ROAD_KM


def test_a_shorter_way_is_not_lost_where_a_longer_one_exists() -> None:
    round_about = LineString([(31.0, 4.0), (31.0, 5.0), (30.5, 5.0), (30.5, 4.3)])
    assert _way(ALONG, LineString([(30.5, 4.0 + 5 * METRE), (30.5, 4.3)]), round_about) == BY_ROAD_KM


def test_a_bridge_is_not_a_crossing() -> None:
    assert _way(ALONG, LineString([(30.5, 3.7), (30.5, 4.3)]), passes=[False, True]) is None


def test_a_gap_wider_than_a_map_may_be_wrong_is_said_and_not_driven_over() -> None:
    network = RoadNetwork([ALONG, LineString([(30.5, 4.0 + 2 * ROADS_MEET_M * METRE), (30.5, 4.3)])])
    assert network.way((30.0, 4.0), (30.5, 4.3)) is None
    assert network.gaps == 1
    far = RoadNetwork([ALONG, LineString([(30.5, 4.0 + 2 * ROAD_GAP_M * METRE), (30.5, 4.3)])])
    assert far.gaps == 0


def test_the_end_of_a_lane_near_a_road_that_it_comes_from_is_no_gap() -> None:
    lane = LineString([(30.5, 4.0), (30.5, 4.0 + 150 * METRE), (30.5 + 150 * METRE, 4.0 + 150 * METRE)])
    assert RoadNetwork([ALONG, lane]).gaps == 0


@given(st.floats(-60, 60), st.floats(0, ROADS_MEET_M - 1))
def test_reach_is_in_metres_at_every_latitude(latitude: float, metres: float) -> None:
    east = 30.5 + metres * METRE / math.cos(math.radians(latitude))
    near = Nearby([np.array([(30.5, latitude - 0.01), (30.5, latitude + 0.01)])])
    assert near.nearest((east, latitude), -1, ROADS_MEET_M) is not None
    assert near.nearest((30.5 + 2 * ROADS_MEET_M * METRE / math.cos(math.radians(latitude)), latitude), -1, ROADS_MEET_M) is None


def test_loose_ends_are_those_that_nothing_shares() -> None:
    lines = [np.array([(0, 0), (1, 0)]), np.array([(1, 0), (1, 1)])]
    assert sorted(loose_ends(lines)) == [(0, (0.0, 0.0)), (1, (1.0, 1.0))]
    assert joined_roads([], []) == []
