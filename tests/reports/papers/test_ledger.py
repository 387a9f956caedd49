"""A ledger that leaves the program: all its numbers, nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from mrm_desktop.domain.datasets import Dataset
from mrm_desktop.domain.errors import KnownError, RowProblem
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.papers.ledger import ledger_file
from mrm_desktop.services.evidence.export_ledger import export_ledger
from mrm_desktop.store.file.project_file import SqlCipherFiles
from mrm_desktop.store.keys import as_key
from tests.store import records


def dataset(hostile: str = "a.csv") -> Dataset:
    one = records.dataset(name=hostile)
    problems = (RowProblem(hostile, 4, hostile, "places.no_name", {"found": hostile}),)
    return replace(one, ledger=replace(one.ledger, problems=problems))


def test_the_workbook_holds_the_balance_each_line_and_each_problem(hostile: str) -> None:
    given = dataset(hostile)
    book = openpyxl.load_workbook(io.BytesIO(ledger_file(given, Words(), "xlsx")))
    assert book.sheetnames == ["balance", "lines", "problems"]
    balance = {row[0].value: row[1].value for row in book["balance"].iter_rows(min_row=2)}
    assert balance["Rows in the file"] == given.ledger.rows_in
    assert balance["Checksum of the file (SHA-256)"] == given.sha256
    assert book["lines"].max_row == 1 + len(given.ledger.entries)
    assert book["problems"].cell(2, 2).value == 4
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n"}, "a formula"


def test_the_csv_bundle_is_inert(hostile: str) -> None:
    with zipfile.ZipFile(io.BytesIO(ledger_file(dataset(hostile), Words(), "csv"))) as bundle:
        assert sorted(bundle.namelist()) == ["balance.csv", "lines.csv", "problems.csv"]
        for name in bundle.namelist():
            for row in csv.reader(io.StringIO(bundle.read(name).decode("utf-8-sig"))):
                assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)


def test_it_is_written_on_request_and_refuses_what_it_cannot_write(tmp_path: Path) -> None:
    one = records.dataset()
    with SqlCipherFiles().create(tmp_path / "toy.mrm", as_key(bytes(range(32))), records.info()) as project:
        with project.write() as repo:
            repo.add_dataset(one)
        assert export_ledger(project, one.id[:8], tmp_path / "l.xlsx", Words()).stat().st_size > 1000
        for name, asked, code in (
            ("l.pdf", one.id, "ledger.ending"),
            ("l.zip", "zz", "import.no_such_dataset"),
            ("l.zip", "", "import.no_such_dataset"),
            ("no/l.zip", one.id, "file.cannot_write"),
        ):
            with pytest.raises(KnownError) as caught:
                export_ledger(project, asked, tmp_path / name, Words())
            assert caught.value.code == code
