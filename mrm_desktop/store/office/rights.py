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
from mrm_desktop.store.office.guards import FIXED, GIVING_WAY, OFFICE_TABLES, SHARED_KINDS, whole
from mrm_desktop.store.office.quarantine import QUARANTINED_TABLES
from mrm_desktop.store.rows.models import LOG_TABLES, SETTINGS_TABLES, Base
from mrm_desktop.store.rows.triggers import append_only_tables

READER, WRITER = "mrm_reader", "mrm_writer"
"""How the two roles of a database begin; its number on the server follows: roles belong to the whole server."""
_AREA_OF = {"dataset": "''", "presence": "''", "incident": "coalesce(area_code, '')"}
_DUPLICATE_OBJECT, _NOT_ALLOWED = "42710", "42501"
_FOR_READERS = (
    "mrm_office()",
    "mrm_visible_offices()",
    "mrm_is_member()",
    "mrm_is_owner()",
    "mrm_hidden()",
    "mrm_rules()",
    "mrm_sealed()",
    "mrm_snapshot(bigint)",
    "mrm_assessment(bigint)",
    "mrm_quarantined()",
    "mrm_log_misfits()",
)
_FOR_WRITERS = ("mrm_lock()", "mrm_vouch(text)", "mrm_clear_levels()", "mrm_destroy_draft(text, text)", "mrm_destroy_trip(text)")

_TABLES = """
CREATE TABLE IF NOT EXISTS office (name text PRIMARY KEY CHECK (name <> ''), shares boolean NOT NULL DEFAULT true);
CREATE TABLE IF NOT EXISTS office_member (
  member name PRIMARY KEY,
  office text NOT NULL REFERENCES office (name),
  sees_all boolean NOT NULL DEFAULT false
)
"""
# Definer's rights: a member must learn what it may see without being able to read who the others are.
_FUNCTIONS = f"""
CREATE OR REPLACE FUNCTION public.mrm_office() RETURNS text LANGUAGE sql STABLE {FIXED} AS $$
  SELECT office FROM public.office_member WHERE member = session_user
$$;
CREATE OR REPLACE FUNCTION public.mrm_is_member() RETURNS boolean LANGUAGE sql STABLE {FIXED} AS $$
  SELECT EXISTS (SELECT 1 FROM public.office_member WHERE member = session_user)
$$;
CREATE OR REPLACE FUNCTION public.mrm_visible_offices() RETURNS SETOF text LANGUAGE sql STABLE {FIXED} AS $$
  SELECT o.name FROM public.office o, public.office_member m
   WHERE m.member = session_user AND (o.shares OR m.sees_all OR o.name = m.office)
  UNION ALL SELECT '' FROM public.office_member WHERE member = session_user
$$
"""  # noqa: S608 - our own words


# Every decision belongs to everybody; what it rests on, to the office that took it: a snapshot holds the whole case, sources and all.
_DECISIONS = f"""
CREATE OR REPLACE FUNCTION public.mrm_sealed() RETURNS SETOF bigint LANGUAGE sql STABLE {FIXED} AS $$
  SELECT sequence FROM public.decision
   WHERE NOT public.mrm_is_owner() AND office NOT IN (SELECT public.mrm_visible_offices())
$$;
CREATE OR REPLACE FUNCTION public.mrm_snapshot(number bigint) RETURNS text LANGUAGE sql STABLE {FIXED} AS $$
  SELECT CASE WHEN public.mrm_is_owner() OR office IN (SELECT public.mrm_visible_offices()) THEN snapshot
   WHEN public.mrm_is_member() THEN
     jsonb_build_object('out_of_sight', true, 'request', coalesce(snapshot::jsonb->'request', '{{}}'::jsonb))::text
   END FROM public.decision WHERE sequence = number
$$;
CREATE OR REPLACE FUNCTION public.mrm_assessment(number bigint) RETURNS text LANGUAGE sql STABLE {FIXED} AS $$
  SELECT CASE WHEN public.mrm_is_owner() OR office IN (SELECT public.mrm_visible_offices()) THEN assessment
   WHEN public.mrm_is_member() THEN (
     (SELECT jsonb_object_agg(key, value) FROM jsonb_each(assessment::jsonb)
       WHERE key IN ('id', 'mode', 'assessed_on', 'verdict', 'ceiling', 'channel', 'band', 'deciding_gate', 'flags', 'expires_on'))
     || jsonb_build_object('reasons', '[{{"code":"decision.out_of_sight"}}]'::jsonb, 'gates', coalesce(
       (SELECT jsonb_agg(jsonb_build_object('gate', g->'gate', 'state', g->'state'))
         FROM jsonb_array_elements(coalesce(assessment::jsonb->'gates', '[]')) g), '[]'))
   )::text END FROM public.decision WHERE sequence = number
$$
"""  # noqa: S608 - our own words


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


def table_statements() -> Iterator[str]:
    """Yield what makes the tables and functions of the rights. It may be repeated."""
    yield from _TABLES.split(";")
    yield from whole(_FUNCTIONS)
    # What the owner adds itself, before there are members, belongs to no office and is seen by all.
    for table in (*OFFICE_TABLES, "decision", "trip_out"):
        yield f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS office text NOT NULL DEFAULT ''"
        yield f"ALTER TABLE {table} ALTER COLUMN office SET DEFAULT coalesce(public.mrm_office(), '')"


def policy_statements() -> Iterator[str]:
    """Yield the policies: every table has row-level security, also those that belong to everybody."""
    for table in OFFICE_TABLES:
        yield from _policies(table)
    for table in _everybodys():
        yield from _member_policies(table)
    for table in ("office", "office_member", "office_writer", "signer_vouch"):
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    for table in QUARANTINED_TABLES:
        yield f"DROP POLICY IF EXISTS not_put_away ON {table}"
        put_away = "id <> ALL (ARRAY(SELECT public.mrm_quarantined()))"
        yield f"CREATE POLICY not_put_away ON {table} AS RESTRICTIVE FOR SELECT USING ({put_away})"
    yield from _undo_policies()
    yield from _draft_policies()
    yield from _board_policies()
    yield _hidden_function()
    yield from whole(_DECISIONS)


def give(connection: Connection) -> None:
    """Close the database to everybody but its members, and let these reach what a newer version brought.

    Raises
    ------
    KnownError
        ``office.not_owner``, ``office.cannot_grant``.
    """
    name = connection.dialect.identifier_preparer.quote(connection.execute(text("SELECT current_database()")).scalar_one())
    connection.execute(text(f"REVOKE ALL ON DATABASE {name} FROM PUBLIC"))
    connection.execute(text("REVOKE CREATE ON SCHEMA public FROM PUBLIC"))
    for function in connection.execute(text(_OUR_FUNCTIONS)).scalars():
        connection.execute(text(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC"))
    if connection.execute(text("SELECT has_database_privilege('public', current_database(), 'CONNECT, TEMPORARY')")).scalar():
        raise KnownError("office.not_owner", name=name)
    had_written = _take_from_older_roles(connection)
    listed = connection.execute(text("SELECT member FROM office_member")).scalars().all()
    if listed:
        _make_roles(connection)
        for member in listed if had_written is not None else ():
            _give_role(connection, member, member in (had_written or ()))


_OUR_FUNCTIONS = (
    "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proname LIKE 'mrm\\_%'"
)


def _take_from_older_roles(connection: Connection) -> frozenset[str] | None:
    """Take this database from the two roles that earlier versions made for all databases of a server, and return who could write by them.

    None where they have nothing here: the members have the roles of this database already.
    """
    reached = "SELECT 1 FROM pg_roles WHERE rolname = :role AND has_table_privilege(oid, 'public.decision', 'SELECT')"
    if connection.execute(text(reached), {"role": READER}).first() is None:
        return None
    asked = text("SELECT member FROM office_member WHERE pg_has_role(member, :writer, 'MEMBER')")
    writers = frozenset(connection.execute(asked, {"writer": WRITER}).scalars())
    for kind in ("TABLES", "SEQUENCES"):
        connection.execute(text(f"REVOKE ALL ON ALL {kind} IN SCHEMA public FROM {READER}, {WRITER}"))
    return writers


def _roles(connection: Connection) -> tuple[str, str]:
    number = connection.execute(text("SELECT oid FROM pg_database WHERE datname = current_database()")).scalar_one()
    return f"{READER}_{number}", f"{WRITER}_{number}"


def _everybodys() -> tuple[str, ...]:
    """Return the tables whose rows every member sees."""
    own = {*OFFICE_TABLES, "dataset_undo", "draft", "trip_out"}
    return tuple(
        sorted({*append_only_tables(), *SETTINGS_TABLES, *GIVING_WAY, *LOG_TABLES, "alembic_version", "office_quarantine"} - own)
    )


def is_owner(connection: Connection) -> bool:
    """Tell whether this user owns the tables, and so may change their rules."""
    asked = "SELECT pg_has_role(session_user, relowner, 'MEMBER') FROM pg_class WHERE oid = 'public.decision'::regclass"
    return bool(connection.execute(text(asked)).scalar())


def grant(connection: Connection, member: Member) -> None:
    """Let a user of the server work for an office, or change how it does.

    Raises
    ------
    KnownError
        ``office.no_such_user``, ``office.cannot_grant``.
    """
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
    _give_role(connection, member.member, member.may_write)


def revoke(connection: Connection, member: str) -> None:
    """Take every right from a user; what it added stays, in its office's name.

    Raises
    ------
    KnownError
        ``office.no_such_user``.
    """
    if connection.execute(text("DELETE FROM office_member WHERE member = :name"), {"name": member}).rowcount == 0:
        raise KnownError("office.no_such_user", member=member)
    connection.execute(text(f"REVOKE {', '.join(_roles(connection))} FROM {connection.dialect.identifier_preparer.quote(member)}"))


def members(connection: Connection) -> tuple[Member, ...]:
    """Return everybody who may use the database, by office."""
    asked = text(
        "SELECT m.member, m.office, m.sees_all, o.shares,"
        " EXISTS (SELECT 1 FROM pg_auth_members a WHERE a.member = to_regrole(quote_ident(m.member)) AND a.roleid = to_regrole(:writer))"
        " FROM office_member m JOIN office o ON o.name = m.office ORDER BY m.office, m.member"
    )
    return tuple(Member(*row) for row in connection.execute(asked, {"writer": _roles(connection)[1]}))


def _make_roles(connection: Connection) -> None:
    """Make the two roles of the database and give them what they need: a reader reads, a writer appends; nobody changes a record."""
    reader, writer = _roles(connection)
    for role in (reader, writer):
        try:
            with connection.begin_nested():
                connection.execute(text(f"CREATE ROLE {role} NOLOGIN"))
        except DBAPIError as error:
            state = getattr(error.orig, "sqlstate", "")
            if state == _NOT_ALLOWED:
                raise KnownError("office.cannot_grant") from error
            if state != _DUPLICATE_OBJECT:
                raise
    name = connection.dialect.identifier_preparer.quote(connection.execute(text("SELECT current_database()")).scalar_one())
    for statement in (
        f"GRANT {reader} TO {writer}",
        f"GRANT CONNECT ON DATABASE {name} TO {reader}",
        f"GRANT USAGE ON SCHEMA public TO {reader}",
        *(f"GRANT SELECT{_columns(table)} ON {table} TO {reader}" for table in _seen_tables()),
        *(f"GRANT EXECUTE ON FUNCTION public.{function} TO {reader}" for function in _FOR_READERS),
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {writer}",
        *(f"GRANT INSERT ON {table} TO {writer}" for table in (*append_only_tables(), *GIVING_WAY)),
        *(f"GRANT EXECUTE ON FUNCTION public.{function} TO {writer}" for function in _FOR_WRITERS),
    ):
        connection.execute(text(statement))


def _seen_tables() -> tuple[str, ...]:
    return (*_everybodys(), *OFFICE_TABLES, "dataset_undo", "draft", "trip_out")


def _columns(table: str) -> str:
    """Return the columns that members read of a table, or nothing where they read all."""
    if table != "decision":
        return ""
    open_ = [column.name for column in Base.metadata.tables[table].columns if column.name not in ("snapshot", "assessment")]
    return f" ({', '.join((*open_, 'office', 'entered_by', 'entered_at'))})"


def _give_role(connection: Connection, member: str, may_write: bool) -> None:
    reader, writer = _roles(connection)
    quoted = connection.dialect.identifier_preparer.quote(member)
    connection.execute(text(f"GRANT {writer if may_write else reader} TO {quoted}"))
    if not may_write:
        connection.execute(text(f"REVOKE {writer} FROM {quoted}"))


def _member_policies(table: str) -> Iterator[str]:
    """Yield what shows a table to members, to all of them, and to nobody else."""
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    yield f"DROP POLICY IF EXISTS seen ON {table}"
    yield f"CREATE POLICY seen ON {table} FOR SELECT USING ((SELECT public.mrm_is_member()))"
    yield f"DROP POLICY IF EXISTS added ON {table}"
    yield f"CREATE POLICY added ON {table} FOR INSERT WITH CHECK ((SELECT public.mrm_is_member()))"


def _policies(table: str) -> Iterator[str]:
    everybody = f" OR ({_is_shared(table)} AND (SELECT public.mrm_is_member()))" if table in SHARED_KINDS else ""
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    yield f"DROP POLICY IF EXISTS seen ON {table}"
    yield f"CREATE POLICY seen ON {table} FOR SELECT USING (office IN (SELECT public.mrm_visible_offices()){everybody})"
    yield f"DROP POLICY IF EXISTS added ON {table}"
    yield f"CREATE POLICY added ON {table} FOR INSERT WITH CHECK (office = public.mrm_office())"


def _is_shared(table: str) -> str:
    return f"kind IN ({', '.join(repr(kind) for kind in SHARED_KINDS[table])})"


def _undo_policies() -> Iterator[str]:
    """Yield what lets an office take back its own imports only."""
    own = "EXISTS (SELECT 1 FROM dataset d WHERE d.id = dataset_id AND d.office = public.mrm_office())"
    yield "ALTER TABLE dataset_undo ENABLE ROW LEVEL SECURITY"
    yield "DROP POLICY IF EXISTS seen ON dataset_undo"
    yield "CREATE POLICY seen ON dataset_undo FOR SELECT USING ((SELECT public.mrm_is_member()))"
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
    own = "office = coalesce(public.mrm_office(), '')"
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
        "CREATE OR REPLACE FUNCTION public.mrm_hidden() RETURNS TABLE (kind text, area text, records bigint)"
        f" LANGUAGE sql STABLE {FIXED} AS $$ " + " UNION ALL ".join(parts) + " $$"
    )
