"""Project, datasets, missions, directory and decisions between domain and table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import lru_cache
from sys import intern
from typing import Any, TypeVar

from mrm_desktop.domain.datasets import Dataset, DatasetKind, Ledger, LedgerEntry
from mrm_desktop.domain.decisions import Decision, DecisionDraft, DecisionHead, Outcome
from mrm_desktop.domain.errors import RowProblem
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.guard_passes import KeptPass
from mrm_desktop.domain.missions import Component, Contingent, CoordinationForum, FocalPoint, MissionRecord, Reach
from mrm_desktop.domain.projects import ProjectInfo
from mrm_desktop.domain.releases import Release
from mrm_desktop.domain.statement import Statement
from mrm_desktop.domain.statements import NAME_OF
from mrm_desktop.domain.vocabulary import Band, MilitaryKind, Mode, Verdict
from mrm_desktop.store.rows.periods import period_of, period_to_row
from mrm_desktop.store.rows.plain import from_plain, to_plain

Row = Mapping[Any, Any]
S = TypeVar("S", bound=Statement)
_INFO = ("id", "title", "mission", "created_at", "office", "language", "assessment_level", "fictional")


def info_to_row(info: ProjectInfo) -> dict[str, Any]:
    """Write a project's settings as a row."""
    return {name: getattr(info, name) for name in _INFO}


def info_of(row: Row) -> ProjectInfo:
    """Read a project's settings from a row."""
    return ProjectInfo(**{name: row[name] for name in _INFO})


def dataset_to_row(dataset: Dataset, record_keys: bytes = b"") -> dict[str, Any]:
    """Write a dataset as a row, with the hashed keys of its answers."""
    return {
        "id": dataset.id,
        "kind": dataset.kind.value,
        "file_name": dataset.file_name,
        "sha256": dataset.sha256,
        "imported_at": dataset.imported_at,
        "ledger": to_plain(dataset.ledger),
        "supersedes": dataset.supersedes,
        "source": dataset.source,
        "grade": str(dataset.grade) if dataset.grade is not None else None,
        "sheet": dataset.sheet,
        "record_keys": record_keys or None,
    }


def dataset_of(row: Row, undone: bool) -> Dataset:
    """Read a dataset from a row."""
    ledger = row["ledger"]
    return Dataset(
        id=row["id"],
        kind=DatasetKind.parse(row["kind"]),
        file_name=row["file_name"],
        sha256=row["sha256"],
        imported_at=row["imported_at"],
        ledger=Ledger(
            rows_in=ledger["rows_in"],
            rows_kept=ledger["rows_kept"],
            rows_dropped=ledger["rows_dropped"],
            rows_merged=ledger["rows_merged"],
            entries=tuple(LedgerEntry(**entry) for entry in ledger["entries"]),
            problems=tuple(RowProblem(**problem) for problem in ledger["problems"]),
        ),
        supersedes=row["supersedes"],
        undone=undone,
        source=row["source"],
        grade=Grade.parse(row["grade"]) if row["grade"] else None,
        sheet=row["sheet"],
    )


def mission_to_row(record: MissionRecord, row_id: str) -> dict[str, Any]:
    """Write a mission as a row."""
    return {"id": row_id, "acronym": record.acronym, "record": to_plain(record)}


def mission_of(row: Row) -> MissionRecord:
    """Read a mission from a row."""
    return from_plain(MissionRecord, row["record"])


def contingent_to_row(contingent: Contingent, row_id: str) -> dict[str, Any]:
    """Write a contingent as a row."""
    return {
        "id": row_id,
        "mission": contingent.mission,
        "code": contingent.code,
        "contributing_country": contingent.contributing_country,
        "rotated_on": contingent.rotated_on,
        "unresolved_abuse_allegations": contingent.unresolved_abuse_allegations,
        "resolved_past_allegations": contingent.resolved_past_allegations,
        "military_kind": contingent.military_kind.value if contingent.military_kind is not None else None,
        "police": contingent.police,
        "child_protection_training": contingent.child_protection_training,
        **_sourced(contingent),
    }


def contingent_of(row: Row) -> Contingent:
    """Read a contingent from a row."""
    return Contingent(
        code=row["code"],
        mission=row["mission"],
        contributing_country=row["contributing_country"],
        rotated_on=row["rotated_on"],
        unresolved_abuse_allegations=row["unresolved_abuse_allegations"],
        resolved_past_allegations=row["resolved_past_allegations"],
        military_kind=MilitaryKind.parse(row["military_kind"]) if row["military_kind"] is not None else None,
        police=row["police"],
        child_protection_training=row["child_protection_training"],
        **_source_of(row),
    )


def statement_to_row(statement: Statement, row_id: str) -> dict[str, Any]:
    """Write a statement as a row."""
    return {
        "id": row_id,
        "kind": NAME_OF[type(statement)],
        "area_code": getattr(statement, "area_code", ""),
        "thing": statement.thing,
        "record": to_plain(statement),
    }


def statement_of(row: Row, kind: type[S]) -> S:
    """Read a statement of a kind from a row."""
    return from_plain(kind, row["record"])


def focal_point_to_row(point: FocalPoint, row_id: str) -> dict[str, Any]:
    """Write a focal point as a row."""
    return {
        "id": row_id,
        "role": point.role,
        "component": point.component.value,
        "mission": point.mission,
        "area_code": point.area_code,
        "reach": point.reach.value,
        "last_tested": point.last_tested,
        **_sourced(point),
    }


def focal_point_of(row: Row) -> FocalPoint:
    """Read a focal point from a row."""
    return FocalPoint(
        role=row["role"],
        component=Component.parse(row["component"]),
        mission=row["mission"],
        area_code=row["area_code"],
        reach=Reach.parse(row["reach"]),
        last_tested=row["last_tested"],
        **_source_of(row),
    )


def forum_to_row(forum: CoordinationForum, row_id: str) -> dict[str, Any]:
    """Write a forum as a row."""
    return {
        "id": row_id,
        "name": forum.name,
        "area_code": forum.area_code,
        "convened_by": forum.convened_by,
        "meets": forum.meets,
        **_sourced(forum),
    }


def forum_of(row: Row) -> CoordinationForum:
    """Read a forum from a row."""
    return CoordinationForum(row["name"], row["area_code"], row["convened_by"], row["meets"], **_source_of(row))


def _sourced(fact: Contingent | FocalPoint | CoordinationForum) -> dict[str, Any]:
    return {"source": fact.source, "grade": str(fact.grade) if fact.grade is not None else None, **period_to_row(fact)}


def _source_of(row: Row) -> dict[str, Any]:
    return {"source": row["source"], "grade": Grade.parse(row["grade"]) if row["grade"] else None, **period_of(row)}


def decision_to_row(decision: Decision) -> dict[str, Any]:
    """Write a decision as a row."""
    return {
        "sequence": decision.sequence,
        "id": decision.id,
        "recorded_at": decision.recorded_at,
        "area_code": decision.area_code,
        "area_name": decision.area_name,
        "draft": to_plain(decision.draft),
        "expires_on": decision.expires_on,
        "snapshot": decision.snapshot,
        "assessment": decision.assessment,
        "policy_checksum": decision.policy_checksum,
        "program_version": decision.program_version,
        "previous_hash": decision.previous_hash,
        "hash": decision.hash,
    }


def decision_of(row: Row, policy_text: str) -> Decision:
    """Read a decision from a row, with the text of its policy, which is kept once for all decisions made under it."""
    return Decision(
        id=row["id"],
        sequence=row["sequence"],
        recorded_at=row["recorded_at"],
        area_code=row["area_code"],
        area_name=row["area_name"],
        draft=from_plain(DecisionDraft, row["draft"]),
        expires_on=row["expires_on"],
        snapshot=row["snapshot"],
        assessment=row["assessment"],
        policy_text=policy_text,
        policy_checksum=row["policy_checksum"],
        program_version=row["program_version"],
        previous_hash=row["previous_hash"],
        hash=row["hash"],
    )


_HEAD_AS_IT_IS = (
    "id", "sequence", "recorded_at", "area_code", "area_name", "approver_role", "expires_on", "supersedes", "has_rationale",
    "has_override_reason", "hash",
)  # fmt: skip


def head_to_row(head: DecisionHead) -> dict[str, Any]:
    """Write the head of a decision as a row."""
    return {name: getattr(head, name) for name in _HEAD_AS_IT_IS} | {
        "outcome": head.outcome.value,
        "chosen_mode": head.chosen_mode.value,
        "verdict": head.verdict.value,
        "band": head.band.value if head.band is not None else None,
        "signatories": " ".join(head.signatories),
    }


@lru_cache(maxsize=256)
def _roles(written: str) -> tuple[str, ...]:
    return tuple(written.split())


def head_of_row(row: Sequence[Any]) -> DecisionHead:
    """Read the head of a decision from the values of its columns, in the order of :data:`HEAD_COLUMNS`.

    There are a hundred thousand of them in a large project and all are read at once: so by position, and each word once.
    """
    (
        identifier, sequence, recorded_at, area_code, area_name, outcome, mode, role, expires_on, supersedes, verdict, band, rationale,
        override, digest, signatories,
    ) = row  # fmt: skip
    return DecisionHead(
        identifier,
        sequence,
        recorded_at,
        intern(area_code),
        intern(area_name),
        _OUTCOMES[outcome],
        _MODES[mode],
        intern(role),
        expires_on,
        supersedes,
        _VERDICTS[verdict],
        _BANDS[band],
        rationale,
        override,
        digest,
        _roles(signatories),
    )


HEAD_COLUMNS = tuple(field.name for field in fields(DecisionHead))
_OUTCOMES = {outcome.value: outcome for outcome in Outcome}
_MODES = {mode.value: mode for mode in Mode}
_VERDICTS = {verdict.value: verdict for verdict in Verdict}
_BANDS: Mapping[str | None, Band | None] = {None: None} | {band.value: band for band in Band}


def release_to_row(release: Release) -> dict[str, Any]:
    """Write a release as a row."""
    return {
        "id": release.id,
        "released_at": release.released_at,
        "sha256": release.sha256,
        "code": release.code,
        "record": to_plain(release),
    }


def release_of(row: Row) -> Release:
    """Read a release from a row."""
    return from_plain(Release, row["record"])


def kept_pass_to_row(kept: KeptPass) -> dict[str, Any]:
    """Write a text that was let pass as a row."""
    return {"id": kept.id, "kept_at": kept.kept_at, "record": to_plain(kept)}


def kept_pass_of(row: Row) -> KeptPass:
    """Read a text that was let pass from a row."""
    return from_plain(KeptPass, row["record"])
