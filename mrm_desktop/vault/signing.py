"""The signing key of a person in a role: its seed sealed under that person's own passphrase, its public half in the open.

Whoever knows the project's passphrase alone cannot sign. Keys of before, sealed under the data key, still open and sign.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import Any

from mrm_desktop.domain.errors import CannotOpenError
from mrm_desktop.vault.slots import Cost, Derivation, derivation_from_dict, derivation_to_dict, new_derivation

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
    derivation : Derivation | None
        How the person's passphrase becomes the key that opens it; None for keys of before, which the data key opens.
    """

    role: str
    public: bytes
    nonce: bytes
    sealed: bytes
    derivation: Derivation | None = None


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


def seal_signer(role: str, passphrase: str, binding: str, cost: Cost) -> SealedSigner:
    """Make a new signing key and seal it under the passphrase of the person who will sign with it."""
    from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt as encrypt

    seed, nonce, derivation = os.urandom(_SEED_BYTES), os.urandom(_NONCE_BYTES), new_derivation(cost)
    public = bytes.fromhex(Signer(role, seed).public_key)
    told = _associated(role, public, binding, derivation)
    return SealedSigner(role, public, nonce, bytes(encrypt(seed, told, nonce, derivation.key(passphrase))), derivation)


def open_own_signer(sealed: SealedSigner, passphrase: str, binding: str) -> Signer:
    """Return the signing key of a person.

    Raises
    ------
    CannotOpenError
        ``vault.wrong_signing_passphrase``; also where role or public half were changed, which nobody can tell apart.
    """
    from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt as decrypt
    from nacl.exceptions import CryptoError

    assert sealed.derivation is not None, "a key of before has no passphrase of its own"
    told = _associated(sealed.role, sealed.public, binding, sealed.derivation)
    try:
        seed = decrypt(sealed.sealed, told, sealed.nonce, sealed.derivation.key(passphrase))
    except CryptoError as error:
        raise CannotOpenError("vault.wrong_signing_passphrase", role=sealed.role) from error
    return Signer(sealed.role, bytes(seed))


def open_signer(sealed: SealedSigner, data_key: bytes, binding: str, file: str) -> Signer:
    """Return a signing key of before, which the data key opens.

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


def signer_to_dict(sealed: SealedSigner) -> dict[str, Any]:
    """Write a sealed signing key as plain JSON values."""
    told: dict[str, Any] = {"role": sealed.role, **{name: getattr(sealed, name).hex() for name in ("public", "nonce", "sealed")}}
    return told if sealed.derivation is None else told | {"kdf": derivation_to_dict(sealed.derivation)}


def signer_from_dict(document: Any) -> SealedSigner:
    """Read a sealed signing key.

    Raises
    ------
    ValueError, KeyError, TypeError
        Where it is none.
    """
    public, nonce, seed = (bytes.fromhex(document[name]) for name in ("public", "nonce", "sealed"))
    derivation = derivation_from_dict(document["kdf"]) if "kdf" in document else None
    sealed = SealedSigner(str(document["role"]), public, nonce, seed, derivation)
    if len(sealed.nonce) != _NONCE_BYTES or len(sealed.public) != _PUBLIC_BYTES:
        raise ValueError("length")
    return sealed


def _associated(role: str, public: bytes, binding: str, derivation: Derivation | None = None) -> bytes:
    told: list[Any] = ["mrm-signer/1", binding, role, public.hex()]
    if derivation is not None:
        told = ["mrm-signer/2", *told[1:], derivation_to_dict(derivation)]
    return json.dumps(told, sort_keys=True, separators=(",", ":")).encode()
