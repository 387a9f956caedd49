"""A table or chart leaves with a line in the log, a label, and no formula in it."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.foundation.words import Words
from mrm_desktop.services.release.release_figure import PERCEPTIONS, figure_label, release_figure, table_as_csv, table_as_text
from mrm_desktop.store.file.project_file import ProjectFile
from tests.services.conftest import ON, opened
from tests.store import records

TABLE = [["Area", "women"], ["=1+1", "\u22121.2"]]


def test_a_file_is_logged_with_its_checksum_and_written(project: ProjectFile, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    release_figure(opened(project), PERCEPTIONS, b"content", ON, records.AT, path)
    with project.read() as repository:
        (logged,) = repository.releases()
    assert path.read_bytes() == b"content"
    assert (logged.kind, logged.form, logged.file_name, logged.reader) == ("perceptions", "csv", "table.csv", "internal")
    assert (logged.sha256, logged.as_known_on) == (hashlib.sha256(b"content").hexdigest(), ON)


def test_the_clipboard_is_logged_and_no_other_ending_is_written(project: ProjectFile, tmp_path: Path) -> None:
    assert release_figure(opened(project), PERCEPTIONS, b"text", ON, records.AT, None).form == "clipboard"
    with pytest.raises(KnownError) as caught:
        release_figure(opened(project), PERCEPTIONS, b"text", ON, records.AT, tmp_path / "table.exe")
    assert caught.value.code == "figure.ending"
    with project.read() as repository:
        assert len(repository.releases()) == 1


def test_nothing_in_a_table_is_a_formula_and_its_label_stands_below() -> None:
    label = figure_label("Toy", date(2026, 3, 1), Words("en"))
    assert label == "INTERNAL - as known on 1 Mar 2026. Toy"
    lines = table_as_csv(TABLE, label).decode("utf-8-sig").splitlines()
    assert not lines[1].startswith("=")
    assert lines[-1] == label
    assert table_as_text(TABLE, label).splitlines()[1].split("\t")[1] == "\u22121.2"
