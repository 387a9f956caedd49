"""Passphrase to key: key slots, recovery code, change of passphrase, destruction.

The two calls that every entrance of the program makes are here; :class:`mrm_desktop.vault.keys.Vault` has the rest.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mrm_desktop.vault.keys import DataKey


def make_keys(project: Path, passphrase: str) -> tuple[DataKey, str]:
    """Make the key of a new project and its key file; return the key and the recovery code to print."""
    from mrm_desktop.vault.keys import Vault  # brings cryptography; the list of recent projects does without

    return Vault().create(project, passphrase)


def unlock(project: Path, secret: str) -> DataKey:
    """Return the key of a project; ``secret`` is its passphrase or its recovery code."""
    from mrm_desktop.vault.keys import Vault

    return Vault().unlock(project, secret)
