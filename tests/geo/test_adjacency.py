"""Which areas adjoin: about 100 metres of slack between borders drawn twice, and no more."""

from __future__ import annotations

import pytest
import shapely

from mrm_desktop.geo.adjacency import adjoining


@pytest.mark.parametrize(("gap", "adjoins"), [(-0.01, True), (0.0, True), (0.0009, True), (0.0011, False), (0.05, False)])
def test_areas_adjoin_within_a_hundred_metres_and_no_farther(gap: float, adjoins: bool) -> None:
    tree = shapely.STRtree([shapely.box(0, 0, 1, 1), shapely.box(1 + gap, 0, 2 + gap, 1), shapely.box(5, 0, 6, 1)])
    assert adjoining(tree, [0]) == (frozenset({1}) if adjoins else frozenset())
    assert adjoining(tree, [0, 1]) == (frozenset({0, 1}) if adjoins else frozenset())
    assert adjoining(tree, [2]) == adjoining(tree, []) == frozenset()


def test_a_corner_counts_and_an_area_is_not_its_own_neighbour() -> None:
    tree = shapely.STRtree([shapely.box(x, y, x + 1, y + 1) for x in range(3) for y in range(3)])
    assert adjoining(tree, [4]) == frozenset(range(9)) - {4}
    assert adjoining(tree, [0]) == {1, 3, 4}
    assert adjoining(tree, [0, 1]) == {0, 1, 2, 3, 4, 5}, "each of the two adjoins the other"
    assert adjoining(tree, []) == frozenset()
