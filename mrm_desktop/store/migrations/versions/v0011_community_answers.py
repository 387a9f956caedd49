"""What communities were asked about whom, where, and what they say beside the rating.

Revision ID: 0011
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from mrm_desktop.store.rows import types

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

WORDS = ("un_military", "un_civilian", "other_force", "former_contingent")
"""What may be rated, as this version has it; a word may not change under a migration when the vocabulary does."""


def upgrade() -> None:
    """Add the columns. ``rated`` was a free text, the mission or a unit's code; it becomes a word, and the code gets a column."""
    op.add_column("evidence", sa.Column("rated_unit", sa.String(), server_default="", nullable=False))
    op.add_column("evidence", sa.Column("asked_elsewhere", sa.Boolean(), server_default=sa.false(), nullable=False))
    for share in ("takes_sides_share", "minds_being_seen_share", "bad_conduct_share"):
        op.add_column("evidence", sa.Column(share, sa.Double(), nullable=True))
    op.add_column("evidence", sa.Column("follow_ups", types.Document(), nullable=True))
    _divide_rated()


def _divide_rated() -> None:
    """Give each row its word and its unit. In a shared database the triggers that let nothing change stand aside for it."""
    shared = op.get_bind().dialect.name == "postgresql"
    if shared:
        op.execute("ALTER TABLE evidence DISABLE TRIGGER USER")
    evidence = sa.table("evidence", sa.column("rated", sa.String()), sa.column("rated_unit", sa.String()))
    said = evidence.c.rated
    is_word = said.in_(WORDS)
    names_no_unit = sa.or_(is_word, said.in_(("", "mission")))
    op.execute(
        evidence.update().values(
            rated_unit=sa.case((names_no_unit, ""), else_=said), rated=sa.case((is_word, said), else_="un_military")
        )
    )
    if shared:
        # Put back as a plain database has them; those that speak in replicas, too, are set so when the schema is installed.
        op.execute("ALTER TABLE evidence ENABLE TRIGGER USER")
