"""Rows of presence turned into records: bases buffered, polygons repaired, duplicates folded, assumptions stated."""

from __future__ import annotations

from datetime import date

import numpy as np
import numpy.typing as npt
import shapely

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.geography import Presence, PresenceKind
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.vocabulary import PatrolFrequency
from mrm_desktop.formats.cells import parse_day, parse_number
from mrm_desktop.formats.clean_text import one_line
from mrm_desktop.formats.columns import Mapped, heading_key
from mrm_desktop.formats.ledger_book import LedgerBook
from mrm_desktop.formats.located_rows import Located, Locator
from mrm_desktop.formats.periods import BadPeriod, read_period
from mrm_desktop.formats.reading import DEFAULT_RADIUS_KM, ReadOptions
from mrm_desktop.formats.tables import Block, Table
from mrm_desktop.foundation.clock import new_id, today
from mrm_desktop.foundation.progress import Progress
from mrm_desktop.geo.buffers import circle, corridor
from mrm_desktop.geo.repair import repaired
from mrm_desktop.geo.wkb import Geometries, to_wkb

# Nobody has judged the source until somebody does: F6 is that, and the method treats it with caution.
DEFAULT_GRADE = Grade("F", "6")
_SAME_BASE = 3
_FREQUENCY_WORDS = {
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


def newest_year(table: Table, mapped: Mapped, said: ReadOptions, progress: Progress) -> int | None:
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
    if said.year is not None and said.year not in years:
        raise KnownError("presence.year_missing", file=table.file, year=str(said.year), years=[str(y) for y in sorted(years)])
    return said.year if said.year is not None else max(years, default=None)


def _year(text: str) -> int | None:
    try:
        value = parse_number(text)
    except KnownError:
        return None
    return int(value) if value.is_integer() and 1945 <= value <= 2100 else None


class PresenceRecords:
    """Collects the presence records of one table."""

    def __init__(
        self, mapped: Mapped, said: ReadOptions, book: LedgerBook, locator: Locator, year: int | None, source: str
    ) -> None:
        self.mapped = mapped
        self.found: list[Presence] = []
        self._said, self._book, self._locator, self._year = said, book, locator, year
        self._source = said.source or source
        self._today = said.today or today()
        self._seen: dict[tuple[str, ...], int] = {}
        self._assumed = {"radius": 0, "frequency": 0, "grade": 0, "confirmed": 0, "daily": 0, "whole_area": 0, "repaired": 0}
        self._other_years = 0

    def adopt(self, earlier: PresenceRecords) -> None:
        """Take over what the layers before this one gave."""
        self.found[:0] = earlier.found
        self._other_years += earlier._other_years
        for name, count in earlier._assumed.items():
            self._assumed[name] += count

    def of_the_year(self, block: Block) -> Block:
        """Leave out the rows of other years, which is most of a base-year table: counted, not listed one by one."""
        self._book.rows_in += len(block)
        if self._year is None:
            return block
        wanted = np.array([_year(self._cell(block, "year", n)) == self._year for n in range(len(block))], dtype=bool)
        self._other_years += int((~wanted).sum())
        return Block(block.rows[wanted], {h: cells[wanted] for h, cells in block.columns.items()}, block.overlong)

    def add(self, block: Block, located: Located, geometries: Geometries | None) -> None:
        """Add the rows of a block."""
        for n, row in enumerate(block.rows.tolist()):
            self._add_row(block, located, geometries, n, row)

    def _add_row(self, block: Block, located: Located, geometries: Geometries | None, n: int, row: int) -> None:
        point = None
        if np.isfinite(located.longitudes[n]):
            point = (float(located.longitudes[n]), float(located.latitudes[n]))
        name = one_line(self._cell(block, "name", n))
        key = self._key(block, n, name, point)
        if point is not None and key in self._seen:
            self._book.merge(row, "presence.duplicate", self._seen[key])
            return
        try:
            period = read_period(lambda field: self._cell(block, field, n))
        except BadPeriod as bad:
            self._book.drop(row, self.mapped.columns.get(bad.field, ""), bad.code)
            return
        drawn, radius = self._shape(geometries, row), None
        if drawn is None and geometries is not None and shapely.get_dimensions(geometries[row - 1]) == 1:
            # A line is taken for the corridor along it: where exactly a patrol drives is nobody's business.
            radius = self._radius(block, n, row)
            drawn = to_wkb(corridor(geometries[row - 1], radius))
        is_base = drawn is None and point is not None
        if drawn is None and point is not None:
            radius = self._radius(block, n, row)
            drawn = to_wkb(circle(point[0], point[1], radius))
        if drawn is None:
            drawn = self._whole_area(located.areas, n)
        if drawn is None:
            self._book.drop(row, "", "presence.no_position")
            return
        self._seen[key] = row
        self._book.kept += 1
        self.found.append(
            Presence(
                id=new_id(),
                kind=PresenceKind.BASE if is_base else PresenceKind.PATROL_AREA,
                name=name or f"{self._source} {row}",
                mission=one_line(self._cell(block, "mission", n)) or self._said.mission,
                contingent=one_line(self._cell(block, "contingent", n)) or self._said.contingent,
                frequency=self._frequency(block, n, row),
                last_confirmed=self._confirmed(block, n, row),
                source=one_line(self._cell(block, "source", n)) or self._source,
                grade=self._grade(block, n, row),
                geometry=drawn,
                radius_km=radius,
                base_point=point if is_base else None,
                **period,
            )
        )

    def _key(self, block: Block, n: int, name: str, point: tuple[float, float] | None) -> tuple[str, ...]:
        spot = f"{point[0]:.{_SAME_BASE}f} {point[1]:.{_SAME_BASE}f}" if point else ""
        return (self._cell(block, "mission", n).casefold(), self._cell(block, "contingent", n).casefold(), name.casefold(), spot)

    def _shape(self, geometries: Geometries | None, row: int) -> bytes | None:
        geometry = geometries[row - 1] if geometries is not None else None
        if geometry is None or geometry.is_empty:
            return None
        shape, mended = repaired(geometry)
        if mended and shape is not None:
            self._assumed["repaired"] += 1
            self._book.problem(row, "", "geometry.repaired", code=str(row))
        return None if shape is None else to_wkb(shape)

    def _whole_area(self, areas: npt.NDArray[np.intp], n: int) -> bytes | None:
        code = self._locator.area_code(int(areas[n]))
        if code is None:
            return None
        self._assumed["whole_area"] += 1
        return self._locator.index.by_code[code].geometry

    def _radius(self, block: Block, n: int, row: int) -> float:
        text = self._cell(block, "radius_km", n)
        if text:
            try:
                radius = parse_number(text)
                if 0.1 <= radius <= 1000.0:
                    return radius
                self._book.problem(row, self.mapped.columns.get("radius_km", ""), "cell.out_of_range", minimum=0.1, maximum=1000.0)
            except KnownError as error:
                self._book.problem(row, self.mapped.columns.get("radius_km", ""), error.code)
        self._assumed["radius"] += 1
        return DEFAULT_RADIUS_KM if self._said.radius_km is None else self._said.radius_km

    def _frequency(self, block: Block, n: int, row: int) -> PatrolFrequency:
        key = heading_key(self._cell(block, "frequency", n))
        if not key:
            self._assumed["frequency"] += 1
            return self._said.frequency
        if key in _FREQUENCY_WORDS:
            # The method knows nothing more frequent than weekly.
            self._assumed["daily"] += 1
            return _FREQUENCY_WORDS[key]
        try:
            return PatrolFrequency.parse(key)
        except KnownError:
            self._book.problem(row, self.mapped.columns.get("frequency", ""), "presence.frequency_unknown")
            return PatrolFrequency.UNKNOWN

    def _confirmed(self, block: Block, n: int, row: int) -> date | None:
        text = self._cell(block, "last_confirmed", n)
        if text:
            try:
                day = parse_day(text)
                if day <= self._today:
                    return day
                self._book.problem(row, self.mapped.columns.get("last_confirmed", ""), "cell.date_in_future")
            except KnownError as error:
                self._book.problem(row, self.mapped.columns.get("last_confirmed", ""), error.code)
            return None
        if self._year is None:
            return None
        # A base of the year 2024 was there at some time in it; the last day of the year is the latest that may be said.
        self._assumed["confirmed"] += 1
        return min(date(self._year, 12, 31), self._today)

    def _grade(self, block: Block, n: int, row: int) -> Grade:
        text = self._cell(block, "grade", n)
        if text:
            try:
                return Grade.parse(text)
            except KnownError:
                self._book.problem(row, self.mapped.columns.get("grade", ""), "grade.unreadable")
        self._assumed["grade"] += 1
        return self._said.grade or DEFAULT_GRADE

    def note_counts(self) -> None:
        """Write every assumption with the number of records it concerns."""
        book, counts = self._book, self._assumed
        if self._other_years:
            book.drop_counted(self._other_years, self.mapped.columns.get("year", ""), "presence.other_year")
        if self._year is not None:
            book.note("guessed" if self._said.year is None else "read", "presence.year_read", len(self.found), year=str(self._year))
        if counts["confirmed"]:
            book.note("guessed", "presence.confirmed_assumed", counts["confirmed"], year=str(self._year))
        if counts["radius"]:
            radius = DEFAULT_RADIUS_KM if self._said.radius_km is None else self._said.radius_km
            book.note("guessed", "presence.radius_assumed", counts["radius"], radius_km=radius)
        if counts["frequency"]:
            book.note("guessed", "presence.frequency_assumed", counts["frequency"], frequency=self._said.frequency.value)
        if counts["grade"]:
            book.note("guessed", "import.grade_assumed", counts["grade"], grade=str(self._said.grade or DEFAULT_GRADE))
        for name, code in (("daily", "presence.frequency_translated"), ("repaired", "geometry.repaired_count")):
            if counts[name]:
                book.note("changed", code, counts[name])
        if counts["whole_area"]:
            book.note("guessed", "presence.whole_area", counts["whole_area"])

    def _cell(self, block: Block, field: str, n: int) -> str:
        if field in self.mapped.constants:
            return self.mapped.constants[field]
        heading = self.mapped.columns.get(field)
        return str(block.columns[heading][n]).strip() if heading in block.columns and heading is not None else ""
