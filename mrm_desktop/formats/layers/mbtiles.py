"""Offline base maps in the MBTiles format, opened without being touched. Their rows count from the south, ours from the north."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.layers.credit import plain_credit

MAX_ZOOM = 30
MAX_TILE_BYTES = 16_000_000  # a tile is some ten thousand; descriptions of layers can be long
MAX_SECONDS = 5.0  # a tile takes a thousandth of it
_STEPS_BETWEEN_LOOKS = 20_000
_IMAGES = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpg", b"RIFF": "webp", b"\x1f\x8b": "pbf"}


@dataclass(frozen=True, slots=True)
class TilePackage:
    """What a package says of itself.

    Attributes
    ----------
    format : str
        ``png``, ``jpg``, ``webp`` or ``pbf`` (vector tiles), by the tiles' own bytes.
    bounds : tuple[float, float, float, float] | None
        West, south, east, north in degrees; None when it does not say.
    min_zoom, max_zoom : int
        Zoom levels for which there are tiles.
    attribution : str
        Whom to credit, as plain text of the package: escape it before it is shown.
    layers : tuple[str, ...]
        Layers of a vector package.
    """

    path: Path
    name: str
    format: str
    bounds: tuple[float, float, float, float] | None
    min_zoom: int
    max_zoom: int
    attribution: str = ""
    layers: tuple[str, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_vector(self) -> bool:
        """Whether the tiles are vector tiles."""
        return self.format == "pbf"

    def tile(self, zoom: int, column: int, row: int) -> bytes | None:
        """Return a tile by the numbers that web maps use, row 0 in the north; None where there is none.

        Raises
        ------
        KnownError
            ``mbtiles.not_readable``.
        """
        if not 0 <= zoom <= MAX_ZOOM or not 0 <= column < 2**zoom or not 0 <= row < 2**zoom:
            return None
        query = "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?"
        with _opened(self.path) as package:
            found = package.execute(query, (zoom, column, 2**zoom - 1 - row)).fetchone()
        return bytes(found[0]) if found and found[0] is not None else None


def read_mbtiles(path: Path) -> TilePackage:
    """Read what a package says of itself.

    Raises
    ------
    KnownError
        ``file.not_found``, ``mbtiles.not_readable``, ``mbtiles.not_a_map``.
    """
    if not path.is_file():
        raise KnownError("file.not_found", file=path.name)
    with _opened(path) as package:
        tables = {str(name) for (name,) in package.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")}
        if "tiles" not in tables:
            raise KnownError("mbtiles.not_a_map", file=path.name)
        told = {}
        if "metadata" in tables:
            told = {str(k): str(v) for k, v in package.execute("SELECT name, value FROM metadata LIMIT 1000")}
        lowest, highest = package.execute("SELECT MIN(zoom_level), MAX(zoom_level) FROM tiles").fetchone()
        first = package.execute("SELECT tile_data FROM tiles WHERE tile_data IS NOT NULL LIMIT 1").fetchone()
    if first is None or not isinstance(lowest, int) or not isinstance(highest, int):
        raise KnownError("mbtiles.not_a_map", file=path.name)
    data = bytes(first[0]) if isinstance(first[0], bytes | bytearray) else b""
    kind = next((name for start, name in _IMAGES.items() if data.startswith(start)), told.get("format", ""))
    return TilePackage(
        path=path,
        name=told.get("name", path.stem),
        format={"jpeg": "jpg", "mvt": "pbf"}.get(kind, kind),
        bounds=_bounds(told.get("bounds", "")),
        min_zoom=max(0, lowest),
        max_zoom=min(MAX_ZOOM, highest),
        attribution=plain_credit(told.get("attribution", "")),
        layers=_layers(told.get("json", "")),
        metadata=told,
    )


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a package so that not even SQLite leaves a trace beside it."""
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1", uri=True)) as package:
            # A package is somebody's database: its views may count for ever, or make a tile as large as the memory.
            package.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_TILE_BYTES)
            package.execute("PRAGMA trusted_schema = OFF")
            until = time.monotonic() + MAX_SECONDS
            package.set_progress_handler(lambda: time.monotonic() > until, _STEPS_BETWEEN_LOOKS)
            yield package
    except (sqlite3.Error, UnicodeDecodeError, OverflowError, TypeError) as error:
        raise KnownError("mbtiles.not_readable", file=path.name) from error


def _bounds(text: str) -> tuple[float, float, float, float] | None:
    try:
        west, south, east, north = (float(v) for v in text.split(","))
    except ValueError:
        return None
    return (west, south, east, north) if -180 <= west <= east <= 180 and -90 <= south <= north <= 90 else None


def _layers(text: str) -> tuple[str, ...]:
    try:
        found = json.loads(text)
        return tuple(str(layer["id"]) for layer in found["vector_layers"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return ()
