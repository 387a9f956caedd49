"""The locator says where in the whole a part lies, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from mrm_desktop.cartography.display_list import Fill, Line, Text
from mrm_desktop.cartography.locator import SHARE, draw_locator, outline_of
from mrm_desktop.cartography.sheet import paper_view
from mrm_desktop.cartography.static_map import _surroundings, static_map
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
