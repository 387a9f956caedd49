"""What later questions need of each decision, in a table of its own.

Revision ID: 0009
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from mrm_desktop.store.rows import types

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

AT_ONCE = 500

_DECISION = sa.table(
    "decision",
    sa.column("sequence", sa.BigInteger()),
    sa.column("id", types.Guid()),
    sa.column("recorded_at", sa.String()),
    sa.column("area_code", sa.String()),
    sa.column("area_name", sa.String()),
    sa.column("draft", types.Document()),
    sa.column("expires_on", sa.Date()),
    sa.column("assessment", types.Document()),
    sa.column("hash", sa.String()),
)
_SAME = ("sequence", "id", "recorded_at", "area_code", "area_name", "expires_on", "hash")


def upgrade() -> None:
    """Create the table and fill it from the decisions on record."""
    head = op.create_table(
        "decision_head",
        sa.Column("sequence", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("id", types.Guid(length=16), nullable=False),
        sa.Column("recorded_at", types.Moment(length=32), nullable=False),
        sa.Column("area_code", sa.String(), nullable=False),
        sa.Column("area_name", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("chosen_mode", sa.String(), nullable=False),
        sa.Column("approver_role", sa.String(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("supersedes", sa.String(), nullable=True),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("band", sa.String(), nullable=True),
        sa.Column("has_rationale", sa.Boolean(), nullable=False),
        sa.Column("has_override_reason", sa.Boolean(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["sequence"], ["decision.sequence"], name=op.f("fk_decision_head_sequence_decision")),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_decision_head")),
        sa.UniqueConstraint("id", name=op.f("uq_decision_head_id")),
    )
    connection = op.get_bind()
    # The moments go over as the texts that they are.
    target = sa.table(
        "decision_head", *(sa.column(c.name, sa.String() if c.name == "recorded_at" else c.type) for c in head.columns)
    )
    for rows in _in_stretches(connection):
        connection.execute(sa.insert(target), [_head(row) for row in rows])


def _in_stretches(connection: sa.Connection) -> Iterator[list[Any]]:
    """Read the decisions some at a time: all of them together may not fit in memory."""
    last = -(2**63)
    while True:
        asked = sa.select(_DECISION).where(_DECISION.c.sequence > last).order_by(_DECISION.c.sequence).limit(AT_ONCE)
        rows = list(connection.execute(asked).mappings())
        if not rows:
            return
        yield rows
        last = rows[-1]["sequence"]


def _head(row: Any) -> dict[str, Any]:
    draft, assessment = row["draft"], row["assessment"]
    return {name: row[name] for name in _SAME} | {
        "outcome": draft["outcome"],
        "chosen_mode": draft["chosen_mode"],
        "approver_role": draft["approver_role"],
        "supersedes": draft.get("supersedes"),
        "verdict": assessment["verdict"],
        "band": assessment.get("band") or None,
        "has_rationale": bool((draft.get("rationale") or "").strip()),
        "has_override_reason": bool((draft.get("override_reason") or "").strip()),
    }
