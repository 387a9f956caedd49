"""UN missions, their components and contingents, and whom to call first.

A mission record is a dated fact, not knowledge of the program: past its mandate's end, or unchecked for too long, it is
``unconfirmed`` (METHOD section 2, gate G2).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.vocabulary import CivilianContact, MilitaryKind, MissionStatus, Word


class MissionType(Word):
    """Kind of UN field mission."""

    PEACEKEEPING_OPERATION = "peacekeeping_operation"
    SPECIAL_POLITICAL_MISSION = "special_political_mission"
    HYBRID_OPERATION = "hybrid_operation"


class MilitaryComponent(Word):
    """What soldiers, if any, a mission has. A guard unit protects the mission's own compounds and nobody else."""

    CONTINGENTS = "contingents"
    UNARMED_OBSERVERS = "unarmed_observers"
    GUARD_UNIT = "guard_unit"
    LIAISON_OFFICERS = "liaison_officers"
    POLICE_ONLY = "police_only"
    NONE = "none"

    @property
    def can_be_engaged(self) -> bool:
        """Whether there is a UN military component that a military mode of contact could address at all."""
        return self in (MilitaryComponent.CONTINGENTS, MilitaryComponent.UNARMED_OBSERVERS)

    @property
    def kind(self) -> MilitaryKind:
        """What the method calls it: units, observers, a guard unit, or nothing that a mode of contact could address."""
        return _KIND_OF_COMPONENT.get(self, MilitaryKind.NONE)


_KIND_OF_COMPONENT = {
    MilitaryComponent.CONTINGENTS: MilitaryKind.ARMED_UNITS,
    MilitaryComponent.UNARMED_OBSERVERS: MilitaryKind.OBSERVERS,
    MilitaryComponent.GUARD_UNIT: MilitaryKind.GUARD_UNIT,
}


class ProtectionMandate(Word):
    """Whether the Council mandated physical protection of civilians."""

    YES = "yes"
    LIMITED = "limited"
    NO = "no"


class Advisers(Word):
    """What child protection capacity the mission's civilian side has."""

    DEDICATED_TEAM = "dedicated_team"
    REDUCED_TEAM = "reduced_team"
    WITHIN_HUMAN_RIGHTS = "within_human_rights"
    NO_DEDICATED_TEAM = "no_dedicated_team"
    HANDING_OVER = "handing_over"
    NONE = "none"


class RecordedStatus(Word):
    """Status as written in the registry on the day it was checked."""

    ACTIVE = "active"
    CLOSING = "closing"
    CLOSED = "closed"


class Confidence(Word):
    """How sure the registry's keeper is of a row."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class MissionRecord:
    """One row of the mission registry.

    Attributes
    ----------
    mandate_end : date | None
        Last day of the last known mandate period; None for an open-ended mandate. It is never taken for a closing day.
    last_checked : date | None
        Day on which a person last compared the row with a public source; None when only from general knowledge.
    closes_on : date | None
        Day on which it was decided that the mission closes; None where no closing was decided.
    created_by, renewed_by : str
        Resolutions by which the Council created the mission and last renewed its mandate.
    mandate_limits : str
        Where or how far the mandate to protect civilians reaches, in words; "" where nothing limits it or nobody looked.
    led_by : str
        Post that leads the mission, such as "Special Representative of the Secretary-General".
    co_led_with_unicef : bool | None
        Whether mission and UNICEF lead the task force on monitoring and reporting together; None where nobody looked.
    sections : tuple[Component, ...]
        Sections and components that are there: civilian, police, military; empty where nobody wrote them down.
    """

    acronym: str
    country_area: str
    type: MissionType
    start: date
    mandate_end: date | None
    recorded_status: RecordedStatus
    military: MilitaryComponent
    protection_mandate: ProtectionMandate
    advisers: Advisers
    created_by: str
    renewed_by: str
    source: str
    last_checked: date | None
    confidence_dates: Confidence
    confidence_attributes: Confidence
    note: str = ""
    closes_on: date | None = None
    mandate_limits: str = ""
    led_by: str = ""
    co_led_with_unicef: bool | None = None
    sections: tuple[Component, ...] = ()

    @property
    def valid_from(self) -> date:
        """First day of its mandate."""
        return self.start

    @property
    def valid_to(self) -> date | None:
        """Last day of its mandate: after it the mission is unconfirmed, not gone."""
        return self.mandate_end

    def status_on(self, day: date, stale_after_days: int) -> MissionStatus:
        """Return the status that may be relied upon on ``day``.

        Parameters
        ----------
        day : date
            Day of the assessment.
        stale_after_days : int
            Days after which an unchecked record counts as unconfirmed (policy: 90).
        """
        if self.recorded_status is RecordedStatus.CLOSED:
            return MissionStatus.CLOSED
        if self.mandate_end is not None and day > self.mandate_end:
            return MissionStatus.UNCONFIRMED
        if self.last_checked is None or (day - self.last_checked).days > stale_after_days:
            return MissionStatus.UNCONFIRMED
        return MissionStatus.CLOSING if self.recorded_status is RecordedStatus.CLOSING else MissionStatus.ACTIVE


class Component(Word):
    """Components of a mission, and the civilian UN actors outside it."""

    CHILD_PROTECTION = "child_protection"
    HUMAN_RIGHTS = "human_rights"
    WOMEN_PROTECTION = "women_protection"
    CIVIL_AFFAIRS = "civil_affairs"
    POLICE = "police"
    MILITARY = "military"
    UNICEF = "unicef"
    RESIDENT_COORDINATOR = "resident_coordinator"

    @property
    def is_civilian_of_mission(self) -> bool:
        """Whether it is a civilian section of the mission itself."""
        return self in _CIVILIAN_SECTIONS


_CIVILIAN_SECTIONS = (
    Component.CHILD_PROTECTION,
    Component.HUMAN_RIGHTS,
    Component.WOMEN_PROTECTION,
    Component.CIVIL_AFFAIRS,
)


@dataclass(frozen=True, slots=True)
class Contingent:
    """A military unit of one contributing country; perceptions, rotation and conduct belong to it, not to the mission.

    Attributes
    ----------
    valid_from, valid_to : date | None
        Days between which the contributing country has the unit deployed; a rotation of its soldiers does not end it.
    military_kind : MilitaryKind | None
        What the unit is; None for what the mission record says of the mission's military.
    police : bool
        Whether it is a police unit: it counts for no kind of military.
    child_protection_training : bool | None
        Whether the contributing country trained it on child protection before deployment; None where nobody asked.
    """

    code: str
    mission: str
    contributing_country: str
    rotated_on: date | None = None
    unresolved_abuse_allegations: bool | None = None
    resolved_past_allegations: bool | None = None
    source: str = ""
    grade: Grade | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    military_kind: MilitaryKind | None = None
    police: bool = False
    child_protection_training: bool | None = None

    def kind_in(self, record: MissionRecord | None) -> MilitaryKind:
        """Return what kind of military the unit is in its mission; unknown where neither it nor the mission says so."""
        if self.police:
            return MilitaryKind.NONE
        if self.military_kind is not None:
            return self.military_kind
        return MilitaryKind.UNKNOWN if record is None else record.military.kind


class Reach(Word):
    """How a focal point can be reached from the field."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    RADIO = "radio"
    EMAIL = "email"
    THROUGH_OTHERS = "through_others"


@dataclass(frozen=True, slots=True)
class FocalPoint:
    """A role that can be called - never a named person.

    Attributes
    ----------
    role : str
        Title of the post, such as "Child Protection Adviser, Sector North".
    area_code : str
        P-code of the area it covers, with everything below it; "" for the whole country.
    last_tested : date | None
        Day on which somebody last reached it.
    source, grade : str, Grade | None
        Who says so, and what the source is worth; "" and None where nobody wrote it down.
    valid_from, valid_to : date | None
        Days between which the post exists and is mandated to receive reports.
    """

    role: str
    component: Component
    mission: str
    area_code: str = ""
    reach: Reach = Reach.PHONE
    last_tested: date | None = None
    source: str = ""
    grade: Grade | None = None
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class CoordinationForum:
    """A meeting where mission and NGOs see each other, such as the child protection working group.

    Attributes
    ----------
    valid_from, valid_to : date | None
        Days between which it meets.
    """

    name: str
    area_code: str = ""
    convened_by: str = ""
    meets: str = ""
    source: str = ""
    grade: Grade | None = None
    valid_from: date | None = None
    valid_to: date | None = None


def contingent_key(contingent: Contingent) -> tuple[str, str]:
    """Return what names a contingent: a later statement with the same key takes the place of an earlier one."""
    return (contingent.mission, contingent.code)


def focal_point_key(point: FocalPoint) -> tuple[str, Component, str, str]:
    """Return what names a focal point."""
    return (point.role, point.component, point.mission, point.area_code)


def forum_key(forum: CoordinationForum) -> tuple[str, str]:
    """Return what names a forum."""
    return (forum.name, forum.area_code)


def fallback_order(points: Iterable[FocalPoint]) -> tuple[FocalPoint, ...]:
    """Order focal points as the factsheet does: CPA, other civilian sections, UNICEF, Resident Coordinator's office.

    Police and military are left out: they are never a focal point for child protection concerns. Within a rank the most recently
    tested comes first, the never tested last.
    """
    civilian = [p for p in points if p.component in _RANK]
    return tuple(sorted(civilian, key=lambda p: (_RANK[p.component], -(p.last_tested or date.min).toordinal(), p.role)))


_RANK = {
    Component.CHILD_PROTECTION: 0,
    Component.HUMAN_RIGHTS: 1,
    Component.WOMEN_PROTECTION: 2,
    Component.CIVIL_AFFAIRS: 2,
    Component.UNICEF: 3,
    Component.RESIDENT_COORDINATOR: 4,
}


def civilian_contact(points: Iterable[FocalPoint]) -> CivilianContact:
    """Tell which civilian contact of the mission the directory knows for an area."""
    components = {p.component for p in points}
    if Component.CHILD_PROTECTION in components:
        return CivilianContact.CHILD_PROTECTION_ADVISER
    if any(c.is_civilian_of_mission for c in components):
        return CivilianContact.OTHER_CIVILIAN_COMPONENT
    return CivilianContact.NONE
