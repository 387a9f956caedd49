"""Good files of every kind, small, for the fuzzer to start from."""

from __future__ import annotations

import json
import shutil
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import openpyxl

from tests.formats.layers.vector_country import PROTOMAPS, VOCABULARIES, encoded, little_country, tiles_of, write_pmtiles

KML = """<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder><name>a</name>
<Placemark><name>Base</name><ExtendedData><Data name="mission"><value>UNMIT</value></Data></ExtendedData>
<Point><coordinates>-18,-21,0</coordinates></Point></Placemark><Placemark><Polygon><outerBoundaryIs><LinearRing><coordinates>
-18,-21 -17,-21 -17,-20 -18,-21</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></Folder></Document></kml>"""
GPX = """<?xml version="1.0"?><gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1"><wpt lat="-21" lon="-18"><name>A</name></wpt>
<rte><rtept lat="-21" lon="-18"/><rtept lat="-20" lon="-18"/></rte><trk><trkseg><trkpt lat="-21" lon="-18"/></trkseg></trk></gpx>"""
LINES = 12
COUNTRY = (30.0, 4.0, 32.0, 6.0)


def write_seeds(target: str, folder: Path, sample: Path) -> None:
    """Write the seeds of a target into ``folder``."""
    if target == "csv":
        for file in sample.glob("*.csv"):
            head = file.read_text(encoding="utf-8").splitlines(keepends=True)[:LINES]
            (folder / file.name).write_text("".join(head), encoding="utf-8")
    elif target == "xlsx":
        for file in sample.glob("*.csv"):
            _workbook(file, folder / f"{file.stem}.xlsx")
    elif target == "geojson":
        for file in sample.glob("*.geojson"):
            document = json.loads(file.read_text(encoding="utf-8"))
            document["features"] = document["features"][:1]
            (folder / file.name).write_text(json.dumps(document), encoding="utf-8")
    elif target in ("kml", "gpx"):
        (folder / f"a.{target}").write_text(KML if target == "kml" else GPX, encoding="utf-8")
    elif target == "kmz":
        with zipfile.ZipFile(folder / "a.kmz", "w") as archive:
            archive.writestr("doc.kml", KML)
    elif target == "facts":
        shutil.copy(sample / "facts.toml", folder)
    elif target == "scenario":
        for file in sorted((sample.parent / "scenarios").glob("*.json"))[:10]:
            shutil.copy(file, folder)
    elif target == "mbtiles":
        with closing(sqlite3.connect(folder / "a.mbtiles")) as package, package:
            package.execute("CREATE TABLE metadata (name text, value text)")
            package.execute("CREATE TABLE tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob)")
            package.execute("INSERT INTO metadata VALUES ('bounds', '-20,-22,-16,-20')")
            package.execute("INSERT INTO tiles VALUES (0, 0, 0, ?)", (b"\x89PNG",))
    elif target == "pmtiles":
        tiles = tiles_of(little_country(COUNTRY), PROTOMAPS, COUNTRY, range(5, 8))
        write_pmtiles(folder / "a.pmtiles", tiles, COUNTRY)
    elif target == "vector_tile":
        for maker, vocabulary in VOCABULARIES.items():
            (folder / maker).write_bytes(encoded(little_country(COUNTRY), vocabulary, 5, 18, 15))


def _workbook(file: Path, target: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for line in file.read_text(encoding="utf-8").splitlines()[:LINES]:
        page.append(line.split(";" if ";" in line else ","))
    book.save(target)
