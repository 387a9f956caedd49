"""Brings to its end, or takes back, what a killed program began with the keys of a project."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from mrm_desktop.domain.errors import CannotOpenError
from mrm_desktop.store.file import new_key
from mrm_desktop.store.file.project_file import SqlCipherFiles
from mrm_desktop.vault.key_file import KeyFile, key_path, read_key_file
from mrm_desktop.vault.keys import give_its_name, salt_on_disk, save_keys


def settle(project: Path) -> None:
    """Leave the one key file that opens the project which lies there, whatever was interrupted: a change of keys, a restore, its making.

    Raises
    ------
    CannotOpenError
        ``file.locked_by`` where the change is still under way.
    """
    give_its_name(project)
    try:
        keys: KeyFile | None = read_key_file(key_path(project))
    except CannotOpenError:
        keys = None  # said when the project is opened
    is_unsettled = keys is not None and keys.before is not None
    if not is_unsettled and not new_key.is_staged(project):
        return
    with SqlCipherFiles().held(project):
        if keys is not None and keys.before is not None:
            _settle_keys(project, keys, keys.before)
        else:
            new_key.drop_stage(project)


def _settle_keys(project: Path, keys: KeyFile, before: KeyFile) -> None:
    if salt_on_disk(project) != keys.file_salt:
        new_key.drop_stage(project)
        save_keys(key_path(project), before)
        return
    if new_key.is_staged(project):
        new_key.swap_backups(project, keys.file_salt)
    save_keys(key_path(project), replace(keys, before=None))
