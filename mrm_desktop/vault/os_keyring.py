"""The key of a project in the key ring of the operating system, for those who ask for it: opens for whoever is logged in.

Nothing else in the program needs a key ring: many machines have none.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.vault.key_file import key_path, read_key_file
from mrm_desktop.vault.keys import DataKey
from mrm_desktop.vault.signing import open_signer
from mrm_desktop.vault.slots import KEY_BYTES

SERVICE = "mrm-desktop"


def remember(project: Path, key: DataKey) -> None:
    """Put the key of an open project into the key ring.

    Raises
    ------
    KnownError
        ``vault.no_keyring``.
    """
    keys, failed = ring()
    try:
        keys.set_password(SERVICE, key.file_salt, key.raw()[: 2 * KEY_BYTES])
    except failed as error:
        raise KnownError("vault.no_keyring", file=project.name) from error


def recall(project: Path) -> DataKey | None:
    """Return the key of a project out of the key ring, or None where it has none or there is no key ring."""
    slots = read_key_file(key_path(project))
    try:
        keys, failed = ring()
    except KnownError:
        return None
    try:
        found = keys.get_password(SERVICE, slots.file_salt)
        data_key = bytes.fromhex(found or "")
    except (failed, ValueError):
        return None
    if len(data_key) != KEY_BYTES:
        return None
    signer = open_signer(slots.signer, data_key, slots.file_salt, key_path(project).name) if slots.signer else None
    return DataKey(data_key, slots.file_salt, signer)


def forget(project: Path) -> None:
    """Take the key of a project out of the key ring, where it is there."""
    slots = read_key_file(key_path(project))
    try:
        keys, failed = ring()
    except KnownError:
        return
    try:
        keys.delete_password(SERVICE, slots.file_salt)
    except failed:
        return


def ring() -> tuple[Any, type[Exception]]:
    """Return the key ring and the error that it raises.

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
