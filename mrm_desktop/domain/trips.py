"""Trips: legs, roles, check-ins, abort triggers. No names of people: whoever finds the plan must not learn who is in the car."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mrm_desktop.domain.vocabulary import Mode, Purpose, Word


class Criticality(Word):
    """Programme criticality, the most critical first (DOMAIN 3.1)."""

    PC1 = "pc1"
    PC2 = "pc2"
    PC3 = "pc3"
    PC4 = "pc4"


class Go(Word):
    """Answer on a leg. There is no unconditional one."""

    WITH_CONDITIONS = "with_conditions"
    HOLD = "hold"
    NO_GO = "no_go"


@dataclass(frozen=True, slots=True)
class Leg:
    """One stretch of road on one day.

    Attributes
    ----------
    route : tuple[tuple[float, float], ...]
        Corners, longitude and latitude in degrees, WGS 84; at least two.
    on : date
        Day of travel.
    straight : bool
        Whether the line was drawn straight between two ends because no road is known.
    """

    name: str
    route: tuple[tuple[float, float], ...]
    on: date
    straight: bool = False


@dataclass(frozen=True, slots=True)
class CheckIn:
    """When and where the team reports: by which means, and how long to wait before anyone is called."""

    at: str
    place: str
    means: str
    backup: str = ""
    grace_minutes: int = 30


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
