"""What comes from the map page is checked like a file, whatever it is."""

from __future__ import annotations

import json
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
    drawn_circle,
    drawn_corridor,
    drawn_polygon,
    length_km,
    read_corners,
)

CODES = {"draw.unreadable", "draw.too_many_corners", "coordinate.out_of_range"}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=12,
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
def test_good_corners_come_through_unchanged(corners: list[tuple[float, float]]) -> None:
    assert read_corners(json.dumps(corners)) == tuple(corners)


@given(JSON)
def test_anything_else_is_refused_with_a_code_and_never_with_its_content(found: Any) -> None:
    corners, refused = outcome(read_corners, json.dumps(found))
    if corners is None:
        assert refused is not None
        assert refused.code in CODES
        assert set(refused.params) <= {"most"}
    else:
        assert isinstance(found, list)
        assert all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in corners)


@given(st.text(max_size=50))
def test_text_that_is_no_json_is_refused(text: str) -> None:
    _, refused = outcome(read_corners, text)
    assert refused is None or refused.code in CODES


@pytest.mark.parametrize(
    "text",
    [
        "[[1e999,0]]",
        "[[NaN,0]]",
        "[[true,false]]",
        '[["1","2"]]',
        "[[1,2,3]]",
        "[[1]]",
        "{}",
        "[" * 100_000,
        "[[1" + "0" * 400 + ",2]]",
    ],
)
def test_traps_are_refused(text: str) -> None:
    with pytest.raises(KnownError):
        read_corners(text)


def test_too_many_corners_are_refused() -> None:
    with pytest.raises(KnownError, match="too_many_corners"):
        read_corners(json.dumps([[1, 2]] * (MAX_CORNERS + 1)))
    with pytest.raises(KnownError, match="too_many_corners"):
        read_corners("[" + " " * 300_000 + "]")


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
