"""Offline base maps in the PMTiles format (version 3): one file without a database, read by the format's own library.

The library believes a file. Sizes, and what is packed, are therefore looked at here before it sees them.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.layers.credit import plain_credit
from mrm_desktop.formats.layers.mbtiles import MAX_ZOOM, TilePackage

if TYPE_CHECKING:
    from pmtiles.tile import Entry

MAGIC = b"PMTiles"
HEADER = 127  # bytes
MOST_OF_TILE = 8 * 1024 * 1024  # bytes; a tile of a map for people has a twentieth of it
MOST_OF_DIRECTORY = 2 * 1024 * 1024  # bytes, unpacked; a package of the whole world has leaves of a quarter of it
MOST_OF_METADATA = 8 * 1024 * 1024  # bytes, unpacked
DEEPEST = 4  # directories one below the other, by the format
_FORMATS = {"MVT": "pbf", "PNG": "png", "JPEG": "jpg", "WEBP": "webp"}
_PACKINGS = ("UNKNOWN", "NONE", "GZIP")
_ENDLESS = re.compile(rb"[\x80-\xff]{10}")  # a number of 64 bits has at most ten bytes, the last below 0x80


@dataclass(frozen=True, slots=True)
class PmtilesPackage(TilePackage):
    """A package in this format."""

    def tile(self, zoom: int, column: int, row: int) -> bytes | None:
        """Return a tile by the numbers that web maps use, unpacked; None where there is none.

        Raises
        ------
        KnownError
            ``pmtiles.not_readable``.
        """
        from pmtiles.tile import find_tile, zxy_to_tileid

        if not 0 <= zoom <= MAX_ZOOM or not 0 <= column < 2**zoom or not 0 <= row < 2**zoom:
            return None
        with _known(self.path):
            wanted, state = zxy_to_tileid(zoom, column, row), self.path.stat()
            header = _header(self.path)
            offset, length = header["root_offset"], header["root_length"]
            for _ in range(DEEPEST):
                found = find_tile(_directory(self.path, offset, length, state.st_size, state.st_mtime_ns), wanted)
                if found is None:
                    return None
                if found.run_length:
                    content = _part(self.path, header["tile_data_offset"] + found.offset, found.length, MOST_OF_TILE)
                    return unpacked(content) or None
                offset, length = header["leaf_directory_offset"] + found.offset, found.length
        return None


def read_pmtiles(path: Path) -> PmtilesPackage:
    """Read what a package says of itself.

    Raises
    ------
    KnownError
        ``pmtiles.not_readable``, also for kinds of tiles and of packing that are not read here.
    """
    with _known(path):
        header = _header(path)
        if header["tile_type"].name not in _FORMATS or header["tile_compression"].name not in _PACKINGS:
            raise ValueError("tiles of a kind that is not read")
        size, changed = path.stat().st_size, path.stat().st_mtime_ns
        _directory(path, header["root_offset"], header["root_length"], size, changed)
        packed = _part(path, header["metadata_offset"], header["metadata_length"], MOST_OF_METADATA)
        told = json.loads(unpacked(packed, MOST_OF_METADATA) or b"{}")
    told = told if isinstance(told, dict) else {}
    layers = told.get("vector_layers")
    return PmtilesPackage(
        path=path,
        name=str(told.get("name", path.stem)),
        format=_FORMATS[header["tile_type"].name],
        bounds=_bounds(header),
        min_zoom=min(MAX_ZOOM, int(header["min_zoom"])),
        max_zoom=min(MAX_ZOOM, max(int(header["min_zoom"]), int(header["max_zoom"]))),
        attribution=plain_credit(str(told.get("attribution", ""))),
        layers=tuple(str(layer["id"]) for layer in layers if isinstance(layer, dict) and "id" in layer)
        if isinstance(layers, list)
        else (),
    )


def unpacked(content: bytes, most: int = MOST_OF_TILE) -> bytes:
    """Unpack what was packed with gzip; anything else comes back as it is.

    Raises
    ------
    KnownError
        ``pmtiles.not_readable`` where it is cut off, would become larger than ``most`` bytes, or has more packed behind it.
    """
    if not content.startswith(b"\x1f\x8b"):
        return content
    packed = zlib.decompressobj(wbits=31)
    try:
        made = packed.decompress(content, most)
    except zlib.error as error:
        raise KnownError("pmtiles.not_readable", file="") from error
    if not packed.eof or packed.unused_data:
        raise KnownError("pmtiles.not_readable", file="")
    return made


def _header(path: Path) -> Any:
    from pmtiles.tile import deserialize_header

    return deserialize_header(_part(path, 0, HEADER, HEADER))


@lru_cache(maxsize=64)
def _directory(path: Path, offset: int, length: int, _size: int, _changed: int) -> list[Entry]:
    """Read a directory, once as long as its file is the same: each takes milliseconds, and a page asks for twenty tiles."""
    from pmtiles.tile import deserialize_directory

    packed = _part(path, offset, length, MOST_OF_DIRECTORY)
    if _ENDLESS.search(unpacked(packed, MOST_OF_DIRECTORY)):
        raise ValueError("a number without end")
    return deserialize_directory(packed)


def _part(path: Path, offset: int, length: int, most: int) -> bytes:
    """Read a part of a file, which has to be whole."""
    if not 0 <= length <= most:
        raise ValueError("larger than such a part can be")
    with path.open("rb") as file:
        file.seek(offset)
        content = file.read(length)
    if len(content) < length:
        raise ValueError("beyond the file")
    return content


def _bounds(header: Any) -> tuple[float, float, float, float] | None:
    west, south, east, north = (header[f"{edge}_e7"] / 1e7 for edge in ("min_lon", "min_lat", "max_lon", "max_lat"))
    return (west, south, east, north) if -180 <= west <= east <= 180 and -90 <= south <= north <= 90 else None


@contextmanager
def _known(path: Path) -> Iterator[None]:
    """Say of whatever goes wrong that the package cannot be read."""
    try:
        yield
    except Exception as error:  # the library checks little: a broken file fails wherever its numbers lead
        raise KnownError("pmtiles.not_readable", file=path.name) from error
