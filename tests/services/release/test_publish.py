"""The map and the note for one's own office: an analyst's copies leave no trace, what is released is logged."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.vocabulary import Mode
from mrm_desktop.foundation.words import Words
from mrm_desktop.project.ports import Project
from mrm_desktop.project.question import Question
from mrm_desktop.services.release.publish import draw_map, print_note, release_map, release_note
from tests.services.conftest import ON, opened
from tests.store import records

WORDS = Words("en")
LIAISON = Question(Mode.LIAISON, on=ON)


def test_an_analysts_own_copies_are_not_logged(project: Project, tmp_path: Path) -> None:
    asked = opened(project)
    page = draw_map(asked.view(LIAISON), WORDS, tmp_path / "m.html")
    note = print_note(asked, "xt01", LIAISON, WORDS, tmp_path / "n.pdf")
    assert "Square 0" in page.read_text(encoding="utf-8")
    assert "Square 0" in pypdf.PdfReader(note).pages[0].extract_text()
    assert sorted(path.name for path in tmp_path.glob("*.*") if path.suffix in (".html", ".pdf", ".json")) == ["m.html", "n.pdf"]
    with project.read() as repository:
        assert repository.releases() == ()


def test_what_is_released_is_logged_with_its_manifest(project: Project, tmp_path: Path) -> None:
    asked = opened(project)
    made = [
        release_map(asked, LIAISON, WORDS, tmp_path / "m.html", records.AT),
        release_note(asked, "XT01", LIAISON, WORDS, tmp_path / "n.pdf", records.AT),
    ]
    with project.read() as repository:
        log = repository.releases()
    assert [(one.kind, one.form, one.reader) for one in log] == [("map", "html", "internal"), ("note", "pdf", "internal")]
    for path, one in zip(made, log, strict=True):
        manifest = json.loads(path.with_name(f"{path.name}.manifest.json").read_text(encoding="utf-8"))
        assert manifest["sha256"] == one.sha256


def test_a_region_above_the_assessed_areas_has_a_note_with_the_map_of_what_lies_in_it(project: Project, tmp_path: Path) -> None:
    with project.write() as repository:
        repository.add_dataset(one := records.dataset(name="regions.csv"))
        inside = [replace(area, parent="XT") for area in repository.areas()]
        repository.add_areas([records.area("XT", level=0), *inside], one.id)
    note = print_note(opened(project), "XT", LIAISON, WORDS, tmp_path / "n.pdf")
    words = pypdf.PdfReader(note).pages[0].extract_text()
    assert "[XT]" in words
    assert "Square 1" in words


def test_a_note_of_no_area_is_refused_and_leaves_no_file(project: Project, tmp_path: Path) -> None:
    makers: list[Callable[[Path], Path]] = [
        lambda path: print_note(opened(project), "XT99", LIAISON, WORDS, path),
        lambda path: release_note(opened(project), "XT99", LIAISON, WORDS, path, records.AT),
    ]
    for write in makers:
        with pytest.raises(KnownError, match=r"area\.unknown"):
            write(tmp_path / "n.pdf")
        assert not (tmp_path / "n.pdf").exists()
