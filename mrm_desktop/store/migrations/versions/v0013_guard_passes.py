"""Texts that the guard took for a person's and that two people let pass, of records that have no place of their own for it.

Revision ID: 0013
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from mrm_desktop.store.rows import types

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "guard_pass",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", types.Guid(length=16), nullable=False),
        sa.Column("kept_at", types.Moment(length=32), nullable=False),
        sa.Column("record", types.Document(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_guard_pass")),
        sa.UniqueConstraint("id", name=op.f("uq_guard_pass_id")),
    )
