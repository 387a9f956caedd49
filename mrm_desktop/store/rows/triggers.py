"""Triggers that make the tables append-only, and the R-Tree of the shapes.

SQLite's ``INSERT OR REPLACE`` deletes without a delete trigger firing. So a trigger *before insert* refuses keys that exist, and for
decisions a wrong sequence or a wrong hash of the record before.
"""

from __future__ import annotations

from collections.abc import Iterator

from mrm_desktop.store.rows.models import (
    DERIVED_TABLES,
    DRAFT_TABLES,
    KEYED_TABLES,
    LOG_TABLES,
    PURGED_TABLES,
    SETTINGS_TABLES,
    Base,
)

FIRST_HASH = "0" * 64
"""What the first decision is chained to, as the services have it."""
REFUSED = "append-only"
BROKEN_CHAIN = "broken chain"
_CHAIN = f"""
CREATE TRIGGER chain_decision BEFORE INSERT ON decision
WHEN NEW.sequence IS NOT (SELECT coalesce(max(sequence), 0) + 1 FROM decision)
OR NEW.previous_hash IS NOT coalesce((SELECT hash FROM decision ORDER BY sequence DESC LIMIT 1), '{FIRST_HASH}')
BEGIN SELECT RAISE(ABORT, '{BROKEN_CHAIN}'); END
"""  # noqa: S608 - our own words


_LOG_CHAIN = f"""
CREATE TRIGGER chain_log_event BEFORE INSERT ON log_event
WHEN NEW.sequence IS NOT (SELECT coalesce(max(sequence), 0) + 1 FROM log_event)
OR NEW.previous_hash IS NOT coalesce((SELECT hash FROM log_event ORDER BY sequence DESC LIMIT 1), '{FIRST_HASH}')
BEGIN SELECT RAISE(ABORT, '{BROKEN_CHAIN}'); END
"""  # noqa: S608 - our own words


def append_only_tables() -> list[str]:
    """Names of the tables of records, in which nothing may change or vanish."""
    return sorted(set(Base.metadata.tables) - SETTINGS_TABLES - DERIVED_TABLES - DRAFT_TABLES - LOG_TABLES)


def sqlite_triggers() -> Iterator[str]:
    """Yield the statements that create all triggers of a project file."""
    for table in (*append_only_tables(), *sorted(LOG_TABLES)):
        for verb in ("update", "delete"):
            yield (
                f"CREATE TRIGGER no_{verb}_{table} BEFORE {verb.upper()} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSED}: {table}'); END"
            )
    yield "CREATE TRIGGER no_delete_project BEFORE DELETE ON project BEGIN SELECT RAISE(ABORT, 'append-only: project'); END"
    for table, keys in sorted(KEYED_TABLES.items()):
        taken = " OR ".join(f"{key} = NEW.{key}" for key in keys)
        yield (
            f"CREATE TRIGGER no_replace_{table} BEFORE INSERT ON {table} "  # noqa: S608 - our own names
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {taken}) "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSED}: {table}'); END"
        )
    for table in sorted(PURGED_TABLES):
        taken = f"SELECT max(place) FROM tombstone WHERE table_name = '{table}'"  # noqa: S608 - our own names
        yield (
            f"CREATE TRIGGER no_place_twice_{table} AFTER INSERT ON {table} WHEN NEW.seq <= ({taken}) "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSED}: {table}'); END"
        )
    yield _CHAIN
    yield _LOG_CHAIN
    taken = "SELECT 1 FROM log_rows WHERE event = NEW.event AND table_name = NEW.table_name"
    yield (
        f"CREATE TRIGGER no_replace_log_rows BEFORE INSERT ON log_rows WHEN EXISTS ({taken}) "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSED}: log_rows'); END"
    )


def sqlite_rtree() -> Iterator[str]:
    """Yield the statements that create the spatial index of places and keep it filled; shapes are few and are indexed in memory."""
    yield "CREATE VIRTUAL TABLE rt_place USING rtree(seq, west, east, south, north)"
    yield (
        "CREATE TRIGGER rt_place_fill AFTER INSERT ON place WHEN NEW.longitude IS NOT NULL BEGIN "
        "INSERT INTO rt_place VALUES (NEW.seq, NEW.longitude, NEW.longitude, NEW.latitude, NEW.latitude); END"
    )
