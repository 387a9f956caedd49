"""The engine on an encrypted file: raw key, write-ahead log flushed at each commit, temporary data in memory only."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlcipher3.dbapi2 as driver
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import QueuePool

BUSY_SECONDS = 5.0
CACHE_KIB = 64 * 1024
"""Pages kept decrypted, per connection, at most: with the usual 2 MiB a large import encrypts each index page many times over."""
WRITING = "mrm_writing"


READ_WRITE = "mode=rw"
READ_ONLY = "mode=ro"
IMMUTABLE = "mode=ro&immutable=1"
"""Without lock or log, and nothing is written, not even beside the file. Only while nobody else writes."""


def connect(path: Path, raw_key: str, mode: str = READ_WRITE) -> Any:
    """Open one connection of the driver in one of the modes above."""
    target = f"file:{quote(str(path.absolute()))}?{mode}"
    connection = driver.connect(target, uri=True, isolation_level=None, check_same_thread=False, timeout=BUSY_SECONDS)
    # First of all: the library would otherwise write complaints to a stream that a windowed program does not have.
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{raw_key}'\"")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")  # a draft that is destroyed leaves nothing for whoever has the key
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def make_engine(path: Path, raw_key: Callable[[], str], journal: str = "WAL", mode: str = READ_WRITE) -> Engine:
    """Return an engine on a project file that is known to be sound.

    Parameters
    ----------
    raw_key : Callable[[], str]
        Gives the key when a connection is opened; the engine does not keep it.
    journal : str
        ``WAL``, or ``DELETE`` where the file lies on a network share: a log shared by memory does not work across machines.
    mode : str
        One of the modes above.
    """

    def creator() -> Any:
        connection = connect(path, raw_key(), mode)
        if mode == IMMUTABLE:
            return connection
        connection.execute(f"PRAGMA journal_mode = {journal}")
        connection.execute("PRAGMA synchronous = FULL")
        return connection

    # Values of records must not turn up in the text of an error.
    engine = create_engine(
        "sqlite://", module=driver, creator=creator, poolclass=QueuePool, pool_size=2, max_overflow=8, hide_parameters=True
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        # A writer takes its lock at once, so that it cannot lose a race half-way.
        writing = connection.get_execution_options().get(WRITING, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine
