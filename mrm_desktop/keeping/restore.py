"""Putting a backup in the place of a project, or where there is none any more: a backup, and a secret that opens it, are enough."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from mrm_desktop.domain.errors import CannotOpenError, KnownError
from mrm_desktop.keeping.settling import settle
from mrm_desktop.store.file.backup import backups
from mrm_desktop.store.file.project_file import SqlCipherFiles
from mrm_desktop.vault.key_file import KeyFile, key_path, read_key_file
from mrm_desktop.vault.keys import Vault, keys_of, save_keys

NEWEST = "newest"


def find_backup(project: Path, name: str) -> Path:
    """Return a backup by its name beside the project, by its path, or the newest one.

    Raises
    ------
    KnownError
        ``backup.not_found``.
    """
    listed = backups(project)
    if name == NEWEST and listed:
        return listed[0]
    given = Path(name)
    found = next((item for item in listed if item.name == name), given if given.is_file() and given != project else None)
    if found is None:
        raise KnownError("backup.not_found", name=name, known=[item.name for item in listed])
    return found


def restore(project: Path, backup: Path, secret: str, vault: Vault | None = None) -> Path | None:
    """Put a backup in the place of the project, with the key file that opens it; return where the replaced file lies, if there was one.

    Parameters
    ----------
    secret : str
        Passphrase or recovery code, of today where the key file is there and fits, else those of the day of the backup.

    Raises
    ------
    CannotOpenError
        ``file.*`` where the backup is not sound, ``vault.*`` where the secret or the keys do not fit; nothing is changed then.
    """
    settle(project)
    keys = keys_of(project, backup)
    key = (vault or Vault()).open_slots(keys, secret, project)
    try:
        present = _keys_beside(project)
        is_other = present is None or present.file_salt != keys.file_salt
        if is_other and present is not None:
            save_keys(key_path(project), replace(keys, before=present))  # opens either of the two files until the new one is there
        elif is_other:
            save_keys(key_path(project), keys)
        kept = SqlCipherFiles().restore(project, key, backup)
        if is_other and present is not None:
            save_keys(key_path(project), keys)
    finally:
        key.forget()
    return kept


def _keys_beside(project: Path) -> KeyFile | None:
    try:
        return read_key_file(key_path(project))
    except CannotOpenError:
        return None
