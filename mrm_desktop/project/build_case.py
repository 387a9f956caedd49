"""From what a project knows to the case of one area: each fact derived from its record, or left unknown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from mrm_desktop.domain.case import Case, ContextFacts, MissionFacts, OrganisationFacts, Request
from mrm_desktop.domain.evidence import ActorReport, ArmedActor, CommunityEvidence
from mrm_desktop.domain.geography import Presence
from mrm_desktop.domain.missions import (
    Advisers,
    Contingent,
    FocalPoint,
    MissionRecord,
    ProtectionMandate,
    civilian_contact,
    fallback_order,
)
from mrm_desktop.domain.projects import AreaCircumstances
from mrm_desktop.domain.vocabulary import (
    CivilianContact,
    MissionStatus,
    PatrolFrequency,
    Stratum,
)
from mrm_desktop.project.knowledge import Knowledge
from mrm_desktop.project.question import Question
from mrm_desktop.project.rated_objects import evidence_on
from mrm_desktop.scoring import Policy

# Best first: what an area can count on is its most frequent patrol.
_BY_FREQUENCY = (
    PatrolFrequency.WEEKLY,
    PatrolFrequency.FORTNIGHTLY,
    PatrolFrequency.MONTHLY,
    PatrolFrequency.QUARTERLY,
    PatrolFrequency.UNKNOWN,
    PatrolFrequency.NONE,
)


def build_case(knowledge: Knowledge, code: str, question: Question, policy: Policy) -> Case:
    """Build the case of one area.

    Raises
    ------
    KnownError
        ``area.unknown`` where the project has no such area.
    """
    knowledge = knowledge.as_of(question.day)
    area = knowledge.area(code)
    code = area.code
    circumstances = knowledge.circumstances_of(code, question.day)
    required = [Stratum.WOMEN, Stratum.MEN]
    if area.displaced_share is not None and area.displaced_share > policy.adequacy.displaced_share:
        required.append(Stratum.DISPLACED)
    return Case(
        id=code,
        title=area.name,
        assessed_on=question.day,
        request=Request(question.mode, question.purpose, question.threat, question.threat_grade),
        mission=_mission_facts(knowledge, code, circumstances, question.day, policy),
        organisation=_organisation_facts(knowledge, code, circumstances, question),
        context=circumstances.context if circumstances else ContextFacts(),
        escort_criteria=question.escort_criteria,
        community_evidence=_community(knowledge, code, question.day),
        armed_actors=_armed_actors(knowledge, code, question.day),
        required_strata=tuple(required),
        previous_band=knowledge.decisions.last_band(code, question.day),
        measures=circumstances.measures if circumstances else (),
    )


def presence_known(knowledge: Knowledge, code: str, on: date) -> tuple[Presence, ...]:
    """Return the presence in an area as it was known on a day: what was confirmed later says nothing of that day."""
    return tuple(p for p in knowledge.presence_map.in_area(code) if p.last_confirmed is None or p.last_confirmed <= on)


def mission_of(knowledge: Knowledge, code: str, on: date) -> MissionRecord | None:
    """Return the mission of an area: of the presence confirmed last there, else the project's own."""
    there = sorted(presence_known(knowledge, code, on), key=lambda p: p.last_confirmed or date.min, reverse=True)
    for acronym in (*(p.mission for p in there if p.mission), knowledge.info.mission):
        if acronym in knowledge.missions:
            return knowledge.missions[acronym]
    return None


def focal_points_of(knowledge: Knowledge, code: str) -> tuple[FocalPoint, ...]:
    """Return the civilian focal points that cover an area, in fallback order."""
    return fallback_order(knowledge.focal_points.of({"", *knowledge.ground.above_and_self(code)}))


def status_of(record: MissionRecord | None, on: date, policy: Policy) -> MissionStatus:
    """Return the status of a mission on a day; a mission that the registry does not know is unconfirmed."""
    return MissionStatus.UNCONFIRMED if record is None else record.status_on(on, policy.gates.stale_after_days)


def _mission_facts(knowledge: Knowledge, code: str, stated: AreaCircumstances | None, on: date, policy: Policy) -> MissionFacts:
    record = mission_of(knowledge, code, on)
    presence = [p for p in presence_known(knowledge, code, on) if _is_of(record, p)]
    by_code = knowledge.contingents_by_code
    contingents = [by_code[p.contingent] for p in presence if p.contingent in by_code]
    facts = MissionFacts(
        status=status_of(record, on, policy),
        military_in_area=_military_in_area(record, presence, anywhere=(knowledge.first_presence or date.max) <= on),
        poc_mandate=None if record is None else record.protection_mandate is not ProtectionMandate.NO,
        civilian_contact=_civilian_contact(knowledge, code, record),
        patrol_frequency=_frequency(presence, on, policy.gates.stale_after_days),
        rotation_unknown=_rotation_unknown(presence, contingents),
        unresolved_abuse_allegations=_worst(contingents, "unresolved_abuse_allegations"),
        resolved_past_allegations=_worst(contingents, "resolved_past_allegations"),
        closes_on=_closing_day(record, stated),
    )
    if stated is None:
        return facts
    return replace(
        facts,
        response_hours=stated.response_hours,
        hotline=stated.hotline,
        joint_operations_with_party=stated.joint_operations_with_party,
        recent_attacks_or_protests=stated.recent_attacks_or_protests,
        rotation_unknown=facts.rotation_unknown if stated.rotation_unknown is None else stated.rotation_unknown,
        alleged_perpetrator=stated.alleged_perpetrator,
    )


def _is_of(record: MissionRecord | None, presence: Presence) -> bool:
    """Tell whether presence is that of the mission: forces of others, such as a regional one, are no UN military."""
    return record is None or presence.mission in ("", record.acronym)


def _military_in_area(record: MissionRecord | None, presence: list[Presence], *, anywhere: bool) -> bool | None:
    """Tell whether UN military is on record here: presence of a mission that has any, with patrols not known to be none.

    Where the project has no presence on record at all, nobody has looked: unknown, not absent.
    """
    if record is not None and not record.military.can_be_engaged:
        return False
    if not anywhere:
        return None
    return any(p.frequency is not PatrolFrequency.NONE for p in presence)


def _civilian_contact(knowledge: Knowledge, code: str, record: MissionRecord | None) -> CivilianContact:
    """Return the best civilian contact: by the directory where it covers the area, else by what the registry says of the mission."""
    points = focal_points_of(knowledge, code)
    if points or record is None:
        return civilian_contact(points)
    if record.advisers in (Advisers.DEDICATED_TEAM, Advisers.REDUCED_TEAM):
        return CivilianContact.CHILD_PROTECTION_ADVISER
    if record.advisers in (Advisers.WITHIN_HUMAN_RIGHTS, Advisers.NO_DEDICATED_TEAM, Advisers.HANDING_OVER):
        return CivilianContact.OTHER_CIVILIAN_COMPONENT
    return CivilianContact.NONE


def _frequency(presence: list[Presence], on: date, stale_after_days: int) -> PatrolFrequency:
    """Return the most frequent class of patrols here. How often is soon out of date: after a while it is unknown again."""
    if not presence:
        return PatrolFrequency.NONE
    return min((_frequency_on(p, on, stale_after_days) for p in presence), key=_BY_FREQUENCY.index)


def _frequency_on(presence: Presence, on: date, stale_after_days: int) -> PatrolFrequency:
    confirmed = presence.last_confirmed
    fresh = confirmed is not None and (on - confirmed).days <= stale_after_days
    return presence.frequency if fresh or presence.frequency is PatrolFrequency.NONE else PatrolFrequency.UNKNOWN


def _rotation_unknown(presence: list[Presence], contingents: list[Contingent]) -> bool | None:
    """Return False where every presence here names a contingent whose last rotation is on record, else None: unknown."""
    known = bool(presence) and len(contingents) == len(presence) and all(c.rotated_on is not None for c in contingents)
    return False if known else None


def _worst(contingents: list[Contingent], fact: str) -> bool | None:
    """Return True if it holds of any contingent here, False if it is known not to hold of all, else None: unknown."""
    values = [getattr(contingent, fact) for contingent in contingents]
    if any(value is True for value in values):
        return True
    return False if values and all(value is False for value in values) else None


def _closing_day(record: MissionRecord | None, stated: AreaCircumstances | None) -> date | None:
    days = [stated.closes_on if stated else None, record.mandate_end if record else None]
    return min((day for day in days if day is not None), default=None)


def _organisation_facts(knowledge: Knowledge, code: str, stated: AreaCircumstances | None, question: Question) -> OrganisationFacts:
    known = stated.organisation if stated else OrganisationFacts()
    agreed = question.consent if question.consent is not None else known.exposed_people_agree
    if agreed is None and question.provided_consent:
        agreed = True
    conflicting = known.conflicting_approach_nearby
    if conflicting is None:
        conflicting = _conflicts_nearby(knowledge, code, question)
    consulted = question.unicef_consulted if question.unicef_consulted is not None else known.unicef_consulted
    return replace(known, exposed_people_agree=agreed, conflicting_approach_nearby=conflicting, unicef_consulted=consulted)


def _conflicts_nearby(knowledge: Knowledge, code: str, question: Question) -> bool:
    """Tell whether the organisation stays away from this mode next door and no reason for it is on record."""
    refused = knowledge.decisions.refused_without_reason(question.mode, question.day)
    return bool(refused) and code in knowledge.ground.next_to(refused)


def _community(knowledge: Knowledge, code: str, on: date) -> tuple[CommunityEvidence, ...]:
    """Return the evidence of an area and of what lies inside it, known on a day, marked where a reset event came after."""
    ground = knowledge.ground
    resets = [event.happened_on for event in knowledge.reset_events.of({"", *ground.around(code)}) if event.happened_on <= on]
    last_reset = max([*resets, *_rotations(knowledge, code, on)], default=date.min)
    known = [e for e in knowledge.evidence.of(ground.below_and_self(code)) if e.item.collected_on <= on]
    items = [evidence_on(e, knowledge, on).item for e in known]
    return tuple(
        replace(item, reset_since=True) if last_reset > item.collected_on and not item.reset_since else item for item in items
    )


def _rotations(knowledge: Knowledge, code: str, on: date) -> list[date]:
    """Return the days on which a contingent present here rotated: its name with the people starts anew."""
    codes = {p.contingent for p in presence_known(knowledge, code, on) if p.contingent}
    days = [contingent.rotated_on for name in codes if (contingent := knowledge.contingents_by_code.get(name)) is not None]
    return [day for day in days if day is not None and day <= on]


def _armed_actors(knowledge: Knowledge, code: str, on: date) -> tuple[ArmedActor, ...] | None:
    """Group reports by actor; None where nobody has listed any actor: not assessed, which is a gap."""
    rows = knowledge.actor_reports.of(knowledge.ground.around(code))
    if not rows:
        return None
    grouped: dict[str, list[ActorReport]] = {}
    for row in rows:
        grouped.setdefault(row.actor, []).append(row)
    return tuple(
        ArmedActor(
            name=name,
            kind=reports[0].kind,
            able_to_harm=any(r.able_to_harm for r in reports),
            sources=tuple(r.report for r in reports if r.report is not None and r.report.reported_on <= on),
        )
        for name, reports in sorted(grouped.items())
    )
