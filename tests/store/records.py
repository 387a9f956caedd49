"""One record of every kind, for tests of the store and of what stands on it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import shapely

from mrm_desktop.domain.approaches import AdoptedApproach, ApproachException, Signatories
from mrm_desktop.domain.case import ContextFacts, OrganisationFacts
from mrm_desktop.domain.datasets import Dataset, DatasetKind, Ledger, LedgerEntry
from mrm_desktop.domain.decisions import Decision, DecisionDraft, Outcome
from mrm_desktop.domain.duty_lines import Desk, DutyLine
from mrm_desktop.domain.errors import RowProblem
from mrm_desktop.domain.evidence import (
    ActorReport,
    AreaEvidence,
    CommunityEvidence,
    FollowUps,
    GroupPart,
    QuestionCounts,
    RatingDistribution,
    ResetEvent,
    StanceReport,
    SurveyDesign,
)
from mrm_desktop.domain.field_answers import Answer, FieldAnswer
from mrm_desktop.domain.finding_notes import FindingNote
from mrm_desktop.domain.geography import Area, Place, Presence, PresenceKind
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.guard_passes import GuardPass, KeptPass
from mrm_desktop.domain.incidents import Incident, LocationPrecision
from mrm_desktop.domain.missions import (
    Advisers,
    Component,
    Confidence,
    Contingent,
    CoordinationForum,
    FocalPoint,
    MilitaryComponent,
    MissionRecord,
    MissionType,
    ProtectionMandate,
    Reach,
    RecordedStatus,
)
from mrm_desktop.domain.projects import AreaCircumstances, ProjectInfo
from mrm_desktop.domain.protection_tools import Existence, ProtectionTool, ToolKind
from mrm_desktop.domain.releases import Release
from mrm_desktop.domain.stakeholders import Acceptance, ContactView, Engagement, Influence, Stakeholder, StakeholderKind
from mrm_desktop.domain.statement import Statement
from mrm_desktop.domain.statements import (
    AnnouncedEvent,
    ArmedActorCheck,
    Consent,
    ConsentAnswer,
    Force,
    ForceKind,
    ImpactAssessment,
)
from mrm_desktop.domain.vocabulary import ActorKind, EventKind, EvidenceMethod, Mode, PatrolFrequency, Rated, Stance, Stratum
from mrm_desktop.foundation.clock import new_id

AT = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
DAY = date(2026, 3, 1)
B2 = Grade.parse("B2")


def info() -> ProjectInfo:
    return ProjectInfo(new_id(), "Toy project", "UNTOY", AT, office="Field office", assessment_level=2, fictional=True)


def dataset(kind: DatasetKind = DatasetKind.AREAS, name: str = "a.csv", supersedes: str | None = None) -> Dataset:
    ledger = Ledger(
        3,
        2,
        1,
        0,
        (LedgerEntry("dropped", "place.no_point", 1, {"column": "x"}),),
        (RowProblem("Sheet1", 4, "lat", "coordinate.unreadable", {"value": "?"}),),
    )
    return Dataset(new_id(), kind, name, "0" * 64, AT, ledger, supersedes, source="survey-desk", grade=Grade.parse("B2"))


def area(code: str = "XT01", k: int = 0, **changes: Any) -> Area:
    shape = shapely.to_wkb(shapely.box(-20.0 + k, -23.0, -19.0 + k, -22.0))
    values: dict[str, Any] = {
        "level": 1,
        "parent": None,
        "names": {"fr": "Carré"},
        "version": "v01",
        "valid_on": DAY,
        "displaced_share": 0.2,
    }
    return Area(code, f"Square {k}", geometry=shape, **(values | changes))


def place(dataset_id: str, **changes: Any) -> Place:
    values: dict[str, Any] = {
        "code": "P1",
        "matched_by": "point",
        "nearest_base_km": 12.5,
        "point": (-19.5, -22.5),
        "area_code": "XT01",
    }
    return Place(id=new_id(), name="Well", kind="settlement", dataset_id=dataset_id, **(values | changes))


def presence(dataset_id: str, k: int = 0, **changes: Any) -> Presence:
    shape = shapely.to_wkb(shapely.Point(-19.5 + k, -22.5).buffer(0.2))
    values: dict[str, Any] = {
        "frequency": PatrolFrequency.WEEKLY,
        "last_confirmed": DAY,
        "contingent": "TOYBAT",
        "mission": "UNTOY",
        "base_point": (-19.5 + k, -22.5),
    }
    return Presence(
        id=new_id(),
        kind=PresenceKind.BASE,
        name="Base",
        source="sitrep",
        grade=B2,
        geometry=shape,
        radius_km=25.0,
        dataset_id=dataset_id,
        **(values | changes),
    )


def item(stratum: Stratum = Stratum.WOMEN, source: str = "survey", **changes: Any) -> CommunityEvidence:
    values: dict[str, Any] = {"collected_on": date(2026, 2, 1), "answered": 60.0, "mean_rating": 1.2, "grade": B2}
    return CommunityEvidence(stratum, EvidenceMethod.PROBABILITY_SURVEY, source, **(values | changes))


def evidence(dataset_id: str, area_code: str = "XT01", one: CommunityEvidence | None = None) -> AreaEvidence:
    return AreaEvidence(
        new_id(),
        area_code,
        "2026-02",
        one or item(),
        RatingDistribution((1, 2, 3, 4, 5), 6, 7),
        "f" * 64,
        "pcode",
        dataset_id,
    )


def other_evidence(dataset_id: str, area_code: str = "XT01") -> AreaEvidence:
    """What people asked elsewhere said of another force, with everything that can be said beside a rating."""
    said = item(Stratum.MEN, rated=Rated.OTHER_FORCE, asked_elsewhere=True, takes_sides_share=0.75, minds_being_seen_share=0.2)
    counts = FollowUps(QuestionCounts(30, 10, 3, 4), QuestionCounts(8, 32), QuestionCounts(10, 10, 1))
    return replace(
        evidence(dataset_id, area_code, said),
        rated_unit="AU-1",
        bad_conduct_share=0.5,
        follow_ups=counts,
        instrument="e" * 64,
        scale="worse_better",
        parts=(GroupPart("displaced", -0.5, RatingDistribution((2, 1, 1, 1, 0), 1, 0)),),
        design=SurveyDesign(weighted=True, kish=1.2, linearised=1.75, clusters=14, freedom=12),
        first_day=date(2026, 1, 20),
        last_day=date(2026, 2, 3),
    )


def actor_report(dataset_id: str, area_code: str = "XT01", stance: Stance | None = Stance.TOLERANT, **changes: Any) -> ActorReport:
    report = None if stance is None else StanceReport(stance, B2, date(2026, 2, 10), changes.pop("source", "k0"))
    values: dict[str, Any] = {"actor": "group X", "kind": ActorKind.NON_STATE, "able_to_harm": True}
    return ActorReport(id=new_id(), area_code=area_code, report=report, dataset_id=dataset_id, **(values | changes))


def incident(dataset_id: str) -> Incident:
    return Incident(new_id(), "E1", DAY, 1, LocationPrecision.AREA, "clash", None, "XT01", "events", "pcode", dataset_id)


def reset_event(area_code: str = "XT01", on: date = DAY) -> ResetEvent:
    return ResetEvent(new_id(), area_code, "riot", on, "radio", B2)


def circumstances(area_code: str = "XT01", **changes: Any) -> AreaCircumstances:
    values: dict[str, Any] = {
        "context": ContextFacts(False, False),
        "organisation": OrganisationFacts(exposed_people_agree=True, unicef_consulted=True),
        "response_hours": 1.5,
        "hotline": True,
        "joint_operations_with_party": False,
        "recent_attacks_or_protests": False,
        "rotation_unknown": False,
        "alleged_perpetrator": False,
        "recorded_on": DAY,
    }
    return AreaCircumstances(id=new_id(), area_code=area_code, source="field-visit", grade=B2, **(values | changes))


def approach(**changes: Any) -> AdoptedApproach:
    values: dict[str, Any] = {
        "adopted_on": date(2025, 12, 1),
        "adopted_by": "Country director",
        "allowed_modes": (Mode.ALERT, Mode.LIAISON),
        "review_on": date(2026, 12, 1),
        "signatories": (Signatories(Mode.LIAISON, ("Field manager", "Security focal point")),),
        "red_lines": ("Nothing of a case to soldiers.",),
        "exceptions": (ApproachException("By radio only.", "XT01", Mode.ALERT),),
        "title": "Contact with peacekeepers",
        "version": "2",
    }
    return AdoptedApproach(**(values | changes))


def event_ahead(kind: EventKind = EventKind.ELECTION, on: date = date(2026, 6, 1), **changes: Any) -> AnnouncedEvent:
    values: dict[str, Any] = {"source": "gazette", "grade": B2, "area_code": "XT01"}
    return AnnouncedEvent(kind, on, **(values | changes))


def force(**changes: Any) -> Force:
    values: dict[str, Any] = {
        "code": "REGFOR",
        "kind": ForceKind.OTHER,
        "source": "access-desk",
        "grade": B2,
        "checked_on": date(2026, 2, 20),
        "name": "A regional force",
        "fights_here": True,
        "can_be_confused": False,
    }
    return Force(**(values | changes))


def armed_actor_check(area_code: str = "XT01", checked_on: date = date(2026, 2, 24), **changes: Any) -> ArmedActorCheck:
    values: dict[str, Any] = {"source": "access-desk", "grade": B2}
    return ArmedActorCheck(area_code, checked_on, **(values | changes))


def impact(area_code: str = "", **changes: Any) -> ImpactAssessment:
    values: dict[str, Any] = {
        "on": date(2026, 2, 24),
        "by": "Country director",
        "source": "workshop",
        "staff": 3,
        "contacts": 4,
        "access": 3,
    }
    return ImpactAssessment(area_code, **(values | changes))


def consent(answer: Consent = Consent.NO, **changes: Any) -> ConsentAnswer:
    values: dict[str, Any] = {
        "area_code": "XT01",
        "who": "Partner, field team",
        "asked_on": date(2026, 2, 24),
        "asked_by": "Field manager",
        "source": "minutes-7",
        "number": 4,
        "mode": Mode.LIAISON,
    }
    return ConsentAnswer(answer=answer, **(values | changes))


def duty_line(desk: Desk = Desk.FOCAL_POINT, **changes: Any) -> DutyLine:
    values: dict[str, Any] = {
        "role": "Post child_protection",
        "line": "+99 700 123 456",
        "recorded_on": date(2026, 2, 24),
        "source": "duty-roster",
        "grade": B2,
        "mission": "UNTOY",
        "hours": "24 h",
        "languages": ("English", "Toyan"),
        "tested_on": date(2026, 2, 24),
        "answered": True,
        "answer_minutes": 4,
    }
    return DutyLine(desk=desk, **(values | changes))


def protection_tool(kind: ToolKind = ToolKind.EARLY_WARNING, **changes: Any) -> ProtectionTool:
    values: dict[str, Any] = {
        "exists": Existence.YES,
        "area_code": "XT01",
        "recorded_on": date(2026, 2, 24),
        "source": "field-visit",
        "grade": B2,
        "tested_on": date(2026, 2, 20),
        "response_hours": 3.0,
    }
    return ProtectionTool(kind=kind, **(values | changes))


def finding_note(group: str = "women", **changes: Any) -> FindingNote:
    values: dict[str, Any] = {"area_code": "XT01", "text": "Asked at the market.", "by": "Analyst", "on": date(2026, 2, 24)}
    return FindingNote(group=group, **(values | changes))


def stakeholder(**changes: Any) -> Stakeholder:
    values: dict[str, Any] = {
        "area_code": "XT01",
        "who": "Women's association of the county",
        "kind": StakeholderKind.WOMENS_GROUP,
        "influence": Influence.HIGH,
        "acceptance": Acceptance.ACCEPTING,
        "engagement": Engagement.REGULAR,
        "on": date(2026, 2, 24),
        "by": "Access adviser",
        "source": "field-office",
        "grade": B2,
        "contact_view": ContactView.WARY,
        "last_met": date(2026, 2, 20),
        "next_step": "Ask how they would like to be told of a convoy.",
    }
    return Stakeholder(**(values | changes))


def field_answer(fact: str = "contact_punished", **changes: Any) -> FieldAnswer:
    values: dict[str, Any] = {
        "area_code": "XT01",
        "answer": Answer.NO,
        "on": date(2026, 2, 24),
        "source": "field-office",
        "grade": B2,
    }
    return FieldAnswer(fact=fact, **(values | changes))


def statements() -> tuple[Statement, ...]:
    """One of each kind."""
    return (
        approach(),
        event_ahead(),
        force(),
        armed_actor_check(),
        impact(),
        consent(),
        duty_line(),
        protection_tool(),
        field_answer(),
        finding_note(),
        stakeholder(),
    )


def mission(**changes: Any) -> MissionRecord:
    values: dict[str, Any] = {
        "acronym": "UNTOY",
        "country_area": "Toyland",
        "type": MissionType.PEACEKEEPING_OPERATION,
        "start": date(2020, 1, 1),
        "mandate_end": date(2026, 12, 31),
        "recorded_status": RecordedStatus.ACTIVE,
        "military": MilitaryComponent.CONTINGENTS,
        "protection_mandate": ProtectionMandate.YES,
        "advisers": Advisers.DEDICATED_TEAM,
        "created_by": "SCR 1",
        "renewed_by": "SCR 2",
        "source": "letter",
        "last_checked": date(2026, 2, 20),
        "confidence_dates": Confidence.HIGH,
        "confidence_attributes": Confidence.LOW,
        "note": "n",
    }
    return MissionRecord(**(values | changes))


def contingent(**changes: Any) -> Contingent:
    values: dict[str, Any] = {"code": "TOYBAT", "mission": "UNTOY", "contributing_country": "Elsewhere", "rotated_on": DAY}
    return Contingent(**(values | {"source": "desk", "grade": B2} | changes))


def focal_point(component: Component = Component.CHILD_PROTECTION, **changes: Any) -> FocalPoint:
    return FocalPoint(**({"role": f"Post {component}", "component": component, "mission": "UNTOY", "reach": Reach.RADIO} | changes))


def forum() -> CoordinationForum:
    return CoordinationForum("Working group", "XT01", "UNICEF", "monthly", "minutes", Grade.parse("A2"))


def decision(sequence: int, previous: str, own: str) -> Decision:
    draft = DecisionDraft(Outcome.PROCEED, Mode.LIAISON, "Field manager", "It may be seen.", conditions=("by day",), expires_on=DAY)
    return Decision(
        new_id(),
        sequence,
        AT,
        "XT01",
        "Square 0",
        draft,
        DAY,
        {"id": "c", "x": 1.5},
        {"verdict": "hold"},
        "text",
        hashlib.sha256(b"text").hexdigest(),
        "0",
        previous,
        own,
    )


def kept_pass(**changes: Any) -> KeptPass:
    one = GuardPass("forum 1.name", "The forum has the name of a hill, not of a person.", "Field manager", "Security focal point")
    values: dict[str, Any] = {"id": new_id(), "kept_at": AT, "about": "facts", "code": "", "guard_pass": one}
    return KeptPass(**(values | changes))


def release(**changes: Any) -> Release:
    values: dict[str, Any] = {
        "kind": "areas",
        "form": "xlsx",
        "file_name": "x.xlsx",
        "sha256": "0" * 64,
        "code": "AAAA-BBBB-CCCC",
        "reader": "partner",
        "recipient": "Partner, access team",
        "purpose": "planning",
        "destroy_by": date(2026, 6, 1),
        "as_known_on": DAY,
        "removed": {"points": 3},
        "period": "2026-03",
        "published": {"perceptions": [{"area_code": "XT01", "answers": "50+"}]},
    }
    return Release(id=new_id(), released_at=AT, **(values | changes))
