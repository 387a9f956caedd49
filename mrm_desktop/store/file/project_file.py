"""An open project file, and how one is made and opened."""

from __future__ import annotations

import contextlib
import os
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, insert

from mrm_desktop.domain.backups import BackupState
from mrm_desktop.domain.errors import CannotOpenError, KnownError, MrmError
from mrm_desktop.domain.event_log import LogCheck, SeenHead
from mrm_desktop.domain.guard_passes import KeptPass
from mrm_desktop.domain.missions import MissionRecord
from mrm_desktop.domain.projects import ProjectInfo
from mrm_desktop.domain.purges import Purge, Purged
from mrm_desktop.foundation.clock import now
from mrm_desktop.foundation.paths import sync_folder
from mrm_desktop.foundation.version import __version__
from mrm_desktop.store.exchange.exchanging_project import ExchangingProject
from mrm_desktop.store.file.backup import (
    backup_folder,
    backups,
    clear_leftovers,
    restore_backup,
)
from mrm_desktop.store.file.backup_keeper import BackupKeeper
from mrm_desktop.store.file.engine import IMMUTABLE, WRITING, connect, make_engine
from mrm_desktop.store.file.failures import driver_errors_as_known_errors
from mrm_desktop.store.file.lock import Lock
from mrm_desktop.store.file.migrate import migrate
from mrm_desktop.store.file.network import on_network_share
from mrm_desktop.store.file.purge import older_than, purge_dataset, purge_older, rows_of_dataset, unfinished_purge
from mrm_desktop.store.file.soundness import CHECKED_ON_OPEN, check_sound, inspect, require_short_name
from mrm_desktop.store.keys import as_key, key_bytes
from mrm_desktop.store.migrations.history import newest_version
from mrm_desktop.store.rows.event_log import append_event, check_log, end_of_log, has_head, moment_of_end
from mrm_desktop.store.rows.models import ProjectRow
from mrm_desktop.store.rows.record_mappers import info_to_row
from mrm_desktop.store.rows.repository import SqlRepository
from mrm_desktop.store.rows.tombstones import purges

if TYPE_CHECKING:
    from mrm_desktop.project.ports import Key, Repository, SigningSeat

Clock = Callable[[], datetime]
_ROOM_FOR_LOG = 256 * 1024  # bytes; with less left, what fails fails for want of room
Witness = Callable[[SeenHead], None]
_WRITE_WAIT = 60.0  # seconds that a writer waits for another one of this program


class ProjectFile(ExchangingProject):
    """An open project. One program has it open at a time; within the program any number of readers and one writer.

    Attributes
    ----------
    missing : SeenHead | None
        What a witness saw and this file lacks.
    backup_failure : MrmError | None
        Why no backup was made as the project was closed.
    only_reads : bool
        Whether the disk is too full even for the log, so that nothing can be written until it was opened again.
    is_read_through : bool
        Whether every page was read as the project was opened; :meth:`check` does so later.
    backups : BackupKeeper
        Its backups.
    signing_seat : SigningSeat | None
        The signing key of the person at this copy, where whoever opened the project found one.
    """

    def __init__(self, path: Path, key: Key, engine: Engine, lock: Lock, clock: Clock) -> None:
        self._path, self._key, self._engine, self._lock, self._clock = path, key, engine, lock, clock
        self._writing = threading.RLock()
        self._changed = False
        self._open = True
        self._witness: Witness | None = None
        self.missing: SeenHead | None = None
        self.backup_failure: MrmError | None = None
        self.is_read_through = True
        self.only_reads = False
        self.backups = BackupKeeper(path, key, clock)
        self.signing_seat: SigningSeat | None = None

    @property
    def name(self) -> str:
        return self._path.name

    @contextlib.contextmanager
    def read(self) -> Iterator[Repository]:
        """Read a consistent state; what somebody writes meanwhile is not seen."""
        with self._read_transaction() as connection:
            yield SqlRepository(connection)

    @contextlib.contextmanager
    def _read_transaction(self) -> Iterator[Connection]:
        with driver_errors_as_known_errors(self.name), self._connected() as connection, connection.begin():
            yield connection

    def _data_key(self) -> Key:
        return self._key

    def _now(self) -> datetime:
        return self._clock()

    @contextlib.contextmanager
    def write(self) -> Iterator[Repository]:
        """Append; when the block ends without an error everything is on the disk, otherwise nothing is.

        Threads of this program take turns: each has a connection of its own, and the second one waits for the first.
        """
        with self._write_transaction() as connection:
            # A key may carry the signing key of an office; then its decisions are signed.
            yield SqlRepository(connection, getattr(self._key, "signer", None))

    @contextlib.contextmanager
    def _write_transaction(self) -> Iterator[Connection]:
        if self.only_reads:
            raise KnownError("store.disk_full", file=self.name)
        if not self._writing.acquire(timeout=_WRITE_WAIT):
            raise KnownError("store.busy", file=self.name)
        try:
            with driver_errors_as_known_errors(self.name), self._connected() as connection:
                with connection.execution_options(**{WRITING: True}).begin():
                    yield connection
                    end = append_event(connection, self._clock())
                self._changed = True
            if end is not None:  # a draft is no event, and nothing is noted of it
                self._tell_head(end)
        finally:
            self._writing.release()

    def check(self) -> None:
        """Read every page of the file and check its seal.

        Raises
        ------
        CannotOpenError
            ``file.damaged``, ``file.damaged_pages``.
        """
        with driver_errors_as_known_errors(self.name):
            check_sound(self._path, self._key.raw(), thorough=True)

    def be_witnessed(self, seen: SeenHead | None, witness: Witness) -> None:
        """Tell a witness outside the file how far the log has come, now and after each writing.

        A file whose log lacks what the witness saw before tells nothing, and says so in ``missing``, until :meth:`accept` is called.
        """
        self._witness = witness
        with self._read_transaction() as connection:
            self.missing = seen if seen is not None and not has_head(connection, seen) else None
            end = end_of_log(connection)
        if end != seen:
            self._tell_head(end)

    def accept(self) -> None:
        """Take the log as it is for the one to go on from: a person restored the file on purpose."""
        self.missing = None
        self._tell_head(self.log_end())

    def log_end(self) -> SeenHead:
        """Return how far the log of events has come."""
        with self._read_transaction() as connection:
            return end_of_log(connection)

    def _tell_head(self, end: SeenHead) -> None:
        if self._witness is not None and self.missing is None:
            # What cannot be noted is no reason not to work: the log itself is in the file.
            with contextlib.suppress(OSError):
                self._witness(end)

    def check_log(self, expected: str = "") -> LogCheck:
        """Check the log of events and everything that it covers; see :func:`mrm_desktop.store.rows.event_log.check_log`."""
        with self._read_transaction() as connection:
            return check_log(connection, expected)

    def purge_dataset(self, dataset_id: str, purge: Purge) -> int:
        """Take out everything that a file brought, until no byte of it is left; return how many rows. Backups that hold it go, too."""
        return self._purge(lambda connection: purge_dataset(connection, dataset_id, purge, self._clock()))

    def purge_older(self, first_kept: date, purge: Purge) -> int:
        """Take out what was heard before a day, until no byte of it is left; return how many rows. Backups that hold it go, too."""
        return self._purge(lambda connection: purge_older(connection, first_kept, purge, self._clock()))

    def count_dataset(self, dataset_id: str) -> dict[str, int]:
        """Return how many rows a file brought into each table."""
        with self._read_transaction() as connection:
            return rows_of_dataset(connection, dataset_id)

    def count_older(self, first_kept: date) -> int:
        """Return how many rows there are whose time is over."""
        with self._read_transaction() as connection:
            return sum(map(len, older_than(connection, first_kept).values()))

    def purges(self) -> tuple[Purged, ...]:
        """Return what was taken out, and by whom."""
        with self._read_transaction() as connection:
            return purges(connection)

    def _purge(self, take_out: Callable[[Connection], int]) -> int:
        unfinished = unfinished_purge(self._path)
        unfinished.write_text(str(len(self.purges())), encoding="ascii")
        try:
            with self._write_transaction() as connection:
                taken = take_out(connection)
        except Exception:
            unfinished.unlink()
            raise
        try:
            self.finish_purge()
        except MrmError as error:
            raise KnownError("purge.unfinished", file=self.name) from error
        return taken

    def finish_purge(self) -> None:
        """Do what comes after something was taken out, also where the program was killed before it could; nothing where nothing was."""
        unfinished = unfinished_purge(self._path)
        if not unfinished.exists():
            return
        known = unfinished.read_text(encoding="ascii")
        if len(self.purges()) != (int(known) if known.isdecimal() else -1):
            self._leave_no_byte()
        unfinished.unlink()

    def _leave_no_byte(self) -> None:
        """Write the file anew without the free pages, empty its log, and have one backup, of what there is now."""
        with self._writing, driver_errors_as_known_errors(self.name):
            self._engine.dispose()
            with contextlib.closing(connect(self._path, self._key.raw())) as connection:
                connection.execute("VACUUM")
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.backups.take_in_place_of_all()

    def backup(self) -> Path:
        """Take a backup now."""
        with _full_disk_as_such(self._path):
            return self.backups.take()

    def backup_state(self) -> BackupState:
        """Return how its backups stand."""
        return self.backups.state()

    def open_newest_backup(self, folder: Path) -> tuple[Path, ProjectFile]:
        """Open a copy of the newest backup in another folder by the key that is in memory; return the backup, and the copy open.

        Raises
        ------
        KnownError
            ``drill.no_backup``, and what opening a file raises.
        """
        backup, copy = self.backups.copy_newest(folder)
        return backup, SqlCipherFiles(self._clock).open(copy, as_key(key_bytes(self._key.raw())))

    def compare_backups(self, *, is_migrated: bool) -> None:
        """Find out whether a backup holds the end of the log; one is due where a migration has just added to it."""
        self._changed = is_migrated
        if not is_migrated:
            with self._read_transaction() as connection:
                self.backups.compare(end_of_log(connection).events, moment_of_end(connection))

    def close(self) -> None:
        """Take a backup where anything was written, put the log away, forget the key, let go of the file.

        What hinders the backup is kept in ``backup_failure`` for whoever closed, to be said: what was written is safe all the same.
        """
        with self._writing:  # a write that is under way ends first
            if not self._open:
                return
            self._open = False
            try:
                if self._changed:
                    self.backup_failure = self._failure_of_backup()
            finally:
                self._engine.dispose()
                self._key.forget()
                self._lock.release()

    def _failure_of_backup(self) -> MrmError | None:
        try:
            self.backup()
        except MrmError as error:
            return error
        except OSError:
            return KnownError("backup.cannot_write", file=self.name)
        return None

    def __enter__(self) -> ProjectFile:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _connected(self) -> Connection:
        if not self._open:
            raise CannotOpenError("project.closed", file=self.name)
        return self._engine.connect()


class SqlCipherFiles:
    """Makes and opens project files on this machine.

    Parameters
    ----------
    clock : Clock
        Tells the moment; backups are named by it.
    """

    def __init__(self, clock: Clock = now) -> None:
        self._clock = clock

    def inspect(self, path: Path) -> None:
        """Refuse what cannot be a project, before anybody is asked for a passphrase."""
        inspect(path)

    def create(
        self,
        path: Path,
        key: Key,
        info: ProjectInfo,
        missions: Sequence[MissionRecord] = (),
        passes: Sequence[KeptPass] = (),
    ) -> ProjectFile:
        """Make a project file that knows ``missions`` and open it. It appears whole or not at all.

        Parameters
        ----------
        passes : Sequence[KeptPass]
            What two people let pass of its title and office.

        Raises
        ------
        KnownError
            ``file.exists``, ``file.cannot_write``, ``store.disk_full``.
        """
        require_short_name(path)
        if path.exists():
            raise KnownError("file.exists", file=path.name)
        unfinished = path.with_name(f".{path.name}.part")
        unfinished.unlink(missing_ok=True)
        try:
            os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            with driver_errors_as_known_errors(path.name):
                _fill(unfinished, key, info, missions, passes)
            unfinished.replace(path)
        except OSError as error:
            raise KnownError("file.cannot_write", file=path.name) from error
        finally:
            unfinished.unlink(missing_ok=True)
        sync_folder(path.parent)
        return self.open(path, key)

    def open(self, path: Path, key: Key) -> ProjectFile:
        """Open a project file: lock it, check it, bring it to this program's version after a backup.

        Raises
        ------
        CannotOpenError
            ``file.*``; the file is as it was.
        """
        inspect(path)
        lock = Lock(path)
        engine = None
        clear_leftovers(path)
        try:
            thorough = lock.was_stale or path.stat().st_size <= CHECKED_ON_OPEN
            with _full_disk_as_such(path):
                version = check_sound(path, key.raw(), thorough=thorough)
                engine, only_reads = _engine_on(path, key)
            with driver_errors_as_known_errors(path.name):
                if version < newest_version():
                    BackupKeeper(path, key, self._clock).take()
                    migrate(engine, version)
                    with engine.connect() as connection, connection.execution_options(**{WRITING: True}).begin():
                        append_event(connection, self._clock())
        except BaseException:
            if engine is not None:
                engine.dispose()
            lock.release()
            raise
        project = ProjectFile(path, key, engine, lock, self._clock)
        project.is_read_through, project.only_reads = thorough, only_reads
        with contextlib.suppress(MrmError):  # for want of room: it is tried again the next time, and all else can be done
            project.finish_purge()
        project.compare_backups(is_migrated=version < newest_version())
        return project

    def backups(self, path: Path) -> tuple[Path, ...]:
        """Return the backups of a project, the newest first."""
        return backups(path)

    def backup_folder(self, path: Path) -> Path:
        """Folder in which the backups of a project lie."""
        return backup_folder(path)

    @contextlib.contextmanager
    def held(self, path: Path) -> Iterator[None]:
        """Hold the lock of a project that is not opened meanwhile; ``file.locked_by`` where a program has it open."""
        lock = Lock(path)
        try:
            yield
        finally:
            lock.release()

    def restore(self, path: Path, key: Key, backup: Path) -> Path | None:
        """Put a backup in the project's place; return where the replaced file now lies, None where there was none."""
        with self.held(path):
            return restore_backup(path, backup, key.raw(), self._clock())


def create_project_file(
    path: Path, key: Key | bytes, info: ProjectInfo, missions: Sequence[MissionRecord], passes: Sequence[KeptPass] = ()
) -> ProjectFile:
    """Make a project file that knows ``missions`` and return it open; see :meth:`SqlCipherFiles.create`.

    Parameters
    ----------
    key : Key | bytes
        What the vault gives, or 32 raw bytes.
    """
    return SqlCipherFiles().create(path, as_key(key), info, missions, passes)


def open_project_file(path: Path, key: Key | bytes) -> ProjectFile:
    """Open a project file; see :meth:`SqlCipherFiles.open`."""
    return SqlCipherFiles().open(path, as_key(key))


def _is_full(path: Path) -> bool:
    return shutil.disk_usage(path.parent).free < _ROOM_FOR_LOG


@contextlib.contextmanager
def _full_disk_as_such(path: Path) -> Iterator[None]:
    """Say that the disk is full where the library only says that it failed, or that a file beside the project cannot be made."""
    try:
        yield
    except KnownError as error:
        if error.code in ("store.disk_failed", "store.read_only") and _is_full(path):
            raise KnownError("store.disk_full", file=path.name) from error
        raise


def _engine_on(path: Path, key: Key) -> tuple[Engine, bool]:
    """Return an engine on a file that is known to be sound, and whether it only reads: a full disk has no room even for a log.

    What a log holds that a dead battery left cannot be read without writing; then the disk is said to be full.
    """
    engine = make_engine(path, key.raw, "DELETE" if on_network_share(path) else "WAL")
    try:
        with driver_errors_as_known_errors(path.name):
            engine.connect().close()
    except KnownError:
        engine.dispose()
        log = path.with_name(f"{path.name}-wal")
        if not _is_full(path) or (log.exists() and log.stat().st_size):
            raise
        return make_engine(path, key.raw, mode=IMMUTABLE), True
    return engine, False


def _fill(path: Path, key: Key, info: ProjectInfo, missions: Sequence[MissionRecord], passes: Sequence[KeptPass]) -> None:
    # The log would carry the name of the unfinished file: the file itself is written until it has its own name.
    engine = make_engine(path, key.raw, "DELETE")
    try:
        migrate(engine, 0)
        with engine.connect() as connection, connection.execution_options(**{WRITING: True}).begin():
            connection.execute(insert(ProjectRow), [info_to_row(info) | {"one": 1, "written_by": __version__}])
            repository = SqlRepository(connection)
            repository.put_missions(missions)
            repository.add_guard_passes(passes)
            append_event(connection, info.created_at)
    finally:
        engine.dispose()
