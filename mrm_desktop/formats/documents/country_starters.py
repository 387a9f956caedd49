"""What is shipped of countries: facts that people keep (``data/reference/countries.toml``), and outlines that a script has made."""

from __future__ import annotations

import gzip
import json
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from mrm_desktop.domain.countries import Country, OtherForce, Outline, Ring
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.geography import REDRAWN_OUTLINE
from mrm_desktop.foundation.assets import asset


@cache
def countries() -> tuple[Country, ...]:
    """Return every country with a mission now or in the registry's history, in the order of their codes."""
    told = tomllib.loads(asset("data", "reference", "countries.toml").read_text("utf-8"))
    made = json.loads(asset("maps", "countries", "countries.json").read_text("utf-8"))
    return tuple(_country(code, told[code], shipped, told["checked"]) for code, shipped in sorted(made.items()))


def country(code: str) -> Country:
    """Return a country by its three letters, in capitals or not.

    Raises
    ------
    KnownError
        ``country.unknown``, naming those that there are.
    """
    found = next((one for one in countries() if one.code == code.strip().upper()), None)
    if found is None:
        raise KnownError("country.unknown", code=code, known=[one.code for one in countries()])
    return found


def boundary_file(code: str) -> bytes:
    """Return the outlines of a country as GeoJSON, to be read like any boundaries."""
    return gzip.decompress(asset("maps", "countries", f"{country(code).code}.geojson.gz").read_bytes())


def outlines(code: str, language: str = "en") -> tuple[Outline, ...]:
    """Return the outlines of a country to paint; no geography is loaded for it."""
    return tuple(
        Outline(
            told["properties"]["iso_3166_2"],
            told["properties"].get(f"name_{language}") or told["properties"]["name"],
            _rings(told["geometry"]),
            told["properties"]["version"] == REDRAWN_OUTLINE,
        )
        for told in json.loads(boundary_file(code))["features"]
    )


def _country(code: str, told: Mapping[str, Any], made: Mapping[str, Any], checked: Any) -> Country:
    west, south, east, north = made["extent"]
    return Country(
        code=code,
        names=made["names"],
        missions=tuple(told["missions"]),
        forces=tuple(OtherForce(**force) for force in told["forces"]),
        units=made["units"],
        official=told["official"],
        redrawn=made["units"] if told["redrawn"] == "all" else len(told["redrawn"]),
        extent=(west, south, east, north),
        neighbours=tuple(made["neighbours"]),
        projection=made["projection"],
        checked=checked,
    )


def _rings(geometry: Mapping[str, Any]) -> tuple[Ring, ...]:
    polygons: Sequence[Any] = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return tuple(tuple((float(x), float(y)) for x, y in ring) for polygon in polygons for ring in polygon)
