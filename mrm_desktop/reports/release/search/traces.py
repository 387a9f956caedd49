"""What programs leave behind in the files they write: authors, caches, links, hidden sheets, tables that nobody ordered."""

from __future__ import annotations

import io
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from typing import Any

from mrm_desktop.reports.release.search import parts
from mrm_desktop.reports.release.search.parts import PDF, PNG, SQLITE, ZIP

_OURS = ("mrm desktop", "typst", "")
_TRACES = (
    "xl/calcChain",
    "xl/externalLinks",
    "xl/comments",
    "xl/vbaProject",
    "xl/printerSettings",
    "docProps/custom",
    "xl/connections",
    "word/comments",
    "word/people",
    "word/vbaProject",
    "customXml/",
)
_TABLES = re.compile(
    r"(gpkg_|sqlite_|rtree_|layer_styles$|areas$|places$|presence$|about$|perceptions$|actors$|evidence$|codebook$)"
)
_PNG_CHUNKS = frozenset(
    {"IHDR", "PLTE", "IDAT", "IEND", "pHYs", "sRGB", "gAMA", "tRNS", "sBIT", "bKGD", "cHRM"}
)  # no text, time, EXIF
_XML_TRACES = (
    (b"NetworkLink", "address"),
    (b"<time>", "time"),
    (b"<when>", "time"),
    (b"<atom:author", "author"),
    (b"<author", "author"),
)
_PEOPLE = re.compile(rb"<(?:dc:creator|cp:lastModifiedBy|Company|Manager)\b[^<>]*>([^<]*)<")
_CHANGE = re.compile(rb"<w:(?:ins|del|moveFrom|moveTo)\b[^<>]*w:author=")
"""What a program for texts notes of who changed what."""
# What a browser would ask for by itself; a link that somebody may follow is none.
_ADDRESS = re.compile(rb"(?:\bsrc(?:set)?=|<link\b[^>]{0,300}?\bhref=|url\(|@import )[\"']?(?:https?:)?//", re.IGNORECASE)

Trace = tuple[str, str]
"""What kind of trace it is, and in which part."""


def asks_for_address(part: parts.Part) -> bool:
    """Tell whether a page would ask for something by itself when it is opened."""
    return part.name.endswith((".html", "file")) and b"<html" in part.data.lower() and bool(_ADDRESS.search(part.data))


def _traces_in_members(content: bytes) -> Iterator[Trace]:
    """Yield the traces in documents and pictures that are bundled."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.endswith((".pdf", ".png")):
                yield from ((kind, f"{where} in {name}") for kind, where in traces_in(archive.read(name)))


def traces_in(content: bytes) -> Iterator[Trace]:
    """Yield the traces in a file."""
    if content.startswith(ZIP):
        yield from _office_traces(content)
        yield from _traces_in_members(content)
    elif content.startswith(PDF):
        yield from _pdf_traces(content)
    elif content.startswith(SQLITE):
        yield from _database_traces(content)
    elif content.startswith(PNG):
        yield from (("metadata", name) for name in _png_chunks(content) if name not in _PNG_CHUNKS)
    elif content.lstrip()[:5] == b"<?xml":
        yield from ((kind, "file") for mark, kind in _XML_TRACES if mark in content)


def _png_chunks(content: bytes) -> Iterator[str]:
    offset = len(PNG)
    while offset + 8 <= len(content):
        length = int.from_bytes(content[offset : offset + 4], "big")
        yield content[offset + 4 : offset + 8].decode("latin-1")
        offset += length + 12


def _office_traces(content: bytes) -> Iterator[Trace]:
    """Yield the traces in a workbook or in a document to edit."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.startswith(_TRACES):
                yield ("cache", name)
            is_read = name.endswith((".xml", ".rels"))
            data = archive.read(name) if is_read and archive.getinfo(name).file_size <= parts.LARGEST_PART else b""
            if name.startswith("docProps/"):
                people = _PEOPLE.findall(data)
                if any(p.decode("utf-8", "replace").lower() not in _OURS for p in people):
                    yield ("author", name)
            if name == "xl/workbook.xml" and re.search(rb'state="(?:very)?hidden"', data, re.IGNORECASE):
                yield ("hidden_sheet", name)
            if name.startswith("xl/worksheets/") and b"<f>" in data:
                yield ("formula", name)
            if name.startswith("word/") and _CHANGE.search(data):
                yield ("change", name)
            if name.endswith(".rels") and b'TargetMode="External"' in data:
                yield ("address", name)


def _pdf_traces(content: bytes) -> Iterator[Trace]:
    import pypdf

    reader = pypdf.PdfReader(io.BytesIO(content))
    catalogue: Any = reader.trailer["/Root"]
    if reader.attachments or "/AcroForm" in catalogue or "/OCProperties" in catalogue:
        yield ("hidden_layer", "catalogue")
    about: Any = reader.metadata or {}
    producer = str(about.get("/Producer", "")).lower()
    if not any(ours and ours in producer for ours in _OURS) and producer:
        yield ("author", "metadata")


def _database_traces(content: bytes) -> Iterator[Trace]:
    database: Any = sqlite3.connect(":memory:")
    try:
        database.deserialize(content)
        for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            if not _TABLES.match(table):
                yield ("table", table)
        if database.execute("PRAGMA freelist_count").fetchone()[0]:
            yield ("free_pages", "file")
    finally:
        database.close()
