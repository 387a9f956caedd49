"""Packages of tiles and country packs are opened behind the door: a process stays with a package as long as it is shown."""

from __future__ import annotations

import gc
import sqlite3
import time
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from mrm_desktop.domain.errors import CannotOpenError, KnownError
from mrm_desktop.formats.documents.country_pack import PartRole, write_pack
from mrm_desktop.formats.door.doorway import ChildDoor, ChildSitting
from mrm_desktop.formats.door.foreign import extract, read_pack, read_tile_package
from mrm_desktop.formats.door.foreign_tiles import ForeignPackage
from tests.formats.documents.test_country_pack import SIGNER
from tests.formats.layers.vector_country import SHORTBREAD, little_country, tiles_of, write_mbtiles, write_pmtiles

BOUNDS = (30.0, 4.0, 32.0, 6.0)


def _processes(package: ForeignPackage) -> list[int]:
    assert isinstance(package.sitting, ChildSitting)
    return [reader.process.pid for reader in package.sitting._held]


def _ended(pid: int) -> bool:
    for _ in range(100):
        if not Path(f"/proc/{pid}").exists():
            return True
        time.sleep(0.02)
    return False


@pytest.mark.parametrize("write", [write_mbtiles, write_pmtiles])
def test_one_process_reads_tile_after_tile_and_ends_with_the_package(door: ChildDoor, tmp_path: Path, write: object) -> None:
    tiles = tiles_of(little_country(BOUNDS), SHORTBREAD, BOUNDS, range(6, 8))
    if write is write_mbtiles:
        path = write_mbtiles(tmp_path / "a.mbtiles", tiles, {"name": "Little country", "bounds": "30,4,32,6"})
    else:
        path = write_pmtiles(tmp_path / "a.pmtiles", tiles, BOUNDS)
    package = read_tile_package(path)
    assert isinstance(package, ForeignPackage)
    assert (package.is_vector, package.bounds) == (True, BOUNDS)
    at = next(iter(tiles))
    assert package.tile(*at)
    assert package.tile(at[0], 0, 0) is None
    [pid] = _processes(package)
    assert package.tile(*at) == package.tile(*at)
    assert _processes(package) == [pid]
    del package
    gc.collect()
    assert _ended(pid)


def test_a_process_that_died_is_a_sentence_and_the_next_tile_has_another(door: ChildDoor, tmp_path: Path) -> None:
    tiles = tiles_of(little_country(BOUNDS), SHORTBREAD, BOUNDS, range(6, 7))
    package = read_tile_package(write_mbtiles(tmp_path / "a.mbtiles", tiles, {"name": "x"}))
    assert isinstance(package, ForeignPackage)
    assert isinstance(package.sitting, ChildSitting)
    at = next(iter(tiles))
    package.sitting._held[0].process.kill()
    with pytest.raises(KnownError, match=r"door\.died"):
        package.tile(*at)
    assert package.tile(*at)


def test_what_is_no_package_is_told_by_whoever_looked(door: ChildDoor, tmp_path: Path) -> None:
    path = tmp_path / "x.mbtiles"
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE other (a)")
        database.commit()
    with pytest.raises(KnownError, match=r"mbtiles\.not_a_map"):
        read_tile_package(path)
    path.write_bytes(b"PMTiles\x03" + b"\xff" * 200)
    with pytest.raises(KnownError, match=r"pmtiles\.not_readable"):
        read_tile_package(path)


def test_a_country_pack_is_checked_and_unpacked_behind_the_door(door: ChildDoor, tmp_path: Path) -> None:
    (tmp_path / "in" / "facts").mkdir(parents=True)
    (tmp_path / "in" / "facts" / "f.toml").write_text('format = "mrm-facts/1"\n')
    write_pack(tmp_path / "a.mrmpack", tmp_path / "in", "Marula", "1", date(2026, 1, 1), SIGNER)
    pack = read_pack(tmp_path / "a.mrmpack")
    (tmp_path / "out").mkdir()
    [part] = pack.parts_for(PartRole.FACTS)
    assert extract(pack, part, tmp_path / "out").read_text() == 'format = "mrm-facts/1"\n'
    (tmp_path / "b.mrmpack").write_bytes((tmp_path / "a.mrmpack").read_bytes()[:-40])
    with pytest.raises(KnownError):
        read_pack(tmp_path / "b.mrmpack")


def test_a_part_that_was_changed_on_its_way_is_not_written(door: ChildDoor, tmp_path: Path) -> None:
    (tmp_path / "in" / "facts").mkdir(parents=True)
    (tmp_path / "in" / "facts" / "f.toml").write_text("a = 1\n")
    write_pack(tmp_path / "a.mrmpack", tmp_path / "in", "Marula", "1", date(2026, 1, 1), SIGNER)
    pack = read_pack(tmp_path / "a.mrmpack")
    with pytest.raises(CannotOpenError, match=r"pack\.part_changed"):
        pack.lay_out(pack.parts[0], b"a = 2\n", tmp_path)
    assert not (tmp_path / "f.toml").exists()
