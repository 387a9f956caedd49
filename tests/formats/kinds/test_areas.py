"""Boundaries in every layout that offices have."""

from __future__ import annotations

import hashlib
import warnings
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import shapely
from shapely.geometry import Polygon, box

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.geography import Area
from mrm_desktop.domain.guard_passes import GuardPass
from mrm_desktop.formats.files.read_options import AreaOptions, ReadOptions
from mrm_desktop.formats.imports.read_file import read
from mrm_desktop.geo.wkb import from_wkb

Write = Callable[..., Path]
HERE = box(30, 4, 31, 5)


def _save(
    path: Path, columns: dict[str, list[object]], shapes: list[object], crs: str | None = "EPSG:4326", **options: object
) -> Path:
    import geopandas

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # writers warn of cut names and missing systems: that is what is being tested
        geopandas.GeoDataFrame(columns, geometry=shapes, crs=crs).to_file(path, **options)
    return path


def test_cod_ab_new_layout(write_geojson: Write) -> None:
    properties = {
        "adm2_name": "Lower Marula", "adm2_name1": "Basse-Maroula", "adm2_name2": "مارولا", "adm2_pcode": "ZZ0102",
        "adm1_name": "Marula", "adm1_pcode": "ZZ01", "adm0_name": "Zedland", "adm0_pcode": "ZZ", "valid_on": "2024-05-01",
        "valid_to": None, "version": "v02.01", "lang": "en", "lang1": "fr", "lang2": "ar",
    }  # fmt: skip
    area = read(write_geojson([(properties, HERE)]), DatasetKind.AREAS).of(Area)[0]
    assert (area.code, area.level, area.parent, area.name, area.version) == ("ZZ0102", 2, "ZZ01", "Lower Marula", "v02.01")
    assert area.names == {"en": "Lower Marula", "fr": "Basse-Maroula", "ar": "مارولا"}
    assert (area.valid_on, area.valid_to) == (date(2024, 5, 1), None)


def test_cod_ab_legacy_layout_in_a_shapefile(tmp_path: Path) -> None:
    columns: dict[str, list[object]] = {
        "ADM1_EN": ["Marula"], "ADM1_FR": ["Maroula-Élevée"], "ADM1_PCODE": ["ZZ01"], "ADM0_PCODE": ["ZZ"], "validOn": ["2019-05-01"],
    }  # fmt: skip
    path = _save(tmp_path / "zz_admbnda_adm1.shp", columns, [HERE], encoding="utf-8")
    area = read(path, DatasetKind.AREAS).of(Area)[0]
    assert (area.code, area.level, area.parent, area.name) == ("ZZ01", 1, "ZZ", "Marula")
    assert area.names["fr"] == "Maroula-Élevée"
    assert area.valid_on == date(2019, 5, 1)


def test_zipped_shapefile(tmp_path: Path) -> None:
    _save(tmp_path / "a.shp", {"ADM1_EN": ["Marula"], "ADM1_PCODE": ["ZZ01"]}, [HERE])
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for part in tmp_path.glob("a.*"):
            if part.suffix != ".zip":
                archive.write(part, f"folder/{part.name}")
    assert read(tmp_path / "a.zip", DatasetKind.AREAS).of(Area)[0].code == "ZZ01"


def test_shapefile_without_prj_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    path = _save(tmp_path / "a.shp", {"ADM1_EN": ["Marula"], "ADM1_PCODE": ["ZZ01"]}, [HERE], crs=None)
    with pytest.raises(KnownError) as caught:
        read(path, DatasetKind.AREAS)
    assert (caught.value.code, caught.value.params["file"]) == ("geo.crs_missing", "a.shp")
    assert read(path, DatasetKind.AREAS, (), ReadOptions(crs="EPSG:4326")).of(Area)


def test_other_systems_are_reprojected_and_contradictions_raise(tmp_path: Path) -> None:
    metres = box(345000, 536000, 445000, 636000)
    path = _save(tmp_path / "utm.gpkg", {"code": ["ZZ01"], "name": ["Marula"]}, [metres], crs="EPSG:32636")
    reading = read(path, DatasetKind.AREAS)
    assert from_wkb(reading.of(Area)[0].geometry).bounds[0] == pytest.approx(31.6, abs=0.01)
    assert "geo.reprojected" in {e.code for e in reading.ledger.entries}
    with pytest.raises(KnownError) as caught:
        read(path, DatasetKind.AREAS, (), ReadOptions(crs="EPSG:4326"))
    assert caught.value.code == "geo.crs_mismatch"


def test_metres_in_a_file_that_claims_degrees(write_geojson: Write) -> None:
    with pytest.raises(KnownError) as caught:
        read(write_geojson([({"code": "A", "name": "A"}, box(345000, 536000, 445000, 636000))]), DatasetKind.AREAS)
    assert caught.value.code == "geo.not_in_degrees"


def test_old_crs_member_of_geojson(write_geojson: Write) -> None:
    path = write_geojson([({"code": "A", "name": "A"}, box(345000, 536000, 445000, 636000))], crs="urn:ogc:def:crs:EPSG::32636")
    assert from_wkb(read(path, DatasetKind.AREAS).of(Area)[0].geometry).bounds[0] == pytest.approx(31.6, abs=0.01)


def test_geopackage_with_levels_is_read_whole_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "zz.gpkg"
    _save(path, {"adm0_pcode": ["ZZ"], "adm0_name": ["Zedland"]}, [box(30, 4, 34, 6)], layer="zz_admin0")
    _save(path, {"adm1_pcode": ["ZZ01"], "adm1_name": ["Marula"], "adm0_pcode": ["ZZ"]}, [HERE], layer="zz_admin1", mode="a")
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    reading = read(path, DatasetKind.AREAS)
    assert [(a.code, a.level, a.parent) for a in reading.of(Area)] == [("ZZ", 0, None), ("ZZ01", 1, "ZZ")]
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["zz.gpkg"]
    assert [a.code for a in read(path, DatasetKind.AREAS, (), ReadOptions(sheet="zz_admin1")).of(Area)] == ["ZZ01"]


def test_broken_polygon_is_repaired_and_said(write_geojson: Write) -> None:
    bow = Polygon([(30, 4), (31, 5), (31, 4), (30, 5)])
    reading = read(write_geojson([({"code": "ZZ01", "name": "Marula"}, bow)]), DatasetKind.AREAS)
    assert from_wkb(reading.of(Area)[0].geometry).is_valid
    assert {"geometry.repaired_count"} <= {e.code for e in reading.ledger.entries}
    assert reading.ledger.problems[0].code == "geometry.repaired"


def test_parts_are_joined_and_contradictions_left_out(write_geojson: Write) -> None:
    reading = read(
        write_geojson(
            [
                ({"code": "ZZ01", "name": "Marula"}, HERE),
                ({"code": "ZZ01", "name": "marula"}, box(32, 4, 33, 5)),
                ({"code": "ZZ01", "name": "Other"}, box(34, 4, 35, 5)),
                ({"code": "", "name": "None"}, HERE),
                ({"code": "ZZ02", "name": "No shape"}, None),
            ]
        ),
        DatasetKind.AREAS,
    )
    assert from_wkb(reading.of(Area)[0].geometry).area == pytest.approx(2.0)
    ledger = reading.ledger
    assert (ledger.rows_in, ledger.rows_kept, ledger.rows_merged, ledger.rows_dropped) == (5, 1, 1, 3)
    assert {p.code for p in ledger.problems} == {
        "areas.parts_joined",
        "areas.code_used_twice",
        "areas.feature_without_code",
        "geometry.missing",
    }


def test_codes_stay_text_with_their_zeros(write_geojson: Write) -> None:
    assert read(write_geojson([({"code": "0012", "name": "A"}, HERE)]), DatasetKind.AREAS).of(Area)[0].code == "0012"


def test_points_are_no_areas(write_geojson: Write) -> None:
    with pytest.raises(KnownError) as caught:
        read(write_geojson([({"code": "A", "name": "A"}, shapely.Point(30, 4))]), DatasetKind.AREAS)
    assert caught.value.code == "areas.no_polygons"


def test_layer_without_codes_lists_its_columns(write_geojson: Write) -> None:
    path = write_geojson([({"Kürzel": "A", "Bezeichnung": "B"}, HERE)])
    with pytest.raises(KnownError) as caught:
        read(path, DatasetKind.AREAS)
    assert (caught.value.code, caught.value.params["columns"]) == ("areas.no_code", ["Kürzel", "Bezeichnung"])
    stated = read(
        path, DatasetKind.AREAS, (), AreaOptions(columns={"code": "Kürzel", "name": "Bezeichnung"}, level=2, version="v1")
    )
    assert [(a.code, a.name, a.level, a.version) for a in stated.of(Area)] == [("A", "B", 2, "v1")]


def test_displaced_share_is_checked(write_geojson: Write) -> None:
    shares = [({"code": f"A{n}", "name": "x", "displaced_share": share}, HERE) for n, share in enumerate((0.25, 25, "many"))]
    reading = read(write_geojson(shares), DatasetKind.AREAS)
    assert [a.displaced_share for a in reading.of(Area)] == [0.25, None, None]
    assert [p.code for p in reading.ledger.problems] == ["cell.out_of_range", "cell.not_a_number"]


NAMED = {"adm1_name": "Marula", "adm1_pcode": "ZZ01", "adm0_pcode": "ZZ"}


@pytest.mark.parametrize(
    "name", ["Marula 0912 345 678", "Marula, girl aged 12", "Marula where a girl was raped", "Call m.deng@example.org"]
)
def test_a_name_that_tells_of_a_person_is_left_out_and_its_area_stays(write_geojson: Write, name: str) -> None:
    path = write_geojson([(NAMED | {"adm1_name": name, "adm1_name1": name}, HERE)])
    reading = read(path, DatasetKind.AREAS)
    (area,) = reading.of(Area)
    assert (area.code, area.name, area.names) == ("ZZ01", "ZZ01", {})
    assert {problem.code for problem in reading.ledger.problems} == {"guard.area_without_name"}
    assert name not in repr(reading.ledger)


@pytest.mark.parametrize("name", ["Nyibol Athian", "Saint Mary Deng", "Camp 12", "Casa de Rosa", "Km 45", "Fatima", "بيت محمد علي"])
def test_names_of_areas_are_names(write_geojson: Write, name: str) -> None:
    reading = read(write_geojson([(NAMED | {"adm1_name": name}, HERE)]), DatasetKind.AREAS)
    assert [area.name for area in reading.of(Area)] == [name]


def test_two_people_let_the_name_of_an_area_pass(write_geojson: Write) -> None:
    name = "Marula 0912 345 678"
    one = GuardPass("name", "The office numbers its blocks like that.", "Field manager", "Driver")
    reading = read(
        write_geojson([(NAMED | {"adm1_name": name}, HERE)]), DatasetKind.AREAS, options=AreaOptions(guard_passes=(one,))
    )
    assert [area.name for area in reading.of(Area)] == [name]
    assert [entry.code for entry in reading.ledger.entries if entry.code == "guard.passed"] == ["guard.passed"]


def test_areas_without_codes_are_told_by_their_names(write_geojson: Write) -> None:
    shapes = [
        ({"name": "Upper Marula"}, HERE),
        ({"name": "مارولا"}, box(31, 4, 32, 5)),
        ({"name": "Upper Marula"}, box(33, 4, 34, 5)),
    ]
    reading = read(write_geojson([*shapes, ({"name": ""}, box(35, 4, 36, 5))]), DatasetKind.AREAS)
    assert [a.code for a in reading.of(Area)] == ["UPPER-MARULA", "UPPER-MARULA-2", "مارولا"]
    assert [(p.row, p.code) for p in reading.ledger.problems] == [(3, "areas.same_name"), (4, "areas.feature_without_code")]
    assert [e.rows for e in reading.ledger.entries if e.code == "areas.codes_from_names"] == [4]


def test_codes_of_names_are_the_same_whatever_else_the_file_holds(write_geojson: Write) -> None:
    one = read(write_geojson([({"name": "Marula (North)"}, HERE)]), DatasetKind.AREAS).of(Area)[0]
    two = read(write_geojson([({"name": "Kapok"}, box(31, 4, 32, 5)), ({"name": "Marula (north) "}, HERE)]), DatasetKind.AREAS)
    assert one.code == "MARULA-NORTH"
    assert one.code in {a.code for a in two.of(Area)}


def _known() -> tuple[Area, ...]:
    return (Area("ZZ01", "Marula", 1, None, box(30, 3, 32, 6).wkb), Area("ZZ02", "Kapok", 1, None, box(32, 3, 34, 6).wkb))


def _county(code: str, parent: str, shape: Polygon) -> tuple[dict[str, object], Polygon]:
    return {"ADM2_PCODE": code, "ADM2_EN": code, "ADM1_PCODE": parent}, shape


def test_areas_with_longitude_and_latitude_exchanged_are_refused_as_a_whole(write_geojson: Write) -> None:
    path = write_geojson([_county("ZZ0101", "ZZ01", box(3, 30, 6, 31)), _county("ZZ0102", "ZZ01", box(3, 31, 6, 32))])
    with pytest.raises(KnownError, match=r"areas\.swapped"):
        read(path, DatasetKind.AREAS, _known())


@pytest.mark.parametrize(
    ("shape", "code"),
    [
        (box(3, 30, 4, 31), "coordinate.swapped"),
        (Polygon([(0, 0), (0.1, 0), (0.1, 0.1)]), "coordinate.zero"),
        (box(3, 40, 4, 41), "areas.outside_parent"),
    ],
)
def test_one_area_that_cannot_lie_there_is_left_out(write_geojson: Write, shape: Polygon, code: str) -> None:
    good = [_county("ZZ0101", "ZZ01", box(30, 3, 31, 4)), _county("ZZ0102", "ZZ01", box(31, 3, 32, 4))]
    reading = read(write_geojson([*good, _county("ZZ0103", "ZZ01", shape)]), DatasetKind.AREAS, _known())
    assert [a.code for a in reading.of(Area)] == ["ZZ0101", "ZZ0102"]
    assert [(p.row, p.code) for p in reading.ledger.problems] == [(3, code)]


def test_a_parent_in_the_same_file_counts_and_a_second_country_is_no_mistake(tmp_path: Path, write_geojson: Write) -> None:
    path = tmp_path / "levels.gpkg"
    _save(path, {"ADM1_EN": ["M"], "ADM1_PCODE": ["YY01"]}, [box(10, 3, 12, 6)], layer="adm1")
    columns: dict[str, list[object]] = {"ADM2_EN": ["a", "b"], "ADM2_PCODE": ["YY0101", "YY0102"], "ADM1_PCODE": ["YY01", "YY01"]}
    _save(path, columns, [box(10, 3, 11, 4), box(50, 3, 51, 4)], layer="adm2")
    assert [a.code for a in read(path, DatasetKind.AREAS, _known()).of(Area)] == ["YY01", "YY0101"]
