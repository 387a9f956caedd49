"""The editable copy: headings, tables and lists of the format itself, nothing of its maker, and the search of finished files opens it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from mrm_desktop.domain.errors import BugError
from mrm_desktop.foundation.words import LANGUAGES, Words
from mrm_desktop.reports.order import Order
from mrm_desktop.reports.papers.document_forms import written
from mrm_desktop.reports.papers.pages import NEW_PAGE, Document, gap, heading, side_by_side, table, text, title
from mrm_desktop.reports.papers.word_pages import word_pages_of
from mrm_desktop.reports.release.ladder import Reader
from mrm_desktop.reports.release.residue import Residue, Secrets, find_residue
from mrm_desktop.reports.report import Source
from tests import toy
from tests.reports.papers.test_html_pages import HOSTILE, every_block

SVG = "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='20'><rect width='40' height='20'/></svg>"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LINE = "Civilian channel: UNICEF"


def document_of(*blocks: Any, **changes: Any) -> Document:
    values: dict[str, Any] = {
        "name": "Brief",
        "author": "Office of the north",
        "sensitivity": "internal",
        "blocks": blocks,
        "channel": LINE,
        "pictures": {"m.svg": SVG},
    }
    return Document(**(values | changes))


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def part(content: bytes, name: str = "document") -> ET.Element:
    return ET.fromstring(parts_of(content)[f"word/{name}.xml"])


def said(element: ET.Element) -> str:
    return "".join(one.text or "" for one in element.iter(f"{W}t"))


def paragraphs(element: ET.Element) -> Iterator[tuple[str, str]]:
    for one in element.iter(f"{W}p"):
        style = one.find(f"{W}pPr/{W}pStyle")
        yield ("" if style is None else style.attrib[f"{W}val"]), said(one)


def test_headings_are_headings_and_a_gap_has_its_reason() -> None:
    made = part(word_pages_of(document_of(title("Brief"), heading("What"), gap("Bases", "not shown"), title("More")), Words("en")))
    assert list(paragraphs(made)) == [
        ("Heading1", "Brief"),
        ("Heading3", "What"),
        ("gap", "Bases · not shown"),
        ("Heading2", "More"),
    ]
    known = {one.attrib[f"{W}styleId"] for one in part(word_pages_of(document_of(), Words("en")), "styles").iter(f"{W}style")}
    assert {"Heading1", "Heading2", "Heading3", "gap"} <= known


def test_every_style_that_is_used_is_there() -> None:
    content = word_pages_of(document_of(*every_block("word")), Words("ar"))
    known = {one.attrib[f"{W}styleId"] for one in part(content, "styles").iter(f"{W}style")}
    used = {style for name in ("document", "header", "footer") for style, _ in paragraphs(part(content, name))}
    assert used <= known
    assert {"box", "boxhead", "bar", "barhead", "list", "legend", "tablehead", "tabletext"} <= used


def test_a_table_repeats_its_head_and_two_never_touch() -> None:
    body = part(word_pages_of(document_of(table(["a", "b"], [["1", "2"]], (1, 3)), table(["", ""], [["c", "3"]])), Words("en")))
    tables = list(body.iter(f"{W}tbl"))
    assert [len(list(one.iter(f"{W}tblHeader"))) for one in tables] == [1, 0]
    widths = [int(cell.attrib[f"{W}w"]) for cell in tables[0].iter(f"{W}gridCol")]
    assert widths[1] == pytest.approx(3 * widths[0], abs=3)
    kinds = [one.tag.removeprefix(W) for one in body[0]]
    assert kinds == ["tbl", "p", "tbl", "p", "sectPr"]


def test_columns_stand_one_below_the_other_and_a_new_page_begins_with_its_heading() -> None:
    content = word_pages_of(document_of(side_by_side((1, 2), [text("a")], [text("b")]), NEW_PAGE, title("c")), Words("en"))
    body = part(content)
    assert [words for _, words in paragraphs(body)] == ["a", "b", "c"]
    assert len(list(body.iter(f"{W}pageBreakBefore"))) == 1
    assert len(list(list(body.iter(f"{W}p"))[-1].iter(f"{W}pageBreakBefore"))) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_page_bears_channel_code_and_label_in_the_direction_of_its_language(language: str) -> None:
    words, document = Words(language), document_of(title("Brief"), text("Kapoeta 12"), footer=("not for targeting",))
    content = word_pages_of(document, words)
    foot, head = said(part(content, "footer")), said(part(content, "header"))
    assert LINE in foot
    assert "not for targeting" in foot
    assert words.say("page.editable") in foot
    assert document.code(words) in head
    assert "internal" in head
    body = part(content)
    directed = [one.find(f"{W}pPr/{W}bidi") is not None for one in body.iter(f"{W}p")]
    assert set(directed) == {words.is_right_to_left}
    language_of = next(part(content, "styles").iter(f"{W}lang")).attrib[f"{W}val"]
    assert language_of.partition("-")[0] == language


def test_latin_words_in_arabic_are_runs_of_their_own() -> None:
    body = part(word_pages_of(document_of(text("المنطقة XT-01 (شمال)")), Words("ar")))
    runs = [(said(run), run.find(f"{W}rPr/{W}rtl") is not None) for run in body.iter(f"{W}r")]
    assert [words for words, from_right in runs if not from_right] == ["XT-01"]
    assert "".join(words for words, _ in runs) == "المنطقة XT-01 (شمال)"


def test_a_hostile_word_is_text_and_signs_that_xml_cannot_hold_are_left_out() -> None:
    plain, hostile = (word_pages_of(document_of(*every_block(word), name=word), Words("en")) for word in ("word", f"{HOSTILE}\x07"))
    tags = [[one.tag for one in part(content).iter()] for content in (plain, hostile)]
    assert tags[0] == tags[1]
    assert said(part(hostile)).count(HOSTILE) == said(part(plain)).count("word")


def test_pictures_are_pixels_of_the_right_size_with_words_for_who_does_not_see_them() -> None:
    content = word_pages_of(document_of(*every_block("what it shows")), Words("en"))
    drawn = parts_of(content)
    assert [name for name in drawn if name.startswith("word/media/")] == ["word/media/picture1.png"]
    body = drawn["word/document.xml"].decode("utf-8")
    assert len(re.findall('descr="what it shows"', body)) == 1
    assert body.count("<adec:decorative") == 1  # the sample beside its label
    across, down = (int(n) for n in re.findall(r'<wp:extent cx="(\d+)" cy="(\d+)"', body)[0])
    assert across == 2 * down


def test_it_says_nothing_of_its_maker_and_the_same_bytes_twice() -> None:
    document = document_of(*every_block("word"))
    first, again = (word_pages_of(document, Words("en")) for _ in range(2))
    assert first == again
    everything = b"".join(parts_of(first).values())
    assert b"Office of the north" not in everything
    assert b"creator" not in everything
    assert b"removePersonalInformation" in parts_of(first)["word/settings.xml"]
    assert find_residue(first, Secrets(frozenset({"Kapoeta"}))) == ()


def test_the_pages_behind_its_pictures_are_searched_too(tmp_path: Path) -> None:
    named = SVG.replace("<rect", "<text y='9' font-size='8' font-family='IBM Plex Sans'>Kapoeta</text><rect fill='none'")
    document = document_of(*every_block("word"), pictures={"m.svg": named})
    order, source = Order("note", "docx", Reader.PARTNER), Source(toy.INFO, toy.ON, tmp_path)
    made = written(document, order, source, Words("en"))
    secrets = Secrets(frozenset({"Kapoeta"}))
    assert find_residue(made.data, secrets) == ()
    assert {one.kind for one in find_residue(made.as_pdf, secrets)} == {"text"}
    assert made.code == replace(document, seal=order.seal(toy.ON)).code(Words("en"))


def changed(old: bytes, new: bytes, name: str = "word/document.xml") -> bytes:
    """Write a copy in which something was changed, and nothing that is not there."""
    parts = parts_of(word_pages_of(document_of(text("one"), text("Kapoeta"), text("two")), Words("en")))
    parts.setdefault(name, b"")
    assert old in parts[name]
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for one, content in parts.items():
            archive.writestr(one, content.replace(old, new, 1) if one == name and old else content or new)
    return made.getvalue()


def test_a_word_in_pieces_is_found_and_two_paragraphs_are_not_one_word() -> None:
    pieces = changed(b"Kapoeta", b"Ka</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>po</w:t></w:r><w:r><w:t>eta")
    found = find_residue(pieces, Secrets(frozenset({"Kapoeta"})))
    assert found == (Residue("text", "text of word/document.xml"),)
    assert find_residue(pieces, Secrets(frozenset({"poetatwo", "onekapoeta"}))) == ()


@pytest.mark.parametrize(
    ("kind", "name", "old", "new"),
    [
        ("author", "docProps/core.xml", b"<dc:title>", b"<dc:creator>A person</dc:creator><dc:title>"),
        ("author", "docProps/app.xml", b"", b"<Properties><Company>The office</Company></Properties>"),
        ("cache", "word/comments.xml", b"", b"<w:comments/>"),
        ("cache", "customXml/item1.xml", b"", b"<x/>"),
        ("change", "word/document.xml", b"<w:r>", b'<w:ins w:id="1" w:author="A person"/><w:r>'),
        ("address", "word/_rels/document.xml.rels", b"/></Relationships>", b' TargetMode="External"/></Relationships>'),
    ],
)
def test_traces_of_whoever_edited_are_found(kind: str, name: str, old: bytes, new: bytes) -> None:
    assert find_residue(changed(old, new, name), Secrets(frozenset())) == (Residue(kind, name),)


def test_a_block_that_no_page_knows_is_a_bug() -> None:
    with pytest.raises(BugError, match=r"page\.unknown_block"):
        word_pages_of(document_of({"kind": "poem"}), Words("en"))
