"""Projects that a person asked to find again on the home page: kept in the operating system's key ring, or nowhere.

A list of paths in a settings file would tell whoever finds the computer which countries an office works on. The key ring is closed
while nobody is logged in. What is shown is a label that the person chose, never the file's name.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from mrm_desktop.domain.errors import KnownError

SERVICE = "mrm-desktop"
_ENTRY = "recent-projects"
MOST = 5  # the smallest key ring holds some 2,500 bytes in one entry


@dataclass(frozen=True, slots=True)
class RecentProject:
    """A project as the home page lists it."""

    label: str
    path: str
    opened_on: date


class RecentProjects:
    """The list in the key ring."""

    def entries(self) -> tuple[RecentProject, ...]:
        """Return the projects, the last opened first; nothing where there is no key ring."""
        try:
            keys, failed = ring()
        except KnownError:
            return ()
        try:
            found = json.loads(keys.get_password(SERVICE, _ENTRY) or "[]")
            listed = [RecentProject(str(e["label"]), str(e["path"]), date.fromisoformat(e["opened_on"])) for e in found]
        except (failed, ValueError, KeyError, TypeError):
            return ()
        return tuple(listed)

    def remember(self, path: Path, label: str, on: date) -> None:
        """Put a project first in the list, under ``label``.

        Raises
        ------
        KnownError
            ``vault.no_keyring``.
        """
        others = [e for e in self.entries() if e.path != str(path)]
        self._write([RecentProject(label, str(path), on), *others][:MOST])

    def opened(self, path: Path, on: date) -> None:
        """Note that a project was opened, where it is in the list."""
        known = next((e for e in self.entries() if e.path == str(path)), None)
        if known is not None:
            self.remember(path, known.label, on)

    def forget(self) -> None:
        """Drop the whole list."""
        if self.entries():
            self._write([])

    def _write(self, listed: list[RecentProject]) -> None:
        keys, failed = ring()
        text = json.dumps([asdict(e) | {"opened_on": e.opened_on.isoformat()} for e in listed], ensure_ascii=False)
        try:
            keys.set_password(SERVICE, _ENTRY, text)
        except failed as error:
            raise KnownError("vault.no_keyring") from error


def ring() -> tuple[Any, type[Exception]]:
    """Return the key ring of the operating system and the error that it raises. Nothing else needs one: many machines have none.

    Raises
    ------
    KnownError
        ``vault.no_keyring``.
    """
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError as error:
        raise KnownError("vault.no_keyring") from error
    return keyring, KeyringError
