"""The plan of a map: which area holds a position, what is laid out once, and what is taken over."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from mrm_desktop.cartography.levels import Level
from mrm_desktop.cartography.plan import on_page, plan_of, shapes_in
from mrm_desktop.cartography.plane import WEB_MERCATOR, EqualArea
from mrm_desktop.cartography.view import fit
from tests import toy
from tests.cartography.sheets import board, map_of

HOLED = shapely.Polygon(shapely.box(0, 0, 4, 4).exterior, [shapely.box(1, 1, 2, 2).exterior, shapely.box(2.5, 2.5, 3, 3).exterior])
ISLANDS = shapely.MultiPolygon([HOLED, shapely.box(6, 0, 7, 1)])


@pytest.mark.parametrize("k", range(9))
def test_a_position_is_in_the_square_that_holds_it(k: int) -> None:
    areas = plan_of(board()).areas
    west, south, east, north = shapely.from_wkb(toy.area(k).geometry).bounds
    for u, v in ((0.5, 0.5), (0.01, 0.01), (0.99, 0.3)):
        assert areas.code_at(west + u * (east - west), south + v * (north - south)) == f"XT{k:02d}"


def test_a_position_outside_is_in_no_area() -> None:
    areas = plan_of(board()).areas
    assert areas.code_at(-21.0, -22.0) is None
    assert areas.code_at(160.0, 22.0) is None


def test_a_position_in_a_hole_is_in_no_area_and_one_on_an_island_is() -> None:
    areas = plan_of(map_of(ISLANDS)).areas
    assert areas.code_at(1.5, 1.5) is None
    assert areas.code_at(6.5, 0.5) == "XT00"


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_where_areas_lie_in_each_other_the_smallest_is_meant(order: tuple[int, ...]) -> None:
    nested = [shapely.box(0, 0, 9, 9), shapely.box(1, 1, 5, 5), shapely.box(2, 2, 3, 3)]
    areas = plan_of(map_of(*(nested[k] for k in order))).areas
    found = [areas.code_at(*at) for at in ((8.0, 8.0), (4.0, 4.0), (2.5, 2.5))]
    assert found == [f"XT{order.index(k):02d}" for k in range(3)]


def test_a_position_on_a_border_is_in_one_of_the_neighbours() -> None:
    assert plan_of(board()).areas.code_at(-19.0, -22.5) in ("XT00", "XT01")


def test_a_map_without_levels_of_detail_is_drawn_by_its_outlines_as_they_came() -> None:
    """A released map has none."""
    areas = plan_of(replace(board(), levels=())).areas
    shapes, boxes = areas.at(fit(board().bounds, 400, 400))
    assert len(shapes) == len(boxes) == 9
    assert areas.code_at(-19.5, -22.5) == "XT00"


def test_another_question_on_the_same_shapes_lays_nothing_out_anew() -> None:
    before = plan_of(board())
    view = fit(board().bounds, 400, 400)
    laid_out = before.areas.at(view)
    after = plan_of(replace(before.document, themes=board().themes[::-1]), before=before)
    assert after.document.themes[0].id == before.document.themes[-1].id
    assert after.areas is before.areas
    assert after.presence is before.presence
    assert after.places is before.places
    assert after.areas.at(view) is laid_out


def test_what_is_new_is_laid_out() -> None:
    before = plan_of(board())
    document = before.document
    others = plan_of(replace(document, presence=document.presence[:1], places=document.places[:1]), before=before)
    assert others.areas is before.areas
    assert (len(others.presence.shapes), len(others.presence.bases)) == (1, 1)
    assert len(others.places.spots) == 1
    reordered = plan_of(replace(document, place_styles=document.place_styles[::-1]), before=before)
    assert reordered.places.styles.tolist() != before.places.styles.tolist()
    fewer = replace(document, areas=document.areas[:4], levels=())
    assert len(plan_of(fewer, before=before).areas.areas) == 4
    assert plan_of(document, EqualArea(-18.5, -21.5), before).areas is not before.areas


def test_levels_that_come_later_are_drawn_from_then_on() -> None:
    before = plan_of(replace(board(), levels=()))
    outlines = np.array([area.polygons for area in before.document.areas])
    levels = (Level(0.0, outlines), Level(0.5, outlines))
    assert plan_of(replace(before.document, levels=levels), before=before).areas.levels is levels


def test_places_and_bases_stand_where_they_are() -> None:
    document = board()
    plan = plan_of(document)
    assert plan.plane.inverse(plan.places.spots) == pytest.approx(np.array([place.at for place in document.places]))
    assert [document.place_styles[n].id for n in plan.places.styles] == [place.style for place in document.places]
    bases = [document.presence[row].base for row in plan.presence.base_rows]
    assert plan.plane.inverse(plan.presence.bases) == pytest.approx(np.array(bases))
    assert plan.plane.inverse(plan.areas.labels) == pytest.approx(np.array([area.label_at for area in document.areas]))


def test_a_map_with_neither_presence_nor_places_is_laid_out() -> None:
    plan = plan_of(board(presence=(), places=()))
    assert plan.presence.bases.shape == plan.places.spots.shape == (0, 2)
    assert plan.presence.shapes == ()


def rings_of_shape(outline: shapely.Geometry) -> list[np.ndarray]:
    [shape] = shapes_in(WEB_MERCATOR, np.array([outline], dtype=object))
    return shape.parts()


def test_a_shape_has_every_ring_of_every_part() -> None:
    rings = rings_of_shape(ISLANDS)
    assert [len(ring) for ring in rings] == [5, 5, 5, 5]
    expected = [ring for part in ISLANDS.geoms for ring in (part.exterior, *part.interiors)]
    for ring, true in zip(rings, expected, strict=True):
        assert ring.tobytes() == WEB_MERCATOR.forward(shapely.get_coordinates(true)).tobytes()


def test_shapes_stay_in_the_order_of_their_outlines_whatever_these_are() -> None:
    mixed = shapely.GeometryCollection([shapely.LineString([(0, 0), (1, 1)]), shapely.box(0, 0, 1, 1)])
    outlines = np.array([shapely.Point(1, 1), ISLANDS, shapely.Polygon(), mixed, shapely.box(8, 8, 9, 9)], dtype=object)
    shapes = shapes_in(WEB_MERCATOR, outlines)
    assert [len(shape.starts) for shape in shapes] == [0, 4, 0, 1, 1]
    assert [len(shape.points) for shape in shapes] == [0, 20, 0, 5, 5]
    assert shapes_in(WEB_MERCATOR, np.array([], dtype=object)) == ()
    for shape in shapes:
        if len(shape.points):
            assert shape.box == (*shape.points.min(axis=0), *shape.points.max(axis=0))


corners = st.floats(-50, 50)
frames = st.lists(st.tuples(corners, corners, st.floats(0, 20), st.floats(0, 20)), max_size=20)


@given(frames, corners, corners)
def test_what_meets_the_page_is_drawn_and_nothing_else(found: list[tuple[float, ...]], west: float, south: float) -> None:
    boxes = np.array([(x, y, x + wide, y + tall) for x, y, wide, tall in found]).reshape(-1, 4)
    page = (west, south, west + 10, south + 10)
    expected = [n for n, box in enumerate(boxes) if shapely.box(*box).intersects(shapely.box(*page))]
    assert on_page(boxes, page).tolist() == expected
