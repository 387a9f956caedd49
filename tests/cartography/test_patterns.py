"""Patterns: each class has marks of its own, and a tile runs on into the next."""

from __future__ import annotations

from itertools import product

import pytest
import shapely
from shapely.affinity import translate

from mrm_desktop.cartography.patterns import PATTERN_PX, PatternMark, pattern_marks
from mrm_desktop.cartography.style import Pattern

DRAWN = [pattern for pattern in Pattern if pattern is not Pattern.PLAIN]
TILE = shapely.box(0, 0, PATTERN_PX, PATTERN_PX)


def inked(mark: PatternMark) -> shapely.Geometry:
    """What a mark covers, as renderers draw it: flat ends of lines."""
    if not mark.radius:
        return shapely.LineString(mark.points).buffer(mark.width / 2, cap_style="flat")
    disc = shapely.Point(mark.points[0]).buffer(mark.radius + (0 if mark.is_filled else mark.width / 2), quad_segs=32)
    return disc if mark.is_filled else disc.difference(shapely.Point(mark.points[0]).buffer(mark.radius - mark.width / 2))


def ink(pattern: Pattern) -> shapely.Geometry:
    return shapely.union_all([inked(mark) for mark in pattern_marks(pattern)])


@pytest.mark.parametrize("pattern", DRAWN)
def test_what_crosses_the_edge_of_a_tile_is_there_on_the_other_side(pattern: Pattern) -> None:
    """A tile alone has the same ink as a tile onto which those around it run over."""
    alone = shapely.intersection(ink(pattern), TILE)
    around = [translate(ink(pattern), x * PATTERN_PX, y * PATTERN_PX) for x, y in product((-1, 0, 1), repeat=2)]
    together = shapely.intersection(shapely.union_all(around), TILE)
    assert alone.symmetric_difference(together).area < 1e-6


@pytest.mark.parametrize("pattern", DRAWN)
def test_a_pattern_leaves_most_of_its_ground(pattern: Pattern) -> None:
    share = shapely.intersection(ink(pattern), TILE).area / TILE.area
    assert 0.04 < share < 0.5


def test_no_two_patterns_are_alike_and_plain_has_no_marks() -> None:
    assert pattern_marks(Pattern.PLAIN) == ()
    inks = [shapely.intersection(ink(pattern), TILE) for pattern in DRAWN]
    for n, one in enumerate(inks):
        assert all(one.symmetric_difference(other).area > 4 for other in inks[n + 1 :])
