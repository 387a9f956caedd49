"""Presence and places from tables, layers, KML and GPX."""

from __future__ import annotations

import dataclasses
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from shapely.geometry import LineString, Point, box

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.geography import Area, Place, Presence, PresenceKind
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.vocabulary import PatrolFrequency
from mrm_desktop.formats.files.read_options import PresenceOptions, ReadOptions
from mrm_desktop.formats.imports.read_file import read
from mrm_desktop.geo.wkb import from_wkb

Write = Callable[..., Path]
TODAY = date(2026, 4, 1)

KML = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>Plan</name>
<Schema name="s" id="s"><SimpleField name="frequency" type="string"/></Schema>
<NetworkLink><name>remote</name><Link><href>http://unreachable.invalid/x.kml</href></Link></NetworkLink>
<Folder><name>North</name>
 <Placemark><name>Patrol A</name><description><![CDATA[<b>x</b>]]></description>
  <ExtendedData><Data name="contingent"><value>UNMEX-A</value></Data>
   <SchemaData schemaUrl="#s"><SimpleData name="frequency">weekly</SimpleData></SchemaData></ExtendedData>
  <Polygon><outerBoundaryIs><LinearRing>
   <coordinates>30,4,0 31,4,0 31,5,0 30,5,0 30,4,0</coordinates>
  </LinearRing></outerBoundaryIs></Polygon>
 </Placemark>
 <Folder><name>Deep</name><Placemark><name>Patrol B</name>
  <MultiGeometry>
   <Polygon><outerBoundaryIs><LinearRing><coordinates>32,4 33,4 33,5 32,5 32,4</coordinates></LinearRing></outerBoundaryIs></Polygon>
   <Polygon><outerBoundaryIs><LinearRing><coordinates>33,4 34,4 34,5 33,5 33,4</coordinates></LinearRing></outerBoundaryIs></Polygon>
  </MultiGeometry></Placemark></Folder>
</Folder>
<Folder><name>South</name><Placemark><name>Base</name><Point><coordinates>32.5,4.5,0</coordinates></Point></Placemark></Folder>
</Document></kml>"""

GPX = """<?xml version="1.0"?><gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1">
<wpt lat="4.5" lon="30.5"><ele>400</ele><time>2026-03-01T10:00:00Z</time><name>Well</name><sym>Water</sym></wpt>
<rte><name>Route</name><rtept lat="4.5" lon="30.5"/><rtept lat="4.6" lon="30.6"/></rte>
<trk><name>Track</name><trkseg><trkpt lat="4.5" lon="30.5"/><trkpt lat="4.7" lon="30.6"/></trkseg></trk></gpx>"""


def test_kml_reads_every_folder_and_both_kinds_of_data(tmp_path: Path) -> None:
    path = tmp_path / "plan.kml"
    path.write_text(KML, encoding="utf-8")
    reading = read(path, DatasetKind.PRESENCE)
    found = {p.name: p for p in reading.of(Presence)}
    assert set(found) == {"Patrol A", "Patrol B", "Base"}
    assert (found["Patrol A"].contingent, found["Patrol A"].frequency) == ("UNMEX-A", PatrolFrequency.WEEKLY)
    assert from_wkb(found["Patrol B"].geometry).area == pytest.approx(2.0)
    assert (found["Base"].kind, found["Base"].radius_km) == (PresenceKind.BASE, 25.0)
    assert found["Patrol A"].radius_km is None
    assert "kml.links_not_followed" in {e.code for e in reading.ledger.entries}


def test_kmz(tmp_path: Path) -> None:
    path = tmp_path / "plan.kmz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("doc.kml", KML)
    assert len(read(path, DatasetKind.PRESENCE).records) == 3


def test_kml_with_an_entity_bomb(tmp_path: Path) -> None:
    path = tmp_path / "bomb.kml"
    path.write_text('<!DOCTYPE kml [<!ENTITY a "aaaa">]><kml>&a;</kml>', encoding="utf-8")
    with pytest.raises(KnownError) as caught:
        read(path, DatasetKind.PRESENCE)
    assert caught.value.code == "xml.hostile"


def test_kml_with_broken_coordinates_is_a_problem_of_one_row(tmp_path: Path) -> None:
    path = tmp_path / "x.kml"
    path.write_text(KML.replace("32.5,4.5,0", "532.5,4.5"), encoding="utf-8")
    reading = read(path, DatasetKind.PRESENCE)
    assert reading.ledger.rows_dropped == 1
    assert len(reading.records) == 2


def test_gpx_waypoints_are_places(tmp_path: Path) -> None:
    path = tmp_path / "x.gpx"
    path.write_text(GPX, encoding="utf-8")
    reading = read(path, DatasetKind.PLACES)
    assert [(p.name, p.kind, p.point) for p in reading.of(Place)] == [("Well", "Water", (30.5, 4.5))]
    tracks = read(path, DatasetKind.PLACES, (), ReadOptions(sheet="tracks"))
    assert tracks.of(Place)[0].name == "Track"


def test_base_years(write_csv: Write) -> None:
    rows = [
        ("mission", "year", "location", "latitude", "longitude", "NoTroops"),
        ("UNMEX", 2022, "Tamarind", 4.5, 30.5, 150),
        ("UNMEX", 2023, "Tamarind", 4.5, 30.5, 650),
        ("UNMEX", 2023, "Tamarind", 4.5, 30.5, 650),
        ("UNMEX", 2023, "Springs", "", "", 150),
    ]
    reading = read(write_csv(rows), DatasetKind.PRESENCE, (), ReadOptions(today=TODAY))
    ledger = reading.ledger
    assert (ledger.rows_in, ledger.rows_kept, ledger.rows_merged, ledger.rows_dropped) == (4, 1, 1, 2)
    base = reading.of(Presence)[0]
    assert (base.mission, base.last_confirmed, base.base_point) == ("UNMEX", date(2023, 12, 31), (30.5, 4.5))
    # Without its identifier and outline: those hold any three digits sooner or later.
    assert "650" not in repr((ledger, dataclasses.replace(base, id="", geometry=b"")))
    with pytest.raises(KnownError) as caught:
        read(write_csv(rows), DatasetKind.PRESENCE, (), PresenceOptions(year=1999))
    assert caught.value.params["years"] == ["2022", "2023"]


def test_table_of_presence_with_all_columns(write_csv: Write, areas: tuple[Area, ...]) -> None:
    rows = [
        ("name", "area_code", "latitude", "longitude", "frequency", "last_confirmed", "radius_km", "grade", "contingent", "source"),
        ("A", "", "4.5", "30.5", "monthly", "2026-03-01", "12", "B2", "UNMEX-A", "S1"),
        ("B", "ZZ02", "", "", "chaque jour", "2026-05-01", "", "Z9", "", ""),
        ("C", "", "4.5", "30.5", "sometimes", "soon", "9999", "", "", ""),
    ]
    reading = read(write_csv(rows), DatasetKind.PRESENCE, areas, ReadOptions(today=TODAY))
    first, second, third = reading.of(Presence)
    assert (first.frequency, first.last_confirmed, first.radius_km) == (PatrolFrequency.MONTHLY, date(2026, 3, 1), 12.0)
    assert (first.grade, first.contingent, first.source) == (Grade("B", "2"), "UNMEX-A", "S1")
    assert (second.geometry, second.frequency, second.last_confirmed) == (areas[1].geometry, PatrolFrequency.WEEKLY, None)
    assert (third.frequency, third.radius_km, third.grade) == (PatrolFrequency.UNKNOWN, 25.0, Grade("F", "6"))
    assert [p.code for p in reading.ledger.problems] == [
        *("cell.date_in_future", "grade.unreadable", "cell.out_of_range", "presence.frequency_unknown", "cell.not_a_date"),
    ]


def test_patrol_polygons_of_a_layer(write_geojson: Write) -> None:
    path = write_geojson([({"name": "A", "patrol_freq": "weekly"}, box(30, 4, 31, 5)), ({"name": "B"}, Point(30, 4))])
    reading = read(path, DatasetKind.PRESENCE)
    assert [(p.kind, p.radius_km) for p in reading.of(Presence)] == [(PresenceKind.PATROL_AREA, None), (PresenceKind.BASE, 25.0)]


def test_places_keep_what_has_no_point(write_csv: Write, areas: tuple[Area, ...]) -> None:
    rows = [
        ("name", "type", "adm1", "lat", "lon"),
        ("A", "clinic", "", "4.5", "30.5"),
        ("B", "clinic", "Lower Marula", "", ""),
        ("C", "school", "", "0", "0"),
        ("D", "school", "", "50.0", "100.0"),
        ("E", "school", "", "33.0", "5.0"),
        ("A", "clinic", "", "4.50000001", "30.5"),
        ("F", "school", "", "4.5", ""),
        ("G", "school", "Elsewhere", "NA", "NA"),
        ("", "school", "", "4.5", "30.5"),
    ]
    reading = read(write_csv(rows), DatasetKind.PLACES, areas)
    ledger = reading.ledger
    assert (ledger.rows_in, ledger.rows_kept, ledger.rows_merged, ledger.rows_dropped) == (9, 7, 1, 1)
    where = {p.name: (p.area_code, p.matched_by, p.point is None) for p in reading.of(Place)}
    assert where["A"] == ("ZZ01", "point", False)
    assert where["B"] == ("ZZ02", "name", True)
    assert {name for name, (_, _, unlocated) in where.items() if unlocated} == {"B", "C", "D", "E", "F", "G"}
    codes = [p.code for p in ledger.problems]
    assert {"coordinate.zero", "coordinate.outside", "coordinate.swapped", "coordinate.half_missing"} <= set(codes)


def test_swapped_columns_are_an_error_of_the_file(write_csv: Write, areas: tuple[Area, ...]) -> None:
    rows = [("name", "lat", "lon"), *((f"P{n}", 30.5 + n / 10, 4.5) for n in range(5))]
    with pytest.raises(KnownError) as caught:
        read(write_csv(rows), DatasetKind.PLACES, areas)
    assert (caught.value.code, caught.value.params["rows"]) == ("file.coordinates_swapped", 5)
    fixed = read(write_csv(rows), DatasetKind.PLACES, areas, ReadOptions(columns={"latitude": "lon", "longitude": "lat"}))
    assert all(p.point for p in fixed.of(Place))


def test_coordinates_in_one_cell(write_csv: Write, areas: tuple[Area, ...]) -> None:
    rows = [("name", "coordinates"), ("A", "4°30'N 30°30'E"), ("B", "36NUL4500036000"), ("C", "somewhere"), ("D", "4.5, 30.5")]
    reading = read(write_csv(rows), DatasetKind.PLACES, areas)
    assert [p.point is not None for p in reading.of(Place)] == [True, True, False, True]
    assert reading.of(Place)[0].point == pytest.approx((30.5, 4.5))
    assert reading.ledger.problems[0].code == "coordinate.unreadable"


def test_point_layer_is_a_table_of_places(write_geojson: Write, areas: tuple[Area, ...]) -> None:
    reading = read(write_geojson([({"name": "A", "amenity": "clinic"}, Point(30.5, 4.5, 400))]), DatasetKind.PLACES, areas)
    assert [(p.name, p.kind, p.point, p.area_code) for p in reading.of(Place)] == [("A", "clinic", (30.5, 4.5), "ZZ01")]


def test_line_becomes_the_corridor_along_it(write_geojson: Write) -> None:
    path = write_geojson([({"name": "Road", "radius_km": 5}, LineString([(30, 4), (31, 4)]))])
    found = read(path, DatasetKind.PRESENCE).of(Presence)[0]
    assert (found.kind, found.radius_km, found.base_point) == (PresenceKind.PATROL_AREA, 5.0, None)
    assert from_wkb(found.geometry).area > 0.08
