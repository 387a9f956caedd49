"""PMTiles written by the format's own writer, read back; and files that are broken, or made to break a reader."""

from __future__ import annotations

import gzip
import io
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pmtiles.tile import Compression, TileType, write_varint, zxy_to_tileid

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.layers import pmtiles
from mrm_desktop.formats.layers.pmtiles import HEADER, PmtilesPackage, read_pmtiles, unpacked
from tests.formats.layers.vector_country import CREDIT, OPENMAPTILES, little_country, tiles_of, write_pmtiles

BOUNDS = (30.0, 4.0, 32.0, 6.0)
FLIPS = 200


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package of the little country."""
    tiles = tiles_of(little_country(BOUNDS), OPENMAPTILES, BOUNDS, range(5, 9))
    return write_pmtiles(tmp_path_factory.mktemp("pmtiles") / "good.pmtiles", tiles, BOUNDS)


def test_what_was_written_is_read(good: Path) -> None:
    package = read_pmtiles(good)
    assert (package.name, package.format, package.is_vector, package.attribution) == ("Little country", "pbf", True, CREDIT)
    assert (package.bounds, package.min_zoom, package.max_zoom) == (BOUNDS, 5, 8)
    tiles = tiles_of(little_country(BOUNDS), OPENMAPTILES, BOUNDS, range(5, 9))
    assert len(tiles) > 10
    for number, content in tiles.items():
        assert package.tile(*number) == gzip.decompress(content)
    assert package.tile(8, 0, 0) is None
    assert package.tile(99, 0, 0) is None
    assert package.tile(5, -1, 0) is None


def test_directories_below_directories(tmp_path: Path) -> None:
    """The writer has a root directory that holds only where the others are once it becomes large."""
    chance = random.Random(3)
    tiles = {(8, column, row): chance.randbytes(chance.randint(1, 90)) for column in range(256) for row in range(0, 256, 3)}
    made = write_pmtiles(tmp_path / "deep.pmtiles", tiles, BOUNDS, kind=TileType.PNG, packing=Compression.NONE)
    package = read_pmtiles(made)
    assert int.from_bytes(made.read_bytes()[48:56], "little") > 0  # it does have leaves
    assert all(package.tile(*number) == tiles[number] for number in chance.sample(sorted(tiles), 50))
    assert package.tile(8, 0, 1) is None


def test_a_file_written_anew_is_read_anew(tmp_path: Path) -> None:
    path = write_pmtiles(tmp_path / "x.pmtiles", {(0, 0, 0): b"first"}, BOUNDS, packing=Compression.NONE)
    package = read_pmtiles(path)
    assert package.tile(0, 0, 0) == b"first"
    write_pmtiles(path, {(0, 0, 0): b"the second"}, BOUNDS, packing=Compression.NONE)
    assert package.tile(0, 0, 0) == b"the second"


@pytest.mark.parametrize(
    ("metadata", "name", "layers"),
    [
        ([1, 2], "x", ()),
        ("text", "x", ()),
        ({"name": 7, "vector_layers": {"id": "roads"}}, "7", ()),
        ({"vector_layers": [{"id": "roads"}, {"no": 1}, "text"]}, "x", ("roads",)),
        ({"name": "<b>Zed</b>", "attribution": ["a", "b"]}, "<b>Zed</b>", ()),
    ],
)
def test_metadata_of_any_kind(tmp_path: Path, metadata: Any, name: str, layers: tuple[str, ...]) -> None:
    package = read_pmtiles(write_pmtiles(tmp_path / "x.pmtiles", {(0, 0, 0): b"x"}, BOUNDS, metadata))
    assert (package.name, package.layers) == (name, layers)
    assert isinstance(package.attribution, str)


def not_readable(ask: Callable[[], object]) -> None:
    with pytest.raises(KnownError) as caught:
        ask()
    assert caught.value.code == "pmtiles.not_readable"


def test_bounds_that_are_none(tmp_path: Path) -> None:
    assert read_pmtiles(write_pmtiles(tmp_path / "x.pmtiles", {(0, 0, 0): b"x"}, (40, 4, 30, 6))).bounds is None


def test_kinds_that_are_not_read_are_refused(tmp_path: Path) -> None:
    """A map that stays empty without a word would be worse."""
    tile = {(0, 0, 0): b"x"}
    not_readable(lambda: read_pmtiles(write_pmtiles(tmp_path / "a.pmtiles", tile, BOUNDS, kind=TileType.AVIF)))
    not_readable(lambda: read_pmtiles(write_pmtiles(tmp_path / "b.pmtiles", tile, BOUNDS, packing=Compression.ZSTD)))


def test_files_that_are_none(tmp_path: Path, good: Path) -> None:
    content = good.read_bytes()
    path = tmp_path / "x.pmtiles"
    for broken in (
        b"",
        b"PMTiles",
        b"PMTiles\x02" + content[8:],
        b"XMTiles" + content[7:],
        content[:HEADER],
        content[: HEADER + 9],
    ):
        path.write_bytes(broken)
        not_readable(lambda: read_pmtiles(path))
    not_readable(lambda: read_pmtiles(tmp_path / "none.pmtiles"))


def test_a_tile_beyond_the_end_of_the_file(tmp_path: Path, good: Path) -> None:
    path = tmp_path / "x.pmtiles"
    path.write_bytes(good.read_bytes()[:-400])
    package = read_pmtiles(path)
    seen: set[bool | str] = set()
    for number in tiles_of(little_country(BOUNDS), OPENMAPTILES, BOUNDS, range(5, 9)):
        try:
            seen.add(package.tile(*number) is not None)
        except KnownError as error:
            seen.add(error.code)
    assert seen == {True, "pmtiles.not_readable"}


def test_a_flipped_byte_is_known_or_does_not_matter(tmp_path: Path, good: Path) -> None:
    content, chance = good.read_bytes(), random.Random(20)
    path = tmp_path / "x.pmtiles"
    outcomes = set()
    for n in range(FLIPS):
        broken = bytearray(content)
        # Half of the flips meet the header and the root directory, where numbers lead to other places.
        at = chance.randrange(7, HEADER + 200) if n % 2 else chance.randrange(len(content))
        broken[at] ^= 1 << chance.randrange(8)
        path.write_bytes(broken)
        try:
            package = read_pmtiles(path)
            for number in ((5, 18, 15), (8, 149, 124), (8, 150, 124), (7, 75, 62)):
                package.tile(*number)
            outcomes.add("read")
        except KnownError as error:
            outcomes.add(error.code)
    assert outcomes == {"read", "pmtiles.not_readable"}


def with_root(path: Path, good: Path, directory: bytes) -> Path:
    """A package whose root directory is these bytes."""
    header = bytearray(good.read_bytes()[:HEADER])
    header[8:16], header[16:24] = HEADER.to_bytes(8, "little"), len(directory).to_bytes(8, "little")
    header[24:40] = bytes(16)
    path.write_bytes(bytes(header) + directory)
    return path


@pytest.mark.parametrize(
    "directory",
    [
        gzip.compress(bytes(64 * 1024 * 1024)),
        gzip.compress(b"\x00") + gzip.compress(bytes(64 * 1024 * 1024)),
        gzip.compress(b"\xff" * 1_000_000),
        gzip.compress(b"\xff\xff\xff\xff\x7f"),
        gzip.compress(b"\x01\x00\x01\x01\x01")[:-6],
        b"\x00",
        b"",
    ],
    ids=["bomb", "second-bomb", "endless-number", "more-entries-than-bytes", "cut-off", "not-packed", "empty"],
)
def test_directories_made_to_break_a_reader(tmp_path: Path, good: Path, directory: bytes) -> None:
    path = with_root(tmp_path / "x.pmtiles", good, directory)
    begun = time.perf_counter()
    not_readable(lambda: read_pmtiles(path))
    assert time.perf_counter() - begun < 5


def leading_on(length: int) -> bytes:
    """A directory of one entry: from a tile on, look into another directory of so many bytes, the first of the leaves."""
    plain = io.BytesIO()
    for number in (1, zxy_to_tileid(5, 18, 15), 0, length, 1):  # entries, tile, length of the run (none), bytes, offset + 1
        write_varint(plain, number)
    return gzip.compress(plain.getvalue(), mtime=0)


def test_a_directory_that_leads_to_itself(tmp_path: Path, good: Path) -> None:
    packed = next(made for length in range(20, 60) if len(made := leading_on(length)) == length)
    path = with_root(tmp_path / "x.pmtiles", good, packed)
    content = bytearray(path.read_bytes())
    content[40:48] = HEADER.to_bytes(8, "little")
    path.write_bytes(content)
    assert read_pmtiles(path).tile(5, 18, 15) is None


def test_what_is_packed_is_unpacked_within_bounds() -> None:
    assert unpacked(b"plain") == b"plain"
    assert unpacked(gzip.compress(b"x" * 1000)) == b"x" * 1000
    assert unpacked(gzip.compress(b"x" * 1000), 1000) == b"x" * 1000
    for content, most in (
        (gzip.compress(b"x" * 1001), 1000),
        (gzip.compress(b"x" * 1000)[:-9], 1000),
        (gzip.compress(b"x") + gzip.compress(b"y"), 1000),
        (b"\x1f\x8bnothing", 1000),
        (gzip.compress(bytes(100 * 1024 * 1024)), pmtiles.MOST_OF_TILE),
    ):
        not_readable(lambda content=content, most=most: unpacked(content, most))  # type: ignore[misc]


def test_it_reads_without_leaving_a_trace(good: Path) -> None:
    before = good.read_bytes(), {path.name for path in good.parent.iterdir()}
    package = read_pmtiles(good)
    package.tile(8, 149, 124)
    assert isinstance(package, PmtilesPackage)
    assert (good.read_bytes(), {path.name for path in good.parent.iterdir()}) == before
