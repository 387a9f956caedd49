"""Is this a project file, is it whole? Answered without changing a byte of it."""

from __future__ import annotations

import os
import re
from pathlib import Path

import sqlcipher3.dbapi2 as driver

from mrm_desktop.domain.errors import CannotOpenError
from mrm_desktop.foundation.key_page import PAGE, size_without_slots
from mrm_desktop.store.file.engine import IMMUTABLE, READ_ONLY, READ_WRITE, connect
from mrm_desktop.store.file.failures import driver_errors_as_known_errors, is_damage
from mrm_desktop.store.file.migrate import check_version
from mrm_desktop.store.keys import salt_of

CHECKED_ON_OPEN = 64 * 1024 * 1024
"""Files up to this size are read through at every opening (half a second); larger ones after a crash and by ``verify``."""

_SALT_BYTES = 16
_LONGEST_NAME = 255 - len("..key.01234567.part")  # of a file in any usual file system, bytes
_LONGEST_PATH = 512 - len("-journal") - 1  # that the database library takes, bytes
_SHOWN_OF_NAME = 40
# 4,096 random bytes hold all but a few of the 256 values; a document, picture or table never comes near.
_FEWEST_VALUES = 240
_PAGE_NUMBER = re.compile(r"page (\d+)")


def require_short_name(path: Path) -> None:
    """Refuse a name or a path beside which the longer ones of key, log and backups cannot lie.

    Raises
    ------
    CannotOpenError
        ``file.name_too_long``.
    """
    if len(os.fsencode(path.name)) > _LONGEST_NAME or len(os.fsencode(path.absolute())) > _LONGEST_PATH:
        raise CannotOpenError("file.name_too_long", file=path.name[:_SHOWN_OF_NAME])


def inspect(path: Path) -> None:
    """Refuse what cannot be a project, before anybody is asked for a passphrase.

    Raises
    ------
    CannotOpenError
        ``file.name_too_long``, ``file.no_project``, ``file.project_unreadable``, ``file.project_empty``, ``file.not_a_project``.
    """
    require_short_name(path)
    try:
        with path.open("rb") as stream:
            head = stream.read(PAGE)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise CannotOpenError("file.no_project", file=path.name) from error
    except OSError as error:
        raise CannotOpenError("file.project_unreadable", file=path.name) from error
    if not head:
        raise CannotOpenError("file.project_empty", file=path.name)
    whole_page = len(head) == PAGE
    if (whole_page and len(set(head)) < _FEWEST_VALUES) or (not whole_page and _reads_as_text(head)):
        raise CannotOpenError("file.not_a_project", file=path.name)


def _reads_as_text(head: bytes) -> bool:
    try:
        return head.decode("utf-8").isprintable() or b"\n" in head
    except UnicodeDecodeError:
        return False


def check_sound(path: Path, raw_key: str, *, thorough: bool) -> int:
    """Check that the key opens the file and that the file is whole; return its version. Nothing is written.

    Parameters
    ----------
    thorough : bool
        Read every page, not only the first.

    Raises
    ------
    CannotOpenError
        ``file.key_of_another``, ``file.damaged``, ``file.damaged_pages``, ``file.not_a_project``, ``file.newer``.
    """
    with path.open("rb") as stream:
        salt = stream.read(_SALT_BYTES).hex()
    has_log, has_journal = _beside(path, "-wal"), _beside(path, "-journal")
    if salt_of(raw_key) not in ("", salt):
        raise CannotOpenError("file.key_of_another", file=path.name)
    if not has_log and not has_journal and path.stat().st_size % PAGE:
        raise CannotOpenError("file.damaged", file=path.name)
    with driver_errors_as_known_errors(path.name):
        # A log beside the file belongs to it: then the file alone is not the whole truth. A journal is a write that must be taken
        # back before anybody can read.
        mode = READ_WRITE if has_journal else READ_ONLY if has_log else IMMUTABLE
        connection = connect(path, raw_key, mode)
        try:
            version = check_version(connection, path.name)
            problems = connection.execute("PRAGMA quick_check(1)").fetchall() if thorough else []
        except driver.DatabaseError as error:
            pages = _bad_pages(connection, size_without_slots(path) // PAGE) if is_damage(error) else []
            if pages:
                raise CannotOpenError("file.damaged_pages", file=path.name, pages=pages) from error
            raise
        finally:
            connection.close()
    if problems and problems[0][0] != "ok":
        raise CannotOpenError("file.damaged", file=path.name)
    return version


def _beside(path: Path, ending: str) -> bool:
    other = path.with_name(path.name + ending)
    return other.exists() and other.stat().st_size > 0


def _bad_pages(connection: driver.Connection, pages: int) -> list[int]:
    """Numbers of the pages whose seal is broken, as far as the library can name them; what a backup carries behind them has none."""
    try:
        told = connection.execute("PRAGMA cipher_integrity_check").fetchall()
    except driver.Error:
        return []
    numbers = [int(found.group(1)) for (line,) in told[:20] if (found := _PAGE_NUMBER.search(str(line)))]
    return [number for number in numbers if number <= pages]
