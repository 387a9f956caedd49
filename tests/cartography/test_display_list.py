"""The display list: shapes know their parts and their box."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mrm_desktop.cartography.display_list import box_of, shape_of

points = st.lists(st.tuples(st.floats(-1e7, 1e7), st.floats(-1e7, 1e7)), min_size=1, max_size=9)


@given(st.lists(points, max_size=9))
def test_a_shape_gives_its_parts_back(drawn: list[list[tuple[float, float]]]) -> None:
    parts = [np.array(part) for part in drawn]
    shape = shape_of(parts)
    given_back = shape.parts() if parts else []
    assert [part.tolist() for part in given_back] == [part.tolist() for part in parts]
    assert shape.box == box_of(shape.points)
    assert len(shape.points) == sum(len(part) for part in parts)


def test_a_box_lies_close_around_its_points() -> None:
    assert box_of(np.array([(3.0, -1.0), (2.0, 5.0), (2.5, 0.0)])) == (2.0, -1.0, 3.0, 5.0)


def test_a_shape_of_nothing_lies_nowhere() -> None:
    west, south, east, north = shape_of([]).box
    assert west > east
    assert south > north
    assert len(shape_of([]).starts) == 0


def test_a_shape_says_whether_its_corners_are_pixels() -> None:
    corners = [np.zeros((1, 2))]
    assert shape_of(corners, is_on_page=True).is_on_page
    assert not shape_of(corners).is_on_page
