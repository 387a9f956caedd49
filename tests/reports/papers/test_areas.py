"""Exports, read again by the libraries of their formats, agree with the model; what a cell says is never run."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pyogrio
import pytest

from mrm_desktop.domain.errors import KnownError, RefusedError
from mrm_desktop.domain.evidence import RatingDistribution
from mrm_desktop.formats.files.safe_xml import local, walk
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.papers.geodata import geojson, geopackage, gpx, kml, places_gpx
from mrm_desktop.reports.papers.labels import area_row
from mrm_desktop.reports.papers.route_lines import RouteLine
from mrm_desktop.reports.papers.tables import Sheet, csv_bundle, hxl_of, sheets_of, workbook
from mrm_desktop.reports.release.ladder import Reader, ReleasedView
from mrm_desktop.reports.release.released_view import release_view
from mrm_desktop.reports.release.residue import Secrets, check_residue, find_residue
from mrm_desktop.scoring import load_policy
from mrm_desktop.services.evidence.perceptions.frames import evidence_rows
from tests import toy
from tests.present import present

WORDS = Words("en")
NOTHING = Secrets(frozenset())
EVIDENCE = tuple(replace(row, distribution=RatingDistribution((1, 2, 3, 4, 5))) for row in toy.card().evidence)


def released(reader: Reader = Reader.COUNTRY_OFFICE) -> ReleasedView:
    return release_view(toy.view(), reader, toy.card().evidence, toy.card().actor_reports)


def test_a_workbook_says_what_the_model_says() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(sheets_of(released(), WORDS))))
    assert book.sheetnames == ["about", "areas", "perceptions", "actors", "places", "codebook"]
    head, *rows = book["areas"].iter_rows(values_only=True)
    assert [dict(zip(head, row, strict=True)) for row in rows] == [
        {k: v if v != "" else None for k, v in area_row(area.values, WORDS).items()} for area in released().areas
    ]
    assert {k: area_row({"verdict": "refused"}, WORDS)[k] for k in ("verdict", "verdict_label")} == {
        "verdict": "refused",
        "verdict_label": WORDS.term("verdict", "refused"),
    }
    meanings = {(row[0], row[1]): row[2] for row in book["codebook"].iter_rows(min_row=2, values_only=True)}
    assert all(WORDS.knows(f"field.{str(column).removesuffix('_label')}") for _, column in meanings)
    assert all(meanings.values())
    assert {("areas", h) for h in head} <= set(meanings)
    assert book.properties.creator == "MRM Desktop"


_FULL_WIDTH = ("\uff1d1+1", "\uff0b1", "\uff0d2", "\uff20SUM(A1)", "\ufe661", "\u200b=1", " =1", "\u00a0\uff1d1")


@pytest.mark.parametrize("active", ["=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", "\t=1", "=HYPERLINK(1)", *_FULL_WIDTH])
def test_no_cell_is_a_formula(active: str) -> None:
    content = workbook([Sheet("areas", ("area_name",), ((active,),))])
    cell = openpyxl.load_workbook(io.BytesIO(content))["areas"]["A2"]
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", active, True)
    assert find_residue(content, NOTHING) == ()
    bundle = zipfile.ZipFile(io.BytesIO(csv_bundle([Sheet("areas", ("area_name",), ((active,),))])))
    assert list(csv.reader(io.StringIO(bundle.read("areas.csv").decode("utf-8-sig"))))[1][0] == "'" + active


def test_hostile_names_come_back_as_they_were(hostile: str, tmp_path: Path) -> None:
    view = toy.view(areas=tuple(toy.area(k, hostile if k == 0 else None) for k in range(9)))
    one = release_view(view, Reader.PUBLIC)
    assert json.loads(geojson(one, WORDS))["features"][0]["properties"]["area_name"] == hostile
    book = openpyxl.load_workbook(io.BytesIO(workbook(sheets_of(one, WORDS))))
    assert hostile in [cell.value for row in book["areas"].iter_rows() for cell in row]
    names = [e.text for _, e in walk(io.BytesIO(kml(one, WORDS)), "k") if local(e) == "name"]
    assert hostile in names


def test_a_geopackage_says_what_the_model_says_and_has_a_style(tmp_path: Path) -> None:
    (tmp_path / "x.gpkg").write_bytes(geopackage(released(), WORDS, tmp_path))
    frame = pyogrio.read_dataframe(tmp_path / "x.gpkg", layer="areas")
    assert frame["area_code"].tolist() == [a.code for a in released().areas]
    assert frame["ceiling"].tolist() == [a.values["ceiling"] for a in released().areas]
    assert frame.crs.to_epsg() == 4326
    assert frame.total_bounds.tolist() == [-20.0, -23.0, -17.0, -20.0]
    places = pyogrio.read_dataframe(tmp_path / "x.gpkg", layer="places")
    assert sorted(places["name"]) == ["Far", "Near"]
    database = sqlite3.connect(tmp_path / "x.gpkg")
    styles = database.execute("SELECT f_table_name, styleQML, useAsDefault FROM layer_styles").fetchall()
    database.close()
    assert (styles[0][0], styles[0][2]) == ("areas", 1)
    assert "categorizedSymbol" in styles[0][1]
    assert [p.name for p in tmp_path.iterdir()] == ["x.gpkg"]


def test_geojson_and_kml_are_read_by_gdal(tmp_path: Path) -> None:
    for name, content in (("x.geojson", geojson(released(), WORDS)), ("x.kml", kml(released(), WORDS))):
        (tmp_path / name).write_bytes(content)
        frame = pyogrio.read_dataframe(tmp_path / name, **({"layer": "areas"} if name.endswith("kml") else {}))
        assert len(frame) == 9
        assert frame.total_bounds.tolist() == [-20.0, -23.0, -17.0, -20.0]


def test_gpx_has_points_and_routes_and_no_times(tmp_path: Path) -> None:
    content = gpx([("Start & end", -19.5, -22.4, "")], [RouteLine("Leg 1", "Wait", "wait", [(-19.5, -22.4), (-19.4, -22.3)])])
    (tmp_path / "x.gpx").write_bytes(content)
    assert pyogrio.read_dataframe(tmp_path / "x.gpx", layer="waypoints")["name"].tolist() == ["Start & end"]
    assert len(pyogrio.read_dataframe(tmp_path / "x.gpx", layer="routes")) == 1
    assert b"<time>" not in content


def test_points_are_not_for_everybody() -> None:
    assert b"Near" in places_gpx(released(), WORDS)
    with pytest.raises(KnownError, match=r"export\.no_points"):
        places_gpx(released(Reader.PARTNER), WORDS)


def test_the_same_view_gives_the_same_bytes(tmp_path: Path) -> None:
    makers: list[Callable[[], bytes]] = [
        lambda: workbook(sheets_of(released(), WORDS)),
        lambda: csv_bundle(sheets_of(released(), WORDS), True),
    ]
    for make in makers:
        assert make() == make()


def test_residue_finds_authors_formulas_hidden_sheets_and_tables(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("notes").sheet_state = "hidden"
    book.worksheets[0]["A1"] = "=1+1"
    stream = io.BytesIO()
    book.properties.creator = "A person"
    book.save(stream)
    assert {"author", "hidden_sheet", "formula"} <= {r.kind for r in find_residue(stream.getvalue(), NOTHING)}
    database = sqlite3.connect(tmp_path / "x.gpkg")
    database.execute("CREATE TABLE notes (text TEXT)")
    database.commit()
    database.close()
    assert "table" in {r.kind for r in find_residue((tmp_path / "x.gpkg").read_bytes(), NOTHING)}


def test_residue_looks_into_pdf_pages_and_never_repeats_the_secret() -> None:
    from mrm_desktop.cartography.build import build_map_document
    from mrm_desktop.reports.papers.note import area_note

    pdf = area_note(toy.card(5), build_map_document(toy.view(), WORDS), WORDS)
    with pytest.raises(RefusedError) as refused:
        check_residue(pdf, Secrets(frozenset({"group X"})))
    assert refused.value.code == "export.residue"
    assert "group" not in str(refused.value)
    assert find_residue(pdf, Secrets(frozenset({"a word that is not there"}))) == ()


def sheet(name: str, reader: Reader) -> list[dict[str, object]]:
    """A table of a view whose evidence is on record, as a workbook gives it."""
    shown = replace(released(reader), evidence=tuple(evidence_rows(EVIDENCE, load_policy())))
    book = openpyxl.load_workbook(io.BytesIO(workbook(sheets_of(shown, WORDS))))
    head, *rows = book[name].iter_rows(values_only=True)
    return [dict(zip((str(column) for column in head), row, strict=True)) for row in rows]


def test_inside_the_organisation_there_are_numbers_intervals_and_answers() -> None:
    item = EVIDENCE[0]
    row = sheet("evidence", Reader.INTERNAL)[0]
    assert (row["answered"], row["mean_rating"]) == (item.item.answered, item.item.mean_rating)
    assert [row[f"answers_{n}"] for n in ("minus_2", "minus_1", "0", "1", "2")] == list(present(item.distribution).counts)
    low, high = row["low"], row["high"]
    assert isinstance(low, float)
    assert isinstance(high, float)
    assert -2 <= low < high <= 2


def test_evidence_leaves_with_no_reader_outside_the_office() -> None:
    for reader in (Reader.COUNTRY_OFFICE, Reader.PARTNER, Reader.PUBLIC):
        assert released(reader).evidence == ()


def test_every_column_has_its_tag() -> None:
    bundle = zipfile.ZipFile(io.BytesIO(csv_bundle(sheets_of(released(), WORDS), hxl=True)))
    for name in bundle.namelist():
        head, tags = list(csv.reader(io.StringIO(bundle.read(name).decode("utf-8-sig"))))[:2]
        assert len(head) == len(tags)
        assert all(re.fullmatch(r"#[a-z]+(\+[a-z_]+)*", tag) for tag in tags), (name, tags)
    assert hxl_of("verdict_label") == "#access+verdict+label"


def test_a_file_says_for_whom_it_is_and_what_it_is_no_permission_for(tmp_path: Path) -> None:
    said = [WORDS.say("sensitivity.country_office"), WORDS.say("map.note.not_permission"), WORDS.say("map.note.boundaries")]
    (tmp_path / "x.gpkg").write_bytes(geopackage(released(), WORDS, tmp_path))
    database = sqlite3.connect(tmp_path / "x.gpkg")
    descriptions = [row[0] for row in database.execute("SELECT description FROM gpkg_contents")]
    database.close()
    description = next(e.text or "" for _, e in walk(io.BytesIO(kml(released(), WORDS)), "k") if local(e) == "description")
    about = next(e.text or "" for _, e in walk(io.BytesIO(places_gpx(released(), WORDS)), "g") if local(e) == "desc")
    table = " ".join(str(row["value"]) for row in sheet("about", Reader.COUNTRY_OFFICE))
    for text in (*descriptions, description, about, table):
        assert all(sentence in text for sentence in said)


def test_a_geopackage_has_the_perceptions_as_a_table_that_gdal_reads(tmp_path: Path) -> None:
    (tmp_path / "x.gpkg").write_bytes(geopackage(released(), WORDS, tmp_path))
    frame = pyogrio.read_dataframe(tmp_path / "x.gpkg", layer="perceptions", read_geometry=False)
    assert frame["stratum"].tolist() == [p.stratum for p in released().perceptions]
    assert frame["stratum_label"].tolist() == [WORDS.term("stratum", p.stratum) for p in released().perceptions]
    assert find_residue((tmp_path / "x.gpkg").read_bytes(), NOTHING) == ()


def test_the_legend_in_qgis_says_what_the_classes_are(tmp_path: Path) -> None:
    """No QGIS is at hand here: the style is read as XML and held to what its reader asks for, a symbol for each category."""
    (tmp_path / "x.gpkg").write_bytes(geopackage(released(), WORDS, tmp_path))
    database = sqlite3.connect(tmp_path / "x.gpkg")
    (style,) = database.execute("SELECT styleQML FROM layer_styles").fetchone()
    database.close()
    elements = [e for _, e in walk(io.BytesIO(style.partition(">")[2].encode()), "q")]
    categories = [e for e in elements if local(e) == "category"]
    assert {e.get("symbol") for e in categories} == {e.get("name") for e in elements if local(e) == "symbol"}
    values = {area.values["ceiling"] for area in released().areas}
    assert values <= {e.get("value") for e in categories}
    assert all(e.get("label") == WORDS.say(f"map.class.ceiling.{e.get('value')}") for e in categories)
