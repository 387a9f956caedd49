"""The worksheet: what a reviewer finds on it is what the plain oracle works out, and it stays in the office."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from itertools import pairwise

import pypdf
import pytest

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.vocabulary import Mode
from mrm_desktop.foundation.words import LANGUAGES, Words
from mrm_desktop.project.ports import Project
from mrm_desktop.project.question import Question
from mrm_desktop.reports.catalogue import report_named
from mrm_desktop.reports.papers.pages import Document, pdf_of
from mrm_desktop.reports.papers.worksheet import worksheet
from mrm_desktop.reports.release.ladder import Reader
from tests.present import present
from tests.scoring import oracle
from tests.services.conftest import POLICY, card, opened

WORDS = Words("en")


def sheet(project: Project, code: str = "XT01", words: Words = WORDS) -> Document:
    return worksheet(card(project, code), POLICY, words)


def rows_after(document: Document, heading: str) -> list[list[str]]:
    """Return the rows of the two tables below a line of the page."""
    blocks = list(document.blocks)
    at = next(n for n, block in enumerate(blocks) if block.get("text") == heading and block["kind"] == "strong")
    tables = [block["rows"] for block in blocks[at + 1 : at + 3] if block["kind"] == "table"]
    return [row for rows in tables for row in rows]


@pytest.mark.parametrize("group", ["women", "men"])
def test_a_group_redone_by_hand_comes_out_as_printed(project: Project, group: str) -> None:
    case = card(project).case
    own = [i for i in oracle.counting(case) if oracle.group_of(i) == group]
    days, relative_days = oracle.ages(own, case.assessed_on), oracle.relative_ages(own)
    *items, aged, relative = rows_after(sheet(project), group)
    wanted = [
        [
            *(WORDS.number(value, 3) for value in (u, c / u)),
            WORDS.number(a, 0),
            *(WORDS.number(value, 3) for value in (2 ** (-a / 180), m, x)),
            WORDS.number(ra, 0),
            *(WORDS.number(value, 3) for value in (2 ** (-ra / 180), rm)),
        ]
        for u, c, a, m, x, ra, rm in zip(
            map(oracle.unaged, own),
            oracle.capped(own),
            days,
            oracle.masses(own, days),
            ((i.mean_rating + 2) / 4 for i in own),
            relative_days,
            oracle.masses(own, relative_days),
            strict=True,
        )
    ]
    assert len(items) == 2
    assert sorted(row[1:] for row in items) == sorted(wanted)
    for row, ages in ((aged, days), (relative, relative_days)):
        found = oracle.rated(own, ages)
        assert [row[1], *row[3:7]] == [WORDS.number(v, 3) for v in (found.mass, found.mean, found.sd, found.low, found.high)]


def test_the_page_says_which_group_governs_and_every_value_of_the_index(project: Project) -> None:
    case = card(project).case
    text = " ".join(str(block.get("text", "")) for block in sheet(project).blocks).replace("\u200e", "")
    c, t = oracle.community(case), oracle.armed(case)
    k, cap = oracle.conduct(case), oracle.capability(case)
    for symbol, value in (
        ("P", c.everybody.low),
        ("T", t.value),
        ("K", k),
        ("C", cap),
        ("I", oracle.index(c.low, t.value, k, cap)),
    ):
        assert f"{symbol} = {WORDS.number(value, 3)}" in text
    assert f"A = {WORDS.number(c.low, 3)}: the lowest low of those that may govern, {WORDS.term('stratum', c.group)}" in text
    assert "cannot be redone by hand: 2,000 draws" in text


def test_an_area_of_which_nothing_is_known_has_a_worksheet_too(project: Project) -> None:
    text = " ".join(str(block.get("text", "")) for block in sheet(project, "XT02").blocks)
    assert "No community has been asked" in text
    assert "decides nothing" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_typeset_in_every_language_and_marked_internal(project: Project, language: str) -> None:
    words = Words(language)
    document = sheet(project, words=words)
    assert document.sensitivity == words.say("sensitivity.internal")
    pages = pypdf.PdfReader(io.BytesIO(pdf_of(document, words))).pages
    assert "worksheet." not in " ".join(page.extract_text() for page in pages)


@pytest.mark.parametrize("reader", [Reader.COUNTRY_OFFICE, Reader.PARTNER, Reader.PUBLIC])
def test_nobody_outside_the_office_gets_it(reader: Reader) -> None:
    with pytest.raises(KnownError) as refused:
        report_named("worksheet").check_reader(reader)
    assert refused.value.code == "worksheet.not_for_reader"


def test_it_answers_for_the_mode_that_was_asked(project: Project) -> None:
    told = opened(project).card("XT01", Question(Mode.ALERT), search=False)
    text = " ".join(str(block.get("text", "")) for block in worksheet(told, POLICY, WORDS).blocks)
    assert WORDS.term("mode", told.assessment.ceiling) in text


def test_evidence_confidence_and_the_two_questions_are_worked_in_numbers(project: Project) -> None:
    told = card(project)
    evidence = tuple(replace(i, takes_sides_share=0.2) for i in told.case.community_evidence)
    asked = replace(told, case=replace(told.case, community_evidence=evidence))
    document = worksheet(asked, POLICY, WORDS)
    text = " ".join(str(block.get("text", "")) for block in document.blocks).replace("\u200e", "")
    found = present(told.assessment.reliability)
    assert f"= {WORDS.number(found.value, 3)} – {WORDS.term('confidence', found.label)}" in text
    assert "R = 10 × (0.4 × " in text
    *items, estimate = rows_after(document, "Peacekeepers take sides – women")
    own = [i for i in oracle.counting(asked.case) if oracle.group_of(i) == "women"]
    wanted = oracle.estimate(oracle.masses(own, oracle.relative_ages(own)), [0.2 for _ in own], 0.25)
    assert len(items) == len(own)
    assert [estimate[0], *estimate[2:6]] == [
        WORDS.number(v, 3) for v in (wanted.mass, wanted.mean, wanted.sd, wanted.low, wanted.high)
    ]
    assert "not known that most say so" in text


@pytest.mark.parametrize("size", [7.2, 7.3, 8.8, 9.1, 9.8, 9.9, 10.0, 12.6])
def test_no_heading_stands_alone_at_the_foot_of_a_page(project: Project, size: float) -> None:
    """Whatever the size, and so wherever the pages break: below the heading stands more than its own explanation."""
    document = replace(sheet(project), size=size)
    blocks = list(document.blocks)
    leading = {str(block["text"]) for block in blocks if block["kind"] == "heading"}
    leading |= {str(b["text"]) for a, b in pairwise(blocks) if a["kind"] == "heading" and b["kind"] == "small"}
    for page in pypdf.PdfReader(io.BytesIO(pdf_of(document, WORDS))).pages[:-1]:
        said = page.extract_text().split("Policy mrm")[0]
        assert not [text for text in leading if _bare(said).endswith(_bare(text))]


def _bare(text: str) -> str:
    return "".join(re.findall(r"\w", text))
