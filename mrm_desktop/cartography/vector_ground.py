"""The user's own vector tiles in a scene: surfaces below the areas, lines and names above them, in the colours of the base map."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mrm_desktop.cartography.display_list import Fill, Item, Line, Marks, Text, Tile, shape_of
from mrm_desktop.cartography.labels import Wish, beside
from mrm_desktop.cartography.plane import WORLD_M, Points
from mrm_desktop.cartography.showing import Sheet
from mrm_desktop.cartography.style import PointClass

MOST_NAMES = 120
_SURFACE_OPACITY = {"water": 1.0, "wood": 0.55, "built": 0.7, "building": 0.8}
_LINES: Mapping[str, tuple[float, tuple[float, ...]]] = {
    "river": (1.2, ()),
    "border": (1.3, (6.0, 3.0)),
    "path": (0.7, (3.0, 2.0)),
    "road_small": (0.8, ()),
    "road_middle": (1.5, ()),
    "road_large": (2.4, ()),
}
"""Width in pixels and dashes of each kind of line, the least important first: the last lies on top."""
_LEAST_ZOOM = {"path": 13.0, "road_small": 11.0, "road_middle": 8.0, "building": 14.0}
_LEAST_PLACE = ((6.0, 2), (8.0, 4), (10.0, 6), (30.0, 8))  # zoom below which, and the least important place that is named


@dataclass(frozen=True, slots=True)
class VectorFeature:
    """A feature of a tile as a map draws it; ``parts`` in shares of the tile's side from its upper left corner."""

    kind: str
    parts: tuple[Points, ...]
    name: str = ""
    rank: int = 0


@dataclass(frozen=True, slots=True)
class VectorTile:
    """A tile with its features."""

    tile: Tile
    features: Sequence[VectorFeature]

    def laid_out(self, part: Points) -> Points:
        """Place shares of the tile's side in the plane of the web, metres."""
        side = WORLD_M / 2**self.tile.zoom
        west, north = self.tile.column * side - WORLD_M / 2, WORLD_M / 2 - self.tile.row * side
        return np.column_stack([west + part[:, 0] * side, north - part[:, 1] * side])


def surfaces_of(tiles: Iterable[VectorTile], sheet: Sheet) -> Iterator[Item]:
    """Draw water, woods and built-up ground, each kind of a tile as one shape."""
    colours = {
        "water": sheet.colours.lake,
        "wood": sheet.colours.wood,
        "built": sheet.colours.built,
        "building": sheet.colours.faint,
    }
    for kind, opacity in _SURFACE_OPACITY.items():
        if sheet.view.zoom >= _LEAST_ZOOM.get(kind, 0.0):
            for tile in tiles:
                parts = [tile.laid_out(part) for f in tile.features if f.kind == kind for part in f.parts if len(part) > 2]
                if parts:
                    yield Fill(shape_of(parts), colours[kind], opacity=opacity, is_winding=True)


def lines_of(tiles: Iterable[VectorTile], sheet: Sheet) -> Iterator[Item]:
    """Draw rivers, borders and roads, each kind of a tile as one shape."""
    colours: dict[str, str] = defaultdict(lambda: sheet.colours.road, river=sheet.colours.river, border=sheet.colours.border)
    for kind, (width, dash) in _LINES.items():
        if sheet.view.zoom >= _LEAST_ZOOM.get(kind, 0.0):
            for tile in tiles:
                parts = [tile.laid_out(part) for f in tile.features if f.kind == kind for part in f.parts if len(part) > 1]
                if parts:
                    casing = sheet.colours.halo if kind in ("road_large", "road_middle") else ""
                    yield Line(shape_of(parts), colours[kind], width, dash, casing=casing, is_closed=False)


def places_of(tiles: Iterable[VectorTile], sheet: Sheet) -> tuple[list[Item], list[Wish]]:
    """Return marks and names of the places that the tiles name, the largest first."""
    least = next(rank for zoom, rank in _LEAST_PLACE if sheet.view.zoom < zoom)
    found = {
        (f.name, round(float(at[0])), round(float(at[1]))): (f.rank, f.name, (float(at[0]), float(at[1])))
        for tile in tiles
        for f in tile.features
        if f.kind == "place" and f.rank <= least and len(f.parts[0])
        for at in tile.laid_out(f.parts[0][:1])
    }
    ordered = sorted(found.values())[:MOST_NAMES]
    if not ordered:
        return [], []
    pixels, inside = sheet.on_page(np.array([at for _, _, at in ordered]))
    kept = np.flatnonzero(inside).tolist()
    colours, size = sheet.colours, sheet.showing.letter_px * 0.9
    marks: list[Item] = [Marks(pixels[kept], PointClass("place", colours.halo, colours.ink, 2.0))] if kept else []
    names = []
    for n in kept:
        x, y = pixels[n].tolist()
        names.append(Wish(Text(ordered[n][1], (x, y), size, colours.ink, colours.halo), beside(2.5)))
    return marks, names
