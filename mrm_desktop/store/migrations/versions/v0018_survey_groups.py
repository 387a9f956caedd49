"""How those who answered divide otherwise, how a sample was drawn, which question was asked, and between which days.

Older programs kept none of it: their evidence stays as it is, with one group, one day and no known instrument.

Revision ID: 0018
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from mrm_desktop.store.rows.types import Document

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    op.add_column("evidence", sa.Column("instrument", sa.String(), server_default="", nullable=False))
    op.add_column("evidence", sa.Column("parts", Document(), nullable=True))
    op.add_column("evidence", sa.Column("design", Document(), nullable=True))
    for day in ("first_day", "last_day"):
        op.add_column("evidence", sa.Column(day, sa.Date(), nullable=True))
