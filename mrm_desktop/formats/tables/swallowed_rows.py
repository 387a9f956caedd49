"""Rows that a stray quotation mark makes part of a cell: it opens in one row, closes in a later one, and no parser minds.

A cell may hold several lines, so lines within a cell are no fault. Lines that by themselves have as many cells as the table has columns
are rows that were swallowed. Looked at only where a file has more ends of lines than rows were read from it, which in most it has not.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TextIO

from mrm_desktop.domain.errors import KnownError

_FEWEST_COLUMNS = 3
"""With fewer, a line of text with a comma in it looks like a row."""


class LineCounter:
    """Counts the ends of lines in a text that is read in pieces, whichever of the two signs ends them."""

    def __init__(self) -> None:
        self._feeds = self._returns = 0

    def add(self, text: str) -> None:
        """Count those of a piece."""
        self._feeds += text.count("\n")
        if not self._feeds:
            self._returns += text.count("\r")

    @property
    def ends(self) -> int:
        """How many lines have ended."""
        return self._feeds or self._returns


def refuse_swallowed(stream: TextIO, delimiter: str, columns: int, file: str) -> None:
    """Refuse a text in which a quotation mark swallowed rows.

    Parameters
    ----------
    columns : int
        How many cells a row has.

    Raises
    ------
    KnownError
        ``table.rows_swallowed`` with the row in which the mark opens and how many rows it swallowed.
    """
    if columns < _FEWEST_COLUMNS:
        return
    for row, lines in _records(stream, delimiter):
        if lines[0].count(delimiter) < columns - 1:
            continue  # the first line alone is no row: what follows in its cell was written there
        swallowed = sum(len(next(csv.reader([line], delimiter=delimiter), ())) == columns for line in lines[1:])
        if 2 * swallowed > len(lines) - 1:
            raise KnownError("table.rows_swallowed", file=file, row=row, rows=swallowed)


def _records(stream: TextIO, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the records that stand on several lines: their number, as a spreadsheet counts rows, and the lines."""
    lines: list[str] = []
    with _cells_of_any_length():
        for row, _ in enumerate(csv.reader(_remembered(stream, lines), delimiter=delimiter), start=1):
            if len(lines) > 1:
                yield row, lines
            lines.clear()


def _remembered(stream: Iterable[str], lines: list[str]) -> Iterator[str]:
    for line in stream:
        lines.append(line)
        yield line


@contextmanager
def _cells_of_any_length() -> Iterator[None]:
    before = csv.field_size_limit(sys.maxsize)
    try:
        yield
    finally:
        csv.field_size_limit(before)
