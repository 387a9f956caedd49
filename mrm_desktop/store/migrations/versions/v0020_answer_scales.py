"""On which scale answers are, so that they are shown in its words. Of older evidence nobody knows.

Revision ID: 0020
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("evidence", sa.Column("scale", sa.String(), server_default="", nullable=False))
