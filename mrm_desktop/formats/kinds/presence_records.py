"""Rows of presence turned into records: bases buffered, polygons repaired, duplicates folded, assumptions stated."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.geography import Presence, PresenceKind
from mrm_desktop.domain.vocabulary import PatrolFrequency
from mrm_desktop.formats.files.read_options import DEFAULT_RADIUS_KM, PresenceOptions
from mrm_desktop.formats.files.table import Block, Table
from mrm_desktop.formats.kinds.closings import Closings
from mrm_desktop.formats.kinds.presence_status import Status, require_somebody, status_in
from mrm_desktop.formats.rows.columns import Mapped, heading_key, spec_of
from mrm_desktop.formats.rows.row import BadCell, Row
from mrm_desktop.formats.rows.table_reader import Frame
from mrm_desktop.foundation.clock import new_id
from mrm_desktop.foundation.progress import Progress
from mrm_desktop.geo.buffers import circle, corridor
from mrm_desktop.geo.coordinate_checks import check_shapes
from mrm_desktop.geo.repair import repaired
from mrm_desktop.geo.same_spot import NAMED_M, NAMELESS_M, Spots
from mrm_desktop.geo.wkb import Geometries, to_wkb

T = TypeVar("T")
FREQUENCY_WORDS: dict[str, str] = {
    "daily": PatrolFrequency.WEEKLY,
    "quotidien": PatrolFrequency.WEEKLY,
    "chaque_jour": PatrolFrequency.WEEKLY,
    "hebdomadaire": PatrolFrequency.WEEKLY,
    "chaque_semaine": PatrolFrequency.WEEKLY,
    "several_times_a_week": PatrolFrequency.WEEKLY,
    "biweekly": PatrolFrequency.FORTNIGHTLY,
    "bimensuel": PatrolFrequency.FORTNIGHTLY,
    "every_two_weeks": PatrolFrequency.FORTNIGHTLY,
    "mensuel": PatrolFrequency.MONTHLY,
    "chaque_mois": PatrolFrequency.MONTHLY,
    "trimestriel": PatrolFrequency.QUARTERLY,
    "rarely": PatrolFrequency.QUARTERLY,
    "never": PatrolFrequency.NONE,
    "jamais": PatrolFrequency.NONE,
}


def newest_year(table: Table, mapped: Mapped, options: PresenceOptions, progress: Progress) -> int | None:
    """Return the year to read from a base-year table: the one asked for, else the newest; None where there are no years.

    Raises
    ------
    KnownError
        ``presence.year_missing`` where the year asked for does not occur, with those that do.
    """
    if "year" not in mapped.columns:
        return None
    years = set()
    for block in table.blocks([mapped.columns["year"]], progress):
        for text in set(block.column(mapped.columns["year"]).tolist()):
            year = _year(str(text))
            if year is not None:
                years.add(year)
    if options.year is not None and options.year not in years:
        raise KnownError("presence.year_missing", file=table.file, year=str(options.year), years=[str(y) for y in sorted(years)])
    return options.year if options.year is not None else max(years, default=None)


def _year(text: str) -> int | None:
    try:
        value = spec_of(DatasetKind.PRESENCE, "year").number(text)
    except KnownError:
        return None
    return int(value) if value.is_integer() else None


@dataclass(frozen=True, slots=True)
class _Kept:
    """Where a record stands among those found, and where it came from."""

    at: int
    row: int
    sheet: str


def _is_newer(presence: Presence, kept: Presence) -> bool:
    """Whether a record of the same place says more than the one kept: a later day, at the same day a better grade or the later row."""
    day, known = presence.last_confirmed or date.min, kept.last_confirmed or date.min
    return day > known or (day == known and str(presence.grade) <= str(kept.grade))


class PresenceRecords:
    """Collects the presence records of one table."""

    def __init__(self, frame: Frame[PresenceOptions], year: int | None, geometries: Geometries | None) -> None:
        self.frame = frame
        self.found: list[Presence] = []
        self._year, self._geometries = year, geometries
        self._wrong = None if geometries is None else check_shapes(geometries, frame.locator.index)
        self._source = frame.options.source or frame.guard.source_of_file(frame.table.source.path.stem)
        self._seen: dict[tuple[object, ...], _Kept] = {}
        self._spots, self._closings = Spots(), Closings()
        self._repaired = self._translated = self._other_years = 0

    def adopt(self, earlier: PresenceRecords) -> None:
        """Take over what the layers before this one gave."""
        self.found, self._seen = earlier.found, earlier._seen
        self._spots, self._closings = earlier._spots, earlier._closings
        self._other_years += earlier._other_years
        self._repaired += earlier._repaired
        self._translated += earlier._translated
        self.frame.assumed.update(earlier.frame.assumed)

    def add(self, block: Block) -> None:
        """Add the rows of a block; those of other years are most of a base-year table and are counted, not listed one by one."""
        self.frame.book.rows_in += len(block)
        if self._year is not None:
            wanted = np.array([_year(text.strip()) == self._year for text in self.frame.texts(block, "year")], dtype=bool)
            self._other_years += int((~wanted).sum())
            block = Block(block.rows[wanted], {h: cells[wanted] for h, cells in block.columns.items()}, block.overlong)
        for row in self.frame.rows(block, self.frame.locator.locate(block)):
            try:
                self._add_row(row)
            except BadCell as bad:
                row.drop(bad)

    def _add_row(self, row: Row) -> None:
        name, options, period = row.told("name"), self.frame.options, row.period()
        contingent, source = row.told("contingent"), row.source()
        require_somebody(row)
        status = status_in(row, self.frame.heading("status"))
        if status is Status.PLANNED:
            raise BadCell("status", "presence.not_there_yet")
        if status is Status.CLOSED and period["valid_to"] is None:
            self._closings.add(self._spot(row), self._confirmed(row))
            raise BadCell("status", "presence.closed")
        drawn, radius, is_base = self._outline(row)
        self._keep(
            row,
            Presence(
                id=new_id(),
                kind=PresenceKind.BASE if is_base else PresenceKind.PATROL_AREA,
                name=name or f"{self._source} {row.number_in_file}",
                mission=row.line("mission") or options.mission,
                contingent=contingent or options.contingent,
                frequency=self._frequency(row),
                last_confirmed=self._confirmed(row),
                source=source or self._source,
                grade=row.if_readable(row.grade) or self._assumed("import.grade_assumed", self.frame.grade),
                geometry=drawn,
                radius_km=radius,
                base_point=row.point if is_base else None,
                **period,
            ),
        )

    def _keep(self, row: Row, presence: Presence) -> None:
        """Keep a record; of several of one place in one period the one that was confirmed last, whatever the order of the rows."""
        book, number = self.frame.book, row.number_in_file
        spot = self._spot(row) or (*self._named(row), presence.geometry)
        self._closings.of_record[presence.id] = spot
        key = (*spot, str(presence.valid_from), str(presence.valid_to))
        known = self._seen.get(key)
        if known is None:
            self._seen[key] = _Kept(len(self.found), number, book.sheet)
            self.found.append(presence)
            book.kept += 1
        elif _is_newer(presence, self.found[known.at]):
            self.found[known.at] = presence
            self._seen[key] = _Kept(known.at, number, book.sheet)
            book.merge(known.row, "presence.duplicate", number, known.sheet)
        else:
            book.merge(number, "presence.duplicate", known.row)

    @staticmethod
    def _named(row: Row) -> tuple[str, ...]:
        return tuple(row.text(field).casefold() for field in ("mission", "contingent", "name"))

    def _spot(self, row: Row) -> tuple[object, ...] | None:
        """Return what names the base of a row, wherever exactly its position was taken; None without a position."""
        if row.point is None:
            return None
        named = self._named(row)
        return (*named, self._spots.number(named, row.point, NAMED_M if row.text("name") else NAMELESS_M))

    def _outline(self, row: Row) -> tuple[bytes, float | None, bool]:
        """Return the outline, the radius that was laid around a point or a line, and whether it is a base."""
        geometry = self._geometries[row.number_in_file - 1] if self._geometries is not None else None
        if self._wrong is not None and self._wrong[row.number_in_file - 1]:
            raise BadCell("", str(self._wrong[row.number_in_file - 1]))
        drawn = self._polygon(geometry, row)
        if drawn is not None:
            return drawn, None, False
        if geometry is not None and shapely.get_dimensions(geometry) == 1:
            # A line is taken for the corridor along it: where exactly a patrol drives is nobody's business.
            radius = self._radius(row)
            return to_wkb(self._corridor(geometry, radius)), radius, False
        if row.point is not None:
            radius = self._radius(row)
            return to_wkb(circle(*row.point, radius)), radius, True
        if row.area_code is None:
            raise BadCell("", "presence.no_position")
        self.frame.assumed["presence.whole_area"] += 1
        return self.frame.locator.index.by_code[row.area_code].geometry, None, False

    @staticmethod
    def _corridor(line: BaseGeometry, radius: float) -> BaseGeometry:
        try:
            return corridor(line, radius)
        except KnownError as error:
            raise BadCell("", error.code, **error.params) from error

    def _polygon(self, geometry: Any, row: Row) -> bytes | None:
        if geometry is None or geometry.is_empty:
            return None
        shape, mended = repaired(geometry)
        if mended and shape is not None:
            self._repaired += 1
            row.problem("", "geometry.repaired", code=str(row.number_in_file))
        return None if shape is None else to_wkb(shape)

    def _assumed(self, code: str, value: T) -> T:
        self.frame.assumed[code] += 1
        return value

    @property
    def _usual_radius(self) -> float:
        stated = self.frame.options.radius_km
        return DEFAULT_RADIUS_KM if stated is None else stated

    def _radius(self, row: Row) -> float:
        radius = row.if_readable(lambda: row.number("radius_km"))
        return self._assumed("presence.radius_assumed", self._usual_radius) if radius is None else radius

    def _frequency(self, row: Row) -> PatrolFrequency:
        if not row.text("frequency"):
            return self._assumed("presence.frequency_assumed", self.frame.options.frequency)
        word = row.if_readable(lambda: row.word("frequency", "presence.frequency_unknown", FREQUENCY_WORDS))
        if word is None:
            return PatrolFrequency.UNKNOWN
        # The method knows nothing more frequent than weekly.
        self._translated += heading_key(row.text("frequency")) in FREQUENCY_WORDS
        return PatrolFrequency(word)

    def _confirmed(self, row: Row) -> date | None:
        if row.text("last_confirmed") or self._year is None:
            return row.if_readable(lambda: row.past_day("last_confirmed"))
        # A base of the year 2024, or of a month in it, was there at some time in it; its last day is the latest that may be said.
        month = int(row.if_readable(lambda: row.part_of_date("month")) or 12)
        last = date(self._year, month, monthrange(self._year, month)[1])
        return self._assumed("presence.confirmed_assumed", min(last, self.frame.today))

    def note_counts(self) -> None:
        """Write every assumption with the number of records it concerns."""
        book, options, assumed = self.frame.book, self.frame.options, self.frame.assumed
        self.found, ended = self._closings.applied(self.found)
        if ended:
            book.note("changed", "presence.ended_by_closing", ended)
        if self._other_years:
            book.drop_counted(self._other_years, self.frame.heading("year"), "presence.other_year")
        if self._year is not None:
            book.note("guessed" if options.year is None else "read", "presence.year_read", len(self.found), year=str(self._year))
        said: dict[str, dict[str, Any]] = {
            "presence.confirmed_assumed": {"year": str(self._year)},
            "presence.radius_assumed": {"radius_km": self._usual_radius},
            "presence.frequency_assumed": {"frequency": options.frequency.value},
            "import.grade_assumed": {"grade": str(self.frame.grade)},
        }
        for code, params in said.items():
            if assumed[code]:
                book.note("guessed", code, assumed[code], **params)
        for count, code in ((self._translated, "presence.frequency_translated"), (self._repaired, "geometry.repaired_count")):
            if count:
                book.note("changed", code, count)
        if assumed["presence.whole_area"]:
            book.note("guessed", "presence.whole_area", assumed["presence.whole_area"])
