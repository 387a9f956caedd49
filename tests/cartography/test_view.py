"""Views: what a page shows, and how it moves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from mrm_desktop.cartography.plane import WEB_MERCATOR, WORLD_M, Box, EqualArea, Plane
from mrm_desktop.cartography.view import View, fit

GEOD = Geod(ellps="WGS84")
views = st.builds(
    View,
    x=st.floats(-1.5e7, 1.5e7),
    y=st.floats(-1.5e7, 1.5e7),
    scale=st.floats(1e-5, 1.0),
    width=st.floats(50, 4000),
    height=st.floats(50, 4000),
)
pixels = st.floats(-5000, 5000)
A_KILOMETRE = 1000.0  # of map that anything gets, however small it is


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    """Degrees that a map may have to show: a village as well as a continent."""
    wide, tall = draw(st.floats(0.02, 60)), draw(st.floats(0.02, 40))
    west, south = draw(st.floats(-170, 170 - wide)), draw(st.floats(-75, 75 - tall))
    return west, south, west + wide, south + tall


def planes(bounds: Box) -> tuple[Plane, Plane]:
    west, south, east, north = bounds
    return WEB_MERCATOR, EqualArea((west + east) / 2, (south + north) / 2)


@given(views, st.lists(st.tuples(pixels, pixels), max_size=20))
def test_page_and_plane_lead_to_each_other(view: View, spots: list[tuple[float, float]]) -> None:
    page = np.array(spots, dtype=np.float64).reshape(-1, 2)
    assert view.to_page(view.to_plane(page)) == pytest.approx(page, abs=1e-3)


@given(views, st.floats(-180, 180), st.floats(-85, 85))
def test_a_position_is_found_where_it_was_placed(view: View, longitude: float, latitude: float) -> None:
    assert view.position(*view.place(longitude, latitude)) == pytest.approx((longitude, latitude), abs=1e-7)


@given(views)
def test_the_page_begins_at_its_upper_left_corner(view: View) -> None:
    west, south, east, north = view.box
    corners = view.to_page(np.array([(west, north), (east, south), (view.x, view.y)]))
    assert corners == pytest.approx(np.array([(0, 0), (view.width, view.height), (view.width / 2, view.height / 2)]), abs=1e-3)


@given(views, pixels, pixels, st.floats(-900, 900), st.floats(-900, 900))
def test_a_drag_carries_what_is_under_the_pointer_along(view: View, x: float, y: float, dx: float, dy: float) -> None:
    held = view.to_plane(np.array([(x, y)]))
    assert view.moved(dx, dy).to_page(held) == pytest.approx(np.array([(x + dx, y + dy)]), abs=1e-3)


@given(views, pixels, pixels, st.floats(0.1, 10))
def test_what_is_under_the_pointer_stays_when_the_map_is_scaled(view: View, x: float, y: float, factor: float) -> None:
    held = view.to_plane(np.array([(x, y)]))
    scaled = view.scaled(factor, x, y)
    assert scaled.to_page(held) == pytest.approx(np.array([(x, y)]), abs=1e-3)
    assert scaled.scale == pytest.approx(view.scale * factor)
    assert scaled.zoom - view.zoom == pytest.approx(np.log2(factor), abs=1e-9)


@given(views, st.floats(50, 4000), st.floats(50, 4000))
def test_a_page_of_another_size_has_the_same_middle(view: View, width: float, height: float) -> None:
    resized = view.resized(width, height)
    assert resized.to_plane(np.array([(width / 2, height / 2)])) == pytest.approx(np.array([(view.x, view.y)]), abs=1e-3)
    assert resized.scale == view.scale


@given(boxes(), st.floats(300, 2000), st.floats(300, 2000), st.tuples(*[st.floats(0, 120)] * 4), st.floats(0, 0.2))
def test_what_is_fitted_lies_in_the_free_part_of_the_page_and_fills_it_one_way(
    bounds: Box, width: float, height: float, clear: Box, margin: float
) -> None:
    west, south, east, north = bounds
    left, top, right, bottom = clear
    free = np.array([width - left - right, height - top - bottom])
    edge = np.array([(west, south), (west, north), (east, south), (east, north), (west, (south + north) / 2)])
    edge = np.vstack([edge, [((west + east) / 2, south), ((west + east) / 2, north), (east, (south + north) / 2)]])
    for plane in planes(bounds):
        placed = fit(bounds, width, height, plane, margin, clear)
        on_page = placed.to_page(plane.forward(edge))
        low, high = on_page.min(axis=0) - (left, top), on_page.max(axis=0) - (left, top)
        assert (low >= free * margin - 1e-3).all()
        assert (high <= free * (1 - margin) + 1e-3).all()
        if (np.ptp(plane.forward(edge), axis=0) >= A_KILOMETRE).all():  # what is smaller does not fill the page
            # An edge of degrees is curved on a sheet: between the points that are looked at here it reaches a little further out.
            assert ((high - low) / free).max() == pytest.approx(1 - 2 * margin, rel=5e-3)


@given(boxes())
def test_a_page_shows_what_was_fitted_onto_it(bounds: Box) -> None:
    for plane in planes(bounds):
        west, south, east, north = fit(bounds, 600, 400, plane).bounds
        assert west <= bounds[0] < bounds[2] <= east
        assert south <= bounds[1] < bounds[3] <= north


@pytest.mark.parametrize("plane", [WEB_MERCATOR, EqualArea(31.0, 5.0)])
def test_a_single_place_still_gets_a_map(plane: Plane) -> None:
    view = fit((31.0, 5.0, 31.0, 5.0), 340, 260, plane)
    assert view.place(31.0, 5.0) == pytest.approx((170, 130), abs=1e-6)
    assert 900 < 260 * view.metres_per_pixel < 1200


def test_the_whole_world_on_256_pixels_is_zoom_0() -> None:
    assert View(0, 0, 256 / WORLD_M, 256, 256).zoom == pytest.approx(0)
    assert View(0, 0, 512 / WORLD_M, 256, 256).zoom == pytest.approx(1)


@given(st.floats(-80, 80), st.floats(-170, 170), st.floats(1e-4, 0.1))
def test_a_pixel_in_the_middle_shows_so_many_metres_of_ground(latitude: float, longitude: float, scale: float) -> None:
    for plane in (WEB_MERCATOR, EqualArea(longitude, latitude)):
        x, y = plane.forward(np.array([(longitude, latitude)])).tolist()[0]
        view = View(x, y, scale, 400, 400, plane)
        _, _, true = GEOD.inv(*view.position(199.5, 200), *view.position(200.5, 200))
        assert view.metres_per_pixel == pytest.approx(true, rel=0.01)


def test_views_can_be_compared() -> None:
    view = fit((30, 4, 32, 6), 600, 400)
    assert view == replace(view)
    assert view.moved(10, 0) != view
