"""Trips that are out are kept for the board of the base until their day. Older programs kept none.

Revision ID: 0017
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from mrm_desktop.store.rows.types import Document

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "trip_out",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("content", Document(), nullable=False),
        sa.Column("destroy_by", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trip_out")),
    )
