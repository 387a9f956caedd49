"""The user's own vector tiles in a scene, in the colours of the base map: ground below the areas, water, roads and names above them.

They stay quiet: what the colours of the areas say must be read through them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mrm_desktop.cartography.display_list import Fill, Item, Line, Marks, Shape, Text, shape_of
from mrm_desktop.cartography.labels import Wish, beside
from mrm_desktop.cartography.plane import WORLD_M, Box, Points
from mrm_desktop.cartography.showing import Sheet
from mrm_desktop.cartography.style import PointClass

MOST_NAMES = 160
TOWN_RANK = 4  # the least important place that has its name before areas have theirs
_LEAST_BUILDINGS = 15.0
_BORDER_DASHES: Mapping[str, tuple[float, ...]] = {"border": (), "border_disputed": (6.0, 4.0)}
_WIDTHS: Mapping[str, tuple[tuple[float, ...], tuple[float, ...]]] = {
    "stream": ((10.5, 13, 16), (0.5, 0.9, 2.0)),
    "river": ((5, 8, 11, 14, 17), (0.7, 1.1, 1.8, 3.0, 5.0)),
    "path": ((13.5, 16, 18), (0.8, 1.1, 1.6)),
    "road_small": ((12, 14, 16, 18), (0.6, 1.3, 3.2, 7.0)),
    "road_middle": ((8.5, 11, 14, 17), (0.7, 1.2, 2.8, 8.0)),
    "road_large": ((5.5, 7.5, 11, 14, 17), (0.8, 1.5, 2.7, 4.4, 11.0)),
}
"""Zooms and pixels of each kind of line, the least important first: the last lies on top. Below the first zoom it is not drawn."""
_CASED = 1.4  # pixels; a thinner road has no edge
_LEAST_PLACE = ((6.0, 1), (8.0, 2), (9.5, 4), (11.0, 6), (13.0, 8), (99.0, 9))
"""Zooms below which no place is named that is less important."""


@dataclass(frozen=True, slots=True)
class VectorFeature:
    """A feature of a tile as a map draws it; ``parts`` in shares of the tile's side from its upper left corner."""

    kind: str
    parts: tuple[Points, ...]
    name: str = ""
    rank: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class VectorTile:
    """A tile laid out in the plane of the web, metres.

    Attributes
    ----------
    shapes : Mapping[str, Shape]
        All features of a kind as one.
    places : tuple of (rank, name, position)
        What has a name; the larger the rank, the less important.
    """

    box: Box
    shapes: Mapping[str, Shape]
    places: tuple[tuple[int, str, tuple[float, float]], ...]


def lay_out(zoom: int, column: int, row: int, features: Iterable[VectorFeature]) -> VectorTile:
    """Lay the features of a tile out, once however often they are drawn."""
    side = WORLD_M / 2**zoom
    west, north = column * side - WORLD_M / 2, WORLD_M / 2 - row * side
    parts: dict[str, list[Points]] = defaultdict(list)
    places = []
    for feature in features:
        laid = [(west, north) + part * (side, -side) for part in feature.parts if len(part)]
        if feature.kind != "place":
            parts[feature.kind] += laid
        # A tile has the names of its margin, too, for the tile beside it has them cut.
        elif laid and ((feature.parts[0][0] >= 0) & (feature.parts[0][0] < 1)).all():
            x, y = laid[0][0].tolist()
            places.append((feature.rank, feature.name, (x, y)))
    shapes = {kind: shape_of(found) for kind, found in parts.items() if found}
    return VectorTile((west, north - side, west + side, north), shapes, tuple(places))


def covered_by(tiles: Sequence[VectorTile]) -> Mapping[str, tuple[Box, ...]]:
    """Return where the base map yields: wherever tiles have something, as to what some tile on the page has."""
    boxes = tuple(tile.box for tile in tiles if tile.shapes or tile.places)
    kinds = {kind for tile in tiles for kind in tile.shapes}
    said = {
        "water": bool(kinds & {"water", "river"}),
        "borders": bool(kinds & {"border", "border_disputed"}),
        "towns": any(rank <= TOWN_RANK for tile in tiles for rank, _, _ in tile.places),
    }
    return {what: boxes for what, is_said in said.items() if is_said}


def surfaces_of(tiles: Sequence[VectorTile], sheet: Sheet) -> Iterator[Item]:
    """Draw what the ground is covered with."""
    colours = sheet.colours
    for kind, colour in (("wetland", colours.wetland), ("wood", colours.wood), ("built", colours.built)):
        yield from _filled(tiles, kind, colour)


def water_in(tiles: Sequence[VectorTile], sheet: Sheet) -> Iterator[Item]:
    """Draw lakes and the banks of rivers."""
    yield from _filled(tiles, "water", sheet.colours.lake)


def buildings_of(tiles: Sequence[VectorTile], sheet: Sheet) -> Iterator[Item]:
    """Draw buildings, near enough to tell one from another."""
    if sheet.view.zoom >= _LEAST_BUILDINGS:
        yield from _filled(tiles, "building", sheet.colours.faint, 0.45)


def lines_of(tiles: Sequence[VectorTile], sheet: Sheet) -> Iterator[Item]:
    """Draw rivers, roads - the edges of all before any of them, so that a crossing is open - and borders."""
    colours, zoom = sheet.colours, sheet.view.zoom
    edges: list[Line] = []
    lines: list[Line] = []
    for kind, (zooms, widths) in _WIDTHS.items():
        shape = _joined(tiles, kind) if zoom >= zooms[0] else None
        if shape is None:
            continue
        width = float(np.interp(zoom, zooms, widths))
        if kind in ("stream", "river"):
            yield Line(shape, colours.river, width, opacity=0.85, is_closed=False)
            continue
        is_cased = width >= _CASED and kind != "path"
        if is_cased:
            edges.append(Line(shape, colours.road_edge, width + 1.4, is_closed=False))
        lines.append(
            Line(
                shape, colours.road if is_cased else colours.road_edge, width, (3.0, 2.0) if kind == "path" else (), is_closed=False
            )
        )
    yield from edges
    yield from lines
    for kind, dash in _BORDER_DASHES.items():
        if (shape := _joined(tiles, kind)) is not None:
            yield Line(shape, colours.border, 1.3, dash, is_closed=False)


def places_of(tiles: Sequence[VectorTile], sheet: Sheet) -> tuple[list[Item], list[Wish], list[Wish]]:
    """Return the marks of the places that the tiles name, the names of towns, and those of the smaller ones; the largest first."""
    least = next(rank for zoom, rank in _LEAST_PLACE if sheet.view.zoom < zoom)
    found = sorted(place for tile in tiles for place in tile.places if place[0] <= least)
    if not found:
        return [], [], []
    pixels, inside = sheet.on_page(np.array([at for _, _, at in found]))
    kept = np.flatnonzero(inside)[:MOST_NAMES].tolist()
    marks: list[Item] = []
    towns: list[Wish] = []
    villages: list[Wish] = []
    for n in kept:
        rank, name, at = found[n]
        colours = sheet.colours if sheet.is_around(at) else sheet.on_areas
        size, radius, weight = _LOOKS[min(rank, TOWN_RANK + 1)]
        x, y = pixels[n].tolist()
        if radius:
            marks.append(Marks(pixels[[n]], PointClass("town", colours.ink if rank <= 1 else colours.halo, colours.ink, radius)))
        letters = Text(name, (x, y), sheet.showing.letter_px * size, colours.ink, colours.halo, weight)
        (towns if rank <= TOWN_RANK else villages).append(Wish(letters, beside(radius) if radius else [(0.0, 0.0, "middle")]))
    return marks, towns, villages


_LOOKS = {1: (0.98, 3.2, 600), 2: (0.95, 2.6, 600), 4: (0.92, 2.2, 400), 5: (0.84, 0.0, 400)}
"""By rank: letters as a share of those of areas, the radius of the mark, the weight."""


def _filled(tiles: Sequence[VectorTile], kind: str, colour: str, opacity: float = 1.0) -> Iterator[Item]:
    shape = _joined(tiles, kind)
    if shape is not None:
        yield Fill(shape, colour, opacity=opacity, is_winding=True)


def _joined(tiles: Sequence[VectorTile], kind: str) -> Shape | None:
    """Return what all tiles have of a kind as one shape: drawn apart, their margins would lie on each other as stripes."""
    shapes = [tile.shapes[kind] for tile in tiles if kind in tile.shapes]
    return shape_of([part for shape in shapes for part in shape.parts()]) if shapes else None
