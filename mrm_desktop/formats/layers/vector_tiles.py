"""Vector tiles (Mapbox Vector Tile 2) as plain features: what each is, and where in the tile. Read by a library of that name.

The names of layers and kinds differ between OpenMapTiles, Protomaps and Shortbread; here they become ours. What none of them
means is not drawn: a map says nothing rather than something wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.vocabulary import Word
from mrm_desktop.formats.layers.pmtiles import unpacked

MOST_FEATURES = 60_000  # of one tile; a tile of a map for people has hundreds
MOST_NUMBERS = 2_000_000  # that say where and what they are: seconds of work
LONGEST_NAME = 60  # letters
LATIN = frozenset({"en", "fr", "es"})
_JOINERS = "\u200c\u200d"  # they shape letters; other signs without a shape could turn a name around


class Feature(Word):
    """What a feature of a base map is, as far as a map draws it apart."""

    WATER = "water"
    WETLAND = "wetland"
    WOOD = "wood"
    BUILT = "built"
    BUILDING = "building"
    RIVER = "river"
    STREAM = "stream"
    ROAD_LARGE = "road_large"
    ROAD_MIDDLE = "road_middle"
    ROAD_SMALL = "road_small"
    PATH = "path"
    BORDER = "border"
    BORDER_DISPUTED = "border_disputed"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class TileFeature:
    """A feature of a tile.

    Attributes
    ----------
    parts : tuple of ndarray, (n, 2)
        Its rings, lines or points: shares of the tile's side from its upper left corner, so that 1 is the other edge.
    rank : int
        Of a place: the larger the less important.
    """

    kind: Feature
    parts: tuple[npt.NDArray[np.float64], ...]
    name: str = ""
    rank: int = 0


_SURFACE_LAYERS = {
    **dict.fromkeys(("water", "ocean", "water_polygons"), Feature.WATER),
    **dict.fromkeys(("building", "buildings"), Feature.BUILDING),
}
_GROUND_LAYERS = frozenset({"landcover", "landuse", "land", "natural", "park", "parks", "sites", "globallandcover"})
_GROUNDS = {
    **dict.fromkeys(("wood", "forest", "scrub", "park", "nature_reserve", "national_park"), Feature.WOOD),
    **dict.fromkeys(("wetland", "swamp", "marsh", "bog", "mangrove", "string_bog", "wet_meadow"), Feature.WETLAND),
    **dict.fromkeys(("residential", "urban_area", "commercial", "industrial", "suburb", "retail"), Feature.BUILT),
}
_WATER_LINE_LAYERS = frozenset({"waterway", "waterways", "water_lines", "physical_line"})
_ROAD_LAYERS = frozenset({"transportation", "roads", "road", "streets"})
_ROADS = {
    **dict.fromkeys(("motorway", "trunk", "primary", "highway"), Feature.ROAD_LARGE),
    **dict.fromkeys(("secondary", "tertiary", "major_road", "medium_road"), Feature.ROAD_MIDDLE),
    **dict.fromkeys(
        ("minor", "minor_road", "unclassified", "residential", "living_street", "service", "road", "busway"), Feature.ROAD_SMALL
    ),
    **dict.fromkeys(("path", "track", "footway", "cycleway", "steps", "bridleway", "pedestrian"), Feature.PATH),
}
_BORDER_LAYERS = frozenset({"boundary", "boundaries"})
_PLACE_LAYERS = frozenset({"place", "places", "place_labels", "place_label"})
_PLACE_RANKS = {
    "capital": 1, "state_capital": 2, "city": 2, "town": 4, "locality": 6, "village": 6, "suburb": 8, "hamlet": 8, "quarter": 9,
    "neighbourhood": 9, "neighborhood": 9, "isolated_dwelling": 9, "farm": 9,
}  # fmt: skip
"""Ranks of places. Countries, states and islands are none: the base map names the countries, the project its areas."""


def read_vector_tile(content: bytes, language: str) -> tuple[TileFeature, ...]:
    """Return the features of a tile that a map draws.

    Parameters
    ----------
    content : bytes
        The tile as its package has it, packed or not.
    language : str
        Language of the names, where the tile has it.

    Raises
    ------
    KnownError
        ``pmtiles.not_readable`` where the bytes are no vector tile, or hold more than any map has.
    """
    from mapbox_vector_tile.decoder import TileData

    try:
        reading = TileData(unpacked(content), default_options={"y_coord_down": True})
        layers = reading.tile.layers
        for n in reversed(range(len(layers))):  # shops and house numbers are half of a tile, and its reader is slow
            if layers[n].name not in _DRAWN:
                del layers[n]
        features = [feature for layer in layers for feature in layer.features]
        if len(features) > MOST_FEATURES or sum(len(one.geometry) + len(one.tags) for one in features) > MOST_NUMBERS:
            raise KnownError("pmtiles.not_readable", file="")
        return tuple(found for name, layer in reading.get_message().items() for found in _features(name, layer, language))
    except KnownError:
        raise
    except Exception as error:  # the library raises whatever protobuf and struct raise
        raise KnownError("pmtiles.not_readable", file="") from error


_DRAWN = frozenset().union(_SURFACE_LAYERS, _GROUND_LAYERS, _WATER_LINE_LAYERS, _ROAD_LAYERS, _BORDER_LAYERS, _PLACE_LAYERS)


def _features(layer_name: str, layer: Mapping[str, Any], language: str) -> Iterator[TileFeature]:
    extent = float(layer["extent"] or 4096)
    for feature in layer["features"]:
        told, geometry = feature["properties"], feature["geometry"]
        kind = _kind(layer_name, told, geometry["type"])
        if kind is None:
            continue
        parts = tuple(np.asarray(part, dtype=np.float64).reshape(-1, 2) / extent for part in _parts(geometry, kind) if part)
        if not parts:
            continue
        if kind is Feature.PLACE:
            name, rank = _name(told, language), _rank(told)
            if name and rank is not None:
                yield TileFeature(kind, parts, name, rank)
        else:
            yield TileFeature(kind, parts)


def _kind(layer: str, told: Mapping[str, Any], shape: str) -> Feature | None:
    """Return what a feature is in our words; None for what is not drawn."""
    words = _words(told)
    if layer in _SURFACE_LAYERS and shape.endswith("Polygon"):
        return _SURFACE_LAYERS[layer]
    if layer in _GROUND_LAYERS:
        return next((_GROUNDS[word] for word in words if word in _GROUNDS), None)
    if layer in _WATER_LINE_LAYERS or layer == "water":  # Protomaps has surfaces and lines of water in one layer
        return Feature.RIVER if {"river", "canal"} & set(words) else Feature.STREAM
    if layer in _ROAD_LAYERS:
        return next((_ROADS[word] for word in words if word in _ROADS), None)
    if layer in _BORDER_LAYERS:
        if _is(told.get("maritime")) or not (_level(told) == 2 or "country" in words):
            return None
        return Feature.BORDER_DISPUTED if _is(told.get("disputed")) or "disputed" in words else Feature.BORDER
    return Feature.PLACE if layer in _PLACE_LAYERS else None


def _words(told: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the words by which a feature says what it is, the most exact first."""
    keys = ("kind_detail", "pmap:kind_detail", "class", "kind", "pmap:kind", "subclass")
    return tuple(str(told[key]).removesuffix("_link") for key in keys if told.get(key))


def _level(told: Mapping[str, Any]) -> int | None:
    """Return the level of a border, 2 for one of states."""
    level = told.get("admin_level", told.get("pmap:min_admin_level", told.get("kind_detail")))
    return int(level) if str(level).isdecimal() else None


def _is(value: Any) -> bool:
    return str(value).lower() in ("1", "true", "yes")


def _name(told: Mapping[str, Any], language: str) -> str:
    """Return the name of a place in a language, or else as it is written there, on one line."""
    keys = [f"name:{language}", f"name_{language}", *(["name:latin"] if language in LATIN else []), "name"]
    name = " ".join(next((str(told[key]) for key in keys if told.get(key)), "").split())
    return "".join(letter for letter in name if letter.isprintable() or letter in _JOINERS)[:LONGEST_NAME].strip()


def _rank(told: Mapping[str, Any]) -> int | None:
    ranks = [_PLACE_RANKS[word] for word in _words(told) if word in _PLACE_RANKS]
    capital = str(told.get("capital", ""))
    return None if not ranks else _PLACE_RANKS["capital"] if capital in ("2", "yes") else ranks[0]


_SURFACES = frozenset({Feature.WATER, Feature.WETLAND, Feature.WOOD, Feature.BUILT, Feature.BUILDING})


def _parts(geometry: Mapping[str, Any], kind: Feature) -> Iterator[Any]:
    """Yield the rings, lines or points of a geometry of the kind that is wanted."""
    shape, corners = geometry["type"], geometry["coordinates"]
    if kind in _SURFACES:
        polygons = corners if shape == "MultiPolygon" else [corners] if shape == "Polygon" else []
        yield from (ring for polygon in polygons for ring in polygon)
    elif kind is Feature.PLACE:
        yield from ([corners] if shape == "Point" else [corners[:1]] if shape == "MultiPoint" else [])
    else:
        yield from corners if shape == "MultiLineString" else [corners] if shape == "LineString" else []
