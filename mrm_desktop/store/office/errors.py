"""What the server refuses or does not answer, in the errors that people are told."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from importlib import import_module

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from mrm_desktop.domain.errors import BugError, CannotOpenError, KnownError, MrmError
from mrm_desktop.store.office.guards import CLOCK_AHEAD, SECOND_PERSON, UNSOUND
from mrm_desktop.store.rows.triggers import BROKEN_CHAIN, REFUSED

_LOCK_NOT_AVAILABLE, _CANCELLED, _NOT_ALLOWED = "55P03", "57014", "42501"
_UNREADABLE = "22"
"""Class of what is no value of its kind: half a document, a day that there is not."""
# Who holds the row of the writers, or else whoever holds any table; whoever waits itself holds nothing up. Names are all that members see.
_HOLDERS = """
SELECT DISTINCT a.usename FROM pg_stat_activity a JOIN pg_locks l ON l.pid = a.pid
 WHERE a.datname = current_database() AND a.pid <> pg_backend_pid()
   AND l.locktype = 'relation' AND l.granted AND l.relation = ANY (CASE WHEN EXISTS (
     SELECT 1 FROM pg_locks w WHERE w.relation = to_regclass('public.office_writer') AND w.mode = 'RowShareLock' AND w.granted
   ) THEN ARRAY[to_regclass('public.office_writer')::oid] ELSE (SELECT array_agg(oid) FROM pg_class WHERE relkind = 'r') END)
   AND NOT EXISTS (SELECT 1 FROM pg_locks w WHERE w.pid = a.pid AND NOT w.granted)
"""


def driver_error() -> type[Exception]:
    """Return the class of psycopg's own errors, which the listener meets without SQLAlchemy in between."""
    error: type[Exception] = import_module("psycopg").Error
    return error


@contextlib.contextmanager
def driver_errors_as_known_errors(name: str, engine: Engine) -> Iterator[None]:
    """Say in words of ours what the server said; where somebody holds a lock, who that is."""
    try:
        yield
    except DBAPIError as error:
        if not isinstance(error.orig, driver_error()):
            raise  # of the file that is being copied, whose own words are nearer to the truth
        if getattr(error.orig, "sqlstate", "") == _LOCK_NOT_AVAILABLE:
            raise KnownError("office.busy", name=name, holder=_holder(engine)) from error
        raise _known_error(error, name) from error


def _holder(engine: Engine) -> str:
    """Name who holds up the others; "?" where it has just let go or the server does not say."""
    try:
        with engine.connect() as connection:
            return ", ".join(sorted(filter(None, connection.execute(text(_HOLDERS)).scalars()))) or "?"
    except DBAPIError:
        return "?"


def _known_error(error: DBAPIError, name: str) -> MrmError:
    state, said = str(getattr(error.orig, "sqlstate", "") or ""), str(error.orig)
    of_our_own = {
        BROKEN_CHAIN: BugError("store.broken_chain"),
        REFUSED: BugError("store.append_only"),
        UNSOUND: KnownError("office.unsound", table=said.partition(f"{UNSOUND}: ")[2].split("\n")[0]),
        SECOND_PERSON: KnownError("office.second_person", name=name),
        CLOCK_AHEAD: KnownError("office.clock", name=name),
    }
    for words, known in of_our_own.items():
        if words in said:
            return known
    if state.startswith("28") or "authentication failed" in said:
        return CannotOpenError("office.refused", name=name)
    # A refusal at the door comes without a code.
    if state == _NOT_ALLOWED or (not state and "permission denied for database" in said):
        return KnownError("office.not_allowed", name=name)
    if state == _CANCELLED:
        return KnownError("office.too_slow", name=name)
    if error.connection_invalidated or state.startswith(("57P", "08", "25P03")):
        return KnownError("office.connection_lost", name=name)
    if not state:
        return CannotOpenError("office.unreachable", name=name)
    if state.startswith("53"):
        return KnownError("store.disk_full", file=name)
    if state.startswith(_UNREADABLE):
        return KnownError("office.unsound", table="")
    return BugError("store.refused", kind=type(error.orig).__name__)
