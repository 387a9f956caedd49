"""The checklist of gates for one case: the state of each with its reason, whichever of them decided (METHOD section 2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mrm_desktop.domain.assessments import GateResult, Reason
from mrm_desktop.domain.case import Case
from mrm_desktop.domain.vocabulary import (
    CivilianContact,
    EscortCriterion,
    GateId,
    GateState,
    MissionStatus,
    Mode,
    PatrolFrequency,
    Stratum,
)
from mrm_desktop.scoring.codes import reason

_State = tuple[GateState, Reason | None]
_PASSED: _State = (GateState.PASSED, None)
_NOT_APPLICABLE: _State = (GateState.NOT_APPLICABLE, None)
_NOT_REACHED: _State = (GateState.NOT_REACHED, None)


@dataclass(frozen=True, slots=True)
class GateFacts:
    """What the gates look at besides the case.

    Attributes
    ----------
    mode : Mode
        Requested mode.
    hostile_actors : tuple[str, ...]
        Hostile actors able to do harm.
    tolerance_known : bool
        Whether armed actors were assessed without a gap.
    excluded, not_heard : tuple[Stratum, ...]
        Confidently negative strata, and required strata without enough mass.
    evidence_gaps : int
        Gaps of community or armed-actor evidence.
    unknown_facts : tuple[str, ...]
        Facts that would refuse and are not known.
    infeasible, past_closing_day, index_reached : bool
        F1 holds; the closing day has passed; the decision reached the index.
    """

    mode: Mode
    hostile_actors: tuple[str, ...]
    tolerance_known: bool
    excluded: tuple[Stratum, ...]
    not_heard: tuple[Stratum, ...]
    evidence_gaps: int
    unknown_facts: tuple[str, ...]
    infeasible: bool
    past_closing_day: bool
    index_reached: bool


def checklist(case: Case, facts: GateFacts) -> tuple[GateResult, ...]:
    """Return the state of every gate in the order in which they are shown."""
    return tuple(GateResult(gate, *_CHECKS[gate](case, facts)) for gate in GateId)


def _failed(code: str, **params: object) -> _State:
    return GateState.FAILED, reason(code, **params)


def _unknown(code: str, **params: object) -> _State:
    return GateState.UNKNOWN, reason(code, **params)


def _purpose(case: Case, _facts: GateFacts) -> _State:
    purpose = case.request.purpose
    return _failed("gate.purpose.forbidden", purpose=purpose.value) if purpose.is_forbidden else _PASSED


def _mission(case: Case, facts: GateFacts) -> _State:
    if case.mission.status is MissionStatus.CLOSED:
        return _failed("gate.mission.closed")
    if facts.past_closing_day and case.mission.closes_on is not None:
        return _unknown("gate.mission.past_closing_day", closes_on=case.mission.closes_on.isoformat())
    return _unknown("gate.mission.unconfirmed") if case.mission.status is MissionStatus.UNCONFIRMED else _PASSED


def _component(case: Case, facts: GateFacts) -> _State:
    if not facts.mode.is_military:
        return _NOT_APPLICABLE
    if case.mission.military_in_area is None:
        return _unknown("gate.component.unconfirmed")
    return _PASSED if case.mission.military_in_area else _failed("gate.component.no_military")


def _conduct(case: Case, facts: GateFacts) -> _State:
    mission = case.mission
    if mission.alleged_perpetrator:
        return _failed("gate.conduct.alleged_perpetrator")
    if facts.mode.is_military and mission.unresolved_abuse_allegations:
        return _failed("gate.conduct.allegations")
    names = ("alleged_perpetrator", "unresolved_abuse_allegations") if facts.mode.is_military else ("alleged_perpetrator",)
    unknown = [name for name in names if getattr(mission, name) is None]
    return _unknown("gate.conduct.unknown", facts=unknown) if unknown else _PASSED


def _contact_punished(case: Case, facts: GateFacts) -> _State:
    return _of_fact(facts, case.context.contact_punished, "gate.contact_punished.punished", "gate.contact_punished.unknown")


def _reprisal(case: Case, facts: GateFacts) -> _State:
    return _of_fact(facts, case.context.reprisals_for_contact, "gate.reprisal.credible", "gate.reprisal.unknown")


def _of_fact(facts: GateFacts, bad: bool | None, failed: str, unknown: str) -> _State:
    if not facts.mode.is_military:
        return _NOT_APPLICABLE
    if bad is None:
        return _unknown(unknown)
    return _failed(failed) if bad else _PASSED


def _civilian_first(case: Case, facts: GateFacts) -> _State:
    if not facts.mode.is_military:
        return _NOT_APPLICABLE
    if case.mission.civilian_contact is not CivilianContact.NONE or case.organisation.unicef_consulted:
        return _PASSED
    if case.organisation.unicef_consulted is None:
        return _unknown("gate.civilian_first.unknown")
    return _failed("gate.civilian_first.not_consulted")


def _coherence(case: Case, _facts: GateFacts) -> _State:
    organisation = case.organisation
    if organisation.agreed_approach is False:
        return _failed("gate.coherence.not_agreed")
    if organisation.conflicting_approach_nearby:
        return _failed("gate.coherence.conflicting_nearby")
    if organisation.agreed_approach is None:
        return _unknown("gate.coherence.unknown")
    return _unknown("gate.coherence.nearby_unknown") if organisation.conflicting_approach_nearby is None else _PASSED


def _consent(case: Case, facts: GateFacts) -> _State:
    if not facts.mode.is_military:
        return _NOT_APPLICABLE
    if case.organisation.exposed_people_agree is None:
        return _unknown("gate.consent.unknown")
    return _PASSED if case.organisation.exposed_people_agree else _failed("gate.consent.refused")


def _armed_actor(case: Case, facts: GateFacts) -> _State:
    if not facts.mode.is_military:
        return _NOT_APPLICABLE
    if facts.hostile_actors:
        return _failed("gate.armed_actor.hostile", actors=list(facts.hostile_actors))
    if case.mission.joint_operations_with_party:
        return _failed("gate.armed_actor.joint_operations")
    known = facts.tolerance_known and case.mission.joint_operations_with_party is False
    return _PASSED if known else _unknown("gate.armed_actor.unknown")


def _excluded_group(_case: Case, facts: GateFacts) -> _State:
    if not facts.mode.is_military:
        return _NOT_APPLICABLE
    if facts.excluded:
        return _failed("gate.excluded_group.negative", groups=[s.value for s in facts.excluded])
    if facts.not_heard:
        return _unknown("gate.excluded_group.not_heard", groups=[s.value for s in facts.not_heard])
    return _PASSED


def _both_perceptions(_case: Case, facts: GateFacts) -> _State:
    if not facts.mode.is_military:
        return _NOT_APPLICABLE
    if facts.evidence_gaps:
        return _failed("gate.both_perceptions.inadequate", gaps=facts.evidence_gaps)
    if facts.unknown_facts:
        return _unknown("gate.both_perceptions.unknown_facts", facts=list(facts.unknown_facts))
    return _PASSED


def _feasibility(case: Case, facts: GateFacts) -> _State:
    if not facts.mode.is_military:
        return _NOT_APPLICABLE
    if not facts.index_reached:
        return _NOT_REACHED
    if not facts.infeasible:
        return _PASSED
    patrols = case.mission.patrol_frequency
    if patrols is PatrolFrequency.UNKNOWN or case.mission.hotline is None:
        return _unknown("gate.feasibility.unknown", patrol_frequency=patrols.value)
    return _failed("gate.feasibility.rare_patrols", patrol_frequency=patrols.value)


def _escort(case: Case, facts: GateFacts) -> _State:
    if facts.mode not in (Mode.ARMED_ESCORT, Mode.MILITARY_ASSETS):
        return _NOT_APPLICABLE
    if case.escort_criteria is None:
        return _unknown("gate.escort.unknown")
    unmet = [c.value for c in EscortCriterion if c not in case.escort_criteria]
    return _failed("gate.escort.criteria_unmet", criteria=unmet) if unmet else _PASSED


_CHECKS: dict[GateId, Callable[[Case, GateFacts], _State]] = {
    GateId.PURPOSE: _purpose,
    GateId.MISSION: _mission,
    GateId.COMPONENT: _component,
    GateId.CONDUCT: _conduct,
    GateId.CONTACT_PUNISHED: _contact_punished,
    GateId.CIVILIAN_FIRST: _civilian_first,
    GateId.COHERENCE: _coherence,
    GateId.CONSENT: _consent,
    GateId.ARMED_ACTOR: _armed_actor,
    GateId.REPRISAL: _reprisal,
    GateId.EXCLUDED_GROUP: _excluded_group,
    GateId.BOTH_PERCEPTIONS: _both_perceptions,
    GateId.FEASIBILITY: _feasibility,
    GateId.ESCORT: _escort,
}
