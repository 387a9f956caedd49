"""What the database library reports, as codes that people can act on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlcipher3.dbapi2 as driver
from sqlalchemy.exc import DBAPIError

from mrm_desktop.domain.errors import BugError, CannotOpenError, KnownError
from mrm_desktop.store.rows.triggers import BROKEN_CHAIN, REFUSED

_FULL, _IO, _READ_ONLY, _BUSY, _LOCKED = 13, 10, 8, 5, 6
_CORRUPT, _NOT_A_DATABASE, _CANNOT_OPEN = 11, 26, 14
_WORDS = {
    "disk is full": _FULL,
    "disk I/O error": _IO,
    "malformed": _CORRUPT,
    "not a database": _NOT_A_DATABASE,
    "readonly": _READ_ONLY,
    "is locked": _LOCKED,
    "unable to open": _CANNOT_OPEN,
}


@contextmanager
def driver_errors_as_known_errors(file: str) -> Iterator[None]:
    """Turn failures of the database into known errors; what is our own fault stays a bug.

    Raises
    ------
    CannotOpenError
        ``file.damaged``.
    KnownError
        ``store.disk_full``, ``store.read_only``, ``store.busy``.
    BugError
        ``store.append_only``, ``store.refused``.
    """
    try:
        yield
    except DBAPIError as error:
        raise _known_error(error.orig, file) from error
    except driver.Error as error:
        raise _known_error(error, file) from error


def is_damage(error: BaseException | None) -> bool:
    """Tell whether the library says that the file is not what it should be."""
    return _code(error) in (_CORRUPT, _NOT_A_DATABASE)


def _code(error: BaseException | None) -> int:
    # Extended codes carry the general one in their last byte. Copying page by page raises without a code, only with words.
    found = int(getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF
    return found or next((code for words, code in _WORDS.items() if words in str(error)), 0)


def _known_error(error: BaseException | None, file: str) -> Exception:
    code, text = _code(error), str(error)
    if is_damage(error):
        return CannotOpenError("file.damaged", file=file)
    if code == _FULL:
        return KnownError("store.disk_full", file=file)
    if code in (_READ_ONLY, _CANNOT_OPEN):
        return KnownError("store.read_only", file=file)
    if code in (_BUSY, _LOCKED):
        return KnownError("store.busy", file=file)
    if code == _IO:
        return KnownError("store.disk_failed", file=file)
    if BROKEN_CHAIN in text:
        return BugError("store.broken_chain")
    if REFUSED in text:
        return BugError("store.append_only")
    return BugError("store.refused", kind=type(error).__name__)
