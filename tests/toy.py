"""A toy project for tests: a 3 x 3 board of invented areas in the open sea, one class of answer on each square."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import shapely

from mrm_desktop.domain.assessments import (
    AcceptanceEstimate,
    Assessment,
    GateResult,
    PolicyStamp,
    Reason,
    Reliability,
    ToleranceEstimate,
)
from mrm_desktop.domain.case import Case, MissionFacts, Request
from mrm_desktop.domain.evidence import ActorReport, AreaEvidence, CommunityEvidence, StanceReport
from mrm_desktop.domain.geography import Area, Place, Presence, PresenceKind
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.missions import Component, FocalPoint, Reach
from mrm_desktop.domain.projects import ProjectInfo
from mrm_desktop.domain.views import AreaCard, ClassLimits, ProjectView
from mrm_desktop.domain.vocabulary import (
    ActorKind,
    Band,
    Channel,
    EvidenceMethod,
    GateId,
    GateState,
    MissionStatus,
    Mode,
    PatrolFrequency,
    Purpose,
    Stance,
    Stratum,
    Verdict,
)

ON = date(2026, 3, 1)
POLICY = PolicyStamp("toy", "1", "0" * 64)
CLASS_LIMITS = ClassLimits(acceptance=(0.25, 0.40, 0.55), tolerance=(0.30, 0.60, 0.70))
INFO = ProjectInfo("p1", "Toyland", "UNTOY", datetime(2026, 1, 1, tzinfo=UTC), office="Toy office", fictional=True)

SQUARES: tuple[tuple[Verdict, Mode], ...] = (
    (Verdict.HOLD, Mode.CIVILIAN_CHANNEL),
    (Verdict.NOT_AVAILABLE, Mode.CIVILIAN_CHANNEL),
    (Verdict.INSUFFICIENT_EVIDENCE, Mode.CIVILIAN_CHANNEL),
    (Verdict.REFUSED, Mode.CIVILIAN_CHANNEL),
    (Verdict.REFUSED, Mode.ALERT),
    (Verdict.PROCEED_WITH_CONDITIONS, Mode.LIAISON),
    (Verdict.PROCEED_WITH_CONDITIONS, Mode.VERIFICATION_SECURITY),
    (Verdict.EMERGENCY_ALERT, Mode.PROTECTION_REQUEST),
    (Verdict.PROCEED_WITH_CONDITIONS, Mode.ARMED_ESCORT),
)


def area(k: int, name: str | None = None) -> Area:
    """Square ``k`` of the board, one degree wide."""
    west, south = -20.0 + k % 3, -23.0 + k // 3
    return Area(f"XT{k:02d}", name or f"Square {k}", 1, None, shapely.to_wkb(shapely.box(west, south, west + 1, south + 1)))


def assessment(k: int, **changes: Any) -> Assessment:
    """The answer on square ``k``."""
    verdict, ceiling = SQUARES[k]
    made = Assessment(
        case_id=f"XT{k:02d}",
        assessed_on=ON,
        requested_mode=Mode.LIAISON,
        verdict=verdict,
        ceiling=ceiling,
        channel=Channel.CHILD_PROTECTION_ADVISER,
        reasons=(Reason("gate.toy", {"n": k}),),
        gates=tuple(
            GateResult(g, GateState.FAILED if g is GateId.CONSENT else GateState.PASSED, Reason("gate.toy")) for g in GateId
        ),
        policy=POLICY,
        band=Band.CONDITIONAL,
        gaps=(Reason("gap.toy", {"n": 2}),),
        expires_on=date(2026, 4, 30),
        acceptance=AcceptanceEstimate(
            mean=0.6,
            sd=0.05,
            low=k / 9,
            high=0.7,
            mass=30.0 * (k % 4),
            mass_by_stratum={Stratum.WOMEN: 10.0},
            independent_sources=2,
            adequate=k > 1,
        ),
        tolerance=ToleranceEstimate(
            value=k / 9, by_actor={"group X": k / 9}, governing_actor="group X", hostile_actors=(), adequate=k > 1
        ),
        reliability=Reliability(value=5.0, completeness=1.0, mean_quality=0.6, mean_age_weight=0.8, label="moderate"),
    )
    return replace(made, **changes)


def presence(k: int = 0) -> Presence:
    """A weekly patrol area around a base near the middle of square ``k``."""
    west, south = -20.0 + k % 3, -23.0 + k // 3
    return Presence(
        f"b{k}", PresenceKind.BASE, f"Base {k}", "UNTOY", "TOYBAT", PatrolFrequency.WEEKLY, date(2026, 2, 1), "sitrep", Grade.parse("B2"),
        shapely.to_wkb(shapely.Point(west + 0.5, south + 0.5).buffer(0.3)), 25.0, (west + 0.5, south + 0.5),
    )  # fmt: skip


def view(**changes: Any) -> ProjectView:
    """The whole board."""
    made = ProjectView(
        info=INFO,
        areas=tuple(area(k) for k in range(9)),
        places=(
            Place("s1", "Near", "settlement", (-19.5, -22.4), "XT00", nearest_base_km=10.0),
            Place("s2", "Far", "settlement", (-18.2, -22.2), "XT01", nearest_base_km=140.0),
            Place("s3", "Nowhere", "settlement", None, None),
        ),
        presence=(presence(0), presence(4)),
        presence_by_area={f"XT{k:02d}": (presence(k),) if k in (0, 4) else () for k in range(9)},
        answers={},
        assessments={f"XT{k:02d}": assessment(k) for k in range(9)},
        mode=Mode.LIAISON,
        purpose=Purpose.CHILD_PROTECTION,
        on=ON,
        policy=POLICY,
        class_limits=CLASS_LIMITS,
        program_version="0",
    )
    made = replace(made, **changes)
    return replace(made, answers={code: one.answer for code, one in made.assessments.items()})


def card(k: int = 5, **changes: Any) -> AreaCard:
    """Everything about square ``k``."""
    item = CommunityEvidence(
        Stratum.WOMEN, EvidenceMethod.PROBABILITY_SURVEY, "survey1", date(2026, 1, 30), 60, 0.9, Grade.parse("B2")
    )
    report = StanceReport(Stance.TOLERANT, Grade.parse("B2"), date(2026, 2, 9), "k0")
    made = AreaCard(
        info=INFO,
        area=area(k),
        lineage=(),
        case=Case(f"XT{k:02d}", ON, Request(Mode.LIAISON), MissionFacts(MissionStatus.ACTIVE, True)),
        assessment=assessment(k),
        mission=None,
        mission_status=MissionStatus.ACTIVE,
        evidence=(AreaEvidence("e1", f"XT{k:02d}", "2026-01", item),),
        actor_reports=(ActorReport("a1", f"XT{k:02d}", "group X", ActorKind.NON_STATE, True, report),),
        reset_events=(),
        circumstances=None,
        presence=(presence(k),),
        places=(),
        focal_points=(
            FocalPoint(
                "Child Protection Adviser, Sector Toy", Component.CHILD_PROTECTION, "UNTOY", "", Reach.PHONE, date(2026, 2, 1)
            ),
        ),
        fora=(),
        decisions=(),
    )
    return replace(made, **changes)
