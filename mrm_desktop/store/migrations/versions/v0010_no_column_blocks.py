"""Drop the blocks of columns: nothing that the program shows was read from them (decision 0038).

Revision ID: 0010
"""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Drop the table; what was in it can be made again from the records."""
    op.drop_table("column_block")
