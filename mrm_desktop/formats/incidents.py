"""Incidents from public data sets or an office's own sheet: kind, day and place as exact as the source says; no narrative, no names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.geography import Area
from mrm_desktop.domain.incidents import Incident, LocationPrecision
from mrm_desktop.formats.cells import is_nothing, parse_day, parse_number
from mrm_desktop.formats.clean_text import one_line
from mrm_desktop.formats.columns import Mapped, map_columns
from mrm_desktop.formats.guard import guard
from mrm_desktop.formats.incident_sources import EventSource, precision_reader, source_of, stated_columns
from mrm_desktop.formats.ledger_book import LedgerBook
from mrm_desktop.formats.located_rows import Locator
from mrm_desktop.formats.open_table import open_table
from mrm_desktop.formats.reading import Reading, ReadOptions
from mrm_desktop.formats.source_files import inspect
from mrm_desktop.formats.table_notes import note_opening
from mrm_desktop.formats.tables import Block, Table
from mrm_desktop.foundation.clock import new_id, today
from mrm_desktop.foundation.progress import Progress, Silent
from mrm_desktop.geo.area_index import AreaIndex

_MONTH_DAYS, _YEAR_DAYS = 31, 366


def read_incidents(
    path: Path, areas: Sequence[Area] = (), options: ReadOptions | None = None, progress: Progress | None = None
) -> Reading:
    """Read incidents.

    Raises
    ------
    KnownError
        ``incidents.no_date``, and what opening, mapping and the guard raise.
    """
    said, watcher = options or ReadOptions(), progress or Silent()
    source = inspect(path, watcher)
    table = open_table(source, said, watcher)
    public = source_of(table)
    mapped = map_columns(table, DatasetKind.INCIDENTS, stated_columns(public, table, said.columns))
    if "happened_on" not in mapped and "year" not in mapped:
        raise KnownError("incidents.no_date", file=table.file, columns=list(table.headings[:40]))
    mapped.require(table, DatasetKind.INCIDENTS, "type")
    book = LedgerBook(table.sheet)
    guard(table, DatasetKind.INCIDENTS, mapped.columns.values(), said.drop_columns, book, known_public=public is not None)
    note_opening(book, table, mapped)
    if public is not None:
        book.note("read", "incidents.public_dataset", 0, dataset=public.name)
    locator = Locator(AreaIndex(areas), mapped, said, book, table.file)
    rows = _Rows(mapped, said, book, locator, public, table)
    for block in table.blocks(tuple(mapped.columns.values()), watcher):
        rows.add(block)
    rows.note_counts()
    review = locator.close()
    return Reading(DatasetKind.INCIDENTS, source.name, source.sha256, tuple(rows.found), book.close(), review, dict(mapped.columns))


class _Rows:
    """Turns rows into incidents."""

    def __init__(
        self, mapped: Mapped, said: ReadOptions, book: LedgerBook, locator: Locator, public: EventSource | None, table: Table
    ) -> None:
        self._mapped, self._book, self._locator, self._public = mapped, book, locator, public
        self._today = said.today or today()
        self._source = said.source or (public.name if public else table.source.path.stem)
        self._precision = precision_reader(public)
        self._seen: dict[str, int] = {}
        self._assumed = 0
        self.found: list[Incident] = []

    def add(self, block: Block) -> None:
        """Add a block."""
        self._book.rows_in += len(block)
        precisions = [self._place_precision(block, n) for n in range(len(block))]
        keep_point = np.array([names_area for _, names_area in precisions], dtype=bool)
        located = self._locator.locate(self._without_vague_points(block, keep_point))
        for n, row in enumerate(block.rows.tolist()):
            point = None
            if np.isfinite(located.longitudes[n]) and precisions[n][0].is_a_point:
                point = (float(located.longitudes[n]), float(located.latitudes[n]))
            self._add_row(
                block, n, row, precisions[n][0], point, self._locator.area_code(int(located.areas[n])), str(located.how[n])
            )

    def _add_row(
        self,
        block: Block,
        n: int,
        row: int,
        precision: LocationPrecision,
        point: tuple[float, float] | None,
        area_code: str | None,
        how: str,
    ) -> None:
        kind = one_line(self._cell(block, n, "type"))
        if not kind:
            self._book.drop(row, self._mapped.columns.get("type", ""), "incidents.no_type")
            return
        try:
            day, days = self._when(block, n)
        except KnownError as error:
            self._book.drop(row, self._mapped.columns.get("happened_on", ""), error.code)
            return
        if day > self._today:
            self._book.drop(row, self._mapped.columns.get("happened_on", ""), "cell.date_in_future")
            return
        key = one_line(self._cell(block, n, "key"))
        if key and key in self._seen:
            self._book.merge(row, "incidents.duplicate", self._seen[key])
            return
        self._seen[key] = row
        self._book.kept += 1
        words = self._public.types if self._public and self._public.types else {}
        self.found.append(Incident(new_id(), key, day, days, precision, words.get(kind, kind), point, area_code, self._source, how))

    def _when(self, block: Block, n: int) -> tuple[date, int]:
        """Return the first possible day and how many days it may have been."""
        text = self._cell(block, n, "happened_on")
        if is_nothing(text) and "year" in self._mapped:
            return self._from_parts(block, n)
        day = parse_day(text)
        until = self._cell(block, n, "happened_until")
        if not is_nothing(until):
            return day, max(1, (parse_day(until) - day).days + 1)
        code = self._cell(block, n, "day_precision")
        if self._public is not None and self._public.days and not is_nothing(code):
            return day, self._public.days.get(int(parse_number(code)), 1)
        return day, 1

    def _from_parts(self, block: Block, n: int) -> tuple[date, int]:
        year = int(parse_number(self._cell(block, n, "year")))
        month_text, day_text = self._cell(block, n, "month"), self._cell(block, n, "day")
        try:
            if is_nothing(month_text):
                return date(year, 1, 1), _YEAR_DAYS
            month = int(parse_number(month_text))
            if is_nothing(day_text):
                return date(year, month, 1), _MONTH_DAYS
            return date(year, month, int(parse_number(day_text))), 1
        except ValueError as error:
            raise KnownError("cell.not_a_date") from error

    def note_counts(self) -> None:
        """Write what was assumed, and what is too vague to be drawn."""
        if self._assumed:
            self._book.note("guessed", "incidents.precision_assumed", self._assumed)
        vague = sum(1 for i in self.found if not i.location_precision.is_a_point)
        if vague:
            self._book.note("kept_without_point", "incidents.not_a_point", vague)

    def _place_precision(self, block: Block, n: int) -> tuple[LocationPrecision, bool]:
        if "location_precision" in self._mapped:
            return self._precision(self._cell(block, n, "location_precision"))
        if self._public is None:
            self._assumed += 1
            return LocationPrecision.SETTLEMENT, True
        return LocationPrecision.UNKNOWN, True

    def _without_vague_points(self, block: Block, keep: npt.NDArray[np.bool_]) -> Block:
        """Blank the coordinates that would place a row in the wrong area."""
        columns = dict(block.columns)
        for field in ("latitude", "longitude", "position"):
            heading = self._mapped.columns.get(field)
            if heading is not None and heading in columns:
                columns[heading] = np.where(keep, columns[heading], "")
        return Block(block.rows, columns, block.overlong)

    def _cell(self, block: Block, n: int, field: str) -> str:
        if field in self._mapped.constants:
            return self._mapped.constants[field]
        heading = self._mapped.columns.get(field)
        return str(block.columns[heading][n]).strip() if heading is not None and heading in block.columns else ""
