"""What a shared database has besides its tables: guards and triggers that keep it sound and append-only, and the rights of its members."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, inspect, text

from mrm_desktop.store.office import guards, log, quarantine, rights
from mrm_desktop.store.rows.triggers import append_only_tables

RULES = 3
"""Counts the rules of the server: raised whenever guards, policies, functions or the words of the method change (a test says so)."""


def install(connection: Connection) -> None:
    """Put every guard in place, a spatial index on every shape, and the rights of offices. It may be repeated."""
    for statement in statements():
        connection.execute(text(statement))
    _index(connection)
    number = f"CREATE OR REPLACE FUNCTION public.mrm_rules() RETURNS integer LANGUAGE sql {guards.FIXED} AS 'SELECT {RULES}'"
    connection.execute(text(number))
    rights.give(connection)
    # What is there already is the first event, at the end of this transaction.
    connection.execute(text("INSERT INTO log_due DEFAULT VALUES ON CONFLICT DO NOTHING"))


def statements() -> Iterator[str]:
    """Yield what the server is told, in order, apart from what depends on its members."""
    yield from rights.table_statements()
    yield from guards.table_statements()
    yield from guards.guard_statements()
    yield from _triggers()
    yield from quarantine.table_statements()
    yield from log.table_statements()
    yield from rights.policy_statements()


def rules_of(connection: Connection) -> int:
    """Return by which rules the server works; 1 for one that counts none yet."""
    if connection.execute(text("SELECT to_regprocedure('public.mrm_rules()')")).scalar() is None:
        return 1
    return int(connection.execute(text("SELECT public.mrm_rules()")).scalar_one())


def _index(connection: Connection) -> None:
    inspector = inspect(connection)
    for table in ("area", "presence"):
        name = f"gist_{table}_geometry"
        if name not in {index["name"] for index in inspector.get_indexes(table)}:
            connection.execute(text(f"CREATE INDEX IF NOT EXISTS {name} ON {table} USING gist (geometry)"))
    # Places keep their degrees in two columns: a btree finds a window of them also where row-level security rules out && (not leakproof).
    connection.execute(text("CREATE INDEX IF NOT EXISTS ix_place_position ON place (longitude, latitude)"))


def _triggers() -> Iterator[str]:
    for table in append_only_tables():
        yield (
            f"CREATE OR REPLACE TRIGGER no_change_{table} BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION public.mrm_refuse()"
        )
        yield f"DROP TRIGGER IF EXISTS no_truncate_{table} ON {table}"
        yield f"CREATE TRIGGER no_truncate_{table} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION public.mrm_refuse()"
        # Also where a session pretends to be a replica, in which triggers are silent by default.
        yield f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER no_change_{table}"
        yield f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER no_truncate_{table}"
    # What stood before the guards and looked for its table by the caller's path.
    yield "DROP TRIGGER IF EXISTS chain_decision ON decision"
    yield "DROP FUNCTION IF EXISTS public.mrm_chain()"
