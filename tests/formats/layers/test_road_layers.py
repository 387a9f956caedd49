"""What of a map file is a road: by tags, by the columns of other people's layers, by the name of the layer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from shapely.geometry import LineString, Point

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.layers.layer import Layer
from mrm_desktop.formats.layers.road_layers import UNSAID, read_road_lines, roads_of
from mrm_desktop.foundation.progress import Silent
from tests.formats.layers.test_map_layers import _save

Write = Callable[..., Path]
LINE = LineString([(30, 4), (31, 4)])


def _layer(name: str = "lines", **columns: list[str]) -> Layer:
    count = len(next(iter(columns.values()), [""]))
    shapes = np.array([LINE] * count, dtype=object)
    return Layer(name, tuple(columns), {h: np.array(c, dtype=object) for h, c in columns.items()}, shapes)


@pytest.mark.parametrize(
    ("layer", "roads", "left_out"),
    [
        (_layer(highway=["primary", "footway", "track", ""]), 2, {"footway": 1, UNSAID: 1}),
        (_layer(highway=["primary", ""], waterway=["", "river"]), 1, {"waterway": 1}),
        (_layer(waterway=["river"]), 0, {"waterway": 1}),
        (_layer(fclass=["tertiary", "path", "river"]), 1, {"path": 1, "river": 1}),
        (_layer(Highway=["residential"], railway=["no"]), 1, {}),
        (_layer(type=["paved", "River", "railway"]), 1, {"river": 1, "railway": 1}),
        (_layer("ssd_rivers", n=["1"]), 0, {"river": 1}),
        (_layer("roads", n=["1", "2"]), 2, {}),
        (_layer("riverside_roads", n=["1"]), 1, {}),
    ],
)
def test_lines_that_are_no_roads_are_left_out_and_counted(layer: Layer, roads: int, left_out: dict[str, int]) -> None:
    found = roads_of(layer)
    assert (len(found.lines), found.left_out) == (roads, left_out)


def test_bridges_and_tunnels_pass_over_what_they_cross() -> None:
    found = roads_of(_layer(highway=["primary"] * 4, bridge=["yes", "no", "", "F"], tunnel=["", "", "yes", ""]))
    assert found.passes == (True, False, True, False)


def test_rivers_of_a_geopackage_are_not_driven(tmp_path: Path) -> None:
    path = tmp_path / "osm.gpkg"
    _save(path, {"highway": ["primary"]}, [LINE], layer="roads")
    _save(path, {"waterway": ["river"]}, [LineString([(30, 4), (30.5, 4.3)])], layer="rivers")
    _save(path, {"name": ["A"]}, [Point(30, 4)], layer="places")
    found = read_road_lines(path, None, Silent())
    assert (len(found.lines), found.left_out) == (1, {"waterway": 1})


def test_only_roads_near_the_journey_are_taken(write_geojson: Write) -> None:
    path = write_geojson([({}, LINE), ({}, LineString([(40, 4), (41, 4)]))])
    assert len(read_road_lines(path, (29, 3, 32, 5), Silent()).lines) == 1


def test_what_is_no_map_is_no_road_layer(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x", encoding="utf-8")
    with pytest.raises(KnownError, match=r"roads\.not_readable"):
        read_road_lines(tmp_path / "a.csv", None, Silent())
