"""Scale bar and north: true wherever the map looks."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pyproj import Geod

from mrm_desktop.cartography.display_list import Fill, Line, Text
from mrm_desktop.cartography.marginalia import draw_north, draw_scale_bar, scale_bar
from mrm_desktop.cartography.plane import WEB_MERCATOR, EqualArea, Plane
from mrm_desktop.cartography.view import View, fit

GEOD = Geod(ellps="WGS84")
INK, GROUND = "#111111", "#ffffff"
latitudes, longitudes = st.floats(-75, 75), st.floats(-170, 170)


def view_at(longitude: float, latitude: float, scale: float, plane: Plane) -> View:
    x, y = plane.forward(np.array([(longitude, latitude)])).tolist()[0]
    return View(x, y, scale, 800, 600, plane)


@given(longitudes, latitudes, st.floats(2e-4, 1.0), st.floats(60, 250))
def test_the_bar_is_as_long_as_it_says(longitude: float, latitude: float, scale: float, longest: float) -> None:
    """Against the geodesic in the middle of the page, within one per cent."""
    for plane in (WEB_MERCATOR, EqualArea(longitude, latitude)):
        view = view_at(longitude, latitude, scale, plane)
        kilometres, length = scale_bar(view, longest)
        assume(kilometres <= 500)  # beyond, a parallel is no longer the shortest way
        _, _, true = GEOD.inv(*view.position(400 - length / 2, 300), *view.position(400 + length / 2, 300))
        assert kilometres * 1000 == pytest.approx(true, rel=0.01)


@given(latitudes, st.floats(1e-5, 10.0), st.floats(60, 400))
def test_the_bar_says_a_round_number_and_fits_its_room(latitude: float, scale: float, longest: float) -> None:
    kilometres, length = scale_bar(view_at(0, latitude, scale, WEB_MERCATOR), longest)
    lead = kilometres / 10 ** math.floor(math.log10(kilometres) + 1e-9)
    assert lead == pytest.approx(round(lead))
    assert round(lead) in (1, 2, 5)
    assert longest / 2.5 * 0.999 <= length <= longest * 1.001


@pytest.mark.parametrize("is_right", [False, True])
def test_the_bar_stands_on_a_ground_of_its_own_in_its_corner(is_right: bool) -> None:
    view = fit((30, 4, 32, 6), 800, 600)
    ground, half, whole, text = draw_scale_bar(view, (790.0, 590.0) if is_right else (10.0, 590.0), 200, 12, INK, GROUND, is_right)
    assert isinstance(ground, Fill)
    assert isinstance(half, Fill)
    assert isinstance(whole, Line)
    assert isinstance(text, Text)
    left, top, right, bottom = ground.shape.box
    assert (right if is_right else left, bottom) == pytest.approx((790 if is_right else 10, 590))
    kilometres, length = scale_bar(view, 200)
    assert text.text == f"{kilometres:g} km"
    assert whole.shape.box[2] - whole.shape.box[0] == pytest.approx(length)
    assert half.shape.box[2] - half.shape.box[0] == pytest.approx(length / 2)
    for x0, y0, x1, y1 in (half.shape.box, whole.shape.box, (*text.at, *text.at)):
        assert left < x0 <= x1 < right
        assert top < y0 <= y1 < bottom
    assert all(item.shape.is_on_page for item in (ground, half, whole))


def tip(view: View, at: tuple[float, float]) -> np.ndarray:
    """Where the arrow points, from its middle."""
    arrow = next(item for item in draw_north(view, at, 10, INK, GROUND) if isinstance(item, Fill))
    return np.asarray(arrow.shape.points[0] - at)


@given(st.floats(0, 800), st.floats(0, 600))
def test_on_the_plane_of_the_web_north_is_up(x: float, y: float) -> None:
    assert tip(fit((10, -10, 40, 20), 800, 600), (x, y)) == pytest.approx((0, -10), abs=1e-3)


@given(st.floats(0, 800), st.floats(0, 600))
def test_on_paper_the_arrow_leans_as_the_meridian_does(x: float, y: float) -> None:
    view = fit((10, 20, 60, 50), 800, 600, EqualArea(35, 35))
    longitude, latitude = view.position(x, y)
    meridian = np.array(view.place(longitude, latitude + 0.5)) - (x, y)
    assert tip(view, (x, y)) == pytest.approx(meridian / np.hypot(*meridian) * 10, abs=0.1)


def test_left_and_right_of_the_middle_the_arrow_leans_to_either_side() -> None:
    view = fit((10, 20, 60, 50), 800, 600, EqualArea(35, 35))
    assert tip(view, (20, 300))[0] > 1
    assert tip(view, (780, 300))[0] < -1
