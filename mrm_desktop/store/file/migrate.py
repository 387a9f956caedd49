"""From whatever version a project file has to the one this program knows, step by step, each step a transaction of its own."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import Connection, Engine, text

from mrm_desktop.domain.errors import BugError, CannotOpenError
from mrm_desktop.store.file.engine import WRITING
from mrm_desktop.store.migrations.history import config, newest_version, revisions
from mrm_desktop.store.rows.triggers import sqlite_rtree, sqlite_triggers

APPLICATION_ID = 0x4D524D31
"""``MRM1`` in the file's header: what is encrypted with the right key and lacks it is still not a project."""


_TABLES_NAMED = re.compile(r"\b(?:ON|FROM) (\w+)")


def check_version(driver_connection: Any, file: str) -> int:
    """Return the version of a project file.

    Raises
    ------
    CannotOpenError
        ``file.not_a_project``, ``file.newer``.
    """
    if driver_connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise CannotOpenError("file.not_a_project", file=file)
    version = int(driver_connection.execute("PRAGMA user_version").fetchone()[0])
    if version > newest_version():
        raise CannotOpenError("file.newer", file=file, version=str(version), known=str(newest_version()))
    return version


def migrate(engine: Engine, version: int, *, to: int | None = None) -> int:
    """Bring a project file from ``version`` to the newest one, or to ``to``; return the version reached.

    A program that is stopped between two steps leaves a sound file of the version in between. An empty file takes all steps in one:
    nothing is in it that could be kept half-way.
    """
    wanted = [revision for revision in revisions() if version < int(revision) <= (to or newest_version())]
    if version == 0:
        wanted = wanted[-1:]
    with engine.connect() as connection:
        driver: Any = connection.connection.dbapi_connection
        # Outside any transaction: rebuilding a table would otherwise take the rows that point to it along.
        driver.execute("PRAGMA foreign_keys = OFF")
        try:
            for revision in wanted:
                _step(connection.execution_options(**{WRITING: True}), revision)
                version = int(revision)
        finally:
            driver.execute("PRAGMA foreign_keys = ON")
    return version


def _step(connection: Connection, revision: str) -> None:
    from alembic import command

    with connection.begin():
        for name in _triggers(connection):
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        command.upgrade(config(connection), revision)
        _install(connection)
        if connection.execute(text("PRAGMA foreign_key_check")).first() is not None:
            raise BugError("store.migration_broke_references", revision=revision)
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version = {int(revision)}")


def _install(connection: Connection) -> None:
    """Put back every trigger, since rebuilding a table drops its triggers without a word; tables of later versions have none yet."""
    tables = set(connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars())
    wanted = 0
    if "rt_place" not in tables:
        for statement in sqlite_rtree():
            connection.exec_driver_sql(statement)
    else:
        connection.exec_driver_sql(next(s for s in sqlite_rtree() if "TRIGGER" in s))
    wanted += 1
    for statement in sqlite_triggers():
        if tables.issuperset(_TABLES_NAMED.findall(statement)):
            connection.exec_driver_sql(statement)
            wanted += 1
    if len(_triggers(connection)) != wanted:
        raise BugError("store.triggers_lost")


def _triggers(connection: Connection) -> list[str]:
    return list(connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name")).scalars())
