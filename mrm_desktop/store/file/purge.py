"""Takes rows out of a project file, so that nothing of them is left in it; their hashes stay, and the log still fits (decision 0096)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgpack
from sqlalchemy import Connection, delete, func, insert, select, text

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.purges import Purge
from mrm_desktop.foundation.clock import new_id
from mrm_desktop.foundation.merkle import leaf_of
from mrm_desktop.store.rows.models import Base, LogRowsRow, TombstoneRow
from mrm_desktop.store.rows.repository import SqlRepository
from mrm_desktop.store.rows.tombstones import mark_of

FROM_DATASETS = ("area", "place", "presence", "evidence", "actor_report", "incident")
"""Tables whose rows a file brought."""
DAY_OF = {"evidence": "collected_on", "actor_report": "reported_on"}
"""Tables whose content is kept for a time, with the day from which it runs."""


def unfinished_purge(project: Path) -> Path:
    """Return the file that lies beside a project while something is taken out of it and of its backups."""
    return project.with_name(f".{project.name}.purge")


def purge_dataset(connection: Connection, dataset_id: str, purge: Purge, at: datetime) -> int:
    """Take out everything that a file brought, and return how many rows.

    Its name and ledger go with it, unless another import took its place: then the row that names it stays, and says that it was undone.
    """
    taken = 0
    for name in FROM_DATASETS:
        table = Base.metadata.tables[name]
        asked = select(table.c.seq).where(table.c.dataset_id == dataset_id).order_by(table.c.seq)
        taken += _take_out(connection, name, connection.execute(asked).scalars().all(), purge, at)
    dataset, undo = Base.metadata.tables["dataset"], Base.metadata.tables["dataset_undo"]
    undone = connection.execute(select(undo.c.seq).where(undo.c.dataset_id == dataset_id)).scalars().all()
    if connection.execute(select(dataset.c.id).where(dataset.c.supersedes == dataset_id)).first() is not None:
        if not undone:
            SqlRepository(connection).undo_dataset(dataset_id, at)
        return taken
    own = connection.execute(select(dataset.c.seq).where(dataset.c.id == dataset_id)).scalars().all()
    return taken + sum(_take_out(connection, name, seqs, purge, at) for name, seqs in (("dataset_undo", undone), ("dataset", own)))


def rows_of_dataset(connection: Connection, dataset_id: str) -> dict[str, int]:
    """Return how many rows a file brought into each table; only tables that have any."""
    found = {}
    for name in FROM_DATASETS:
        table = Base.metadata.tables[name]
        asked = select(func.count()).select_from(table).where(table.c.dataset_id == dataset_id)
        if count := connection.execute(asked).scalar_one():
            found[name] = count
    return found


def older_than(connection: Connection, first_kept: date) -> dict[str, list[int]]:
    """Return the places of the rows whose time is over, by table."""
    found = {}
    for name, column in DAY_OF.items():
        table = Base.metadata.tables[name]
        asked = select(table.c.seq).where(table.c[column] < first_kept).order_by(table.c.seq)
        if places := list(connection.execute(asked).scalars()):
            found[name] = places
    return found


def purge_older(connection: Connection, first_kept: date, purge: Purge, at: datetime) -> int:
    """Take out the rows whose time is over; return how many."""
    return sum(_take_out(connection, name, places, purge, at) for name, places in older_than(connection, first_kept).items())


def _take_out(connection: Connection, name: str, places: Sequence[int], purge: Purge, at: datetime) -> int:
    if not places:
        return 0
    table: Any = Base.metadata.tables[name]
    told = {"purged_at": at, "reason": purge.reason, "purged_by": purge.purged_by, "seen_by": purge.seen_by}
    stones = [
        {"id": new_id(), "table_name": name, "place": place, "row_mark": mark_of(row_id), "leaf": leaf.hex(), **told}
        for place, row_id, leaf in _leaves(connection, name, places)
    ]
    connection.execute(insert(TombstoneRow), stones)
    with _letting_go(connection, name):
        for place in places:
            connection.execute(delete(table).where(table.c.seq == place))
            if name == "place":
                connection.execute(text("DELETE FROM rt_place WHERE seq = :place"), {"place": place})
    return len(stones)


def _leaves(connection: Connection, name: str, places: Sequence[int]) -> Iterator[tuple[int, str, bytes]]:
    """Yield place, identifier and hash of rows, as the event that told of each hashed it.

    Raises
    ------
    KnownError
        ``purge.unlogged`` where no event told of a row.
    """
    row = LogRowsRow
    asked = select(row.after, row.up_to, row.columns).where(row.table_name == name).order_by(row.up_to)
    events = connection.execute(asked).all()
    table: Any = Base.metadata.tables[name]
    for place in places:
        columns = next((event.columns for event in events if event.after < place <= event.up_to), None)
        if columns is None:
            raise KnownError("purge.unlogged", table=name)
        found = connection.exec_driver_sql(f"SELECT {', '.join(columns)} FROM {name} WHERE seq = ?", (place,)).one()  # noqa: S608 - our own names
        identifier: str = connection.execute(select(table.c.id).where(table.c.seq == place)).scalar_one()
        yield place, identifier, leaf_of(msgpack.packb(tuple(found)))


@contextmanager
def _letting_go(connection: Connection, name: str) -> Iterator[None]:
    """Put the guard of a table aside, within a transaction that puts it back or takes everything back."""
    trigger = f"no_delete_{name}"
    made: str = connection.execute(text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": trigger}).scalar_one()
    connection.exec_driver_sql(f"DROP TRIGGER {trigger}")
    yield
    connection.exec_driver_sql(made)
