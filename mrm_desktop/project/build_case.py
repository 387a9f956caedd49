"""From what a project knows to the case of one area: each fact derived from its record, or left unknown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from mrm_desktop.domain.case import Case, ContextFacts, OrganisationFacts, ReceptorImpacts, Request
from mrm_desktop.domain.evidence import ActorReport, ArmedActor, CommunityEvidence
from mrm_desktop.domain.geography import Area
from mrm_desktop.domain.projects import AreaCircumstances
from mrm_desktop.domain.vocabulary import Approach, Mode, Stratum
from mrm_desktop.project.consent import consent_on_record
from mrm_desktop.project.dated_events import events_ahead, last_reset
from mrm_desktop.project.field_facts import facts_said
from mrm_desktop.project.knowledge import Knowledge
from mrm_desktop.project.mission_facts import mission_facts
from mrm_desktop.project.on_record import forces_of
from mrm_desktop.project.question import Question
from mrm_desktop.project.rated_objects import evidence_on
from mrm_desktop.scoring import Policy


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
    return Case(
        id=code,
        title=area.name,
        assessed_on=question.day,
        request=Request(question.mode, question.purpose, question.threat, question.threat_grade),
        mission=mission_facts(knowledge, code, circumstances, question.day, policy),
        organisation=_organisation_facts(knowledge, code, circumstances, question),
        context=_context_facts(knowledge, code, circumstances),
        escort_criteria=question.escort_criteria,
        community_evidence=_community(knowledge, code, question.day),
        armed_actors=_armed_actors(knowledge, code, question.day),
        armed_actors_checked_on=_checked_on(knowledge, code),
        required_strata=required_strata(area, policy),
        previous_band=knowledge.decisions.last_band(code, question.day),
        impacts=_impacts(knowledge, code, question.mode),
        measures=circumstances.measures if circumstances else (),
        events_ahead=events_ahead(knowledge, code, question.day),
        area_redrawn=area.is_redrawn,
    )


def required_strata(area: Area, policy: Policy) -> tuple[Stratum, ...]:
    """Return the groups that have to be heard in an area (METHOD 3): displaced people where they are more than a tenth."""
    many = area.displaced_share is not None and area.displaced_share > policy.adequacy.displaced_share
    return (Stratum.WOMEN, Stratum.MEN, *((Stratum.DISPLACED,) if many else ()))


def _organisation_facts(knowledge: Knowledge, code: str, stated: AreaCircumstances | None, question: Question) -> OrganisationFacts:
    said = facts_said(knowledge, code, stated)
    agreed = consent_on_record(knowledge, code, question)
    if agreed is None and question.provided_consent:
        agreed = True
    conflicting = said["conflicting_approach_nearby"]
    if conflicting is None:
        conflicting = _conflicts_nearby(knowledge, code, question)
    consulted = question.unicef_consulted if question.unicef_consulted is not None else said["unicef_consulted"]
    return OrganisationFacts(
        approach=Approach.NONE if knowledge.approach_on(question.day) is None else Approach.AGREED,
        conflicting_approach_nearby=conflicting,
        exposed_people_agree=agreed,
        unicef_consulted=consulted,
    )


def _context_facts(knowledge: Knowledge, code: str, stated: AreaCircumstances | None) -> ContextFacts:
    said = facts_said(knowledge, code, stated)
    return ContextFacts(
        contact_punished=said["contact_punished"],
        reprisals_for_contact=said["reprisals_for_contact"],
        confused_with_fighting_force=_confused(knowledge, code, said["confused_with_fighting_force"]),
    )


def _confused(knowledge: Knowledge, code: str, stated: bool | None) -> bool | None:
    """Tell whether people here take a force that fights for the UN.

    One force on record of which it is so is enough. Otherwise what somebody stated of the area counts; it is False without that only
    where forces are on record here and it is known not to be so of any of them.
    """
    found = [force.is_taken_for_a_fighting_un for force in forces_of(knowledge, code)]
    if any(found):
        return True
    return stated if stated is not None or not found or None in found else False


def _conflicts_nearby(knowledge: Knowledge, code: str, question: Question) -> bool:
    """Tell whether the organisation stays away from this mode next door and no reason for it is on record."""
    refused = knowledge.decisions.refused_without_reason(question.mode, question.day)
    return bool(refused) and code in knowledge.ground.next_to(refused)


def _community(knowledge: Knowledge, code: str, on: date) -> tuple[CommunityEvidence, ...]:
    """Return the evidence of an area and of what lies inside it, known on a day, marked where a reset event came after."""
    reset = last_reset(knowledge, code, on)
    known = [e for e in knowledge.evidence.of(knowledge.ground.below_and_self(code)) if e.known_from <= on]
    items = [evidence_on(e, knowledge, on).item for e in known]
    return tuple(replace(item, reset_since=True) if reset > item.collected_on and not item.reset_since else item for item in items)


def _checked_on(knowledge: Knowledge, code: str) -> date | None:
    """Return when somebody last looked which armed actors are in an area; a look at a part of it is none at all of it."""
    checks = knowledge.armed_actor_checks.of(knowledge.ground.outwards(code))
    return max((check.checked_on for check in checks), default=None)


def _impacts(knowledge: Knowledge, code: str, mode: Mode) -> ReceptorImpacts | None:
    """Return the newest assessment of the smallest area that has one, of this mode before one of all modes; None where none was made."""
    for candidate in knowledge.ground.outwards(code):
        for asked in (mode, None):
            found = [impact for impact in knowledge.impacts.of([candidate]) if impact.mode is asked]
            if found:
                newest = max(reversed(found), key=lambda impact: impact.on)
                return ReceptorImpacts(newest.staff, newest.contacts, newest.access)
    return None


def _armed_actors(knowledge: Knowledge, code: str, on: date) -> tuple[ArmedActor, ...] | None:
    """Group reports by actor; None where nobody has listed any actor: not assessed, which is a gap."""
    rows = knowledge.actor_reports.of(knowledge.ground.around(code))
    if not rows:
        return () if _none_was_found(knowledge, code) else None
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


def _none_was_found(knowledge: Knowledge, code: str) -> bool:
    """Tell whether somebody looked and found no armed actor: after the last one on record had gone, with nothing kept out of sight."""
    checked_on, around = _checked_on(knowledge, code), knowledge.ground.around(code)
    if checked_on is None or any(knowledge.out_of_sight.get(area) for area in around):
        return False
    gone = (knowledge.whole or knowledge).actor_reports.of(around)
    return all(report.valid_to is not None and report.valid_to < checked_on for report in gone)
