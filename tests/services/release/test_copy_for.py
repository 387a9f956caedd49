"""What a reader would get, to be looked at: the same pages as a release writes, and no trace of having looked."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest

from mrm_desktop.domain.vocabulary import Mode
from mrm_desktop.foundation.words import Words
from mrm_desktop.project.ports import Project
from mrm_desktop.project.question import Question
from mrm_desktop.reports.catalogue import REPORTS
from mrm_desktop.reports.release.ladder import Reader
from mrm_desktop.services.release.copy_for import copy_for, has_pages
from mrm_desktop.services.release.publish import print_note
from tests.present import present
from tests.services.conftest import ON, opened

WORDS = Words("en")
LIAISON = Question(Mode.LIAISON, on=ON)


def text_of(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def test_the_copy_reads_as_the_note_that_goes_out_and_nothing_is_logged(project: Project, tmp_path: Path) -> None:
    asked = opened(project)
    copy = copy_for(asked, "note", Reader.INTERNAL, LIAISON, WORDS, area="XT01")
    written = print_note(asked, "XT01", LIAISON, WORDS, tmp_path / "n.pdf")
    assert [t for t in text_of(copy.pdf) if "Square 0" in t]
    assert copy.pages == len(text_of(written.read_bytes()))
    with project.read() as repository:
        assert repository.releases() == ()


def test_each_reader_has_a_copy_of_its_own(project: Project) -> None:
    asked = opened(project)
    told = {r: text_of(copy_for(asked, "brief", r, LIAISON, WORDS).pdf) for r in (Reader.INTERNAL, Reader.PUBLIC)}
    assert told[Reader.INTERNAL] != told[Reader.PUBLIC]


@pytest.mark.parametrize(
    ("report", "reader", "code"),
    [
        ("call_sheet", Reader.PARTNER, "call_sheet.not_for_reader"),
        ("note", Reader.INTERNAL, "export.area_needed"),
        ("trip_pack", Reader.INTERNAL, "export.trip_needed"),
    ],
)
def test_who_has_none_is_told_why(project: Project, report: str, reader: Reader, code: str) -> None:
    copy = copy_for(opened(project), report, reader, LIAISON, WORDS)
    assert (copy.pdf, copy.pages) == (b"", 0)
    assert present(copy.refusal).code == code


def test_every_report_but_data_has_pages() -> None:
    without = {report.name for report in REPORTS if not has_pages(report.name)}
    assert without == {"areas"}
