"""Residue: an export searched again the way an adversary would, and not released while it holds what its reader may not have."""

from __future__ import annotations

import io
import re
import sqlite3
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from html import unescape
from typing import Any

from mrm_desktop.domain.errors import RefusedError

SHORTEST_SECRET = 2  # one sign occurs everywhere
SHORT = 4  # shorter than this, a secret counts only with the capitals in which it is written, and not in what is no text
LARGEST_PART = 200_000_000  # bytes of one unpacked part; what is larger cannot be searched, and its file is refused
_FOUR_DIGITS, _ONE_DIGIT = Decimal("0.0001"), Decimal("0.1")
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
# Words that the formats themselves write; a village called Row is none the less looked for in its own capitals.
_WRITTEN_BY_FORMATS = (
    "areas array body bool box catalog center color data document extended false fill folder font form geometry "
    "group head height image index italic layer legend length line link list map mark marker media mode name none "
    "null number object order outline page pages part path place points point polygon position presence print "
    "regular release ring root route row rows section sheet size source span start state stream string style symbol "
    "table text theme title true type unit value values visible width xml zoom "
)
_FORMAT_WORDS = frozenset(_WRITTEN_BY_FORMATS.split())
_UNICODE_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_ARABIC = re.compile("[\u0600-\u06ff]")
_WORD = re.compile(r"[^\W_]+")
_PNG = b"\x89PNG\r\n\x1a\n"
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
# What a browser would ask for by itself; a link that somebody may follow is none.
_ADDRESS = re.compile(rb"(?:\bsrc(?:set)?=|<link\b[^>]{0,300}?\bhref=|url\(|@import )[\"']?(?:https?:)?//", re.IGNORECASE)


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
    """Open a file as its format does and as raw bytes, and look for secrets and for traces of its making.

    A part that is too large to be searched is a finding like any other: what nobody looked at is not known to be clean.
    """
    found = [Residue("too_large_to_search", part) for part in _unsearchable(content)]
    wanted = tuple(sorted(text for text in secrets.texts if len(text) >= SHORTEST_SECRET))
    for part, data in _parts(content):
        found.extend(Residue("text", part) for _ in _secrets_in(data, wanted))
        found.extend(Residue("point", part) for point in secrets.points if _holds_point(data, point))
        if part.endswith((".html", "file")) and _ADDRESS.search(data) and b"<html" in data.lower():
            found.append(Residue("address", part))
    found.extend(_traces(content))
    return tuple(found)


def _secrets_in(data: bytes, wanted: Sequence[str]) -> Iterator[str]:
    """Yield the secrets that stand in a part as words of their own: as UTF-8, escaped for XML, HTML or JSON, or as UTF-16."""
    plain = data.decode("utf-8", "replace")
    is_text = plain.count("\ufffd") * 50 < len(plain)
    texts = [plain]
    if "\\" in plain or "&" in plain:
        spelled = _UNICODE_ESCAPE.sub(lambda m: chr(int(m.group(1), 16)), plain)
        # Signs beyond the first 65,536 are escaped as two halves.
        texts.append(unescape(spelled.encode("utf-16", "surrogatepass").decode("utf-16", "replace")))
    if b"\0" in data:
        texts += [data[shift:].decode(code, "replace") for code in ("utf-16-le", "utf-16-be") for shift in (0, 1)]
    for text in texts:
        yield from _secrets_found_in(text, wanted, is_text)


def _secrets_found_in(text: str, wanted: Sequence[str], is_text: bool) -> Iterator[str]:
    lowered = text.lower()
    words = set(_WORD.findall(lowered))
    for secret in wanted:
        if len(secret) < SHORT and not is_text:
            continue
        if not set(_WORD.findall(secret.lower())) <= words:
            continue
        exact = len(secret) < SHORT or secret.lower() in _FORMAT_WORDS
        where, what = (text, secret) if exact else (lowered, secret.lower())
        # What is copied out of a page of Arabic comes with its words in the order of the eye.
        ways = {what, " ".join(reversed(what.split()))} if _ARABIC.search(what) else {what}
        if any(re.search(rf"(?<!\w){re.escape(way)}(?!\w)", where) for way in ways):
            yield secret


def _holds_point(data: bytes, point: tuple[float, float]) -> bool:
    """Tell whether both numbers of a point stand side by side, as text to four digits or as binary."""
    x, y = point
    if struct.pack("<dd", x, y) in data or struct.pack(">dd", x, y) in data:
        return True
    ways = [_beginnings(v) for v in (x, y)]
    if not all(any(way in data for way in of_one) for of_one in ways):
        return False
    one, other = (b"(?:" + b"|".join(map(re.escape, of_one)) + b")" for of_one in ways)
    between = rb"\d*[^\d-]{1,12}"
    return bool(re.search(one + between + other, data) or re.search(other + between + one, data))


def _beginnings(value: float) -> tuple[bytes, ...]:
    """Return how a number may begin in a text: cut, for one that is written whole; as one rounded begins; whole, where it is short.

    A number of fewer than two decimals is looked for with its zeros only: without them it stands beside another one everywhere.
    """
    exact = Decimal(repr(float(value)))
    ways = {f"{exact.quantize(_FOUR_DIGITS, ROUND_DOWN):f}", f"{value:.5f}"[:-1]}
    if exact.quantize(_FOUR_DIGITS) == exact != exact.quantize(_ONE_DIGIT):
        ways.add(f"{exact:f}")
    return tuple(way.encode() for way in sorted(ways))


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


def _unsearchable(content: bytes) -> Iterator[str]:
    """Yield the parts that :func:`_parts` does not open to their end."""
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield from (info.filename for info in archive.infolist() if info.file_size > LARGEST_PART)
    elif content[:5] == b"%PDF-":
        for number, match in enumerate(_STREAM.finditer(content), start=1):
            if len(_inflated(match.group(1))) > LARGEST_PART:
                yield f"stream {number}"


def _inflated(data: bytes) -> bytes:
    """Return what a stream holds, at most one byte more than :data:`LARGEST_PART`."""
    try:
        return zlib.decompressobj().decompress(data, LARGEST_PART + 1)
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
    elif content[:8] == _PNG:
        yield from (Residue("metadata", name) for name in _png_chunks(content) if name not in _PNG_CHUNKS)
    elif content.lstrip()[:5] == b"<?xml":
        yield from (Residue(kind, "file") for mark, kind in _XML_TRACES if mark in content)


def _png_chunks(content: bytes) -> Iterator[str]:
    offset = len(_PNG)
    while offset + 8 <= len(content):
        length = int.from_bytes(content[offset : offset + 4], "big")
        yield content[offset + 4 : offset + 8].decode("latin-1")
        offset += length + 12


def _workbook_traces(content: bytes) -> Iterator[Residue]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.startswith(_TRACES):
                yield Residue("cache", name)
            data = archive.read(name) if name.endswith(".xml") and archive.getinfo(name).file_size <= LARGEST_PART else b""
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


def texts_of(*groups: Iterable[str], common_words: frozenset[str] = frozenset()) -> frozenset[str]:
    """Return the texts that can be looked for.

    Parameters
    ----------
    common_words : frozenset[str]
        Words in small letters that a page says whatever the project holds. A secret made of nothing else cannot be told from them:
        to look for a village called Women would refuse every file.
    """
    found = {text.strip() for group in groups for text in group}
    return frozenset(text for text in found if len(text) >= SHORTEST_SECRET and not _is_common(text, common_words))


def _is_common(text: str, common_words: frozenset[str]) -> bool:
    words = _WORD.findall(text.lower())
    return not words or all(word in common_words or (word.isdigit() and len(word) < SHORT) for word in words)
