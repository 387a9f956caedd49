"""Circles, corridors, distances, neighbours and repair, in true kilometres."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiPolygon, Polygon, box

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.geography import Area
from mrm_desktop.geo.adjacency import adjoining
from mrm_desktop.geo.buffers import circle, corridor
from mrm_desktop.geo.crs import GEOD, parse_crs, to_wgs84
from mrm_desktop.geo.distance import nearest_km
from mrm_desktop.geo.drawn_shape import area_km2
from mrm_desktop.geo.repair import repaired
from mrm_desktop.geo.wkb import from_wkb, many_from_wkb, to_wkb


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


def test_nearest_base_is_the_geodesic_one() -> None:
    generator = np.random.default_rng(7)
    places = np.column_stack([generator.uniform(-180, 180, 300), generator.uniform(-80, 80, 300)])
    bases = np.column_stack([generator.uniform(-180, 180, 40), generator.uniform(-80, 80, 40)])
    distances, chosen = nearest_km(places, bases)
    for n in range(0, 300, 10):
        every = [GEOD.inv(*places[n], *base)[2] / 1000 for base in bases]
        assert distances[n] == pytest.approx(min(every))
        assert chosen[n] == int(np.argmin(every))


def test_place_without_position_has_no_distance() -> None:
    distances, chosen = nearest_km(np.array([[np.nan, 5.0]]), np.array([[30.0, 5.0]]))
    assert np.isnan(distances[0])
    assert chosen[0] == -1
    assert np.isnan(nearest_km(np.array([[30.0, 5.0]]), np.empty((0, 2)))[0][0])


def _square(code: str, west: float, level: int = 1) -> Area:
    return Area(code, code, level, None, box(west, 0, west + 1, 1).wkb)


@pytest.mark.parametrize(("gap", "adjoins"), [(0.0, True), (0.0009, True), (0.0011, False), (0.05, False)])
def test_areas_adjoin_within_a_hundred_metres_and_no_farther(gap: float, adjoins: bool) -> None:
    tree = shapely.STRtree([box(0, 0, 1, 1), box(1 + gap, 0, 2 + gap, 1), box(5, 0, 6, 1)])
    assert adjoining(tree, [0]) == (frozenset({1}) if adjoins else frozenset())
    assert adjoining(tree, [0, 1]) == (frozenset({0, 1}) if adjoins else frozenset())
    assert adjoining(tree, [2]) == adjoining(tree, []) == frozenset()


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


@pytest.mark.parametrize(("system", "code"), [(None, "geo.crs_missing"), ("EPSG:nonsense", "geo.crs_unknown")])
def test_crs_must_be_stated_and_known(system: str | None, code: str) -> None:
    with pytest.raises(KnownError) as caught:
        parse_crs(system, "x.shp")
    assert caught.value.code == code
    assert caught.value.params["file"] == "x.shp"


def test_utm_is_reprojected_and_a_wrong_statement_raises() -> None:
    metres = np.array([shapely.Point(345000, 536000)], dtype=object)
    moved = to_wgs84(metres, parse_crs("EPSG:32636", "x"), "x")
    assert (moved[0].x, moved[0].y) == pytest.approx((31.603, 4.848), abs=0.001)
    with pytest.raises(KnownError) as caught:
        to_wgs84(metres, parse_crs("EPSG:4326", "x"), "x")
    assert caught.value.code == "geo.not_in_degrees"


def test_wkb_is_flat_and_the_same_everywhere() -> None:
    assert to_wkb(shapely.Point(1, 2, 3)) == to_wkb(shapely.Point(1, 2))
    for reader in (from_wkb, lambda data: many_from_wkb([data])):
        with pytest.raises(KnownError) as caught:
            reader(b"nonsense")
        assert caught.value.code == "geometry.unreadable"
    assert len(many_from_wkb([])) == 0
