"""How many records the other offices of a shared database keep to themselves; a project file hides none."""

from __future__ import annotations

from sqlalchemy import Connection, text


def hidden(connection: Connection) -> dict[str, dict[str, int]]:
    """Return how many records of other offices this user does not see: by area, ``""`` where none is named, then by table."""
    found: dict[str, dict[str, int]] = {}
    if connection.dialect.name != "postgresql":
        return found
    for table, area, count in connection.execute(text("SELECT kind, area, records FROM mrm_hidden()")):
        found.setdefault(area, {})[table] = int(count)
    return found
