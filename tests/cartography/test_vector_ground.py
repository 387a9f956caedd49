"""The user's own vector tiles on a map: in place, in the order of a map, quiet, and in the stead of what the base map says less well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from mrm_desktop.cartography.display_list import Fill, Item, Line, Marks, Scene, Text
from mrm_desktop.cartography.ground import DASHES
from mrm_desktop.cartography.plan import plan_of
from mrm_desktop.cartography.plane import WEB_MERCATOR, Box
from mrm_desktop.cartography.scene import compose, tiles_on
from mrm_desktop.cartography.showing import ALL_LAYERS, Showing
from mrm_desktop.cartography.style import load_style
from mrm_desktop.cartography.vector_ground import MOST_NAMES, VectorFeature, VectorTile, covered_by, lay_out
from mrm_desktop.cartography.view import View, fit
from tests.cartography.sheets import board, map_of

COLOURS, DARK = load_style().ground, load_style().ground_dark
SOUTH_SUDAN = (27.0, 3.0, 34.0, 11.0)
TILE = (5, 18, 15)  # 22.5 to 33.75 degrees east, the equator to 11.18 north
ACROSS = np.array([[0.0, 0.5], [1.0, 0.5]])
LAKE = np.array([[0.2, 0.2], [0.4, 0.2], [0.4, 0.4], [0.2, 0.4], [0.2, 0.2]])


def line(kind: str) -> VectorFeature:
    return VectorFeature(kind, (ACROSS,))


def place(name: str, rank: int, x: float = 0.7, y: float = 0.5) -> VectorFeature:
    return VectorFeature("place", (np.array([[x, y]]),), name, rank)


def tile(*features: VectorFeature) -> VectorTile:
    return lay_out(*TILE, features)


def scene_of(tiles: Sequence[VectorTile], zoom: float = 9.0, at: tuple[float, float] = (28.1, 5.6), **showing: object) -> Scene:
    """A page of 900 x 700 pixels about a position, over an area far away from it."""
    document = map_of(shapely.box(40, 20, 41, 21))
    view = fit((*at, *at), 900, 700)
    (x, y) = WEB_MERCATOR.forward(np.array([at])).tolist()[0]
    view = replace(view, x=x, y=y, scale=view.scale * 2 ** (zoom - view.zoom))
    return compose(plan_of(document, view.plane), view, Showing(**{"layers": ALL_LAYERS, **showing}), (), tuple(tiles))  # type: ignore[arg-type]


def of_colour(scene: Scene, colour: str) -> list[Fill | Line]:
    return [item for item in scene.items if isinstance(item, Fill | Line) and item.colour == colour]


def names(scene: Scene) -> list[str]:
    return [item.text for item in scene.items if isinstance(item, Text)]


def test_a_tile_lies_where_the_web_puts_it() -> None:
    laid = tile(line("road_large"), place("Here", 4, 0.5, 1.0 - 1e-9))
    assert WEB_MERCATOR.inverse(laid.shapes["road_large"].points)[:, 0].tolist() == pytest.approx([22.5, 33.75])
    [(_, _, at)] = laid.places
    assert WEB_MERCATOR.inverse(np.array([at])).tolist()[0] == pytest.approx([28.125, 0.0], abs=1e-6)
    (west, south), (east, north) = WEB_MERCATOR.inverse(np.array([laid.box[:2], laid.box[2:]])).tolist()
    assert (west, south, east, north) == pytest.approx((22.5, 0.0, 33.75, 11.178), abs=1e-3)


def test_a_name_in_the_margin_is_said_by_the_tile_beside() -> None:
    beside = lay_out(5, 19, 15, [place("Edge", 4, 0.01), place("Both", 4, -0.01)])
    here = tile(place("Edge", 4, 1.01), place("Both", 4, 0.99))
    assert [name for _, name, _ in here.places] == ["Both"]
    assert [name for _, name, _ in beside.places] == ["Edge"]


def test_everything_lies_in_the_order_of_a_map() -> None:
    """Ground, water, buildings, rivers, edges of roads, roads from the smallest to the largest, borders, names."""
    kinds = ("border", "road_large", "road_small", "river", "path", "road_middle", "stream")
    surfaces = (VectorFeature(kind, (LAKE + 0.2,)) for kind in ("building", "water", "built", "wood", "wetland"))
    scene = scene_of([tile(*(line(kind) for kind in kinds), *surfaces, place("Zed", 4))], zoom=16)
    own = [
        item for item in scene.items if isinstance(item, Fill | Line) and item.shape.box[0] > 2_400_000 and item.shape.box[1] > 0
    ]
    told = [item.colour for item in own if item.colour != COLOURS.land]
    filled = [COLOURS.wetland, COLOURS.wood, COLOURS.built, COLOURS.lake, COLOURS.faint]
    flowing = [COLOURS.river, COLOURS.river]
    roads = [COLOURS.road_edge] * 4 + [COLOURS.road] * 3  # three edges and the path, which has none
    assert told == [*filled, *flowing, *roads, COLOURS.border]
    widths = [item.width for item in own if isinstance(item, Line) and item.colour == COLOURS.road]
    assert widths == sorted(widths)


@pytest.mark.parametrize(
    ("kind", "first"),
    [("path", 13.5), ("road_small", 12), ("stream", 10.5), ("road_middle", 8.5), ("road_large", 5.5), ("building", 15)],
)
def test_small_things_come_with_nearness(kind: str, first: float) -> None:
    """A line of each kind, and only from its zoom on; it never becomes thinner as one comes nearer."""
    feature = line(kind) if kind != "building" else VectorFeature(kind, (LAKE,))
    colours = {COLOURS.road, COLOURS.road_edge, COLOURS.river, COLOURS.faint}

    def drawn(zoom: float) -> list[Item]:
        scene = scene_of([tile(feature)], zoom, layers=frozenset())
        return [item for item in scene.items if isinstance(item, Fill | Line) and item.colour in colours]

    assert drawn(first - 0.1) == []
    widths = (
        [max(item.width for item in drawn(zoom) if isinstance(item, Line)) for zoom in np.arange(first, 18)]
        if kind != "building"
        else []
    )
    assert drawn(first)
    assert widths == sorted(widths)


def test_tiles_side_by_side_are_one_surface() -> None:
    """Each reaches into the margin of the other: drawn apart and see-through, both would show there."""
    over = VectorFeature("wood", (np.array([[-0.02, -0.02], [1.02, -0.02], [1.02, 1.02], [-0.02, 1.02]]),))
    scene = scene_of([lay_out(5, 18, 15, [over]), lay_out(5, 19, 15, [over])])
    [wood] = of_colour(scene, COLOURS.wood)
    assert isinstance(wood, Fill)
    assert wood.is_winding
    assert len(wood.shape.parts()) == 2


def test_names_come_with_nearness_and_the_largest_first() -> None:
    ranks = (1, 2, 4, 6, 8, 9)
    places = tile(*(place(f"Rank {rank}", rank, 0.499 + n * 0.0002, 0.5 + n * 0.0002) for n, rank in enumerate(ranks)))
    for zoom, least in ((5.5, 1), (7, 2), (9, 4), (10.5, 6), (12.5, 8), (13.5, 9)):
        said = {rank for rank in ranks if f"Rank {rank}" in names(scene_of([places], zoom, at=(28.12, 5.62)))}
        assert said <= {rank for rank in ranks if rank <= least}
        assert 1 in said
    assert [name for name in names(scene_of([places], 13.5, at=(28.12, 5.62))) if name.startswith("Rank")] == sorted(
        f"Rank {rank}" for rank in ranks
    )


def test_a_crowd_of_names_is_cut() -> None:
    crowd = [place(f"P{n}", 4, x, y) for n, (x, y) in enumerate(np.random.default_rng(1).uniform(0.45, 0.55, (900, 2)).tolist())]
    scene = scene_of([tile(*crowd)])
    marks = [item for item in scene.items if isinstance(item, Marks)]
    assert 20 < sum(len(item.spots) for item in marks) <= MOST_NAMES


def test_a_hostile_name_is_only_text() -> None:
    scene = scene_of([tile(place("<script>alert(1)</script>", 4, 0.5, 0.5))])
    assert "<script>alert(1)</script>" in names(scene)


def test_a_disputed_border_keeps_its_dashes() -> None:
    scene = scene_of([tile(line("border"), line("border_disputed"))], layers=frozenset())
    assert [item.dash for item in of_colour(scene, COLOURS.border) if isinstance(item, Line)] == [(), DASHES["disputed"]]


def seen(scene: Scene, colour: str) -> BaseGeometry:
    """What is drawn of a colour on the page."""
    parts = [part.tolist() for item in of_colour(scene, colour) for part in item.shape.parts() if len(part) > 1]
    return shapely.MultiLineString(parts).intersection(shapely.box(*scene.view.box))


def test_the_base_map_yields_to_tiles_that_say_more() -> None:
    """One river, not the same twice side by side; likewise towns. A tile without any leaves the base map's."""
    at, zoom = (31.5, 5.0), 8.0
    plain = scene_of([], zoom, at)
    assert not seen(plain, COLOURS.river).is_empty
    assert "Juba" in names(plain)
    with_roads = scene_of([tile(line("road_large"))], zoom, at)
    assert seen(with_roads, COLOURS.river).equals(seen(plain, COLOURS.river))
    assert "Juba" in names(with_roads)
    own = tile(VectorFeature("river", (np.array([[0.9, 0.0], [0.9, 1.0]]),)), place("Own name", 4, 0.8, 0.55))
    scene = scene_of([own], zoom, at)
    inside = shapely.box(*own.box).buffer(-1)
    assert shapely.length(seen(scene, COLOURS.river).intersection(inside)) == pytest.approx(
        shapely.length(
            shapely.LineString(own.shapes["river"].points).intersection(shapely.box(*scene.view.box)).intersection(inside)
        )
    )
    assert "Own name" in names(scene)
    assert "Juba" not in names(scene)


def test_what_is_disputed_is_said_beside_borders_of_tiles() -> None:
    """Kashmir: whatever a maker of tiles draws, the base map's dashes stay."""
    whole = lay_out(3, 5, 3, [line("border"), place("Town", 4)])
    scenes = [scene_of(tiles, 6.5, (75.5, 34.5)) for tiles in ((), (whole,))]
    dashed = [
        [said.shape.points.tolist() for said in of_colour(s, COLOURS.border) if isinstance(said, Line) and said.dash]
        for s in scenes
    ]
    assert dashed[0]
    assert dashed[0] == dashed[1]


def test_empty_tiles_cover_nothing() -> None:
    assert covered_by([tile()]) == {}
    assert covered_by([tile(line("river")), lay_out(5, 19, 15, [])]) == {"water": (tile(line("river")).box,)}


def test_classes_keep_their_colours_in_the_dark() -> None:
    """Dark ground that came through would turn each class into another; light ground hardly changes it."""
    document, view = board(), fit(board().bounds, 700, 600)
    for is_dark, is_vector, opacity in ((False, True, 0.8), (True, True, 1.0), (True, False, 0.8), (False, False, 0.8)):
        scene = compose(
            plan_of(document, view.plane), view, Showing(is_dark=is_dark, has_tiles=True, has_vectors=is_vector, layers=frozenset())
        )
        assert {item.opacity for item in scene.items if isinstance(item, Fill) and item.area} == {opacity}


def test_colours_follow_the_page() -> None:
    tiles = [tile(line("road_large"), VectorFeature("water", (LAKE,)))]
    for is_dark, colours in ((False, COLOURS), (True, DARK)):
        scene = scene_of(tiles, 12, is_dark=is_dark, layers=frozenset())
        assert of_colour(scene, colours.road)
        assert of_colour(scene, colours.lake)


def test_seen_from_afar_a_package_of_near_tiles_is_left_out() -> None:
    view: View = fit(SOUTH_SUDAN, 1366, 768)
    assert tiles_on(view, 14, 14) == ()
    assert 0 < len(tiles_on(view, 0, 14, 512)) < len(tiles_on(view, 0, 14)) <= len(tiles_on(view, round(view.zoom) + 2, 14)) < 700
    wide: Box = tiles_on(view, 0, 14, 512)[0].box
    assert 512 / 2**0.5 * 0.999 <= wide[2] - wide[0] <= 512 * 2**0.5 * 1.001
