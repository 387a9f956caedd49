"""Outlines of areas at levels of detail are kept. They are derived: older projects have none until their map is drawn.

Revision ID: 0015
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "area_level",
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("tolerance", sa.Double(), nullable=False),
        sa.Column("outlines", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", "level", name=op.f("pk_area_level")),
    )
