"""A road layer of whatever form becomes a network of the roads near the journey."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.trip_plans import RoadLayer
from mrm_desktop.services.trips.read_roads import read_roads, roads_for
from tests.present import present
from tests.services.trips.test_plan_trip import trip


def test_the_sample_roads_are_read_near_the_journey_only(tmp_path: Path) -> None:
    from mrm_desktop.foundation.assets import asset

    whole, near = (
        read_roads(asset("data", "sample", "roads.geojson")),
        read_roads(asset("data", "sample", "roads.geojson"), [(-18.2, -22.3)]),
    )
    assert 0 < len(near) < len(whole)
    with pytest.raises(KnownError, match=r"roads\.none"):
        read_roads(asset("data", "sample", "roads.geojson"), [(30.0, 5.0)])
    (tmp_path / "roads.txt").write_text("x", encoding="utf-8")
    with pytest.raises(KnownError, match=r"roads\.not_readable"):
        roads_for(trip(roads="roads.txt"), tmp_path)
    assert roads_for(trip(), tmp_path) is None


def test_an_extract_of_openstreetmap_is_a_road_layer_without_its_footpaths(tmp_path: Path) -> None:
    nodes = "".join(f'<node id="{n}" version="1" lat="{-22.5 + n / 100}" lon="{-19.9 + n / 100}"/>' for n in range(1, 5))
    ways = "".join(
        f'<way id="{k}" version="1"><nd ref="{a}"/><nd ref="{b}"/><tag k="{key}" v="{value}"/></way>'
        for k, (a, b, key, value) in enumerate(
            [(1, 2, "highway", "track"), (2, 3, "highway", "footway"), (3, 4, "waterway", "river")], start=1
        )
    )
    (tmp_path / "x.osm").write_text(f'<osm version="0.6">{nodes}{ways}</osm>', encoding="utf-8")
    assert len(read_roads(tmp_path / "x.osm")) == 1


def test_a_network_knows_its_file_its_day_and_what_was_left_out(tmp_path: Path) -> None:
    path = _roads(tmp_path / "ssd_roads.geojson", "primary", "footway")
    os.utime(path, (1_767_225_600, 1_767_225_600))
    assert present(read_roads(path).layer) == RoadLayer("ssd_roads.geojson", date(2026, 1, 1), {"footway": 1})


def test_a_file_whose_name_tells_of_a_person_is_not_named_on_paper(tmp_path: Path) -> None:
    assert present(read_roads(_roads(tmp_path / "roads of a.b@example.org.geojson", "primary")).layer).file == ""


def test_a_file_of_other_lines_says_what_they_are(tmp_path: Path) -> None:
    with pytest.raises(KnownError) as caught:
        read_roads(_roads(tmp_path / "a.geojson", "footway"))
    assert (caught.value.code, caught.value.params["kinds"]) == ("roads.only_others", ["footway"])


def _roads(path: Path, *kinds: str) -> Path:
    features = [
        {"type": "Feature", "properties": {"highway": kind}, "geometry": {"type": "LineString", "coordinates": [[30, n], [31, n]]}}
        for n, kind in enumerate(kinds)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path
