"""Vector tiles in the words of three makers become ours; broken and hostile ones are refused, and nothing is drawn that none means."""

from __future__ import annotations

import gzip
import random
from collections import Counter
from collections.abc import Mapping
from typing import Any

import mapbox_vector_tile
import numpy as np
import pytest
import shapely

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.layers import vector_tiles
from mrm_desktop.formats.layers.vector_tiles import LONGEST_NAME, Feature, TileFeature, read_vector_tile
from tests.formats.layers.vector_country import VOCABULARIES, encoded, little_country

FLIPS = 200
ZOOM, COLUMN, ROW = 5, 18, 15
BOUNDS = (24.0, 1.0, 32.0, 9.0)  # inside of that tile
DRAWN_ONCE = set(Feature) - {Feature.PLACE}


def tile_of(layer: str, told: Mapping[str, Any], where: shapely.Geometry | None = None) -> bytes:
    """A tile of one feature, on a grid of 4096."""
    shape = where if where is not None else shapely.LineString([(0, 0), (4096, 4096)])
    made: bytes = mapbox_vector_tile.encode([{"name": layer, "features": [{"geometry": shape, "properties": dict(told)}]}])
    return made


def one(layer: str, told: Mapping[str, Any], where: shapely.Geometry | None = None, language: str = "en") -> TileFeature | None:
    found = read_vector_tile(tile_of(layer, told, where), language)
    return found[0] if found else None


def kind_of(layer: str, told: Mapping[str, Any], where: shapely.Geometry | None = None) -> Feature | None:
    found = one(layer, told, where)
    return found.kind if found else None


@pytest.mark.parametrize("maker", VOCABULARIES)
def test_each_maker_says_the_same(maker: str) -> None:
    found = read_vector_tile(gzip.compress(encoded(little_country(BOUNDS), VOCABULARIES[maker], ZOOM, COLUMN, ROW)), "fr")
    counts = Counter(feature.kind for feature in found)
    assert counts == {**dict.fromkeys(DRAWN_ONCE, 1), Feature.PLACE: 4}  # no railway, no province, no shop
    places = {feature.name: feature.rank for feature in found if feature.kind is Feature.PLACE}
    assert places == {"Marou": 1, "Besk": 2, "Tolo": 4, "Ama": 6}


@pytest.mark.parametrize("maker", VOCABULARIES)
def test_each_lies_where_it_is(maker: str) -> None:
    """Shares of the side from the upper left corner, of a tile whose lower edge is the equator."""
    found = read_vector_tile(encoded(little_country(BOUNDS), VOCABULARIES[maker], ZOOM, COLUMN, ROW), "en")
    [[at]] = [feature.parts[0].tolist() for feature in found if feature.name == "Maru"]
    assert at == pytest.approx([(28 - 22.5) / 11.25, 1 - np.degrees(np.arcsinh(np.tan(np.radians(5)))) / 11.25], abs=2e-4)
    [lake] = [feature.parts for feature in found if feature.kind is Feature.WATER]
    assert len(lake) == 2  # with its island
    turns = [np.sign(shapely.LinearRing(ring).is_ccw - 0.5) for ring in lake]
    assert turns[0] == -turns[1]


@pytest.mark.parametrize(
    ("layer", "told", "kind"),
    [
        ("transportation", {"class": "motorway"}, Feature.ROAD_LARGE),
        ("transportation", {"class": "primary_construction"}, None),
        ("transportation", {"class": "ferry"}, None),
        ("transportation", {"class": "path", "subclass": "footway"}, Feature.PATH),
        ("roads", {"kind": "major_road", "kind_detail": "trunk_link"}, Feature.ROAD_LARGE),
        ("roads", {"kind": "major_road"}, Feature.ROAD_MIDDLE),
        ("roads", {"pmap:kind": "minor_road", "pmap:kind_detail": "track"}, Feature.PATH),
        ("roads", {"kind": "minor_road"}, Feature.ROAD_SMALL),
        ("streets", {"kind": "runway"}, None),
        ("streets", {}, None),
        ("boundary", {"admin_level": 2, "maritime": 1}, None),
        ("boundary", {"admin_level": 4}, None),
        ("boundary", {"admin_level": 2, "disputed": 1}, Feature.BORDER_DISPUTED),
        ("boundaries", {"pmap:min_admin_level": 2, "kind": "country"}, Feature.BORDER),
        ("boundaries", {"admin_level": "2"}, Feature.BORDER),
        ("boundaries", {"admin_level": "²"}, None),
        ("water", {"kind": "ditch"}, Feature.STREAM),
        ("water_lines", {"kind": "canal"}, Feature.RIVER),
        ("transportation_name", {"class": "primary", "name": "A1"}, None),
        ("something else", {"class": "primary"}, None),
    ],
)
def test_what_is_a_line(layer: str, told: dict[str, Any], kind: Feature | None) -> None:
    assert kind_of(layer, told) is kind


def test_a_shape_of_the_wrong_kind_is_not_drawn() -> None:
    square, spot = shapely.box(10, 10, 50, 50), shapely.Point(9, 9)
    assert kind_of("streets", {"kind": "pedestrian"}, square) is None
    assert kind_of("building", {}, spot) is None
    assert kind_of("landuse", {"kind": "wood"}, spot) is None
    assert kind_of("place", {"class": "town", "name": "Zed"}, square) is None
    assert kind_of("water", {}, square) is Feature.WATER


SPOT = shapely.Point(2048, 1024)


@pytest.mark.parametrize(
    ("language", "told", "name"),
    [
        ("fr", {"name": "Juba", "name:fr": "Djouba", "name_en": "Juba"}, "Djouba"),
        ("en", {"name": "جوبا", "name_en": "Juba"}, "Juba"),
        ("en", {"name": "جوبا", "name:latin": "Juba"}, "Juba"),
        ("ar", {"name": "Juba", "name:latin": "Juba", "name:ar": "جوبا"}, "جوبا"),
        ("ar", {"name": "جوبا", "name:latin": "Juba"}, "جوبا"),
        ("es", {"name": "Juba"}, "Juba"),
    ],
)
def test_names_are_in_the_language_of_the_reader(language: str, told: dict[str, str], name: str) -> None:
    found = one("place", {"class": "town", **told}, SPOT, language)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("<b>Zed</b>", "<b>Zed</b>"),
        ("Two\nlines\tand\u00a0more", "Two lines and more"),
        ("turned \u202eduorra", "turned duorra"),
        ("\x1b[31mred", "[31mred"),
        ("x" * 5000, "x" * LONGEST_NAME),
        ("ab\u200cc\u200dd", "ab\u200cc\u200dd"),
    ],
)
def test_a_name_is_one_line_of_text_whatever_it_holds(written: str, name: str) -> None:
    found = one("place", {"class": "town", "name": written}, SPOT)
    assert found is not None
    assert found.name == name


def test_places_without_a_name_or_of_no_rank_are_none() -> None:
    assert one("place", {"class": "town"}, SPOT) is None
    assert one("place", {"class": "town", "name": "\u202e \n"}, SPOT) is None
    assert one("place", {"class": "continent", "name": "Africa"}, SPOT) is None


def test_a_grid_of_another_size() -> None:
    layers = [{"name": "streets", "features": [{"geometry": "LINESTRING(0 0, 256 512)", "properties": {"kind": "primary"}}]}]
    content = mapbox_vector_tile.encode(layers, default_options={"extents": 512, "y_coord_down": True})
    [road] = read_vector_tile(content, "en")
    assert road.parts[0].tolist() == [[0, 0], [0.5, 1.0]]


def refused(content: bytes) -> None:
    with pytest.raises(KnownError) as caught:
        read_vector_tile(content, "en")
    assert caught.value.code == "pmtiles.not_readable"


def test_bytes_that_are_no_tile(monkeypatch: pytest.MonkeyPatch) -> None:
    good = encoded(little_country(BOUNDS), VOCABULARIES["OpenMapTiles"], ZOOM, COLUMN, ROW)
    refused(b"not a tile")
    refused(b"\x89PNG\r\n\x1a\n" + bytes(40))
    refused(good[:-5])
    refused(gzip.compress(good)[:-20])
    refused(gzip.compress(bytes(64 * 1024 * 1024)))
    assert read_vector_tile(b"", "en") == ()
    for limit in ("MOST_FEATURES", "MOST_NUMBERS"):
        with monkeypatch.context() as patched:
            patched.setattr(vector_tiles, limit, 5)
            refused(good)
    assert read_vector_tile(good, "en")


def test_what_is_not_drawn_is_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vector_tiles, "MOST_FEATURES", 5)
    shops = [{"geometry": f"POINT({n} {n})", "properties": {"name": f"Shop {n}"}} for n in range(50)]
    assert read_vector_tile(mapbox_vector_tile.encode([{"name": "poi", "features": shops}]), "en") == ()


def test_a_flipped_byte_is_known_or_drawn_otherwise() -> None:
    content = encoded(little_country(BOUNDS), VOCABULARIES["Protomaps"], ZOOM, COLUMN, ROW)
    chance, outcomes = random.Random(7), set()
    for _ in range(FLIPS):
        broken = bytearray(content)
        broken[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        try:
            found = read_vector_tile(bytes(broken), "en")
            assert all(np.isfinite(part).all() for feature in found for part in feature.parts)
            outcomes.add("read")
        except KnownError as error:
            outcomes.add(error.code)
    assert outcomes == {"read", "pmtiles.not_readable"}
