"""The card of an area: everything about it in one place, worked out without looking at any other area."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from mrm_desktop.domain.assessments import Assessment, GateResult, Reason
from mrm_desktop.domain.assessors import agreement_of
from mrm_desktop.domain.case import Case
from mrm_desktop.domain.decisions import Decision
from mrm_desktop.domain.duty_lines import checked_lines
from mrm_desktop.domain.protection_tools import REST_ON_TOOLS
from mrm_desktop.domain.views import AreaCard
from mrm_desktop.domain.vocabulary import GateId, GateState
from mrm_desktop.project.build_case import build_case
from mrm_desktop.project.consent import consent_on_record
from mrm_desktop.project.ended_facts import ended_facts
from mrm_desktop.project.knowledge import Knowledge
from mrm_desktop.project.on_record import (
    duty_lines_of,
    events_of,
    focal_points_of,
    forces_of,
    mission_of,
    presence_known,
    status_of,
)
from mrm_desktop.project.question import Question
from mrm_desktop.project.rated_objects import evidence_on
from mrm_desktop.project.standing import sign_offs_of, waiting_for
from mrm_desktop.scoring import Policy, assess, explain


def area_card(
    knowledge: Knowledge,
    code: str,
    question: Question,
    policy: Policy,
    case: Case | None = None,
    read_decision: Callable[[str], Decision | None] | None = None,
    search: bool = True,
) -> AreaCard:
    """Bring together everything about one area.

    Parameters
    ----------
    case : Case | None
        The case to assess; by default the one that the project's records make.
    read_decision : Callable[[str], Decision | None] | None
        Reads the full record of a decision by its identifier; without it the card has none.
    search : bool
        Whether to search for what would alter the answer, by far the longest part of the work.

    Raises
    ------
    KnownError
        ``area.unknown`` where the project has no such area.
    """
    knowledge = knowledge.as_of(question.day)
    case = case or build_case(knowledge, code, question, policy)
    code, day, ground = case.id, question.day, knowledge.ground
    inside, around = ground.below_and_self(code), ground.around(code)
    record = mission_of(knowledge, code, day)
    heads = tuple(reversed(knowledge.decisions.by_area.get(code, ())))
    assessment = with_open_questions((explain if search else assess)(case, policy), knowledge, question, policy)
    units = {presence.contingent for presence in presence_known(knowledge, code, day)}
    return AreaCard(
        info=knowledge.info,
        area=knowledge.index.by_code[code],
        lineage=ground.lineage[code],
        case=case,
        assessment=_with_hidden_records_noted(assessment, knowledge, {"", *around}),
        mission=record,
        mission_status=status_of(record, day, policy),
        evidence=tuple(evidence_on(e, knowledge, day) for e in knowledge.evidence.of(inside) if e.known_from <= day),
        actor_reports=knowledge.actor_reports.of(around),
        reset_events=tuple(e for e in knowledge.reset_events.of({"", *around}) if e.happened_on <= day),
        circumstances=knowledge.circumstances_of(code, day),
        presence=tuple(item.relied_upon(day, policy.gates.stale_after_days) for item in knowledge.presence_map.in_area(code)),
        places=knowledge.places.of(inside),
        focal_points=focal_points_of(knowledge, code),
        fora=knowledge.fora.of({"", *around}),
        decisions=heads,
        newest_decision=read_decision(heads[0].id) if heads and read_decision is not None else None,
        ended=ended_facts(knowledge.whole or knowledge, code, day),
        contingents=tuple(contingent for contingent in knowledge.contingents if contingent.code in units),
        approach=knowledge.approach_on(day),
        events_ahead=tuple(sorted(events_of(knowledge, code, day), key=lambda event: event.on)),
        forces=forces_of(knowledge, code),
        consents=knowledge.consents.of({"", *around}),
        agreement=agreement_of([a for a in knowledge.assessor_answers.of([code]) if a.mode is question.mode]),
        waiting_for=waiting_for(knowledge, heads[0], policy) if heads else (),
        sign_offs=sign_offs_of(knowledge, heads[0]) if heads else (),
        outcomes=knowledge.outcomes.of([code]),
        duty_lines=checked_lines(
            duty_lines_of(knowledge, code), day, policy.gates.untested_said_after_days, policy.gates.untested_unknown_after_days
        ),
        protection_tools=knowledge.protection_tools.of({"", *around}),
        field_answers=knowledge.field_answers.of(ground.outwards(code)),
    )


def with_open_questions(assessment: Assessment, knowledge: Knowledge, question: Question, policy: Policy) -> Assessment:
    """Say what an assessment supposes or leaves to be done.

    That is consent that nobody gave yet, an approach that is due for review, a protection tool that is withdrawn soon.
    """
    noted = _review_noted(_consent_left_open(assessment, knowledge, question), knowledge, question)
    return _endings_noted(noted, knowledge.as_of(question.day), question, policy.gates.leaving_days)


def _endings_noted(assessment: Assessment, knowledge: Knowledge, question: Question, days: int) -> Assessment:
    """Say which protection tools are withdrawn within some days, where a mode is asked about that rests on them."""
    if question.mode not in REST_ON_TOOLS:
        return assessment
    tools = knowledge.protection_tools.of({"", *knowledge.ground.around(assessment.case_id)})
    ending = {(tool.ends_on, tool.kind.value) for tool in tools if tool.ends_on and tool.ends_within(days, question.day)}
    said = (Reason("condition.tool_ends", {"tool": kind, "on": on.isoformat()}) for on, kind in sorted(ending))
    return replace(assessment, conditions=(*assessment.conditions, *said))


def _review_noted(assessment: Assessment, knowledge: Knowledge, question: Question) -> Assessment:
    """Say where the approach that counts as agreed should have been reviewed by now."""
    approach = knowledge.approach_on(question.day) if question.mode.is_military else None
    if approach is None or approach.review_on is None or not approach.is_review_due(question.day):
        return assessment
    due = Reason("condition.approach_review_due", {"on": approach.review_on.isoformat()})
    return replace(assessment, conditions=(*assessment.conditions, due))


def _consent_left_open(assessment: Assessment, knowledge: Knowledge, question: Question) -> Assessment:
    """Show consent as what it is where it was only supposed: an open question that every decision has to ask."""
    if not is_consent_supposed(knowledge, assessment.case_id, question):
        return assessment
    gates = tuple(
        GateResult(gate.gate, GateState.UNKNOWN, Reason("gate.consent.supposed"))
        if gate.gate is GateId.CONSENT and gate.state is GateState.PASSED
        else gate
        for gate in assessment.gates
    )
    return replace(assessment, gates=gates, conditions=(*assessment.conditions, Reason("condition.ask_those_exposed")))


def is_consent_supposed(knowledge: Knowledge, code: str, question: Question) -> bool:
    """Tell whether a question supposes an agreement about which nothing is known."""
    if not question.provided_consent or not question.mode.is_military:
        return False
    return consent_on_record(knowledge.as_of(question.day), code, question) is None


def _with_hidden_records_noted(assessment: Assessment, knowledge: Knowledge, around: set[str]) -> Assessment:
    """Say where other offices hold records that were not in sight: one of them might close a door."""
    count = sum(knowledge.out_of_sight.get(code, 0) for code in around)
    if not count:
        return assessment
    return replace(assessment, conditions=(*assessment.conditions, Reason("condition.out_of_sight", {"count": count})))
