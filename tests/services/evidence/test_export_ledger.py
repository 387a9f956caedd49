"""The ledger of an import as a file: found by the beginning of its identifier, where that says which one."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.foundation.words import Words
from mrm_desktop.project.ports import Project
from mrm_desktop.services.evidence.export_ledger import export_ledger

WORDS = Words("en")


def ids(project: Project) -> list[str]:
    with project.read() as repository:
        return [dataset.id for dataset in repository.datasets()]


@pytest.mark.parametrize("ending", ["xlsx", "XLSX"])
def test_a_ledger_is_a_workbook(project: Project, tmp_path: Path, ending: str) -> None:
    path = export_ledger(project, ids(project)[0][:12], tmp_path / f"l.{ending}", WORDS)
    cells = [str(cell.value) for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for cell in row]
    assert "a.csv" in cells


def test_a_ledger_is_a_folder_of_tables(project: Project, tmp_path: Path) -> None:
    path = export_ledger(project, ids(project)[0], tmp_path / "l.zip", WORDS)
    with zipfile.ZipFile(path) as packed:
        assert any(b"a.csv" in packed.read(name) for name in packed.namelist())


@pytest.mark.parametrize(("asked", "code"), [("", "import.no_such_dataset"), ("zz", "import.no_such_dataset")])
def test_which_import_must_be_clear(project: Project, tmp_path: Path, asked: str, code: str) -> None:
    with pytest.raises(KnownError) as caught:
        export_ledger(project, asked, tmp_path / "l.xlsx", WORDS)
    assert caught.value.code == code
    assert list(tmp_path.glob("l.*")) == []


def test_other_forms_and_places_that_cannot_be_written_are_refused(project: Project, tmp_path: Path) -> None:
    for path, code in ((tmp_path / "l.pdf", "ledger.ending"), (tmp_path / "none" / "l.xlsx", "file.cannot_write")):
        with pytest.raises(KnownError) as caught:
            export_ledger(project, ids(project)[0], path, WORDS)
        assert caught.value.code == code
