"""Whole columns of coordinates that look wrong."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely.geometry import LineString, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from mrm_desktop.domain.geography import Area
from mrm_desktop.geo.area_index import AreaIndex
from mrm_desktop.geo.coordinate_checks import check_points, check_shapes, is_nowhere, lies_on_earth, without_nowhere
from mrm_desktop.geo.wkb import Geometries


def test_named_problems() -> None:
    country = AreaIndex([Area("ZZ", "Zedland", 0, None, shapely.box(30, 3, 34, 8).wkb)])
    longitudes = np.array([31.0, 0.0, 5.0, 100.0, 31.0, np.nan])
    latitudes = np.array([5.0, 0.0, 31.0, 50.0, 500.0, np.nan])
    assert check_points(longitudes, latitudes, country).tolist() == [
        "",
        "coordinate.zero",
        "coordinate.swapped",
        "coordinate.outside",
        "coordinate.out_of_range",
        "",
    ]


COUNTRY = AreaIndex([Area("ZZ", "Zedland", 0, None, box(30, 3, 34, 8).wkb)])


def _column(*shapes: BaseGeometry | None) -> Geometries:
    column = np.empty(len(shapes), dtype=object)
    column[:] = shapes
    return column


def test_shapes_are_held_to_the_rules_of_points() -> None:
    over_the_border = box(33, 7, 36, 10)
    at_zero = Polygon([(0, 0), (31, 4), (31, 5)])
    shapes = _column(box(31, 4, 32, 5), over_the_border, box(4, 31, 5, 32), box(50, 3, 51, 4), at_zero, Point(50, 3), None)
    assert check_shapes(shapes, COUNTRY).tolist() == ["", "", "coordinate.swapped", "coordinate.outside", "coordinate.zero", "", ""]
    assert check_shapes(shapes, AreaIndex([])).tolist() == ["", "", "", "", "coordinate.zero", "", ""]


def test_lines_lose_what_lies_nowhere_and_outlines_keep_it() -> None:
    shapes = _column(LineString([(0, 0), (31, 4), (32, 4)]), LineString([(0, 0), (31, 4)]), Polygon([(0, 0), (1, 0), (1, 1)]), None)
    cleaned, count = without_nowhere(shapes)
    assert count == 2
    assert cleaned[0].equals(LineString([(31, 4), (32, 4)]))
    assert cleaned[1] is None
    assert cleaned[2] is shapes[2]


@pytest.mark.parametrize(("corner", "there"), [((180.0, 90.0), True), ((181.0, 0.0), False), ((float("nan"), 1.0), False)])
def test_a_position_on_earth(corner: tuple[float, float], there: bool) -> None:
    assert lies_on_earth(corner) is there
    assert is_nowhere((0.0, -0.0))
    assert not is_nowhere((0.0, 0.001))
