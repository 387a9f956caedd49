"""Who must sign a decision before it is in force stands in its head. Those on record were made when nobody had to.

Revision ID: 0014
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column: codes of roles with a blank between them."""
    op.add_column("decision_head", sa.Column("signatories", sa.String(), server_default="", nullable=False))
