"""The ledger counts every row that holds anything, and every row that stands in the wrong columns."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.evidence import AreaEvidence
from mrm_desktop.domain.geography import Place
from mrm_desktop.formats.files.table import table_of_rows
from mrm_desktop.formats.imports.read_file import read
from tests.formats.real_files import COUNTRY, problem_codes, read_case, told

PLACES, PRESENCE, INCIDENTS = DatasetKind.PLACES, DatasetKind.PRESENCE, DatasetKind.INCIDENTS
COMMUNITY, ACTORS = DatasetKind.COMMUNITY, DatasetKind.ARMED_ACTORS


@pytest.mark.parametrize(
    ("file", "kind", "left"),
    [
        ("unmapped_p.csv", PLACES, [(3, "place.without_name"), (4, "place.without_name")]),
        ("unmapped_i.csv", INCIDENTS, [(3, "incidents.no_type")]),
        ("unmapped_pr.csv", PRESENCE, [(3, "presence.no_position")]),
        ("unmapped_aa.csv", ACTORS, [(3, "actors.no_area")]),
    ],
)
def test_a_row_filled_only_in_columns_that_are_not_read_is_counted(
    file: str, kind: DatasetKind, left: list[tuple[int, str]]
) -> None:
    reading = read_case(file, kind)
    assert reading.ledger.rows_in == 1 + len(left)
    assert problem_codes(reading) == left


def test_so_it_is_in_a_workbook_and_in_memory(write_xlsx: Callable[..., Path]) -> None:
    rows = [("name", "lat", "lon", "people"), ("A", 4.1, 30.6, 1), (None, None, None, 300), (None, None, None, None)]
    assert read_case(write_xlsx(rows), PLACES).ledger.rows_in == 2
    cells = [["" if cell is None else str(cell) for cell in row] for row in rows]
    assert read(table_of_rows("cells", cells[0], cells[1:]), PLACES, COUNTRY).ledger.rows_in == 2


def test_blank_rows_far_down_a_file_are_looked_at_in_their_own_block(
    write_csv: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mrm_desktop.formats.tables.csv_tables.BLOCK_ROWS", 2)
    rows = [("name", "lat", "lon", "people"), *(("A", 4 + n / 10, 30.6, n) for n in range(5)), ("", "", "", ""), ("", "", "", 7)]
    reading = read_case(write_csv(rows), PLACES)
    assert (reading.ledger.rows_in, problem_codes(reading)) == (6, [(8, "place.without_name")])


@pytest.mark.parametrize(("file", "kind"), [("cells_u.csv", PLACES), ("cells_pu.csv", PRESENCE), ("cells_iu.csv", INCIDENTS)])
def test_a_row_with_a_cell_too_many_is_said_by_every_reader(file: str, kind: DatasetKind) -> None:
    reading = read_case(file, kind)
    assert problem_codes(reading) == [(3, "row.too_many_cells")]
    assert reading.ledger.rows_kept == 3


def test_an_empty_cell_at_the_end_of_each_row_is_none_too_many() -> None:
    assert read_case("cells_t.csv", PLACES).ledger.rows_kept == 2


def test_names_of_rows_that_r_writes_are_no_first_column() -> None:
    reading = read_case("cells_r.csv", PLACES)
    assert [(p.name, p.kind, p.area_code) for p in reading.of(Place)] == [
        ("Yambala", "settlement", "ZZ0101"),
        ("Tamarin", "settlement", "ZZ0102"),
    ]
    assert len(told(reading, "table.row_names")) == 1
    evidence = read_case("cells_rc.csv", COMMUNITY).of(AreaEvidence)
    assert [(e.area_code, e.item.answered) for e in evidence] == [("ZZ0101", 40), ("ZZ0102", 30)]


def test_headings_that_stand_there_again_are_left_out() -> None:
    reading = read_case("headings_again.csv", PLACES)
    assert [p.name for p in reading.of(Place)] == ["A", "B"]
    assert problem_codes(reading) == [(3, "table.headings_again")]


def test_a_formula_that_was_never_computed_is_named_by_row_and_column() -> None:
    reading = read_case("formula.xlsx", PLACES)
    assert [(p.row, p.column, p.code) for p in reading.ledger.problems] == [
        (2, "lon", "cell.not_computed"),
        (2, "lat", "cell.not_computed"),
        (4, "name", "cell.not_computed"),
    ]
    assert told(reading, "table.formulas_never_computed") == [{"count": 3}]
    assert problem_codes(read_case("formula_means.xlsx", COMMUNITY)) == [(2, "cell.not_computed")]


def test_a_long_formula_is_found_wherever_it_lies_in_the_file(write_xlsx: Callable[..., Path]) -> None:
    filler = [(f"Site {n} " + "x" * 60, 4.1, 30.6) for n in range(12_000)]
    path = write_xlsx([("name", "lat", "lon"), *filler, ("=" + "+".join(["1"] * 3000), 4.2, 30.7)])
    reading = read_case(path, PLACES)
    assert (12_002, "cell.not_computed") in problem_codes(reading)
