"""The signing key of an office or role: its seed sealed under the project's data key, its public half in the open."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import Any

from mrm_desktop.domain.errors import CannotOpenError

_NONCE_BYTES = 24
_SEED_BYTES = 32
_PUBLIC_BYTES = 32


@dataclass(frozen=True, slots=True)
class SealedSigner:
    """A signing key as the key file holds it.

    Attributes
    ----------
    role : str
        Role or office that signs; never a name.
    """

    role: str
    public: bytes
    nonce: bytes
    sealed: bytes


class Signer:
    """Signs for one role while the project is open."""

    def __init__(self, role: str, seed: bytes) -> None:
        from nacl.signing import SigningKey

        self._key: Any = SigningKey(seed)
        self.role = role
        self.public_key: str = bytes(self._key.verify_key).hex()

    def sign(self, message: bytes) -> bytes:
        """Return the Ed25519 signature of a message.

        Raises
        ------
        CannotOpenError
            ``vault.locked`` after ``forget``.
        """
        if self._key is None:
            raise CannotOpenError("vault.locked")
        return bytes(self._key.sign(message).signature)

    def forget(self) -> None:
        """Drop the key. Its bytes belong to the library and cannot be overwritten from here."""
        self._key = None

    def __repr__(self) -> str:
        return f"Signer({self.role!r})"


def seal_signer(role: str, data_key: bytes, binding: str) -> SealedSigner:
    """Make a new signing key and seal it under the data key of a project."""
    from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt as encrypt

    seed, nonce = os.urandom(_SEED_BYTES), os.urandom(_NONCE_BYTES)
    public = bytes.fromhex(Signer(role, seed).public_key)
    return SealedSigner(role, public, nonce, bytes(encrypt(seed, _associated(role, public, binding), nonce, data_key)))


def open_signer(sealed: SealedSigner, data_key: bytes, binding: str, file: str) -> Signer:
    """Return the signing key.

    Raises
    ------
    CannotOpenError
        ``vault.key_file_damaged`` where role or public half were changed, or the key belongs to another project.
    """
    from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt as decrypt
    from nacl.exceptions import CryptoError

    try:
        seed = decrypt(sealed.sealed, _associated(sealed.role, sealed.public, binding), sealed.nonce, data_key)
    except CryptoError as error:
        raise CannotOpenError("vault.key_file_damaged", file=file) from error
    return Signer(sealed.role, bytes(seed))


def signer_to_dict(sealed: SealedSigner) -> dict[str, str]:
    """Write a sealed signing key as plain JSON values."""
    return {"role": sealed.role, **{name: getattr(sealed, name).hex() for name in ("public", "nonce", "sealed")}}


def signer_from_dict(document: Any) -> SealedSigner:
    """Read a sealed signing key.

    Raises
    ------
    ValueError, KeyError, TypeError
        Where it is none.
    """
    sealed = SealedSigner(str(document["role"]), *(bytes.fromhex(document[name]) for name in ("public", "nonce", "sealed")))
    if len(sealed.nonce) != _NONCE_BYTES or len(sealed.public) != _PUBLIC_BYTES:
        raise ValueError("length")
    return sealed


def _associated(role: str, public: bytes, binding: str) -> bytes:
    return json.dumps(["mrm-signer/1", binding, role, public.hex()], separators=(",", ":")).encode()
