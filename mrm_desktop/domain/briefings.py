"""The briefing: what of an open project needs somebody today, in the order in which it should be looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from mrm_desktop.domain.assessments import Reason
from mrm_desktop.domain.trips_out import TripState
from mrm_desktop.domain.vocabulary import Mode, Word


class NeedKind(Word):
    """What needs somebody, the most pressing first."""

    OVERDUE_TRIP = "overdue_trip"
    ALERT = "alert"
    NO_AREAS = "no_areas"
    TO_GET = "to_get"
    FALLEN_REASON = "fallen_reason"
    LAPSED = "lapsed"
    LAPSES = "lapses"
    WAITS = "waits"
    DRAFT = "draft"
    MISSION = "mission"
    NO_FOCAL_POINT = "no_focal_point"
    BACKUP = "backup"
    UNTESTED_LINE = "untested_line"
    EVENT = "event"
    DESTROY = "destroy"
    DRILL = "drill"


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that needs somebody.

    Attributes
    ----------
    code : str
        Sentence of the catalogue that says it; ``<code>.more`` says what follows from it.
    due : date | None
        The day by which it should be done; None for now.
    area_code : str
        The area that it is about; "" where it is about none, or about several.
    reasons : tuple[Reason, ...]
        Sentences that belong to it, such as what a decision rested on and what is known now.
    """

    kind: NeedKind
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    due: date | None = None
    area_code: str = ""
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class ClassChange:
    """An area whose ceiling of contact is another one than it was; ``reason`` says why it is what it is."""

    area_code: str
    before: Mode
    after: Mode
    reason: Reason

    @property
    def is_lower(self) -> bool:
        """Whether less visible contact can be defended than before."""
        return self.after.visibility < self.before.visibility


@dataclass(frozen=True, slots=True)
class MissionLine:
    """What is said of the project's mission in one line.

    Attributes
    ----------
    mandate_end : date | None
        Last day of the mandate; None for one without an end, and where it is not known.
    confirmed_on : date | None
        Day on which a person last compared the record with a public source.
    """

    acronym: str
    mandate_end: date | None
    confirmed_on: date | None


@dataclass(frozen=True, slots=True)
class Week:
    """What happened between two days, for the summary that an office sends round.

    Attributes
    ----------
    incidents : Mapping[str, int]
        How many incidents are on record of these days, by the area that is assessed; "" for those of none.
    """

    briefing: Briefing
    incidents: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Briefing:
    """What a project has to say on a day.

    Attributes
    ----------
    mission : MissionLine | None
        None where the registry does not know the project's mission.
    needs : tuple[Need, ...]
        The most pressing first.
    changes : tuple[ClassChange, ...]
        Areas whose ceiling changed between ``since`` and ``day``; those that went down first.
    on_the_road : tuple[TripState, ...]
        Trips that are out; those first of which nobody heard in time.
    """

    day: date
    since: date
    mission: MissionLine | None
    needs: tuple[Need, ...]
    changes: tuple[ClassChange, ...]
    on_the_road: tuple[TripState, ...] = ()
