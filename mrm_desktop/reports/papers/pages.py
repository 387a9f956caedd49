"""Pages made of blocks: the content model of the register, the brief, the atlas and the trip pack, all typeset by one layout."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from mrm_desktop.domain.errors import BugError
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.papers.typesetting import count_pages, draw, rooms, typeset
from mrm_desktop.reports.release.verification import PICTURE, code_of_data, qr_svg

LAYOUT = "pages"
Block = Mapping[str, Any]


def title(text: str, under: str = "") -> Block:
    """Head of a page, with the sensitivity label beside it."""
    return {"kind": "title", "text": text, "under": under}


def heading(text: str) -> Block:
    """Heading of a section."""
    return {"kind": "heading", "text": text}


def text(words: str, kind: str = "text") -> Block:
    """Paragraph: ``text``, ``small`` or ``strong``."""
    return {"kind": kind, "text": words}


def box(head: str, items: Iterable[str], kind: str = "box") -> Block:
    """Frame with a bold first line: ``box`` with a line around it, ``bar`` with one at its side."""
    return {"kind": kind, "head": head, "items": list(items)}


def bar(head: str, items: Iterable[str]) -> Block:
    """Frame with a bold first line and a line at its side: what a page says first."""
    return box(head, items, "bar")


def gap(head: str, reason: str) -> Block:
    """Shaded field in the place of what is withheld, with the reason: the page is the same for every reader, and shows its holes."""
    return {"kind": "gap", "head": head, "text": reason}


def bullets(items: Iterable[str], sign: str = "–") -> Block:
    """List; with the sign ``☐`` a checklist."""
    return {"kind": "bullets", "items": list(items), "sign": sign}


def table(
    head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float] = (), tall: bool = False, unbroken: bool = False
) -> Block:
    """Table whose head repeats on each page; ``tall`` leaves room to write by hand, ``unbroken`` keeps each (short) row on one page."""
    sizes = list(widths or [1] * len(head))
    made = {"kind": "table", "head": list(head), "rows": [list(r) for r in rows], "widths": sizes, "tall": tall}
    return made | {"unbroken": True} if unbroken else made


LETTERS_A_LINE = 108
"""About how many letters of a table fit across a page that stands."""
MOST_FOR_THE_USUAL = 40
"""Letters up to which what usually stands in a column comes before the long texts of others."""
BETWEEN = 1
"""Letters of white beside each column."""


def widths_for(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[float]:
    """Return widths of columns by what stands in them.

    Each has room for its longest word; of the rest first what usually stands in a column gets a line to itself, then the longest texts.
    """
    columns = list(zip(head, *rows, strict=True))
    widths = [float(max(len(word) for cell in column for word in (cell.split() or [""])) + BETWEEN) for column in columns]
    lengths = [sorted(len(cell) for cell in column) for column in columns]
    usual = [min(all_of_it[len(all_of_it) // 2], MOST_FOR_THE_USUAL) for all_of_it in lengths]
    for wanted in (usual, [all_of_it[-1] for all_of_it in lengths]):
        _widen(widths, [letters + BETWEEN for letters in wanted])
    return widths


def _widen(widths: list[float], wanted: Sequence[float]) -> None:
    """Share out what is left of a line: whoever needs little gets all of it, the others alike."""
    room = max(0.0, LETTERS_A_LINE - sum(widths))
    needs = [max(0.0, whole - width) for whole, width in zip(wanted, widths, strict=True)]
    for left, column in zip(range(len(widths), 0, -1), sorted(range(len(widths)), key=needs.__getitem__), strict=True):
        granted = min(needs[column], room / left)
        widths[column] += granted
        room -= granted


LEAST_ROWS = 3


def by_hand(head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float] = (), least: int = LEAST_ROWS) -> Block:
    """Table that is filled in by hand: what is known stands in it, and below it are lines to write on, ``least`` rows in all."""
    empty = [[""] * len(head)] * max(least - len(rows), 0)
    return {**table(head, [*rows, *empty], widths, tall=True), "ruled": True}


def lines_by_hand(items: Sequence[str], sign: str = "–", least: int = LEAST_ROWS) -> list[Block]:
    """List of what is known; where nothing is, lines to write on: never a heading with nothing below it."""
    return [bullets(items, sign)] if items else [by_hand([""], [], least=least)]


def image(file: str, width: float, alt: str) -> Block:
    """Picture of ``width`` mm; ``alt`` says the same in words."""
    return {"kind": "image", "file": file, "width": width, "alt": alt}


def floating(picture: Block) -> Block:
    """Let a picture, with the legend that follows it, stand on paper where both have room: no page ends before it half empty."""
    return {**picture, "floats": True}


def filling(picture: Block) -> Block:
    """Let a picture have what the rest of its page leaves on paper: it shrinks before anything runs over."""
    return {**picture, "fills": True}


def legend(entries: Sequence[Mapping[str, str]], columns: int = 2, head: str = "", under: Sequence[str] = ()) -> Block:
    """Grid of samples with their labels; with a ``head`` a group of its own, and below the head lines on all of it."""
    made = {"kind": "legend", "entries": list(entries), "columns": columns}
    return made | {"head": head, "under": list(under)} if head else made


def side_by_side(widths: Sequence[float], *cells: Sequence[Block], unbroken: bool = False) -> Block:
    """Columns of blocks; ``unbroken`` keeps all of them on one page."""
    made = {"kind": "columns", "widths": list(widths), "cells": [list(cell) for cell in cells]}
    return made | {"unbroken": True} if unbroken else made


NEW_PAGE: Block = {"kind": "new_page"}


@dataclass(frozen=True, slots=True)
class Document:
    """A report as content: every form of it - PDF, HTML, DOCX, PNG - is made of this and of nothing else.

    Attributes
    ----------
    name : str
        Title of the document.
    blocks : tuple[Block, ...]
        What it says, in order.
    channel : str
        The civilian channel in one sentence: it stands at the foot of every page, and no document can be made without it. A plain sheet,
        which has no foot, says it among its blocks.
    pictures : Mapping[str, str]
        SVG texts by the file names that the blocks ask for.
    size : float
        Size of the type on paper, points.
    is_plain : bool
        Without label, code and maker: a sheet that may be found in somebody's pocket does not say where it comes from.
    seal : str
        What its code stands for besides what it says: to whom it goes, and of which day it is.
    log : str
        How far the log of the project had come, for the foot; its code does not stand for it.
    whole_code : str
        The code of the whole of which the document is a volume; "" for one that is a whole itself.
    is_landscape : bool
        Whether its pages lie on their long side.
    """

    name: str
    author: str
    sensitivity: str
    blocks: tuple[Block, ...]
    channel: str
    footer: tuple[str, ...] = ()
    pictures: Mapping[str, str] = field(default_factory=dict)
    size: float = 8.8
    is_plain: bool = False
    seal: str = ""
    log: str = ""
    whole_code: str = ""
    is_landscape: bool = False

    def __post_init__(self) -> None:
        if not self.channel.strip() or (self.is_plain and not any(self.channel in block.get("items", ()) for block in self.blocks)):
            raise BugError("page.no_channel", title=self.name)

    def with_blocks(self, blocks: Sequence[Block]) -> Document:
        """Return the same document with other blocks."""
        return replace(self, blocks=tuple(blocks))

    def code(self, words: Words) -> str:
        """Return the verification code of what the document says in a language."""
        return self.whole_code or code_of_data(self._data(words) | {"pictures": dict(self.pictures)}, self.seal)

    def _data(self, words: Words) -> dict[str, Any]:
        return {
            "title": self.name,
            "author": self.author or "MRM Desktop",
            "language": words.language,
            "direction": "rtl" if words.is_right_to_left else "ltr",
            "sensitivity": self.sensitivity,
            "channel": self.channel,
            "footer": list(self.footer),
            "blocks": list(self.blocks),
            "size": self.size,
        }

    def typst_data(self, words: Words) -> tuple[dict[str, Any], dict[str, str]]:
        """Return what the layout reads, and its pictures."""
        code = self.code(words)
        data = self._data(words) | {"plain": self.is_plain, "landscape": self.is_landscape}
        if self.is_plain:
            return data | {"author": "", "code": "", "log": ""}, dict(self.pictures)
        stamp = {"code": code, "log": self.log, "qr_alt": words.say("page.qr_alt", code=code), "qr_file": PICTURE}
        return data | stamp, {**self.pictures, PICTURE: qr_svg(code)}


def pages_of(document: Document, words: Words) -> int:
    """Return how many pages of A4 a document has."""
    return count_pages(LAYOUT, *document.typst_data(words))


def rooms_of(document: Document, words: Words) -> list[float]:
    """Return how many millimetres each picture that fills its page would be tall."""
    return rooms(LAYOUT, *document.typst_data(words))


def pdf_of(document: Document, words: Words) -> bytes:
    """Typeset a document as tagged PDF (PDF/UA-1)."""
    return typeset(LAYOUT, *document.typst_data(words))


def png_of(document: Document, words: Words, dots_per_inch: float = 150.0) -> tuple[bytes, ...]:
    """Draw each page of a document as PNG, without any metadata."""
    return draw(LAYOUT, *document.typst_data(words), form="png", dots_per_inch=dots_per_inch)


def svg_of(document: Document, words: Words) -> tuple[bytes, ...]:
    """Draw each page of a document as SVG; letters are drawn as shapes, so that no font is needed."""
    return draw(LAYOUT, *document.typst_data(words), form="svg")
