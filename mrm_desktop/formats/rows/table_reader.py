"""What all readers of tables have in common: the way from a table to records, and the cells of a row, checked by their specification."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import isfinite
from typing import Any, Generic, Protocol, TypeVar

import numpy as np

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.validity import is_reversed
from mrm_desktop.domain.vocabulary import Word
from mrm_desktop.formats.files.cells import is_nothing, parse_day, parse_yes
from mrm_desktop.formats.files.clean_text import one_line
from mrm_desktop.formats.files.read_options import ReadOptions
from mrm_desktop.formats.files.source_files import SourceFile
from mrm_desktop.formats.files.table import SHAPE_NUMBER, Block, Table
from mrm_desktop.formats.rows.cell_guard import DEFAULT_FILE_SOURCE, CellGuard
from mrm_desktop.formats.rows.column_spec import ColumnSpec, Need
from mrm_desktop.formats.rows.column_specs import PERIOD_FIELDS
from mrm_desktop.formats.rows.columns import Mapped, example_cells, heading_key, require_columns, specs_of
from mrm_desktop.formats.rows.guard import guard
from mrm_desktop.formats.rows.ledger_book import LedgerBook
from mrm_desktop.formats.rows.located_rows import Located, Locator
from mrm_desktop.formats.rows.reading import Reading, Record
from mrm_desktop.formats.rows.table_notes import note_opening
from mrm_desktop.formats.tables.open_table import open_table
from mrm_desktop.foundation.clock import today
from mrm_desktop.foundation.progress import Progress
from mrm_desktop.geo.area_index import AreaIndex

# Nobody has judged the source until somebody does: F6 is that, and the method treats it with caution.
DEFAULT_GRADE = Grade("F", "6")

FEWEST_EXAMPLE_CELLS = 3
"""From so many cells on, all of which say what the template said, a row is its example and nobody's record."""

O = TypeVar("O", bound=ReadOptions)  # noqa: E741 - the options of one kind
W = TypeVar("W", bound=Word)
T = TypeVar("T")


class BadCell(Exception):
    """A cell of a row cannot be used.

    Attributes
    ----------
    field : str
        The field that the cell serves as.
    code : str
        Sentence that says why.
    """

    def __init__(self, field: str, code: str, **params: Any) -> None:
        super().__init__(code)
        self.field, self.code, self.params = field, code, params


@dataclass(slots=True)
class Frame(Generic[O]):
    """A table on its way to records.

    Attributes
    ----------
    source : SourceFile
        The file as it was given; that of ``table`` may be a member of it.
    mapped : Mapped
        Which column serves as which field.
    book : LedgerBook
        The ledger of the file.
    assumed : Counter[str]
        How many rows each assumption concerns, by the code of its sentence.
    specs : Mapping[str, ColumnSpec]
        Specification of each column of the kind, by field; ``required`` are those that every row must fill.
    example : Mapping[str, str]
        What stands in the example row of the kind's template, by heading.
    today : date
        The day of the import; later dates are problems.
    guard : CellGuard
        Looks at the texts that records keep.
    """

    kind: DatasetKind
    source: SourceFile
    table: Table
    mapped: Mapped
    options: O
    book: LedgerBook
    locator: Locator
    assumed: Counter[str] = field(default_factory=Counter)
    specs: Mapping[str, ColumnSpec] = field(init=False)
    required: tuple[ColumnSpec, ...] = field(init=False)
    example: Mapping[str, str] = field(init=False)
    today: date = field(init=False)
    guard: CellGuard = field(init=False)

    def __post_init__(self) -> None:
        self.specs = {spec.id: spec for spec in specs_of(self.kind)}
        self.required = tuple(spec for spec in self.specs.values() if spec.required is Need.ALWAYS)
        self.example = {self.mapped.columns[f]: cell for f, cell in example_cells(self.kind).items() if f in self.mapped.columns}
        self.today = self.options.today or today()
        self.guard = CellGuard(self.specs, self.options.guard_passes, self.book)

    @property
    def grade(self) -> Grade:
        """The grade of rows that give none."""
        return self.options.grade or DEFAULT_GRADE

    def heading(self, field: str) -> str:
        """Heading of the column that serves as a field; "" where none does."""
        return self.mapped.columns.get(field, "")

    def texts(self, block: Block, field: str) -> Sequence[str]:
        """Cells of a field as they stand in a block, a constant as often as there are rows; all empty where nothing serves as it."""
        if field in self.mapped.constants:
            return [self.mapped.constants[field]] * len(block)
        if field == "name" and SHAPE_NUMBER in self.table.headings:
            return self._names_of_shapes(block)
        if field in self.mapped.columns:
            return block.column(self.mapped.columns[field]).tolist()  # type: ignore[no-any-return]
        return [""] * len(block)

    def _names_of_shapes(self, block: Block) -> list[str]:
        """Return the names of shapes; a shape without one is called after its file and number, for it is there all the same."""
        heading, word = self.heading("name"), one_line(self.table.source.path.stem)
        if any(self.guard.trace("name", f"{word} {n}") for n in (1, len(block))):
            word = DEFAULT_FILE_SOURCE
        numbers = block.column(SHAPE_NUMBER).tolist()
        written = [""] * len(block) if heading == SHAPE_NUMBER else block.column(heading).tolist()
        named = [
            text if one_line(text) or not number else f"{word} {number}" for text, number in zip(written, numbers, strict=True)
        ]
        for before, after in zip(written, named, strict=True):
            if before != after:
                self.book.tally("guessed", "layer.named_by_number")
        return named

    def rows(self, block: Block, located: Located) -> Iterator[Row[O]]:
        """Yield the rows of a block with their places."""
        cells = _Cells(
            {field: self.texts(block, field) for field in (*self.mapped.columns, *self.mapped.constants)},
            block.rows.tolist(),
            [self.locator.area_code(area) for area in located.areas.tolist()],
            located.how.tolist(),
            list(zip(located.longitudes.tolist(), located.latitudes.tolist(), strict=True)),
        )
        for n in range(len(block)):
            yield Row(self, cells, n)

    def blocks(self, progress: Progress, *more: str) -> Iterator[Block]:
        """Read the columns that serve as fields, and some more; the example row of a template is left out."""
        added = (SHAPE_NUMBER,) if SHAPE_NUMBER in self.table.headings else ()
        for block in self.table.blocks((*self.mapped.columns.values(), *added, *more), progress):
            for row in sorted(self.table.unreadable.intersection(block.rows.tolist())):
                self.book.problem(row, "", "geometry.unreadable")
            yield self._without_example(block)

    def _without_example(self, block: Block) -> Block:
        """Leave out the row that a template came with, with a line that says so: it tells of nothing."""
        if len(self.example) < FEWEST_EXAMPLE_CELLS:
            return block
        is_example = np.ones(len(block), dtype=bool)
        for heading, cell in self.example.items():
            is_example &= block.column(heading) == cell
        if not is_example.any():
            return block
        for row in block.rows[is_example].tolist():
            self.book.rows_in += 1
            self.book.drop(row, "", "import.example_row")
        kept = {heading: cells[~is_example] for heading, cells in block.columns.items()}
        return Block(block.rows[~is_example], kept, block.overlong)

    def note_assumed(self) -> None:
        """Write the assumptions into the ledger, in the order of their codes."""
        for code, rows in sorted(self.assumed.items()):
            params = {"grade": str(self.grade)} if code == "import.grade_assumed" else {}
            self.book.note("guessed", code, rows, **params)

    def reading(self, records: Sequence[Record]) -> Reading:
        """Close the books and return what the file gave."""
        review, mapping = self.locator.close(), dict(self.mapped.columns)
        return Reading(self.kind, self.source.name, self.source.sha256, tuple(records), self.book.close(), review, mapping)


class Collector(Protocol):
    """What one reader does with the rows of its frame."""

    @property
    def found(self) -> Sequence[Record]:
        """The records so far."""

    def add(self, block: Block) -> None:
        """Add the rows of a block."""

    def finish(self) -> None:
        """Write into the ledger what can only be said at the end."""


def table_of(given: SourceFile | Table, options: ReadOptions, progress: Progress) -> Table:
    """Open a file as a table; rows that are one already stay as they are."""
    return given if isinstance(given, Table) else open_table(given, options, progress)


def open_frame(
    kind: DatasetKind,
    given: SourceFile | Table,
    table: Table,
    mapped: Mapped,
    areas: AreaIndex,
    options: O,
    book: LedgerBook | None = None,
    *,
    known_public: bool = False,
) -> Frame[O]:
    """Check a table as a whole and make it ready to be read: required columns, the guard, the first lines of the ledger.

    Parameters
    ----------
    given : SourceFile | Table
        What the reader was given; ``table`` is in it.
    book : LedgerBook | None
        The ledger of a file with several tables; None for a new one.
    known_public : bool
        Whether the table is a public data set, whose narrative columns are known and never read.

    Raises
    ------
    KnownError
        ``table.column_missing``, ``guard.columns_stopped``.
    """
    require_columns(table, kind, mapped)
    book = book or LedgerBook()
    book.sheet = table.sheet
    guard(table, kind, mapped.columns.values(), options.drop_columns, book, known_public=known_public)
    note_opening(book, table, mapped)
    source = given.source if isinstance(given, Table) else given
    return Frame(kind, source, table, mapped, options, book, Locator(areas, mapped, options, book, table.file))


def collect(frame: Frame[Any], collector: Collector, progress: Progress, *more: str) -> Reading:
    """Read all rows of a frame into a collector and close the books."""
    for block in frame.blocks(progress, *more):
        collector.add(block)
    collector.finish()
    return frame.reading(collector.found)


@dataclass(frozen=True, slots=True)
class _Cells:
    """A block as plain lists, which are quicker to take single cells from than arrays.

    ``texts`` is by field; the lists are as long as the block.
    """

    texts: Mapping[str, Sequence[str]]
    rows: Sequence[int]
    areas: Sequence[str | None]
    how: Sequence[str]
    points: Sequence[tuple[float, float]]


class Row(Generic[O]):
    """The cells of one row. What its specification does not allow raises :class:`BadCell`; an empty cell is None."""

    __slots__ = ("_cells", "_frame", "_n")

    def __init__(self, frame: Frame[O], cells: _Cells, n: int) -> None:
        self._frame, self._cells, self._n = frame, cells, n

    @property
    def number_in_file(self) -> int:
        """The row as the user's own program counts."""
        return self._cells.rows[self._n]

    @property
    def area_code(self) -> str | None:
        """Code of the area it lies in; None where it matched none."""
        return self._cells.areas[self._n]

    @property
    def matched_by(self) -> str:
        """How its area was found."""
        return self._cells.how[self._n]

    @property
    def point(self) -> tuple[float, float] | None:
        """Longitude and latitude in degrees; None without a point that can be believed."""
        point = self._cells.points[self._n]
        return point if isfinite(point[0]) else None

    def raw(self, field: str) -> str:
        """Return the cell as it stands."""
        texts = self._cells.texts.get(field)
        return "" if texts is None else texts[self._n]

    def text(self, field: str) -> str:
        """Return the cell without blanks around it; "" where it is empty."""
        return self.raw(field).strip()

    def line(self, field: str) -> str:
        """Return the cell cleaned and on one line."""
        return one_line(self.raw(field))

    def told(self, field: str) -> str:
        """Return a text that the record keeps, cleaned and on one line; one that tells of a person is a bad cell."""
        text = self.line(field)
        trace = self._frame.guard.trace(field, text) if text else None
        if trace is not None:
            raise BadCell(field, "guard.person_in_cell", trace=trace.value)
        return text

    def source(self) -> str:
        """Return the code of the row's source, "" where it names none; what neither is nor makes a code is a bad cell."""
        text = self.line("source")
        code = self._frame.guard.source(text) if text else ""
        if text and not code:
            raise BadCell("source", "source.not_a_code_in_cell")
        return code

    def number(self, field: str) -> float | None:
        """Read a number in the range of its column."""
        return self._read(field, self._frame.specs[field].number)

    def day(self, field: str) -> date | None:
        """Read a day, which may lie ahead."""
        return self._read(field, parse_day)

    def past_day(self, field: str) -> date | None:
        """Read a day that is not after the day of the import."""
        day = self.day(field)
        if day is not None and day > self._frame.today:
            raise BadCell(field, "cell.date_in_future")
        return day

    def yes(self, field: str) -> bool | None:
        """Read yes or no."""
        return self._read(field, parse_yes)

    def word(self, field: str, code: str, synonyms: Mapping[str, str] | None = None, **params: Any) -> str | None:
        """Read one of the words of its column; any other is a bad cell with ``code`` and ``params``."""
        text = self.text(field)
        if not text:
            return None
        word = self._frame.specs[field].word(heading_key(text), synonyms)
        if word is None and not is_nothing(text):  # "none" is a word of some columns, and nothing in the others
            raise BadCell(field, code, **params)
        return word

    def grade(self) -> Grade | None:
        """Read the grade, in one cell or in two."""
        text = self.text("grade") or self.text("source_grade") + self.text("info_grade")
        try:
            return None if is_nothing(text) else Grade.parse(text)
        except KnownError as error:
            raise BadCell("grade", "grade.unreadable") from error

    def period(self) -> dict[str, Any]:
        """Read the days between which the row holds, by field; an empty cell is an open end."""
        texts = self._cells.texts
        days = {field: self.day(field) if field in texts else None for field in PERIOD_FIELDS}
        if is_reversed(days["valid_from"], days["valid_to"]):
            raise BadCell("valid_to", "cell.ends_before_it_begins")
        return days

    def check_required(self) -> None:
        """Insist on a cell in each column that is always required."""
        for spec in self._frame.required:
            text = self.text(spec.id)
            if not (text and text.isascii() and text.isprintable()) and not one_line(text):
                raise BadCell(spec.id, spec.missing)

    def problem(self, field: str, code: str, /, **params: Any) -> None:
        """Note that a cell cannot be used though the row is kept."""
        self._frame.book.problem(self.number_in_file, self._frame.heading(field), code, **params)

    def if_readable(self, read: Callable[[], T | None]) -> T | None:
        """Return what ``read`` gives; a bad cell is noted as a problem and counts as empty."""
        try:
            return read()
        except BadCell as bad:
            self.problem(bad.field, bad.code, **bad.params)
            return None

    def drop(self, bad: BadCell) -> None:
        """Leave the row out for a cell of it."""
        self._frame.book.drop(self.number_in_file, self._frame.heading(bad.field), bad.code, **bad.params)

    def _read(self, field: str, parse: Callable[[str], T]) -> T | None:
        text = self.text(field)
        if not text or is_nothing(text):
            return None
        try:
            return parse(text)
        except KnownError as error:
            raise BadCell(field, error.code, **error.params) from error
