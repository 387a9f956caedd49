"""Workbooks (XLSX, XLSM). Formulas count as the value last computed, macros are never run, merged headings are refused."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from typing import Any

import numpy as np

from mrm_desktop.domain.datasets import LedgerEntry
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.files.cells import NOT_COMPUTED, as_text
from mrm_desktop.formats.files.read_options import ReadOptions
from mrm_desktop.formats.files.source_files import SourceFile
from mrm_desktop.formats.files.table import Block, Filled, Table, Texts, drop_blank
from mrm_desktop.formats.files.table_heads import LOOK_AT, find_head
from mrm_desktop.formats.tables.workbook_parts import MergedRange, SheetPart, look_inside
from mrm_desktop.foundation.progress import Cancelled, Progress

SUFFIXES = (".xlsx", ".xlsm", ".xltx", ".xls")
BLOCK_ROWS = 20_000
SAMPLE_ROWS = 2_000
MAX_COLUMNS = 4_000
_FEWEST_COLUMNS = 3


def open_workbook(source: SourceFile, options: ReadOptions, progress: Progress) -> Table:
    """Open one sheet of a workbook.

    Raises
    ------
    KnownError
        ``table.sheet_missing``, ``table.merged_headings``, ``table.merged_cells``, and what :func:`look_inside` and
        :func:`find_head` raise.
    """
    parts = look_inside(source)
    visible = [s for s in parts.sheets if not s.hidden] or list(parts.sheets)
    sheet, rows = _choose(source, visible, parts.sheets, options)
    head = find_head(rows, source.name, sheet.name, options.heading_row)
    merged = [m for m in sheet.merged if m.last_row >= (options.heading_row or 0)]  # what stands above a stated row is no heading
    _refuse_merged(merged, rows, head.heading_row, head.first_row, source.name, sheet.name)
    notes = []
    others = [s.name for s in parts.sheets if s.name != sheet.name]
    if others:
        notes.append(LedgerEntry("dropped", "table.other_sheets", 0, {"sheet": sheet.name, "count": len(others)}))
    if sheet.formulas:
        notes.append(LedgerEntry("changed", "table.formulas", 0, {"count": sheet.formulas}))
    if sheet.hidden_rows:
        notes.append(LedgerEntry("guessed", "table.hidden_rows", 0, {"count": sheet.hidden_rows}))
    if sheet.never_computed:
        notes.append(LedgerEntry("dropped", "table.formulas_never_computed", 0, {"count": len(sheet.never_computed)}))
    if parts.has_macros:
        notes.append(LedgerEntry("dropped", "table.macros", 0))
    if head.heading_row > 1:
        notes.append(LedgerEntry("guessed", "table.rows_above_headings", 0, {"row": head.heading_row}))
    if head.repeated:
        notes.append(LedgerEntry("changed", "table.headings_repeated", 0, {"count": head.repeated}))
    blocks_of = partial(_blocks, source, sheet, head.headings, head.first_row)
    sample = next(blocks_of(head.headings, progress, limit=SAMPLE_ROWS), Block(np.empty(0, dtype=np.int64), {}))
    return Table(source, sheet.name, head.headings, head.tags, head.heading_row, sample, blocks_of, tuple(notes))


def sheet_rows(source: SourceFile, sheet: str) -> Iterator[list[str]]:
    """Read all rows of a sheet as text; used for workbooks that are forms and not tables."""
    for row in _raw_rows(source, sheet):
        yield [as_text(cell) for cell in row]


def _choose(
    source: SourceFile, visible: Sequence[SheetPart], every: Sequence[SheetPart], options: ReadOptions
) -> tuple[SheetPart, list[list[str]]]:
    """Return the sheet asked for, or the first visible one that holds a table, with its first rows.

    A sheet of one or two columns before the others explains them, as a "Read me" does.
    """
    look_at = max(LOOK_AT, options.heading_row or 0)
    if options.sheet:
        named = [s for s in every if s.name == options.sheet]
        if not named:
            raise KnownError("table.sheet_missing", file=source.name, sheet=options.sheet, sheets=[s.name for s in every])
        return named[0], list(islice(sheet_rows(source, options.sheet), look_at))
    narrow: tuple[SheetPart, list[list[str]]] | None = None
    for sheet in visible:
        rows = list(islice(sheet_rows(source, sheet.name), look_at))
        widest = max((sum(1 for cell in row if cell.strip()) for row in rows), default=0)
        if widest >= _FEWEST_COLUMNS:
            return sheet, rows
        narrow = narrow or ((sheet, rows) if widest else None)
    if narrow is None:
        raise KnownError("table.no_rows", file=source.name, sheet=visible[0].name)
    return narrow


def _mark_never_computed(columns: dict[str, Texts], places: Sequence[tuple[str, int]], sheet: SheetPart, first_row: int) -> None:
    """Let cells whose formula nobody computed say so: read as empty they would be a silent loss."""
    at = {column: heading for heading, column in places}
    for row, column in sheet.never_computed:
        heading = at.get(column - 1, "")
        if heading and first_row <= row < first_row + len(columns[heading]):
            columns[heading][row - first_row] = NOT_COMPUTED


def _are_filled(rows: Sequence[Sequence[Any]]) -> Filled:
    return np.fromiter((any(as_text(cell).strip() for cell in row) for row in rows), dtype=bool, count=len(rows))


def _refuse_merged(
    merged: Sequence[MergedRange], rows: Sequence[Sequence[str]], heading_row: int, first_row: int, file: str, sheet: str
) -> None:
    for area in sorted(merged, key=lambda m: (m.first_row, m.first_column)):
        if area.first_row < heading_row and area.last_row < heading_row:
            filled = sum(1 for cell in rows[area.first_row - 1] if cell.strip()) if area.first_row <= len(rows) else 0
            if filled < 2:
                continue  # a title above the table
        if area.first_row < first_row:
            raise KnownError("table.merged_headings", file=file, sheet=sheet, row=area.first_row)
        raise KnownError("table.merged_cells", file=file, sheet=sheet, row=area.first_row)


def _raw_rows(source: SourceFile, sheet: str) -> Iterator[tuple[Any, ...]]:
    """Read rows through openpyxl in its streaming mode; whatever it stumbles over is a broken workbook."""
    import openpyxl

    try:
        with warnings.catch_warnings():
            # openpyxl warns of styles, extensions and out-of-range dates that do not concern the cells we read.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(source.path, read_only=True, data_only=True, keep_links=False)
            try:
                page = book[sheet]
                page.reset_dimensions()
                for row in page.iter_rows(values_only=True):
                    if len(row) > MAX_COLUMNS:
                        raise KnownError("table.too_many_columns", file=source.name, sheet=sheet, most=MAX_COLUMNS)
                    yield row
            finally:
                book.close()
    except (KnownError, Cancelled, MemoryError):
        raise
    except Exception as error:
        # The library raises whatever its parsers raise (KeyError, TypeError, zlib.error ...) on a damaged workbook.
        raise KnownError("table.not_a_workbook", file=source.name) from error


def _blocks(
    source: SourceFile,
    sheet: SheetPart,
    headings: Sequence[str],
    first_row: int,
    wanted: Sequence[str],
    progress: Progress,
    limit: int | None = None,
) -> Iterator[Block]:
    places = [(h, headings.index(h)) for h in wanted]
    rows = islice(_raw_rows(source, sheet.name), first_row - 1, None if limit is None else first_row - 1 + limit)
    number = first_row
    while piece := list(islice(rows, BLOCK_ROWS)):
        columns = {h: np.array([as_text(r[n]) if n < len(r) else "" for r in piece], dtype=object) for h, n in places}
        _mark_never_computed(columns, places, sheet, number)
        overlong = frozenset(number + n for n, row in enumerate(piece) if any(as_text(c).strip() for c in row[len(headings) :]))
        block = Block(np.arange(number, number + len(piece), dtype=np.int64), columns, overlong)
        yield drop_blank(block, partial(_are_filled, piece))
        number += len(piece)
        progress.step(number, 0, "import.rows")
