"""Tables of text: delimiter, encoding and byte order mark found out and written to the ledger, read in blocks."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, TextIO, cast

import numpy as np

from mrm_desktop.domain.datasets import LedgerEntry
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.files.read_options import ReadOptions
from mrm_desktop.formats.files.source_files import SourceFile
from mrm_desktop.formats.files.table import Block, Filled, Table, drop_blank
from mrm_desktop.formats.files.table_heads import LOOK_AT, find_head
from mrm_desktop.formats.tables.code_pages import likely_code_page
from mrm_desktop.formats.tables.swallowed_rows import LineCounter, refuse_swallowed
from mrm_desktop.foundation.progress import Progress

if TYPE_CHECKING:
    import pandas as pd

SUFFIXES = (".csv", ".tsv", ".txt", ".tab")
DELIMITERS = ",;\t|"
BLOCK_ROWS = 100_000
SAMPLE_ROWS = 2_000
# The mark of UTF-32 begins with that of UTF-16.
_MARKS = (
    *((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32")),
    *((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")),
)
_SNIFF_BYTES = 262_144
_NUMBER_CELL = re.compile(r"\s*[-+]?\d+(?:[.,]\d+)?\s*")
_DECODE_BLOCK = 8 * 1024 * 1024


def open_text(source: SourceFile, options: ReadOptions, progress: Progress) -> Table:
    """Open a CSV file or one of its relatives.

    Raises
    ------
    KnownError
        ``table.encoding_unknown``, ``table.lone_surrogates``, ``table.nul_bytes``, ``table.binary``, ``table.no_rows``,
        ``table.one_column``.
    """
    encoding, guessed = find_encoding(source, options.encoding)
    head_text = _first_text(source, encoding)
    skip = 1 if head_text[:6].lower().startswith("sep=") else 0
    told = head_text[4:5] if skip and head_text[4:5] in tuple(DELIMITERS) else ""
    delimiter = _stated_delimiter(options.delimiter, source.name) or told or find_delimiter(head_text)
    rows = _first_rows(head_text, delimiter, max(LOOK_AT, options.heading_row or 0) + skip)[skip:]
    rows, has_row_names = _with_heading_for_row_names(rows)
    head = find_head(rows, source.name, stated=None if options.heading_row is None else options.heading_row - skip)
    notes = [LedgerEntry("read", "table.text_form", 0, {"encoding": encoding, "delimiter": _named(delimiter)})]
    if guessed:
        notes.append(LedgerEntry("guessed", "table.encoding_guessed", 0, {"encoding": encoding}))
    if has_row_names:
        notes.append(LedgerEntry("guessed", "table.row_names", 0))
    if head.heading_row > 1:
        notes.append(LedgerEntry("guessed", "table.rows_above_headings", 0, {"row": head.heading_row + skip}))
    if head.repeated:
        notes.append(LedgerEntry("changed", "table.headings_repeated", 0, {"count": head.repeated}))
    blocks_of = partial(_blocks, source, encoding, delimiter, head.headings, head.first_row - 1 + skip)
    sample = next(blocks_of(head.headings, progress, limit=SAMPLE_ROWS), Block(np.empty(0, dtype=np.int64), {}))
    return Table(source, "", head.headings, head.tags, head.heading_row + skip, sample, blocks_of, tuple(notes))


def _with_heading_for_row_names(rows: list[list[str]]) -> tuple[list[list[str]], bool]:
    """Give the first column a heading where R wrote the names of the rows without one: then every row has one cell more than the first."""
    head, *others = rows or [[]]
    filled = [row for row in others if any(cell.strip() for cell in row)]
    short = len(filled) > 1 and len(head) > 1 and all(len(row) == len(head) + 1 and row[-1].strip() for row in filled)
    return ([["", *head], *others], True) if short else (rows, False)


def find_encoding(source: SourceFile, stated: str) -> tuple[str, bool]:
    """Return the encoding of a text file and whether it is only a guess."""
    if stated:
        try:
            return codecs.lookup(stated).name, False
        except LookupError as error:
            raise KnownError("table.encoding_unknown", file=source.name, encoding=stated) from error
    for mark, name in _MARKS:
        if source.start.startswith(mark):
            return name, False
    if source.has_nul:
        raise KnownError("table.nul_bytes", file=source.name)
    broken = _first_not_utf8(source)
    if broken is None:
        return "utf-8", False
    if broken[0] == 0xED and broken[1:2] >= b"\xa0":
        raise KnownError("table.lone_surrogates", file=source.name)
    # Excel outside the English-speaking world saves in the code page of Windows; old programs in that of DOS.
    with source.stream() as stream:
        page = likely_code_page(stream.read(_SNIFF_BYTES))
    try:
        source.start.decode(page)
    except UnicodeDecodeError as error:
        raise KnownError("table.encoding_unknown", file=source.name, encoding="?") from error
    return page, True


def _first_not_utf8(source: SourceFile) -> bytes | None:
    """Return the first bytes that are not UTF-8, or None."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with source.stream() as stream:
        while block := stream.read(_DECODE_BLOCK):
            try:
                decoder.decode(block)
            except UnicodeDecodeError as error:
                return bytes(error.object[error.start : error.start + 4])
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError as error:
            return bytes(error.object[error.start : error.start + 4])
    return None


def _first_text(source: SourceFile, encoding: str) -> str:
    with source.stream() as stream:
        start = stream.read(_SNIFF_BYTES)
    text = codecs.getincrementaldecoder(encoding)(errors="replace").decode(start)
    return text.lstrip("\ufeff")


def _stated_delimiter(stated: str, file: str) -> str:
    sign = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";"}.get(stated.strip().casefold(), stated)
    if sign and sign not in tuple(DELIMITERS):
        raise KnownError("table.delimiter_unknown", file=file, found=stated)
    return sign


def find_delimiter(text: str) -> str:
    """Return the delimiter that cuts most rows into the same number of cells, and into the most cells.

    Where decimal commas cut as well as semicolons, the headings tell: cut rightly, they hold no number.
    """

    def fitness(delimiter: str) -> tuple[float, int, bool]:
        rows = [row for row in _first_rows(text, delimiter, 200) if any(row)]
        widths = Counter(map(len, rows))
        width, count = widths.most_common(1)[0] if widths else (0, 0)
        if width < 2:
            return 0.0, 0, False
        first = next(row for row in rows if len(row) == width)
        return count / len(rows), width, not any(_NUMBER_CELL.fullmatch(cell) for cell in first)

    scored = {d: fitness(d) for d in DELIMITERS}
    steady = [d for d in DELIMITERS if scored[d][0] >= 0.7]
    headed = [d for d in steady if scored[d][2]]
    return max(headed or steady or DELIMITERS, key=lambda d: scored[d][1] if steady else scored[d][0])


def _first_rows(text: str, delimiter: str, count: int) -> list[list[str]]:
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            rows.append(row)
            if len(rows) >= count:
                break
    except csv.Error:
        pass  # the last row of the excerpt may be cut in the middle of a quoted cell
    return rows


def _named(delimiter: str) -> str:
    return {"\t": "tab"}.get(delimiter, delimiter)


class _Headed:
    """A text stream with a heading of our own in front.

    It has one column more than the file, so that a row with too many cells is seen and not cut silently.
    """

    def __init__(self, stream: TextIO, count: int, delimiter: str) -> None:
        self._stream, self.lines = stream, LineCounter()
        self._heading = delimiter.join(str(n) for n in range(count + 1)) + "\n"

    def read(self, size: int = -1) -> str:
        """Read the heading first, then the file."""
        if self._heading:
            heading, self._heading = self._heading, ""
            return heading
        text = self._stream.read(size)
        self.lines.add(text)
        return text

    def __iter__(self) -> Iterator[str]:
        yield self.read()
        yield from self._stream


def _blocks(
    source: SourceFile,
    encoding: str,
    delimiter: str,
    headings: Sequence[str],
    skip: int,
    wanted: Sequence[str],
    progress: Progress,
    limit: int | None = None,
) -> Iterator[Block]:
    """Read the wanted columns in blocks; a row that is empty in all of them and not in the others is a row as well."""
    places = {h: n for n, h in enumerate(headings)}
    frames = partial(_frames, source, encoding, delimiter, len(headings), skip, limit or BLOCK_ROWS)
    others = _Others(lambda: frames([n for h, n in places.items() if h not in set(wanted)]))
    row = skip + 1
    for number, frame in enumerate(frames([places[h] for h in wanted])):
        block = _as_block(frame, [(h, str(places[h])) for h in wanted], str(len(headings)), row)
        yield drop_blank(block, partial(others.filled, number, len(block)))
        row += len(frame)
        progress.step(row, 0, "import.rows")


class _Others:
    """Looks into the columns that nobody asked for. They are read only once somebody has to know, which in most files is never."""

    def __init__(self, frames: Callable[[], Iterator[pd.DataFrame]]) -> None:
        self._open, self._next = frames, 0
        self._frames: Iterator[pd.DataFrame] | None = None
        self._last = np.zeros(0, dtype=bool)

    def filled(self, number: int, count: int) -> Filled:
        """Tell of each row of a block whether any of the other columns holds something."""
        self._frames = self._frames or self._open()
        while self._next <= number:
            frame = next(self._frames, None)
            self._last = np.zeros(count, dtype=bool) if frame is None else _any_text(frame)
            self._next += 1
        return self._last


def _any_text(frame: pd.DataFrame) -> Filled:
    found = np.zeros(len(frame), dtype=bool)
    for name in frame.columns:
        cells = frame[name].to_numpy(dtype=object)
        found |= np.fromiter((isinstance(c, str) and bool(c.strip()) for c in cells), dtype=bool, count=len(cells))
    return found


def _frames(
    source: SourceFile, encoding: str, delimiter: str, count: int, skip: int, rows: int, columns: Sequence[int]
) -> Iterator[pd.DataFrame]:
    """Read columns, and the one beyond the headings, with the parser of pandas, which is five times as fast as Python's own."""
    import pandas as pd

    read = skip
    try:
        with source.stream() as raw, io.TextIOWrapper(raw, encoding=encoding, newline="") as stream:
            headed = _Headed(stream, count, delimiter)
            with pd.read_csv(
                cast(Any, headed),
                sep=delimiter,
                header=0,
                usecols=[str(n) for n in (*sorted(columns), count)],
                skiprows=range(1, skip + 1),
                dtype=object,
                na_filter=False,
                keep_default_na=False,
                skip_blank_lines=False,
                chunksize=rows,
                low_memory=False,
                index_col=False,
                engine="c",
            ) as reader:
                for frame in reader:
                    read += len(frame)
                    yield frame
        if headed.lines.ends > read:
            with source.stream() as raw, io.TextIOWrapper(raw, encoding=encoding, newline="") as stream:
                refuse_swallowed(stream, delimiter, count, source.name)
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        if isinstance(error, pd.errors.EmptyDataError):
            return
        raise KnownError("table.unclosed_quote", file=source.name) from error
    except UnicodeDecodeError as error:
        raise KnownError("table.encoding_unknown", file=source.name, encoding=encoding) from error


def _as_block(frame: pd.DataFrame, wanted: Sequence[tuple[str, str]], beyond_name: str, first_row: int) -> Block:
    columns = {}
    for heading, name in wanted:
        cells = frame[name].to_numpy(dtype=object)
        # A row that ends early has no cell here, which pandas marks with what is no number: it alone differs from itself.
        short = np.asarray(cells != cells, dtype=bool)
        if short.any():
            cells = np.where(short, "", cells)
        columns[heading] = cells
    rows = np.arange(first_row, first_row + len(frame), dtype=np.int64)
    beyond = frame[beyond_name].to_numpy(dtype=object)
    overlong = frozenset(int(rows[n]) for n, c in enumerate(beyond) if isinstance(c, str) and c != "")
    return Block(rows, columns, overlong)
