"""What is in a file: the file itself, and everything that a format hides in it, one part after the other."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
import sqlite3
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from mrm_desktop.reports.release.search.folding import ARABIC, encoded_in, is_text

LARGEST_PART = 200_000_000  # bytes of one unpacked part; what is larger cannot be searched, and its file is refused
DEEPEST = 6  # an archive in an archive in an archive ...
TOO_LARGE, CANNOT_OPEN = "too_large_to_search", "cannot_be_opened"

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_ZLIB = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")
_UNKNOWN_ARCHIVES = (b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07")
PDF, SQLITE, PNG, ZIP = b"%PDF-", b"SQLite format 3", b"\x89PNG\r\n\x1a\n", b"PK"
PIECE, OVERLAP = 1 << 16, 1 << 10  # bytes
_BETWEEN = re.compile(rb"\s")
_OF_NUMBERS = b"0123456789. -\n"
_PACKED = (PDF, SQLITE, PNG, ZIP)
_OF_RUNS = ("word/", "xl/sharedStrings")
"""Members of an office file whose words may stand in pieces, each with a format of its own."""
_LINE_END = re.compile(rb"</(?:\w+:)?(?:p|si)>|<(?:\w+:)?(?:tab|br|cr)\b[^<>]*/>")
_TAG = re.compile(rb"<[^<>]*>")


@dataclass(frozen=True)
class Part:
    """A part of a file.

    Attributes
    ----------
    name : str
        Where it is.
    data : bytes
        What it holds; empty where it could not be looked at.
    obstacle : str
        Why it could not be looked at; "" where it was.
    is_drawing : bool
        Whether its numbers are places on a page and not on the ground.
    """

    name: str
    data: bytes = b""
    obstacle: str = ""
    is_drawing: bool = False

    @cached_property
    def is_text(self) -> bool:
        """Whether it is a text, and not something packed, which is opened and searched apart."""
        # Of what is drawn on a page of a PDF numbers are the most; its letters are numbers of shapes, and are read from the page.
        drawn = self.is_drawing and b"<" not in self.data[:400] and len(self.data.translate(None, _OF_NUMBERS)) * 2 < len(self.data)
        return not drawn and not self.data.startswith(_PACKED) and is_text(self.data)


def pieces_of(data: bytes) -> Iterator[bytes]:
    """Yield bytes piece by piece, each with the end of the one before: a pattern over megabytes would hold up the whole program."""
    for start in range(0, max(len(data), 1), PIECE):
        begin = max(0, start - OVERLAP)
        between = _BETWEEN.search(data, begin, start) if begin else None  # half a number is another number
        yield data[between.start() if between else begin : start + PIECE]


def parts_of(content: bytes, name: str = "file", depth: int = 0) -> Iterator[Part]:
    """Yield a file and what is in it, one part at a time: what was yielded is kept nowhere."""
    if depth > DEEPEST:
        yield Part(name, obstacle=TOO_LARGE)
        return
    yield Part(name, content, is_drawing=_is_drawing(content))
    for begins, open_it in _OPENERS:
        if content.startswith(begins):
            yield from open_it(content, name, depth)
            return
    if depth < DEEPEST:
        encoded = encoded_in(content)
        if encoded:
            yield from _inner(encoded, f"{name}: encoded", depth + 2)


def _is_drawing(content: bytes) -> bool:
    return content.startswith(PDF) or b"<svg" in content[:400]


def _inner(content: bytes, name: str, depth: int) -> Iterator[Part]:
    if len(content) > LARGEST_PART:
        yield Part(name, obstacle=TOO_LARGE)
    else:
        yield from parts_of(content, name, depth)


def _members(content: bytes, name: str, depth: int) -> Iterator[Part]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for info in archive.infolist():
                yield Part(f"name of {info.filename}", info.filename.encode("utf-8", "replace"))
                yield Part(f"comment of {info.filename}", info.comment + b"\n" + info.extra)
                if info.file_size > LARGEST_PART:
                    yield Part(info.filename, obstacle=TOO_LARGE)
                elif info.flag_bits & 1:
                    yield Part(info.filename, obstacle=CANNOT_OPEN)
                elif not info.is_dir():
                    data = archive.read(info)
                    yield from parts_of(data, info.filename, depth + 1)
                    if info.filename.startswith(_OF_RUNS):
                        yield Part(f"text of {info.filename}", _as_copied(data))
            yield Part("archive comment", archive.comment)
    except (zipfile.BadZipFile, NotImplementedError, zlib.error, EOFError):
        yield Part(name, obstacle=CANNOT_OPEN)


def _as_copied(xml: bytes) -> bytes:
    """Return what somebody copies out of an office file: a word in several pieces is one, and ends where its paragraph does."""
    return _TAG.sub(b"", _LINE_END.sub(b"\n", xml))


def _pages(content: bytes, name: str, depth: int) -> Iterator[Part]:
    import pypdf
    import pypdfium2

    for number, match in enumerate(_STREAM.finditer(content), start=1):
        data = _inflated(match.group(1))
        where = f"stream {number}"
        yield Part(where, obstacle=TOO_LARGE) if len(data) > LARGEST_PART else Part(where, data, is_drawing=True)
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        yield Part(name, obstacle=CANNOT_OPEN)
        return
    reader: pypdf.PdfReader | None = None
    try:
        yield Part("metadata", "\n".join(document.get_metadata_dict().values()).encode("utf-8", "replace"))
        for number in range(len(document)):
            text = _page_text(document, number)
            yield Part("pages", text.encode("utf-8", "replace"))
            if ARABIC.search(text):
                # PDFium parts and turns joined letters; pypdf is slower and keeps them.
                reader = reader or pypdf.PdfReader(io.BytesIO(content))
                yield Part("pages", reader.pages[number].extract_text().encode("utf-8", "replace"))
    finally:
        document.close()


def _page_text(document: Any, number: int) -> str:
    """Return what can be copied out of a page; the page is kept nowhere."""
    page = document[number]
    text = page.get_textpage()
    said: str = text.get_text_range()
    text.close()
    page.close()
    return said


def _inflated(data: bytes) -> bytes:
    """Return what a stream holds, at most one byte more than :data:`LARGEST_PART`."""
    try:
        return zlib.decompressobj().decompress(data, LARGEST_PART + 1)
    except zlib.error:
        return data


def _rows(content: bytes, name: str, depth: int) -> Iterator[Part]:
    database: Any = sqlite3.connect(":memory:")
    try:
        database.deserialize(content)
        tables = [table for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()]
        for table in (t for t in tables if not t.startswith("rtree_")):
            for row in database.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 - the name comes from the file's own list
                said = " ".join(str(value) for value in row if isinstance(value, (str, int, float)))
                yield Part(table, said.encode("utf-8", "replace"))
                for value in row:
                    if isinstance(value, bytes):
                        yield from _inner(value, table, depth + 1)
    except sqlite3.DatabaseError:
        yield Part(name, obstacle=CANNOT_OPEN)
    finally:
        database.close()


def _unpacked_by(open_it: Callable[[bytes], Any]) -> Callable[[bytes, str, int], Iterator[Part]]:
    def unpack(content: bytes, name: str, depth: int) -> Iterator[Part]:
        try:
            yield from _inner(open_it(content), f"{name}: unpacked", depth + 1)
        except (OSError, EOFError, zlib.error, lzma.LZMAError, ValueError):
            yield Part(name, obstacle=CANNOT_OPEN)

    return unpack


def _limited(open_it: Callable[[io.BytesIO], Any]) -> Callable[[bytes], bytes]:
    def read(content: bytes) -> bytes:
        with open_it(io.BytesIO(content)) as stream:
            data: bytes = stream.read(LARGEST_PART + 1)
        return data

    return read


def _deflated(content: bytes, name: str, depth: int) -> Iterator[Part]:
    """Open what begins as zlib writes; two bytes are often a coincidence, and then it is no archive."""
    data = _inflated(content)
    if data is not content:
        yield from _inner(data, f"{name}: unpacked", depth + 1)


def _unknown(content: bytes, name: str, depth: int) -> Iterator[Part]:
    yield Part(name, obstacle=CANNOT_OPEN)


_OPENERS: tuple[tuple[bytes | tuple[bytes, ...], Callable[[bytes, str, int], Iterator[Part]]], ...] = (
    (ZIP, _members),
    (PDF, _pages),
    (SQLITE, _rows),
    (b"\x1f\x8b", _unpacked_by(_limited(lambda stream: gzip.GzipFile(fileobj=stream)))),
    (b"BZh", _unpacked_by(_limited(bz2.BZ2File))),
    (b"\xfd7zXZ\x00", _unpacked_by(_limited(lzma.LZMAFile))),
    (_ZLIB, _deflated),
    (_UNKNOWN_ARCHIVES, _unknown),
)
