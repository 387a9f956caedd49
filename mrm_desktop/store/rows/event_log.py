"""Writes and checks the log of events of a project file.

Every unit of work that appends ends with one event. It is not for the verbs to remember it: what is new is found by its place in the
order of arrival, so that nothing can be added without one. A change by whoever holds the key and drops the triggers does not fit the
log; who writes the log anew as well is found by whoever noted its head.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from heapq import merge
from typing import Any

import msgpack
from sqlalchemy import Connection, func, insert, select, text

from mrm_desktop.domain.event_log import FIRST_HASH, LogBreak, LogCheck, LogEvent, LoggedRows, SeenHead, event_hash, is_named_by
from mrm_desktop.foundation.merkle import leaf_of, root_of
from mrm_desktop.store.rows.models import Base, LogEventRow, LogRowsRow
from mrm_desktop.store.rows.tombstones import leaves_of
from mrm_desktop.store.rows.triggers import append_only_tables, sqlite_rtree, sqlite_triggers

ROWS_AT_ONCE = 1000
_SETTINGS = "project"
_TRIGGER = re.compile(r"CREATE TRIGGER (\w+)")


def append_event(connection: Connection, at: datetime) -> SeenHead | None:
    """Add one event for everything that was appended since the last one, and return how far the log has come; None where nothing was."""
    marks = _marks(connection)
    rows = tuple(sorted(_new_rows(connection, marks), key=lambda rows: rows.table))
    if not rows:
        return None
    last = end_of_log(connection)
    sequence, previous = last.events + 1, last.head or FIRST_HASH
    event: dict[str, Any] = {
        "sequence": sequence,
        "at": at,
        "previous_hash": previous,
        "hash": event_hash(sequence, at, rows, previous),
    }
    connection.execute(insert(LogEventRow), [event])
    connection.execute(
        insert(LogRowsRow),
        [
            {
                "event": sequence,
                "table_name": r.table,
                "columns": list(r.columns),
                "after": r.after,
                "up_to": r.up_to,
                "count": r.count,
                "root": r.root,
            }
            for r in rows
        ],
    )
    return SeenHead(sequence, event["hash"])


def end_of_log(connection: Connection) -> SeenHead:
    """Return how far the log has come."""
    last = connection.execute(select(LogEventRow.sequence, LogEventRow.hash).order_by(LogEventRow.sequence.desc()).limit(1)).first()
    return SeenHead(last.sequence, last.hash) if last is not None else SeenHead(0, "")


def moment_of_end(connection: Connection) -> datetime | None:
    """Return when the last event was; None where there is none."""
    moment: datetime | None = connection.execute(select(LogEventRow.at).order_by(LogEventRow.sequence.desc()).limit(1)).scalar()
    return moment


def has_head(connection: Connection, seen: SeenHead) -> bool:
    """Tell whether the log went through a head that was seen."""
    asked = select(LogEventRow.hash).where(LogEventRow.sequence == seen.events)
    return not seen.events or connection.execute(asked).scalar() == seen.head


def events(connection: Connection) -> Iterator[LogEvent]:
    """Read the log from its beginning."""
    rows: dict[int, list[LoggedRows]] = {}
    table: Any = LogRowsRow.__table__
    for row in connection.execute(select(table).order_by(table.c.event, table.c.table_name)).mappings():
        told = LoggedRows(row["table_name"], tuple(row["columns"]), row["after"], row["up_to"], row["count"], row["root"])
        rows.setdefault(row["event"], []).append(told)
    for found in connection.execute(select(LogEventRow.__table__).order_by(LogEventRow.sequence)).mappings():
        of_event = tuple(rows.get(found["sequence"], ()))
        yield LogEvent(found["sequence"], found["at"], of_event, found["previous_hash"], found["hash"])


def check_log(connection: Connection, expected: str = "") -> LogCheck:
    """Go through the whole log and everything that it covers.

    Parameters
    ----------
    expected : str
        A head that was noted outside, in full or its beginning; "" for none.
    """
    breaks: list[LogBreak] = []
    marks: dict[str, int] = {}
    settings, last, at_expected, count = "", None, None, 0
    for count, event in enumerate(events(connection), start=1):
        breaks += _of_event(event, count, last.hash if last is not None else FIRST_HASH)
        for rows in event.rows:
            if rows.table == _SETTINGS:
                settings = rows.root
                continue
            if rows.after != marks.get(rows.table, 0):
                breaks.append(LogBreak("log.gap", event.sequence, rows.table))
            marks[rows.table] = rows.up_to
            if not _fits(connection, rows):
                breaks.append(LogBreak("log.content", event.sequence, rows.table))
        if expected and is_named_by(event.hash, expected):
            at_expected = event.sequence
        last = event
    breaks += [LogBreak("log.unlogged", 0, rows.table) for rows in _new_rows(connection, marks | {_SETTINGS: 0}, settings)]
    breaks += [LogBreak("log.unlogged", 0, table) for table in _standing_twice(connection)]
    breaks += [LogBreak("log.trigger", 0, name) for name in _missing_triggers(connection)]
    head, at = (last.hash, last.at) if last is not None else ("", None)
    return LogCheck(count, head, at, tuple(breaks), at_expected)


def _of_event(event: LogEvent, expected: int, previous: str) -> Iterator[LogBreak]:
    if event.sequence != expected:
        yield LogBreak("log.sequence", event.sequence)
    if event.previous_hash != previous:
        yield LogBreak("log.link", event.sequence)
    if event_hash(event.sequence, event.at, event.rows, event.previous_hash) != event.hash:
        yield LogBreak("log.hash", event.sequence)


def _fits(connection: Connection, rows: LoggedRows) -> bool:
    """Tell whether the rows of an event are still those that it was told of."""
    declared = Base.metadata.tables.get(rows.table)
    if declared is None or not set(rows.columns) <= {*declared.columns.keys(), "rowid"}:
        return False
    count, root = _root(connection, rows.table, rows.columns, rows.after, rows.up_to)
    return (count, root) == (rows.count, rows.root)


def _standing_twice(connection: Connection) -> list[str]:
    """Name the tables in which a row stands where a tombstone stands as well: taken out by nobody, or put back."""
    asked = text("SELECT DISTINCT table_name FROM tombstone ORDER BY table_name")
    tables = [name for name in connection.execute(asked).scalars() if name in Base.metadata.tables]
    query = "SELECT 1 FROM {0} WHERE {1} IN (SELECT place FROM tombstone WHERE table_name = '{0}') LIMIT 1"
    return [name for name in tables if connection.exec_driver_sql(query.format(name, _order_of(name))).first() is not None]


def _marks(connection: Connection) -> dict[str, int]:
    """Up to where each table is covered by the log."""
    found = connection.execute(select(LogRowsRow.table_name, func.max(LogRowsRow.up_to)).group_by(LogRowsRow.table_name))
    return {row[0]: row[1] for row in found}


def _new_rows(connection: Connection, marks: Mapping[str, int], settings: str | None = None) -> Iterator[LoggedRows]:
    """Yield what each table holds beyond its mark, and the settings where they are others than those last told of."""
    for table in append_only_tables():
        after = marks.get(table, 0)
        up_to = connection.exec_driver_sql(f"SELECT max({_order_of(table)}) FROM {table}").scalar()  # noqa: S608 - our own names
        if up_to is not None and up_to > after:
            columns = tuple(column.name for column in Base.metadata.tables[table].columns)
            count, root = _root(connection, table, columns, after, up_to)
            yield LoggedRows(table, columns, after, up_to, count, root)
    columns = tuple(column.name for column in Base.metadata.tables[_SETTINGS].columns)
    count, root = _root(connection, _SETTINGS, columns, 0, 1)
    known = settings if settings is not None else _last_settings(connection)
    if root != known:
        yield LoggedRows(_SETTINGS, columns, 0, 1, count, root)


def _last_settings(connection: Connection) -> str:
    asked = select(LogRowsRow.root).where(LogRowsRow.table_name == _SETTINGS).order_by(LogRowsRow.event.desc()).limit(1)
    return connection.execute(asked).scalar() or ""


def _root(connection: Connection, table: str, columns: Sequence[str], after: int, up_to: int) -> tuple[int, str]:
    """Return how many rows there are between two places, and the root over their hashes, of what the file itself holds."""
    count = 0

    def rows() -> Iterator[tuple[int, bytes]]:
        order = _order_of(table)
        wanted = ", ".join((order, *columns))
        asked = f"SELECT {wanted} FROM {table} WHERE {order} > ? AND {order} <= ? ORDER BY {order}"  # noqa: S608 - our own names
        found = connection.exec_driver_sql(asked, (after, up_to))
        while some := found.fetchmany(ROWS_AT_ONCE):
            yield from ((row[0], leaf_of(msgpack.packb(tuple(row)[1:]))) for row in some)

    def leaves() -> Iterator[bytes]:
        nonlocal count
        for _, leaf in merge(rows(), _taken_out(connection, table, after, up_to)):
            count += 1
            yield leaf

    root = root_of(leaves()).hex()
    return count, root


def _taken_out(connection: Connection, table: str, after: int, up_to: int) -> list[tuple[int, bytes]]:
    """Return the hashes of rows that were taken out, with their places. An older file that is brought up to this version has none yet."""
    return sorted(leaves_of(connection, table, after, up_to).items())


def _order_of(table: str) -> str:
    """Return the column that says in which order rows came in."""
    columns = Base.metadata.tables[table].columns
    return next((name for name in ("seq", "sequence", "one") if name in columns), "rowid")


def _missing_triggers(connection: Connection) -> list[str]:
    """Name the triggers that do not stand as they were made: without them anything could be changed without a trace."""
    asked = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    stand = {name: " ".join(sql.split()) for name, sql in connection.exec_driver_sql(asked)}
    made = [statement for statement in (*sqlite_triggers(), *sqlite_rtree()) if "TRIGGER" in statement]
    wanted = {_named(statement): " ".join(statement.split()) for statement in made}
    return sorted(name for name, sql in wanted.items() if stand.get(name) != sql)


def _named(statement: str) -> str:
    found = _TRIGGER.search(statement)
    assert found is not None, "a trigger is made by its name"
    return found[1]
