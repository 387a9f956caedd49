"""What people state - the approach, dated events, forces of others, checks, impacts, consent - and what kind of unit a contingent is.

Revision ID: 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from mrm_desktop.store.rows import types

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of statements; what was recorded of contingents before leaves the new columns open."""
    op.create_table(
        "statement",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", types.Guid(length=16), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("area_code", sa.String(), nullable=False),
        sa.Column("thing", sa.String(), nullable=False),
        sa.Column("record", types.Document(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_statement")),
        sa.UniqueConstraint("id", name=op.f("uq_statement_id")),
    )
    op.create_index(op.f("ix_statement_kind"), "statement", ["kind"])
    op.add_column("contingent", sa.Column("military_kind", sa.String(), nullable=True))
    op.add_column("contingent", sa.Column("police", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("contingent", sa.Column("child_protection_training", sa.Boolean(), nullable=True))
