"""One row of a table: its cells, read as its specification says. What that does not allow is a bad cell, and never a guess."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Any, Protocol, TypeVar

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.validity import is_reversed
from mrm_desktop.formats.files.cells import NOT_COMPUTED, is_nothing, parse_number, parse_yes
from mrm_desktop.formats.files.clean_text import one_line
from mrm_desktop.formats.files.days import MONTHS, DayStyle, parse_day
from mrm_desktop.formats.files.number_style import NumberStyle
from mrm_desktop.formats.rows.cell_guard import CellGuard
from mrm_desktop.formats.rows.column_spec import ColumnSpec
from mrm_desktop.formats.rows.column_specs import PERIOD_FIELDS
from mrm_desktop.formats.rows.columns import heading_key
from mrm_desktop.formats.rows.ledger_book import LedgerBook

T = TypeVar("T")


class RowFrame(Protocol):
    """What a row has to know of the table it stands in."""

    specs: Mapping[str, ColumnSpec]
    required: tuple[ColumnSpec, ...]
    styles: Mapping[str, NumberStyle]
    days: Mapping[str, DayStyle]
    today: date
    guard: CellGuard
    book: LedgerBook

    def heading(self, field: str) -> str:
        """Heading of the column that serves as a field; "" where none does."""


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


@dataclass(frozen=True, slots=True)
class Cells:
    """A block as plain lists, which are quicker to take single cells from than arrays.

    ``texts`` is by field; the lists are as long as the block.
    """

    texts: Mapping[str, Sequence[str]]
    rows: Sequence[int]
    areas: Sequence[str | None]
    how: Sequence[str]
    points: Sequence[tuple[float, float]]


class Row:
    """The cells of one row. What its specification does not allow raises :class:`BadCell`; an empty cell is None."""

    __slots__ = ("_cells", "_frame", "_n")

    def __init__(self, frame: RowFrame, cells: Cells, n: int) -> None:
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
        """Return the cell as it stands; a formula that was never computed is a bad cell."""
        texts = self._cells.texts.get(field)
        text = "" if texts is None else texts[self._n]
        if text == NOT_COMPUTED:
            raise BadCell(field, "cell.not_computed")
        return text

    def text(self, field: str) -> str:
        """Return the cell without blanks around it; "" where it is empty."""
        return self.raw(field).strip()

    def line(self, field: str) -> str:
        """Return the cell cleaned and on one line."""
        return one_line(self.raw(field))

    def key(self, field: str) -> str:
        """Return what names the row; "" where the cell says that nothing does, as "N/A" and "-" do, and where it names a person."""
        text = self.line(field)
        if is_nothing(text):
            return ""
        trace = self._frame.guard.trace(field, text)
        if trace is not None:
            self.problem(field, "guard.person_in_answer", trace=trace.value)
        return "" if trace is not None else text

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
        return self._read(field, lambda text: self._frame.specs[field].number(text, self._frame.styles.get(field)))

    def number_as_written(self, field: str) -> float | None:
        """Read a number whatever the range of its column."""
        return self._read(field, parse_number)

    def part_of_date(self, field: str) -> float | None:
        """Read a month, as its number or its name, or a day; 0, which some registers write for unknown, is empty."""
        text = self.text(field)
        month = MONTHS.get(text.casefold().rstrip("."))
        return month if month is not None else None if text.strip("0") == "" else self.number(field)

    def day(self, field: str) -> date | None:
        """Read a day, which may lie ahead."""
        return self._read(field, lambda text: parse_day(text, self._frame.days.get(field, DayStyle())))

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
