"""The locator says where in the whole a part lies, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from mrm_desktop.cartography.display_list import Fill, Item, Line, Text
from mrm_desktop.cartography.locator import SHARE, draw_locator, draw_region, outline_of
from mrm_desktop.cartography.sheet import paper_view
from mrm_desktop.cartography.static_map import _surroundings, static_map
from mrm_desktop.cartography.view import View
from tests.cartography.sheets import board, map_of

WHOLE = shapely.box(10, 0, 20, 10)
VIEW = paper_view((10, 0, 14, 4), 100, 80)


def test_it_lies_in_the_lower_left_corner_and_has_no_names() -> None:
    items = list(draw_locator(VIEW, WHOLE, shapely.box(11, 1, 12, 2), "#000000", "#ffffff"))
    assert not [item for item in items if isinstance(item, Text)]
    boxes = [item.shape.box for item in items if isinstance(item, Fill | Line)]
    assert all(0 < x0 < x1 <= VIEW.width * (SHARE + 0.05) for x0, _, x1, _ in boxes)
    assert all(VIEW.height * (0.95 - SHARE) <= y0 < y1 < VIEW.height for _, y0, _, y1 in boxes)


@pytest.mark.parametrize(("corner", "is_right", "is_low"), [((11, 1), False, True), ((18, 8), True, False)])
def test_the_part_lies_where_it_lies_in_the_whole(corner: tuple[float, float], is_right: bool, is_low: bool) -> None:
    x, y = corner
    *_, outline, part = draw_locator(VIEW, WHOLE, shapely.box(x, y, x + 1, y + 1), "#000000", "#ffffff")
    assert isinstance(outline, Line)
    assert isinstance(part, Fill)
    middle, of_whole = (np.mean(np.array(item.shape.box).reshape(2, 2), axis=0) for item in (part, outline))
    assert bool(middle[0] > of_whole[0]) is is_right
    assert bool(middle[1] > of_whole[1]) is is_low


def test_the_outline_is_that_of_all_areas_without_the_lines_between_them() -> None:
    whole = outline_of(board())
    assert len(shapely.get_parts(whole)) == 1
    assert not shapely.get_num_interior_rings(shapely.get_parts(whole)[0])
    assert shapely.get_num_coordinates(whole) < 12


def test_a_map_of_a_part_has_it_where_it_is_asked_for() -> None:
    document = board()
    plain, located = (
        static_map(document, "ceiling", 90, 70, focus="XT04", zoom_to_focus=True, whole=whole)
        for whole in (None, outline_of(document))
    )
    assert located.count("<path") > plain.count("<path")
    unknown = static_map(document, "ceiling", 90, 70, focus="XT", whole=outline_of(document))
    assert unknown == static_map(document, "ceiling", 90, 70, focus="XT")


SOUTH_SUDAN = (24.1, 3.5, 35.9, 12.2)


def region(country: BaseGeometry, paper: tuple[float, float] = (199, 140)) -> tuple[View, list[Item]]:
    view = paper_view(shapely.bounds(country).tolist(), *paper)
    return view, list(draw_region(view, country, "#000000"))


def test_a_country_is_shown_in_its_part_of_the_world_without_names() -> None:
    view, (sea, land, borders, country, frame) = region(shapely.box(*SOUTH_SUDAN))
    assert isinstance(land, Fill)
    assert isinstance(borders, Line)
    for item in (sea, land, borders, country, frame):
        left, top, right, bottom = item.shape.box  # type: ignore[union-attr]
        assert 0 < left < right < view.width
        assert 0 < top < bottom < view.height
    assert len(borders.shape.starts) > 5
    inner, outer = country.shape.box, frame.shape.box  # type: ignore[union-attr]
    assert 0.1 < (inner[2] - inner[0]) / (outer[2] - outer[0]) < 0.5


@pytest.mark.parametrize(("free", "is_left", "is_low"), [((20, 4), True, False), ((20, 0), True, True), ((24, 4), False, False)])
def test_its_inset_keeps_to_the_corner_that_a_country_leaves_free(free: tuple[float, float], is_left: bool, is_low: bool) -> None:
    west, south = free
    country = shapely.difference(shapely.box(20, 0, 30, 10), shapely.box(west, south, west + 6, south + 6))
    view, (sea, *_) = region(country, (140, 140))
    left, top, right, bottom = sea.shape.box  # type: ignore[union-attr]
    assert bool(right < view.width / 2) is is_left
    assert bool(left > view.width / 2) is not is_left
    assert bool(top > view.height / 2) is is_low
    assert bool(bottom < view.height / 2) is not is_low


def test_a_map_has_its_region_where_it_is_asked_for() -> None:
    document = map_of(shapely.box(*SOUTH_SUDAN))
    plain, located = (static_map(document, "ceiling", 180, 130, base_map=True, in_region=asked) for asked in (False, True))
    assert located.count("<path") >= plain.count("<path") + 5


@pytest.mark.parametrize("box", [(11, 1, 12, 2), (11, 1, 19, 2), (11, 1, 12, 9)])
@pytest.mark.parametrize("paper", [(100, 78), (180, 60), (92, 140)])
def test_it_never_lies_on_the_part(box: tuple[float, float, float, float], paper: tuple[float, float]) -> None:
    part = shapely.box(*box)
    document = map_of(part)
    view = paper_view(_surroundings(document.areas[0]), *paper)
    frame = next(item for item in draw_locator(view, WHOLE, part, "#000000", "#ffffff"))
    assert isinstance(frame, Fill)
    _, top, right, _ = frame.shape.box
    left, low = view.place(box[0], box[1])
    assert right < left or top > low
