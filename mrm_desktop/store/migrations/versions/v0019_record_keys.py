"""Which sheet of a file was read, and by which hashed keys its answers are known again. Older programs kept neither.

Revision ID: 0019
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the two columns; of what was imported before nobody wrote them down."""
    op.add_column("dataset", sa.Column("sheet", sa.String(), server_default="", nullable=False))
    op.add_column("dataset", sa.Column("record_keys", sa.LargeBinary(), nullable=True))
