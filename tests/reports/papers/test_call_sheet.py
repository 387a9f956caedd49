"""The call sheet on paper names questions and areas in words; its codes name neither, and lead back to the form."""

from __future__ import annotations

import io
import re
from typing import Any

import pypdf
import pytest

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.gaps import CallLine, Gap, GapKind, gap_id
from mrm_desktop.foundation.words import LANGUAGES, Words
from mrm_desktop.reports.catalogue import report_named
from mrm_desktop.reports.papers.call_sheet import NAMED, call_sheet_paper
from mrm_desktop.reports.papers.pages import Document, pdf_of
from mrm_desktop.reports.release.ladder import Reader
from mrm_desktop.reports.release.verification import qr_svg
from tests.store import records

PUNISHED = Gap(GapKind.FACT, "contact_punished")
NAMES = {f"XT{number:02}": f"Square {number}" for number in range(20)}


def line(gap: Gap = PUNISHED, areas: int = 2, settles: int = 0, one_way: int = 0) -> CallLine:
    codes = tuple(list(NAMES)[:areas])
    return CallLine(gap, codes, codes[:settles], codes[:one_way], 10.0, gap_id(gap, "p1"))


def paper(*lines: CallLine, language: str = "en") -> Document:
    return call_sheet_paper(lines, NAMES, records.info(), records.DAY, Reader.INTERNAL, Words(language), "UNICEF")


def texts(value: Any) -> list[str]:
    """Every text of the blocks of a page."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for part in value.values() for text in texts(part)]
    return [text for part in value for text in texts(part)] if isinstance(value, list | tuple) else []


def test_a_line_says_its_question_its_areas_and_what_its_answer_settles() -> None:
    said = "\n".join(texts(paper(line(settles=1, one_way=2)).blocks))
    for expected in (
        "1. Do those in control punish people",
        "Square 0",
        "Square 1",
        "Settles 1 decision, whichever way",
        "settles 2",
    ):
        assert expected in said, expected


def test_an_answer_that_settles_nothing_alone_is_said_to_settle_nothing() -> None:
    assert "Settles nothing alone" in "\n".join(texts(paper(line()).blocks))


def test_each_area_of_a_question_has_a_line_for_its_answer() -> None:
    [_, cell] = paper(line(areas=5)).blocks[-1]["cells"]
    [rows] = [block["rows"] for block in cell if block["kind"] == "table"]
    assert [row[0] for row in rows] == [f"Square {number}" for number in range(5)]
    assert all(row[1:] == [""] * 4 for row in rows)
    [_, alone] = paper(line(areas=1)).blocks[-1]["cells"]
    assert not [block for block in alone if block["kind"] == "table"]


def test_of_many_areas_some_have_a_line_and_the_rest_is_counted() -> None:
    said = texts(paper(line(areas=NAMED + 3)).blocks)
    assert f"Square {NAMED - 1}" in said
    assert f"Square {NAMED}" not in said
    assert "And 3 more areas: their answers go on the back." in said


def test_no_question_is_cut_from_its_answer_by_the_end_of_a_page() -> None:
    lines = [line(Gap(GapKind.FACT, "contact_punished", f"XT{n:02}"), areas=1 + n % 7) for n in range(14)]
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf_of(paper(*lines), Words("en")))).pages]
    assert len(pages) > 2
    for number, one in enumerate(lines, start=1):
        [page] = [text for text in pages if re.search(rf"(?<!\d){number}\. Do those", text)]
        assert one.id in page, f"question {number} stands on another page than its answer"


def test_the_codes_hold_the_identifier_and_nothing_of_place_or_question() -> None:
    one = line(Gap(GapKind.ACTOR, "ARM-WEST", "XT01"))
    made = paper(one)
    assert dict(made.pictures) == {f"{one.id}.svg": qr_svg(one.id)}
    assert not any(part in one.id for part in ("XT01", "ARM", "actor"))


def test_a_sheet_with_nothing_to_find_out_says_so() -> None:
    assert "Nothing is open." in texts(paper().blocks)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_typeset_in_every_language_with_the_code_to_type(language: str) -> None:
    one = line()
    pages = pypdf.PdfReader(io.BytesIO(pdf_of(paper(one, language=language), Words(language)))).pages
    assert one.id in " ".join(page.extract_text() for page in pages)


def test_it_is_for_readers_inside_the_organisation() -> None:
    report = report_named("call_sheet")
    report.check_reader(Reader.INTERNAL)
    with pytest.raises(KnownError, match=r"call_sheet\.not_for_reader"):
        report.check_reader(Reader.COUNTRY_OFFICE)
