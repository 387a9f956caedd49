"""The scene: the same input is the same map, in a stated order, with degrees where they can be read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st

from mrm_desktop.cartography.display_list import Badge, Fill, Line, Marks, Scene, Text, shape_of
from mrm_desktop.cartography.labels import letters
from mrm_desktop.cartography.layers.incidents import IncidentCount, IncidentLayer
from mrm_desktop.cartography.layers.trips import build_trip_layer
from mrm_desktop.cartography.map_document import MapDocument
from mrm_desktop.cartography.plan import plan_of
from mrm_desktop.cartography.plane import WEB_MERCATOR, WORLD_M, Box, EqualArea, Plane
from mrm_desktop.cartography.scene import FARTHER, GRID_MOST, clipped, compose, tiles_on
from mrm_desktop.cartography.showing import ALL_LAYERS, Showing
from mrm_desktop.cartography.style import load_style
from mrm_desktop.cartography.view import View, fit
from mrm_desktop.domain.trips import Go, Leg
from tests.cartography.sheets import WORDS, board, map_of, said

EVERYTHING = ALL_LAYERS | {"graticule"}
STYLE = load_style()


def full_board() -> MapDocument:
    """The toy board with incidents and a trip over it."""
    document = board()
    counts = (IncidentCount("XT08", 137, document.areas[8].label_at, "137"),)
    incidents = IncidentLayer("Incidents", (), counts, STYLE.points("incidents"), (), 0)
    west, south, east, north = document.bounds
    trip = build_trip_layer([(Leg("one", ((west, south), (east, north)), date(2026, 1, 1)), Go.WAIT)], WORDS)
    return document.with_overlays(incidents, trip)


def scene_of(document: MapDocument, bounds: Box | None = None, plane: Plane | None = None, **showing: object) -> Scene:
    view = fit(bounds or document.bounds, 700, 600, plane)
    return compose(plan_of(document, view.plane), view, Showing(**{"layers": EVERYTHING, **showing}))  # type: ignore[arg-type]


def degrees_of(scene: Scene) -> list[Text]:
    return [item for item in scene.items if isinstance(item, Text) and "°" in item.text]


def box_of_text(text: Text) -> Box:
    wide, tall = letters(text.text, text.size, text.weight), text.size
    left = text.at[0] - {"start": 0.0, "middle": wide / 2, "end": wide}[text.anchor]
    return left, text.at[1] - tall / 2, left + wide, text.at[1] + tall / 2


@pytest.mark.parametrize("plane", [None, EqualArea(-18.5, -21.5)])
def test_the_same_input_is_the_same_map(plane: Plane | None) -> None:
    one, other = (scene_of(full_board(), plane=plane, focus="XT04") for _ in range(2))
    assert said(one) == said(other)
    assert said(one) != said(scene_of(full_board(), plane=plane, focus="XT05"))


def test_a_plan_that_was_drawn_before_draws_the_same_again() -> None:
    """What a plan has laid out for one view is nothing that the next could see."""
    document = full_board()
    plan, near, far = plan_of(document), fit(document.bounds, 300, 300), fit((-40, -40, 0, 0), 300, 300)
    first = compose(plan, near, Showing())
    compose(plan, far, Showing(is_dark=True))
    assert said(compose(plan, near, Showing())) == said(first) == said(compose(plan_of(document), near, Showing()))


def test_areas_lie_below_what_is_over_them_and_names_and_numbers_on_top() -> None:
    items = scene_of(full_board(), focus="XT04").items

    def where(*kept: bool) -> tuple[int, int]:
        found = [n for n, is_kept in enumerate(kept) if is_kept]
        return found[0], found[-1]

    areas = where(*(isinstance(item, Fill) and item.area != "" for item in items))
    grid = where(*(isinstance(item, Line) and item.width == 0.6 for item in items))
    veils = where(*(isinstance(item, Fill) and item.area == "" and item.opacity < 0.5 for item in items))
    places = where(*(isinstance(item, Marks) and item.style.id in ("settlement", "remote") for item in items))
    focus = where(*(isinstance(item, Line) and item.casing != "" and item.is_closed for item in items))
    trip = where(*(isinstance(item, Line) and item.casing != "" and not item.is_closed for item in items))
    names = where(*(isinstance(item, Text) and "°" not in item.text for item in items))
    bases = where(*(isinstance(item, Marks) and item.style.id == "base" for item in items))
    numbers = where(*(isinstance(item, Badge) for item in items))
    order = [areas, grid, veils, places, focus, trip, names, bases, numbers]
    assert all(below[1] < above[0] for below, above in pairwise(order)), order


def test_each_border_of_a_state_is_drawn_once_and_above_the_areas() -> None:
    own = map_of(shapely.box(74, 33, 76, 35))
    items = scene_of(own, (73, 32, 80, 37)).items
    borders = [n for n, item in enumerate(items) if isinstance(item, Line) and item.colour == STYLE.ground.border]
    assert borders
    assert len({said(items[n]) for n in borders}) == len(borders)
    assert min(borders) > max(n for n, item in enumerate(items) if isinstance(item, Fill) and item.area)


def test_what_is_not_shown_is_not_drawn() -> None:
    nothing = scene_of(full_board(), layers=frozenset())
    assert nothing.ground == STYLE.ground.paper
    assert nothing.spots == ()
    assert {item.area for item in nothing.items if isinstance(item, Fill)} == {f"XT{k:02d}" for k in range(9)}
    assert not any(isinstance(item, Text | Marks | Badge) for item in nothing.items)
    assert scene_of(full_board(), layers=frozenset({"basemap"})).ground == STYLE.ground.sea


@pytest.mark.parametrize("layer", ["places", "presence", "incidents"])
def test_the_pointer_finds_what_is_shown_and_nothing_else(layer: str) -> None:
    assert {spot.layer for spot in scene_of(full_board(), layers=frozenset({layer})).spots} == {layer}


def test_the_area_in_focus_is_named_before_larger_ones() -> None:
    nested = map_of(shapely.box(0, 0, 10, 10), shapely.box(4, 4, 6, 6))
    for focus, first in ((None, "Square 0"), ("XT00", "Square 0"), ("XT01", "Square 1")):
        items = scene_of(nested, layers=frozenset({"labels"}), focus=focus).items
        assert next(item.text for item in items if isinstance(item, Text)) == first


def test_names_and_numbers_keep_off_what_will_lie_above_the_map() -> None:
    document, covered = full_board(), (300.0, 0.0, 700.0, 600.0)
    view = fit(document.bounds, 700, 600)
    scene = compose(plan_of(document), view, Showing(layers=EVERYTHING), covered=[covered])
    written = [box_of_text(item) for item in scene.items if isinstance(item, Text)]
    assert written
    assert all(right <= covered[0] for _, _, right, _ in written)
    assert len(written) < len([item for item in scene_of(document).items if isinstance(item, Text)])


BOUNDS = [
    (-21.0, -24.0, -16.0, -19.0),
    (10.0, -3.0, 11.5, 4.0),
    (29.0, -1.0, 30.0, 0.2),
    (-20.0, -20.0, 20.0, 20.0),
    (0, 0.1, 0.2, 0.3),
]


def plane_of(bounds: Box, on_paper: bool) -> Plane:
    west, south, east, north = bounds
    return EqualArea((west + east) / 2, (south + north) / 2) if on_paper else WEB_MERCATOR


@pytest.mark.parametrize("bounds", BOUNDS)
@pytest.mark.parametrize("on_paper", [False, True])
def test_degrees_are_written_inside_the_frame_and_never_on_each_other(bounds: Box, on_paper: bool) -> None:
    scene = scene_of(board(), bounds, plane_of(bounds, on_paper), layers=frozenset({"graticule"}))
    written = degrees_of(scene)
    assert any(text.text[-1] in "NS" for text in written) or bounds[1] < 0 < bounds[3]
    boxes = [box_of_text(text) for text in written]
    for left, top, right, bottom in boxes:
        assert left > 0
        assert right < 700
        assert top > 0
        assert bottom < 600
    apart = [shapely.box(*box) for box in boxes]
    assert shapely.union_all(apart).area == pytest.approx(sum(box.area for box in apart))


@pytest.mark.parametrize("bounds", BOUNDS)
@pytest.mark.parametrize("on_paper", [False, True])
def test_degrees_stand_at_their_meridian_and_parallel(bounds: Box, on_paper: bool) -> None:
    scene = scene_of(board(), bounds, plane_of(bounds, on_paper), layers=frozenset({"graticule"}))
    pixel = scene.view.metres_per_pixel / 111_195
    for text in degrees_of(scene):
        number, side = float(text.text.rstrip("°NSEW")), text.text[-1]
        signed = -number if side in "SW" else number
        is_parallel = text.anchor == "start"
        at = (0.0, text.at[1] + text.size * 0.6) if is_parallel else (text.at[0], 600.0)
        assert scene.view.position(*at)[is_parallel] == pytest.approx(signed, abs=2 * pixel)
        assert side in ("NS°" if is_parallel else "EW°")


@given(st.floats(-170, 150), st.floats(-80, 70), st.floats(0.3, 18))
def test_a_graticule_has_few_lines_each_way(west: float, south: float, span: float) -> None:
    view = fit((west, south, west + span, south + span / 2), 600, 400)
    scene = compose(plan_of(board()), view, Showing(layers=frozenset({"graticule"})))
    tracks = [item for item in scene.items if isinstance(item, Line) and item.width == 0.6]
    assert 2 <= len(tracks) <= 2 * (GRID_MOST + 2)
    assert all(np.isfinite(item.shape.points).all() for item in tracks)


@st.composite
def web_views(draw: st.DrawFn) -> View:
    return View(
        draw(st.floats(-0.6, 0.6)) * WORLD_M,
        draw(st.floats(-0.6, 0.6)) * WORLD_M,
        2 ** draw(st.floats(-1, 16)) * 256 / WORLD_M,
        draw(st.floats(50, 1200)),
        draw(st.floats(50, 900)),
    )


@given(web_views(), st.integers(0, 4), st.integers(0, 10))
def test_tiles_cover_what_the_page_shows_of_the_world(view: View, least: int, more: int) -> None:
    west, south, east, north = view.box
    assume(view.zoom - 3 < least + more)  # a page far nearer than its tiles is one tile; far farther it would be thousands
    assume(least <= round(view.zoom) + FARTHER)
    tiles = tiles_on(view, least, least + more)
    assert {tile.zoom for tile in tiles} == {tiles[0].zoom}
    assert least <= tiles[0].zoom <= least + more
    assert len({(tile.column, tile.row) for tile in tiles}) == len(tiles)
    world = shapely.box(-WORLD_M / 2, -WORLD_M / 2, WORLD_M / 2, WORLD_M / 2)
    shown = shapely.intersection(world, shapely.box(west, south, east, north))
    corners = view.to_page(shapely.get_coordinates(shown)) if shown.area else np.empty((0, 2))
    if len(corners):
        left, top = np.min([tile.box[:2] for tile in tiles], axis=0)
        right, bottom = np.max([tile.box[2:] for tile in tiles], axis=0)
        assert (corners >= np.array([left, top]) - 0.01).all()
        assert (corners <= np.array([right, bottom]) + 0.01).all()


@given(web_views())
def test_tiles_are_the_sharpest_for_the_scale(view: View) -> None:
    assume(view.zoom > -0.4)
    for tile in tiles_on(view, 0, 22):
        assert 256 / 2**0.5 * 0.999 <= tile.box[2] - tile.box[0] <= 256 * 2**0.5 * 1.001


def test_a_tile_lies_where_the_web_puts_it() -> None:
    """Tile 4/9/7 of the scheme: 22.5 to 45 degrees east, the equator to 21.9 north."""
    view = fit((23, 1, 44, 21), 256, 256)
    [tile] = [tile for tile in tiles_on(view, 4, 4) if (tile.column, tile.row) == (9, 7)]
    west, north = view.position(*tile.box[:2])
    east, south = view.position(*tile.box[2:])
    assert (west, south, east, north) == pytest.approx((22.5, 0.0, 45.0, 21.943), abs=1e-3)


corners = st.integers(-3000, 3000).map(float)
tracks = st.lists(st.tuples(corners, corners), min_size=2, max_size=20, unique=True).map(np.array)


def along(parts: list[np.ndarray]) -> np.ndarray:
    """Points all along lines."""
    lines = shapely.linestrings(np.concatenate(parts), indices=np.repeat(np.arange(len(parts)), [len(part) for part in parts]))
    return np.asarray(shapely.get_parts(shapely.extract_unique_points(shapely.segmentize(lines, 15.0))))


@given(st.lists(tracks, min_size=1, max_size=4), st.booleans())
def test_what_is_cut_to_the_page_is_all_that_is_seen_of_it(parts: list[np.ndarray], is_closed: bool) -> None:
    view, margin = View(0.0, 0.0, 0.5, 400.0, 300.0), 20.0
    whole = [np.vstack([part, part[:1]]) if is_closed else part for part in parts]
    cut = clipped(shape_of(whole), view, margin, is_closed)
    page, room = shapely.box(*view.box), shapely.box(*view.box).buffer(margin / view.scale, join_style="mitre")
    kept = [part for part in cut.parts() if len(part) > 1] if len(cut.points) else []
    points = along(whole)
    for point in points[shapely.within(points, page)]:
        assert any(shapely.distance(shapely.LineString(part), point) < 1e-6 for part in kept)
    everything = shapely.MultiLineString(whole)
    for point in along(kept) if kept else ():
        assert shapely.distance(everything, point) < 1e-6
        assert len(cut.points) == len(np.concatenate(whole)) or shapely.distance(room, point) < 1e-6


def test_what_lies_on_the_page_is_not_cut() -> None:
    shape = shape_of([np.array([(0.0, 0.0), (10.0, 0.0), (10.0, 10.0)])])
    assert clipped(shape, View(0.0, 0.0, 1.0, 100.0, 100.0), 10.0, is_closed=True) is shape


def test_a_map_of_areas_alone_is_drawn_on_a_dark_page_as_on_a_light_one() -> None:
    light, dark = (scene_of(board(), layers=frozenset(), is_dark=is_dark) for is_dark in (False, True))
    assert (light.ground, dark.ground) == (STYLE.ground.paper, STYLE.ground_dark.paper)
    kept = [said(replace(item, opacity=1.0)) for item in light.items if isinstance(item, Fill)]
    assert kept == [said(replace(item, opacity=1.0)) for item in dark.items if isinstance(item, Fill)]


def test_the_map_is_drawn_in_the_plane_of_its_plan() -> None:
    scene = scene_of(board())
    areas = [item for item in scene.items if isinstance(item, Fill) and item.area]
    for item, area in zip(areas, board().areas, strict=True):
        assert item.area == area.id
        expected = WEB_MERCATOR.forward(shapely.get_coordinates(area.polygons))
        assert item.shape.points == pytest.approx(expected)
