"""Tiles from a package of another program: the right way up, and told from what is none."""

from __future__ import annotations

import hashlib
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.layers import mbtiles
from mrm_desktop.formats.layers.mbtiles import read_mbtiles


def _package(path: Path, metadata: dict[str, str], tiles: list[tuple[int, int, int, bytes]]) -> Path:
    with closing(sqlite3.connect(path)) as book, book:
        book.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
        book.execute("CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB)")
        book.executemany("INSERT INTO metadata VALUES (?, ?)", metadata.items())
        book.executemany("INSERT INTO tiles VALUES (?, ?, ?, ?)", tiles)
    return path


def test_tiles_are_turned_the_right_way_up(tmp_path: Path) -> None:
    metadata = {"name": "Zedland", "format": "png", "bounds": "30,4,34,6", "attribution": "<b>x</b>"}
    path = _package(tmp_path / "x.mbtiles", metadata, [(2, 1, 0, b"\x89PNGsouth"), (2, 1, 3, b"\x89PNGnorth")])
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    package = read_mbtiles(path)
    assert (package.name, package.format, package.bounds, package.is_vector) == ("Zedland", "png", (30, 4, 34, 6), False)
    assert package.tile(2, 1, 0) == b"\x89PNGnorth"
    assert package.tile(2, 1, 3) == b"\x89PNGsouth"
    assert package.tile(2, 0, 0) is None
    assert package.tile(99, 0, 0) is None
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    assert [p.name for p in tmp_path.iterdir()] == ["x.mbtiles"]


def test_vector_tiles_by_their_bytes(tmp_path: Path) -> None:
    metadata = {"format": "png", "bounds": "nonsense", "json": '{"vector_layers": [{"id": "roads"}]}'}
    package = read_mbtiles(_package(tmp_path / "x.mbtiles", metadata, [(0, 0, 0, b"\x1f\x8b00")]))
    assert (package.format, package.layers, package.bounds) == ("pbf", ("roads",), None)


def test_packages_that_are_none(tmp_path: Path) -> None:
    (tmp_path / "text.mbtiles").write_text("not a database", encoding="utf-8")
    empty = _package(tmp_path / "empty.mbtiles", {}, [])
    for path, code in (
        (tmp_path / "none.mbtiles", "file.not_found"),
        (tmp_path / "text.mbtiles", "mbtiles.not_readable"),
        (empty, "mbtiles.not_a_map"),
    ):
        with pytest.raises(KnownError) as caught:
            read_mbtiles(path)
        assert caught.value.code == code


ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT 0, 0, x, zeroblob(4) FROM n WHERE x < 0"
HUGE = "SELECT 0, 0, 0, zeroblob(900000000)"


@pytest.mark.parametrize("view", [ENDLESS, HUGE])
def test_a_package_that_never_ends_or_is_without_measure_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, view: str
) -> None:
    monkeypatch.setattr(mbtiles, "MAX_SECONDS", 0.5)
    path = tmp_path / "x.mbtiles"
    with closing(sqlite3.connect(path)) as book, book:
        book.execute(f"CREATE VIEW tiles (zoom_level, tile_column, tile_row, tile_data) AS {view}")
    begun = time.monotonic()
    with pytest.raises(KnownError, match=r"mbtiles\.not_readable"):
        read_mbtiles(path)
    assert time.monotonic() - begun < 5
