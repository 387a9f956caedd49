"""The owner's quarantine: a row, or everything that a member added, that nobody sees any more. It is itself on record and can be lifted.

Nothing is deleted: who put what away, when and why stands in a table that is only added to. A decision is not put away: the chain has no
gaps, and a newer decision takes the place of a wrong one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.store.office.guards import FIXED
from mrm_desktop.store.rows.models import Base
from mrm_desktop.store.rows.triggers import append_only_tables

_OF_DECISIONS = {"decision", "decision_head", "decision_signature", "other_decision", "policy"}
QUARANTINED_TABLES = tuple(t for t in append_only_tables() if t not in _OF_DECISIONS and "id" in Base.metadata.tables[t].columns)
"""Tables whose rows can be put away."""

_TABLE = """
CREATE TABLE IF NOT EXISTS office_quarantine (
  seq bigserial PRIMARY KEY, row_id uuid, member name, why text NOT NULL CHECK (length(btrim(why)) BETWEEN 15 AND 1000),
  lifted boolean NOT NULL DEFAULT false, entered_by name NOT NULL DEFAULT session_user,
  entered_at timestamptz NOT NULL DEFAULT clock_timestamp(), CHECK ((row_id IS NULL) <> (member IS NULL))
)
"""


@dataclass(frozen=True, slots=True)
class Quarantine:
    """One entry: a row or a member put away, or let out again.

    Attributes
    ----------
    what : str
        Identifier of the row, or name of the member.
    by : str
        User of the server who did it.
    """

    what: str
    is_member: bool
    why: str
    lifted: bool
    by: str
    at: datetime


def table_statements() -> Iterator[str]:
    """Yield what makes the table and the function that says what is put away. It may be repeated."""
    yield _TABLE
    for when, name in (("UPDATE OR DELETE", "no_change"), ("TRUNCATE", "no_truncate")):
        each = "STATEMENT" if when == "TRUNCATE" else "ROW"
        yield (
            f"CREATE OR REPLACE TRIGGER {name}_office_quarantine BEFORE {when} ON office_quarantine"
            f" FOR EACH {each} EXECUTE FUNCTION public.mrm_refuse()"
        )
        yield f"ALTER TABLE office_quarantine ENABLE ALWAYS TRIGGER {name}_office_quarantine"
    yield _function()


def put_away(connection: Connection, what: str, is_member: bool, why: str, lifted: bool = False) -> None:
    """Put a row, or everything that a member added, where nobody sees it, or let it out again; only the owner may.

    Raises
    ------
    KnownError
        ``office.no_such_row``, ``office.why_quarantine``.
    """
    if len(why.strip()) < 15:
        raise KnownError("office.why_quarantine", shortest=15)
    if not is_member and not _is_there(connection, what):
        raise KnownError("office.no_such_row", row=what)
    row = {"row": None if is_member else what, "member": what if is_member else None, "why": why, "lifted": lifted}
    connection.execute(
        text("INSERT INTO office_quarantine (row_id, member, why, lifted) VALUES (CAST(:row AS uuid), :member, :why, :lifted)"), row
    )


def entries(connection: Connection) -> tuple[Quarantine, ...]:
    """Return everything that was put away and let out, in order."""
    asked = (
        "SELECT coalesce(replace(row_id::text, '-', ''), member), member IS NOT NULL, why, lifted, entered_by, entered_at"
        " FROM office_quarantine ORDER BY seq"
    )
    return tuple(Quarantine(*row) for row in connection.execute(text(asked)))


def _is_there(connection: Connection, row: str) -> bool:
    there = " UNION ALL ".join(
        f"SELECT 1 FROM {table} WHERE replace(id::text, '-', '') = :row"  # noqa: S608 - our own names
        for table in QUARANTINED_TABLES
    )
    return connection.execute(text(there), {"row": row.replace("-", "").lower()}).first() is not None


def _function() -> str:
    newest = (
        "SELECT DISTINCT ON (row_id, member) row_id, member, lifted FROM public.office_quarantine ORDER BY row_id, member, seq DESC"
    )
    theirs = " UNION ALL ".join(
        f"SELECT t.id FROM newest n JOIN public.{table} t ON t.entered_by = n.member WHERE NOT n.lifted"  # noqa: S608 - our own names
        for table in QUARANTINED_TABLES
    )
    return (
        "CREATE OR REPLACE FUNCTION public.mrm_quarantined() RETURNS TABLE (row_id uuid)"  # noqa: S608 - our own names
        f" LANGUAGE sql STABLE {FIXED} AS $$ WITH newest AS ({newest})"
        f" SELECT n.row_id FROM newest n WHERE NOT n.lifted AND n.row_id IS NOT NULL UNION ALL ({theirs}) $$"
    )
