"""A package is told by its first bytes; both formats give the same tiles by the same numbers."""

from __future__ import annotations

import gzip
import random
from pathlib import Path

import pytest
from pmtiles.tile import Compression, TileType

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.layers.tile_packages import read_tile_package
from mrm_desktop.formats.layers.vector_tiles import read_vector_tile
from tests.formats.layers.vector_country import (
    CREDIT,
    LAYERS,
    SHORTBREAD,
    Tiles,
    little_country,
    tiles_of,
    write_mbtiles,
    write_pmtiles,
)

BOUNDS = (30.0, 4.0, 32.0, 6.0)
FLIPS = 200


@pytest.fixture(scope="module")
def tiles() -> Tiles:
    """The little country at three zooms."""
    return tiles_of(little_country(BOUNDS), SHORTBREAD, BOUNDS, range(6, 9))


def test_both_formats_say_the_same_whatever_their_names(tmp_path: Path, tiles: Tiles) -> None:
    metadata = {"name": "Little country", "bounds": "30,4,32,6", "attribution": f"<a href='x'>{CREDIT}</a>", "json": LAYERS}
    one = read_tile_package(write_mbtiles(tmp_path / "a.pmtiles", tiles, metadata))
    other = read_tile_package(write_pmtiles(tmp_path / "b.mbtiles", tiles, BOUNDS))
    assert one.layers == ("transportation", "place")
    for package in (one, other):
        assert (package.name, package.format, package.attribution) == ("Little country", "pbf", CREDIT)
        assert (package.bounds, package.min_zoom, package.max_zoom) == (BOUNDS, 6, 8)
    for number in tiles:
        told = [read_vector_tile(package.tile(*number) or b"", "ar") for package in (one, other)]
        assert told[0]
        assert [(f.kind, f.name, f.rank, len(f.parts)) for f in told[0]] == [
            (f.kind, f.name, f.rank, len(f.parts)) for f in told[1]
        ]


def test_pictures_in_both(tmp_path: Path) -> None:
    tiles = {(1, 0, 0): b"\x89PNGnorth", (1, 0, 1): b"\x89PNGsouth"}
    for package in (
        read_tile_package(write_mbtiles(tmp_path / "a.mbtiles", tiles, {})),
        read_tile_package(write_pmtiles(tmp_path / "a.pmtiles", tiles, BOUNDS, kind=TileType.PNG, packing=Compression.NONE)),
    ):
        assert (package.format, package.is_vector) == ("png", False)
        assert [package.tile(1, 0, row) for row in (0, 1)] == [b"\x89PNGnorth", b"\x89PNGsouth"]


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "mbtiles.not_a_map"), (b"PMTile", "mbtiles.not_readable"), (b"PMTiles", "pmtiles.not_readable")]
)
def test_what_is_neither(tmp_path: Path, content: bytes, code: str) -> None:
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(KnownError) as caught:
        read_tile_package(tmp_path / "x")
    assert caught.value.code == code


def test_what_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path / "none.pmtiles", tmp_path):
        with pytest.raises(KnownError) as caught:
            read_tile_package(path)
        assert caught.value.code == "file.not_found"


def test_a_flipped_byte_of_a_database_is_known(tmp_path: Path, tiles: Tiles) -> None:
    content = write_mbtiles(tmp_path / "good.mbtiles", tiles, {"json": LAYERS, "bounds": "30,4,32,6"}).read_bytes()
    path, chance, outcomes = tmp_path / "x.mbtiles", random.Random(11), set()
    for n in range(FLIPS):
        broken = bytearray(content)
        broken[chance.randrange(200 if n % 2 else len(content))] ^= 1 << chance.randrange(8)
        path.write_bytes(broken)
        try:
            package = read_tile_package(path)
            for number in tiles:
                read_vector_tile(package.tile(*number) or b"", "en")
            outcomes.add("read")
        except KnownError as error:
            outcomes.add(error.code)
    assert {"read", "mbtiles.not_readable"} <= outcomes


def test_a_tile_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    bomb = {(0, 0, 0): gzip.compress(bytes(200 * 1024 * 1024))}
    for package in (
        read_tile_package(write_mbtiles(tmp_path / "a.mbtiles", bomb, {})),
        read_tile_package(write_pmtiles(tmp_path / "a.pmtiles", bomb, BOUNDS)),
    ):
        with pytest.raises(KnownError) as caught:
            read_vector_tile(package.tile(0, 0, 0) or b"", "en")
        assert caught.value.code == "pmtiles.not_readable"
