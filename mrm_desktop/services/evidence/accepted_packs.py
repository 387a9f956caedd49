"""The day of the newest pack of each country that a project accepted from each signer: an older one may have been sent again on purpose.

Kept in the settings folder. A name is a hash over the project's own identifier, which lies in no file in the clear: the file tells neither
country nor signer.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from datetime import date
from pathlib import Path

from mrm_desktop.formats.documents.country_pack import CountryPack
from mrm_desktop.foundation.paths import settings_folder, write_whole

_FILE = "accepted-packs.json"


def newest_accepted(project_id: str, pack: CountryPack) -> date | None:
    """Return the day on which the newest pack of this country and signer was made that the project accepted on this computer."""
    kept = _kept().get(_name_of(project_id, pack))
    with contextlib.suppress(TypeError, ValueError):
        return None if kept is None else date.fromisoformat(kept)
    return None


def note_accepted(project_id: str, pack: CountryPack) -> None:
    """Remember a pack that was used, unless a newer one is remembered."""
    before = newest_accepted(project_id, pack)
    if before is not None and before >= pack.made_on:
        return
    path = _path()
    kept = _kept() | {_name_of(project_id, pack): pack.made_on.isoformat()}
    # A computer that keeps no settings knows no newest pack; the pack itself is in the project by now.
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, json.dumps(kept, sort_keys=True).encode("ascii"))


def _path() -> Path:
    return settings_folder() / _FILE


def _kept() -> dict[str, str]:
    try:
        found = json.loads(_path().read_text(encoding="ascii"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _name_of(project_id: str, pack: CountryPack) -> str:
    told = json.dumps([project_id, pack.public_key, " ".join(pack.country.casefold().split())])
    return hashlib.blake2b(told.encode(), digest_size=16, person=b"mrm-packs").hexdigest()
