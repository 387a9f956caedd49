"""The tables of a project, declared once for SQLite and PostgreSQL.

Every fact carries its source and grade, its identifier is random so that two offices never make the same one, and ``seq`` says in
which order records came in: readers take the newest about a thing, nothing is changed.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, LargeBinary, MetaData, UniqueConstraint, false
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from mrm_desktop.store.rows.types import Document, Geometry, Guid, Moment

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
Seq = BigInteger().with_variant(Integer, "sqlite")


class Base(DeclarativeBase):
    """Declares tables with named constraints: a migration must be able to name what it changes."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: Moment, bytes: Geometry, dict[str, Any]: Document, list[Any]: Document}  # noqa: RUF012


class Sequenced:
    """A record with its place in the order of arrival and a random identifier."""

    seq: Mapped[int] = mapped_column(Seq, primary_key=True, autoincrement=True, sort_order=-3)
    id: Mapped[str] = mapped_column(Guid, unique=True, sort_order=-2)


class Sourced:
    """A fact that somebody told: who, and what the source is worth; empty where nobody wrote it down."""

    source: Mapped[str] = mapped_column(default="", server_default="", sort_order=98)
    grade: Mapped[str | None] = mapped_column(sort_order=99)


class ValidBetween:
    """A fact that holds between two days, ends included; an empty end is open (decision 0030)."""

    valid_from: Mapped[date | None] = mapped_column(sort_order=100)
    valid_to: Mapped[date | None] = mapped_column(sort_order=101)


class FromFile(Sequenced):
    """A record that a dataset brought, or a person by hand: then without a dataset."""

    dataset_id: Mapped[str | None] = mapped_column(Guid, ForeignKey("dataset.id"), index=True, sort_order=-1)


class ProjectRow(Base):
    """The project's own settings; one row."""

    __tablename__ = "project"
    __table_args__ = (CheckConstraint("one = 1", name="one_row"),)
    one: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    id: Mapped[str] = mapped_column(Guid)
    title: Mapped[str]
    mission: Mapped[str]
    created_at: Mapped[datetime]
    office: Mapped[str]
    language: Mapped[str]
    assessment_level: Mapped[int | None]
    fictional: Mapped[bool]
    written_by: Mapped[str]


class DatasetRow(Base, Sequenced, Sourced):
    """An imported file with its ledger; its source and grade hold for each of its rows that has none of its own."""

    __tablename__ = "dataset"
    kind: Mapped[str]
    file_name: Mapped[str]
    sha256: Mapped[str] = mapped_column(index=True)
    imported_at: Mapped[datetime]
    ledger: Mapped[dict[str, Any]]
    supersedes: Mapped[str | None] = mapped_column(Guid, ForeignKey("dataset.id"))
    sheet: Mapped[str] = mapped_column(server_default="")
    record_keys: Mapped[bytes | None] = mapped_column(LargeBinary)


class DatasetUndoRow(Base, Sequenced):
    """Says that a dataset no longer counts."""

    __tablename__ = "dataset_undo"
    dataset_id: Mapped[str] = mapped_column(Guid, ForeignKey("dataset.id"), unique=True)
    undone_at: Mapped[datetime]


class AreaRow(Base, FromFile):
    """An administrative area of a boundary set."""

    __tablename__ = "area"
    __table_args__ = (UniqueConstraint("dataset_id", "code"), CheckConstraint("level BETWEEN 0 AND 9", name="level"))
    code: Mapped[str]
    name: Mapped[str]
    level: Mapped[int]
    parent: Mapped[str | None]
    names: Mapped[dict[str, Any]]
    version: Mapped[str]
    valid_on: Mapped[date | None]
    valid_to: Mapped[date | None]
    displaced_share: Mapped[float | None]
    geometry: Mapped[bytes]


class PlaceRow(Base, FromFile, ValidBetween):
    """A settlement, facility or site."""

    __tablename__ = "place"
    code: Mapped[str]
    name: Mapped[str]
    kind: Mapped[str]
    longitude: Mapped[float | None]
    latitude: Mapped[float | None]
    area_code: Mapped[str | None]
    matched_by: Mapped[str]
    nearest_base_km: Mapped[float | None]


class PresenceRow(Base, FromFile, ValidBetween):
    """Where UN military were last confirmed."""

    __tablename__ = "presence"
    kind: Mapped[str]
    name: Mapped[str]
    mission: Mapped[str]
    contingent: Mapped[str]
    frequency: Mapped[str]
    last_confirmed: Mapped[date | None]
    source: Mapped[str]
    grade: Mapped[str]
    geometry: Mapped[bytes]
    radius_km: Mapped[float | None]
    base_longitude: Mapped[float | None]
    base_latitude: Mapped[float | None]


class EvidenceRow(Base, FromFile, ValidBetween):
    """What one stratum of one area told one source in one round."""

    __tablename__ = "evidence"
    __table_args__ = (
        CheckConstraint("mean_rating BETWEEN -2 AND 2", name="mean_rating"),
        CheckConstraint("refused_share BETWEEN 0 AND 1", name="refused_share"),
        Index("ix_evidence_area_code", "area_code"),
    )
    area_code: Mapped[str]
    round: Mapped[str]
    rated: Mapped[str]
    stratum: Mapped[str]
    method: Mapped[str]
    source: Mapped[str]
    collected_on: Mapped[date]
    answered: Mapped[float]
    mean_rating: Mapped[float]
    grade: Mapped[str]
    refused_share: Mapped[float]
    reset_since: Mapped[bool]
    design_effect: Mapped[float | None]
    distribution: Mapped[list[Any] | None]
    wording_hash: Mapped[str]
    matched_by: Mapped[str]
    rated_unit: Mapped[str] = mapped_column(server_default="")
    asked_elsewhere: Mapped[bool] = mapped_column(server_default=false())
    takes_sides_share: Mapped[float | None]
    minds_being_seen_share: Mapped[float | None]
    bad_conduct_share: Mapped[float | None]
    follow_ups: Mapped[dict[str, Any] | None]
    instrument: Mapped[str] = mapped_column(server_default="")
    scale: Mapped[str] = mapped_column(server_default="")
    parts: Mapped[list[Any] | None]
    design: Mapped[dict[str, Any] | None]
    first_day: Mapped[date | None]
    last_day: Mapped[date | None]


class ActorReportRow(Base, FromFile, ValidBetween):
    """One source's report on one armed actor in one area."""

    __tablename__ = "actor_report"
    area_code: Mapped[str] = mapped_column(index=True)
    actor: Mapped[str]
    kind: Mapped[str]
    able_to_harm: Mapped[bool]
    stance: Mapped[str | None]
    grade: Mapped[str | None]
    reported_on: Mapped[date | None]
    source: Mapped[str | None]


class IncidentRow(Base, FromFile):
    """One event as background."""

    __tablename__ = "incident"
    key: Mapped[str]
    happened_on: Mapped[date]
    day_precision: Mapped[int]
    location_precision: Mapped[str]
    type: Mapped[str]
    longitude: Mapped[float | None]
    latitude: Mapped[float | None]
    area_code: Mapped[str | None]
    source: Mapped[str]
    matched_by: Mapped[str]


class ResetEventRow(Base, Sequenced):
    """An event after which earlier favourable evidence counts little."""

    __tablename__ = "reset_event"
    area_code: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    happened_on: Mapped[date]
    source: Mapped[str]
    grade: Mapped[str]


class CircumstancesRow(Base, Sequenced, ValidBetween):
    """Circumstances of an area that no file carries."""

    __tablename__ = "circumstances"
    area_code: Mapped[str] = mapped_column(index=True)
    recorded_on: Mapped[date]
    source: Mapped[str]
    grade: Mapped[str]
    facts: Mapped[dict[str, Any]]


class StatementRow(Base, Sequenced):
    """What a person stated and no file carries, whole, under the name of its kind (decision 0047).

    ``area_code`` is the one area that it names, "" otherwise; ``thing`` is what it is about, for copies that differ.
    """

    __tablename__ = "statement"
    kind: Mapped[str] = mapped_column(index=True)
    area_code: Mapped[str]
    thing: Mapped[str]
    record: Mapped[dict[str, Any]]


class MissionRow(Base, Sequenced):
    """A row of the mission registry as known at some time; the newest of an acronym counts."""

    __tablename__ = "mission"
    acronym: Mapped[str] = mapped_column(index=True)
    record: Mapped[dict[str, Any]]


class ContingentRow(Base, Sequenced, Sourced, ValidBetween):
    """A military unit of one contributing country; the newest of a mission and code counts."""

    __tablename__ = "contingent"
    mission: Mapped[str]
    code: Mapped[str]
    contributing_country: Mapped[str]
    rotated_on: Mapped[date | None]
    unresolved_abuse_allegations: Mapped[bool | None]
    resolved_past_allegations: Mapped[bool | None]
    military_kind: Mapped[str | None]
    police: Mapped[bool] = mapped_column(default=False, server_default=false())
    child_protection_training: Mapped[bool | None]


class FocalPointRow(Base, Sequenced, Sourced, ValidBetween):
    """A role that can be called; the newest of a role, component, mission and area counts."""

    __tablename__ = "focal_point"
    role: Mapped[str]
    component: Mapped[str]
    mission: Mapped[str]
    area_code: Mapped[str]
    reach: Mapped[str]
    last_tested: Mapped[date | None]


class ForumRow(Base, Sequenced, Sourced, ValidBetween):
    """A coordination forum; the newest of a name and area counts."""

    __tablename__ = "forum"
    name: Mapped[str]
    area_code: Mapped[str]
    convened_by: Mapped[str]
    meets: Mapped[str]


class PolicyRow(Base):
    """A policy file by its checksum: kept once, however many decisions used it."""

    __tablename__ = "policy"
    checksum: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]


class DecisionRow(Base):
    """A decision, chained to the one before."""

    __tablename__ = "decision"
    sequence: Mapped[int] = mapped_column(Seq, primary_key=True, autoincrement=False)
    id: Mapped[str] = mapped_column(Guid, unique=True)
    recorded_at: Mapped[datetime]
    area_code: Mapped[str] = mapped_column(index=True)
    area_name: Mapped[str]
    draft: Mapped[dict[str, Any]]
    expires_on: Mapped[date]
    snapshot: Mapped[dict[str, Any]]
    assessment: Mapped[dict[str, Any]]
    policy_checksum: Mapped[str] = mapped_column(ForeignKey("policy.checksum"))
    program_version: Mapped[str]
    previous_hash: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)


class DecisionHeadRow(Base):
    """What later questions need of a decision, in a table of its own: a row of ``decision`` weighs two hundred times as much."""

    __tablename__ = "decision_head"
    sequence: Mapped[int] = mapped_column(Seq, ForeignKey("decision.sequence"), primary_key=True, autoincrement=False)
    id: Mapped[str] = mapped_column(Guid, unique=True)
    recorded_at: Mapped[datetime]
    area_code: Mapped[str]
    area_name: Mapped[str]
    outcome: Mapped[str]
    chosen_mode: Mapped[str]
    approver_role: Mapped[str]
    expires_on: Mapped[date]
    supersedes: Mapped[str | None]
    verdict: Mapped[str]
    band: Mapped[str | None]
    has_rationale: Mapped[bool]
    has_override_reason: Mapped[bool]
    hash: Mapped[str]
    signatories: Mapped[str]


class DecisionSignatureRow(Base, Sequenced):
    """Says that the holder of a key vouches for a decision."""

    __tablename__ = "decision_signature"
    __table_args__ = (UniqueConstraint("decision_id", "public_key"),)
    decision_id: Mapped[str] = mapped_column(Guid, ForeignKey("decision.id"))
    role: Mapped[str]
    public_key: Mapped[str]
    signature: Mapped[str]
    signed_at: Mapped[datetime]


class OtherDecisionRow(Base, Sequenced):
    """A decision of another office, in the chain of that office."""

    __tablename__ = "other_decision"
    __table_args__ = (UniqueConstraint("site", "sequence"),)
    site: Mapped[str]
    sequence: Mapped[int]
    record: Mapped[dict[str, Any]]
    policy_checksum: Mapped[str] = mapped_column(ForeignKey("policy.checksum"))
    hash: Mapped[str]


class TrustedSignerRow(Base, Sequenced):
    """An office whose key a person has compared."""

    __tablename__ = "trusted_signer"
    public_key: Mapped[str] = mapped_column(unique=True)
    role: Mapped[str]
    trusted_at: Mapped[datetime]


class ReleasedFileRow(Base, Sequenced):
    """A file that left the office."""

    __tablename__ = "released_file"
    released_at: Mapped[datetime]
    sha256: Mapped[str]
    code: Mapped[str]
    record: Mapped[dict[str, Any]]


class GuardPassRow(Base, Sequenced):
    """A text that two people let pass the guard."""

    __tablename__ = "guard_pass"
    kept_at: Mapped[datetime]
    record: Mapped[dict[str, Any]]


class AreaLevelRow(Base):
    """The outlines of all assessed areas at one level of detail, 0 for the outlines as they came (decision 0058).

    ``fingerprint`` is that of the areas of which they were made: rows of any other areas are not theirs.
    """

    __tablename__ = "area_level"
    fingerprint: Mapped[str] = mapped_column(primary_key=True)
    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    tolerance: Mapped[float]
    outlines: Mapped[bytes] = mapped_column(LargeBinary)


class DraftRow(Base):
    """What stands in a form and is not recorded yet (decision 0060).

    ``member`` is who types in a shared database, written by the server itself; "" in a file, which one person has open.
    """

    __tablename__ = "draft"
    member: Mapped[str] = mapped_column(primary_key=True, server_default="")
    kind: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[dict[str, Any]]
    kept_at: Mapped[datetime]
    destroy_by: Mapped[date]


class TripOutRow(Base):
    """A trip that the base follows, with its log (decision 0065)."""

    __tablename__ = "trip_out"
    id: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[dict[str, Any]]
    destroy_by: Mapped[date]


class LogEventRow(Base):
    """An event of the log: everything that was appended at once (decision 0087)."""

    __tablename__ = "log_event"
    sequence: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    previous_hash: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)


class LogRowsRow(Base):
    """What an event appended to one table: which rows, and the root over their hashes."""

    __tablename__ = "log_rows"
    event: Mapped[int] = mapped_column(Integer, ForeignKey("log_event.sequence"), primary_key=True, autoincrement=False)
    table_name: Mapped[str] = mapped_column(primary_key=True)
    columns: Mapped[list[Any]]
    after: Mapped[int] = mapped_column(Seq)
    up_to: Mapped[int] = mapped_column(Seq)
    count: Mapped[int]
    root: Mapped[str]


class TombstoneRow(Base, Sequenced):
    """What stands in the place of a row that two people took out (decision 0096)."""

    __tablename__ = "tombstone"
    __table_args__ = (UniqueConstraint("table_name", "place"),)
    table_name: Mapped[str]
    place: Mapped[int] = mapped_column(Seq)
    row_mark: Mapped[str]
    leaf: Mapped[str]
    purged_at: Mapped[datetime]
    reason: Mapped[str]
    purged_by: Mapped[str]
    seen_by: Mapped[str]


class WitnessedHeadRow(Base, Sequenced):
    """How far the log of an office had come when somebody saw it (decision 0097)."""

    __tablename__ = "witnessed_head"
    __table_args__ = (UniqueConstraint("site", "events", "head", "witness"),)
    site: Mapped[str]
    events: Mapped[int] = mapped_column(Integer)
    head: Mapped[str]
    seen_at: Mapped[datetime]
    witness: Mapped[str]
    signature: Mapped[str]


SETTINGS_TABLES = frozenset({"project"})
"""The only tables in which a row may change."""

DERIVED_TABLES = frozenset({"area_level"})
"""Tables that can be made anew from the others: their rows give way to newer ones, and travel in no bundle."""

DRAFT_TABLES = frozenset({"draft", "trip_out"})
"""Tables of what is no record, or none yet: rows give way and are destroyed; they travel in no bundle, no copy and no backup."""

LOG_TABLES = frozenset({"log_event", "log_rows"})
"""The log of events. It is each copy's own and travels in no bundle; in a shared database the server writes it."""

PURGED_TABLES = frozenset({"dataset", "dataset_undo", "area", "place", "presence", "evidence", "actor_report", "incident"})
"""Tables from which two people may take rows out of a project file; the place of such a row is never given again."""

KEYED_TABLES = {
    "log_event": ("sequence", "hash"),
    "dataset": ("seq", "id"),
    "dataset_undo": ("seq", "id", "dataset_id"),
    "policy": ("checksum",),
    "decision": ("sequence", "id", "hash"),
    "decision_head": ("sequence", "id"),
    "decision_signature": ("seq", "id"),
    "other_decision": ("seq", "id"),
    "trusted_signer": ("seq", "id", "public_key"),
    "released_file": ("seq", "id"),
    "guard_pass": ("seq", "id"),
    "tombstone": ("seq", "id"),
    "witnessed_head": ("seq", "id"),
}
"""Tables whose existing keys - each of them - must never be inserted again: INSERT OR REPLACE would delete without a delete trigger."""
