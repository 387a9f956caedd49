"""Vector tiles (Mapbox Vector Tile 2) as plain features: which layer, what kind, where in the tile. Read by a library of that name.

The names of layers and kinds differ between OpenMapTiles, Protomaps and Shortbread; here they become ours.
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


class Feature(Word):
    """What a feature of a base map is, as far as a map draws it apart."""

    WATER = "water"
    WOOD = "wood"
    BUILT = "built"
    BUILDING = "building"
    RIVER = "river"
    ROAD_LARGE = "road_large"
    ROAD_MIDDLE = "road_middle"
    ROAD_SMALL = "road_small"
    PATH = "path"
    BORDER = "border"
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


_AREAS = {
    "water": Feature.WATER, "ocean": Feature.WATER, "water_polygons": Feature.WATER,
    "building": Feature.BUILDING, "buildings": Feature.BUILDING,
}  # fmt: skip
_GROUNDS = {
    **dict.fromkeys(
        ("wood", "forest", "grass", "grassland", "scrub", "park", "nature_reserve", "national_park", "wetland"), Feature.WOOD
    ),
    **dict.fromkeys(("residential", "urban_area", "commercial", "industrial", "suburb", "retail"), Feature.BUILT),
}
_GROUND_LAYERS = frozenset({"landcover", "landuse", "land", "natural", "park", "parks", "sites", "globallandcover"})
_RIVER_LAYERS = frozenset({"waterway", "waterways", "water_lines", "physical_line"})
_ROAD_LAYERS = frozenset({"transportation", "roads", "road", "streets"})
_BORDER_LAYERS = frozenset({"boundary", "boundaries"})
_PLACE_LAYERS = frozenset({"place", "places", "place_labels", "place_label"})
_ROADS = {
    **dict.fromkeys(("motorway", "trunk", "primary", "highway", "motorway_link", "trunk_link", "primary_link"), Feature.ROAD_LARGE),
    **dict.fromkeys(("secondary", "tertiary", "major_road", "medium_road", "secondary_link", "tertiary_link"), Feature.ROAD_MIDDLE),
    **dict.fromkeys(("path", "track", "footway", "cycleway", "steps", "bridleway", "pedestrian"), Feature.PATH),
}
_PLACE_RANKS = {
    "country": -1,
    "state": -1,
    "region": -1,
    "city": 2,
    "town": 4,
    "locality": 5,
    "village": 6,
    "hamlet": 8,
    "suburb": 8,
}


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
    import mapbox_vector_tile

    try:
        decoded: Mapping[str, Any] = mapbox_vector_tile.decode(unpacked(content), default_options={"y_coord_down": True})
        if sum(len(layer["features"]) for layer in decoded.values()) > MOST_FEATURES:
            raise KnownError("pmtiles.not_readable", file="")
        return tuple(found for name, layer in decoded.items() for found in _features(name, layer, language))
    except KnownError:
        raise
    except Exception as error:  # the library raises whatever protobuf and struct raise
        raise KnownError("pmtiles.not_readable", file="") from error


def _features(layer_name: str, layer: Mapping[str, Any], language: str) -> Iterator[TileFeature]:
    extent = float(layer.get("extent") or 4096)
    for feature in layer["features"]:
        told = feature["properties"]
        kind = _kind(layer_name, told)
        if kind is None:
            continue
        parts = tuple(np.asarray(part, dtype=np.float64).reshape(-1, 2) / extent for part in _parts(feature["geometry"], kind))
        if not parts:
            continue
        if kind is Feature.PLACE:
            name = str(told.get(f"name:{language}") or told.get(f"name_{language}") or told.get("name") or "")
            rank = _PLACE_RANKS.get(str(told.get("class") or told.get("kind_detail") or told.get("kind") or ""), 7)
            if name and rank >= 0:
                yield TileFeature(kind, parts[:1], name, rank)
        else:
            yield TileFeature(kind, parts)


def _kind(layer: str, told: Mapping[str, Any]) -> Feature | None:
    """Return what a feature is in our words; None for what is not drawn."""
    word = str(told.get("class") or told.get("kind") or told.get("subclass") or "")
    if layer in _AREAS:
        return _AREAS[layer]
    if layer in _GROUND_LAYERS:
        return _GROUNDS.get(word)
    if layer in _RIVER_LAYERS:
        return Feature.RIVER
    if layer in _ROAD_LAYERS:
        return None if word in ("ferry", "rail", "aerialway", "transit") else _ROADS.get(word, Feature.ROAD_SMALL)
    if layer in _BORDER_LAYERS:
        level = told.get("admin_level", told.get("kind_detail", 2))
        return Feature.BORDER if str(level) in ("0", "1", "2") else None
    return Feature.PLACE if layer in _PLACE_LAYERS else None


_SURFACES = frozenset({Feature.WATER, Feature.WOOD, Feature.BUILT, Feature.BUILDING})


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
