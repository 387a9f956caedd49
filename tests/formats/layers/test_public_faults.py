"""Faults of map files that other people met and reported in public, each tried on our readers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from shapely.geometry import Point, box

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.geography import Area, Place, Presence
from mrm_desktop.formats.imports.read_file import read
from mrm_desktop.formats.layers.kml_geometry import read_corners
from mrm_desktop.formats.layers.trip_lines import read_trip_lines
from mrm_desktop.foundation.progress import Silent
from mrm_desktop.geo.wkb import from_wkb
from tests.formats.layers.files import AREAS, gpx, kml, place, zipped
from tests.formats.layers.test_map_layers import ARABIC, _save, _shapefile

PLACES = DatasetKind.PLACES


def _geojson(path: Path, geometry: Mapping[str, object]) -> Path:
    path.write_text(
        json.dumps({"type": "Feature", "properties": {"name": "A", "code": "A1"}, "geometry": geometry}), encoding="utf-8"
    )
    return path


@pytest.mark.parametrize(
    ("text", "corners"),
    [
        (",31.6,4.85 ,31.7,4.9", [(31.6, 4.85), (31.7, 4.9)]),  # samcragg/sharpkml#46
        ("\n\t31.6,4.85,0\n\t31.7,4.9,958.59\n", [(31.6, 4.85), (31.7, 4.9)]),  # libkml/libkml#261
        ("31.6,4.85\r\n31.7,4.9", [(31.6, 4.85), (31.7, 4.9)]),  # locationtech/jts#1062
        ("13.08925,37.517,0,13.0859,37.517,0", [(13.08925, 37.517), (13.0859, 37.517)]),  # placemark/togeojson#68
        ("-76.0287, 39.3808, 200 -76.0, 39.4, 200", [(-76.0287, 39.3808), (-76.0, 39.4)]),  # MKergall/osmbonuspack#233
    ],
)
def test_coordinates_of_other_programs(text: str, corners: list[tuple[float, float]]) -> None:
    assert read_corners(text) == corners


def test_placemarks_with_fields_of_their_own(tmp_path: Path) -> None:
    """OSGeo/gdal#826: only the fields of the first placemark appeared."""
    marks = "".join(
        f'<Placemark><name>{n}</name><ExtendedData><SchemaData><SimpleData name="{field}">{value}</SimpleData></SchemaData>'
        f"</ExtendedData><Point><coordinates>31.6,3.85</coordinates></Point></Placemark>"
        for n, field, value in (("A", "kind", "well"), ("B", "valid_to", "2027-01-31"))
    )
    found = read(kml(tmp_path / "a.kml", marks), PLACES, AREAS).of(Place)
    assert [(p.kind, p.valid_to) for p in found] == [("well", None), ("", date(2027, 1, 31))]


def test_a_namespace_with_a_blank_in_it(tmp_path: Path) -> None:
    """openlayers/openlayers#4382."""
    path = tmp_path / "a.kml"
    path.write_text(
        f'<kml xmlns="http://www.opengis.net/kml/2.2 "><Document>{place("A", "31,4")}</Document></kml>', encoding="utf-8"
    )
    assert [p.name for p in read(path, PLACES, AREAS).of(Place)] == ["A"]


def test_tracks_of_google_with_data_beside_them(tmp_path: Path) -> None:
    """cleder/fastkml#259, #414: a track with arrays of heart rates, and several tracks in one."""
    values = '<gx:SimpleArrayData name="cadence"><gx:value>86</gx:value></gx:SimpleArrayData>'
    array = f"<ExtendedData><SchemaData>{values}</SchemaData></ExtendedData>"
    line = (
        "<gx:Track><when>2010-05-28T02:02:09Z</when><gx:coord>{0} 4 156.0</gx:coord><gx:coord>{1} 4 152.0</gx:coord>{2}</gx:Track>"
    )
    tracks = line.format(30, 30.5, array) + line.format(31, 31.5, "")
    path = kml(tmp_path / "a.kml", f"<Placemark><name>x</name><gx:MultiTrack>{tracks}</gx:MultiTrack></Placemark>")
    assert read_trip_lines(path, Silent()).lines[0].corners == ((30.0, 4.0), (30.5, 4.0), (31.0, 4.0), (31.5, 4.0))


@pytest.mark.parametrize("inner", ["", "<ele>3</ele>", "<time>null</time>"])
def test_a_track_needs_no_name_height_or_time(tmp_path: Path, inner: str) -> None:
    """IsraelHikingMap/Site#307 and #581, team-mount-ventoux/JayPS-AndroidApp#32, OpenTracksApp/OpenTracks#1236."""
    points = "".join(f'<trkpt lat="{y}" lon="30.8">{inner}</trkpt>' for y in (4.1, 4.2))
    found = read(gpx(tmp_path / "a.gpx", f"<trk><trkseg>{points}</trkseg></trk>"), DatasetKind.PRESENCE, AREAS)
    assert [p.name for p in found.of(Presence)] == ["a 1"]


def test_tables_without_shapes_are_no_layers_of_a_geopackage(tmp_path: Path) -> None:
    """bravemaster3/GeoDeploy#95, portolan-sdi/portolan-cli#784: what QGIS keeps beside the layers."""
    import sqlite3

    path = tmp_path / "a.gpkg"
    _save(path, {"name": ["A"]}, [Point(30.5, 4)], layer="camps")
    _save(path, {"name": ["B"]}, [Point(33, 4)], layer="villages")
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE layer_styles (id INTEGER PRIMARY KEY, styleQML TEXT)")
        database.execute("INSERT INTO layer_styles VALUES (1, '<qgis/>')")
        database.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('layer_styles', 'attributes', 'styles')"
        )
    database.close()
    assert [p.name for p in read(path, PLACES, AREAS).of(Place)] == ["A", "B"]


def test_a_code_page_that_every_program_writes_says_nothing(tmp_path: Path) -> None:
    """mbloch/mapshaper#15: language driver 87 stands in tables of every code page; unige-geohealth/accessmod#208: Arabic names."""
    path = _shapefile(tmp_path, ARABIC, "cp1256")
    table = bytearray((tmp_path / "a.dbf").read_bytes())
    table[29] = 87
    (tmp_path / "a.dbf").write_bytes(bytes(table))
    assert read(path, DatasetKind.AREAS).of(Area)[0].names["ar"] == ARABIC


def test_a_code_page_that_is_not_the_true_one(tmp_path: Path) -> None:
    """portolan-sdi/portolan-cli#783: a .cpg that says 1252 beside names in UTF-8."""
    path = _shapefile(tmp_path, "Maroula-Élevée", "utf-8")
    (tmp_path / "a.cpg").write_text("1252", encoding="ascii")
    reading = read(path, DatasetKind.AREAS)
    assert reading.of(Area)[0].names["ar"] == "Maroula-Élevée"
    assert [e.params["encoding"] for e in reading.ledger.entries if e.code == "table.encoding_guessed"] == ["utf-8"]


@pytest.mark.parametrize("said", ["1252", "ANSI 1252", "windows-1252\r\n"])
def test_a_code_page_by_its_number_alone(tmp_path: Path, said: str) -> None:
    """rgeo/rgeo-shapefile#39."""
    path = _shapefile(tmp_path, "Maroula-Élevée", "cp1252")
    (tmp_path / "a.cpg").write_text(said, encoding="ascii")
    assert read(path, DatasetKind.AREAS).of(Area)[0].names["ar"] == "Maroula-Élevée"


def test_what_lies_beside_a_shapefile_in_an_archive_is_no_layer(tmp_path: Path) -> None:
    """GeoNode/django-osgeo-importer#204, IQSS/dataverse#7331: folders, metadata and files of the desktop."""
    _save(tmp_path / "a.shp", {"ADM1_EN": ["M"], "ADM1_PCODE": ["ZZ01"]}, [box(30, 3, 31, 4)])
    parts = {f"folder/{p.name}": p.read_bytes() for p in tmp_path.glob("a.*")}
    others = {"folder/": b"", "folder/a.shp.xml": b"<metadata/>", "folder/.DS_Store": b"x", "__MACOSX/folder/._a.shp": b"x"}
    assert [a.code for a in read(zipped(tmp_path / "z.zip", {**parts, **others}), DatasetKind.AREAS).of(Area)] == ["ZZ01"]


def test_an_outline_that_is_not_closed(tmp_path: Path) -> None:
    """mbloch/mapshaper#125, calvinmetcalf/shapefile-js#97."""
    open_ring = {"type": "Polygon", "coordinates": [[[30, 3], [31, 3], [31, 4], [30, 4]]]}
    area = read(_geojson(tmp_path / "a.geojson", open_ring), DatasetKind.AREAS).of(Area)[0]
    assert from_wkb(area.geometry).area == pytest.approx(1.0)


def test_a_hole_of_two_corners_does_not_cost_the_outline(tmp_path: Path) -> None:
    """Esri/terraformer-arcgis-parser#19."""
    rings = [[[30, 3], [31, 3], [31, 4], [30, 4], [30, 3]], [[30.5, 3.5], [30.6, 3.6], [30.5, 3.5]]]
    area = read(_geojson(tmp_path / "a.geojson", {"type": "Polygon", "coordinates": rings}), DatasetKind.AREAS).of(Area)[0]
    assert from_wkb(area.geometry).area == pytest.approx(1.0)
