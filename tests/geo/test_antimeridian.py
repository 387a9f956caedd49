"""Outlines across 180 degrees."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely.geometry import LineString, MultiPolygon, Polygon, box

from mrm_desktop.geo.antimeridian import cut_at_antimeridian


def _cut(*shapes: object) -> tuple[np.ndarray, int]:
    column = np.empty(len(shapes), dtype=object)
    column[:] = shapes
    return cut_at_antimeridian(column)


def test_a_side_longer_than_half_the_world_leads_the_other_way() -> None:
    cut, count = _cut(Polygon([(179, -18), (-179, -18), (-179, -16), (179, -16)]))
    assert (count, cut[0].area, cut[0].geom_type) == (1, pytest.approx(4.0), "MultiPolygon")
    assert {part.bounds for part in cut[0].geoms} == {(179, -18, 180, -16), (-180, -18, -179, -16)}


def test_a_hole_is_cut_with_its_outline() -> None:
    outline = [(170, -20), (-170, -20), (-170, -10), (170, -10)]
    cut, _ = _cut(Polygon(outline, [[(178, -16), (-178, -16), (-178, -14), (178, -14)]]))
    assert cut[0].area == pytest.approx(20 * 10 - 4 * 2)
    assert not shapely.contains_xy(cut[0], 179.5, -15)


def test_whatever_lies_on_one_side_stays_as_it_is() -> None:
    parts = MultiPolygon([box(170, -18, 180, -16), box(-180, -18, -170, -16)])
    around = Polygon([(-180, -85), (-60, -85), (60, -85), (180, -85), (180, -70), (60, -70), (-60, -70), (-180, -70)])
    shapes = (parts, around, box(30, 3, 31, 4), LineString([(179, 0), (-179, 0)]), None)
    cut, count = _cut(*shapes)
    assert count == 0
    assert list(cut) == list(shapes)
