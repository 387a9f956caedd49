"""Assess a project: every area for one question, or one area with everything about it."""

from __future__ import annotations

from dataclasses import replace

from mrm_desktop.domain.assessments import Assessment, GateResult, Reason
from mrm_desktop.domain.case import Case
from mrm_desktop.domain.datasets import counting
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.views import AreaCard, ClassLimits, ProjectView
from mrm_desktop.domain.vocabulary import Band, GateId, GateState
from mrm_desktop.foundation.progress import Progress, Silent
from mrm_desktop.foundation.version import __version__
from mrm_desktop.project.build_case import build_case, focal_points_of, mission_of, status_of
from mrm_desktop.project.ended_facts import ended_facts
from mrm_desktop.project.knowledge import Knowledge
from mrm_desktop.project.question import Question
from mrm_desktop.scoring import Policy, assess, explain


def assess_project(knowledge: Knowledge, question: Question, policy: Policy, progress: Progress | None = None) -> ProjectView:
    """Assess every area of the project's assessment level for one question.

    Raises
    ------
    KnownError
        ``assess.no_areas`` where the project has no areas.
    """
    knowledge = knowledge.as_of(question.on)
    areas = knowledge.assessed_areas
    if not areas:
        raise KnownError("assess.no_areas")
    watcher = progress or Silent()
    question = replace(question, provided_consent=True)
    assessments = {}
    for done, area in enumerate(areas):
        watcher.step(done, len(areas), "progress.assessing")
        case = build_case(knowledge, area.code, question, policy)
        assessments[area.code] = _without_pretence(assess(case, policy), knowledge, question)
    return ProjectView(
        info=knowledge.info,
        areas=areas,
        places=knowledge.places,
        presence=knowledge.presence,
        presence_by_area=knowledge.presence_by_area,
        assessments=assessments,
        mode=question.mode,
        purpose=question.purpose,
        on=question.on,
        policy=policy.stamp,
        class_limits=class_limits(policy),
        datasets=counting(knowledge.datasets),
        program_version=__version__,
    )


def class_limits(policy: Policy) -> ClassLimits:
    """Return where the classes of a map begin under a policy, so that map and verdict change together."""
    unfavourable, conditional, favourable = (
        policy.bands.of(band) for band in (Band.UNFAVOURABLE, Band.CONDITIONAL, Band.FAVOURABLE)
    )
    return ClassLimits(
        acceptance=(unfavourable.acceptance, conditional.acceptance, favourable.acceptance),
        tolerance=(unfavourable.tolerance, conditional.tolerance, favourable.tolerance),
    )


def area_card(knowledge: Knowledge, code: str, question: Question, policy: Policy, case: Case | None = None) -> AreaCard:
    """Bring together everything about one area.

    Parameters
    ----------
    case : Case | None
        The case to assess; by default the one that the project's records make.
    """
    whole, knowledge = knowledge, knowledge.as_of(question.on)
    case = case or build_case(knowledge, code, question, policy)
    code = case.id
    inside = knowledge.below_and_self(code)
    around = {*knowledge.above_and_self(code), *inside}
    record = mission_of(knowledge, code)
    return AreaCard(
        info=knowledge.info,
        area=knowledge.index.by_code[code],
        lineage=knowledge.lineage[code],
        case=case,
        assessment=_told_of_gaps(_without_pretence(explain(case, policy), knowledge, question), knowledge, {"", *around}),
        mission=record,
        mission_status=status_of(record, question.on, policy),
        evidence=tuple(e for e in knowledge.evidence if e.area_code in inside and e.item.collected_on <= question.on),
        actor_reports=tuple(r for r in knowledge.actor_reports if r.area_code in around),
        reset_events=tuple(e for e in knowledge.reset_events if e.area_code in around and e.happened_on <= question.on),
        circumstances=knowledge.circumstances_of(code, question.on),
        presence=knowledge.presence_by_area.get(code, ()),
        places=tuple(p for p in knowledge.places if p.area_code in inside),
        focal_points=focal_points_of(knowledge, code),
        fora=tuple(f for f in knowledge.fora if f.area_code in {"", *around}),
        decisions=tuple(sorted((d for d in knowledge.decisions if d.area_code == code), key=lambda d: -d.sequence)),
        ended=ended_facts(whole, code, question.on),
    )


def _told_of_gaps(assessment: Assessment, knowledge: Knowledge, around: set[str]) -> Assessment:
    """Say where other offices hold records that were not in sight: one of them might close a door."""
    count = sum(knowledge.out_of_sight.get(code, 0) for code in around)
    if not count:
        return assessment
    return replace(assessment, conditions=(*assessment.conditions, Reason("condition.out_of_sight", {"count": count})))


def _without_pretence(assessment: Assessment, knowledge: Knowledge, question: Question) -> Assessment:
    """Show consent as what it is where it was only supposed: an open question that every decision has to ask."""
    stated = knowledge.circumstances_of(assessment.case_id, question.on)
    known = question.consent if question.consent is not None else (stated.organisation.exposed_people_agree if stated else None)
    if known is not None or not question.provided_consent or not question.mode.is_military:
        return assessment
    gates = tuple(
        GateResult(gate.gate, GateState.UNKNOWN, Reason("gate.consent.supposed"))
        if gate.gate is GateId.CONSENT and gate.state is GateState.PASSED
        else gate
        for gate in assessment.gates
    )
    return replace(assessment, gates=gates, conditions=(*assessment.conditions, Reason("condition.ask_those_exposed")))
