"""The log of events begins with everything that an older project holds, as one event.

Revision ID: 0021
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from mrm_desktop.store.rows.types import Document, Moment

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables; the first event follows with the first writing, the migration itself."""
    op.create_table(
        "log_event",
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("previous_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_log_event")),
        sa.UniqueConstraint("hash", name=op.f("uq_log_event_hash")),
    )
    op.create_table(
        "log_rows",
        sa.Column("event", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("table_name", sa.String(), nullable=False),
        sa.Column("columns", Document(), nullable=False),
        sa.Column("after", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("up_to", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("root", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["event"], ["log_event.sequence"], name=op.f("fk_log_rows_event_log_event")),
        sa.PrimaryKeyConstraint("event", "table_name", name=op.f("pk_log_rows")),
    )
