"""The route strip: what is known along the kilometres of a trip, and what the clock says there. Made by the services, drawn by the maps."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from mrm_desktop.domain.trips import Go

UNKNOWN = ""
"""What a stretch is found to be where nobody knows: it is hatched, and never drawn as a class."""
DAY_MINUTES = 24 * 60
_HOUR = re.compile(r"\s*(\d{1,2})[:.h](\d{2})\b")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the way on which one thing is the same.

    Attributes
    ----------
    found : str
        Its class in the band; :data:`UNKNOWN` where nobody knows.
    area : str
        Name of the area in which it lies; "" where the band is not one of areas.
    age_days : int | None
        How long ago it was seen; None where that has no meaning or no day.
    """

    start_km: float
    end_km: float
    found: str
    area: str = ""
    age_days: int | None = None


@dataclass(frozen=True, slots=True)
class RoadMark:
    """Something beside the way.

    Attributes
    ----------
    km : float
        Where on the way it is nearest.
    kind : str
        ``attack``, ``incident``, ``care`` or ``checkpoint``.
    name : str
        What it is called, or the type of an incident in its source's own words.
    away_km : float
        How far from the way.
    detail : str
        Its kind in the words of the record: of a checkpoint, who holds it, where that is written.
    on : date | None
        Day of an incident.
    """

    km: float
    kind: str
    name: str
    away_km: float
    detail: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class StripLeg:
    """A leg on the strip."""

    name: str
    start_km: float
    end_km: float
    on: date
    go: Go


@dataclass(frozen=True, slots=True)
class RouteStrip:
    """What is known along a trip. Bands cover the way without a gap, each kilometre once.

    Attributes
    ----------
    contact, communities, armed_actors : tuple[Stretch, ...]
        Classes of the map's themes: how visible contact may be, acceptance, tolerance.
    presence : tuple[Stretch, ...]
        When UN military were last seen there: ``seen``, ``undated``, or nothing on record.
    radio : tuple[Stretch, ...]
        ``dead`` where the team reported no means of calling, ``signal`` elsewhere once such stretches were reported.
    marks : tuple[RoadMark, ...]
        Incidents within the policy's distance and the last 90 days, places of care and checkpoints in the corridor; in order of the way.
    unplaced : int
        Incidents in the areas on the way of which nobody knows where in the area they happened.
    track : tuple[tuple[float, float, float], ...]
        Kilometre, longitude and latitude along the way.
    """

    legs: tuple[StripLeg, ...]
    contact: tuple[Stretch, ...]
    communities: tuple[Stretch, ...]
    armed_actors: tuple[Stretch, ...]
    presence: tuple[Stretch, ...]
    radio: tuple[Stretch, ...]
    marks: tuple[RoadMark, ...]
    unplaced: int
    track: tuple[tuple[float, float, float], ...]

    @property
    def length_km(self) -> float:
        """Length of the whole way."""
        return self.legs[-1].end_km

    def position(self, km: float) -> tuple[float, float]:
        """Return longitude and latitude, degrees, at a kilometre."""
        track = self.track
        after = min(max(bisect_right(track, km, key=lambda point: point[0]), 1), len(track) - 1)
        (k0, x0, y0), (k1, x1, y1) = track[after - 1], track[after]
        share = 0.0 if k1 == k0 else min(max((km - k0) / (k1 - k0), 0.0), 1.0)
        return x0 + (x1 - x0) * share, y0 + (y1 - y0) * share


def joined(band: Iterable[Stretch]) -> list[Stretch]:
    """Put neighbours together that are the same, also where one leg ends and the next begins."""
    found: list[Stretch] = []
    for stretch in band:
        if found and replace(found[-1], start_km=0.0, end_km=0.0) == replace(stretch, start_km=0.0, end_km=0.0):
            found[-1] = replace(found[-1], end_km=stretch.end_km)
        else:
            found.append(stretch)
    return found


def stretch_at(band: tuple[Stretch, ...], km: float) -> Stretch | None:
    """Return the stretch of a band at a kilometre; at a border the one that begins there."""
    after = bisect_right(band, km, key=lambda stretch: stretch.start_km)
    return band[max(after - 1, 0)] if band else None


@dataclass(frozen=True, slots=True)
class LegHours:
    """When a leg leaves and arrives, minutes of its day; beyond 1440 it arrives on a day after."""

    start_km: float
    end_km: float
    on: date
    leaves: float
    arrives: float


@dataclass(frozen=True, slots=True)
class CheckInMark:
    """A check-in on the strip: where the team is by then.

    Attributes
    ----------
    number : int
        Which of the trip's check-ins it is, counted from 0.
    """

    km: float
    on: date
    at: str
    place: str
    number: int


@dataclass(frozen=True, slots=True)
class JourneyClock:
    """The hours of a trip: they move with its departure, and nothing that is known of the way does.

    Attributes
    ----------
    light : tuple[Stretch, ...]
        ``day``, ``dusk`` (the half light before sunrise and after sunset) or ``dark`` when the team is there.
    is_proposed : bool
        Whether nobody has said yet when the team leaves.
    utc_offset_minutes : int
        The clock of the trip: minutes ahead of UTC.
    """

    hours: tuple[LegHours, ...]
    light: tuple[Stretch, ...]
    check_ins: tuple[CheckInMark, ...]
    is_proposed: bool
    utc_offset_minutes: int

    def at(self, km: float) -> tuple[date, float]:
        """Return the day of the leg and the minute of it at which the team is at a kilometre."""
        leg = next((leg for leg in self.hours if km <= leg.end_km), self.hours[-1])
        share = 0.0 if leg.end_km <= leg.start_km else (km - leg.start_km) / (leg.end_km - leg.start_km)
        return leg.on, leg.leaves + (leg.arrives - leg.leaves) * min(max(share, 0.0), 1.0)

    @property
    def has_several_days(self) -> bool:
        """Whether an hour alone does not tell when: the trip has several days, or goes on past midnight."""
        return len({leg.on for leg in self.hours}) > 1 or any(leg.arrives >= DAY_MINUTES for leg in self.hours)

    def moment(self, on: date, minutes: float) -> tuple[date | None, str]:
        """Return a minute counted from the beginning of a day as an hour, with its day where the hour alone does not tell when."""
        day = on + timedelta(days=round(minutes) // DAY_MINUTES)
        return day if self.has_several_days else None, hour_of(minutes)

    @property
    def dark_km(self) -> float:
        """Kilometres that are travelled in the dark."""
        return sum(stretch.end_km - stretch.start_km for stretch in self.light if stretch.found == "dark")


LONG_DAY_HOURS = 8.0
"""Hours at the wheel from which on a day is said to be long: most driving rules of aid organisations end there."""


def long_days(clock: JourneyClock) -> list[tuple[date, float]]:
    """Return the days on which more is driven than a driver should, with the hours."""
    driven: dict[date, float] = {}
    for leg in clock.hours:
        driven[leg.on] = driven.get(leg.on, 0.0) + (leg.arrives - leg.leaves) / 60.0
    return [(day, hours) for day, hours in driven.items() if hours > LONG_DAY_HOURS]


def minutes_of(text: str) -> int | None:
    """Read an hour such as 06:30, alone or at the beginning of a text; None where there is none."""
    found = _HOUR.match(text)
    if found is None:
        return None
    minutes = int(found[1]) * 60 + int(found[2])
    return minutes if int(found[2]) < 60 and minutes < DAY_MINUTES else None


def hour_of(minutes: float) -> str:
    """Write minutes of a day as an hour; past midnight the clock begins anew."""
    whole = round(minutes) % DAY_MINUTES
    return f"{whole // 60:02d}:{whole % 60:02d}"
