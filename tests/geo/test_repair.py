"""Shapes that cross themselves are mended, and it is said."""

from __future__ import annotations

import pytest
import shapely
from shapely.geometry import LineString, MultiPolygon, Polygon, box

from mrm_desktop.geo.repair import repaired


def test_bow_tie_is_repaired_and_said_so() -> None:
    shape, mended = repaired(Polygon([(0, 0), (1, 1), (1, 0), (0, 1)]))
    assert mended
    assert shape is not None
    assert shape.is_valid
    assert shape.area == pytest.approx(0.5)


def test_line_has_no_area_to_repair() -> None:
    assert repaired(LineString([(0, 0), (1, 1)]))[0] is None


def test_polygons_inside_collections_are_found() -> None:
    nested = shapely.GeometryCollection([MultiPolygon([box(0, 0, 1, 1), box(2, 0, 3, 1)]), LineString([(0, 0), (5, 5)])])
    shape, _ = repaired(nested)
    assert isinstance(shape, MultiPolygon)
    assert shape.area == 2
