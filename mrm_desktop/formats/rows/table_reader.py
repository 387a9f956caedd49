"""What all readers of tables have in common: the way from a table to records, and the cells of a row, checked by their specification."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, Protocol, TypeVar

import numpy as np

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.vocabulary import Word
from mrm_desktop.formats.files.clean_text import one_line
from mrm_desktop.formats.files.day_columns import orders_said
from mrm_desktop.formats.files.days import DayStyle
from mrm_desktop.formats.files.number_style import NumberStyle
from mrm_desktop.formats.files.read_options import ReadOptions
from mrm_desktop.formats.files.source_files import SourceFile
from mrm_desktop.formats.files.table import SHAPE_NUMBER, Block, Table, part_read
from mrm_desktop.formats.rows.cell_guard import DEFAULT_FILE_SOURCE, CellGuard
from mrm_desktop.formats.rows.column_spec import ColumnSpec, Need
from mrm_desktop.formats.rows.column_styles import DayColumns, columns_of_days, has_decimal_commas, number_styles
from mrm_desktop.formats.rows.columns import Mapped, example_cells, require_columns, specs_of
from mrm_desktop.formats.rows.guard import guard
from mrm_desktop.formats.rows.ledger_book import LedgerBook
from mrm_desktop.formats.rows.located_rows import Located, Locator
from mrm_desktop.formats.rows.moved_columns import join_moved
from mrm_desktop.formats.rows.reading import Reading, Record
from mrm_desktop.formats.rows.row import Cells, Row
from mrm_desktop.formats.rows.table_notes import note_opening
from mrm_desktop.formats.rows.yes_and_no import Labels, in_words
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
    styles : Mapping[str, NumberStyle]
        How the columns of counts and distances write their numbers, by field.
    days : Mapping[str, DayStyle]
        How the columns of days write them, by field.
    day_columns : DayColumns
        The same, with what has to be watched while the rows are read.
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
    styles: Mapping[str, NumberStyle] = field(init=False)
    days: Mapping[str, DayStyle] = field(init=False)
    day_columns: DayColumns = field(init=False)

    def __post_init__(self) -> None:
        self.specs = {spec.id: spec for spec in specs_of(self.kind)}
        self.required = tuple(spec for spec in self.specs.values() if spec.required is Need.ALWAYS)
        self.example = {self.mapped.columns[f]: cell for f, cell in example_cells(self.kind).items() if f in self.mapped.columns}
        self.today = self.options.today or today()
        self.styles = number_styles(self.table, self.mapped, self.specs)
        said = self.options
        self.day_columns = columns_of_days(self.table, self.mapped, self.specs, said.date_order, self.today, said.whole_columns)
        self.days = self.day_columns.styles
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

    def rows(self, block: Block, located: Located) -> Iterator[Row]:
        """Yield the rows of a block with their places."""
        cells = Cells(
            {field: self.texts(block, field) for field in (*self.mapped.columns, *self.mapped.constants)},
            block.rows.tolist(),
            [self.locator.area_code(area) for area in located.areas.tolist()],
            located.how.tolist(),
            list(zip(located.longitudes.tolist(), located.latitudes.tolist(), strict=True)),
        )
        for n in range(len(block)):
            yield Row(self, cells, n)

    def blocks(self, progress: Progress, *more: str) -> Iterator[Block]:
        """Read the columns that serve as fields, and some more; what is no row of the table is left out, with a line for each."""
        added = (SHAPE_NUMBER,) if SHAPE_NUMBER in self.table.headings else ()
        for block in self.table.blocks((*self.mapped.columns.values(), *self.mapped.attributes.values(), *added, *more), progress):
            for row in sorted(self.table.unreadable.intersection(block.rows.tolist())):
                self.book.problem(row, "", "geometry.unreadable")
            self.day_columns.check(block)
            yield self._without_example(self._without_strays(block))

    def _without_strays(self, block: Block) -> Block:
        """Leave out rows that repeat the headings, and those with more cells than there are headings: these stand in wrong columns."""
        again = np.full(len(block), len(self.mapped.columns) > 1)
        for heading in self.mapped.columns.values():
            if not again.any():
                break
            again &= block.column(heading) == heading
        overlong = np.isin(block.rows, list(block.overlong)) if block.overlong else np.zeros(len(block), dtype=bool)
        for chosen, code in ((again, "table.headings_again"), (overlong & ~again, "row.too_many_cells")):
            block_rows = block.rows[chosen].tolist()
            self.book.rows_in += len(block_rows)
            for row in block_rows:
                self.book.drop(row, "", code)
        stray = again | overlong
        return block.those(~stray) if stray.any() else block

    def _without_example(self, block: Block) -> Block:
        """Leave out the row that a template came with, with a line that says so: it tells of nothing."""
        if len(self.example) < FEWEST_EXAMPLE_CELLS:
            return block
        is_example = np.ones(len(block), dtype=bool)
        for heading, cell in self.example.items():
            is_example &= block.column(heading) == cell
        for row in block.rows[is_example].tolist():
            self.book.rows_in += 1
            self.book.drop(row, "", "import.example_row")
        return block.those(~is_example) if is_example.any() else block

    def note_assumed(self) -> None:
        """Write the assumptions into the ledger, in the order of their codes."""
        for code, rows in sorted(self.assumed.items()):
            params = {"grade": str(self.grade)} if code == "import.grade_assumed" else {}
            self.book.note("guessed", code, rows, **params)

    def reading(self, records: Sequence[Record]) -> Reading:
        """Close the books and return what the file gave."""
        review, mapping = self.locator.close(), dict(self.mapped.columns)
        sheet = part_read(self.table, self.options)
        return Reading(
            self.kind, self.source.name, self.source.sha256, tuple(records), self.book.close(), review, mapping, sheet=sheet
        )


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
    """Open a file as a table, each moved question of a form as one column; rows that are a table already stay as they are."""
    if isinstance(given, Table):
        return given
    return join_moved(open_table(given, options, progress), options.columns.values(), progress)


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
    labels: Labels | None = None,
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
    labels : Labels | None
        What answers of yes and no are called in the form, as far as they are numbers.

    Raises
    ------
    KnownError
        ``table.column_missing``, ``guard.columns_stopped``, ``table.yes_no_in_numbers``.
    """
    require_columns(table, kind, mapped)
    book = book or LedgerBook()
    book.sheet = table.sheet
    guard(table, kind, mapped.columns.values(), options.drop_columns, book, known_public=known_public)
    table = in_words(table, mapped, {spec.id: spec for spec in specs_of(kind)}, options.yes_no_codes, labels)
    note_opening(book, table, mapped)
    source = given.source if isinstance(given, Table) else given
    locator = Locator(areas, mapped, options, book, table.file, has_decimal_commas(table, mapped))
    frame = Frame(kind, source, table, mapped, options, book, locator)
    _note_days(frame)
    return frame


def _note_days(frame: Frame[Any]) -> None:
    """Say in which order day and month were read, where a single cell would not tell."""
    for name, style in frame.days.items():
        if style.serial:
            frame.book.note("guessed", "table.days_of_a_spreadsheet", 0, column=frame.heading(name))
        for order in orders_said(set(frame.table.sample.column(frame.heading(name)).tolist()), style):
            action = "read" if frame.options.date_order else "guessed"
            frame.book.note(action, f"table.dates_{order}", 0, column=frame.heading(name))


def collect(frame: Frame[Any], collector: Collector, progress: Progress, *more: str) -> Reading:
    """Read all rows of a frame into a collector and close the books."""
    for block in frame.blocks(progress, *more):
        collector.add(block)
    collector.finish()
    return frame.reading(collector.found)
