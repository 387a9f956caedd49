"""A prepared network is found again as it was, and a stale or damaged one is not."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import shapely

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.door.foreign import read_road_lines
from mrm_desktop.formats.layers.road_layers import Box, RoadLines
from mrm_desktop.foundation.progress import Progress
from mrm_desktop.geo.roads import network_of
from mrm_desktop.services.trips import read_roads as reading
from mrm_desktop.services.trips.kept_roads import find_kept, keep, kept_beside
from mrm_desktop.services.trips.read_roads import read_roads
from tests.present import present
from tests.services.trips.test_read_roads import _roads

NETWORK = network_of([shapely.LineString([(30, 4), (31, 4), (32, 4.5)]), shapely.LineString([(31, 4), (31, 5)])])


def test_a_kept_network_answers_as_the_one_that_was_kept(tmp_path: Path) -> None:
    assert keep(NETWORK, {"river": 2}, tmp_path / "x")
    found, left_out = present(find_kept(tmp_path / "x"))
    assert left_out == {"river": 2}
    assert found.tracks() == NETWORK.tracks()
    assert found.way((30, 4), (31, 5)) == NETWORK.way((30, 4), (31, 5))
    assert [path.name for path in tmp_path.iterdir()] == ["x"]
    assert not keep(NETWORK, {}, tmp_path / "no such folder" / "x")


def test_a_damaged_one_is_not_used(tmp_path: Path) -> None:
    whole = tmp_path / "x"
    keep(NETWORK, {}, whole)
    written = whole.read_bytes()
    for at in (2, len(written) // 2, len(written) - 1):
        whole.write_bytes(written[:at] + bytes([written[at] ^ 1]) + written[at + 1 :])
        assert find_kept(whole) is None
    for cut in (b"", written[:-1], written[:40], written + b"x", b"[]\n", b"{}\n"):
        whole.write_bytes(cut)
        assert find_kept(whole) is None
    assert find_kept(tmp_path / "nothing") is None


def test_one_that_names_what_is_not_there_is_not_used(tmp_path: Path) -> None:
    broken = network_of([shapely.LineString([(30, 4), (31, 4)])])
    broken.mesh.ends[0, 1] = 7
    keep(broken, {}, tmp_path / "x")
    assert find_kept(tmp_path / "x") is None


def test_a_network_is_kept_where_it_took_long_and_made_anew_when_its_file_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _roads(tmp_path / "roads.geojson", "primary", "footway")
    before = read_roads(path)
    assert not kept_beside(path).exists()
    monkeypatch.setattr(reading, "WORTH_KEEPING", 1)
    read_roads(path)
    assert kept_beside(path).exists()
    with monkeypatch.context() as alone:
        alone.setattr(reading, "read_road_lines", lambda *_: pytest.fail("the file was read again"))
        again = read_roads(path)
    assert (again.layer, again.tracks()) == (before.layer, before.tracks())
    changed = json.loads(path.read_text(encoding="utf-8"))
    changed["features"][0]["geometry"]["coordinates"] = [[30, 1], [31, 1], [32, 1]]
    path.write_text(json.dumps(changed), encoding="utf-8")
    assert np.array_equal(read_roads(path).stretches.corners[-1], (32, 1))


def test_of_a_file_that_is_too_much_for_one_reading_the_roads_near_the_journey_are_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, real = _roads(tmp_path / "roads.geojson", "primary"), read_road_lines

    def only_near(file: Path, box: Box | None, progress: Progress) -> RoadLines:
        if box is None:
            raise KnownError("door.too_large", file=file.name)
        return real(file, box, progress)

    monkeypatch.setattr(reading, "read_road_lines", only_near)
    assert len(read_roads(path, [(30.5, 0.0)])) == 1
    with pytest.raises(KnownError, match=r"door\.too_large"):
        read_roads(path)
