"""One record of every kind, for tests of the store and of what stands on it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import shapely

from mrm_desktop.domain.case import ContextFacts, OrganisationFacts
from mrm_desktop.domain.datasets import Dataset, DatasetKind, Ledger, LedgerEntry
from mrm_desktop.domain.decisions import Decision, DecisionDraft, Outcome
from mrm_desktop.domain.errors import RowProblem
from mrm_desktop.domain.evidence import ActorReport, AreaEvidence, CommunityEvidence, RatingDistribution, ResetEvent, StanceReport
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
from mrm_desktop.domain.releases import Release
from mrm_desktop.domain.vocabulary import ActorKind, EvidenceMethod, Mode, PatrolFrequency, Stance, Stratum
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
        "mission",
        one or item(),
        RatingDistribution((1, 2, 3, 4, 5), 6, 7),
        "f" * 64,
        "pcode",
        dataset_id,
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
        "organisation": OrganisationFacts(True, None, True, True),
        "response_hours": 1.5,
        "hotline": True,
        "joint_operations_with_party": False,
        "recent_attacks_or_protests": False,
        "rotation_unknown": False,
        "alleged_perpetrator": False,
        "recorded_on": DAY,
    }
    return AreaCircumstances(id=new_id(), area_code=area_code, source="field-visit", grade=B2, **(values | changes))


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
        "c" * 64,
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
