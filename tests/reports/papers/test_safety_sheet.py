"""The safety sheet: one page in every language that holds nothing of the project and does not say where it comes from."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import pypdf
import pytest

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.guard_passes import PersonInTextError
from mrm_desktop.foundation.words import LANGUAGES, Words
from mrm_desktop.reports.catalogue import REPORTS, report_named
from mrm_desktop.reports.order import Order
from mrm_desktop.reports.papers.html_pages import html_of
from mrm_desktop.reports.papers.pages import pdf_of
from mrm_desktop.reports.papers.safety_sheet import LONGEST_CONTACT, SECTIONS, checked_contact, safety_sheet
from mrm_desktop.reports.release.ladder import Reader
from mrm_desktop.reports.report import Source
from mrm_desktop.services.release.release_file import check_order
from tests import toy

WORDS = Words("en")
LINE = "Call the green line, 080 123 456, day and night."


def pdf_text(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("contact", ["", "w" * LONGEST_CONTACT])
def test_it_is_one_page_with_every_line(language: str, contact: str) -> None:
    words = Words(language)
    sheet = safety_sheet(words, contact)
    assert len(pypdf.PdfReader(io.BytesIO(pdf_of(sheet, words))).pages) == 1
    said = str(sheet.blocks)
    for section, lines in SECTIONS.items():
        assert all(words.knows(f"safety_sheet.{section}.{line}") for line in lines)
    for code in ("decide.veto", "interview.rule", "not_say.names", "not_call.watched", "channel.civilian", "after"):
        assert words.say(f"safety_sheet.{code}") in said


def test_nothing_on_it_tells_where_it_comes_from() -> None:
    sheet = safety_sheet(WORDS)
    pdf, page = pdf_of(sheet, WORDS), html_of(sheet, WORDS).decode("utf-8")
    about: Any = pypdf.PdfReader(io.BytesIO(pdf)).metadata or {}
    for found in (pdf_text(pdf), page, str(about.get("/Author", "")), str(about.get("/Title", ""))):
        lowered = found.lower()
        assert "mrm" not in lowered
        assert toy.INFO.office.lower() not in lowered
        assert toy.INFO.mission.lower() not in lowered
        assert sheet.code(WORDS).lower() not in lowered
    assert "<img" not in page
    assert "<footer" not in page


def test_it_is_the_same_for_every_project_and_reader(tmp_path: Path) -> None:
    report = report_named("safety_sheet")
    source = Source(toy.INFO, date(2026, 3, 1), tmp_path, card=toy.card(), view=toy.view())
    bare = Source(toy.INFO, date(2027, 3, 1), tmp_path)
    made = [
        report.make(one, Order("safety_sheet", "pdf", reader), WORDS).data
        for one, reader in ((source, Reader.INTERNAL), (bare, Reader.PUBLIC))
    ]
    assert made[0] == made[1]
    report.check_reader(Reader.PUBLIC)


def test_the_contact_sentence_stands_among_the_ways_to_warn_and_may_have_a_number() -> None:
    assert checked_contact(f"  {LINE} ") == LINE
    blocks = list(safety_sheet(WORDS, LINE).blocks)
    at = next(n for n, block in enumerate(blocks) if block.get("text") == WORDS.say("safety_sheet.channel"))
    assert blocks[at + 1]["items"][0] == LINE
    assert LINE not in str(safety_sheet(WORDS).blocks)


def test_the_contact_sentence_names_nobody_and_is_short() -> None:
    with pytest.raises(PersonInTextError) as caught:
        checked_contact("Ask for Mary Deng at 080 123 456")
    assert {finding.field for finding in caught.value.findings} == {"contact"}
    with pytest.raises(KnownError) as refused:
        checked_contact("w" * (LONGEST_CONTACT + 1))
    assert refused.value.code == "safety_sheet.contact_too_long"


def test_no_other_report_takes_a_contact_sentence() -> None:
    assert [report.name for report in REPORTS if report.takes_contact] == ["safety_sheet"]
    with pytest.raises(KnownError) as refused:
        check_order(Order("brief", "pdf", Reader.PUBLIC, contact=LINE), date(2026, 3, 1))
    assert refused.value.code == "export.no_contact_sentence"
    check_order(Order("safety_sheet", "pdf", Reader.PUBLIC, contact=LINE), date(2026, 3, 1))


def test_markup_in_the_contact_sentence_is_only_text(hostile: str) -> None:
    sentence = " ".join(hostile.split())[:LONGEST_CONTACT]
    if sentence:
        sheet = safety_sheet(WORDS, sentence)
        assert len(pypdf.PdfReader(io.BytesIO(pdf_of(sheet, WORDS))).pages) == 1
        assert b"<script" not in html_of(sheet, WORDS)
