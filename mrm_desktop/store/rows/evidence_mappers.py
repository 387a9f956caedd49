"""Community evidence, actor reports, reset events and circumstances between domain and table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from mrm_desktop.domain.case import ContextFacts, OrganisationFacts, RiskMeasure
from mrm_desktop.domain.evidence import (
    ActorReport,
    AreaEvidence,
    CommunityEvidence,
    FollowUps,
    GroupPart,
    RatingDistribution,
    ResetEvent,
    StanceReport,
    SurveyDesign,
)
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.projects import AreaCircumstances
from mrm_desktop.domain.vocabulary import ActorKind, EvidenceMethod, Rated, Stance, Stratum
from mrm_desktop.store.rows.periods import period_of, period_to_row
from mrm_desktop.store.rows.plain import from_plain, to_plain

Row = Mapping[Any, Any]
_MISSION_FACTS = (
    "response_hours",
    "hotline",
    "joint_operations_with_party",
    "recent_attacks_or_protests",
    "rotation_unknown",
    "alleged_perpetrator",
)


def evidence_to_row(evidence: AreaEvidence) -> dict[str, Any]:
    """Write evidence as a row."""
    item, spread = evidence.item, evidence.distribution
    return {
        "id": evidence.id,
        "dataset_id": evidence.dataset_id or None,
        "area_code": evidence.area_code,
        "round": evidence.round,
        "rated": item.rated.value,
        "stratum": item.stratum.value,
        "method": item.method.value,
        "source": item.source,
        "collected_on": item.collected_on,
        "answered": item.answered,
        "mean_rating": item.mean_rating,
        "grade": str(item.grade),
        "refused_share": item.refused_share,
        "reset_since": item.reset_since,
        "design_effect": item.design_effect,
        "distribution": None if spread is None else [*spread.counts, spread.do_not_know, spread.refused],
        "wording_hash": evidence.wording_hash,
        "matched_by": evidence.matched_by,
        "rated_unit": evidence.rated_unit,
        "asked_elsewhere": item.asked_elsewhere,
        "takes_sides_share": item.takes_sides_share,
        "minds_being_seen_share": item.minds_being_seen_share,
        "bad_conduct_share": evidence.bad_conduct_share,
        "follow_ups": None if evidence.follow_ups is None else to_plain(evidence.follow_ups),
        "instrument": evidence.instrument,
        "scale": evidence.scale,
        "parts": [to_plain(part) for part in evidence.parts] or None,
        "design": None if evidence.design is None else to_plain(evidence.design),
        "first_day": evidence.first_day,
        "last_day": evidence.last_day,
        **period_to_row(evidence),
    }


def evidence_of(row: Row) -> AreaEvidence:
    """Read evidence from a row."""
    spread = row["distribution"]
    item = CommunityEvidence(
        stratum=Stratum.parse(row["stratum"]),
        method=EvidenceMethod.parse(row["method"]),
        source=row["source"],
        collected_on=row["collected_on"],
        answered=row["answered"],
        mean_rating=row["mean_rating"],
        grade=Grade.parse(row["grade"]),
        refused_share=row["refused_share"],
        reset_since=row["reset_since"],
        design_effect=row["design_effect"],
        rated=Rated.parse(row["rated"]),
        asked_elsewhere=row["asked_elsewhere"],
        takes_sides_share=row["takes_sides_share"],
        minds_being_seen_share=row["minds_being_seen_share"],
    )
    return AreaEvidence(
        id=row["id"],
        area_code=row["area_code"],
        round=row["round"],
        item=item,
        distribution=None if spread is None else RatingDistribution(tuple(spread[:5]), spread[5], spread[6]),
        wording_hash=row["wording_hash"],
        matched_by=row["matched_by"],
        dataset_id=row["dataset_id"] or "",
        rated_unit=row["rated_unit"],
        bad_conduct_share=row["bad_conduct_share"],
        follow_ups=None if row["follow_ups"] is None else from_plain(FollowUps, row["follow_ups"]),
        instrument=row["instrument"],
        scale=row["scale"],
        parts=tuple(from_plain(GroupPart, part) for part in row["parts"] or ()),
        design=None if row["design"] is None else from_plain(SurveyDesign, row["design"]),
        first_day=row["first_day"],
        last_day=row["last_day"],
        **period_of(row),
    )


def actor_report_to_row(entry: ActorReport) -> dict[str, Any]:
    """Write an actor report as a row."""
    report = entry.report
    return {
        "id": entry.id,
        "dataset_id": entry.dataset_id or None,
        "area_code": entry.area_code,
        "actor": entry.actor,
        "kind": entry.kind.value,
        "able_to_harm": entry.able_to_harm,
        "stance": report.stance.value if report else None,
        "grade": str(report.grade) if report else None,
        "reported_on": report.reported_on if report else None,
        "source": report.source if report else None,
        **period_to_row(entry),
    }


def actor_report_of(row: Row) -> ActorReport:
    """Read an actor report from a row."""
    report = None
    if row["stance"] is not None:
        report = StanceReport(Stance.parse(row["stance"]), Grade.parse(row["grade"]), row["reported_on"], row["source"])
    return ActorReport(
        id=row["id"],
        area_code=row["area_code"],
        actor=row["actor"],
        kind=ActorKind.parse(row["kind"]),
        able_to_harm=row["able_to_harm"],
        report=report,
        dataset_id=row["dataset_id"] or "",
        **period_of(row),
    )


def reset_event_to_row(event: ResetEvent) -> dict[str, Any]:
    """Write a reset event as a row."""
    return {
        "id": event.id,
        "area_code": event.area_code,
        "kind": event.kind,
        "happened_on": event.happened_on,
        "source": event.source,
        "grade": str(event.grade),
    }


def reset_event_of(row: Row) -> ResetEvent:
    """Read a reset event from a row."""
    return ResetEvent(row["id"], row["area_code"], row["kind"], row["happened_on"], row["source"], Grade.parse(row["grade"]))


def circumstances_to_row(record: AreaCircumstances) -> dict[str, Any]:
    """Write circumstances as a row."""
    facts = {name: getattr(record, name) for name in _MISSION_FACTS}
    return {
        "id": record.id,
        "area_code": record.area_code,
        "recorded_on": record.recorded_on,
        "source": record.source,
        "grade": str(record.grade),
        "facts": {
            "context": to_plain(record.context),
            "organisation": to_plain(record.organisation),
            "mission": facts,
            "measures": [to_plain(measure) for measure in record.measures],
            "closes_on": None if record.closes_on is None else record.closes_on.isoformat(),
        },
        **period_to_row(record),
    }


def circumstances_of(row: Row) -> AreaCircumstances:
    """Read circumstances from a row."""
    facts = row["facts"]
    return AreaCircumstances(
        id=row["id"],
        area_code=row["area_code"],
        recorded_on=row["recorded_on"],
        source=row["source"],
        grade=Grade.parse(row["grade"]),
        context=from_plain(ContextFacts, facts["context"]),
        organisation=from_plain(OrganisationFacts, facts["organisation"]),
        closes_on=None if facts["closes_on"] is None else date.fromisoformat(facts["closes_on"]),
        measures=tuple(
            from_plain(RiskMeasure, plain) for plain in facts.get("measures", ())
        ),  # records of older programs have none
        **facts["mission"],
        **period_of(row),
    )
