"""What comes from the map is checked like a file, whatever it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.geo.drawn_shape import (
    MAX_AREA_KM2,
    MAX_CORNERS,
    area_km2,
    check_corners,
    drawn_circle,
    drawn_corridor,
    drawn_polygon,
    length_km,
)

G = TypeVar("G")
M = TypeVar("M")


def outcome(make: Callable[[G], M], given_: G) -> tuple[M, None] | tuple[None, KnownError]:
    """What came of it, and the error where it was refused."""
    try:
        return make(given_), None
    except KnownError as error:
        return None, error


CORNER = st.tuples(st.floats(-180, 180), st.floats(-90, 90))
NEAR = st.tuples(st.floats(29.0, 31.0), st.floats(4.0, 6.0))


@given(st.lists(CORNER, max_size=20))
def test_good_corners_pass(corners: list[tuple[float, float]]) -> None:
    _, refused = outcome(check_corners, tuple(corners))
    assert refused is None


@given(st.lists(st.tuples(st.floats(), st.floats()), max_size=12))
def test_anything_else_is_refused_with_a_code_and_never_with_its_content(corners: list[tuple[float, float]]) -> None:
    _, refused = outcome(check_corners, tuple(corners))
    if refused is None:
        assert all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in corners)
    else:
        assert refused.code == "coordinate.out_of_range"
        assert not refused.params


@pytest.mark.parametrize("corner", [(float("inf"), 0.0), (float("nan"), 0.0), (0.0, float("nan")), (180.001, 0.0), (0.0, -90.001)])
def test_traps_are_refused(corner: tuple[float, float]) -> None:
    with pytest.raises(KnownError, match="out_of_range"):
        check_corners(((1.0, 2.0), corner))


def test_too_many_corners_are_refused() -> None:
    check_corners(((1.0, 2.0),) * MAX_CORNERS)
    with pytest.raises(KnownError, match="too_many_corners"):
        check_corners(((1.0, 2.0),) * (MAX_CORNERS + 1))


@given(st.lists(NEAR, min_size=3, max_size=8))
def test_a_polygon_is_valid_or_refused(corners: list[tuple[float, float]]) -> None:
    polygon, refused = outcome(drawn_polygon, tuple(corners))
    if polygon is None:
        assert refused is not None
        assert refused.code in {"draw.too_few_corners", "draw.crosses_itself"}
    else:
        assert polygon.is_valid
        assert 0 < area_km2(polygon) <= MAX_AREA_KM2


def test_a_bow_tie_is_refused() -> None:
    with pytest.raises(KnownError, match="crosses_itself"):
        drawn_polygon(((30, 5), (31, 6), (31, 5), (30, 6)))


def test_a_continent_is_refused() -> None:
    with pytest.raises(KnownError, match="too_large"):
        drawn_polygon(((0, -30), (40, -30), (40, 30), (0, 30)))


def test_a_circle_and_a_corridor_have_true_kilometres() -> None:
    assert area_km2(drawn_circle(((30.0, 5.0),), 10.0)) == pytest.approx(314.159, rel=2e-3)
    ends = ((30.0, 5.0), (30.0, 6.0))
    assert length_km(ends) == pytest.approx(110.58, abs=0.05)  # a degree of the meridian at 5.5 N
    assert area_km2(drawn_corridor(ends, 5.0)) == pytest.approx(110.58 * 10 + 3.14159 * 25, rel=3e-3)


@pytest.mark.parametrize(
    ("make", "corners"), [(drawn_circle, ()), (drawn_corridor, ((30.0, 5.0),)), (drawn_corridor, ((30.0, 5.0),) * 2)]
)
def test_too_few_corners_are_said(
    make: Callable[..., Any], corners: tuple[tuple[float, float]] | tuple[tuple[float, float], tuple[float, float]]
) -> None:
    with pytest.raises(KnownError, match="too_few_corners"):
        make(corners, 5.0)


def test_a_measured_area_is_geodesic() -> None:
    """One degree square around 5.5 N: 110.81 km of the parallel times 110.58 km of the meridian."""
    assert area_km2(shapely.box(30, 5, 31, 6)) == pytest.approx(110.81 * 110.58, rel=1e-3)


def test_no_length_without_two_corners() -> None:
    assert length_km(()) == length_km(((1.0, 2.0),)) == 0.0
