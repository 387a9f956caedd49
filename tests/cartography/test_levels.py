"""Levels of detail: fewer corners, and neighbours that still share one border."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from mrm_desktop.cartography.levels import DETAIL_PX, TOLERANCES, Level, level_for, levels_of

SIDE, BRICKS = 4, 10


def ragged_wall(corners_of_an_edge: int) -> np.ndarray:
    """Areas laid like bricks, so that borders end in the middle of others, all of them as ragged as a river."""
    rng = np.random.default_rng(7)
    run = np.linspace(0, 1, corners_of_an_edge)[:, None]

    def edge(begin: tuple[int, int], end: tuple[int, int]) -> np.ndarray:
        along = np.array(begin) * (1 - run) + np.array(end) * run
        across = rng.normal(0, 0.004, (corners_of_an_edge, 1)) + 0.05 * np.sin(run * 40)
        return np.asarray(along + across * (run * (1 - run) * 4) * np.array([[end[1] - begin[1], end[0] - begin[0]]]))

    places = range(SIDE + 1)
    flat = {(x, y): edge((x, y), (x + 1, y)) for x in range(SIDE) for y in places}
    steep = {(x, y): edge((x, y), (x, y + 1)) for x in places for y in range(SIDE)}
    squares = {}
    for x in range(SIDE):
        for y in range(SIDE):
            ring = [flat[x, y][:-1], steep[x + 1, y][:-1], flat[x, y + 1][:0:-1], steep[x, y][::-1]]
            squares[x, y] = shapely.Polygon(np.concatenate(ring))
    bricks = [((0, 1), (2, 3)), ((0,), (1, 2), (3,))]
    return np.array([shapely.coverage_union_all([squares[x, y] for x in brick]) for y in range(SIDE) for brick in bricks[y % 2]])


@pytest.fixture(scope="module")
def levels() -> tuple[Level, ...]:
    outlines = ragged_wall(700)
    assert shapely.coverage_is_valid(outlines), "the wall of this test must itself be without gap and overlap"
    return levels_of(outlines)


def test_the_finest_level_is_the_outlines_as_they_came(levels: tuple[Level, ...]) -> None:
    assert levels[0].tolerance == 0
    assert shapely.equals_exact(levels[0].outlines, ragged_wall(700)).all()


def test_each_level_is_coarser_by_a_third_at_least(levels: tuple[Level, ...]) -> None:
    assert len(levels) > 1
    corners = [int(shapely.get_num_coordinates(level.outlines).sum()) for level in levels]
    assert all(coarse <= fine * 2 / 3 for fine, coarse in itertools.pairwise(corners))
    tolerances = [level.tolerance for level in levels]
    assert tolerances == sorted(set(tolerances))
    assert set(tolerances) <= set(TOLERANCES)


def test_neighbours_keep_one_border_between_them(levels: tuple[Level, ...]) -> None:
    """Neither a gap, which would look like no man's land, nor an overlap, where two classes would be true."""
    for level in levels:
        assert shapely.coverage_is_valid(level.outlines)
        together = shapely.union_all(level.outlines)
        assert shapely.get_num_interior_rings(together) == 0
        assert shapely.area(level.outlines).sum() == pytest.approx(together.area, rel=1e-9)


def test_no_level_loses_an_area_or_moves_it(levels: tuple[Level, ...]) -> None:
    for level in levels[1:]:
        assert len(level.outlines) == BRICKS
        assert not shapely.is_empty(level.outlines).any()
        moved = shapely.area(shapely.symmetric_difference(level.outlines, levels[0].outlines))
        around = shapely.length(shapely.envelope(levels[0].outlines))
        assert (moved <= around * 2 * level.tolerance).all()


def test_few_corners_stay_as_they_are() -> None:
    few = ragged_wall(50)
    [only] = levels_of(few)
    assert only.outlines is few
    [none] = levels_of(np.array([], dtype=object))
    assert len(none.outlines) == 0


@given(st.floats(1e-6, 1.0), st.integers(1, len(TOLERANCES)))
def test_the_level_of_a_view_is_the_coarsest_whose_difference_nobody_sees(degrees_per_pixel: float, count: int) -> None:
    levels = [Level(tolerance, np.array([], dtype=object)) for tolerance in TOLERANCES[:count]]
    chosen = level_for(levels, degrees_per_pixel)
    assert levels[chosen].tolerance <= DETAIL_PX * degrees_per_pixel
    assert all(level.tolerance > DETAIL_PX * degrees_per_pixel for level in levels[chosen + 1 :])
