"""Circles and corridors have their size in kilometres wherever on the globe they lie."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiPolygon

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.geo.buffers import circle, corridor
from mrm_desktop.geo.crs import GEOD
from mrm_desktop.geo.drawn_shape import area_km2


@given(st.floats(-180, 180), st.floats(-85, 85), st.floats(1, 300))
@settings(deadline=None, max_examples=60)
def test_circle_has_the_area_of_a_circle_everywhere(longitude: float, latitude: float, radius: float) -> None:
    drawn = circle(longitude, latitude, radius)
    assert drawn.is_valid
    assert area_km2(drawn) == pytest.approx(np.pi * radius**2, rel=0.01)
    west, south, east, north = drawn.bounds
    assert -180 <= west <= east <= 180
    assert -90 <= south <= north <= 90


def test_circle_across_the_antimeridian_has_two_parts() -> None:
    drawn = circle(179.9, 10.0, 50.0)
    assert isinstance(drawn, MultiPolygon)
    assert drawn.bounds[0] == -180
    assert drawn.bounds[2] == 180


def test_circle_around_a_pole_covers_it() -> None:
    assert circle(20.0, 89.5, 200.0).distance(shapely.Point(-160, 90)) == 0


@pytest.mark.parametrize("radius", [0.0, -1.0, 1001.0, float("nan")])
def test_impossible_radius(radius: float) -> None:
    with pytest.raises(KnownError) as caught:
        circle(30, 5, radius)
    assert caught.value.code == "geo.radius_out_of_range"


def test_corridor_has_its_width() -> None:
    line = LineString([(30, 5), (31, 5)])
    drawn = corridor(line, 10.0)
    length = GEOD.inv(30, 5, 31, 5)[2] / 1000
    assert area_km2(drawn) == pytest.approx(length * 20 + np.pi * 100, rel=0.02)


def test_corridor_across_the_antimeridian() -> None:
    drawn = corridor(LineString([(179.5, 0), (-179.5, 0)]), 10.0)
    assert area_km2(drawn) < 5000
    assert drawn.bounds[0] == -180


def test_corridor_of_no_line() -> None:
    with pytest.raises(KnownError) as caught:
        corridor(shapely.Point(1, 1), 5.0)
    assert caught.value.code == "geometry.no_area"


@pytest.mark.parametrize("latitude", [0.0, 45.0, 60.0])
def test_a_corridor_of_thousands_of_kilometres_is_as_wide_in_its_middle_as_at_its_ends(latitude: float) -> None:
    drawn = corridor(LineString([(x, latitude) for x in range(0, 81, 2)]), 20.0)
    for longitude in (2.0, 40.0, 78.0):
        _, south, _, north = shapely.intersection(drawn, LineString([(longitude, -89), (longitude, 89)])).bounds
        for edge in (south, north):
            assert GEOD.inv(longitude, latitude, longitude, edge)[2] / 1000 == pytest.approx(20.0, rel=0.02)


def test_a_line_that_leads_nowhere_has_no_corridor_and_a_standing_part_does_no_harm() -> None:
    with pytest.raises(KnownError, match=r"geometry\.no_area"):
        corridor(LineString([(30.6, 4.1), (30.6, 4.1)]), 5)
    moving, standing = [(30.6, 4.1), (30.6, 4.2)], [(30.6, 4.1), (30.6, 4.1)]
    both = corridor(shapely.MultiLineString([moving, standing]), 5)
    assert both.equals(corridor(LineString(moving), 5))
