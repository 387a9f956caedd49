"""Files typed by hand in TOML (a trip, a debrief): small, of a stated format, and a key that is not known is an error that names it."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from mrm_desktop.domain.errors import KnownError

LARGEST_FILE = 1_000_000


def read_typed(path: Path, wanted: str, wrong_format: str) -> dict[str, Any]:
    """Read a TOML file whose key ``format`` is ``wanted``.

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
    if found.get("format") != wanted:
        raise KnownError(wrong_format, file=path.name, wanted=wanted)
    return found


def check_keys(where: str, entry: Mapping[str, Any], allowed: Collection[str], needed: Collection[str]) -> None:
    """Refuse a key that is not known, and the lack of one that is needed.

    Raises
    ------
    KnownError
        ``trip.unknown_key``, ``trip.missing_key``, each naming the table and the key.
    """
    unknown, missing = sorted(set(entry) - set(allowed)), sorted(set(needed) - set(entry))
    if unknown:
        raise KnownError("trip.unknown_key", where=where, key=unknown[0], allowed=sorted(allowed))
    if missing:
        raise KnownError("trip.missing_key", where=where, key=missing[0])
