"""Who told of contingents, focal points and fora, and what the source is worth.

Revision ID: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the two columns; what was recorded before has neither."""
    for table in ("contingent", "focal_point", "forum"):
        op.add_column(table, sa.Column("source", sa.String(), server_default="", nullable=False))
        op.add_column(table, sa.Column("grade", sa.String(), nullable=True))
