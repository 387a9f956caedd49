"""Who may see and add what in a shared database: offices, their members, and row-level security that the server itself enforces.

Boundaries, places, roads, missions, focal points, duty lines, protection tools, decisions with their signatures and outcomes, the approach,
forces of others and dated events belong to the whole organisation: a coherent approach needs every decision in sight. What one office
learnt - perceptions, reports on armed actors, incidents, presence, circumstances, who was asked for consent - carries that office's name,
which the server writes, not the program. An office may keep its own to itself. Then the others are told *how many* records about which area
they do not see: a door may be closed by a record out of sight, and unknown must never look like nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.store.rows.models import DERIVED_TABLES, DRAFT_TABLES
from mrm_desktop.store.rows.triggers import append_only_tables

OFFICE_TABLES = ("actor_report", "circumstances", "dataset", "evidence", "incident", "presence", "reset_event", "statement")
"""Tables whose rows belong to the office that added them."""
SHARED_KINDS = {
    "dataset": ("areas", "places"),
    "statement": ("approach", "duty_line", "event_ahead", "force", "outcome", "protection_tool", "sign_off"),
}
"""Kinds of datasets and of statements that belong to everybody."""
READER, WRITER = "mrm_reader", "mrm_writer"
_AREA_OF = {"dataset": "''", "presence": "''", "incident": "coalesce(area_code, '')"}
_UNDEFINED_OBJECT, _DUPLICATE_OBJECT, _NOT_ALLOWED = "42704", "42710", "42501"

_TABLES = """
CREATE TABLE IF NOT EXISTS office (name text PRIMARY KEY CHECK (name <> ''), shares boolean NOT NULL DEFAULT true);
CREATE TABLE IF NOT EXISTS office_member (
  member name PRIMARY KEY,
  office text NOT NULL REFERENCES office (name),
  sees_all boolean NOT NULL DEFAULT false
)
"""
# Definer's rights: a member must learn what it may see without being able to read who the others are.
_FUNCTIONS = """
CREATE OR REPLACE FUNCTION mrm_office() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT office FROM public.office_member WHERE member = session_user
$$;
CREATE OR REPLACE FUNCTION mrm_visible_offices() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT o.name FROM public.office o, public.office_member m
   WHERE m.member = session_user AND (o.shares OR m.sees_all OR o.name = m.office)
  UNION ALL SELECT '' FROM public.office_member WHERE member = session_user
$$
"""


@dataclass(frozen=True, slots=True)
class Member:
    """A user of the server and the office it works for.

    Attributes
    ----------
    sees_all : bool
        Whether it also sees what offices keep to themselves, as headquarters does.
    shares : bool
        Whether the other offices see what this office adds.
    may_write : bool
        Whether it may add records, or only read.
    """

    member: str
    office: str
    sees_all: bool
    shares: bool
    may_write: bool


def install_rights(connection: Connection) -> None:
    """Put the tables, functions and policies of the rights in place. It may be repeated."""
    for statement in (*_TABLES.split(";"), *_whole(_FUNCTIONS)):
        connection.execute(text(statement))
    for table in OFFICE_TABLES:
        for statement in _policies(table):
            connection.execute(text(statement))
    for statement in (*_undo_policies(), *_draft_policies(), *_board_policies(), _hidden_function()):
        connection.execute(text(statement))
    # A newer version may have brought tables, which the members of before must reach as well.
    if connection.execute(text("SELECT 1 FROM office_member LIMIT 1")).first() is not None:
        _grant_tables(connection)


def grant(connection: Connection, member: Member) -> None:
    """Let a user of the server work for an office, or change how it does.

    Raises
    ------
    KnownError
        ``office.no_such_user``, ``office.cannot_grant``.
    """
    quote = connection.dialect.identifier_preparer.quote
    if connection.execute(text("SELECT 1 FROM pg_roles WHERE rolname = :name"), {"name": member.member}).first() is None:
        raise KnownError("office.no_such_user", member=member.member)
    _make_roles(connection)
    connection.execute(
        text("INSERT INTO office VALUES (:office, :shares) ON CONFLICT (name) DO UPDATE SET shares = :shares"),
        {"office": member.office, "shares": member.shares},
    )
    connection.execute(
        text(
            "INSERT INTO office_member VALUES (:member, :office, :all)"
            " ON CONFLICT (member) DO UPDATE SET office = :office, sees_all = :all"
        ),
        {"member": member.member, "office": member.office, "all": member.sees_all},
    )
    connection.execute(text(f"GRANT {WRITER if member.may_write else READER} TO {quote(member.member)}"))
    if not member.may_write:
        connection.execute(text(f"REVOKE {WRITER} FROM {quote(member.member)}"))


def revoke(connection: Connection, member: str) -> None:
    """Take every right from a user; what it added stays, in its office's name.

    Raises
    ------
    KnownError
        ``office.no_such_user``.
    """
    if connection.execute(text("DELETE FROM office_member WHERE member = :name"), {"name": member}).rowcount == 0:
        raise KnownError("office.no_such_user", member=member)
    connection.execute(text(f"REVOKE {READER}, {WRITER} FROM {connection.dialect.identifier_preparer.quote(member)}"))


def members(connection: Connection) -> tuple[Member, ...]:
    """Return everybody who may use the database, by office."""
    asked = text(
        "SELECT m.member, m.office, m.sees_all, o.shares, pg_has_role(m.member, :writer, 'MEMBER')"
        " FROM office_member m JOIN office o ON o.name = m.office ORDER BY m.office, m.member"
    )
    return tuple(Member(*row) for row in connection.execute(asked, {"writer": WRITER}))


def _make_roles(connection: Connection) -> None:
    """Make the two roles of the cluster and give them what they need: a reader reads, a writer appends; nobody changes a record."""
    for role in (READER, WRITER):
        try:
            with connection.begin_nested():
                connection.execute(text(f"CREATE ROLE {role} NOLOGIN"))
        except DBAPIError as error:
            state = getattr(error.orig, "sqlstate", "")
            if state == _NOT_ALLOWED:
                raise KnownError("office.cannot_grant") from error
            if state != _DUPLICATE_OBJECT:
                raise
    connection.execute(text(f"GRANT {READER} TO {WRITER}"))
    _grant_tables(connection)


def _grant_tables(connection: Connection) -> None:
    for statement in (
        f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {READER}",
        f"REVOKE ALL ON office, office_member FROM {READER}, {WRITER}",
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {WRITER}",
        *(f"GRANT INSERT ON {table} TO {WRITER}" for table in append_only_tables()),
        *(f"GRANT INSERT, DELETE ON {table} TO {WRITER}" for table in sorted(DERIVED_TABLES | DRAFT_TABLES)),
    ):
        connection.execute(text(statement))


def _policies(table: str) -> Iterator[str]:
    everybody = f" OR {_is_shared(table)}" if table in SHARED_KINDS else ""
    # What the owner adds itself, before there are members, belongs to no office and is seen by all.
    yield f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS office text NOT NULL DEFAULT coalesce(mrm_office(), '')"
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    yield f"DROP POLICY IF EXISTS seen ON {table}"
    yield f"CREATE POLICY seen ON {table} FOR SELECT USING (office IN (SELECT mrm_visible_offices()){everybody})"
    yield f"DROP POLICY IF EXISTS added ON {table}"
    yield f"CREATE POLICY added ON {table} FOR INSERT WITH CHECK (office = mrm_office())"


def _is_shared(table: str) -> str:
    return f"kind IN ({', '.join(repr(kind) for kind in SHARED_KINDS[table])})"


def _undo_policies() -> Iterator[str]:
    """Yield what lets an office take back its own imports only."""
    own = "EXISTS (SELECT 1 FROM dataset d WHERE d.id = dataset_id AND d.office = mrm_office())"
    yield "ALTER TABLE dataset_undo ENABLE ROW LEVEL SECURITY"
    yield "DROP POLICY IF EXISTS seen ON dataset_undo"
    yield "CREATE POLICY seen ON dataset_undo FOR SELECT USING (true)"
    yield "DROP POLICY IF EXISTS added ON dataset_undo"
    yield f"CREATE POLICY added ON dataset_undo FOR INSERT WITH CHECK ({own})"


def _draft_policies() -> Iterator[str]:
    """Yield what gives each member the drafts that it typed itself, and nobody else's; the owner of the tables is no exception."""
    yield "ALTER TABLE draft ALTER COLUMN member SET DEFAULT session_user"
    yield "ALTER TABLE draft ENABLE ROW LEVEL SECURITY"
    yield "ALTER TABLE draft FORCE ROW LEVEL SECURITY"
    yield "DROP POLICY IF EXISTS own ON draft"
    yield "CREATE POLICY own ON draft USING (member = session_user) WITH CHECK (member = session_user)"


def _board_policies() -> Iterator[str]:
    """Yield what gives each office the trips that are out of its own base, and nobody else's."""
    own = "office = coalesce(mrm_office(), '')"
    yield "ALTER TABLE trip_out ADD COLUMN IF NOT EXISTS office text NOT NULL DEFAULT coalesce(mrm_office(), '')"
    yield "ALTER TABLE trip_out ENABLE ROW LEVEL SECURITY"
    yield "ALTER TABLE trip_out FORCE ROW LEVEL SECURITY"
    yield "DROP POLICY IF EXISTS own ON trip_out"
    yield f"CREATE POLICY own ON trip_out USING ({own}) WITH CHECK ({own})"


def _hidden_function() -> str:
    """Return the function that counts what is out of sight; it runs with the owner's eyes and gives nothing but numbers."""
    parts = [
        f"SELECT '{table}', {_AREA_OF.get(table, 'area_code')}, count(*) FROM public.{table}"  # noqa: S608 - our own names
        " WHERE office NOT IN (SELECT public.mrm_visible_offices())"
        + (f" AND NOT {_is_shared(table)}" if table in SHARED_KINDS else "")
        + " AND EXISTS (SELECT 1 FROM public.office_member WHERE member = session_user) GROUP BY 2"
        for table in OFFICE_TABLES
        if table != "dataset"
    ]
    return (
        "CREATE OR REPLACE FUNCTION mrm_hidden() RETURNS TABLE (kind text, area text, records bigint)"
        " LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$ " + " UNION ALL ".join(parts) + " $$"
    )


def _whole(functions: str) -> Iterator[str]:
    """Split statements that hold semicolons of their own: each function ends at its second ``$$``."""
    for part in functions.split("$$;"):
        yield part if part.rstrip().endswith("$$") else part + "$$"
