"""Trip plans and released files whose day has come: found in a folder, and removed when somebody says so."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.services.release.release_file import MANIFEST
from mrm_desktop.services.trips.read_trip import FORMAT, read_trip

MANIFEST_ENDING = ".manifest.json"
LARGEST_FILE = 1_000_000


@dataclass(frozen=True, slots=True)
class Expired:
    """A file that should be gone.

    Attributes
    ----------
    files : tuple[Path, ...]
        The file itself and, where it has one, its manifest.
    """

    files: tuple[Path, ...]
    due: date


def expired_files(folder: Path, today: date) -> tuple[Expired, ...]:
    """Look through one folder, not below it, for plans and released files that are due.

    Raises
    ------
    KnownError
        ``option.no_such_folder``.
    """
    if not folder.is_dir():
        raise KnownError("option.no_such_folder", option="FOLDER", folder=folder.name)
    return tuple(found for found in _dated(folder) if found.due < today)


def destroy(expired: Expired) -> None:
    """Remove the files. On flash memory the bytes may survive; only an encrypted disk keeps them from being read."""
    for path in expired.files:
        path.unlink(missing_ok=True)


def _dated(folder: Path) -> Iterator[Expired]:
    for path in sorted(folder.iterdir()):
        if not path.is_file() or path.stat().st_size > LARGEST_FILE:
            continue
        if path.suffix == ".toml":
            due = _plan_due(path)
            if due is not None:
                yield Expired((path,), due)
        elif path.name.endswith(MANIFEST_ENDING):
            due = _release_due(path)
            if due is not None:
                of = path.with_name(path.name.removesuffix(MANIFEST_ENDING))
                yield Expired((of, path) if of.is_file() else (path,), due)


def _plan_due(path: Path) -> date | None:
    """Return the day of a trip file. A plan whose route has gone, or which cannot be read any more, is judged by its last day alone."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError):
        return None
    if raw.get("format") != FORMAT:
        return None
    try:
        return read_trip(path).to_destroy_on
    except KnownError:
        days = [leg["on"] for leg in raw.get("leg", []) if isinstance(leg, dict) and type(leg.get("on")) is date]
        from mrm_desktop.domain.trips import KEPT_AFTER

        return max(days) + KEPT_AFTER if days else None


def _release_due(path: Path) -> date | None:
    try:
        about = json.loads(path.read_text(encoding="utf-8"))
        return date.fromisoformat(about["destroy_by"]) if about["format"] == MANIFEST and about["destroy_by"] else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
