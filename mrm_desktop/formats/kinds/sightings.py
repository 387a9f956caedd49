"""Dated sightings of patrols, and logs of bases month by month, turned into presence with a history.

What comes of them is coarse: for each area, contingent and quarter how often patrols are seen, the day of the last sighting, and ground
around the points at which they were; of a base the months in which it was confirmed. Hours and routes are dropped here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from mrm_desktop.domain.geography import Presence, PresenceKind
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.vocabulary import PatrolFrequency, SightingsOf
from mrm_desktop.formats.files.read_options import DEFAULT_RADIUS_KM, PresenceOptions
from mrm_desktop.formats.files.table import Block
from mrm_desktop.formats.kinds.closings import Closings
from mrm_desktop.formats.kinds.presence_records import FREQUENCY_WORDS
from mrm_desktop.formats.kinds.presence_status import Status, require_somebody, status_in
from mrm_desktop.formats.rows.row import BadCell, Row
from mrm_desktop.formats.rows.table_reader import Frame
from mrm_desktop.foundation.clock import new_id
from mrm_desktop.geo.buffers import circle
from mrm_desktop.geo.coordinate_checks import check_shapes
from mrm_desktop.geo.repair import polygonal
from mrm_desktop.geo.same_spot import NAMED_M, NAMELESS_M, Spots
from mrm_desktop.geo.wkb import Geometries, to_wkb

AROUND_KM = 10.0
"""How far around the points of sightings ground is drawn: an hour on a bad road, and more than any point says of the next patrol."""

MOST_DAYS_BETWEEN = (
    (7, PatrolFrequency.WEEKLY),
    (14, PatrolFrequency.FORTNIGHTLY),
    (31, PatrolFrequency.MONTHLY),
    (92, PatrolFrequency.QUARTERLY),
)
"""Days between two sightings, on the average of the days that were looked at, up to which a class holds."""
_STEP_DEGREES = 0.01  # a kilometre: no area that a track crosses is stepped over
_LISTED = 40
_SHOWN_DECIMALS = 3


@dataclass(frozen=True, slots=True)
class _Group:
    """What is seen: patrols of a contingent in an area, or a base."""

    mission: str
    contingent: str
    name: str
    place: str


@dataclass(slots=True)
class _Seen:
    """Sightings of one group in one period.

    Attributes
    ----------
    points : list[tuple[float, float]]
        Where they were; none where only the area is known.
    """

    days: set[date] = field(default_factory=set)
    points: list[tuple[float, float]] = field(default_factory=list)
    sources: set[str] = field(default_factory=set)
    grades: list[Grade] = field(default_factory=list)
    frequency: PatrolFrequency = PatrolFrequency.UNKNOWN


def frequency_of(days: int, seen: int) -> PatrolFrequency:
    """Return the class of patrols that were seen on so many of so many days; who looks now and then sees less than there is.

    Parameters
    ----------
    days : int
        Days in the period.
    seen : int
        Different days with a sighting.
    """
    between = days / max(seen, 1)
    return next((frequency for most, frequency in MOST_DAYS_BETWEEN if between <= most), PatrolFrequency.UNKNOWN)


def longest_gap(days: Iterable[date], until: date) -> int:
    """Return the most days without a sighting, between two of them or since the last one."""
    ordered = sorted({*days, until})
    return max(((b - a).days for a, b in pairwise(ordered)), default=0)


def _middle(points: list[tuple[float, float]]) -> tuple[float, float]:
    """Return the position of a base that was measured several times."""
    x, y = np.median(np.array(points), axis=0).tolist()
    return x, y


class Sightings:
    """Collects the sightings of a file; the records are made when all have been read."""

    def __init__(self, frame: Frame[PresenceOptions], geometries: Geometries | None) -> None:
        self.frame = frame
        self._of = frame.options.sightings
        self._geometries = geometries
        self._wrong = None if geometries is None else check_shapes(geometries, frame.locator.index)
        self._source = frame.options.source or frame.guard.source_of_file(frame.table.source.path.stem)
        self._groups: dict[_Group, dict[date, _Seen]] = defaultdict(lambda: defaultdict(_Seen))
        self._spots, self._closings = Spots(), Closings()
        self._spot_names: dict[int, str] = {}

    @property
    def found(self) -> list[Presence]:
        """The records: each holds until the next one of its group begins, the last one until somebody says otherwise."""
        made = [(group, record) for group, periods in self._groups.items() for record in self._records(group, periods)]
        self._closings.of_record = {record.id: (group,) for group, record in made}
        return self._closings.applied([record for _, record in made])[0]

    def adopt(self, earlier: Sightings) -> None:
        """Take over what the layers before this one gave."""
        self._groups = earlier._groups
        self._spots, self._closings, self._spot_names = earlier._spots, earlier._closings, earlier._spot_names
        self.frame.assumed.update(earlier.frame.assumed)

    def add(self, block: Block) -> None:
        """Add the sightings of a block; a line is a sighting in each area that it crosses."""
        self.frame.book.rows_in += len(block)
        for row in self.frame.rows(block, self.frame.locator.locate(block)):
            try:
                self._add_row(row)
            except BadCell as bad:
                row.drop(bad)

    def _add_row(self, row: Row) -> None:
        day = row.past_day("last_confirmed")
        if day is None:
            raise BadCell("last_confirmed", "sighting.no_day")
        if row.word("frequency", "presence.frequency_unknown", FREQUENCY_WORDS) == PatrolFrequency.NONE:
            raise BadCell("frequency", "sighting.of_none")
        require_somebody(row)
        mission, contingent = (
            row.line("mission") or self.frame.options.mission,
            row.told("contingent") or self.frame.options.contingent,
        )
        places = [self._base(row, (mission, contingent))] if self._of is SightingsOf.BASES else list(self._areas(row))
        if not places:
            raise BadCell("", "sighting.no_area")
        self._require_there(row, day, [_Group(mission, contingent, name, place) for name, place, _ in places])
        source, grade, frequency = row.source(), row.if_readable(row.grade), self._frequency(row)
        for name, place, points in places:
            seen = self._groups[_Group(mission, contingent, name, place)][self._period(day)]
            seen.days.add(day)
            seen.points += points
            seen.sources.add(source or self._source)
            seen.grades.append(grade or self.frame.grade)
            seen.frequency = frequency
        self.frame.assumed["import.grade_assumed"] += grade is None
        self.frame.book.kept += 1

    def _require_there(self, row: Row, day: date, groups: list[_Group]) -> None:
        """Insist that a row tells of somebody who was there; of a base it may tell since when nobody is."""
        status = status_in(row, self.frame.heading("status"))
        if status is Status.PLANNED:
            raise BadCell("status", "presence.not_there_yet")
        if status is Status.CLOSED:
            if self._of is SightingsOf.BASES:
                for group in groups:
                    self._closings.add((group,), day)
            raise BadCell("status", "presence.closed")

    def _base(self, row: Row, whose: tuple[str, str]) -> tuple[str, str, list[tuple[float, float]]]:
        name = row.told("name")
        if row.point is None:
            raise BadCell("", "presence.no_position")
        spot = self._spots.number((*whose, name.casefold()), row.point, NAMED_M if name else NAMELESS_M)
        written = f"{row.point[0]:.{_SHOWN_DECIMALS}f} {row.point[1]:.{_SHOWN_DECIMALS}f}"
        return name, self._spot_names.setdefault(spot, written), [row.point]

    def _areas(self, row: Row) -> Iterator[tuple[str, str, list[tuple[float, float]]]]:
        """Yield each area of a sighting with the corners that lie in it; their order, which would be a route, is lost with the hull."""
        index, level = self.frame.locator.index, self.frame.options.level
        drawn = None if self._geometries is None else self._geometries[row.number_in_file - 1]
        if drawn is None or shapely.get_dimensions(drawn) == 0:
            if row.area_code is not None:
                yield index.by_code[row.area_code].name, row.area_code, [row.point] if row.point is not None else []
            return
        number = row.number_in_file - 1
        if self._wrong is not None and self._wrong[number]:
            raise BadCell("", str(self._wrong[number]))
        corners = shapely.get_coordinates(shapely.segmentize(drawn, _STEP_DEGREES))
        areas = index.locate(corners[:, 0].copy(), corners[:, 1].copy(), level)
        for position in sorted(set(areas[areas >= 0].tolist())):
            area = index.areas[position]
            yield area.name, area.code, [(float(x), float(y)) for x, y in corners[areas == position]]

    def _frequency(self, row: Row) -> PatrolFrequency:
        if self._of is SightingsOf.PATROLS or not row.text("frequency"):
            return self.frame.options.frequency
        word = row.if_readable(lambda: row.word("frequency", "presence.frequency_unknown", FREQUENCY_WORDS))
        return PatrolFrequency(word) if word else PatrolFrequency.UNKNOWN

    def _period(self, day: date) -> date:
        """Return the first day of the quarter of a sighting, or of the month of a base."""
        return day.replace(day=1, month=day.month if self._of is SightingsOf.BASES else 3 * ((day.month - 1) // 3) + 1)

    def _records(self, group: _Group, periods: dict[date, _Seen]) -> Iterator[Presence]:
        ordered = sorted(periods.items())
        last_days = [max(seen.days) for _, seen in ordered]
        ends = [*(day - timedelta(days=1) for day in last_days[1:]), None]
        for (begins, seen), day, end in zip(ordered, last_days, ends, strict=True):
            is_base = self._of is SightingsOf.BASES
            middle = _middle(seen.points) if is_base else None
            yield Presence(
                id=new_id(),
                kind=PresenceKind.BASE if is_base else PresenceKind.PATROL_AREA,
                name=group.name or f"{self._source} {group.place}",
                mission=group.mission,
                contingent=group.contingent,
                frequency=seen.frequency if is_base else frequency_of(self._days_in(begins), len(seen.days)),
                last_confirmed=day,
                source=sorted(seen.sources)[0] if len(seen.sources) == 1 else self._source,
                grade=max(seen.grades, key=str),  # the worst of them
                geometry=to_wkb(circle(*middle, self._radius) if middle else self._ground(group.place, seen)),
                radius_km=self._radius if is_base else None,
                base_point=middle,
                valid_from=day,
                valid_to=end,
            )

    @property
    def _radius(self) -> float:
        stated = self.frame.options.radius_km
        return DEFAULT_RADIUS_KM if stated is None else stated

    def _days_in(self, begins: date) -> int:
        """Return how many days of a quarter have passed."""
        after = (begins.replace(day=28) + timedelta(days=70)).replace(day=1)
        return max((min(after, self.frame.today + timedelta(days=1)) - begins).days, 1)

    def _ground(self, code: str, seen: _Seen) -> BaseGeometry:
        """Draw the ground around the points, within their area; the whole area where nobody said where in it."""
        area = shapely.from_wkb(self.frame.locator.index.by_code[code].geometry)
        if not seen.points:
            return area
        middle = np.array(seen.points).mean(axis=0)
        hull = shapely.convex_hull(shapely.multipoints(seen.points))
        spread = [circle(x, y, AROUND_KM) for x, y in {(float(x), float(y)) for x, y in shapely.get_coordinates(hull)}]
        around = shapely.convex_hull(shapely.union_all([*spread, shapely.Point(middle)]))
        return polygonal(shapely.intersection(area, around)) or area

    def note_counts(self) -> None:
        """Say of each group how sure it is: how often it was seen lately, and the longest time without."""
        book, assumed = self.frame.book, self.frame.assumed
        if assumed["import.grade_assumed"]:
            book.note("guessed", "import.grade_assumed", assumed["import.grade_assumed"], grade=str(self.frame.grade))
        listed = sorted(self._groups.items(), key=lambda item: (item[0].name, item[0].contingent))
        for group, periods in listed[:_LISTED]:
            begins, seen = max(periods.items())
            days = {day for period in periods.values() for day in period.days}
            gap = longest_gap(days, self.frame.today)
            told = {"name": group.name, "contingent": group.contingent or "-", "since": begins.isoformat(), "gap": gap}
            book.note("read", "sightings.seen", len(seen.days), **told, last=max(days).isoformat())
        if len(listed) > _LISTED:
            book.note("read", "sightings.more", len(listed) - _LISTED)
