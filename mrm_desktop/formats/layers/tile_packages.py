"""The user's own offline maps: packages of tiles, as MBTiles or PMTiles, of pictures or of vectors."""

from __future__ import annotations

from pathlib import Path

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.layers.mbtiles import TilePackage, read_mbtiles
from mrm_desktop.formats.layers.pmtiles import MAGIC, read_pmtiles


def read_tile_package(path: Path) -> TilePackage:
    """Read what a package says of itself; which format it is in is told by its first bytes, not by its name.

    Raises
    ------
    KnownError
        ``file.not_found``, ``mbtiles.not_readable``, ``mbtiles.not_a_map``, ``pmtiles.not_readable``.
    """
    try:
        with path.open("rb") as file:
            start = file.read(len(MAGIC))
    except OSError as error:
        raise KnownError("file.not_found", file=path.name) from error
    return read_pmtiles(path) if start == MAGIC else read_mbtiles(path)
