"""Roads of a map are joined where they meet on the ground: at crossings, at an end on a line, at an end just short of one."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString

from mrm_desktop.domain.limits import ROAD_GAP_M, ROADS_MEET_M
from mrm_desktop.foundation.progress import Silent
from mrm_desktop.geo.road_joins import corner_keys, joined_roads, loose_ends, nearest_roads, with_corners
from mrm_desktop.geo.roads import network_of
from mrm_desktop.geo.strands import strands
from tests.present import present

ALONG = LineString([(30.0, 4.0), (31.0, 4.0)])
BY_ROAD_KM = 88.7
METRE = 1 / 111_195


def _way(*lines: LineString, passes: list[bool] | None = None) -> float | None:
    way = network_of(lines, passes).way((30.0, 4.0), (30.5, 4.3))
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
    network = network_of([ALONG, LineString([(30.5, 4.0 + 2 * ROADS_MEET_M * METRE), (30.5, 4.3)])])
    assert network.way((30.0, 4.0), (30.5, 4.3)) is None
    assert network.gaps == 1
    far = network_of([ALONG, LineString([(30.5, 4.0 + 2 * ROAD_GAP_M * METRE), (30.5, 4.3)])])
    assert far.gaps == 0


def test_the_end_of_a_lane_near_a_road_that_it_comes_from_is_no_gap() -> None:
    lane = LineString([(30.5, 4.0), (30.5, 4.0 + 150 * METRE), (30.5 + 150 * METRE, 4.0 + 150 * METRE)])
    assert network_of([ALONG, lane]).gaps == 0


@given(st.floats(-60, 60), st.floats(0, ROADS_MEET_M - 1))
def test_reach_is_in_metres_at_every_latitude(latitude: float, metres: float) -> None:
    def reached(away: float) -> bool:
        east = 30.5 + away * METRE / math.cos(math.radians(latitude))
        road, other = (
            np.array([(30.5, latitude - 0.01), (30.5, latitude + 0.01)]),
            np.array([(east, latitude), (east + 1, latitude)]),
        )
        roads = strands([road, other])
        return len(nearest_roads(roads, roads.shapes(), np.array([2]), ROADS_MEET_M)[0]) == 1

    assert reached(metres)
    assert not reached(2 * ROADS_MEET_M)


def test_loose_ends_are_those_that_nothing_shares() -> None:
    roads = strands([np.array([(0, 0), (1, 0)]), np.array([(1, 0), (1, 1)])])
    assert roads.corners[loose_ends(roads)].tolist() == [[0, 0], [1, 1]]
    assert not len(joined_roads(strands([]), np.zeros(0, dtype=object), np.zeros(0, dtype=bool), Silent()))


def test_corners_are_put_in_where_a_road_passes_them_and_only_once() -> None:
    roads = strands([np.array([(0, 0), (1, 0), (2, 0)]), np.array([(5, 5), (6, 5)])])
    more = with_corners(roads, np.array([0, 0, 0, 1, 3]), np.array([(0.7, 0), (0.2, 0), (0.7, 0), (1, 0), (5.5, 5)]))
    assert np.allclose(more[0][:, 0], [0, 0.2, 0.7, 1, 2])
    assert np.allclose(more[1][:, 0], [5, 5.5, 6])
    assert with_corners(roads, np.zeros(0, dtype=int), np.zeros((0, 2))) is roads


def test_corners_have_one_key_exactly_where_they_lie_on_one_point_of_the_grid() -> None:
    keys = corner_keys(np.array([(1.0, 2.0), (1.0 + 4e-8, 2.0), (1.0, 2.0 + 1e-7), (-1.0, 2.0)]), 1e-7).tolist()
    assert keys[0] == keys[1]
    assert len(set(keys)) == 3


def test_a_road_drawn_twice_in_part_is_one_road_there() -> None:
    once, again = LineString([(30.0, 4.0), (30.4, 4.0)]), LineString([(30.2, 4.0), (30.6, 4.0)])
    network = network_of([once, again])
    assert len(network) == 3
    assert present(network.way((30.0, 4.0), (30.6, 4.0))).road_km == pytest.approx(66.6, abs=0.1)


def test_a_road_drawn_there_and_back_is_one_road() -> None:
    network = network_of([LineString([(30.0, 4.0), (30.4, 4.0), (30.0, 4.0)])])
    assert (len(network), round(network.length_km, 1)) == (1, 44.4)


def test_roads_on_several_levels_join_those_of_their_own() -> None:
    over = LineString([(30.7, 3.7), (30.7, 4.0), (30.7, 4.3)])
    network = network_of([LineString([(30.5, 3.7), (30.5, 4.3)]), over, ALONG], [False, True, False])
    assert present(network.way((30.0, 4.0), (30.5, 4.3))).road_km == pytest.approx(BY_ROAD_KM, abs=0.1)
    assert network.way((30.0, 4.0), (30.7, 4.3)) is None
