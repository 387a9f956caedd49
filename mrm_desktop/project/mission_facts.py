"""What is known of the mission in one area: status, military, patrols, conduct, closing - each fact from its record, or unknown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from mrm_desktop.domain.case import MissionFacts
from mrm_desktop.domain.duty_lines import last_reached
from mrm_desktop.domain.geography import Presence
from mrm_desktop.domain.missions import Advisers, Contingent, MissionRecord, ProtectionMandate, civilian_contact
from mrm_desktop.domain.projects import AreaCircumstances
from mrm_desktop.domain.protection_tools import observed_response
from mrm_desktop.domain.vocabulary import CivilianContact, MilitaryKind, PatrolFrequency
from mrm_desktop.project.field_facts import facts_said, patrols_said
from mrm_desktop.project.knowledge import Knowledge
from mrm_desktop.project.on_record import (
    duty_lines_of,
    focal_points_of,
    mission_of,
    presence_known,
    protection_tools_of,
    status_of,
)
from mrm_desktop.scoring import Policy

# Of several units in one area the first of these is what it has; an unknown one among observers may be armed.
_BY_WEIGHT = (MilitaryKind.ARMED_UNITS, MilitaryKind.UNKNOWN, MilitaryKind.OBSERVERS)
# Best first: what an area can count on is its most frequent patrol.
_BY_FREQUENCY = (
    PatrolFrequency.WEEKLY,
    PatrolFrequency.FORTNIGHTLY,
    PatrolFrequency.MONTHLY,
    PatrolFrequency.QUARTERLY,
    PatrolFrequency.UNKNOWN,
    PatrolFrequency.NONE,
)


def mission_facts(knowledge: Knowledge, code: str, stated: AreaCircumstances | None, on: date, policy: Policy) -> MissionFacts:
    """Return the facts of the mission in an area.

    Parameters
    ----------
    stated : AreaCircumstances | None
        What somebody wrote down about the area.
    """
    record = mission_of(knowledge, code, on)
    presence = [p for p in presence_known(knowledge, code, on) if _is_of(record, p)]
    by_code = knowledge.contingents_by_code
    contingents = [by_code[p.contingent] for p in presence if p.contingent in by_code]
    kinds = _military_kinds(record, presence, by_code)
    contact, contact_tested = _civilian_contact(knowledge, code, record, on, policy)
    said = facts_said(knowledge, code, stated)
    on_record = _military_in_area(record, kinds, anywhere=(knowledge.first_presence or date.max) <= on)
    rotation_unknown = _rotation_unknown(presence, contingents)
    return MissionFacts(
        status=status_of(record, on, policy),
        military_in_area=said["military_in_area"] if on_record is None else on_record,
        military_kind=_military_kind(record, kinds),
        poc_mandate=said["poc_mandate"] if record is None else record.protection_mandate is not ProtectionMandate.NO,
        poc_mandate_is_limited=record is not None and record.protection_mandate is ProtectionMandate.LIMITED,
        civilian_contact=contact,
        civilian_contact_tested=contact_tested,
        patrol_frequency=_frequency(knowledge, code, presence, on, policy.gates.stale_after_days),
        rotation_unknown=rotation_unknown if said["rotation_unknown"] is None else said["rotation_unknown"],
        unresolved_abuse_allegations=_worst(contingents, "unresolved_abuse_allegations", said),
        resolved_past_allegations=_worst(contingents, "resolved_past_allegations", said),
        hotline=said["hotline"],
        joint_operations_with_party=said["joint_operations_with_party"],
        recent_attacks_or_protests=said["recent_attacks_or_protests"],
        alleged_perpetrator=said["alleged_perpetrator"],
        closes_on=_closing_day(record, stated),
        mandate_ends_on=record.mandate_end if record else None,
        response_hours=_response_hours(knowledge, code, stated, on),
    )


def _is_of(record: MissionRecord | None, presence: Presence) -> bool:
    """Tell whether presence is that of the mission: forces of others, such as a regional one, are no UN military."""
    return record is None or presence.mission in ("", record.acronym)


def _military_kinds(
    record: MissionRecord | None, presence: list[Presence], contingents: Mapping[str, Contingent]
) -> list[MilitaryKind]:
    """Return what kind of military each presence is whose patrols are not known to be none: as its contingent is, else as the mission."""
    of_mission = MilitaryKind.UNKNOWN if record is None else record.military.kind
    there = [contingents.get(p.contingent) for p in presence if p.frequency is not PatrolFrequency.NONE]
    return [of_mission if contingent is None else contingent.kind_in(record) for contingent in there]


def _military_in_area(record: MissionRecord | None, kinds: list[MilitaryKind], *, anywhere: bool) -> bool | None:
    """Tell whether UN military is on record here: presence of a mission that has any, and no mere guard unit or police.

    Where the project has no presence on record at all, nobody has looked: unknown, not absent.
    """
    if record is not None and not record.military.can_be_engaged:
        return False
    if not anywhere:
        return None
    return any(kind.is_military for kind in kinds)


def _military_kind(record: MissionRecord | None, kinds: list[MilitaryKind]) -> MilitaryKind:
    """Return what the military here is: armed units where any are. Where none stands here, what the mission has elsewhere can be called."""
    there = [kind for kind in kinds if kind.is_military]
    if not there:
        return MilitaryKind.UNKNOWN if record is None else record.military.kind
    return min(there, key=_BY_WEIGHT.index)


def _civilian_contact(
    knowledge: Knowledge, code: str, record: MissionRecord | None, on: date, policy: Policy
) -> tuple[CivilianContact, bool | None]:
    """Return the best civilian contact that somebody reached recently, else the best on record, with whether it was tested.

    What the registry says of the mission stands in where the directory knows nobody here; a team that nobody has called is untested.
    Where there is no civilian contact at all there is nothing to test.
    """
    points = focal_points_of(knowledge, code)
    lines = duty_lines_of(knowledge, code)
    limit = policy.gates.untested_unknown_after_days
    reached = civilian_contact(p for p in points if _is_recent(last_reached(p, lines), on, limit))
    if reached is not CivilianContact.NONE:
        return reached, None
    known = civilian_contact(points) if points or record is None else _by_registry(record)
    return known, None if known is CivilianContact.NONE else False


def _is_recent(tested_on: date | None, on: date, limit: int) -> bool:
    """Tell whether a test was made by ``on``, at most ``limit`` days before."""
    return tested_on is not None and 0 <= (on - tested_on).days <= limit


def _response_hours(knowledge: Knowledge, code: str, stated: AreaCircumstances | None, on: date) -> float | None:
    """Return the response observed last: of a protection tool here, where that is newer than what somebody wrote down of the area."""
    written = None if stated is None else stated.response_hours
    after = stated.recorded_on if stated is not None and written is not None else None
    seen = observed_response(protection_tools_of(knowledge, code), on, after)
    return written if seen is None else seen


def _by_registry(record: MissionRecord) -> CivilianContact:
    """Return the civilian contact that a mission has by the registry."""
    if record.advisers in (Advisers.DEDICATED_TEAM, Advisers.REDUCED_TEAM):
        return CivilianContact.CHILD_PROTECTION_ADVISER
    if record.advisers in (Advisers.WITHIN_HUMAN_RIGHTS, Advisers.NO_DEDICATED_TEAM, Advisers.HANDING_OVER):
        return CivilianContact.OTHER_CIVILIAN_COMPONENT
    return CivilianContact.NONE


def _frequency(knowledge: Knowledge, code: str, presence: list[Presence], on: date, stale_after_days: int) -> PatrolFrequency:
    """Return the most frequent class of patrols here, or what was found out since. It is soon out of date: then it is unknown again."""
    newest = max((p.last_confirmed for p in presence if p.last_confirmed is not None), default=None)
    said = patrols_said(knowledge, code, on, stale_after_days, newest)
    if said is not None:
        return said
    if not presence:
        return PatrolFrequency.NONE
    return min((p.relied_upon(on, stale_after_days).frequency for p in presence), key=_BY_FREQUENCY.index)


def _rotation_unknown(presence: list[Presence], contingents: list[Contingent]) -> bool | None:
    """Return False where every presence here names a contingent whose last rotation is on record, else None: unknown."""
    known = bool(presence) and len(contingents) == len(presence) and all(c.rotated_on is not None for c in contingents)
    return False if known else None


def _worst(contingents: list[Contingent], fact: str, said: Mapping[str, bool | None]) -> bool | None:
    """Return True if it holds of any contingent here or was found so, False if it is known not to hold of all, else what was found."""
    values = [getattr(contingent, fact) for contingent in contingents]
    if said[fact] or any(value is True for value in values):
        return True
    return False if values and all(value is False for value in values) else said[fact]


def _closing_day(record: MissionRecord | None, stated: AreaCircumstances | None) -> date | None:
    """Return the first day on which the mission or its base here was decided to close; the end of a mandate period is none."""
    days = [stated.closes_on if stated else None, record.closes_on if record else None]
    return min((day for day in days if day is not None), default=None)
