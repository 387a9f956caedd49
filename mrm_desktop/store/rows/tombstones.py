"""What stands in the log for rows that were taken out: their hashes, and who took them out, why and when (decision 0096)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

from sqlalchemy import Connection, func, select

from mrm_desktop.domain.purges import Purged
from mrm_desktop.store.rows.models import TombstoneRow

Row = Mapping[str, Any]


def leaves_of(connection: Connection, table: str, after: int, up_to: int) -> dict[int, bytes]:
    """Return the hashes of the rows that were taken out between two places, by place."""
    row = TombstoneRow
    asked = select(row.place, row.leaf).where(row.table_name == table, row.place > after, row.place <= up_to).order_by(row.place)
    return {place: bytes.fromhex(leaf) for place, leaf in connection.execute(asked)}


def mark_of(row_id: str) -> str:
    """Return by what a row that was taken out is known again. Its identifier itself would let somebody try contents against its hash."""
    return hashlib.sha256(b"mrm-tombstone/1" + bytes.fromhex(row_id)).hexdigest()


def marks(connection: Connection) -> frozenset[str]:
    """Return by what all rows that were taken out are known: none may come back with a bundle."""
    return frozenset(connection.execute(select(TombstoneRow.row_mark)).scalars())


def purges(connection: Connection) -> tuple[Purged, ...]:
    """Return what was taken out, one for each time, in order."""
    row = TombstoneRow
    told = (row.purged_at, row.reason, row.purged_by, row.seen_by)
    asked = select(*told, func.count()).group_by(*told).order_by(func.min(row.seq))
    return tuple(Purged(*found) for found in connection.execute(asked))


def with_places(connection: Connection, table: Any, rows: Sequence[Row]) -> list[Row]:
    """Give new rows their places where rows were taken out: SQLite would use those of the newest again, and the log not see them."""
    last: int | None = connection.execute(
        select(func.max(TombstoneRow.place)).where(TombstoneRow.table_name == table.name)
    ).scalar()
    if last is None or "seq" not in table.c:
        return list(rows)
    highest: int = connection.execute(select(func.coalesce(func.max(table.c.seq), 0))).scalar_one()
    return [{**row, "seq": place} for place, row in zip(count(max(last, highest) + 1), rows, strict=False)]
