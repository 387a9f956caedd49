"""Whatever a file holds, a reader reads it or says what is wrong: no crash, no silent loss."""

from __future__ import annotations

import contextlib
import io
import json
import random
import zipfile
from pathlib import Path

import openpyxl
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.geography import Area
from mrm_desktop.formats.files.read_options import CommunityOptions, ReadOptions
from mrm_desktop.formats.imports.preview import preview
from mrm_desktop.formats.imports.read_file import read
from mrm_desktop.formats.rows.column_specs import SPECS

KINDS = tuple(DatasetKind)
AREAS = (Area("ZZ01", "Upper Marula", 1, None, shapely.box(30, 4, 32, 6).wkb),)
FUZZ = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
HEADINGS = [
    *sorted({s.id for s in SPECS} | {a for s in SPECS for a in s.aliases}),
    *("_uuid", "_submission_time", "KEY", "SubmissionDate"),
]
CELLS = st.one_of(
    st.sampled_from(
        [
            *(
                "",
                "NA",
                "1",
                "-2",
                "0",
                "5",
                "4.5",
                "30.5",
                "91",
                "ZZ01",
                "Upper Marula",
                "Uper Marula",
                "women",
                "very bad",
                "good",
                "dk",
            ),
            *(
                "2026-03-01",
                "03/04/2026",
                "31/12/2025",
                "9999-99-99",
                "weekly",
                "B2",
                "yes",
                "wary",
                "#REF!",
                "=1+1",
                "state",
                "1e400",
            ),
            *("4.5 30.5 400 5", "36NUL4500036000", "nan", "inf", "\u202ex", "\ud800", "x" * 400),
        ]
    ),
    st.text(max_size=12),
)
TABLES = st.lists(st.sampled_from(HEADINGS), min_size=2, max_size=9, unique=True).flatmap(
    lambda head: st.lists(st.lists(CELLS, min_size=0, max_size=len(head) + 1), max_size=12).map(lambda rows: [head, *rows])
)


def _try(path: Path) -> None:
    before = path.read_bytes()
    for kind in KINDS:
        with contextlib.suppress(KnownError):
            options = CommunityOptions(scale_reversed=False) if kind is DatasetKind.COMMUNITY else ReadOptions()
            assert read(path, kind, AREAS, options).ledger.balances
    with contextlib.suppress(KnownError):
        preview(path)
    assert path.read_bytes() == before


def _csv(rows: list[list[str]], delimiter: str = ",") -> bytes:
    lines = [delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    return "\n".join(lines).encode("utf-8", "surrogatepass")


@FUZZ
@given(TABLES, st.sampled_from(",;\t"))
def test_tables_of_text(tmp_path: Path, rows: list[list[str]], delimiter: str) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(_csv(rows, delimiter))
    _try(path)


@FUZZ
@given(
    st.binary(max_size=300),
    st.sampled_from((".csv", ".xlsx", ".geojson", ".gpkg", ".kml", ".kmz", ".gpx", ".zip", ".json", ".shp")),
)
def test_any_bytes(tmp_path: Path, data: bytes, suffix: str) -> None:
    path = tmp_path / f"x{suffix}"
    path.write_bytes(data)
    _try(path)


@settings(FUZZ, max_examples=25)
@given(TABLES)
def test_workbooks(tmp_path: Path, rows: list[list[str]]) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in rows:
        page.append([openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.sub("", c.encode("utf-8", "ignore").decode()) for c in row])
    path = tmp_path / "x.xlsx"
    book.save(path)
    _try(path)


@FUZZ
@given(
    st.lists(
        st.tuples(
            st.dictionaries(
                st.sampled_from(HEADINGS), st.one_of(CELLS, st.integers(), st.floats(), st.none(), st.booleans()), max_size=5
            ),
            st.sampled_from(
                [
                    None,
                    {"type": "Point", "coordinates": [30.5, 4.5, 3]},
                    {"type": "Point", "coordinates": []},
                    {"type": "Point", "coordinates": [1e308, "x"]},
                    {"type": "Polygon", "coordinates": [[[30, 4], [31, 5], [31, 4], [30, 5], [30, 4]]]},
                    {"type": "Polygon", "coordinates": [[[30, 4]]]},
                    {"type": "LineString", "coordinates": [[30, 4], [31, 5]]},
                    {"type": "GeometryCollection", "geometries": []},
                    {"type": "Nonsense"},
                ]
            ),
        ),
        max_size=6,
    )
)
def test_geojson(tmp_path: Path, features: list[tuple[dict[str, object], object]]) -> None:
    listed = [{"type": "Feature", "properties": p, "geometry": g} for p, g in features]
    path = tmp_path / "x.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": listed}), encoding="utf-8")
    _try(path)


TAGS = (
    "kml",
    "Document",
    "Folder",
    "Placemark",
    "name",
    "Point",
    "Polygon",
    "outerBoundaryIs",
    "LinearRing",
    "coordinates",
    "MultiGeometry",
)
TEXTS = ("", "30,4", "30,4,0 31,5", "x", "1e999,0", "A", "30")
GPX_TAGS = ("gpx", "wpt", "rte", "trk", "trkseg", "trkpt", "rtept", "name")


@pytest.mark.parametrize(("suffix", "tags"), [(".kml", TAGS), (".gpx", GPX_TAGS)])
@settings(FUZZ, max_examples=80)
@given(
    seed=st.integers(0, 10_000),
    texts=st.lists(st.sampled_from(["", "30,4", "30,4,0 31,5", "x", "1e999,0", "A", "30"]), min_size=1, max_size=8),
)
def test_xml(tmp_path: Path, suffix: str, tags: tuple[str, ...], seed: int, texts: list[str]) -> None:
    chosen = random.Random(seed)

    def grow(depth: int) -> str:
        tag = tags[0] if depth == 0 else chosen.choice(tags)
        attributes = f' lat="{chosen.choice(["4", "x", "nan"])}" lon="30"' if chosen.random() < 0.5 else ""
        inner = chosen.choice(texts) + "".join(grow(depth + 1) for _ in range(chosen.randrange(4) if depth < 5 else 0))
        return f"<{tag}{attributes}>{inner}</{tag}>"

    path = tmp_path / f"x{suffix}"
    path.write_text(grow(0), encoding="utf-8")
    _try(path)


@settings(FUZZ, max_examples=40)
@given(seed=st.integers(0, 10_000))
def test_damaged_workbooks(tmp_path: Path, seed: int) -> None:
    chosen = random.Random(seed)
    whole = io.BytesIO()
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in (("name", "latitude", "longitude"), ("A", 4.5, 30.5), ("B", 4.6, 30.6)):
        page.append(row)
    book.save(whole)
    path = tmp_path / "x.xlsx"
    if chosen.random() < 0.5:
        data = bytearray(whole.getvalue())
        for _ in range(chosen.randrange(1, 12)):
            data[chosen.randrange(len(data))] = chosen.randrange(256)
        path.write_bytes(bytes(data))
    else:
        with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w") as new:
            for name in old.namelist():
                part = bytearray(old.read(name))
                if chosen.random() < 0.3 and part:
                    part[chosen.randrange(len(part))] = chosen.randrange(256)
                if chosen.random() < 0.95:
                    new.writestr(name, bytes(part))
    _try(path)


@settings(FUZZ, max_examples=60)
@given(data=st.binary(max_size=200), end=st.sampled_from([b"", b'"', b"\n", b'"\n', b"\r"]))
def test_text_after_good_headings(tmp_path: Path, data: bytes, end: bytes) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"name,latitude,longitude\nA,4.5,30.5\n" + data + end)
    _try(path)
