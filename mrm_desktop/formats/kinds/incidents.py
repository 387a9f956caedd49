"""Incidents from public data sets or an office's own sheet: kind, day and place as exact as the source says; no narrative, no names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

import numpy as np
import numpy.typing as npt

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.geography import Area
from mrm_desktop.domain.incidents import Incident, LocationPrecision
from mrm_desktop.formats.files.read_options import ReadOptions
from mrm_desktop.formats.files.source_files import SourceFile
from mrm_desktop.formats.files.table import Block, Table
from mrm_desktop.formats.kinds.incident_sources import EventSource, precision_reader, source_of, stated_columns
from mrm_desktop.formats.rows.code_columns import map_placed
from mrm_desktop.formats.rows.reading import Reading
from mrm_desktop.formats.rows.row import BadCell, Row
from mrm_desktop.formats.rows.table_reader import Frame, collect, open_frame, table_of
from mrm_desktop.foundation.clock import new_id
from mrm_desktop.foundation.progress import Progress
from mrm_desktop.geo.area_index import AreaIndex

_MONTH_DAYS, _YEAR_DAYS = 31, 366


def read_incidents(given: SourceFile | Table, areas: Sequence[Area], options: ReadOptions, progress: Progress) -> Reading:
    """Read incidents.

    Raises
    ------
    KnownError
        ``incidents.no_date``, and what opening, mapping and the guard raise.
    """
    table = table_of(given, options, progress)
    public = source_of(table)
    index = AreaIndex(areas)
    mapped = map_placed(table, DatasetKind.INCIDENTS, stated_columns(public, table, options.columns), index)
    if "happened_on" not in mapped and "year" not in mapped:
        raise KnownError("incidents.no_date", file=table.file, columns=list(table.headings[:40]))
    frame = open_frame(DatasetKind.INCIDENTS, given, table, mapped, index, options, known_public=public is not None)
    if public is not None:
        frame.book.note("read", "incidents.public_dataset", 0, dataset=public.name)
    return collect(frame, _Incidents(frame, public), progress)


class _Incidents:
    """Turns rows into incidents."""

    def __init__(self, frame: Frame[ReadOptions], public: EventSource | None) -> None:
        self._frame, self._public = frame, public
        self._source = frame.options.source or (public.name if public else frame.guard.source_of_file(frame.table.source.path.stem))
        self._precision = precision_reader(public)
        self._seen: dict[str, tuple[int, tuple[object, ...]]] = {}
        self._several = 0
        self.found: list[Incident] = []

    def add(self, block: Block) -> None:
        """Add a block."""
        self._frame.book.rows_in += len(block)
        precisions = [self._place_precision(text) for text in self._frame.texts(block, "location_precision")]
        keep_point = np.array([names_area for _, names_area in precisions], dtype=bool)
        located = self._frame.locator.locate(self._without_vague_points(block, keep_point))
        for row, (precision, _) in zip(self._frame.rows(block, located), precisions, strict=True):
            try:
                self._add_row(row, precision)
            except BadCell as bad:
                row.drop(bad)

    def _add_row(self, row: Row, precision: LocationPrecision) -> None:
        row.check_required()
        self._several += self._counted(row) > 1
        kind, (day, days), key = row.told("type"), self._when(row), row.key("key")
        point = row.point if precision.is_a_point else None
        what = (day, point, row.area_code)
        first, said = self._seen.setdefault(key, (row.number_in_file, what)) if key else (row.number_in_file, what)
        if first != row.number_in_file and said == what:
            self._frame.book.merge(row.number_in_file, "incidents.duplicate", first)
            return
        if said != what:
            row.problem("key", "incidents.key_of_another", first_row=first)
            key = ""
        self._frame.book.kept += 1
        words = self._public.types if self._public and self._public.types else {}
        told = words.get(kind, kind)
        incident = Incident(new_id(), key, day, days, precision, told, point, row.area_code, self._source, row.matched_by)
        self.found.append(incident)

    def _counted(self, row: Row) -> float:
        """Return how many incidents a row stands for: one, unless it says otherwise; a day on which there was none is no incident."""
        count = row.if_readable(lambda: row.number("counted")) if row.text("counted") else None
        if count == 0:
            raise BadCell("counted", "incidents.none_that_day")
        return 1 if count is None else count

    def _when(self, row: Row) -> tuple[date, int]:
        """Return the first possible day and how many days it may have been."""
        day = row.past_day("happened_on")
        if day is None:
            day, days = self._from_parts(row)
            if day > self._frame.today:
                raise BadCell("happened_on", "cell.date_in_future")
            return day, days
        until = row.day("happened_until")
        if until is not None:
            return day, max(1, (until - day).days + 1)
        if self._public is not None and self._public.days:
            code = row.number("day_precision")
            return day, 1 if code is None else self._public.days.get(int(code), 1)
        return day, 1

    def _from_parts(self, row: Row) -> tuple[date, int]:
        try:
            year, month, day = row.number("year"), row.part_of_date("month"), row.part_of_date("day")
        except BadCell as bad:
            raise BadCell("happened_on", "cell.not_a_date" if bad.code == "cell.out_of_range" else bad.code) from bad
        if year is None:
            raise BadCell("happened_on", "cell.not_a_date")
        try:
            if month is None:
                return date(int(year), 1, 1), _YEAR_DAYS
            if day is None:
                return date(int(year), int(month), 1), _MONTH_DAYS
            return date(int(year), int(month), int(day)), 1
        except ValueError as error:
            raise BadCell("happened_on", "cell.not_a_date") from error

    def finish(self) -> None:
        """Write what was assumed, and what is too vague to be drawn."""
        self._frame.note_assumed()
        if self._several:
            self._frame.book.note("guessed", "incidents.several_in_a_row", self._several)
        nameless = Counter((i.happened_on, i.day_precision, i.type, i.point, i.area_code) for i in self.found if not i.key)
        if alike := sum(count - 1 for count in nameless.values()):
            self._frame.book.note("guessed", "incidents.alike", alike)
        vague = sum(1 for i in self.found if not i.location_precision.is_a_point)
        if vague:
            self._frame.book.note("kept_without_point", "incidents.not_a_point", vague)

    def _place_precision(self, text: str) -> tuple[LocationPrecision, bool]:
        if "location_precision" in self._frame.mapped:
            return self._precision(text)
        if self._public is None:
            self._frame.assumed["incidents.precision_assumed"] += 1
            return LocationPrecision.SETTLEMENT, True
        return LocationPrecision.UNKNOWN, True

    def _without_vague_points(self, block: Block, keep: npt.NDArray[np.bool_]) -> Block:
        """Blank the coordinates that would place a row in the wrong area."""
        columns = dict(block.columns)
        for field in ("latitude", "longitude", "position"):
            heading = self._frame.heading(field)
            if heading in columns:
                columns[heading] = np.where(keep, columns[heading], "")
        return Block(block.rows, columns, block.overlong)
