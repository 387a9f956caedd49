"""The first tables.

Revision ID: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from mrm_desktop.store.rows import types

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables, those that others point to first."""
    _make_project()
    _make_policy()
    _make_dataset()
    _make_actor_report()
    _make_area()
    _make_circumstances()
    _make_contingent()
    _make_dataset_undo()
    _make_decision()
    _make_evidence()
    _make_focal_point()
    _make_forum()
    _make_incident()
    _make_mission()
    _make_place()
    _make_presence()
    _make_reset_event()


def _make_project() -> None:
    op.create_table(
        "project",
        sa.Column("one", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", types.Guid(length=16), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("mission", sa.String(), nullable=False),
        sa.Column("created_at", types.Moment(length=32), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("assessment_level", sa.Integer(), nullable=True),
        sa.Column("fictional", sa.Boolean(), nullable=False),
        sa.Column("written_by", sa.String(), nullable=False),
        sa.CheckConstraint("one = 1", name=op.f("ck_project_one_row")),
        sa.PrimaryKeyConstraint("one", name=op.f("pk_project")),
    )


def _make_policy() -> None:
    op.create_table(
        "policy",
        sa.Column("checksum", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("checksum", name=op.f("pk_policy")),
    )


def _make_dataset() -> None:
    op.create_table(
        "dataset",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", types.Guid(length=16), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("imported_at", types.Moment(length=32), nullable=False),
        sa.Column("ledger", types.Document(), nullable=False),
        sa.Column("supersedes", types.Guid(length=16), nullable=True),
        sa.ForeignKeyConstraint(["supersedes"], ["dataset.id"], name=op.f("fk_dataset_supersedes_dataset")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_dataset")),
        sa.UniqueConstraint("id", name=op.f("uq_dataset_id")),
    )
    op.create_index(op.f("ix_dataset_sha256"), "dataset", ["sha256"], unique=False)


def _make_actor_report() -> None:
    op.create_table(
        "actor_report",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", types.Guid(length=16), nullable=False),
        sa.Column("dataset_id", types.Guid(length=16), nullable=True),
        sa.Column("area_code", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("able_to_harm", sa.Boolean(), nullable=False),
        sa.Column("stance", sa.String(), nullable=True),
        sa.Column("grade", sa.String(), nullable=True),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["dataset_id"], ["dataset.id"], name=op.f("fk_actor_report_dataset_id_dataset")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_actor_report")),
        sa.UniqueConstraint("id", name=op.f("uq_actor_report_id")),
    )
    op.create_index(op.f("ix_actor_report_area_code"), "actor_report", ["area_code"], unique=False)
    op.create_index(op.f("ix_actor_report_dataset_id"), "actor_report", ["dataset_id"], unique=False)


def _make_area() -> None:
    op.create_table(
        "area",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", types.Guid(length=16), nullable=False),
        sa.Column("dataset_id", types.Guid(length=16), nullable=True),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("parent", sa.String(), nullable=True),
        sa.Column("names", types.Document(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("valid_on", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("displaced_share", sa.Double(), nullable=True),
        sa.Column("geometry", types.Geometry(), nullable=False),
        sa.CheckConstraint("level BETWEEN 0 AND 9", name=op.f("ck_area_level")),
        sa.ForeignKeyConstraint(["dataset_id"], ["dataset.id"], name=op.f("fk_area_dataset_id_dataset")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_area")),
        sa.UniqueConstraint("dataset_id", "code", name=op.f("uq_area_dataset_id_code")),
        sa.UniqueConstraint("id", name=op.f("uq_area_id")),
    )
    op.create_index(op.f("ix_area_dataset_id"), "area", ["dataset_id"], unique=False)


def _make_circumstances() -> None:
    op.create_table(
        "circumstances",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", types.Guid(length=16), nullable=False),
        sa.Column("area_code", sa.String(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("grade", sa.String(), nullable=False),
        sa.Column("facts", types.Document(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_circumstances")),
        sa.UniqueConstraint("id", name=op.f("uq_circumstances_id")),
    )
    op.create_index(op.f("ix_circumstances_area_code"), "circumstances", ["area_code"], unique=False)


def _make_contingent() -> None:
    op.create_table(
        "contingent",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", types.Guid(length=16), nullable=False),
        sa.Column("mission", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("contributing_country", sa.String(), nullable=False),
        sa.Column("rotated_on", sa.Date(), nullable=True),
        sa.Column("unresolved_abuse_allegations", sa.Boolean(), nullable=True),
        sa.Column("resolved_past_allegations", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_contingent")),
        sa.UniqueConstraint("id", name=op.f("uq_contingent_id")),
    )


def _make_dataset_undo() -> None:
    op.create_table(
        "dataset_undo",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", types.Guid(length=16), nullable=False),
        sa.Column("dataset_id", types.Guid(length=16), nullable=False),
        sa.Column("undone_at", types.Moment(length=32), nullable=False),
        sa.ForeignKeyConstraint(["dataset_id"], ["dataset.id"], name=op.f("fk_dataset_undo_dataset_id_dataset")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_dataset_undo")),
        sa.UniqueConstraint("dataset_id", name=op.f("uq_dataset_undo_dataset_id")),
        sa.UniqueConstraint("id", name=op.f("uq_dataset_undo_id")),
    )


def _make_decision() -> None:
    op.create_table(
        "decision",
        sa.Column("sequence", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("id", types.Guid(length=16), nullable=False),
        sa.Column("recorded_at", types.Moment(length=32), nullable=False),
        sa.Column("area_code", sa.String(), nullable=False),
        sa.Column("area_name", sa.String(), nullable=False),
        sa.Column("draft", types.Document(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("snapshot", types.Document(), nullable=False),
        sa.Column("assessment", types.Document(), nullable=False),
        sa.Column("policy_checksum", sa.String(), nullable=False),
        sa.Column("program_version", sa.String(), nullable=False),
        sa.Column("previous_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["policy_checksum"], ["policy.checksum"], name=op.f("fk_decision_policy_checksum_policy")),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_decision")),
        sa.UniqueConstraint("hash", name=op.f("uq_decision_hash")),
        sa.UniqueConstraint("id", name=op.f("uq_decision_id")),
    )
    op.create_index(op.f("ix_decision_area_code"), "decision", ["area_code"], unique=False)


def _make_evidence() -> None:
    op.create_table(
        "evidence",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", types.Guid(length=16), nullable=False),
        sa.Column("dataset_id", types.Guid(length=16), nullable=True),
        sa.Column("area_code", sa.String(), nullable=False),
        sa.Column("round", sa.String(), nullable=False),
        sa.Column("rated", sa.String(), nullable=False),
        sa.Column("stratum", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("collected_on", sa.Date(), nullable=False),
        sa.Column("answered", sa.Double(), nullable=False),
        sa.Column("mean_rating", sa.Double(), nullable=False),
        sa.Column("grade", sa.String(), nullable=False),
        sa.Column("refused_share", sa.Double(), nullable=False),
        sa.Column("reset_since", sa.Boolean(), nullable=False),
        sa.Column("design_effect", sa.Double(), nullable=True),
        sa.Column("distribution", types.Document(), nullable=True),
        sa.Column("wording_hash", sa.String(), nullable=False),
        sa.Column("matched_by", sa.String(), nullable=False),
        sa.CheckConstraint("mean_rating BETWEEN -2 AND 2", name=op.f("ck_evidence_mean_rating")),
        sa.CheckConstraint("refused_share BETWEEN 0 AND 1", name=op.f("ck_evidence_refused_share")),
        sa.ForeignKeyConstraint(["dataset_id"], ["dataset.id"], name=op.f("fk_evidence_dataset_id_dataset")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_evidence")),
        sa.UniqueConstraint("id", name=op.f("uq_evidence_id")),
    )
    op.create_index("ix_evidence_area_code", "evidence", ["area_code"], unique=False)
    op.create_index(op.f("ix_evidence_dataset_id"), "evidence", ["dataset_id"], unique=False)


def _make_focal_point() -> None:
    op.create_table(
        "focal_point",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", types.Guid(length=16), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("component", sa.String(), nullable=False),
        sa.Column("mission", sa.String(), nullable=False),
        sa.Column("area_code", sa.String(), nullable=False),
        sa.Column("reach", sa.String(), nullable=False),
        sa.Column("last_tested", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_focal_point")),
        sa.UniqueConstraint("id", name=op.f("uq_focal_point_id")),
    )


def _make_forum() -> None:
    op.create_table(
        "forum",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", types.Guid(length=16), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("area_code", sa.String(), nullable=False),
        sa.Column("convened_by", sa.String(), nullable=False),
        sa.Column("meets", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_forum")),
        sa.UniqueConstraint("id", name=op.f("uq_forum_id")),
    )


def _make_incident() -> None:
    op.create_table(
        "incident",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", types.Guid(length=16), nullable=False),
        sa.Column("dataset_id", types.Guid(length=16), nullable=True),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("day_precision", sa.Integer(), nullable=False),
        sa.Column("location_precision", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("area_code", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("matched_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["dataset_id"], ["dataset.id"], name=op.f("fk_incident_dataset_id_dataset")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_incident")),
        sa.UniqueConstraint("id", name=op.f("uq_incident_id")),
    )
    op.create_index(op.f("ix_incident_dataset_id"), "incident", ["dataset_id"], unique=False)


def _make_mission() -> None:
    op.create_table(
        "mission",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", types.Guid(length=16), nullable=False),
        sa.Column("acronym", sa.String(), nullable=False),
        sa.Column("record", types.Document(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_mission")),
        sa.UniqueConstraint("id", name=op.f("uq_mission_id")),
    )
    op.create_index(op.f("ix_mission_acronym"), "mission", ["acronym"], unique=False)


def _make_place() -> None:
    op.create_table(
        "place",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", types.Guid(length=16), nullable=False),
        sa.Column("dataset_id", types.Guid(length=16), nullable=True),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("area_code", sa.String(), nullable=True),
        sa.Column("matched_by", sa.String(), nullable=False),
        sa.Column("nearest_base_km", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["dataset_id"], ["dataset.id"], name=op.f("fk_place_dataset_id_dataset")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_place")),
        sa.UniqueConstraint("id", name=op.f("uq_place_id")),
    )
    op.create_index(op.f("ix_place_dataset_id"), "place", ["dataset_id"], unique=False)


def _make_presence() -> None:
    op.create_table(
        "presence",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", types.Guid(length=16), nullable=False),
        sa.Column("dataset_id", types.Guid(length=16), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("mission", sa.String(), nullable=False),
        sa.Column("contingent", sa.String(), nullable=False),
        sa.Column("frequency", sa.String(), nullable=False),
        sa.Column("last_confirmed", sa.Date(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("grade", sa.String(), nullable=False),
        sa.Column("geometry", types.Geometry(), nullable=False),
        sa.Column("radius_km", sa.Double(), nullable=True),
        sa.Column("base_longitude", sa.Double(), nullable=True),
        sa.Column("base_latitude", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["dataset_id"], ["dataset.id"], name=op.f("fk_presence_dataset_id_dataset")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_presence")),
        sa.UniqueConstraint("id", name=op.f("uq_presence_id")),
    )
    op.create_index(op.f("ix_presence_dataset_id"), "presence", ["dataset_id"], unique=False)


def _make_reset_event() -> None:
    op.create_table(
        "reset_event",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", types.Guid(length=16), nullable=False),
        sa.Column("area_code", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("grade", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_reset_event")),
        sa.UniqueConstraint("id", name=op.f("uq_reset_event_id")),
    )
    op.create_index(op.f("ix_reset_event_area_code"), "reset_event", ["area_code"], unique=False)
