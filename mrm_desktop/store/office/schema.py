"""What a shared database has besides its tables: triggers that keep it append-only, whoever writes and by whatever road."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, inspect, text

from mrm_desktop.store.office.rights import install_rights
from mrm_desktop.store.rows.triggers import BROKEN_CHAIN, FIRST_HASH, REFUSED, append_only_tables

_REFUSE = f"""
CREATE OR REPLACE FUNCTION mrm_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{REFUSED}: %', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
_CHAIN = f"""
CREATE OR REPLACE FUNCTION mrm_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last record;
BEGIN
  SELECT sequence, hash INTO last FROM decision ORDER BY sequence DESC LIMIT 1;
  IF NEW.sequence IS DISTINCT FROM coalesce(last.sequence, 0) + 1
     OR NEW.previous_hash IS DISTINCT FROM coalesce(last.hash, '{FIRST_HASH}') THEN
    RAISE EXCEPTION '{BROKEN_CHAIN}' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
"""  # noqa: S608 - our own words


def install(connection: Connection) -> None:
    """Put every trigger in place, a spatial index on every shape, and the rights of offices. It may be repeated."""
    connection.execute(text(_REFUSE))
    connection.execute(text(_CHAIN))
    for statement in _triggers():
        connection.execute(text(statement))
    inspector = inspect(connection)
    for table in ("area", "presence"):
        name = f"gist_{table}_geometry"
        if name not in {index["name"] for index in inspector.get_indexes(table)}:
            connection.execute(text(f"CREATE INDEX IF NOT EXISTS {name} ON {table} USING gist (geometry)"))
    # Places keep their degrees in two columns: a btree finds a window of them also where row-level security rules out && (not leakproof).
    connection.execute(text("CREATE INDEX IF NOT EXISTS ix_place_position ON place (longitude, latitude)"))
    install_rights(connection)


def _triggers() -> Iterator[str]:
    for table in append_only_tables():
        yield f"CREATE OR REPLACE TRIGGER no_change_{table} BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION mrm_refuse()"
        yield f"DROP TRIGGER IF EXISTS no_truncate_{table} ON {table}"
        yield f"CREATE TRIGGER no_truncate_{table} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION mrm_refuse()"
        # Also where a session pretends to be a replica, in which triggers are silent by default.
        yield f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER no_change_{table}"
        yield f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER no_truncate_{table}"
    yield "CREATE OR REPLACE TRIGGER chain_decision BEFORE INSERT ON decision FOR EACH ROW EXECUTE FUNCTION mrm_chain()"
    yield "ALTER TABLE decision ENABLE ALWAYS TRIGGER chain_decision"
