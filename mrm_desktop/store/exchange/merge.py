"""Merging the records of another copy of the project: record by record, history kept, what disagrees left to a person.

Facts are joined: nobody's record is lost, none is added twice. Statements about the same thing (a mission, a contingent ...) of which
both sides wrote one that the other had not seen are a conflict: neither is taken until somebody chooses.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from mrm_desktop.domain.errors import CannotOpenError
from mrm_desktop.foundation.clock import new_id
from mrm_desktop.scoring.policy import checksum_of
from mrm_desktop.store.exchange.row_checks import sound_rows
from mrm_desktop.store.rows.tombstones import mark_of, marks
from mrm_desktop.store.rows.transfer import Row, columns_of, insert_rows, read_rows

Choice = Literal["ours", "theirs"]

FACTS = (
    "policy",
    "dataset",
    "dataset_undo",
    "area",
    "place",
    "presence",
    "evidence",
    "actor_report",
    "incident",
    "reset_event",
    "guard_pass",
)
"""Tables that are joined, those that others point to first."""
STATEMENTS: Mapping[str, tuple[str, ...]] = {
    "mission": ("acronym",),
    "contingent": ("mission", "code"),
    "focal_point": ("role", "component", "mission", "area_code"),
    "forum": ("name", "area_code"),
    "circumstances": ("area_code", "recorded_on"),
    "statement": ("kind", "thing"),
}
"""Tables in which the newest record about a thing counts, with what names the thing."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two statements about one thing, made without knowing of each other.

    Attributes
    ----------
    name : str
        Names the thing; choose by it.
    fields : tuple[tuple[str, Any, Any], ...]
        What differs: field, our value, their value.
    """

    name: str
    fields: tuple[tuple[str, Any, Any], ...]


@dataclass(slots=True)
class Merged:
    """What a merge did, table by table, and what waits for a person."""

    added: dict[str, int] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    same_files: list[str] = field(default_factory=list)
    set_aside: dict[str, int] = field(default_factory=dict)

    def count(self, table: str, rows: int) -> None:
        """Add to the balance."""
        if rows:
            self.added[table] = self.added.get(table, 0) + rows


def merge(connection: Connection, tables: Mapping[str, list[Row]], choices: Mapping[str, Choice]) -> Merged:
    """Merge the rows of another copy into this one.

    Raises
    ------
    CannotOpenError
        ``bundle.damaged`` where the rows are not those of this schema, ``bundle.history_changed`` where a record that both have differs.
    """
    for table in (*FACTS, *STATEMENTS):
        expected = set(columns_of(table))
        if any(set(row) != expected for row in tables.get(table, [])):
            raise CannotOpenError("bundle.damaged", table=table)
    _check_policies(tables.get("policy", []))
    tables = _without_purged(connection, tables)
    tables, aside = sound_rows(tables, {row["id"] for row in read_rows(connection, "dataset")})
    merged = Merged(set_aside=dict(aside))
    _join_facts(connection, tables, merged)
    for table, key in STATEMENTS.items():
        _merge_statements(connection, table, key, tables.get(table, []), choices, merged)
    return merged


def _without_purged(connection: Connection, tables: Mapping[str, list[Row]]) -> Mapping[str, list[Row]]:
    """Leave out what two people took out here: it must not come back from an office that still has it."""
    known = marks(connection)
    if not known:
        return tables

    def is_purged(row: Row) -> bool:
        return any(isinstance(row.get(name), bytes) and mark_of(row[name].hex()) in known for name in ("id", "dataset_id"))

    return {table: [row for row in rows if not is_purged(row)] for table, rows in tables.items()}


def _check_policies(rows: list[Row]) -> None:
    """Refuse a policy under a checksum that is not its own: decisions that others took by that policy would look changed."""
    for row in rows:
        if not isinstance(row["text"], str) or checksum_of(row["text"]) != row["checksum"]:
            raise CannotOpenError("bundle.damaged", table="policy")


def _join_facts(connection: Connection, tables: Mapping[str, list[Row]], merged: Merged) -> None:
    twins = _twins(connection, tables.get("dataset", []), merged)
    undone = {row["dataset_id"] for row in read_rows(connection, "dataset_undo")}
    for table in FACTS:
        new = _unknown(connection, table, tables.get(table, []))
        if table == "dataset":
            new = [row | {"supersedes": twins.get(row["supersedes"], row["supersedes"])} for row in new if row["id"] not in twins]
        elif table == "dataset_undo":
            new = [row for row in new if row["dataset_id"] not in undone and row["dataset_id"] not in twins]
        elif new and "dataset_id" in new[0]:
            new = [row for row in new if row["dataset_id"] not in twins]
        _append(connection, table, new)
        merged.count(table, len(new))


def _twins(connection: Connection, incoming: list[Row], merged: Merged) -> dict[bytes, bytes]:
    """Datasets that the other office made of the very same file, by their own identifier, with ours: they must not count twice."""
    local = read_rows(connection, "dataset")
    known = {row["id"] for row in local}
    ours = {_file_of(row): row["id"] for row in local}
    twins = {}
    for row in incoming:
        if row["id"] not in known and _file_of(row) in ours:
            twins[row["id"]] = ours[_file_of(row)]
            merged.same_files.append(row["file_name"])
    return twins


def _file_of(row: Row) -> tuple[str, str, str]:
    """Return what a dataset was made of: two sheets of one workbook are two files. Older rows say the sheet in their ledger alone."""
    entries = json.loads(row["ledger"])["entries"]
    told = (entry["params"].get("sheet", "") for entry in entries if entry["code"] == "table.other_sheets")
    return row["kind"], row["sha256"], row["sheet"] or next(told, "")


def _unknown(connection: Connection, table: str, incoming: list[Row]) -> list[Row]:
    """Rows that this copy does not have. A row that it has must be the same to the last byte."""
    name = "checksum" if table == "policy" else "id"
    local = {row[name]: row for row in read_rows(connection, table)}
    new = []
    for row in incoming:
        if row[name] not in local:
            new.append(row)
        elif row != local[row[name]] and table != "dataset":
            raise CannotOpenError("bundle.history_changed", table=table)
    return new


def _merge_statements(
    connection: Connection, table: str, key: tuple[str, ...], incoming: list[Row], choices: Mapping[str, Choice], merged: Merged
) -> None:
    ours, theirs = _by_key(read_rows(connection, table), key), _by_key(incoming, key)
    _unknown(connection, table, incoming)
    for thing, their_rows in theirs.items():
        our_rows = ours.get(thing, [])
        known = {row["id"] for row in our_rows}
        new = [row for row in their_rows if row["id"] not in known]
        if not new:
            continue
        seen = {row["id"] for row in their_rows}
        name = ":".join((table, *map(str, thing)))
        agreed = not our_rows or our_rows[-1]["id"] in seen or _content(our_rows[-1]) == _content(their_rows[-1])
        choice = "theirs" if agreed else choices.get(name)
        if choice is None:
            merged.conflicts.append(Conflict(name, _differences(our_rows[-1], their_rows[-1])))
            continue
        winner = our_rows[-1] if choice == "ours" else their_rows[-1]
        if new[-1] is not winner:
            # Readers take what came last: the statement that counts is said once more.
            new = [*new, winner | {"id": bytes.fromhex(new_id())}]
        _append(connection, table, new)
        merged.count(table, len(new))


def _by_key(rows: list[Row], key: tuple[str, ...]) -> dict[tuple[Any, ...], list[Row]]:
    found: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        found.setdefault(tuple(row[name] for name in key), []).append(row)
    return found


def _content(row: Row) -> Row:
    flat: Row = {}
    for name, value in row.items():
        if name in ("record", "facts"):
            flat |= json.loads(value)
        elif name != "id":
            flat[name] = value
    return flat


def _differences(ours: Row, theirs: Row) -> tuple[tuple[str, Any, Any], ...]:
    one, other = _content(ours), _content(theirs)
    return tuple((name, one.get(name), other.get(name)) for name in sorted({*one, *other}) if one.get(name) != other.get(name))


def _append(connection: Connection, table: str, rows: list[Row]) -> None:
    try:
        insert_rows(connection, table, rows)
    except (ValueError, TypeError, DBAPIError) as error:
        raise CannotOpenError("bundle.damaged", table=table) from error
