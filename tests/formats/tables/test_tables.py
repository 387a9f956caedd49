"""Tables from offices: every delimiter, encoding and spreadsheet habit, and what is refused."""

from __future__ import annotations

import datetime
import hashlib
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.evidence import ActorReport
from mrm_desktop.domain.geography import Area, Place
from mrm_desktop.formats.files.read_options import ReadOptions
from mrm_desktop.formats.imports.read_file import read
from mrm_desktop.formats.rows.reading import Reading
from mrm_desktop.foundation.progress import Cancelled

ROWS = [("name", "latitude", "longitude"), ("Tamarind", "4.5", "30.5"), ("Élan Ford", "4.6", "30.6")]
Write = Callable[..., Path]


def _places(path: Path, **options: object) -> Reading:
    return read(path, DatasetKind.PLACES, (), ReadOptions(**options))  # type: ignore[arg-type]


def _refused(path: Path, kind: DatasetKind = DatasetKind.PLACES, **options: object) -> KnownError:
    with pytest.raises(KnownError) as caught:
        read(path, kind, (), ReadOptions(**options))  # type: ignore[arg-type]
    return caught.value


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_delimiter_and_encoding_are_found(write_csv: Write, delimiter: str, encoding: str) -> None:
    reading = _places(write_csv(ROWS, delimiter=delimiter, encoding=encoding))
    assert [p.name for p in reading.of(Place)] == ["Tamarind", "Élan Ford"]
    assert reading.of(Place)[0].point == (30.5, 4.5)


def test_code_page_is_a_guess_and_the_ledger_says_so(write_csv: Write) -> None:
    codes = {e.code for e in _places(write_csv(ROWS, encoding="cp1252")).ledger.entries}
    assert "table.encoding_guessed" in codes
    assert "table.encoding_guessed" not in {e.code for e in _places(write_csv(ROWS)).ledger.entries}


def test_stated_encoding(write_csv: Write) -> None:
    rows = [("name", "latitude", "longitude"), ("قرية", "4.5", "30.5"), ("بئر", "4.6", "30.6")]
    assert _places(write_csv(rows, encoding="cp1256"), encoding="cp1256").of(Place)[0].name == "قرية"
    assert _refused(write_csv(rows), encoding="klingon").code == "table.encoding_unknown"


def test_newlines_and_delimiters_inside_quotes(write_csv: Write) -> None:
    reading = _places(write_csv([ROWS[0], ("Tamarind\nFord; old", "4.5", "30.5"), ("B", "4.6", "30.6")], delimiter=";"))
    assert [p.name for p in reading.of(Place)] == ["Tamarind Ford; old", "B"]


def test_row_numbers_are_those_of_the_spreadsheet(write_csv: Write) -> None:
    rows = [("A title",), (), *ROWS, (), ("", "4.7", "30.7")]
    problem = _places(write_csv(rows)).ledger.problems[0]
    assert (problem.row, problem.column, problem.code) == (7, "name", "place.without_name")


def test_blank_rows_do_not_count(write_csv: Write) -> None:
    assert _places(write_csv([*ROWS, (), ("", "", "")])).ledger.rows_in == 2


def test_short_and_long_rows(write_csv: Write) -> None:
    reading = _places(write_csv([*ROWS, ("Short",)]))
    assert [p.name for p in reading.of(Place)][-1] == "Short"
    assert reading.of(Place)[-1].point is None


def test_repeated_headings_are_told_apart(write_csv: Write) -> None:
    reading = _places(write_csv([("name", "latitude", "longitude", "name"), ("A", "4.5", "30.5", "other")]))
    assert reading.of(Place)[0].name == "A"
    assert "table.headings_repeated" in {e.code for e in reading.ledger.entries}


def test_hxl_tags_choose_columns(write_csv: Write) -> None:
    rows = [("Lugar", "Norte", "Este"), ("#loc +name", "#geo+lat", "#geo +lon"), ("Tamarind", "4.5", "30.5")]
    reading = _places(write_csv(rows))
    assert (reading.of(Place)[0].name, reading.of(Place)[0].point) == ("Tamarind", (30.5, 4.5))
    assert reading.ledger.rows_in == 1


def test_excel_sep_line(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("sep=;\nname;latitude;longitude\nTamarind;4,5;30,5\n", encoding="utf-8")
    assert _places(path).of(Place)[0].point == (30.5, 4.5)


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "x.csv", "file.empty"),
        (b"\n\n\n", "x.csv", "table.no_rows"),
        (b"name\nTamarind\n", "x.csv", "table.one_column"),
        (b"name,latitude\nA\0B,1\n", "x.csv", "table.nul_bytes"),
        (b"name,latitude\nA\xed\xa0\x80B,1\n", "x.csv", "table.lone_surrogates"),
        (b'name,latitude\n"A,1\nB,2\n', "x.csv", "table.unclosed_quote"),
        (b"not a workbook", "x.xlsx", "table.not_a_workbook"),
        (b"PK\x03\x04 broken", "x.xlsx", "archive.broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "x.xls", "table.old_workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "x.xlsx", "table.encrypted_workbook"),
        (b"{}", "x.geojson", "layer.not_readable"),
        (b"<kml", "x.kml", "xml.broken"),
        (b"<a/>", "x.kml", "layer.not_readable"),
        (b"<a/>", "x.gpx", "layer.not_readable"),
        (b"GIF89a", "x.gif", "file.format_unknown"),
        (b"SQLite format 3\0", "x.gpkg", "layer.not_readable"),
    ],
)
def test_bad_files_are_named(tmp_path: Path, content: bytes, name: str, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    error = _refused(path)
    assert error.code == code
    assert error.params["file"] == name
    assert path.read_bytes() == content


def test_missing_file_and_folder(tmp_path: Path) -> None:
    assert _refused(tmp_path / "none.csv").code == "file.not_found"
    assert _refused(tmp_path).code == "file.is_folder"


def test_missing_column_lists_what_there_is(write_csv: Write) -> None:
    error = _refused(write_csv([("what", "where"), ("x", "y")]))
    assert error.code == "table.column_missing"
    assert (error.params["field"], error.params["columns"]) == ("name", ["what", "where"])


def test_mapping_by_hand(write_csv: Write) -> None:
    path = write_csv([("what", "norte", "este"), ("Tamarind", "4.5", "30.5")])
    columns = {"name": "what", "latitude": "norte", "longitude": "este", "kind": "=well"}
    place = _places(path, columns=columns).of(Place)[0]
    assert (place.name, place.kind, place.point) == ("Tamarind", "well", (30.5, 4.5))
    assert _refused(path, columns={"colour": "what"}).code == "mapping.field_unknown"
    assert _refused(path, columns={"name": "nowhere"}).code == "mapping.column_unknown"


def test_workbook_with_title_dates_and_numbers(write_xlsx: Write) -> None:
    rows = [("Our places",), ROWS[0], ("Tamarind", 4.5, 30.5), (17, 4.6, 30.6)]
    assert [p.name for p in _places(write_xlsx(rows)).of(Place)] == ["Tamarind", "17"]


@pytest.mark.parametrize(("merge", "code", "row"), [("A1:B1", "table.merged_headings", 1), ("A2:A3", "table.merged_cells", 2)])
def test_merged_cells_are_refused(write_xlsx: Write, merge: str, code: str, row: int) -> None:
    error = _refused(write_xlsx(ROWS, merge=merge))
    assert (error.code, error.params["row"], error.params["sheet"]) == (code, row, "Data")


def test_merged_title_above_the_table_is_harmless(write_xlsx: Write) -> None:
    rows = [("Our places", None, None), *ROWS]
    assert len(_places(write_xlsx(rows, merge="A1:C1")).records) == 2


def test_formulas_are_never_computed(write_xlsx: Write) -> None:
    reading = _places(write_xlsx([ROWS[0], ("=HYPERLINK(1)", 4.5, 30.5), ("B", "=1+1", 30.6)]))
    assert "table.formulas" in {e.code for e in reading.ledger.entries}
    assert [p.name for p in reading.of(Place)] == ["B"]
    assert reading.of(Place)[0].point is None
    assert reading.ledger.rows_dropped == 1


def test_macros_are_left_where_they_are_and_said(write_xlsx: Write) -> None:
    path = write_xlsx(ROWS, name="book.xlsm")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 Sub AutoOpen() Shell")
    before = path.read_bytes()
    reading = _places(path)
    assert len(reading.records) == len(ROWS) - 1
    assert "table.macros" in {e.code for e in reading.ledger.entries}
    assert path.read_bytes() == before


def test_a_workbook_with_a_password_is_refused_with_words(tmp_path: Path) -> None:
    path = tmp_path / "locked.xlsx"
    # Excel wraps a protected workbook into an older container whose directory names this stream.
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000) + "EncryptedPackage".encode("utf-16-le") + bytes(500))
    with pytest.raises(KnownError) as caught:
        _places(path)
    assert caught.value.code == "table.encrypted_workbook"


def test_excel_errors_are_problems(write_xlsx: Write) -> None:
    reading = _places(write_xlsx([ROWS[0], ("A", "#REF!", 30.5)]))
    assert reading.ledger.problems[0].code == "cell.excel_error"


def test_1904_dates(tmp_path: Path, areas: tuple[Area, ...]) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    page = book.active
    assert page is not None
    page.append(["area_code", "actor", "stance", "reported_on"])
    page.append(["ZZ01", "ARM-1", "wary", datetime.date(2026, 3, 5)])
    path = tmp_path / "mac.xlsx"
    book.save(path)
    report = read(path, DatasetKind.ARMED_ACTORS, areas).of(ActorReport)[0].report
    assert report is not None
    assert report.reported_on == datetime.date(2026, 3, 5)


def test_sheets(write_xlsx: Write) -> None:
    path = write_xlsx(ROWS)
    book = openpyxl.load_workbook(path)
    book.create_sheet("Other").append(["x", "y"])
    book.save(path)
    assert "table.other_sheets" in {e.code for e in _places(path).ledger.entries}
    assert _refused(path, sheet="Nope").params["sheets"] == ["Data", "Other"]


def test_entity_bomb_in_a_workbook(write_xlsx: Write, tmp_path: Path) -> None:
    source, target = write_xlsx(ROWS), tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("sheet1.xml"):
                data = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + data
            new.writestr(name, data)
    assert _refused(target).code == "table.hostile_workbook"


def test_zip_bomb(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.shp", b"\0" * 60_000_000)
    assert _refused(path).code == "archive.too_large"


def test_path_traversal_in_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "evil.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../evil.shp", b"x")
    assert _refused(path).code == "archive.leaves_folder"


@pytest.mark.parametrize("name", ["\u202egnirts", "a\u0007b", "x\u2066y"])
def test_hostile_characters_are_made_inert(write_csv: Write, name: str) -> None:
    reading = _places(write_csv([ROWS[0], (name, "4.5", "30.5")]))
    assert not set(reading.of(Place)[0].name) & set("\u202e\u0007\u2066")
    assert "text.made_harmless" in {e.code for e in reading.ledger.entries}


def test_cancel_stops(write_csv: Write) -> None:
    class Impatient:
        def step(self, done: int, total: int, code: str) -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        read(write_csv(ROWS), DatasetKind.PLACES, (), progress=Impatient())


def test_cancel_stops_a_workbook(write_xlsx: Write) -> None:
    class Later:
        def step(self, done: int, total: int, code: str) -> None:
            if code == "import.rows":
                raise Cancelled

    with pytest.raises(Cancelled):
        read(write_xlsx(ROWS), DatasetKind.PLACES, (), progress=Later())


def test_checksum_is_the_files(write_csv: Write) -> None:
    path = write_csv(ROWS)
    assert _places(path).sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
