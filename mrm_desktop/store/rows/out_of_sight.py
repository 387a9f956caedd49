"""What the other offices of a shared database keep to themselves: how many records, and what a decision rests on. A file hides nothing."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, func, text, type_coerce

from mrm_desktop.store.rows.models import DecisionRow


def hidden(connection: Connection) -> dict[str, dict[str, int]]:
    """Return how many records of other offices this user does not see: by area, ``""`` where none is named, then by table."""
    found: dict[str, dict[str, int]] = {}
    if not _is_shared(connection):
        return found
    for table, area, count in connection.execute(text("SELECT kind, area, records FROM mrm_hidden()")):
        found.setdefault(area, {})[table] = int(count)
    return found


def decision_columns(connection: Connection) -> list[ColumnElement[Any]]:
    """Return the columns of a decision as this user may see them: a shared database gives what it rests on by functions of its own."""
    table: Any = DecisionRow.__table__
    if not _is_shared(connection):
        return list(table.columns)
    seen = {"snapshot": func.public.mrm_snapshot, "assessment": func.public.mrm_assessment}
    return [
        type_coerce(seen[column.name](table.c.sequence), column.type).label(column.name) if column.name in seen else column
        for column in table.columns
    ]


def sealed_decisions(connection: Connection) -> frozenset[int]:
    """Return the numbers of the decisions of which this user does not see what they rest on."""
    if not _is_shared(connection):
        return frozenset()
    return frozenset(connection.execute(text("SELECT mrm_sealed()")).scalars())


def _is_shared(connection: Connection) -> bool:
    return connection.dialect.name == "postgresql"
