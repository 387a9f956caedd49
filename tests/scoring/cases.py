"""Cases to start from. Fictional; every test changes only what it is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from mrm_desktop.domain.case import Case, ContextFacts, MissionFacts, OrganisationFacts, Request
from mrm_desktop.domain.evidence import ArmedActor, CommunityEvidence, StanceReport
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.vocabulary import (
    ActorKind,
    Approach,
    CivilianContact,
    EvidenceMethod,
    MissionStatus,
    Mode,
    PatrolFrequency,
    Rated,
    Stance,
    Stratum,
)

TODAY = date(2026, 3, 1)


def item(
    stratum: str = "women",
    n: float = 60,
    rating: float = 1.0,
    *,
    method: str = "probability_survey",
    source: str = "s1",
    age: int = 30,
    grade: str = "B2",
    refused: float = 0.0,
    reset: bool = False,
    deff: float | None = None,
    today: date = TODAY,
    rated: str = "un_military",
    elsewhere: bool = False,
    takes_sides: float | None = None,
    minds: float | None = None,
) -> CommunityEvidence:
    return CommunityEvidence(
        stratum=Stratum(stratum),
        method=EvidenceMethod(method),
        source=source,
        collected_on=today - timedelta(days=age),
        answered=n,
        mean_rating=rating,
        grade=Grade.parse(grade),
        refused_share=refused,
        reset_since=reset,
        design_effect=deff,
        rated=Rated(rated),
        asked_elsewhere=elsewhere,
        takes_sides_share=takes_sides,
        minds_being_seen_share=minds,
    )


def report(stance: str, age: int = 20, grade: str = "B2", source: str = "k1", today: date = TODAY) -> StanceReport:
    return StanceReport(Stance(stance), Grade.parse(grade), today - timedelta(days=age), source)


def actor(name: str, *reports: StanceReport, able: bool = True, kind: str = "non_state") -> ArmedActor:
    return ArmedActor(name, ActorKind(kind), able, reports)


def state_forces(*reports: StanceReport, able: bool = True) -> ArmedActor:
    found = reports or (report("supportive", 20, "B2", "k1"), report("tolerant", 15, "C3", "k2"))
    return actor("state forces", *found, able=able, kind="state")


GOOD_EVIDENCE = (
    item("women", 60, 0.9),
    item("men", 60, 1.0),
    item("displaced", 40, 0.7),
    item("women", 4, 1.0, method="focus_group", source="f1", age=20, grade="B3"),
    item("men", 4, 1.0, method="focus_group", source="f1", age=20, grade="B3"),
)
GOOD_ACTORS = (
    actor("group X", report("supportive", 20, "B2", "k1"), report("tolerant", 15, "C3", "k2")),
    state_forces(report("supportive", 20, "B2", "k1"), report("supportive", 15, "C3", "k2")),
)
GOOD_MISSION = MissionFacts(
    status=MissionStatus.ACTIVE,
    military_in_area=True,
    poc_mandate=True,
    civilian_contact=CivilianContact.CHILD_PROTECTION_ADVISER,
    patrol_frequency=PatrolFrequency.WEEKLY,
    response_hours=2,
    hotline=False,
    joint_operations_with_party=False,
    recent_attacks_or_protests=False,
    rotation_unknown=False,
    unresolved_abuse_allegations=False,
    resolved_past_allegations=False,
    alleged_perpetrator=False,
)
GOOD = Case(
    id="good",
    assessed_on=TODAY,
    request=Request(Mode.LIAISON),
    mission=GOOD_MISSION,
    organisation=OrganisationFacts(Approach.AGREED, False, True, False),
    context=ContextFacts(False, False, False),
    community_evidence=GOOD_EVIDENCE,
    armed_actors=GOOD_ACTORS,
    armed_actors_checked_on=TODAY,
)
"""Proceeds with conditions, in the favourable band: every test starts from it and spoils one thing."""


def asked(case: Case, mode: str, **request: Any) -> Case:
    return replace(case, request=replace(case.request, mode=Mode(mode), **request))


def with_mission(case: Case, **facts: Any) -> Case:
    return replace(case, mission=replace(case.mission, **facts))


def with_organisation(case: Case, **facts: Any) -> Case:
    return replace(case, organisation=replace(case.organisation, **facts))


def with_context(case: Case, **facts: Any) -> Case:
    return replace(case, context=replace(case.context, **facts))


def with_evidence(case: Case, *items: CommunityEvidence) -> Case:
    return replace(case, community_evidence=tuple(items))


def with_actors(case: Case, actors: Iterable[ArmedActor] | None) -> Case:
    return replace(case, armed_actors=None if actors is None else tuple(actors))
