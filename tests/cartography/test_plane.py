"""Planes: there and back again, the web's as everybody draws it, paper's true to area."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod, Transformer

from mrm_desktop.cartography.plane import MAX_LATITUDE, WEB_MERCATOR, WORLD_M, EqualArea, WebMercator

GEOD = Geod(ellps="WGS84")
longitudes, latitudes = st.floats(-180, 180), st.floats(-85, 85)


@given(longitudes, latitudes)
def test_the_plane_of_the_web_leads_there_and_back(longitude: float, latitude: float) -> None:
    spot = np.array([(longitude, latitude)])
    assert WEB_MERCATOR.inverse(WEB_MERCATOR.forward(spot)) == pytest.approx(spot, abs=1e-9)


@given(longitudes, latitudes, st.floats(-20, 20), st.floats(-20, 20))
def test_the_plane_of_paper_leads_there_and_back(longitude: float, latitude: float, east: float, north: float) -> None:
    plane = EqualArea(np.clip(longitude, -150, 150), np.clip(latitude, -60, 60))
    spot = np.array([(plane.lon0 + east, plane.lat0 + north)])
    assert plane.inverse(plane.forward(spot)) == pytest.approx(spot, abs=1e-6)


@given(st.lists(st.tuples(longitudes, latitudes), min_size=1, max_size=20))
def test_the_plane_of_the_web_is_epsg_3857(spots: list[tuple[float, float]]) -> None:
    lonlat = np.array(spots)
    known = Transformer.from_crs("EPSG:4326", "EPSG:3857", always_xy=True).transform(lonlat[:, 0], lonlat[:, 1])
    assert WEB_MERCATOR.forward(lonlat) == pytest.approx(np.column_stack(known), abs=1e-3)


def test_the_world_of_the_web_is_square_and_the_poles_lie_on_its_edge() -> None:
    corners = WEB_MERCATOR.forward(np.array([(-180.0, -90.0), (180.0, 90.0), (180.0, MAX_LATITUDE)]))
    assert np.isfinite(corners).all()
    assert corners == pytest.approx(np.array([(-0.5, -0.5), (0.5, 0.5), (0.5, 0.5)]) * WORLD_M, rel=1e-9)


@given(st.floats(-80, 80))
def test_the_stretch_of_the_web_is_what_the_ground_says(latitude: float) -> None:
    """A hundredth of a degree to the east, on the plane and on the ellipsoid."""
    ends = np.array([(10.0, latitude), (10.01, latitude)])
    plain = WEB_MERCATOR.forward(ends)
    _, _, true = GEOD.inv(*ends[0], *ends[1])
    assert WEB_MERCATOR.true_scale((float(plain[0, 0]), float(plain[0, 1]))) == pytest.approx(
        (plain[1, 0] - plain[0, 0]) / true, rel=0.01
    )


def test_the_stretch_is_one_at_the_equator_and_two_at_sixty_degrees() -> None:
    at_sixty = WEB_MERCATOR.forward(np.array([(0.0, 60.0)]))[0, 1]
    assert WEB_MERCATOR.true_scale((0.0, 0.0)) == 1.0
    assert WEB_MERCATOR.true_scale((0.0, float(at_sixty))) == pytest.approx(2.0)


@pytest.mark.parametrize("latitude", [5, 15, 60])
def test_the_plane_of_paper_keeps_areas_equal(latitude: int) -> None:
    """A square of one degree, five degrees from the middle of the sheet: as large on paper as on the ellipsoid."""
    square = shapely.segmentize(shapely.box(30, latitude, 31, latitude + 1), 0.02)
    plain = shapely.Polygon(EqualArea(30.5, latitude + 5.0).forward(shapely.get_coordinates(square)))
    true = abs(GEOD.geometry_area_perimeter(square)[0])
    assert plain.area == pytest.approx(true, rel=1e-3)


@given(longitudes, st.floats(-89, 89))
def test_the_middle_of_a_sheet_is_where_its_plane_begins(longitude: float, latitude: float) -> None:
    plane = EqualArea(longitude, latitude)
    assert plane.forward(np.array([(longitude, latitude)])) == pytest.approx(np.zeros((1, 2)), abs=1e-3)
    assert plane.true_scale((0.0, 0.0)) == 1.0


def test_equal_planes_keep_what_was_laid_out_in_them() -> None:
    assert {WebMercator(): 1}[WEB_MERCATOR] == 1
    assert {EqualArea(30.0, 5.0): 1}[EqualArea(30.0, 5.0)] == 1
    assert EqualArea(30.0, 5.0) != EqualArea(30.0, 6.0)


def test_a_sheet_whose_middle_came_out_of_an_array_is_no_other_sheet() -> None:
    spot = np.array([(-17.0, -21.0)])
    middle = np.array([-17.79, -21.8])
    assert EqualArea(middle[0], middle[1]).forward(spot) == pytest.approx(EqualArea(-17.79, -21.8).forward(spot))
