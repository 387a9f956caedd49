"""Trips that are out: what the base waits for, what was heard, and what is done when nothing is. Kept until the trip's own last day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from mrm_desktop.domain.route_strips import hour_of, minutes_of
from mrm_desktop.domain.trips import CheckIn, OverdueStep
from mrm_desktop.domain.vocabulary import Word


class Heard(Word):
    """What a line of the log of a trip says."""

    LEFT = "left"
    HEARD = "heard"
    BEFORE_DEPARTURE = "before_departure"  # a check-in of before it left, which nobody waits for
    DONE = "done"
    HOME = "home"


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of the log of a trip.

    Attributes
    ----------
    key : str
        Which check-in or which step it is about; "" for the trip itself.
    """

    at: datetime
    what: Heard
    key: str = ""


@dataclass(frozen=True, slots=True)
class TripOut:
    """A trip as the base follows it: no route, no purpose, no position; whom to wait for, until when, and what then.

    Attributes
    ----------
    days : tuple[date, ...]
        Days of travel: a check-in without a day of its own is due at its hour on each of them.
    utc_offset_minutes : int
        Clock of the trip: minutes ahead of UTC.
    destroy_by : date
        Day by which its row has to be gone.
    """

    id: str
    title: str
    days: tuple[date, ...]
    check_ins: tuple[CheckIn, ...]
    overdue: tuple[OverdueStep, ...]
    utc_offset_minutes: int
    destroy_by: date
    log: tuple[LogLine, ...]

    @property
    def is_home(self) -> bool:
        """Whether the team is back."""
        return any(line.what is Heard.HOME for line in self.log)

    def hour(self, at: datetime) -> str:
        """Write a moment as the hour on the clock of the trip."""
        there = self._there(at)
        return hour_of(there.hour * 60 + there.minute)

    def day(self, at: datetime) -> date:
        """Return the day of a moment on the clock of the trip."""
        return self._there(at).date()

    def _there(self, at: datetime) -> datetime:
        return at.astimezone(UTC) + timedelta(minutes=self.utc_offset_minutes)

    def noted(self, line: LogLine) -> TripOut:
        """Return the trip with one more line in its log; what was noted stays."""
        return replace(self, log=(*self.log, line))

    def has(self, what: Heard, key: str) -> bool:
        """Tell whether something was noted of a check-in or step."""
        return any(line.what is what and line.key == key for line in self.log)

    def due(self) -> Iterator[DueCheckIn]:
        """Yield every check-in whose hour can be read, in the order of time."""
        found = []
        for number, one in enumerate(self.check_ins, start=1):
            minutes = minutes_of(one.at)
            for day in self.days if one.on is None else (one.on,):
                if minutes is not None:
                    midnight = datetime.combine(day, time(), UTC) - timedelta(minutes=self.utc_offset_minutes)
                    found.append(DueCheckIn(f"{day.isoformat()} {number}", midnight + timedelta(minutes=minutes), one))
        yield from sorted(found, key=lambda due: due.at)


@dataclass(frozen=True, slots=True)
class DueCheckIn:
    """A check-in at its moment."""

    key: str
    at: datetime
    check_in: CheckIn

    @property
    def late_from(self) -> datetime:
        """When its grace is over."""
        return self.at + timedelta(minutes=self.check_in.grace_minutes)


@dataclass(frozen=True, slots=True)
class DueStep:
    """What is done after a check-in that was missed, and when.

    Attributes
    ----------
    is_done : bool
        Whether somebody noted that it was.
    """

    key: str
    at: datetime
    step: OverdueStep
    is_done: bool


@dataclass(frozen=True, slots=True)
class TripState:
    """A trip that is out at a moment.

    Attributes
    ----------
    next_check_in : DueCheckIn | None
        The earliest that nobody heard; None where none is left.
    missed : DueCheckIn | None
        The earliest whose grace is over and that nobody heard.
    steps : tuple[DueStep, ...]
        What is done about it, in the order of time.
    own_steps : bool
        Whether the trip has a plan of its own for it; else these are the usual ones.
    """

    trip: TripOut
    now: datetime
    next_check_in: DueCheckIn | None
    missed: DueCheckIn | None
    steps: tuple[DueStep, ...]
    own_steps: bool

    @property
    def is_overdue(self) -> bool:
        """Whether nobody heard of the team although its grace is over."""
        return self.missed is not None
