"""What left the office.

Revision ID: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from mrm_desktop.store.rows import types

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "released_file",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", types.Guid(length=16), nullable=False),
        sa.Column("released_at", types.Moment(length=32), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("record", types.Document(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_released_file")),
        sa.UniqueConstraint("id", name=op.f("uq_released_file_id")),
    )
