"""The atlas: a page for each area where the index says, under its verdict and what was decided; in volumes as in one."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest

from mrm_desktop.domain.decisions import Outcome
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.event_log import SeenHead
from mrm_desktop.domain.sign_offs import Standing
from mrm_desktop.foundation.words import LANGUAGES, Words
from mrm_desktop.reports.order import Handover, Order
from mrm_desktop.reports.papers import atlas as papers
from mrm_desktop.reports.papers.atlas import Atlas, in_volumes
from mrm_desktop.reports.papers.pages import Document, pdf_of, rooms_of
from mrm_desktop.reports.papers.released_map import released_map
from mrm_desktop.reports.release.ladder import Reader
from mrm_desktop.reports.release.released_view import release_view
from mrm_desktop.reports.report import Source
from tests import toy
from tests.store import records

WORDS = Words("en")


def atlas_for(reader: Reader = Reader.PARTNER, language: str = "en", decisions: dict[str, str] | None = None) -> Atlas:
    released, words = release_view(toy.view(), reader), Words(language)
    return Atlas(released, released_map(released, words), words, decisions=decisions or {})


def order_for(recipient: str) -> Order:
    return Order("atlas", "volumes", Reader.COUNTRY_OFFICE, Handover(recipient))


def texts_of(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


@pytest.mark.parametrize("reader", list(Reader))
def test_the_index_names_the_page_of_each_area(reader: Reader) -> None:
    atlas = atlas_for(reader)
    document = atlas.whole()
    pages = texts_of(pdf_of(document, WORDS))
    index = next(block for block in document.blocks if block["kind"] == "table")
    assert len(index["rows"]) == len(atlas.released.areas) == len(pages) - 2
    for name, *_, page in index["rows"]:
        assert pages[int(page) - 1].startswith(name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_runs_over_in_any_language(language: str) -> None:
    atlas = atlas_for(Reader.INTERNAL, language)
    assert len(texts_of(pdf_of(atlas.whole(), atlas.words))) == len(atlas.released.areas) + 2


def test_a_page_begins_with_the_verdict_and_what_was_decided() -> None:
    atlas = atlas_for(Reader.COUNTRY_OFFICE, decisions={"XT05": "Proceed, says the register."})
    page = next(text for text in texts_of(pdf_of(atlas.whole(), WORDS)) if "[XT05]" in text[:60])
    assert WORDS.term("verdict", "proceed_with_conditions") in page
    assert "Decision on record: Proceed, says the register." in page


def test_who_may_not_have_decisions_is_told_so_and_not_that_there_is_none() -> None:
    for reader in (Reader.PARTNER, Reader.PUBLIC):
        said = str(atlas_for(reader, decisions={"XT05": "zzdecisionzz"}).whole().blocks)
        assert WORDS.say("withheld.decision") in said
        assert "zzdecisionzz" not in said
        assert WORDS.say("note.no_decision") not in said


def test_the_newest_decision_stands_and_what_it_waits_for() -> None:
    first, second = (replace(records.decision(n, "0" * 64, "a" * 64), id=f"d{n}", area_code="XT05") for n in (1, 2))
    second = replace(second, draft=replace(second.draft, outcome=Outcome.DO_NOT_PROCEED, supersedes="d1"))
    told = papers.told_of_decisions((first, second), {"d2": Standing(("country_director",))}, WORDS)
    assert list(told) == ["XT05"]
    assert told["XT05"].startswith(WORDS.term("outcome", "do_not_proceed"))
    assert "country director" in told["XT05"].lower()


def test_volumes_are_tagged_have_an_outline_and_bear_the_code_of_the_whole(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(papers, "PAGES_A_VOLUME", 4)
    source = Source(toy.INFO, toy.ON, tmp_path, log=SeenHead(7, "0123456789abcdef" * 4))
    content = in_volumes(atlas_for(), order_for("one"), source)
    with zipfile.ZipFile(io.BytesIO(content.data)) as archive:
        volumes = {name: archive.read(name) for name in archive.namelist()}
    assert list(volumes) == ["00_cover.pdf", "00_index_1.pdf", "01.pdf", "02.pdf", "03.pdf"]
    for volume in volumes.values():
        read = pypdf.PdfReader(io.BytesIO(volume))
        assert "/StructTreeRoot" in read.root_object
        assert read.outline
        assert all(content.code in text and "7 events, head 0123-4567-89ab-cdef" in text for text in texts_of(volume))
    assert [len(texts_of(volume)) for volume in volumes.values()] == [1, 1, 4, 4, 1]
    index = texts_of(volumes["00_index_1.pdf"])[0]
    assert "02 / 1" in index
    assert texts_of(volumes["02.pdf"])[0].startswith("Square 4")
    assert content.code != in_volumes(atlas_for(), order_for("another"), source).code


def test_more_areas_than_one_file_holds_are_refused_with_the_form_that_holds_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(papers, "MOST_IN_ONE", 8)
    source = Source(toy.INFO, toy.ON, tmp_path, released=release_view(toy.view(), Reader.PARTNER))
    with pytest.raises(KnownError, match=r"atlas\.in_volumes"):
        papers.REPORT.make(source, Order("atlas", "pdf", Reader.PARTNER), WORDS)
    assert papers.REPORT.make(source, Order("atlas", "volumes", Reader.PARTNER), WORDS).data.startswith(b"PK")


def heights(document: Document) -> dict[str, float]:
    """How tall each drawing is, mm."""
    return {name: float(re.search(r'height="([\d.]+)mm"', svg)[1]) for name, svg in document.pictures.items()}  # type: ignore[index]


@pytest.mark.parametrize("reader", [Reader.INTERNAL, Reader.PUBLIC])
def test_each_map_is_as_tall_as_its_page_leaves_room_for(reader: Reader) -> None:
    atlas = atlas_for(reader)
    document = atlas.whole()
    tall = heights(document)
    drawn = [tall["overview.svg"], *(tall[f"map-{number}.svg"] for number in range(len(atlas.released.areas)))]
    assert drawn == pytest.approx(rooms_of(document, WORDS), abs=0.01)
    assert min(drawn) > 56
