"""Residue: an export opened again as an adversary would, and not released while it holds what its reader may not have."""

from __future__ import annotations

import io
import re
import sqlite3
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

from mrm_desktop.domain.errors import RefusedError

SHORTEST_SECRET = 4  # shorter strings occur everywhere by accident
LARGEST_PART = 200_000_000  # bytes of one unpacked part
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_OURS = ("mrm desktop", "typst", "")
_TRACES = (
    "xl/calcChain",
    "xl/externalLinks",
    "xl/comments",
    "xl/vbaProject",
    "xl/printerSettings",
    "docProps/custom",
    "xl/connections",
)
_TABLES = re.compile(r"(gpkg_|sqlite_|rtree_|layer_styles$|areas$|places$|presence$)")
_ADDRESS = re.compile(rb"(?:src|href)=[\"'](?:https?:)?//", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Secrets:
    """What must not be in a file: texts, and points (longitude, latitude in degrees)."""

    texts: frozenset[str]
    points: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Residue:
    """One thing found that should not be there: what kind it is and in which part of the file; never the secret itself."""

    kind: str
    part: str


def check_residue(content: bytes, secrets: Secrets) -> None:
    """Refuse a file that holds what its reader may not have.

    Raises
    ------
    RefusedError
        ``export.residue`` with the number of findings and the first one.
    """
    found = find_residue(content, secrets)
    if found:
        raise RefusedError("export.residue", count=len(found), kind=found[0].kind, part=found[0].part)


def find_residue(content: bytes, secrets: Secrets) -> tuple[Residue, ...]:
    """Open a file as its format does and as raw bytes, and look for secrets and for traces of its making."""
    found: list[Residue] = []
    texts = [_spellings(text) for text in sorted(secrets.texts) if len(text) >= SHORTEST_SECRET]
    for part, data in _parts(content):
        lowered = data.lower()
        found.extend(Residue("text", part) for spellings in texts if any(_stands_in(lowered, s) for s in spellings))
        found.extend(Residue("point", part) for point in secrets.points if _holds_point(data, point))
        if part.endswith((".html", "file")) and _ADDRESS.search(data) and b"<html" in lowered:
            found.append(Residue("address", part))
    found.extend(_traces(content))
    return tuple(found)


def _spellings(text: str) -> frozenset[bytes]:
    """Ways in which a text may be written in a file: plain, escaped for XML or JSON, as UTF-16."""
    folded = text.lower()
    written = {folded, escape(folded), escape(folded, quote=False), folded.encode("ascii", "backslashreplace").decode("ascii")}
    return frozenset({w.encode() for w in written} | {folded.encode("utf-16-le"), folded.encode("utf-16-be")})


def _stands_in(data: bytes, text: bytes) -> bool:
    """Tell whether ``text`` stands in ``data`` as a word of its own."""
    start = data.find(text)
    while start >= 0:
        before, after = data[start - 1 : start], data[start + len(text) : start + len(text) + 1]
        if not (before.isalnum() or after.isalnum()):
            return True
        start = data.find(text, start + 1)
    return False


def _holds_point(data: bytes, point: tuple[float, float]) -> bool:
    """Tell whether both numbers of a point stand side by side, as text to four digits or as binary."""
    x, y = point
    if struct.pack("<dd", x, y) in data or struct.pack(">dd", x, y) in data:
        return True
    # Cut, not rounded: the digits after may be any.
    one, other = (re.escape(f"{v:.5f}"[:-1]).encode() for v in (x, y))
    between = rb"\d*[^\d-]{1,12}"
    return bool(re.search(one + between + other, data) or re.search(other + between + one, data))


def _parts(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the file itself, and what a format hides: members of an archive, streams of a PDF, rows of a database."""
    yield "file", content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for info in archive.infolist():
                if info.file_size <= LARGEST_PART:
                    yield info.filename, archive.read(info)
            yield "archive comment", archive.comment
    elif content[:5] == b"%PDF-":
        for number, match in enumerate(_STREAM.finditer(content), start=1):
            yield f"stream {number}", _inflated(match.group(1))
        yield "pages", _pdf_text(content).encode("utf-8")
    elif content[:15] == b"SQLite format 3":
        yield from _rows(content)


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, LARGEST_PART)
    except zlib.error:
        return data


def _pdf_text(content: bytes) -> str:
    """Return what a reader can copy out of the pages, and what the file says of itself."""
    import pypdf

    reader = pypdf.PdfReader(io.BytesIO(content))
    about = " ".join(str(value) for value in (reader.metadata or {}).values())
    return about + "\n" + "\n".join(page.extract_text() for page in reader.pages)


def _rows(content: bytes) -> Iterator[tuple[str, bytes]]:
    database: Any = sqlite3.connect(":memory:")
    try:
        database.deserialize(content)
        for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            if not table.startswith("rtree_"):
                rows = database.execute(f'SELECT * FROM "{table}"').fetchall()  # noqa: S608 - the name comes from the file's own list
                yield table, "\n".join(str(value) for row in rows for value in row if isinstance(value, str)).encode("utf-8")
    finally:
        database.close()


def _traces(content: bytes) -> Iterator[Residue]:
    """Look for what programs leave behind: authors, caches, links, hidden sheets, tables that nobody ordered."""
    if content[:2] == b"PK":
        yield from _workbook_traces(content)
    elif content[:5] == b"%PDF-":
        yield from _pdf_traces(content)
    elif content[:15] == b"SQLite format 3":
        yield from _database_traces(content)


def _workbook_traces(content: bytes) -> Iterator[Residue]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.startswith(_TRACES):
                yield Residue("cache", name)
            data = archive.read(name) if name.endswith(".xml") else b""
            if name == "docProps/core.xml":
                people = re.findall(rb"<(?:dc:creator|cp:lastModifiedBy)>([^<]*)<", data)
                if any(p.decode("utf-8", "replace").lower() not in _OURS for p in people):
                    yield Residue("author", name)
            if name == "xl/workbook.xml" and re.search(rb'state="(?:very)?hidden"', data, re.IGNORECASE):
                yield Residue("hidden_sheet", name)
            if name.startswith("xl/worksheets/") and b"<f>" in data:
                yield Residue("formula", name)


def _pdf_traces(content: bytes) -> Iterator[Residue]:
    import pypdf

    reader = pypdf.PdfReader(io.BytesIO(content))
    catalogue: Any = reader.trailer["/Root"]
    if reader.attachments or "/AcroForm" in catalogue or "/OCProperties" in catalogue:
        yield Residue("hidden_layer", "catalogue")
    about: Any = reader.metadata or {}
    producer = str(about.get("/Producer", "")).lower()
    if not any(ours and ours in producer for ours in _OURS) and producer:
        yield Residue("author", "metadata")


def _database_traces(content: bytes) -> Iterator[Residue]:
    database: Any = sqlite3.connect(":memory:")
    try:
        database.deserialize(content)
        for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            if not _TABLES.match(table):
                yield Residue("table", table)
        if database.execute("PRAGMA freelist_count").fetchone()[0]:
            yield Residue("free_pages", "file")
    finally:
        database.close()


def texts_of(*groups: Iterable[str]) -> frozenset[str]:
    """Return all texts that are long enough to be looked for."""
    return frozenset(text.strip() for group in groups for text in group if len(text.strip()) >= SHORTEST_SECRET)
