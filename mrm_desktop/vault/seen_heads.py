"""What this computer remembers of each project: the last head of its log, and when one of its backups was last tried out.

A copy that lacks the head was rolled back, or its log written anew. Kept in the settings folder, outside the project, so that a file
that is put in its place does not bring the answer along. Names and contents are sealed with each project's own key: the file tells how
many projects were opened here and nothing else.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

from mrm_desktop.domain.event_log import SeenHead
from mrm_desktop.foundation.paths import settings_folder, write_whole


class SealedNotes:
    """One note for each project, sealed with its key.

    Parameters
    ----------
    folder : Path | None
        Where the file lies; None for the settings folder.
    """

    file = ""

    def __init__(self, folder: Path | None = None) -> None:
        self._path = (folder or settings_folder()) / self.file

    def read(self, key: str) -> dict[str, Any] | None:
        """Return the note on the project with a data key; None where there is none, or what was kept cannot be read."""
        from nacl.exceptions import CryptoError

        kept = self._kept().get(_name_of(key))
        if kept is None:
            return None
        try:
            told = json.loads(_box(key).decrypt(base64.b64decode(kept)))
        except (CryptoError, ValueError, TypeError):
            return None
        return told if isinstance(told, dict) else None

    def write(self, key: str, told: dict[str, Any]) -> None:
        """Keep a note in the place of the one before.

        Raises
        ------
        OSError
            The folder cannot be written.
        """
        sealed = base64.b64encode(_box(key).encrypt(json.dumps(told).encode("ascii"))).decode("ascii")
        self._path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(self._path, json.dumps({**self._kept(), _name_of(key): sealed}).encode("ascii"))

    def _kept(self) -> dict[str, str]:
        try:
            found = json.loads(self._path.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return {}
        return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}


class SeenHeads(SealedNotes):
    """The heads that were seen."""

    file = "seen-heads.json"

    def seen(self, key: str) -> SeenHead | None:
        """Return the head that was last seen of the project with a data key; None where none was."""
        told = self.read(key)
        try:
            return SeenHead(int(told["events"]), str(told["head"])) if told is not None else None
        except (ValueError, KeyError, TypeError):
            return None

    def note(self, key: str, seen: SeenHead) -> None:
        """Keep a head in the place of the one before; OSError where the folder cannot be written."""
        self.write(key, {"events": seen.events, "head": seen.head})


class Drills(SealedNotes):
    """The days on which a backup was last tried out."""

    file = "drills.json"

    def last(self, key: str, today: date) -> tuple[date, bool]:
        """Return the day of the last trial, and True; before the first one the day since which it could be asked for, and False."""
        told = self.read(key)
        try:
            if told is not None:
                return date.fromisoformat(told["on"]), bool(told["tried"])
        except (ValueError, KeyError, TypeError):
            pass
        with contextlib.suppress(OSError):
            self.write(key, {"on": today.isoformat(), "tried": False})
        return today, False

    def note(self, key: str, on: date) -> None:
        """Note that a backup was tried out; OSError where the folder cannot be written."""
        self.write(key, {"on": on.isoformat(), "tried": True})


def _name_of(key: str) -> str:
    return hashlib.blake2b(key.encode("ascii"), digest_size=16, person=b"mrm-seen-name").hexdigest()


def _box(key: str) -> Any:
    from nacl.secret import SecretBox

    return SecretBox(hashlib.blake2b(key.encode("ascii"), digest_size=32, person=b"mrm-seen-head").digest())
