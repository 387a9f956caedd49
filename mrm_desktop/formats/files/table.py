"""A table, whatever it comes from: headings and blocks of text cells. Everything downstream sees only this."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from mrm_desktop.domain.datasets import LedgerEntry
from mrm_desktop.formats.files.read_options import ReadOptions
from mrm_desktop.formats.files.source_files import SourceFile
from mrm_desktop.foundation.progress import Progress

Texts = npt.NDArray[np.object_]
Filled = npt.NDArray[np.bool_]

# Columns that a geographic layer adds to its attributes.
LONGITUDE = "(longitude of the geometry)"
LATITUDE = "(latitude of the geometry)"
SHAPE_NUMBER = "(number of the shape)"
ADDED_COLUMNS = frozenset({LONGITUDE, LATITUDE, SHAPE_NUMBER})
"""What nobody wrote, and no guard has to look at."""


@dataclass(frozen=True, slots=True)
class Block:
    """Consecutive rows of a table.

    Attributes
    ----------
    rows : npt.NDArray[np.int64]
        Row of each record as the user's own program counts it.
    columns : Mapping[str, Texts]
        Cells as text by heading, "" for an empty one; all as long as ``rows``.
    overlong : frozenset[int]
        Rows with more cells than there are headings.
    """

    rows: npt.NDArray[np.int64]
    columns: Mapping[str, Texts]
    overlong: frozenset[int] = frozenset()

    def __len__(self) -> int:
        return len(self.rows)

    def those(self, chosen: Filled) -> Block:
        """Return the rows that are chosen."""
        return Block(self.rows[chosen], {h: cells[chosen] for h, cells in self.columns.items()}, self.overlong)

    def column(self, heading: str) -> Texts:
        """Cells of a column; all empty where the block lacks it."""
        return self.columns[heading] if heading in self.columns else np.full(len(self.rows), "", dtype=object)


BlockSource = Callable[[Sequence[str], Progress], Iterator[Block]]


@dataclass(frozen=True, slots=True)
class Table:
    """A table that can be read in blocks, as often as wanted.

    Attributes
    ----------
    sheet : str
        Sheet or layer; "" where the format has only one.
    sample : Block
        The first rows with all columns: enough to recognise what the file is.
    notes : tuple[LedgerEntry, ...]
        What was guessed or changed while opening.
    unreadable : frozenset[int]
        Rows of a layer whose shape is there and cannot be read.
    """

    source: SourceFile
    sheet: str
    headings: tuple[str, ...]
    tags: tuple[str, ...]
    heading_row: int
    sample: Block
    blocks_of: BlockSource
    notes: tuple[LedgerEntry, ...] = field(default=())
    unreadable: frozenset[int] = frozenset()

    @property
    def name(self) -> str:
        """Name of the file, as a source file has it."""
        return self.source.name

    @property
    def file(self) -> str:
        """Name of the file."""
        return self.source.name

    def blocks(self, headings: Sequence[str], progress: Progress) -> Iterator[Block]:
        """Read the columns named, all rows, in blocks. Wholly blank rows are left out."""
        wanted = [h for h in self.headings if h in set(headings)]
        return self.blocks_of(wanted or self.headings[:1], progress)


def part_read(table: Table, options: ReadOptions) -> str:
    """Return the sheet, layer or member that was read, where the file holds others beside it; "" where it is the file."""
    others = any(entry.code in ("table.other_sheets", "archive.members_not_read") for entry in table.notes)
    return table.sheet if others or options.sheet else ""


def drop_blank(block: Block, elsewhere: Callable[[], Filled] | None = None) -> Block:
    """Leave out rows in which every cell is empty.

    Parameters
    ----------
    elsewhere : Callable[[], Filled] | None
        Says of each row whether it holds anything in columns that the block lacks; asked only where a row of the block is empty.
    """
    if not len(block):
        return block
    filled = np.zeros(len(block), dtype=bool)
    for cells in block.columns.values():
        filled |= cells != ""
    if not filled.all() and elsewhere is not None:
        filled |= elsewhere()
    return block if filled.all() else block.those(filled)


def table_of_rows(name: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    """Return rows in memory as a table, as if they stood in a file called ``name``; its checksum is that of name, headings and rows.

    Parameters
    ----------
    rows : Sequence[Sequence[str]]
        Cells as text, as many in each row as there are headings. Rows count from 2, as below the headings of a sheet.
    """
    content = json.dumps([name, list(headings), [list(row) for row in rows]], ensure_ascii=False).encode("utf-8")
    source = SourceFile(Path(name), len(content), hashlib.sha256(content).hexdigest(), has_nul=False, start=b"")
    cells = np.array(rows, dtype=object).reshape(len(rows), len(headings))
    everything = Block(np.arange(2, len(rows) + 2, dtype=np.int64), {h: cells[:, n] for n, h in enumerate(headings)})

    def blocks_of(wanted: Sequence[str], progress: Progress) -> Iterator[Block]:
        progress.step(len(rows), len(rows), "import.rows")
        yield drop_blank(Block(everything.rows, {h: everything.columns[h] for h in wanted}), lambda: (cells != "").any(axis=1))

    return Table(source, "", tuple(headings), ("",) * len(headings), 1, everything, blocks_of)
