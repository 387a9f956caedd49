"""What is typed in a form and not recorded yet is kept until it is, or until its day. Older programs kept none.

Revision ID: 0016
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from mrm_desktop.store.rows.types import Document, Moment

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "draft",
        sa.Column("member", sa.String(), server_default="", nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("content", Document(), nullable=False),
        sa.Column("kept_at", Moment(), nullable=False),
        sa.Column("destroy_by", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("member", "kind", "subject", name=op.f("pk_draft")),
    )
