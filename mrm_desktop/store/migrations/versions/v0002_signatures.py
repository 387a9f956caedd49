"""Signatures of decisions.

Revision ID: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from mrm_desktop.store.rows import types

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of signatures."""
    op.create_table(
        "decision_signature",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", types.Guid(length=16), nullable=False),
        sa.Column("decision_id", types.Guid(length=16), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("public_key", sa.String(), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        sa.Column("signed_at", types.Moment(length=32), nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_decision_signature_decision_id_decision")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_decision_signature")),
        sa.UniqueConstraint("decision_id", "public_key", name=op.f("uq_decision_signature_decision_id_public_key")),
        sa.UniqueConstraint("id", name=op.f("uq_decision_signature_id")),
    )
