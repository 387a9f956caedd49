"""What two people took out of a project leaves its hash, who took it out, why and when: the log can still be checked.

Revision ID: 0023
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from mrm_desktop.store.rows.types import Guid, Moment

revision = "0023"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table; nothing was taken out so far."""
    op.create_table(
        "tombstone",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", Guid(), nullable=False),
        sa.Column("table_name", sa.String(), nullable=False),
        sa.Column("place", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("row_mark", sa.String(), nullable=False),
        sa.Column("leaf", sa.String(), nullable=False),
        sa.Column("purged_at", Moment(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("purged_by", sa.String(), nullable=False),
        sa.Column("seen_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_tombstone")),
        sa.UniqueConstraint("id", name=op.f("uq_tombstone_id")),
        sa.UniqueConstraint("table_name", "place", name=op.f("uq_tombstone_table_name_place")),
    )
