"""Many lines as two arrays: taken, measured and made shapes of like lines kept one by one."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely.geometry import LineString, MultiLineString, Point

from mrm_desktop.geo.crs import GEOD
from mrm_desktop.geo.strands import none, offsets, ranges, strands, strands_of, together

LINES = [np.array([(0.0, 0.0), (1.0, 0.0), (1.0, 2.0)]), np.array([(5.0, 5.0), (4.0, 6.0)])]


def test_lines_are_as_long_and_as_wide_as_each_by_itself() -> None:
    kept = strands(LINES)
    assert kept.metres() == pytest.approx([GEOD.geometry_length(LineString(line)) for line in LINES])
    assert kept.bounds().tolist() == [list(LineString(line).bounds) for line in LINES]
    assert [shape.wkt for shape in kept.shapes()] == [LineString(line).wkt for line in LINES]


def test_lines_are_taken_in_the_order_asked_for_and_put_together() -> None:
    kept = strands(LINES)
    turned = kept.take(np.array([1, 0]))
    assert np.array_equal(turned[0], LINES[1])
    assert np.array_equal(together([turned, kept])[2], LINES[0])
    assert (len(together([none(), kept])), len(none().metres()), none().bounds().shape) == (2, 0, (0, 4))


def test_parts_know_where_they_are_from_and_what_leads_nowhere_is_left_out() -> None:
    shapes = [
        None,
        Point(0, 0),
        MultiLineString([[(0, 0), (1, 1)], [(2, 2), (2, 2)], [(3, 3), (4, 4)]]),
        LineString([(9, 9), (8, 8)]),
    ]
    kept, drawn, owner = strands_of(np.array(shapes, dtype=object))
    assert owner.tolist() == [2, 2, 3]
    assert [shape.wkt for shape in kept.shapes()] == [shape.wkt for shape in drawn]
    plain = shapely.linestrings([[(0, 0), (1, 1)], [(2, 2), (2, 2)], [(1, 1), (0, 0)]])
    assert strands_of(plain)[2].tolist() == [0, 2]


def test_ranges_are_counted_up_one_after_the_other() -> None:
    assert ranges(np.array([7, 0, 3]), np.array([2, 0, 3])).tolist() == [7, 8, 3, 4, 5]
    assert offsets([2, 0, 3]).tolist() == [0, 2, 2, 5]
