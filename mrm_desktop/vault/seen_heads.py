"""The last head of each project's log that was seen on this computer: a copy that lacks it was rolled back, or its log written anew.

Kept in the settings folder, outside the project, so that a file that is put in its place does not bring the answer along. Names and
contents are sealed with each project's own key: the file tells how many projects were opened here and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

from mrm_desktop.domain.event_log import SeenHead
from mrm_desktop.foundation.paths import settings_folder, write_whole

_FILE = "seen-heads.json"


class SeenHeads:
    """The heads that were seen.

    Parameters
    ----------
    folder : Path | None
        Where the file lies; None for the settings folder.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._path = (folder or settings_folder()) / _FILE

    def seen(self, key: str) -> SeenHead | None:
        """Return the head that was last seen of the project with a data key; None where none was, or what was kept cannot be read."""
        from nacl.exceptions import CryptoError

        kept = self._kept().get(_name_of(key))
        if kept is None:
            return None
        try:
            told = json.loads(_box(key).decrypt(base64.b64decode(kept)))
            return SeenHead(int(told["events"]), str(told["head"]))
        except (CryptoError, ValueError, KeyError, TypeError):
            return None

    def note(self, key: str, seen: SeenHead) -> None:
        """Keep a head in the place of the one before.

        Raises
        ------
        OSError
            The folder cannot be written.
        """
        told = json.dumps({"events": seen.events, "head": seen.head}).encode("ascii")
        sealed = base64.b64encode(_box(key).encrypt(told)).decode("ascii")
        self._path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(self._path, json.dumps({**self._kept(), _name_of(key): sealed}).encode("ascii"))

    def _kept(self) -> dict[str, str]:
        try:
            found = json.loads(self._path.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return {}
        return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}


def _name_of(key: str) -> str:
    return hashlib.blake2b(key.encode("ascii"), digest_size=16, person=b"mrm-seen-name").hexdigest()


def _box(key: str) -> Any:
    from nacl.secret import SecretBox

    return SecretBox(hashlib.blake2b(key.encode("ascii"), digest_size=32, person=b"mrm-seen-head").digest())
