"""A new data key for a project: what was copied before - key file, passphrase, recovery code - opens nothing that lies here now."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from mrm_desktop.domain.errors import MrmError
from mrm_desktop.foundation.clock import now
from mrm_desktop.keeping.settling import settle
from mrm_desktop.store.file import new_key
from mrm_desktop.store.file.backup import backups, set_aside_files
from mrm_desktop.store.file.project_file import SqlCipherFiles
from mrm_desktop.vault.key_file import key_file_bytes, key_path
from mrm_desktop.vault.keys import DataKey, Vault, save_keys
from mrm_desktop.vault.seen_heads import SeenHeads


@dataclass(frozen=True, slots=True)
class Rekeyed:
    """What a change of the data key did.

    Attributes
    ----------
    recovery_code : str
        The new one, to be printed.
    remade : int
        Backups that lie there under the new key.
    destroyed : int
        Backups, and files that restores had put aside, that are no more.
    """

    recovery_code: str
    remade: int
    destroyed: int


def check_secret(project: Path, secret: str, vault: Vault | None = None) -> None:
    """Raise what :meth:`Vault.unlock` raises where a secret does not open a project, before the project is closed for new keys."""
    (vault or Vault()).unlock(project, secret).forget()


def rekey(project: Path, secret: str, passphrase: str, *, keep_backups: bool, vault: Vault | None = None) -> Rekeyed:
    """Give a project a new data key, passphrase and recovery code; a program that is killed meanwhile leaves the old or the new ones.

    Parameters
    ----------
    keep_backups : bool
        Make the backups anew under the new key; otherwise they are destroyed, and one is taken of the project as it is.

    Raises
    ------
    KnownError
        What :meth:`Vault.unlock`, :meth:`Vault.create` and :func:`new_key.stage` raise; the project is as it was.
    """
    settle(project)
    files = SqlCipherFiles()
    old, new, keys, code = (vault or Vault()).draw_new_key(project, secret, passphrase)
    slots = key_file_bytes(replace(keys, before=None)) if keys.in_backups else None
    kept = (*backups(project), *set_aside_files(project)) if keep_backups else ()
    try:
        with files.held(project):
            new_key.stage(project, old.raw(), new.raw(), slots, kept, None if keep_backups else now())
            save_keys(key_path(project), keys)  # opens either of the two files from here on
            new_key.swap_project(project)
            # From here on the new keys are in force, whatever fails: what is left to do is done by the next opening, and the code is given.
            destroyed = 0
            with contextlib.suppress(MrmError, OSError):
                destroyed = new_key.swap_backups(project, keys.file_salt)
                save_keys(key_path(project), replace(keys, before=None))
        with contextlib.suppress(MrmError, OSError):
            _go_on(project, new, files)
        remade = len(backups(project)) if keep_backups else 0
    finally:
        old.forget()
        new.forget()
    return Rekeyed(code, remade, destroyed)


def _go_on(project: Path, key: DataKey, files: SqlCipherFiles) -> None:
    """Open the project under its new key: this computer goes on witnessing its log."""
    raw = key.raw()
    with files.open(project, key) as opened:
        opened.be_witnessed(None, partial(SeenHeads().note, raw))
