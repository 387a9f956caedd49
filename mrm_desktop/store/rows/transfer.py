"""Rows as they travel between copies of a project: the same bytes whether they come from a project file or from an office's database."""

from __future__ import annotations

import json
import math
import uuid
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import Boolean, Column, Connection, Date, Table, insert, select

from mrm_desktop.store.rows.models import Base
from mrm_desktop.store.rows.tombstones import with_places
from mrm_desktop.store.rows.types import Document, Geometry, Guid, Moment, canonical_json

Row = dict[str, Any]
ROWS_AT_ONCE = 1000
"""Rows that are in memory while a whole table goes over; one of the table of decisions weighs fifty kilobytes."""


def read_rows(connection: Connection, table: str) -> list[Row]:
    """Read the rows of a table in order of arrival, without their place in that order, which is each copy's own."""
    return list(stream_rows(connection, table))


def stream_rows(connection: Connection, table: str) -> Iterator[Row]:
    """Read the rows of a table like :func:`read_rows`, some at a time."""
    declared = Base.metadata.tables[table]
    columns = _travelling(declared)
    order = declared.c.seq if "seq" in declared.c else columns[0]
    packers = [(column.name, _packer(column)) for column in columns]
    found = connection.execute(select(*columns).order_by(order).execution_options(yield_per=ROWS_AT_ONCE))
    for row in found:
        yield {name: pack(value) for (name, pack), value in zip(packers, row, strict=True)}


def insert_rows(connection: Connection, table: str, rows: Iterable[Row]) -> None:
    """Append rows that came from another copy.

    Raises
    ------
    ValueError, TypeError
        A value is not of its column's kind; the caller must take everything back.
    """
    declared = Base.metadata.tables[table]
    opened = map(opener_of(table), rows)
    while some := list(islice(opened, ROWS_AT_ONCE)):
        connection.execute(insert(declared), with_places(connection, declared, some))


def opener_of(table: str) -> Callable[[Row], Row]:
    """Return what turns a row of a bundle into what Python has.

    It raises ValueError or TypeError where a value is not of its column's kind.
    """
    openers = [(column.name, _opener(column)) for column in _travelling(Base.metadata.tables[table])]
    return lambda row: {name: open_(row[name]) for name, open_ in openers}


def columns_of(table: str) -> list[str]:
    """Names of the columns that travel."""
    return [column.name for column in _travelling(Base.metadata.tables[table])]


def _travelling(table: Table) -> list[Column[Any]]:
    return [column for column in table.columns if column.name != "seq"]


def _packer(column: Column[Any]) -> Callable[[Any], Any]:
    """Return what turns a value of Python into what a bundle holds."""
    packers: dict[type, Callable[[Any], Any]] = {
        Guid: bytes.fromhex,
        Geometry: bytes,
        Moment: datetime.isoformat,
        Document: canonical_json,
        Date: date.isoformat,
        Boolean: int,
    }
    return _unless_empty(packers.get(type(column.type)))


def _opener(column: Column[Any]) -> Callable[[Any], Any]:
    """Return what turns a value of a bundle into what Python has."""
    openers: dict[type, Callable[[Any], Any]] = {
        Guid: lambda value: uuid.UUID(bytes=value).hex,
        Geometry: bytes,
        Moment: datetime.fromisoformat,
        Document: json.loads,
        Date: date.fromisoformat,
        Boolean: bool,
    }
    return _checked(column, openers.get(type(column.type)))


def _checked(column: Column[Any], turn: Callable[[Any], Any] | None) -> Callable[[Any], Any]:
    """Return what opens a value and refuses one that the column would not hold: SQLite itself takes any value for any column."""
    kind = column.type.python_type if turn is None else object

    def opened(value: Any) -> Any:
        if value is None:
            if not column.nullable:
                raise ValueError(f"{column.name} is empty")
            return None
        if kind is float and type(value) in (int, float):
            if not math.isfinite(value):
                raise ValueError(f"{column.name} is no number")
            return value
        if not isinstance(value, kind):
            raise TypeError(f"{column.name} is of another kind")
        return value if turn is None else turn(value)

    return opened


def _unless_empty(turn: Callable[[Any], Any] | None) -> Callable[[Any], Any]:
    return lambda value: value if value is None or turn is None else turn(value)
