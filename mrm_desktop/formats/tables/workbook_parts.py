"""The inside of an XLSX file as far as openpyxl does not show it in its fast mode: merged cells, formulas, macros."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.files.source_files import ARCHIVE_FAULTS, OLE_MAGIC, SourceFile, check_archive

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_REL_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\s[^>]*?\shidden="(?:1|true)"')
_DTD = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_CHUNK = 1024 * 1024
_OVERLAP = 16 * 1024  # longer than the longest formula
_NEVER_COMPUTED = re.compile(
    rb'<(?:\w+:)?c\s[^>]*?r="([A-Z]{1,3})(\d+)"[^>]*>\s*<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</'
)


@dataclass(frozen=True, slots=True)
class MergedRange:
    """A range of merged cells; columns and rows count from 1."""

    first_column: int
    first_row: int
    last_column: int
    last_row: int


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet with what its XML says.

    Attributes
    ----------
    formulas : int
        How many cells are computed.
    never_computed : frozenset[tuple[int, int]]
        Row and column, from 1, of formulas that no program has computed yet: a program wrote them, and nobody opened and saved the file.
    hidden_rows : int
        How many rows nobody sees who opens it, by a filter or by hand.
    """

    name: str
    hidden: bool
    merged: tuple[MergedRange, ...]
    formulas: int
    never_computed: frozenset[tuple[int, int]] = frozenset()
    hidden_rows: int = 0


@dataclass(frozen=True, slots=True)
class WorkbookParts:
    """The sheets of a workbook in order."""

    sheets: tuple[SheetPart, ...]
    has_macros: bool


def look_inside(source: SourceFile) -> WorkbookParts:
    """Open the archive, check that it is a harmless workbook, and list its sheets.

    Raises
    ------
    KnownError
        ``table.encrypted_workbook``, ``table.old_workbook``, ``table.not_a_workbook``, ``table.hostile_workbook``, and what
        :func:`check_archive` raises.
    """
    if source.start.startswith(OLE_MAGIC):
        raise KnownError("table.encrypted_workbook" if _is_encrypted(source) else "table.old_workbook", file=source.name)
    if not source.is_zip:
        raise KnownError("table.not_a_workbook", file=source.name)
    names = set(check_archive(source))
    if "xl/workbook.xml" not in names:
        raise KnownError("table.not_a_workbook", file=source.name)
    try:
        with zipfile.ZipFile(source.path) as archive:
            sheets = tuple(_sheet(archive, names, *entry, source) for entry in _sheet_list(archive, names))
    except (ParseError, *ARCHIVE_FAULTS) as error:
        if isinstance(error, DefusedXmlException):
            raise KnownError("table.hostile_workbook", file=source.name) from error
        raise KnownError("table.not_a_workbook", file=source.name) from error
    if not sheets:
        raise KnownError("table.not_a_workbook", file=source.name)
    return WorkbookParts(sheets, any(name.lower().endswith("vbaproject.bin") for name in names))


def _is_encrypted(source: SourceFile) -> bool:
    """Look for the name of the stream in which a password-protected workbook keeps itself."""
    marker = "EncryptedPackage".encode("utf-16-le")
    with source.path.open("rb") as stream:
        return any(marker in piece for piece in _overlapping(stream))


def _overlapping(stream: IO[bytes]) -> Iterator[bytes]:
    """Read pieces that share their ends, so that nothing sought is cut in two."""
    tail = b""
    while block := stream.read(_CHUNK):
        yield tail + block
        tail = (tail + block)[-_OVERLAP:]


def _sheet_list(archive: zipfile.ZipFile, names: set[str]) -> list[tuple[str, bool, str]]:
    """Name, hidden or not, and path of each sheet."""
    relations = {
        r.get("Id", ""): r.get("Target", "") for r in _xml(archive, "xl/_rels/workbook.xml.rels") if r.get("Target") is not None
    }
    found = []
    root = _xml(archive, "xl/workbook.xml")
    for space in (_MAIN, _STRICT):
        for sheet in root.iter(f"{space}sheet"):
            target = relations.get(sheet.get(_REL_ID, ""), "").lstrip("/")
            path = target if target.startswith("xl/") else f"xl/{target}"
            if path in names and "worksheets" in path:
                found.append((sheet.get("name", ""), sheet.get("state", "visible") != "visible", path))
    return found


def _xml(archive: zipfile.ZipFile, path: str) -> Element:
    root: Element = fromstring(archive.read(path), forbid_dtd=True)
    return root


def _sheet(archive: zipfile.ZipFile, names: set[str], name: str, hidden: bool, path: str, source: SourceFile) -> SheetPart:
    merged: dict[MergedRange, None] = {}
    formulas = hidden_rows = 0
    never: set[tuple[int, int]] = set()
    with archive.open(path) as stream:
        tail_length = 0
        for piece in _overlapping(stream):
            if _DTD.search(piece):
                raise KnownError("table.hostile_workbook", file=source.name)
            formulas += sum(1 for m in _FORMULA.finditer(piece) if m.end() > tail_length)
            hidden_rows += sum(1 for m in _HIDDEN_ROW.finditer(piece) if m.end() > tail_length)
            for m in _MERGE.finditer(piece):
                merged[MergedRange(_column(m[1]), int(m[2]), _column(m[3]), int(m[4]))] = None
            never.update((int(m[2]), _column(m[1])) for m in _NEVER_COMPUTED.finditer(piece))
            tail_length = min(len(piece), _OVERLAP)
    return SheetPart(name, hidden, tuple(merged), formulas, frozenset(never), hidden_rows)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
