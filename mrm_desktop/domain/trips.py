"""Trips: legs, roles, check-ins, abort triggers. No names of people: whoever finds the plan must not learn who is in the car."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from mrm_desktop.domain.guard_passes import GuardPass
from mrm_desktop.domain.vocabulary import Mode, Purpose, Word

KEPT_AFTER = timedelta(days=30)  # a plan on a seized laptop is evidence of where people went (DOMAIN 6.4)


class Criticality(Word):
    """Programme criticality, the most critical first (DOMAIN 3.1)."""

    PC1 = "pc1"
    PC2 = "pc2"
    PC3 = "pc3"
    PC4 = "pc4"


class Go(Word):
    """Answer on a leg, the best first (METHOD section 8, trips). There is no unconditional one."""

    WITH_CONDITIONS = "go_with_conditions"
    WAIT = "wait"
    NO_GO = "no_go"


class Drawn(Word):
    """How the line of a leg came about."""

    STRAIGHT = "straight"
    ROADS = "roads"
    IMPORTED = "imported"


class MeasureStatus(Word):
    """Whether a measure against a risk is there already; only then does it count."""

    IN_PLACE = "in_place"
    PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class Lift:
    """What lets a leg off a no-go for attacks: it covers those that were known on its day, and no other reason.

    Attributes
    ----------
    role : str
        Code of the role that lifts it, as in the policy; never a name.
    reason : str
        Why the leg may be travelled all the same; a sentence.
    on : date
        Day on which it was lifted: an attack after it counts in full.
    """

    role: str
    reason: str
    on: date


@dataclass(frozen=True, slots=True)
class Waypoint:
    """A point on the way that has a name of its own.

    Attributes
    ----------
    at : tuple[float, float]
        Longitude and latitude in degrees, WGS 84.
    """

    name: str
    at: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Leg:
    """One stretch of road on one day.

    Attributes
    ----------
    route : tuple[tuple[float, float], ...]
        Corners, longitude and latitude in degrees, WGS 84; at least two.
    on : date
        Day of travel.
    drawn : Drawn
        Straight between the corners, along a road layer, or as a file of somebody has it.
    off_road_km : float
        Kilometres from its ends to the nearest road; 0 where it does not follow a road layer.
    lift : Lift | None
        Lift of a no-go for attacks; None for none.
    waypoints : tuple[Waypoint, ...]
        Points on it that whoever drew it named.
    leave_at : str
        Hour of departure, such as 06:30; "" where it follows on the leg before it on its day, or nobody has said.
    """

    name: str
    route: tuple[tuple[float, float], ...]
    on: date
    drawn: Drawn = Drawn.IMPORTED
    off_road_km: float = 0.0
    lift: Lift | None = None
    leave_at: str = ""
    waypoints: tuple[Waypoint, ...] = ()

    @property
    def straight(self) -> bool:
        """Whether no road is known to lie under the line."""
        return self.drawn is Drawn.STRAIGHT


@dataclass(frozen=True, slots=True)
class TripRisk:
    """A risk of the journey with what is done about it. Words, never a product of numbers.

    Attributes
    ----------
    likelihood, impact : int
        Steps 1 to 5, before the measure.
    owner : str
        Role that sees to the measure.
    """

    threat: str
    likelihood: int
    impact: int
    measure: str
    owner: str
    status: MeasureStatus


@dataclass(frozen=True, slots=True)
class CheckIn:
    """When and where the team reports: by which means, and how long to wait before anyone is called.

    Attributes
    ----------
    on : date | None
        Day on which it is due; None for each day of travel.
    """

    at: str
    place: str
    means: str
    backup: str = ""
    grace_minutes: int = 30
    on: date | None = None


def in_order(check_ins: Iterable[CheckIn]) -> list[CheckIn]:
    """Return check-ins by their day, those of each day first; those of one day stay as they were typed."""
    return sorted(check_ins, key=lambda one: one.on or date.min)


@dataclass(frozen=True, slots=True)
class OverdueStep:
    """What happens so many minutes after a missed check-in, and which role does it."""

    after_minutes: int
    role: str
    action: str


@dataclass(frozen=True, slots=True)
class Trip:
    """A journey that is planned.

    Attributes
    ----------
    mode : Mode
        Mode of contact with peacekeepers that the trip supposes.
    team, vehicles, approvers : tuple[str, ...]
        Roles and kinds of vehicle; never names or plates.
    corridor_km : float
        Kilometres to each side of the route that are looked at.
    if_not : str
        What happens if nobody goes.
    speed_kmh : float
        Mean speed that the road allows at this season.
    exposed : tuple[str, ...]
        Who is exposed by the trip, by role or group, and why.
    turn_back : tuple[str, ...]
        Points up to which, and hours until which, one turns back.
    hibernation, relocation : tuple[str, ...]
        Where the team stays out of sight and for how long, and to where and how it is brought, when it cannot go on or back.
    medical : tuple[str, ...]
        Where care can be had, and how a medical evacuation would run.
    no_signal : tuple[str, ...]
        Stretches without any means of calling.
    roads : str
        File of a road layer beside the trip file; "" for none.
    utc_offset_minutes : int | None
        Clock of the trip: minutes ahead of UTC; None for the zone of its longitude.
    checked : tuple[str, ...]
        What of the lists at H-24 and H-1 is ticked, by the codes of the checks.
    guard_passes : tuple[GuardPass, ...]
        Texts that the guard took for a person's and that two people let pass, by their place, such as ``check_in 1.place``.
    """

    title: str
    purpose: Purpose
    criticality: Criticality
    mode: Mode
    team: tuple[str, ...]
    vehicles: tuple[str, ...]
    legs: tuple[Leg, ...]
    check_ins: tuple[CheckIn, ...]
    overdue: tuple[OverdueStep, ...]
    abort_triggers: tuple[str, ...]
    approvers: tuple[str, ...]
    why_now: str
    if_not: str
    corridor_km: float = 5.0
    withdrawal_confirmed: bool = False
    destroy_by: date | None = None
    speed_kmh: float = 25.0
    exposed: tuple[str, ...] = ()
    turn_back: tuple[str, ...] = ()
    hibernation: tuple[str, ...] = ()
    relocation: tuple[str, ...] = ()
    medical: tuple[str, ...] = ()
    no_signal: tuple[str, ...] = ()
    risks: tuple[TripRisk, ...] = ()
    roads: str = ""
    utc_offset_minutes: int | None = None
    checked: tuple[str, ...] = ()
    guard_passes: tuple[GuardPass, ...] = ()

    @property
    def last_day(self) -> date:
        """Day of the last leg."""
        return max(leg.on for leg in self.legs)

    @property
    def to_destroy_on(self) -> date:
        """Day by which the plan and every copy of it has to be gone: at most 30 days after return."""
        latest = self.last_day + KEPT_AFTER
        return min(self.destroy_by, latest) if self.destroy_by else latest
