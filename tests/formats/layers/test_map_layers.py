"""GeoPackage, GeoJSON, shapefile and archives: all layers, the true code page and system, and nothing that only looks like a map."""

from __future__ import annotations

import json
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
import shapely
from shapely.geometry import LineString, MultiPoint, Point, Polygon, box

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.geography import Area, Place, Presence
from mrm_desktop.domain.incidents import Incident
from mrm_desktop.formats.files.code_pages import code_page_of
from mrm_desktop.formats.files.read_options import ReadOptions
from mrm_desktop.formats.imports.read_file import read
from mrm_desktop.formats.layers.layer import joined
from mrm_desktop.geo.wkb import from_wkb
from tests.formats.layers.files import AREAS, kml, place, zipped

Write = Callable[..., Path]
ARABIC = "مارولا العليا"


def _save(path: Path, columns: dict[str, list[object]], shapes: list[object], **options: object) -> Path:
    import geopandas

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        geopandas.GeoDataFrame(columns, geometry=shapes, crs=options.pop("crs", "EPSG:4326")).to_file(path, **options)
    return path


def _codes(reading: object, action: str = "") -> set[str]:
    return {e.code for e in reading.ledger.entries if action in ("", e.action)}  # type: ignore[attr-defined]


def test_all_layers_of_a_geopackage_are_places(tmp_path: Path) -> None:
    path = tmp_path / "two.gpkg"
    _save(path, {"name": ["A"]}, [Point(30.5, 4)], layer="camps")
    _save(path, {"name": ["B"], "kind": ["village"]}, [Point(33, 4)], layer="villages")
    _save(path, {"name": ["R"]}, [LineString([(30, 4), (31, 4)])], layer="roads")
    reading = read(path, DatasetKind.PLACES, AREAS)
    assert [(p.name, p.kind) for p in reading.of(Place)] == [("A", ""), ("B", "village")]
    assert [e.params["layers"] for e in reading.ledger.entries if e.code == "layer.without_points"] == [["roads"]]
    assert [p.name for p in read(path, DatasetKind.PLACES, AREAS, ReadOptions(sheet="villages")).of(Place)] == ["B"]


def test_all_files_of_an_archive_are_read(tmp_path: Path) -> None:
    parts: dict[str, bytes] = {}
    for n, code in enumerate(("ZZ0101", "ZZ0102")):
        (tmp_path / str(n)).mkdir()
        _save(tmp_path / str(n) / "adm.shp", {"ADM2_EN": [code], "ADM2_PCODE": [code]}, [box(30 + n, 3, 31 + n, 4)])
        parts |= {f"{n}/{p.name}": p.read_bytes() for p in (tmp_path / str(n)).iterdir()}
        parts |= {f"__MACOSX/{n}/._{p.name}": b"\0\5\x16\7" for p in (tmp_path / str(n)).iterdir()}
    assert [a.code for a in read(zipped(tmp_path / "a.zip", parts), DatasetKind.AREAS).of(Area)] == ["ZZ0101", "ZZ0102"]


def test_a_kml_in_a_zip_is_read(tmp_path: Path) -> None:
    content = kml(tmp_path / "a.kml", place("A", "31.6,3.85")).read_bytes()
    assert [p.name for p in read(zipped(tmp_path / "a.zip", {"x/a.kml": content}), DatasetKind.PLACES, AREAS).of(Place)] == ["A"]


@pytest.mark.parametrize(
    ("text", "encoding", "found"),
    [
        (ARABIC, "cp1256", "cp1256"),
        ("Maroula-Élevée, Préfecture", "cp1252", "cp1252"),
        (ARABIC, "utf-8", "utf-8"),
        ("Верхняя Марула", "cp1251", ""),
        ("Marula", "ascii", "utf-8"),
    ],
)
def test_a_code_page_is_known_by_its_words_or_asked_for(text: str, encoding: str, found: str) -> None:
    assert code_page_of(text.encode(encoding)) == found


def test_a_sample_that_ends_within_a_letter_is_still_unicode() -> None:
    assert code_page_of(ARABIC.encode("utf-8")[:-1]) == "utf-8"


def _shapefile(tmp_path: Path, text: str, encoding: str) -> Path:
    columns: dict[str, list[object]] = {"ADM1_EN": ["Marula"], "ADM1_AR": [text], "ADM1_PCODE": ["ZZ01"]}
    path = _save(tmp_path / "a.shp", columns, [box(30, 3, 31, 4)], encoding=encoding)
    (tmp_path / "a.cpg").unlink()
    table = bytearray((tmp_path / "a.dbf").read_bytes())
    table[29] = 0  # nobody said which code page it is
    (tmp_path / "a.dbf").write_bytes(bytes(table))
    return path


def test_an_arabic_shapefile_without_a_code_page_has_arabic_names(tmp_path: Path) -> None:
    reading = read(_shapefile(tmp_path, ARABIC, "cp1256"), DatasetKind.AREAS)
    assert reading.of(Area)[0].names["ar"] == ARABIC
    assert [e.params["encoding"] for e in reading.ledger.entries if e.code == "table.encoding_guessed"] == ["cp1256"]


def test_a_shapefile_in_another_script_asks_and_takes_the_answer(tmp_path: Path) -> None:
    path = _shapefile(tmp_path, "Верхняя", "cp1251")
    with pytest.raises(KnownError, match=r"layer\.encoding"):
        read(path, DatasetKind.AREAS)
    assert read(path, DatasetKind.AREAS, (), ReadOptions(encoding="cp1251")).of(Area)[0].names["ar"] == "Верхняя"


def test_an_arabic_shapefile_in_an_archive_is_the_same(tmp_path: Path) -> None:
    _shapefile(tmp_path, ARABIC, "cp1256")
    path = zipped(tmp_path / "z.zip", {f"x/{p.name}": p.read_bytes() for p in tmp_path.glob("a.*")})
    assert read(path, DatasetKind.AREAS).of(Area)[0].names["ar"] == ARABIC


def test_what_a_person_says_counts_where_a_geojson_says_nothing(write_geojson: Write) -> None:
    path = write_geojson([({"code": "ZZ01", "name": "Marula"}, box(166021, 331639, 277438, 442213))])
    with pytest.raises(KnownError, match=r"geo\.not_in_degrees"):
        read(path, DatasetKind.AREAS)
    reading = read(path, DatasetKind.AREAS, (), ReadOptions(crs="EPSG:32636"))
    assert from_wkb(reading.of(Area)[0].geometry).bounds == pytest.approx((29.99, 2.99, 31.0, 4.0), abs=0.02)
    assert "geo.reprojected" in _codes(reading, "changed")


def test_what_a_geojson_says_is_not_overruled(write_geojson: Write) -> None:
    path = write_geojson([({"code": "ZZ01", "name": "Marula"}, box(30, 3, 31, 4))], crs="urn:ogc:def:crs:OGC:1.3:CRS84")
    with pytest.raises(KnownError, match=r"geo\.crs_mismatch"):
        read(path, DatasetKind.AREAS, (), ReadOptions(crs="EPSG:32636"))


def test_an_outline_across_180_degrees_is_cut_and_covers_no_other_half_of_the_world(write_geojson: Write) -> None:
    across = Polygon([(179, -18), (-179, -18), (-179, -16), (179, -16)])
    reading = read(write_geojson([({"code": "ZZ01", "name": "East"}, across)]), DatasetKind.AREAS)
    drawn = from_wkb(reading.of(Area)[0].geometry)
    assert drawn.area == pytest.approx(4.0)
    assert not shapely.contains_xy(drawn, 0, -17)
    assert "geometry.cut_at_180" in _codes(reading, "changed")


SHAPES = {
    "outside": (box(3.0, 40.0, 3.3, 40.3), "coordinate.outside"),
    "swapped": (box(4.0, 31.0, 4.3, 31.3), "coordinate.swapped"),
    "zero": (Polygon([(0, 0), (0.1, 0), (0.1, 0.1)]), "coordinate.zero"),
    "line outside": (LineString([(3.0, 40.0), (3.3, 40.3)]), "coordinate.outside"),
    "swapped line": (LineString([(4.0, 31.0), (4.3, 31.3)]), "coordinate.swapped"),
}


@pytest.mark.parametrize("name", SHAPES)
def test_presence_is_checked_as_points_are(write_geojson: Write, name: str) -> None:
    shape, code = SHAPES[name]
    reading = read(write_geojson([({"name": "in"}, box(31, 4, 31.1, 4.1)), ({"name": name}, shape)]), DatasetKind.PRESENCE, AREAS)
    assert [p.name for p in reading.of(Presence)] == ["in"]
    assert [(p.row, p.code) for p in reading.ledger.problems] == [(2, code)]


def test_a_line_loses_its_point_at_zero_and_keeps_the_rest(write_geojson: Write) -> None:
    shapes = [({"name": "a"}, LineString([(0, 0), (31, 4), (31.2, 4)])), ({"name": "b"}, LineString([(0, 0), (31, 4)]))]
    reading = read(write_geojson(shapes), DatasetKind.PRESENCE, AREAS)
    assert [p.name for p in reading.of(Presence)] == ["a"]
    assert from_wkb(reading.of(Presence)[0].geometry).bounds[0] > 30
    assert [e.params["count"] for e in reading.ledger.entries if e.code == "layer.points_nowhere"] == [2]


def test_a_line_that_leads_nowhere_is_one_row_and_not_the_file(write_geojson: Write) -> None:
    shapes = [({"name": "P"}, LineString([(30.6, 4.1), (30.6, 4.1)])), ({"name": "Q"}, LineString([(30.6, 4.1), (30.7, 4.1)]))]
    reading = read(write_geojson(shapes), DatasetKind.PRESENCE, AREAS)
    assert [p.name for p in reading.of(Presence)] == ["Q"]
    assert [(p.row, p.code) for p in reading.ledger.problems] == [(1, "geometry.no_area")]


def test_outlined_places_lie_inside_their_outline(write_geojson: Write) -> None:
    shapes = [({"name": "Camp"}, box(33.0, 4.0, 33.1, 4.1)), ({"name": "One"}, MultiPoint([(33, 4.1)]))]
    reading = read(write_geojson(shapes), DatasetKind.PLACES, AREAS)
    assert [(p.name, p.point, p.area_code) for p in reading.of(Place)] == [
        ("Camp", (33.05, 4.05), "ZZ02"),
        ("One", (33.0, 4.1), "ZZ02"),
    ]
    assert [e.rows for e in reading.ledger.entries if e.code == "layer.point_inside"] == [1]


def test_shapes_without_attributes_are_places_all_the_same(write_geojson: Write) -> None:
    reading = read(write_geojson([({}, Point(30.5, 4)), ({}, Point(33, 4))], "wells.geojson"), DatasetKind.PLACES, AREAS)
    assert [(p.name, p.area_code) for p in reading.of(Place)] == [("wells 1", "ZZ01"), ("wells 2", "ZZ02")]
    some = read(write_geojson([({"name": "A"}, Point(30.5, 4)), ({"name": None}, Point(33, 4))], "s.geojson"), DatasetKind.PLACES)
    assert [p.name for p in some.of(Place)] == ["A", "s 2"]


SERVICE = b"<OGRWFSDataSource><URL>http://127.0.0.1:9/x</URL></OGRWFSDataSource>"
VIRTUAL = b'<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource>other.csv</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>'


@pytest.mark.parametrize("content", [SERVICE, VIRTUAL, b"  \n" + VIRTUAL, b"SQLite format 3\0" + b"x" * 90, b"%PDF-1.4"])
@pytest.mark.parametrize("ending", [".geojson", ".shp", ".fgb"])
def test_what_is_no_map_of_its_ending_is_never_given_to_gdal(tmp_path: Path, content: bytes, ending: str) -> None:
    path = tmp_path / f"villages{ending}"
    path.write_bytes(content)
    with pytest.raises(KnownError, match=r"layer\.not_what_it_says"):
        read(path, DatasetKind.PLACES, AREAS)


def test_gdal_has_the_drivers_that_are_used_and_no_other() -> None:
    code = "from mrm_desktop.geo.gdal import DRIVERS, load_gdal; print(sorted(set(load_gdal().list_drivers()) ^ DRIVERS))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout.strip(), done.stderr.strip()) == ("[]", "")


def test_geoparquet_is_refused_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1" + b"x" * 100)
    with pytest.raises(KnownError, match=r"layer\.geoparquet"):
        read(tmp_path / "a.parquet", DatasetKind.PLACES, AREAS)


@pytest.mark.parametrize(
    "document",
    [
        {"type": "gdal_streamed_alg", "command_line": "gdal vector pipeline ! read /etc/hostname ! write"},
        {"type": "FeatureCollection", "features": [], "links": [{"href": "http://127.0.0.1:9/x"}]},
    ],
)
def test_json_that_describes_other_files_holds_no_layer(tmp_path: Path, document: object) -> None:
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(KnownError, match=r"layer\.(not_readable|none)"):
        read(path, DatasetKind.PLACES, AREAS)


def test_layers_become_one_without_losing_a_column_or_a_row(tmp_path: Path) -> None:
    from mrm_desktop.formats.layers.layer import LayerRows

    first, second = LayerRows(), LayerRows()
    first.add({"name": "A"}, Point(1, 1))
    first.add({"name": "B"}, None, is_unreadable=True)
    second.add({"kind": "x"}, None, is_unreadable=True)
    whole = joined([first.layer("one"), second.layer("two")])
    assert (len(whole), whole.headings, set(whole.unreadable)) == (3, ("name", "kind"), {2, 3})
    assert whole.columns["kind"].tolist() == ["", "", "x"]


@pytest.mark.parametrize("headings", [("lat", "lon"), ("Latitude", "Longitude"), ("y", "x"), ("gps_latitude", "gps_longitude")])
def test_the_geometry_of_a_layer_outranks_its_attributes(tmp_path: Path, headings: tuple[str, str]) -> None:
    path = tmp_path / "stale.geojson"
    _save(
        path,
        {"name": ["A", "B", "C"], headings[0]: [4.0, 3.5, 5.0], headings[1]: [33.0, 31.2, 33.5]},
        [Point(30.5, 4), Point(31.2, 3.5), None],
    )
    reading = read(path, DatasetKind.PLACES, AREAS)
    assert [place.point for place in reading.of(Place)] == [(30.5, 4.0), (31.2, 3.5), (33.5, 5.0)]
    assert [(p.row, p.column) for p in reading.ledger.problems if p.code == "layer.attributes_disagree"] == [(1, headings[0])]


def test_a_person_who_names_the_attributes_is_followed(tmp_path: Path) -> None:
    path = tmp_path / "stale.geojson"
    _save(path, {"name": ["A"], "lat": [4.0], "lon": [33.0]}, [Point(30.5, 4)])
    said = ReadOptions(columns={"latitude": "lat", "longitude": "lon"})
    assert [place.point for place in read(path, DatasetKind.PLACES, AREAS, said).of(Place)] == [(33.0, 4.0)]


def test_bases_and_incidents_lie_where_they_are_drawn(tmp_path: Path) -> None:
    path = tmp_path / "stale.gpkg"
    _save(path, {"name": ["A"], "date": ["2026-02-03"], "type": ["ambush"], "x": [512345.0], "y": [440000.0]}, [Point(30.5, 4)])
    assert [base.base_point for base in read(path, DatasetKind.PRESENCE, AREAS).of(Presence)] == [(30.5, 4.0)]
    incidents = read(path, DatasetKind.INCIDENTS, AREAS)
    assert [incident.point for incident in incidents.of(Incident)] == [(30.5, 4.0)]
    assert not [p for p in incidents.ledger.problems if p.code == "layer.attributes_disagree"]
