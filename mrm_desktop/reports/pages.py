"""Pages made of blocks: the content model of the register, the brief, the atlas and the trip pack, all typeset by one layout."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.typesetting import typeset

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


def bullets(items: Iterable[str], sign: str = "–") -> Block:
    """List; with the sign ``☐`` a checklist."""
    return {"kind": "bullets", "items": list(items), "sign": sign}


def table(head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float] = ()) -> Block:
    """Table whose head repeats on each page."""
    return {"kind": "table", "head": list(head), "rows": [list(r) for r in rows], "widths": list(widths or [1] * len(head))}


def image(file: str, width: float, alt: str) -> Block:
    """Picture of ``width`` mm; ``alt`` says the same in words."""
    return {"kind": "image", "file": file, "width": width, "alt": alt}


def legend(entries: Sequence[Mapping[str, str]], columns: int = 2) -> Block:
    """Grid of samples with their labels."""
    return {"kind": "legend", "entries": list(entries), "columns": columns}


def side_by_side(widths: Sequence[float], *cells: Sequence[Block]) -> Block:
    """Columns of blocks."""
    return {"kind": "columns", "widths": list(widths), "cells": [list(cell) for cell in cells]}


NEW_PAGE: Block = {"kind": "new_page"}


def print_pages(
    name: str, author: str, blocks: Sequence[Block], footer: Sequence[str], sensitivity: str, words: Words,
    pictures: Mapping[str, str] | None = None, size: float = 8.8,
) -> bytes:  # fmt: skip
    """Typeset blocks as tagged PDF.

    Parameters
    ----------
    name : str
        Title of the document.
    pictures : Mapping[str, str] | None
        SVG texts by the file names that the blocks ask for.
    size : float
        Size of the type, points.
    """
    data = {
        "title": name,
        "author": author or "MRM Desktop",
        "language": words.language,
        "direction": "rtl" if words.is_right_to_left else "ltr",
        "sensitivity": sensitivity,
        "footer": list(footer),
        "blocks": list(blocks),
        "size": size,
    }
    return typeset(LAYOUT, data, pictures or {})
