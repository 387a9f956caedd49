"""The signing key of a person on this copy: opened for one record by that person's passphrase, and closed behind it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mrm_desktop.vault.keys import DataKey, Vault, own_signer_of


class SigningSeat:
    """Where a person sits down to sign; who comes after them signs nothing with their key.

    Attributes
    ----------
    role : str
        Role for which the key signs; never a name.
    """

    def __init__(self, key: DataKey, project: Path, role: str) -> None:
        self.role = role
        self._key, self._project = key, project

    @contextmanager
    def signing(self, own_passphrase: str) -> Iterator[None]:
        """Sign with the key of the person what is recorded meanwhile.

        Raises
        ------
        KnownError
            ``vault.no_signing_key``, ``vault.wrong_signing_passphrase``.
        """
        before = self._key.signer
        signer = Vault().sign_with(self._key, self._project, own_passphrase)
        try:
            yield
        finally:
            self._key.signer = before
            signer.forget()


def seat_of(key: DataKey, project: Path) -> SigningSeat | None:
    """Return the seat of the person whose signing key this copy has; None where nobody's is sealed under a passphrase of its own."""
    sealed = own_signer_of(project)
    return SigningSeat(key, project, sealed.role) if sealed is not None else None
