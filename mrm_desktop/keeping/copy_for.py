"""A copy of a project for another office: the same data key, so that bundles go between them, under secrets of its own."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.foundation.key_page import drop_slots
from mrm_desktop.store.file.project_file import SqlCipherFiles
from mrm_desktop.vault.key_file import key_path
from mrm_desktop.vault.keys import Vault, keys_of, save_keys
from mrm_desktop.vault.slots import SlotKind


def copy_for(project: Path, secret: str, copy: Path, passphrase: str, vault: Vault | None = None) -> str:
    """Make a copy of a project that another passphrase opens; return the recovery code of the copy.

    It has no signing key: the other office sets up its own. Nothing of ours opens the copy, and nothing of theirs our file.

    Raises
    ------
    KnownError
        ``file.exists``, ``vault.key_file_exists``, ``vault.passphrase_*``, and what opening and backing up raise.
    """
    vault = vault or Vault()
    if copy.exists():
        raise KnownError("file.exists", file=copy.name)
    if key_path(copy).exists():
        raise KnownError("vault.key_file_exists", file=key_path(copy).name)
    keys = replace(keys_of(project), signer=None, before=None)
    with SqlCipherFiles().open(project, vault.unlock(project, secret)) as opened:
        backup = opened.backup()
    theirs = vault.with_passphrase(keys, secret, passphrase, copy)
    theirs = replace(
        theirs, slots=tuple(slot for slot in theirs.slots if slot.kind is SlotKind.PASSPHRASE)
    )  # not by our code either
    shutil.copyfile(backup, copy)
    copy.chmod(0o600)
    drop_slots(copy)
    save_keys(key_path(copy), theirs)
    return vault.new_recovery_code(copy, passphrase)
