"""Offline base maps in the PMTiles format (version 3): one file without a database, read by the format's own library."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.layers.mbtiles import MAX_ZOOM, TilePackage

MAGIC = b"PMTiles"
MOST_AT_ONCE = 32 * 1024 * 1024  # bytes; no directory and no tile is larger, and a file that says so is not believed
_FORMATS = {"MVT": "pbf", "PNG": "png", "JPEG": "jpg", "WEBP": "webp"}


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
        if not 0 <= zoom <= MAX_ZOOM or not 0 <= column < 2**zoom or not 0 <= row < 2**zoom:
            return None
        with _opened(self.path) as reader:
            found = reader.get(zoom, column, row)
            return unpacked(bytes(found)) if found else None


def read_pmtiles(path: Path) -> PmtilesPackage:
    """Read what a package says of itself.

    Raises
    ------
    KnownError
        ``pmtiles.not_readable``.
    """
    with _opened(path) as reader:
        header = reader.header()
        told = reader.metadata()
        kind = _FORMATS.get(header["tile_type"].name, "")
        edges = [header[f"{edge}_e7"] / 1e7 for edge in ("min_lon", "min_lat", "max_lon", "max_lat")]
    told = told if isinstance(told, dict) else {}
    layers = told.get("vector_layers")
    return PmtilesPackage(
        path=path,
        name=str(told.get("name", path.stem)),
        format=kind,
        bounds=(edges[0], edges[1], edges[2], edges[3]),
        min_zoom=max(0, int(header["min_zoom"])),
        max_zoom=min(MAX_ZOOM, int(header["max_zoom"])),
        attribution=str(told.get("attribution", "")),
        layers=tuple(str(layer["id"]) for layer in layers if isinstance(layer, dict) and "id" in layer)
        if isinstance(layers, list)
        else (),
    )


def unpacked(content: bytes) -> bytes:
    """Unpack a tile that was packed with gzip; any other comes back as it is.

    Raises
    ------
    KnownError
        ``pmtiles.not_readable`` where it would become larger than a tile can be.
    """
    if not content.startswith(b"\x1f\x8b"):
        return content
    packed = zlib.decompressobj(wbits=31)
    try:
        made = packed.decompress(content, MOST_AT_ONCE)
    except zlib.error as error:
        raise KnownError("pmtiles.not_readable", file="") from error
    if packed.unconsumed_tail:
        raise KnownError("pmtiles.not_readable", file="")
    return made


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """Open a package for reading."""
    from pmtiles.reader import Reader

    try:
        with path.open("rb") as file:
            size = path.stat().st_size

            def part(offset: int, length: int) -> bytes:
                if length > MOST_AT_ONCE or offset < 0 or offset + length > size:
                    raise ValueError("beyond the file")
                file.seek(offset)
                return file.read(length)

            reading: Callable[[int, int], bytes] = part
            yield Reader(reading)  # type: ignore[no-untyped-call]
    except KnownError:
        raise
    except Exception as error:  # the library checks little: a broken file fails wherever its numbers lead
        raise KnownError("pmtiles.not_readable", file=path.name) from error
