"""Tracks of real receivers: fixes at 0/0 and without a position, segments of one point, those who stood still, tracks without a name."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.geography import Place, Presence
from mrm_desktop.formats.imports.read_file import read
from mrm_desktop.formats.layers.trip_lines import read_trip_lines
from mrm_desktop.foundation.progress import Silent
from mrm_desktop.geo.wkb import from_wkb
from tests.formats.layers.files import AREAS, gpx, kml, track

PRESENCE = DatasetKind.PRESENCE
WAY = [(30.6, 4.1), (30.6, 4.12), (30.6, 4.15)]


@pytest.mark.parametrize(
    "points",
    [
        '<trkpt lat="0" lon="0"/>',
        "<trkpt><ele>1</ele></trkpt>",
        '<trkpt lat="4.1"/>',
        '<trkpt lat="" lon="30"/>',
        '<trkpt lat="nan" lon="nan"/>',
        '<trkpt lat="410" lon="30"/>',
    ],
)
def test_a_point_nowhere_is_left_out_of_its_track_and_said(tmp_path: Path, points: str) -> None:
    path = gpx(tmp_path / "a.gpx", track(WAY, "patrol").replace("<trkseg>", f"<trkseg>{points}"))
    reading = read(path, PRESENCE, AREAS)
    west, south, east, north = from_wkb(reading.of(Presence)[0].geometry).bounds
    assert (west > 30, south > 3, east < 31, north < 5) == (True, True, True, True)
    assert [e.params["count"] for e in reading.ledger.entries if e.code == "layer.points_nowhere"] == [1]


def test_a_trip_leg_leaves_them_out_as_well(tmp_path: Path) -> None:
    found = read_trip_lines(gpx(tmp_path / "a.gpx", track([(0, 0), *WAY])), Silent())
    assert (found.lines[0].corners, found.nowhere) == (tuple(WAY), 1)


def test_segments_of_one_point_each_make_one_line(tmp_path: Path) -> None:
    segments = "".join(f'<trkseg><trkpt lat="{y}" lon="{x}"/></trkseg>' for x, y in WAY)
    presence = read(gpx(tmp_path / "a.gpx", f"<trk><name>p</name>{segments}</trk>"), PRESENCE, AREAS).of(Presence)[0]
    assert shapely.contains_xy(from_wkb(presence.geometry), 30.6, 4.13)


def test_whoever_stood_still_has_no_corridor_and_crashes_nothing(tmp_path: Path) -> None:
    still = [(30.6, 4.1), (30.6, 4.1)]
    both = read(gpx(tmp_path / "both.gpx", track(WAY, "a").replace("</trk>", track(still)[5:-6] + "</trk>")), PRESENCE, AREAS)
    assert len(both.records) == 1
    alone = read(gpx(tmp_path / "still.gpx", track(still, "P")), PRESENCE, AREAS)
    assert (alone.ledger.rows_kept, alone.ledger.rows_dropped) == (0, 1)
    assert {p.code for p in alone.ledger.problems} == {"geometry.unreadable", "presence.no_position"}


def test_a_track_without_a_name_is_called_after_its_file(tmp_path: Path) -> None:
    reading = read(gpx(tmp_path / "monday.gpx", track(WAY) + track([(33.0, 4.0), (33.2, 4.0)], "east")), PRESENCE, AREAS)
    assert [p.name for p in reading.of(Presence)] == ["monday 1", "east"]


def test_a_file_name_that_tells_of_a_person_names_nothing(tmp_path: Path) -> None:
    reading = read(gpx(tmp_path / "call +211 912 345 678.gpx", track(WAY)), PRESENCE, AREAS)
    assert [p.name for p in reading.of(Presence)] == ["file 1"]


def test_prefixes_of_a_device_need_no_declaration(tmp_path: Path) -> None:
    inner = '<wpt lat="4.1" lon="30.6"><name>A</name><extensions><gpxx:Depth>1</gpxx:Depth></extensions></wpt>'
    assert [p.name for p in read(gpx(tmp_path / "a.gpx", inner), DatasetKind.PLACES, AREAS).of(Place)] == ["A"]


def test_of_waypoints_and_tracks_only_waypoints_are_places(tmp_path: Path) -> None:
    path = gpx(tmp_path / "a.gpx", '<wpt lat="4.1" lon="30.6"><name>A</name></wpt>' + track(WAY, "t"))
    reading = read(path, DatasetKind.PLACES, AREAS)
    assert [p.name for p in reading.of(Place)] == ["A"]
    assert [e.params["layers"] for e in reading.ledger.entries if e.code == "layer.without_points"] == [["tracks"]]


def test_lines_of_a_collection_are_lines_of_a_trip(tmp_path: Path) -> None:
    lines = "".join(f"<LineString><coordinates>{a},4 {b},4</coordinates></LineString>" for a, b in ((30, 30.2), (30.5, 30.75)))
    point = "<Point><coordinates>30,4</coordinates></Point>"
    inner = f"<Placemark><name>x</name><MultiGeometry>{point}<MultiGeometry>{lines}</MultiGeometry></MultiGeometry></Placemark>"
    found = read_trip_lines(kml(tmp_path / "m.kml", inner), Silent())
    assert [(line.name, line.corners) for line in found.lines] == [("x", ((30.0, 4.0), (30.2, 4.0), (30.5, 4.0), (30.75, 4.0)))]


def test_what_is_no_gpx_is_not_read_as_one(tmp_path: Path) -> None:
    path = tmp_path / "a.gpx"
    path.write_text("<svg/>", encoding="utf-8")
    with pytest.raises(KnownError, match=r"layer\.not_readable"):
        read(path, PRESENCE, AREAS)
