"""Whether backups can be opened by themselves: a stolen laptop then loses nothing, and an erased key file alone destroys nothing."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.foundation.key_page import append_slots, drop_slots
from mrm_desktop.store.file.backup import backups
from mrm_desktop.store.file.project_file import SqlCipherFiles
from mrm_desktop.vault.key_file import KeyFile, key_file_bytes, key_path
from mrm_desktop.vault.keys import Vault, keys_of, salt_on_disk, save_keys


def let_backups_carry_keys(project: Path, secret: str, carry: bool, vault: Vault | None = None) -> None:
    """Have the backups of a project, those that are there and those to come, carry its key slots or not.

    Raises
    ------
    KnownError
        ``vault.wrong_passphrase`` and the like, ``backup.cannot_write``.
    """
    keys = keys_of(project)
    (vault or Vault()).open_slots(keys, secret, project).forget()
    keys = replace(keys, in_backups=carry)
    with SqlCipherFiles().held(project):
        save_keys(key_path(project), keys)
        try:
            for backup in backups(project):
                if salt_on_disk(backup) == keys.file_salt:
                    _bring_into_line(backup, keys if carry else None)
        except OSError as error:
            raise KnownError("backup.cannot_write", file=project.name) from error


def _bring_into_line(backup: Path, keys: KeyFile | None) -> None:
    unfinished = backup.with_suffix(".part")
    shutil.copyfile(backup, unfinished)
    unfinished.chmod(0o600)
    drop_slots(unfinished)
    if keys is not None:
        append_slots(unfinished, key_file_bytes(replace(keys, before=None)))
    unfinished.replace(backup)
