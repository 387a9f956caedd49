"""A project in the shared database of an office: PostgreSQL with PostGIS, the same tables, the same services.

The line must be encrypted unless it never leaves the machine. A write is a transaction of the server: a line that breaks in the
middle leaves nothing half done. After each write the other windows are told that something changed - never what.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alembic import command
from alembic.migration import MigrationContext
from sqlalchemy import URL, Connection, Engine, create_engine, insert, make_url, select, text
from sqlalchemy.exc import ArgumentError, DBAPIError

from mrm_desktop.domain.errors import BugError, CannotOpenError, KnownError, MrmError
from mrm_desktop.domain.missions import MissionRecord
from mrm_desktop.domain.projects import ProjectInfo
from mrm_desktop.foundation.clock import now
from mrm_desktop.foundation.version import __version__
from mrm_desktop.store.exchange.exchanging_project import ExchangingProject
from mrm_desktop.store.exchange.merge import FACTS, STATEMENTS
from mrm_desktop.store.migrations.history import config, revisions
from mrm_desktop.store.office import rights, schema
from mrm_desktop.store.office.rights import Member
from mrm_desktop.store.rows.models import ProjectRow
from mrm_desktop.store.rows.out_of_sight import hidden
from mrm_desktop.store.rows.record_mappers import info_to_row
from mrm_desktop.store.rows.repository import SqlRepository
from mrm_desktop.store.rows.transfer import insert_rows, stream_rows
from mrm_desktop.store.rows.triggers import BROKEN_CHAIN, REFUSED

if TYPE_CHECKING:
    from mrm_desktop.project.ports import Key, Repository

Clock = Callable[[], datetime]
CHANNEL = "mrm_changed"
COPIED = ("decision", "decision_head", "decision_signature", "other_decision", "trusted_signer", "area_level")
"""What a copy has besides what a bundle carries."""
CONNECT_SECONDS = 10
LISTEN_SECONDS = 1.0  # how long a listener may take to notice that it is over
_LOCAL = frozenset({"", "localhost", "127.0.0.1", "::1"})
_ENCRYPTED = frozenset({"require", "verify-ca", "verify-full"})
# One writer at a time for the whole project: the chain of decisions has one end.
_WRITER_LOCK = 0x4D524D31


class OfficeProject(ExchangingProject):
    """An open project in a shared database. Any number of windows, one writer at a time.

    Parameters
    ----------
    key : Key | None
        The data key of the project file of which this is a copy: bundles are sealed and decisions signed with it.
    """

    def __init__(self, engine: Engine, name: str, key: Key | None = None, clock: Clock = now) -> None:
        self._engine, self._name, self._key, self._clock = engine, name, key, clock

    @property
    def name(self) -> str:
        return self._name

    @contextlib.contextmanager
    def read(self) -> Iterator[Repository]:
        """Read one consistent state."""
        with self._read_transaction() as connection:
            yield SqlRepository(connection)

    @contextlib.contextmanager
    def write(self) -> Iterator[Repository]:
        """Append; when the block ends without an error the server has everything, otherwise nothing."""
        with self._write_transaction() as connection:
            yield SqlRepository(connection, getattr(self._key, "signer", None))

    @contextlib.contextmanager
    def _read_transaction(self) -> Iterator[Connection]:
        with _driver_errors_as_known_errors(self._name), self._engine.connect() as connection:
            steady = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with steady.begin():
                yield steady

    @contextlib.contextmanager
    def _write_transaction(self) -> Iterator[Connection]:
        with _driver_errors_as_known_errors(self._name), self._engine.begin() as connection:
            connection.execute(select(text(f"pg_advisory_xact_lock({_WRITER_LOCK})")))
            yield connection
            connection.execute(text(f"NOTIFY {CHANNEL}"))

    def _data_key(self) -> Key:
        if self._key is None:
            raise KnownError("office.no_key", name=self._name)
        return self._key

    def _now(self) -> datetime:
        return self._clock()

    def hidden(self) -> dict[str, dict[str, int]]:
        """Return how many records other offices keep to themselves: by area, ``""`` where none is named, then by table."""
        with self._read_transaction() as connection:
            return hidden(connection)

    def members(self) -> tuple[Member, ...]:
        """Return everybody who may use the database; only its owner may ask."""
        with self._read_transaction() as connection:
            return rights.members(connection)

    def grant(self, member: Member) -> None:
        """Let a user of the server work for an office; only the database's owner may do so."""
        with _driver_errors_as_known_errors(self._name), self._engine.begin() as connection:
            rights.grant(connection, member)

    def revoke(self, member: str) -> None:
        """Take every right from a user; what it added stays."""
        with _driver_errors_as_known_errors(self._name), self._engine.begin() as connection:
            rights.revoke(connection, member)

    def check(self) -> None:
        """Ask whether the server answers; that its disks are sound is the server's own care."""
        with _driver_errors_as_known_errors(self._name), self._engine.connect() as connection:
            connection.execute(text("SELECT 1"))

    def backup(self) -> Path:
        """Refuse: a shared database is backed up on its server."""
        raise KnownError("office.backup_on_server", name=self._name)

    def listen(self, heard: Callable[[], None], over: threading.Event) -> None:
        """Call ``heard`` whenever somebody has written, until ``over`` is set; on one connection, so that nothing is missed.

        Raises
        ------
        KnownError
            ``office.connection_lost``, ``office.unreachable``: what was written meanwhile was not heard.
        """
        with _driver_errors_as_known_errors(self._name), self._engine.connect() as connection:
            driver: Any = connection.execution_options(isolation_level="AUTOCOMMIT").connection.dbapi_connection
            try:
                driver.execute(f"LISTEN {CHANNEL}")
                heard()  # what was written before anybody listened
                while not over.is_set():
                    for _ in driver.notifies(timeout=LISTEN_SECONDS, stop_after=1):
                        heard()
                driver.execute(f"UNLISTEN {CHANNEL}")
            except driver_error() as error:
                connection.invalidate()
                raise KnownError("office.connection_lost", name=self._name) from error

    def close(self) -> None:
        """Close every connection and forget the key."""
        self._engine.dispose()
        if self._key is not None:
            self._key.forget()

    def __enter__(self) -> OfficeProject:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def create_office_project(url: str, info: ProjectInfo, missions: Sequence[MissionRecord]) -> OfficeProject:
    """Make the tables of a project in an empty database and open it.

    Raises
    ------
    KnownError
        ``office.not_empty`` where the database already holds a project, and what :func:`open_office_project` raises.
    """
    engine, name = _engine(url)
    try:
        with _driver_errors_as_known_errors(name), engine.begin() as connection:
            _require_postgis(connection)
            if _revision(connection) is not None:
                raise KnownError("office.not_empty", name=name)
            _upgrade(connection)
            connection.execute(insert(ProjectRow), [info_to_row(info) | {"one": 1, "written_by": __version__}])
            SqlRepository(connection).put_missions(missions)
    except BaseException:
        engine.dispose()
        raise
    return OfficeProject(engine, name)


def copy_to_office(source: ExchangingProject, url: str) -> OfficeProject:
    """Make an empty database a copy of a project file: every record, every decision, the same data key for bundles.

    Raises
    ------
    KnownError
        ``office.not_empty``, and what :func:`open_office_project` raises.
    """
    engine, name = _engine(url)
    try:
        with source._read_transaction() as from_there, _driver_errors_as_known_errors(name), engine.begin() as connection:
            _require_postgis(connection)
            if _revision(connection) is not None:
                raise KnownError("office.not_empty", name=name)
            _upgrade(connection)
            info = SqlRepository(from_there).info()
            connection.execute(insert(ProjectRow), [info_to_row(info) | {"one": 1, "written_by": __version__}])
            for table in (*FACTS, *STATEMENTS, *COPIED):
                insert_rows(connection, table, stream_rows(from_there, table))
    except BaseException:
        engine.dispose()
        raise
    return OfficeProject(engine, name)


def open_office_project(url: str, key: Key | None = None) -> OfficeProject:
    """Open the project in a shared database and bring its tables to this program's version.

    Parameters
    ----------
    key : Key | None
        The data key of a project file of which the database is a copy; needed for bundles and for signing decisions.

    Raises
    ------
    CannotOpenError
        ``office.unreachable``, ``office.refused``, ``office.tls_required``, ``office.no_postgis``, ``office.no_project``,
        ``office.newer``, ``office.bad_address``.
    """
    engine, name = _engine(url)
    try:
        with _driver_errors_as_known_errors(name), engine.begin() as connection:
            current = _revision(connection)
            if current is None:
                raise CannotOpenError("office.no_project", name=name)
            if current not in revisions():
                raise CannotOpenError("office.newer", name=name, version=current, known=revisions()[-1])
            if current != revisions()[-1]:
                _upgrade(connection)
    except BaseException:
        engine.dispose()
        raise
    return OfficeProject(engine, name, key)


def _engine(address: str) -> tuple[Engine, str]:
    # Listens to the making of tables, and must do so before the first one is made.
    import_module("geoalchemy2")
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise CannotOpenError("office.bad_address") from error
    if url.get_backend_name() != "postgresql" or not url.database:
        raise CannotOpenError("office.bad_address")
    url = _encrypted(url.set(drivername="postgresql+psycopg"))
    name = f"{url.database}@{_host(url) or 'localhost'}"
    return create_engine(url, connect_args={"connect_timeout": CONNECT_SECONDS}, pool_pre_ping=True, hide_parameters=True), name


def _encrypted(url: URL) -> URL:
    """Insist on an encrypted line to another machine."""
    host, mode = _host(url), url.query.get("sslmode")
    if host in _LOCAL or host.startswith("/"):
        return url
    if mode is None:
        return url.update_query_dict({"sslmode": "verify-full"})
    if mode not in _ENCRYPTED:
        raise CannotOpenError("office.tls_required", host=host, mode=str(mode))
    return url


def _host(url: URL) -> str:
    asked = url.query.get("host")
    return url.host or (asked if isinstance(asked, str) else (asked or ("",))[0])


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _upgrade(connection: Connection) -> None:
    command.upgrade(config(connection), "head")
    schema.install(connection)


def _require_postgis(connection: Connection) -> None:
    try:
        with connection.begin_nested():
            connection.execute(text("CREATE EXTENSION IF NOT EXISTS postgis"))
    except DBAPIError as error:
        raise CannotOpenError("office.no_postgis") from error


def driver_error() -> type[Exception]:
    """Return the class of psycopg's own errors, which the listener meets without SQLAlchemy in between."""
    error: type[Exception] = import_module("psycopg").Error
    return error


@contextlib.contextmanager
def _driver_errors_as_known_errors(name: str) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        if not isinstance(error.orig, driver_error()):
            raise  # of the file that is being copied, whose own words are nearer to the truth
        raise _known_error(error, name) from error


def _known_error(error: DBAPIError, name: str) -> MrmError:
    state, said = str(getattr(error.orig, "sqlstate", "") or ""), str(error.orig)
    if BROKEN_CHAIN in said:
        return BugError("store.broken_chain")
    if REFUSED in said:
        return BugError("store.append_only")
    if state.startswith("28") or "authentication failed" in said:
        return CannotOpenError("office.refused", name=name)
    if error.connection_invalidated or state.startswith(("57P", "08")):
        return KnownError("office.connection_lost", name=name)
    if not state:
        return CannotOpenError("office.unreachable", name=name)
    if state == "42501":
        return KnownError("office.not_allowed", name=name)
    if state.startswith("53"):
        return KnownError("store.disk_full", file=name)
    return BugError("store.refused", kind=type(error.orig).__name__)
