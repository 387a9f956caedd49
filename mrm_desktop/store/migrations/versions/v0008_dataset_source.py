"""Where a file is from, and what its source is worth: every fact of a file has at least that.

Revision ID: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the two columns; of what was imported before nobody wrote it down."""
    op.add_column("dataset", sa.Column("source", sa.String(), server_default="", nullable=False))
    op.add_column("dataset", sa.Column("grade", sa.String(), nullable=True))
