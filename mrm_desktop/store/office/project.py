"""A project in the shared database of an office: PostgreSQL with PostGIS, the same tables, the same services.

The line must be encrypted unless it never leaves the machine. A write is a transaction of the server: a line that breaks in the
middle leaves nothing half done. After each write the other windows are told that something changed - never what.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alembic import command
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, func, insert, select, text
from sqlalchemy.exc import DBAPIError

from mrm_desktop.domain.errors import CannotOpenError, KnownError, MrmError
from mrm_desktop.domain.event_log import LogCheck, SeenHead
from mrm_desktop.domain.missions import MissionRecord
from mrm_desktop.domain.projects import ProjectInfo
from mrm_desktop.foundation.clock import now
from mrm_desktop.foundation.version import __version__
from mrm_desktop.store.exchange.exchanging_project import ExchangingProject
from mrm_desktop.store.exchange.merge import FACTS, STATEMENTS
from mrm_desktop.store.migrations.history import config, revisions
from mrm_desktop.store.office import log, quarantine, rights, schema
from mrm_desktop.store.office.errors import driver_error, driver_errors_as_known_errors
from mrm_desktop.store.office.line import engine_of
from mrm_desktop.store.office.quarantine import Quarantine
from mrm_desktop.store.office.repository import OfficeRepository, SetAside
from mrm_desktop.store.office.rights import Member
from mrm_desktop.store.rows.event_log import end_of_log
from mrm_desktop.store.rows.models import ProjectRow
from mrm_desktop.store.rows.out_of_sight import hidden
from mrm_desktop.store.rows.record_mappers import info_to_row
from mrm_desktop.store.rows.repository import SqlRepository
from mrm_desktop.store.rows.transfer import insert_rows, stream_rows

if TYPE_CHECKING:
    from mrm_desktop.project.ports import Key, Repository
    from mrm_desktop.store.exchange.bundles import BundleReport
    from mrm_desktop.store.exchange.merge import Choice

Clock = Callable[[], datetime]
CHANNEL = "mrm_changed"
COPIED = ("decision", "decision_head", "decision_signature", "other_decision", "trusted_signer", "area_level")
"""What a copy has besides what a bundle carries."""
LISTEN_SECONDS = 1.0  # how long a listener may take to notice that it is over


class OfficeProject(ExchangingProject):
    """An open project in a shared database. Any number of windows, one writer at a time.

    Parameters
    ----------
    key : Key | None
        The data key of the project file of which this is a copy: bundles are sealed and decisions signed with it.
    """

    def __init__(self, engine: Engine, name: str, key: Key | None = None, clock: Clock = now) -> None:
        self._engine, self._name, self._key, self._clock = engine, name, key, clock
        self._aside: set[SetAside] = set()
        self.only_reads, self.is_read_through = False, True  # its disks are the care of its server
        self.backup_failure: MrmError | None = None  # a shared database is backed up on its server

    @property
    def name(self) -> str:
        return self._name

    @contextlib.contextmanager
    def read(self) -> Iterator[Repository]:
        """Read one consistent state."""
        with self._read_transaction() as connection:
            yield OfficeRepository(connection, self._aside)

    @contextlib.contextmanager
    def write(self) -> Iterator[Repository]:
        """Append; when the block ends without an error the server has everything, otherwise nothing."""
        with self._write_transaction() as connection:
            yield OfficeRepository(connection, self._aside, getattr(self._key, "signer", None))

    @contextlib.contextmanager
    def _read_transaction(self) -> Iterator[Connection]:
        with self._known_errors(), self._engine.connect() as connection:
            steady = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with steady.begin():
                yield steady

    @contextlib.contextmanager
    def _write_transaction(self) -> Iterator[Connection]:
        with self._known_errors(), self._engine.begin() as connection:
            connection.execute(text("SELECT public.mrm_lock()"))
            yield connection
        self._tell_others()

    def _tell_others(self) -> None:
        """Tell the other windows that something changed; what was written stands also where nobody can be told."""
        with contextlib.suppress(DBAPIError), self._engine.begin() as connection:
            connection.execute(text(f"NOTIFY {CHANNEL}"))

    def _known_errors(self) -> AbstractContextManager[None]:
        return driver_errors_as_known_errors(self._name, self._engine)

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
        with self._known_errors(), self._engine.begin() as connection:
            rights.grant(connection, member)

    def revoke(self, member: str) -> None:
        """Take every right from a user; what it added stays."""
        with self._known_errors(), self._engine.begin() as connection:
            rights.revoke(connection, member)

    def vouch(self, public_key: str) -> int:
        """Say that one has compared the key of another office, and return how many members have: two make it a trusted one."""
        with self._write_transaction() as connection:
            return int(connection.execute(select(func.public.mrm_vouch(public_key))).scalar_one())

    def export_bundle(self, path: Path) -> None:
        """Write a bundle; whoever does not see all of every decision cannot: half a decision does not fit its hash.

        Raises
        ------
        KnownError
            ``office.sealed``, and what a project file raises.
        """
        with self.read() as repository:
            if sealed := repository.sealed_decisions():
                raise KnownError("office.sealed", name=self._name, count=len(sealed))
        super().export_bundle(path)

    def import_bundle(self, path: Path, trusted: Collection[str] = (), choices: Mapping[str, Choice] | None = None) -> BundleReport:
        """Merge a bundle of another copy. A key that is new here is trusted when a second member has compared it as well.

        Raises
        ------
        KnownError
            ``office.second_person`` where nobody else has yet, and what a project file raises.
        """
        for public_key in trusted:
            self.vouch(public_key)
        return super().import_bundle(path, trusted, choices)

    def set_aside(self) -> tuple[SetAside, ...]:
        """Return the rows that were met so far and that this program cannot read."""
        return tuple(sorted(self._aside, key=lambda one: (one.area_code, one.row)))

    def put_away(self, what: str, is_member: bool, why: str, lifted: bool = False) -> None:
        """Put a row, or all that a member added, in quarantine or let it out; see :func:`mrm_desktop.store.office.quarantine.put_away`."""
        with self._write_transaction() as connection:
            quarantine.put_away(connection, what, is_member, why, lifted)

    def quarantine(self) -> tuple[Quarantine, ...]:
        """Return what was put in quarantine and let out, by whom and why, in order."""
        with self._read_transaction() as connection:
            return quarantine.entries(connection)

    def backup_state(self) -> None:
        """Tell nothing: a shared database is backed up on its server."""

    def log_end(self) -> SeenHead:
        """Return how far the log of events has come."""
        with self._read_transaction() as connection:
            return end_of_log(connection)

    def check_log(self, expected: str = "") -> LogCheck:
        """Check the log of events; see :func:`mrm_desktop.store.office.log.check_log`."""
        with self._read_transaction() as connection:
            return log.check_log(connection, expected)

    def check(self) -> None:
        """Ask whether the server answers; that its disks are sound is the server's own care."""
        with self._known_errors(), self._engine.connect() as connection:
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
        with self._known_errors(), self._engine.connect() as connection:
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
    engine, name = engine_of(url)
    try:
        with driver_errors_as_known_errors(name, engine), engine.begin() as connection:
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
    engine, name = engine_of(url)
    try:
        with source._read_transaction() as from_there, driver_errors_as_known_errors(name, engine), engine.begin() as connection:
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
    engine, name = engine_of(url)
    try:
        with driver_errors_as_known_errors(name, engine), engine.connect() as connection:
            with connection.begin():
                _check_version(connection, name)
                is_newest = _is_newest(connection)
                if not is_newest and not rights.is_owner(connection):
                    raise CannotOpenError("office.owner_first", name=name)
            if not is_newest:
                _bring_up(connection)
    except BaseException:
        engine.dispose()
        raise
    return OfficeProject(engine, name, key)


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _check_version(connection: Connection, name: str) -> None:
    current = _revision(connection)
    if current is None:
        raise CannotOpenError("office.no_project", name=name)
    if current not in revisions():
        raise CannotOpenError("office.newer", name=name, version=current, known=revisions()[-1])


def _is_newest(connection: Connection) -> bool:
    return _revision(connection) == revisions()[-1] and schema.rules_of(connection) >= schema.RULES


def _bring_up(connection: Connection) -> None:
    """Bring tables and rules to this program's version. The lock comes before all reading, or two would block each other."""
    with connection.begin():
        connection.execute(text("LOCK TABLE alembic_version IN ACCESS EXCLUSIVE MODE"))
        if not _is_newest(connection):  # another window may have been faster
            _upgrade(connection)


def _upgrade(connection: Connection) -> None:
    command.upgrade(config(connection), "head")
    schema.install(connection)


def _require_postgis(connection: Connection) -> None:
    try:
        with connection.begin_nested():
            connection.execute(text("CREATE EXTENSION IF NOT EXISTS postgis"))
    except DBAPIError as error:
        raise CannotOpenError("office.no_postgis") from error
