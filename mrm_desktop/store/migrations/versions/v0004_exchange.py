"""What other offices decided, and whose bundles are trusted.

Revision ID: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from mrm_desktop.store.rows import types

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the two tables."""
    op.create_table(
        "other_decision",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", types.Guid(length=16), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("record", types.Document(), nullable=False),
        sa.Column("policy_checksum", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["policy_checksum"], ["policy.checksum"], name=op.f("fk_other_decision_policy_checksum_policy")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_other_decision")),
        sa.UniqueConstraint("id", name=op.f("uq_other_decision_id")),
        sa.UniqueConstraint("site", "sequence", name=op.f("uq_other_decision_site_sequence")),
    )
    op.create_table(
        "trusted_signer",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", types.Guid(length=16), nullable=False),
        sa.Column("public_key", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("trusted_at", types.Moment(length=32), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_trusted_signer")),
        sa.UniqueConstraint("id", name=op.f("uq_trusted_signer_id")),
        sa.UniqueConstraint("public_key", name=op.f("uq_trusted_signer_public_key")),
    )
