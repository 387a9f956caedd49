"""Files typed by hand in TOML (a trip, a debrief): small, of a stated format, and a key that is not known is an error that names it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, TypeVar

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.refusals import word_refused
from mrm_desktop.foundation.codec import Codec, Fault, Mismatch, counted

T = TypeVar("T")
LARGEST_FILE = 1_000_000


def read_typed(path: Path, wanted: str, wrong_format: str) -> dict[str, Any]:
    """Read a TOML file whose key ``format`` is ``wanted``, and return it without that key.

    Raises
    ------
    KnownError
        ``trip.no_file``, ``trip.not_toml``, or the code ``wrong_format``.
    """
    if not path.is_file():
        raise KnownError("trip.no_file", file=path.name)
    if path.stat().st_size > LARGEST_FILE:
        raise KnownError("trip.not_toml", file=path.name, reason="")
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise KnownError("trip.not_toml", file=path.name, reason=str(error)) from error
    if found.pop("format", None) != wanted:
        raise KnownError(wrong_format, file=path.name, wanted=wanted)
    return found


def read_entry(codec: Codec, kind: type[T], entry: Any, table: str) -> T:
    """Read one table of a typed file.

    Parameters
    ----------
    table : str
        What the table is called where a key of it is missing or unknown.

    Raises
    ------
    KnownError
        ``trip.unknown_key``, ``trip.missing_key``, ``trip.bad_value``, ``trip.out_of_range``, ``vocabulary.unknown``,
        ``grade.unknown``, each naming the place.
    """
    try:
        return codec.read(kind, entry)
    except Mismatch as mismatch:
        raise _error(mismatch, table) from mismatch


def _error(mismatch: Mismatch, table: str) -> KnownError:
    path = mismatch.path
    if mismatch.fault in (Fault.UNKNOWN_KEY, Fault.MISSING_KEY):
        where = counted(path[:-1]) or table
        if mismatch.fault is Fault.MISSING_KEY:
            return KnownError("trip.missing_key", where=where, key=mismatch.key)
        return KnownError("trip.unknown_key", where=where, key=mismatch.key, allowed=sorted(mismatch.allowed))
    where = counted(path) or table
    if mismatch.fault is Fault.OUT_OF_RANGE:
        least, most = mismatch.wanted
        return KnownError("trip.out_of_range", where=where, least=least, most=most)
    if mismatch.fault is Fault.BAD_WORD:
        return word_refused(mismatch.wanted, mismatch.found, where)
    return KnownError("trip.bad_value", where=where, found=type(mismatch.found).__name__)
