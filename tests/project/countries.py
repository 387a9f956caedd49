"""Small invented countries, as Hypothesis draws them: a row of squares with few records of every kind a case is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeVar

import shapely
from hypothesis import strategies as st

from mrm_desktop.domain.approaches import AdoptedApproach
from mrm_desktop.domain.case import FACTS, ContextFacts, OrganisationFacts
from mrm_desktop.domain.decisions import DecisionHead, Outcome
from mrm_desktop.domain.duty_lines import Desk, DutyLine
from mrm_desktop.domain.evidence import ActorReport, AreaEvidence, ResetEvent
from mrm_desktop.domain.field_answers import CONSENT, PATROLS, Answer, FieldAnswer
from mrm_desktop.domain.finding_notes import FindingNote
from mrm_desktop.domain.geography import Area, Presence
from mrm_desktop.domain.missions import Component, Contingent, FocalPoint, MissionRecord, RecordedStatus
from mrm_desktop.domain.projects import AreaCircumstances
from mrm_desktop.domain.protection_tools import Existence, ProtectionTool, ToolKind
from mrm_desktop.domain.stakeholders import Stakeholder
from mrm_desktop.domain.statement import Statement
from mrm_desktop.domain.statements import AnnouncedEvent, ArmedActorCheck, Consent, ConsentAnswer, Force, ImpactAssessment
from mrm_desktop.domain.vocabulary import (
    Band,
    EventKind,
    EvidenceMethod,
    MilitaryKind,
    Mode,
    PatrolFrequency,
    Stance,
    Stratum,
    Verdict,
)
from mrm_desktop.foundation.clock import new_id
from mrm_desktop.project.decision_log import DecisionLog
from mrm_desktop.project.deferred import Deferred
from mrm_desktop.project.ground import Ground
from mrm_desktop.project.knowledge import Knowledge
from mrm_desktop.project.presence_map import PresenceMap
from mrm_desktop.project.question import Question
from mrm_desktop.project.records import Records
from tests.store import records

T = TypeVar("T")
ON = date(2026, 3, 1)

days = st.integers(-120, 3).map(lambda k: ON + timedelta(days=k))
ends = st.one_of(st.none(), st.sampled_from([ON - timedelta(days=1), ON, ON + timedelta(days=30)]))
maybe = st.sampled_from([None, True, False])


def few(what: st.SearchStrategy[T], most: int = 3) -> st.SearchStrategy[list[T]]:
    """Up to ``most`` of a kind."""
    return st.lists(what, max_size=most)


@st.composite
def areas(draw: st.DrawFn) -> tuple[Area, ...]:
    """One to four adjoining squares of level 1 in one country, the first of them sometimes halved once more."""
    count = draw(st.integers(1, 4))
    shares = draw(st.lists(st.sampled_from([None, 0.0, 0.2]), min_size=count, max_size=count))
    country = Area("XT", "Toyland", 0, None, shapely.to_wkb(shapely.box(-20.0, -23.0, -20.0 + count, -22.0)))
    squares = [records.area(f"XT0{k + 1}", k, parent="XT", displaced_share=share) for k, share in enumerate(shares)]
    halves = [
        Area(f"XT010{half}", f"Half {half}", 2, "XT01", shapely.to_wkb(shapely.box(-20.0, low, -19.0, low + 0.5)))
        for half, low in ((1, -23.0), (2, -22.5))
    ]
    return (country, *squares, *(halves if draw(st.booleans()) else ()))


def evidence(codes: Sequence[str]) -> st.SearchStrategy[AreaEvidence]:
    """What a group in one of the areas said."""
    item = st.builds(
        records.item,
        st.sampled_from([Stratum.ALL, Stratum.WOMEN, Stratum.MEN, Stratum.DISPLACED]),
        st.sampled_from(["survey", "groups", "desk"]),
        collected_on=days,
        answered=st.sampled_from([4.0, 30.0, 200.0]),
        mean_rating=st.sampled_from([-2.0, -0.5, 0.0, 1.2, 2.0]),
    )
    methods = st.sampled_from([EvidenceMethod.PROBABILITY_SURVEY, EvidenceMethod.FOCUS_GROUP])
    item = st.builds(lambda one, method: replace(one, method=method), item, methods)
    made = st.builds(records.evidence, st.just(""), st.sampled_from(codes), item)
    return st.builds(lambda one, end: replace(one, valid_to=end), made, ends)


def actor_reports(codes: Sequence[str]) -> st.SearchStrategy[ActorReport]:
    """A stance of an armed group, or that nothing is known of it."""
    return st.builds(
        records.actor_report,
        st.just(""),
        st.sampled_from(codes),
        st.sampled_from([None, *Stance]),
        actor=st.sampled_from(["group X", "group Y"]),
        able_to_harm=st.booleans(),
        valid_to=ends,
    )


def presence(count: int) -> st.SearchStrategy[Presence]:
    """A base with patrols around it in one of the squares, of the mission or of others."""
    return st.builds(
        records.presence,
        st.just(""),
        st.integers(0, count - 1),
        mission=st.sampled_from(["UNTOY", "", "A regional force"]),
        contingent=st.sampled_from(["TOYBAT", "OTHBAT", ""]),
        frequency=st.sampled_from(PatrolFrequency),
        last_confirmed=st.one_of(st.none(), days),
        valid_to=ends,
    )


def circumstances(codes: Sequence[str]) -> st.SearchStrategy[AreaCircumstances]:
    """What somebody wrote down about an area."""
    return st.builds(
        records.circumstances,
        st.sampled_from([*codes, ""]),
        context=st.builds(ContextFacts, maybe, maybe),
        organisation=st.builds(
            OrganisationFacts, conflicting_approach_nearby=maybe, exposed_people_agree=maybe, unicef_consulted=maybe
        ),
        alleged_perpetrator=maybe,
        recent_attacks_or_protests=maybe,
        closes_on=ends,
        valid_to=ends,
    )


def missions() -> st.SearchStrategy[MissionRecord]:
    """The mission, active or closing, checked lately or long ago."""
    return st.builds(
        records.mission,
        recorded_status=st.sampled_from(RecordedStatus),
        mandate_end=st.sampled_from([ON + timedelta(days=5), ON + timedelta(days=300)]),
        closes_on=ends,
        last_checked=st.one_of(st.none(), days),
    )


def contingents() -> st.SearchStrategy[Contingent]:
    """A unit that rotated some day or never, with or without allegations."""
    return st.builds(
        records.contingent,
        code=st.sampled_from(["TOYBAT", "OTHBAT"]),
        rotated_on=st.one_of(st.none(), days),
        unresolved_abuse_allegations=maybe,
        resolved_past_allegations=maybe,
        military_kind=st.sampled_from([None, *MilitaryKind]),
        police=st.booleans(),
        valid_to=ends,
    )


def focal_points(codes: Sequence[str]) -> st.SearchStrategy[FocalPoint]:
    """A civilian whom one may call, for one area or for the country."""
    return st.builds(records.focal_point, st.sampled_from(Component), area_code=st.sampled_from([*codes, ""]), valid_to=ends)


def reset_events(codes: Sequence[str]) -> st.SearchStrategy[ResetEvent]:
    """Something after which what was said before counts no more."""
    return st.builds(records.reset_event, st.sampled_from(codes), days)


def approaches() -> st.SearchStrategy[AdoptedApproach]:
    """A document adopted some day, sometimes past its review."""
    return st.builds(records.approach, adopted_on=days, review_on=ends.filter(lambda day: day is None or day > ON))


def events_ahead(codes: Sequence[str]) -> st.SearchStrategy[AnnouncedEvent]:
    """A dated event around the day, of an area, the country or the mission, sometimes called off."""
    return st.builds(
        records.event_ahead,
        st.sampled_from(EventKind),
        st.sampled_from([ON - timedelta(days=20), ON, ON + timedelta(days=20)]),
        area_code=st.sampled_from([*codes, ""]),
        mission=st.sampled_from(["", "UNTOY"]),
        announced_on=st.one_of(st.none(), days),
        called_off=st.booleans(),
    )


def forces(codes: Sequence[str]) -> st.SearchStrategy[Force]:
    """A force of others, somewhere or everywhere."""
    return st.builds(
        records.force,
        code=st.sampled_from(["REGFOR", "GUARDS"]),
        area_codes=st.sampled_from([(), *((code,) for code in codes)]),
        fights_here=maybe,
        can_be_confused=maybe,
        checked_on=days,
        valid_to=ends,
    )


def armed_actor_checks(codes: Sequence[str]) -> st.SearchStrategy[ArmedActorCheck]:
    """Somebody looked who is armed here."""
    return st.builds(records.armed_actor_check, st.sampled_from([*codes, ""]), days)


def impacts(codes: Sequence[str]) -> st.SearchStrategy[ImpactAssessment]:
    """How bad it would be, for one mode or for all."""
    mode = st.sampled_from([None, Mode.LIAISON, Mode.ARMED_ESCORT])
    return st.builds(records.impact, st.sampled_from([*codes, ""]), on=days, mode=mode, access=st.sampled_from([None, 1, 5]))


def consents(codes: Sequence[str]) -> st.SearchStrategy[ConsentAnswer]:
    """What somebody who would be exposed said."""
    mode = st.sampled_from([None, Mode.LIAISON, Mode.ARMED_ESCORT])
    return st.builds(
        records.consent,
        st.sampled_from(Consent),
        area_code=st.sampled_from(codes),
        who=st.sampled_from(["Field team", "Partner"]),
        asked_on=days,
        mode=mode,
    )


def duty_lines(codes: Sequence[str]) -> st.SearchStrategy[DutyLine]:
    """A line of a focal point or a desk, tested some day or never, with or without an answer."""
    return st.builds(_tested_line, st.sampled_from(Desk), st.sampled_from([*codes, ""]), days, maybe, ends)


def _tested_line(desk: Desk, code: str, on: date, answered: bool | None, ends_on: date | None) -> DutyLine:
    tested: dict[str, Any] = {"tested_on": None if answered is None else on, "answered": answered, "answer_minutes": None}
    return records.duty_line(desk, area_code=code, recorded_on=on, valid_to=ends_on, **tested)


def protection_tools(codes: Sequence[str]) -> st.SearchStrategy[ProtectionTool]:
    """A tool of the mission that is there, planned or missing, with or without an observed response."""
    return st.builds(_tool, st.sampled_from(ToolKind), st.sampled_from(Existence), st.sampled_from([*codes, ""]), days, ends)


def _tool(kind: ToolKind, exists: Existence, code: str, on: date, ends_on: date | None) -> ProtectionTool:
    there = exists is Existence.YES
    tested: dict[str, Any] = {"tested_on": on if there else None, "response_hours": 2.0 if there else None}
    return records.protection_tool(kind, exists=exists, area_code=code, recorded_on=on, ends_on=ends_on, **tested)


def finding_notes(codes: Sequence[str]) -> st.SearchStrategy[FindingNote]:
    """Notes on groups: they enter no answer."""
    return st.builds(lambda code, on: records.finding_note(area_code=code, on=on), st.sampled_from(codes), days)


def stakeholders(codes: Sequence[str]) -> st.SearchStrategy[Stakeholder]:
    """Groups that matter: they enter no answer."""
    return st.builds(lambda code, on: records.stakeholder(area_code=code, on=on), st.sampled_from([*codes, ""]), days)


def field_answers(codes: Sequence[str]) -> st.SearchStrategy[FieldAnswer]:
    """A fact of an area, or of the whole country, that somebody found out or heard of; or how often patrols come."""
    asked = st.sampled_from(sorted(FACTS.keys() - {CONSENT}))
    places = st.sampled_from([*codes, ""])
    patrols = st.sampled_from(PatrolFrequency)
    return st.one_of(
        st.builds(_field_answer, asked, places, st.sampled_from(Answer), days),
        st.builds(_field_answer, st.just(PATROLS), places, st.just(Answer.YES), days, patrols),
    )


def _field_answer(fact: str, code: str, answer: Answer, on: date, patrols: PatrolFrequency | None = None) -> FieldAnswer:
    return records.field_answer(fact, area_code=code, answer=answer, on=on, patrols=patrols)


def statements(codes: Sequence[str]) -> st.SearchStrategy[Statement]:
    """One of any kind."""
    return st.one_of(
        approaches(),
        events_ahead(codes),
        forces(codes),
        armed_actor_checks(codes),
        impacts(codes),
        consents(codes),
        duty_lines(codes),
        protection_tools(codes),
        field_answers(codes),
        finding_notes(codes),
        stakeholders(codes),
    )


@st.composite
def decision_heads(draw: st.DrawFn, codes: Sequence[str]) -> tuple[DecisionHead, ...]:
    """Up to four decisions, each sometimes in place of the one before it."""
    heads: list[DecisionHead] = []
    for sequence in range(1, draw(st.integers(0, 4)) + 1):
        code, on = draw(st.sampled_from(codes)), draw(days)
        heads.append(
            DecisionHead(
                id=new_id(),
                sequence=sequence,
                recorded_at=datetime.combine(on, time(12), UTC),
                area_code=code,
                area_name=code,
                outcome=draw(st.sampled_from(Outcome)),
                chosen_mode=draw(st.sampled_from([Mode.LIAISON, Mode.ARMED_ESCORT])),
                approver_role="Field manager",
                expires_on=on + timedelta(days=draw(st.sampled_from([0, 60]))),
                supersedes=draw(st.sampled_from([None, *(head.id for head in heads[-1:])])),
                verdict=draw(st.sampled_from([Verdict.PROCEED_WITH_CONDITIONS, Verdict.HOLD])),
                band=draw(st.sampled_from([None, *Band])),
                has_rationale=draw(st.booleans()),
                has_override_reason=False,
                hash="0" * 64,
            )
        )
    return tuple(heads)


@st.composite
def countries(draw: st.DrawFn) -> Knowledge:
    """Everything that is known of one small country."""
    ground = Ground(draw(areas()), level=1)
    codes = [area.code for area in ground.areas]
    assessed = [area.code for area in ground.assessed_areas]
    return Knowledge(
        info=replace(records.info(), assessment_level=1),
        ground=ground,
        presence_map=PresenceMap(tuple(draw(few(presence(len(assessed))))), ground),
        evidence=Records(draw(few(evidence(codes), 8))),
        actor_reports=Records(draw(few(actor_reports(codes), 4))),
        reset_events=Records(draw(few(reset_events(codes), 2))),
        circumstances=Records(draw(few(circumstances(codes)))),
        missions={record.acronym: record for record in draw(few(missions(), 1))},
        contingents=tuple(draw(few(contingents()))),
        focal_points=Records(draw(few(focal_points(codes), 2))),
        fora=Records(),
        approaches=tuple(draw(few(approaches(), 2))),
        events_ahead=Records(draw(few(events_ahead(codes)))),
        forces=tuple(draw(few(forces(codes), 2))),
        armed_actor_checks=Records(draw(few(armed_actor_checks(codes), 2))),
        impacts=Records(draw(few(impacts(codes), 2))),
        consents=Records(draw(few(consents(codes), 2))),
        assessor_answers=Records(),
        sign_offs=Records(),
        outcomes=Records(),
        duty_lines=Records(draw(few(duty_lines(codes), 2))),
        protection_tools=Records(draw(few(protection_tools(codes), 2))),
        field_answers=Records(draw(few(field_answers(codes), 4))),
        finding_notes=Records(draw(few(finding_notes(codes), 2))),
        stakeholders=Records(draw(few(stakeholders(codes), 2))),
        datasets=(),
        read_places=Deferred.of(Records()),
        read_decisions=Deferred.of(DecisionLog(draw(decision_heads(assessed)))),
        out_of_sight=draw(st.dictionaries(st.sampled_from([*codes, ""]), st.integers(1, 3), max_size=2)),
    )


questions = st.builds(
    Question,
    st.sampled_from(Mode),
    on=st.sampled_from([ON - timedelta(days=40), ON - timedelta(days=1), ON, ON + timedelta(days=1)]),
    consent=maybe,
)
"""Questions about a day on which some of the records held and some did not."""
