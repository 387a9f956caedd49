"""Between which days facts hold.

Revision ID: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

DATED = ("place", "presence", "evidence", "actor_report", "circumstances", "contingent", "focal_point", "forum")


def upgrade() -> None:
    """Add both ends, open for what was recorded before, and drop the packed columns: they are packed anew, with the periods."""
    for table in DATED:
        op.add_column(table, sa.Column("valid_from", sa.Date(), nullable=True))
        op.add_column(table, sa.Column("valid_to", sa.Date(), nullable=True))
    op.execute("DELETE FROM column_block")
