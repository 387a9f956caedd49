"""A little country in the vocabularies of the makers of vector tiles, and packages of it as their programs write them."""

from __future__ import annotations

import gzip
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import mapbox_vector_tile
import numpy as np
import shapely
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from mrm_desktop.cartography.plane import WEB_MERCATOR, WORLD_M, Box

Tiles = Mapping[tuple[int, int, int], bytes]
GRID = 4096  # steps of a tile's side
MARGIN = 64 / GRID  # of a tile's side, which tiles share with those beside them
CREDIT = "© OpenStreetMap contributors"


@dataclass(frozen=True, slots=True)
class Thing:
    """Something of the country: its kind in our words, and where it is, degrees."""

    kind: str
    where: shapely.Geometry
    more: Mapping[str, Any] = field(default_factory=dict)


OPENMAPTILES: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "water": ("water", {"class": "lake"}),
    "wetland": ("landcover", {"class": "wetland", "subclass": "swamp"}),
    "wood": ("landcover", {"class": "wood"}),
    "built": ("landuse", {"class": "residential"}),
    "building": ("building", {}),
    "river": ("waterway", {"class": "river"}),
    "stream": ("waterway", {"class": "stream"}),
    "road_large": ("transportation", {"class": "primary"}),
    "road_middle": ("transportation", {"class": "tertiary"}),
    "road_small": ("transportation", {"class": "minor"}),
    "path": ("transportation", {"class": "track"}),
    "rail": ("transportation", {"class": "rail"}),
    "border": ("boundary", {"admin_level": 2, "maritime": 0, "disputed": 0}),
    "border_disputed": ("boundary", {"admin_level": 2, "maritime": 0, "disputed": 1}),
    "province": ("boundary", {"admin_level": 4, "maritime": 0, "disputed": 0}),
    "capital": ("place", {"class": "city", "capital": 2}),
    "city": ("place", {"class": "city"}),
    "town": ("place", {"class": "town"}),
    "village": ("place", {"class": "village"}),
    "state": ("place", {"class": "state"}),
    "shop": ("poi", {"class": "shop"}),
}
PROTOMAPS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "water": ("water", {"kind": "lake"}),
    "wetland": ("landuse", {"kind": "wetland"}),
    "wood": ("landcover", {"kind": "forest"}),
    "built": ("landcover", {"kind": "urban_area"}),
    "building": ("buildings", {"kind": "building"}),
    "river": ("water", {"kind": "river"}),
    "stream": ("water", {"kind": "stream"}),
    "road_large": ("roads", {"kind": "major_road", "kind_detail": "primary"}),
    "road_middle": ("roads", {"kind": "major_road", "kind_detail": "tertiary"}),
    "road_small": ("roads", {"kind": "minor_road", "kind_detail": "residential"}),
    "path": ("roads", {"kind": "path", "kind_detail": "track"}),
    "rail": ("roads", {"kind": "rail", "kind_detail": "rail"}),
    "border": ("boundaries", {"kind": "country", "kind_detail": 2}),
    "border_disputed": ("boundaries", {"kind": "country", "kind_detail": 2, "disputed": True}),
    "province": ("boundaries", {"kind": "region", "kind_detail": 4}),
    "capital": ("places", {"kind": "locality", "kind_detail": "city", "capital": "yes"}),
    "city": ("places", {"kind": "locality", "kind_detail": "city"}),
    "town": ("places", {"kind": "locality", "kind_detail": "town"}),
    "village": ("places", {"kind": "locality", "kind_detail": "village"}),
    "state": ("places", {"kind": "region"}),
    "shop": ("pois", {"kind": "supermarket"}),
}
SHORTBREAD: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "water": ("water_polygons", {"kind": "water"}),
    "wetland": ("land", {"kind": "swamp"}),
    "wood": ("land", {"kind": "forest"}),
    "built": ("land", {"kind": "residential"}),
    "building": ("buildings", {}),
    "river": ("water_lines", {"kind": "river"}),
    "stream": ("water_lines", {"kind": "stream"}),
    "road_large": ("streets", {"kind": "primary", "link": False}),
    "road_middle": ("streets", {"kind": "secondary", "link": False}),
    "road_small": ("streets", {"kind": "residential", "link": False}),
    "path": ("streets", {"kind": "footway", "link": False}),
    "rail": ("streets", {"kind": "rail", "rail": True}),
    "border": ("boundaries", {"admin_level": 2, "maritime": False, "disputed": False}),
    "border_disputed": ("boundaries", {"admin_level": 2, "maritime": False, "disputed": True}),
    "province": ("boundaries", {"admin_level": 4, "maritime": False, "disputed": False}),
    "capital": ("place_labels", {"kind": "capital"}),
    "city": ("place_labels", {"kind": "city"}),
    "town": ("place_labels", {"kind": "town"}),
    "village": ("place_labels", {"kind": "village"}),
    "state": ("boundary_labels", {"admin_level": 4}),
    "shop": ("pois", {"shop": "kiosk"}),
}
VOCABULARIES = {"OpenMapTiles": OPENMAPTILES, "Protomaps": PROTOMAPS, "Shortbread": SHORTBREAD}


def named(kind: str, longitude: float, latitude: float, name: str, **translated: str) -> Thing:
    """A place with its name, as ``name``, and in languages, as ``fr="Djouba"``."""
    names = {f"name:{language}": text for language, text in translated.items()}
    return Thing(kind, shapely.Point(longitude, latitude), {"name": name, **names})


def little_country(bounds: Box) -> tuple[Thing, ...]:
    """One thing of each kind, well inside of ``bounds``."""
    west, south, east, north = bounds

    def at(x: float, y: float) -> tuple[float, float]:
        return west + (east - west) * x, south + (north - south) * y

    def box(x0: float, y0: float, x1: float, y1: float) -> shapely.Geometry:
        return shapely.box(*at(x0, y0), *at(x1, y1))

    lake = shapely.difference(box(0.1, 0.1, 0.3, 0.3), box(0.18, 0.18, 0.22, 0.22))
    areas = {
        "water": lake,
        "wetland": box(0.1, 0.6, 0.3, 0.8),
        "wood": box(0.6, 0.6, 0.9, 0.9),
        "built": box(0.45, 0.45, 0.55, 0.55),
    }
    lines = ("river", "stream", "road_large", "road_middle", "road_small", "path", "rail", "border", "border_disputed", "province")
    return (
        *(Thing(kind, where) for kind, where in areas.items()),
        Thing("building", box(0.49, 0.49, 0.5, 0.5)),
        *(Thing(kind, shapely.LineString([at(0.05, 0.05 + n * 0.09), at(0.95, 0.08 + n * 0.09)])) for n, kind in enumerate(lines)),
        named("capital", *at(0.5, 0.5), "Maru", fr="Marou", ar="مارو"),
        named("city", *at(0.25, 0.4), "Besk"),
        named("town", *at(0.75, 0.4), "Tolo"),
        named("village", *at(0.4, 0.75), "Ama"),
        named("state", *at(0.6, 0.3), "Upper Maru"),
        Thing("shop", shapely.Point(*at(0.52, 0.5)), {"name": "Kiosk"}),
    )


def encoded(
    things: Sequence[Thing], vocabulary: Mapping[str, tuple[str, Mapping[str, Any]]], zoom: int, column: int, row: int
) -> bytes:
    """One tile of a country, not packed; empty where it has nothing."""
    side = WORLD_M / 2**zoom
    west, south = column * side - WORLD_M / 2, WORLD_M / 2 - (row + 1) * side
    frame = shapely.box(*(np.array([west, south] * 2) + np.array([-MARGIN, -MARGIN, 1 + MARGIN, 1 + MARGIN]) * side))
    layers: dict[str, list[dict[str, Any]]] = {}
    for thing in things:
        cut = shapely.intersection(shapely.transform(thing.where, WEB_MERCATOR.forward), frame)
        if not shapely.is_empty(cut):
            layer, told = vocabulary[thing.kind]
            on_grid = shapely.transform(cut, lambda spots: (spots - (west, south)) / side * GRID)
            layers.setdefault(layer, []).append({"geometry": on_grid, "properties": {**told, **thing.more}})
    made: bytes = mapbox_vector_tile.encode([{"name": name, "features": features} for name, features in layers.items()])
    return made


def numbers(bounds: Box, zooms: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Number the tiles that meet degrees ``bounds``."""
    (x0, y0), (x1, y1) = WEB_MERCATOR.forward(np.array([bounds[:2], bounds[2:]])).tolist()
    for zoom in zooms:
        side = WORLD_M / 2**zoom
        for column in range(int((x0 + WORLD_M / 2) // side), int((x1 + WORLD_M / 2) // side) + 1):
            for row in range(int((WORLD_M / 2 - y1) // side), int((WORLD_M / 2 - y0) // side) + 1):
                yield zoom, column, row


def tiles_of(
    things: Sequence[Thing], vocabulary: Mapping[str, tuple[str, Mapping[str, Any]]], bounds: Box, zooms: Sequence[int]
) -> Tiles:
    """Every tile of a country, packed with gzip as is usual."""
    made = {key: encoded(things, vocabulary, *key) for key in numbers(bounds, zooms)}
    return {key: gzip.compress(tile, mtime=0) for key, tile in made.items() if tile}


def write_pmtiles(
    path: Path,
    tiles: Tiles,
    bounds: Box,
    metadata: Any = None,
    kind: TileType = TileType.MVT,
    packing: Compression = Compression.GZIP,
) -> Path:
    """Write a package with the format's own writer."""
    zooms = [zoom for zoom, _, _ in tiles] or [0]
    edges = dict(zip(("min_lon_e7", "min_lat_e7", "max_lon_e7", "max_lat_e7"), (round(edge * 1e7) for edge in bounds), strict=True))
    with path.open("wb") as file:
        writer = Writer(file)  # type: ignore[no-untyped-call]
        for number, content in sorted((zxy_to_tileid(*key), content) for key, content in tiles.items()):
            writer.write_tile(number, content)  # type: ignore[no-untyped-call]
        header = {"tile_type": kind, "tile_compression": packing, "min_zoom": min(zooms), "max_zoom": max(zooms), **edges}
        told = {"name": "Little country", "attribution": CREDIT} if metadata is None else metadata
        writer.finalize(header, told)  # type: ignore[no-untyped-call]
    return path


def write_mbtiles(path: Path, tiles: Tiles, metadata: Mapping[str, str]) -> Path:
    """Write a package as SQLite; its rows count from the south."""
    with closing(sqlite3.connect(path)) as book, book:
        book.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
        book.execute("CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB)")
        book.executemany("INSERT INTO metadata VALUES (?, ?)", metadata.items())
        rows = [(zoom, column, 2**zoom - 1 - row, content) for (zoom, column, row), content in tiles.items()]
        book.executemany("INSERT INTO tiles VALUES (?, ?, ?, ?)", rows)
    return path


LAYERS = json.dumps({"vector_layers": [{"id": "transportation"}, {"id": "place"}]})
