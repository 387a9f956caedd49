"""A document as an editable copy (DOCX): for an office that must set its letterhead above it.

Made of the same blocks as every other form, by layouts of its own: a DOCX is an archive of small XML parts. Columns stand one below the
other, which a screen reader and whoever edits the page both read in order. It says nothing of who made it, and asks the program that
stores it again not to write a name into it either.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count, pairwise
from typing import NoReturn

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from mrm_desktop.domain.errors import BugError
from mrm_desktop.foundation.assets import asset
from mrm_desktop.foundation.languages import BY_CODE
from mrm_desktop.foundation.reading_order import END, ISOLATE
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.papers.pages import Block, Document
from mrm_desktop.reports.papers.tables import EPOCH
from mrm_desktop.reports.papers.typesetting import as_read, draw

# Where each part stands in the archive, and the layout that it is made by.
PARTS = {
    "[Content_Types].xml": "types.xml",
    "_rels/.rels": "package.xml",
    "docProps/core.xml": "core.xml",
    "word/document.xml": "document.xml",
    "word/header.xml": "header.xml",
    "word/footer.xml": "footer.xml",
    "word/styles.xml": "styles.xml",
    "word/settings.xml": "settings.xml",
    "word/numbering.xml": "numbering.xml",
    "word/_rels/document.xml.rels": "relations.xml",
}
UPRIGHT, LYING = 180.0, 267.0  # mm between the margins of a page that stands, and of one that lies
SAMPLE = 8.0  # mm, width of a sample in a legend
DOTS_PER_INCH = 200.0
PER_MM = {"twips": 1440 / 25.4, "units": 36_000}
"""Twentieths of a point, in which a page is measured, and the units in which a picture is."""
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ISOLATED = re.compile(f"{ISOLATE}(.*?){END}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a text that reads in one direction; ``is_latin`` where it reads from the left whatever stands around it."""

    text: str
    is_latin: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as pixels.

    Attributes
    ----------
    name, relation : str
        Its file in the archive, and what the text calls it by.
    dots : tuple[int, int]
        How many, across and down.
    """

    name: str
    relation: str
    dots: tuple[int, int]
    png: bytes

    def size(self, width: float) -> tuple[int, int]:
        """Return its size on a page where it is ``width`` mm wide, in the units of the format."""
        across = round(width * PER_MM["units"])
        return across, round(across * self.dots[1] / self.dots[0])


def word_pages_of(document: Document, words: Words) -> bytes:
    """Write a document as DOCX; the same document gives the same bytes."""
    data, drawings = document.typst_data(words)
    read = as_read(data)
    page = LYING if document.is_landscape else UPRIGHT
    blocks = _in_order(read["blocks"])
    pictures = _pictures(blocks, drawings, page)
    across = round(page * PER_MM["twips"])
    signs = dict.fromkeys(block["sign"] for block in blocks if block["kind"] == "bullets")
    layout = {
        **read,
        "blocks": blocks,
        "several": sum(block["kind"] == "title" for block in blocks) > 1,
        "pictures": pictures,
        "lists": {sign: number for number, sign in enumerate(signs, start=1)},
        "across": across,
        "page_width": page,
        "sample": SAMPLE,
        "locale": BY_CODE[words.language].locale.replace("_", "-"),
        "editable": words.say("page.editable"),
        "runs": _runs,
        "columns": lambda widths: _columns(widths, across),
        "tabs": lambda columns: [across * at // columns for at in range(1, columns)],
        "number": count(1).__next__,
        "unknown": _unknown,
    }
    made = {name: _layouts().get_template(file).render(layout).strip() for name, file in PARTS.items()}
    return _archive({name: text.encode("utf-8") for name, text in made.items()}, pictures.values())


def _in_order(blocks: Iterable[Block]) -> list[Block]:
    """Return the blocks one below the other: what stands in columns too; a new page is one that begins with the next heading."""
    found: list[Block] = []
    starts_page, has_title = False, False
    for block in _flat(blocks):
        if block["kind"] == "new_page":
            starts_page = True
            continue
        names_all = block["kind"] == "title" and not has_title
        has_title = has_title or names_all
        found.append({**block, "starts_page": starts_page, "names_all": names_all})
        starts_page = False
    return _tables_apart(found)


def _flat(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        if block["kind"] == "columns":
            yield from _flat(inner for cell in block["cells"] for inner in cell)
        else:
            yield block


def _tables_apart(blocks: Sequence[Block]) -> list[Block]:
    """Put a small paragraph behind a table that another follows, or nothing: two that touch become one."""
    end: Block = {"kind": "table"}
    found: list[Block] = []
    for block, following in pairwise((*blocks, end)):
        found.append(block)
        if block["kind"] == following["kind"] == "table":
            found.append({"kind": "apart"})
    return found


def _pictures(blocks: Iterable[Block], drawings: Mapping[str, str], page: float) -> dict[str, Picture]:
    """Draw every picture that the blocks ask for, each once, for the greatest width in which it stands on the page."""
    widths: dict[str, float] = {}
    for block in blocks:
        if block["kind"] == "image":
            widths[block["file"]] = max(widths.get(block["file"], 0), min(block["width"], page))
        elif block["kind"] == "legend":
            widths = {entry["file"]: SAMPLE for entry in block["entries"]} | widths
    if not widths:
        return {}
    asked = [{"file": file, "width": width} for file, width in widths.items()]
    used = {file: drawings[file] for file in widths}
    drawn = draw("picture", {"pictures": asked, "direction": "ltr"}, used, form="png", dots_per_inch=DOTS_PER_INCH)
    return {file: _picture(number, png) for number, (file, png) in enumerate(zip(widths, drawn, strict=True), start=1)}


def _picture(number: int, png: bytes) -> Picture:
    across, down = struct.unpack(">II", png[16:24])  # where every PNG says its size
    return Picture(f"picture{number}.png", f"picture{number}", (across, down), png)


def _runs(text: str) -> list[Run]:
    """Part a text where its direction changes: a run of its own is to this format what a sign of isolation is to others."""
    pieces = _ISOLATED.split(text)
    return [Run(piece, is_latin=bool(at % 2)) for at, piece in enumerate(pieces) if piece]


def _columns(widths: Sequence[float], across: int) -> list[int]:
    return [round(width / sum(widths) * across) for width in widths]


def _archive(parts: Mapping[str, bytes], pictures: Iterable[Picture]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED)
        for picture in pictures:
            archive.writestr(zipfile.ZipInfo(f"word/media/{picture.name}", EPOCH), picture.png)
    return made.getvalue()


@cache
def _layouts() -> Environment:
    folder = FileSystemLoader(asset("maps", "layouts", "docx"))
    return Environment(loader=folder, autoescape=True, undefined=StrictUndefined, finalize=_without_controls)


def _without_controls(value: object) -> object:
    """Leave out signs that no XML can hold, in whatever a person typed."""
    return _NO_XML.sub("", value) if type(value) is str else value


def _unknown(kind: str) -> NoReturn:
    raise BugError("page.unknown_block", kind=kind)
