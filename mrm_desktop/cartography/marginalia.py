"""What stands at the edge of every map: the scale bar and the arrow to the north."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from mrm_desktop.cartography.display_list import Fill, Item, Line, Text, shape_of
from mrm_desktop.cartography.view import View, round_kilometres

_BAR_PX = 4.0
_PAD_PX = 8.0


def scale_bar(view: View, longest_px: float) -> tuple[float, float]:
    """Return a round number of kilometres and its length in pixels, at most ``longest_px``."""
    kilometres = round_kilometres(longest_px * view.metres_per_pixel / 1000)
    return kilometres, kilometres * 1000 / view.metres_per_pixel


def draw_scale_bar(
    view: View, at: tuple[float, float], longest_px: float, size: float, ink: str, ground: str, is_right: bool = False
) -> Iterator[Item]:
    """Draw a bar of a round number of kilometres on a ground of its own.

    Parameters
    ----------
    at : tuple of 2 floats
        Lower left corner of the ground, pixels; with ``is_right`` the lower right one.
    """
    kilometres, length = scale_bar(view, longest_px)
    wide, tall = length + 2 * _PAD_PX, size * 1.5 + _BAR_PX + _PAD_PX
    left, top = at[0] - wide if is_right else at[0], at[1] - tall
    x, y = left + _PAD_PX, top + size * 1.5 + 2
    yield Fill(shape_of([_box(left, top, wide, tall)], is_on_page=True), ground, opacity=0.86)
    yield Fill(shape_of([_box(x, y, length / 2, _BAR_PX)], is_on_page=True), ink)
    yield Line(shape_of([_box(x, y, length, _BAR_PX)], is_on_page=True), ink, 0.8)
    yield Text(f"{kilometres:g} km", (x + length / 2, top + size * 0.85), size, ink)


def draw_north(view: View, at: tuple[float, float], size: float, ink: str, halo: str) -> Iterator[Item]:
    """Draw an arrow to the north as it is at a point of the page: on a sheet with a plane of its own it leans away from the middle."""
    x, y = at
    longitude, latitude = view.position(x, y)
    north = view.place(longitude, min(latitude + 0.01, 89.99))
    turn = math.atan2(north[0] - x, y - north[1])
    cosine, sine = math.cos(turn), math.sin(turn)
    arrow = np.array([(0.0, -1.0), (0.45, 0.6), (0.0, 0.3), (-0.45, 0.6)]) * size
    turned = arrow @ np.array([(cosine, sine), (-sine, cosine)]) + (x, y)
    shape = shape_of([np.vstack([turned, turned[:1]])], is_on_page=True)
    yield Line(shape, halo, 3.0)
    yield Fill(shape, ink)
    yield Text("N", (x, y + size * 1.15), size * 0.8, ink, halo, 600)


def _box(x: float, y: float, wide: float, tall: float) -> np.ndarray:
    return np.array([(x, y), (x + wide, y), (x + wide, y + tall), (x, y + tall), (x, y)])
