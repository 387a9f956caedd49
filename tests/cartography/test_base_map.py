"""The base map that ships: small enough, nothing in it but outlines and names, disputed lines said to be so."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np
import pytest
import shapely
from shapely.geometry import LineString

from mrm_desktop.cartography.base_map import base_map_part
from mrm_desktop.foundation.assets import asset
from tests.present import present

MEGABYTE = 1024 * 1024
LINE_LAYERS = {"rivers", "borders"}
STATUSES = {"settled", "disputed", "indefinite", "control"}


def part(name: str) -> Any:
    return json.loads(present(base_map_part(name)))


@pytest.fixture(scope="module")
def world() -> Any:
    return part("world")


def line(run: list[int], steps: int) -> LineString:
    return shapely.LineString(np.cumsum(np.array(run).reshape(-1, 2), axis=0) / steps)


def border_near(cell: dict[str, Any], longitude: float, latitude: float) -> str:
    """The status of the border nearest to a point."""
    at = shapely.Point(longitude, latitude)
    return str(min(cell["borders"], key=lambda border: line(border[1], cell["steps"]).distance(at))[0])


def test_the_product_is_small() -> None:
    files = list(asset("maps", "basemaps").iterdir())
    assert sum(file.stat().st_size for file in files) <= 12 * MEGABYTE
    assert max(file.stat().st_size for file in files) <= MEGABYTE


def test_the_product_holds_nothing_but_outlines_and_names(world: dict[str, Any]) -> None:
    layers = {"steps", "land", "lakes", "rivers", "borders", "towns"}
    assert set(world) == layers | {"countries", "languages", "cells"}
    for name in world["cells"]:
        cell = part(name)
        assert set(cell) == layers | {"provinces", "names"}
        assert all(len(town) == 5 and isinstance(town[4], str) for town in cell["towns"])
        assert all(len(name) == 7 and all(isinstance(said, str) and said for said in name[3:]) for name in cell["names"])
        assert {status for status, _ in cell["borders"]} <= STATUSES


def test_every_cell_that_the_overview_names_is_there_and_no_other(world: dict[str, Any]) -> None:
    found = {file.name.removesuffix(".json.gz") for file in asset("maps", "basemaps").glob("*.json.gz")}
    assert found == {"world", *world["cells"]}


def test_the_bytes_say_nothing_of_the_machine_that_made_them() -> None:
    for file in asset("maps", "basemaps").glob("*.json.gz"):
        head = file.read_bytes()[:10]
        assert head[3] == 0, "a file name inside"
        assert head[4:8] == b"\0\0\0\0", "a time inside"


@pytest.mark.parametrize(
    ("cell", "longitude", "latitude", "status"),
    [
        ("E020N00", 28.05, 9.33, "disputed"),  # Abyei
        ("E020N40", 20.9, 42.9, "disputed"),  # Kosovo and Serbia
        ("E070N30", 75.0, 34.5, "control"),  # Kashmir
        ("E030N30", 35.85, 33.0, "control"),  # Golan
        ("E030N30", 33.4, 35.05, "control"),  # Cyprus
        ("W020N20", -13.12, 24.3, "control"),  # Western Sahara, the berm
        ("E040N00", 45.5, 6.0, "indefinite"),  # Ethiopia and Somalia
        ("E030N00", 31.0, 2.3, "settled"),  # Uganda and DR Congo
        ("W010N30", -1.8, 33.5, "settled"),  # Morocco and Algeria
    ],
)
def test_a_disputed_border_says_so(cell: str, longitude: float, latitude: float, status: str) -> None:
    assert border_near(part(cell), longitude, latitude) == status


def test_where_missions_are_there_is_detail(world: dict[str, Any]) -> None:
    bases = [
        (31.6, 4.8),
        (29.2, -1.7),
        (18.5, 4.4),
        (-72.3, 18.5),
        (33.4, 35.2),
        (35.4, 33.1),
        (20.9, 42.6),
        (74.3, 34.0),
        (-8.0, 12.6),
    ]
    for longitude, latitude in bases:
        west, south = int(np.floor(longitude / 10) * 10), int(np.floor(latitude / 10) * 10)
        name = f"{'W' if west < 0 else 'E'}{abs(west):03d}{'S' if south < 0 else 'N'}{abs(south):02d}"
        assert name in world["cells"], name
        assert part(name)["towns"], name


def test_cells_meet_in_the_same_points() -> None:
    """Land runs on from one cell to the next: at their common edge both have the same stretches."""

    def along(name: str, longitude: int) -> set[int]:
        cell = part(name)
        edges = []
        for run in cell["land"]:
            points = np.cumsum(np.array(run).reshape(-1, 2), axis=0)
            on = points[points[:, 0] == longitude * cell["steps"]]
            edges += on[:, 1].tolist()
        return set(edges)

    left, right = along("E030N10", 40), along("E040N10", 40)
    assert left
    assert len(left ^ right) <= 4  # a point more where a ring only touches the edge


def test_countries_are_named_in_four_languages(world: dict[str, Any]) -> None:
    named = {country[3]: country[3:] for country in world["countries"]}
    assert named["South Sudan"] == ["South Sudan", "Soudan du Sud", "جنوب السودان", "Sudán del Sur"]
    assert "Northern Cyprus" not in named  # a territory whose status is not ours to say


@pytest.mark.parametrize("name", ["", "..", "../styles/calm", "world.json", "E020N0", "E020N000", "x" * 1000, "E990N90"])
def test_only_parts_can_be_asked_for(name: str) -> None:
    assert base_map_part(name) is None


def test_the_script_pins_every_source() -> None:
    source = (asset("maps").parent / "installer" / "make_basemap.py").read_text(encoding="utf-8")
    assert len(re.findall(r'"[0-9a-f]{64}"', source)) == 3
    assert "http" not in source
