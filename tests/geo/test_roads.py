"""Ways over a road layer: shortest, connected, round what is closed, and in the direction that was asked for."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, box

from mrm_desktop.geo.crs import GEOD
from mrm_desktop.geo.roads import RoadNetwork, Way, network_of
from tests.present import present


def km(corners: Any) -> float:
    return GEOD.geometry_length(LineString(corners)) / 1000


def grid(size: int = 4, step: float = 0.1) -> RoadNetwork:
    """Roads of a chessboard, one line for each row and each column, with corners at every crossing."""
    marks = np.arange(size) * step
    rows = [LineString([(x, y) for x in marks]) for y in marks]
    return network_of([*rows, *(LineString([(x, y) for y in marks]) for x in marks)])


def test_lines_are_cut_where_they_share_a_corner() -> None:
    assert len(grid(4)) == 2 * 4 * 3


def test_the_way_begins_and_ends_where_it_was_asked_to_and_runs_on_roads() -> None:
    way = present(grid().way((0.001, 0.002), (0.301, 0.199)))
    assert way.corners[0] == (0.001, 0.002)
    assert way.corners[-1] == (0.301, 0.199)
    assert way.off_road_km == pytest.approx(0.32, abs=0.15)
    assert km(way.corners) == pytest.approx(way.road_km + way.off_road_km, rel=1e-3)
    assert way.road_km == pytest.approx(km([(0, 0), (0.3, 0)]) + km([(0.3, 0), (0.3, 0.2)]), rel=0.02)


def test_the_way_back_is_the_way_there_reversed() -> None:
    network = network_of([LineString([(0, 0), (0.1, 0.02), (0.2, 0)]), LineString([(0.2, 0), (0.3, 0.1)])])
    there = present(network.way((0.02, 0.0), (0.29, 0.1)))
    back = present(network.way((0.29, 0.1), (0.02, 0.0)))
    assert np.allclose(there.corners, back.corners[::-1])
    assert there.road_km == pytest.approx(back.road_km)


def test_two_points_on_one_stretch_do_not_run_to_its_ends() -> None:
    way = present(network_of([LineString([(0, 0), (0.5, 0), (1, 0)])]).way((0.4, 0), (0.6, 0)))
    assert way.road_km == pytest.approx(km([(0.4, 0), (0.6, 0)]), rel=1e-6)
    assert all(0.399 <= x <= 0.601 for x, _ in way.corners)


def test_a_loop_is_left_on_the_shorter_side() -> None:
    loop = LineString([(0, 0), (0.1, 0), (0.1, 0.1), (0, 0.1), (0, 0)])
    tail = LineString([(0, 0), (-0.2, 0)])
    way = present(network_of([loop, tail]).way((0, 0.08), (-0.2, 0)))
    assert way.road_km == pytest.approx(km([(0, 0.08), (0, 0), (-0.2, 0)]), rel=1e-3)
    assert km(way.corners) == pytest.approx(way.road_km, rel=1e-3)


def test_what_is_avoided_is_gone_round_or_there_is_no_way() -> None:
    network = grid()
    straight = present(network.way((0, 0), (0.3, 0)))
    closed = box(0.11, -0.05, 0.19, 0.05)
    round_it = present(network.way((0, 0), (0.3, 0), avoid=closed))
    assert round_it.road_km > straight.road_km
    assert not shapely.intersects(LineString(round_it.corners), closed)
    assert network.way((0, 0), (0.3, 0), avoid=box(0.14, -1, 0.16, 1)) is None


def test_another_way_is_another_way() -> None:
    network = grid()
    first = present(network.way((0, 0), (0.3, 0.3)))
    second = present(network.way((0, 0), (0.3, 0.3), unlike=first))
    assert second.shares(first) < 0.5
    assert first.shares(first) == 1.0


def test_points_far_from_every_road_and_roads_that_do_not_meet_have_no_way() -> None:
    apart = network_of([LineString([(0, 0), (0.1, 0)]), LineString([(1, 0), (1.1, 0)])])
    assert apart.way((0, 0), (1.1, 0)) is None
    assert apart.way((0, 0.2), (0.1, 0)) is None
    assert network_of([]).way((0, 0), (1, 1)) is None
    assert network_of([shapely.Point(0, 0), None]).way((0, 0), (1, 1)) is None


def test_the_nearest_road_is_left_alone_where_it_leads_nowhere() -> None:
    blind = LineString([(0, 0.001), (0.02, 0.001)])  # nearer to the start, joined to nothing
    road = LineString([(0, -0.005), (0.3, -0.005)])
    way = present(network_of([blind, road]).way((0.01, 0.001), (0.3, -0.005)))
    assert way.road_km == pytest.approx(km([(0.01, -0.005), (0.3, -0.005)]), rel=1e-3)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=4, max_size=4))
def test_no_way_is_shorter_than_the_straight_line_nor_longer_than_round_the_block(picks: list[int]) -> None:
    network = grid(10)
    a, b = (picks[0] / 10, picks[1] / 10), (picks[2] / 10, picks[3] / 10)
    way = present(network.way(a, b))
    corner = km([a, (a[0], b[1])]) + km([(a[0], b[1]), b])
    assert km([a, b]) - 1e-3 <= way.road_km <= corner * 1.01 + 1e-3
    assert all(p != q for p, q in pairwise(way.corners)) or a == b


def test_a_way_shares_with_another_the_part_of_its_own_stretches() -> None:
    short = Way(((0.0, 0.0), (1.0, 0.0)), 1.0, 0.0, frozenset({1, 2}))
    long = Way(((0.0, 0.0), (2.0, 0.0)), 2.0, 0.0, frozenset({1, 2, 3, 4}))
    assert (short.shares(long), long.shares(short)) == (1.0, 0.5)
    assert Way(((0.0, 0.0),), 0.0, 0.0, frozenset()).shares(long) == 0.0
