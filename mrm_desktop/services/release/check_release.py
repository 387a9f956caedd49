"""Check a file or a printed code against the project's log of releases and the manifest beside it: offline, by anybody in the office."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.releases import Release
from mrm_desktop.reports.release.verification import is_code, normal_code


@dataclass(frozen=True, slots=True)
class Checked:
    """What could be found out about a file or a code.

    Attributes
    ----------
    state : str
        ``released``: the log has this very file or code. ``changed``: the log or the manifest has a file of this name with other content.
        ``as_manifest``: the manifest beside it fits, and there is no project to ask. ``unknown``: neither knows it.
    release : Release | None
        The record in the log.
    overdue : bool
        Whether it should have been destroyed by now.
    """

    state: str
    release: Release | None = None
    overdue: bool = False


def check_released(what: str, releases: Iterable[Release] | None, today: date) -> Checked:
    """Check a file by its path, or a code as it is printed on a page.

    Parameters
    ----------
    releases : Iterable[Release] | None
        The log of a project; None where no project is at hand.

    Raises
    ------
    KnownError
        ``release.no_such_file``, ``release.log_needed`` for a code without a project.
    """
    log = None if releases is None else tuple(releases)
    path = Path(what)
    if path.is_file():
        return _check_file(path, log, today)
    if not is_code(what):
        raise KnownError("release.no_such_file", file=path.name)
    if log is None:
        raise KnownError("release.log_needed")
    return _found(next((r for r in log if r.code == normal_code(what)), None), today)


def _check_file(path: Path, log: tuple[Release, ...] | None, today: date) -> Checked:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if log is not None:
        same = next((r for r in log if r.sha256 == digest), None)
        if same is not None:
            return _found(same, today)
        named = next((r for r in reversed(log) if r.file_name == path.name), None)
        if named is not None:
            return Checked("changed", named)
    stated = _stated(path)
    if stated is None:
        return Checked("unknown")
    if stated != digest:
        return Checked("changed")
    return Checked("as_manifest") if log is None else Checked("unknown")


def _found(release: Release | None, today: date) -> Checked:
    if release is None:
        return Checked("unknown")
    return Checked("released", release, release.destroy_by is not None and release.destroy_by < today)


def _stated(path: Path) -> str | None:
    """Return the checksum that the manifest beside a file states."""
    manifest = path.with_name(f"{path.name}.manifest.json")
    try:
        return str(json.loads(manifest.read_text(encoding="utf-8"))["sha256"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
