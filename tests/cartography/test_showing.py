"""What a map is asked to show."""

from __future__ import annotations

import numpy as np
import pytest

from mrm_desktop.cartography.showing import ALL_LAYERS, Showing
from mrm_desktop.cartography.style import load_style
from tests.cartography.sheets import board, sheet_of


def test_a_map_shows_all_its_layers_unless_it_is_told_otherwise() -> None:
    sheet = sheet_of(board())
    assert all(sheet.shows(layer) for layer in ALL_LAYERS)
    assert not sheet.shows("graticule")
    assert not sheet_of(board(), layers=frozenset({"labels"})).shows("places")


@pytest.mark.parametrize("dark", [False, True])
def test_the_colours_around_the_areas_follow_the_window(dark: bool) -> None:
    style = load_style()
    expected = style.ground_dark if dark else style.ground
    assert Showing(is_dark=dark).colours == sheet_of(board(), is_dark=dark).colours == expected


@pytest.mark.parametrize("dark", [False, True])
def test_what_lies_on_areas_is_written_dark_on_light_whatever_the_page_around_is(dark: bool) -> None:
    sheet = sheet_of(board(), is_dark=dark)
    assert sheet.on_areas == load_style().ground
    inside, outside = sheet.plan.plane.forward(np.array([(-19.5, -22.5), (-25.0, -22.5)])).tolist()
    assert sheet.is_around((outside[0], outside[1]))
    assert sheet.is_around((inside[0], inside[1])) is not dark


def test_a_class_is_put_aside_in_its_own_layer_only() -> None:
    sheet = sheet_of(board(), faded=frozenset({"presence.unknown", "hold"}))
    assert sheet.fades("presence", "unknown")
    assert not sheet.fades("places", "unknown")
    assert not sheet.fades("presence", "hold")


def test_points_are_placed_on_the_page_and_those_beyond_it_are_told_apart() -> None:
    sheet = sheet_of(board(), size=(300.0, 200.0))
    pixels = np.array([(150.0, 100.0), (0.5, 199.5), (-5.0, 100.0), (150.0, 209.0), (-11.0, 100.0)])
    spots = sheet.view.to_plane(pixels)
    placed, inside = sheet.on_page(spots)
    assert placed == pytest.approx(pixels, abs=1e-6)
    assert inside.tolist() == [True, True, False, False, False]
    assert sheet.on_page(spots, 10.0)[1].tolist() == [True, True, True, True, False]
    nothing, none = sheet.on_page(np.empty((0, 2)))
    assert (nothing.shape, none.shape) == ((0, 2), (0,))
