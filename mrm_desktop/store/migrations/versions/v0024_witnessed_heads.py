"""Heads of the logs of other offices that this copy saw, and those of its own that others saw and signed.

Revision ID: 0024
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from mrm_desktop.store.rows.types import Guid, Moment

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table; nobody saw a head so far."""
    op.create_table(
        "witnessed_head",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", Guid(), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(), nullable=False),
        sa.Column("seen_at", Moment(), nullable=False),
        sa.Column("witness", sa.String(), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_witnessed_head")),
        sa.UniqueConstraint("id", name=op.f("uq_witnessed_head_id")),
        sa.UniqueConstraint("site", "events", "head", "witness", name=op.f("uq_witnessed_head_site_events_head_witness")),
    )
