"""What a team brings back: the outcome, and what it learnt - as aggregates of groups, never as somebody's story."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.guard_passes import GuardPass
from mrm_desktop.domain.vocabulary import Stratum, Word


class TripOutcome(Word):
    """How a trip ended."""

    DONE = "done"
    TURNED_BACK = "turned_back"
    CANCELLED = "cancelled"
    INCIDENT = "incident"


@dataclass(frozen=True, slots=True)
class Observation:
    """How a group of an area seemed to see peacekeepers, by what the team saw and heard.

    Attributes
    ----------
    rating : float
        -2 (much worse) to 2 (much better), as in the surveys.
    heard : int
        How many people or groups it rests on.
    """

    area_code: str
    stratum: Stratum
    rating: float
    heard: int
    on: date


@dataclass(frozen=True, slots=True)
class Seen:
    """An incident on the way: what kind, where by area, when. No narrative and no numbers of victims."""

    area_code: str
    type: str
    on: date


@dataclass(frozen=True, slots=True)
class Event:
    """An event that makes earlier favourable evidence old, such as a riot or a rotation."""

    area_code: str
    kind: str
    happened_on: date


@dataclass(frozen=True, slots=True)
class Debrief:
    """A debrief within 48 hours of return.

    Attributes
    ----------
    source : str
        Code name of the debrief as a source; never a name.
    near_misses : int
        How often it almost went wrong.
    guard_passes : tuple[GuardPass, ...]
        Kinds of incidents or events that the guard took for a person and that two people let pass, such as ``incident 1.type``.
    """

    returned_on: date
    outcome: TripOutcome
    source: str
    grade: Grade
    near_misses: int = 0
    observations: tuple[Observation, ...] = ()
    incidents: tuple[Seen, ...] = ()
    events: tuple[Event, ...] = ()
    guard_passes: tuple[GuardPass, ...] = ()

    @property
    def areas(self) -> frozenset[str]:
        """Codes of the areas of which something new was learnt."""
        seen = {o.area_code for o in self.observations} | {i.area_code for i in self.incidents}
        return frozenset(seen | {e.area_code for e in self.events})
