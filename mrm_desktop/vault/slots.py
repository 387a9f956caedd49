"""Key slots: the data key wrapped under a key that Argon2id makes from a secret a person knows or holds on paper.

The parameters of the derivation are authenticated with the wrapped key: nobody can weaken them in the file and have the slot open.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mrm_desktop.domain.errors import CannotOpenError, KnownError
from mrm_desktop.domain.vocabulary import Word
from mrm_desktop.foundation.memory import physical_memory

KEY_BYTES = 32
_SALT_BYTES = 16
_NONCE_BYTES = 24
_ALGORITHM = "argon2id"
_SEAL_BYTES = 16
# A key file is data from outside: it may neither make guesses cheap nor ask for all the memory and time of the machine.
LEAST_MEMORY_KIB = 64 * 1024
MOST_MEMORY_KIB = 512 * 1024
MOST_CHOSEN_KIB = 256 * 1024
"""What is chosen at most: the file may be opened on a smaller machine than the one on which it was made."""
_SHARE_OF_MEMORY = 16
MOST_PASSES = 10
MOST_LANES = 64


class SlotKind(Word):
    """Whose secret opens the slot."""

    PASSPHRASE = "passphrase"  # noqa: S105 - the name of a slot
    RECOVERY = "recovery"


@dataclass(frozen=True, slots=True)
class Cost:
    """What a guess costs.

    Attributes
    ----------
    time : int
        Passes over the memory.
    memory_kib : int
        Memory in KiB.
    lanes : int
        Parallel lanes.
    """

    time: int = 3
    memory_kib: int = LEAST_MEMORY_KIB
    lanes: int = 4

    @property
    def is_within_reason(self) -> bool:
        """Whether a guess costs enough, and opening not more than a small machine can give."""
        passes, lanes = 0 < self.time <= MOST_PASSES, 0 < self.lanes <= MOST_LANES
        return passes and lanes and LEAST_MEMORY_KIB <= self.memory_kib <= MOST_MEMORY_KIB


def cost_here() -> Cost:
    """Return what a guess at a new passphrase costs on this machine: a sixteenth of its memory, between floor and ceiling."""
    share = physical_memory() // 1024 // _SHARE_OF_MEMORY
    return Cost(memory_kib=max(LEAST_MEMORY_KIB, min(MOST_CHOSEN_KIB, share // 1024 * 1024)))


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a passphrase becomes a key."""

    cost: Cost
    salt: bytes

    def key(self, passphrase: str) -> bytes:
        """Return the key; ``vault.too_little_memory`` where this machine cannot."""
        return _derive(passphrase, self.salt, self.cost)


def new_derivation(cost: Cost) -> Derivation:
    """Return a derivation with a salt of its own."""
    return Derivation(cost, os.urandom(_SALT_BYTES))


def derivation_to_dict(derivation: Derivation) -> dict[str, Any]:
    """Write a derivation as plain JSON values."""
    return _kdf(derivation.cost, derivation.salt)


def derivation_from_dict(document: Mapping[str, Any]) -> Derivation:
    """Read a derivation.

    Raises
    ------
    ValueError, KeyError, TypeError
        Where it is none, or beyond reason.
    """
    cost = Cost(*(_whole(document[name]) for name in ("time", "memory_kib", "lanes")))
    found = Derivation(cost, _bytes(document["salt"]))
    if len(found.salt) != _SALT_BYTES or document["name"] != _ALGORITHM or not cost.is_within_reason:
        raise ValueError("parameters beyond reason")
    return found


@dataclass(frozen=True, slots=True)
class Slot:
    """One wrapped copy of the data key."""

    kind: SlotKind
    cost: Cost
    salt: bytes
    nonce: bytes
    wrapped: bytes


def wrap(data_key: bytes, secret: str, kind: SlotKind, binding: str, cost: Cost) -> Slot:
    """Wrap the data key under a secret.

    Parameters
    ----------
    binding : str
        What the slot belongs to; it opens nowhere else.
    """
    from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt as encrypt

    salt, nonce = os.urandom(_SALT_BYTES), os.urandom(_NONCE_BYTES)
    sealed = encrypt(data_key, _associated(kind, cost, salt, binding), nonce, _derive(secret, salt, cost))
    return Slot(kind, cost, salt, nonce, bytes(sealed))


def unwrap(slot: Slot, secret: str, binding: str) -> bytes | None:
    """Return the data key, or None where the secret does not fit.

    Raises
    ------
    CannotOpenError
        ``vault.too_little_memory`` where this machine cannot give what the derivation takes.
    """
    from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt as decrypt
    from nacl.exceptions import CryptoError

    try:
        key = _derive(secret, slot.salt, slot.cost)
        return bytes(decrypt(slot.wrapped, _associated(slot.kind, slot.cost, slot.salt, binding), slot.nonce, key))
    except CryptoError:
        return None


def slot_to_dict(slot: Slot) -> dict[str, Any]:
    """Write a slot as plain JSON values."""
    return {
        "kind": slot.kind.value,
        "kdf": _kdf(slot.cost, slot.salt),
        "nonce": _text(slot.nonce),
        "wrapped": _text(slot.wrapped),
    }


def slot_from_dict(document: Mapping[str, Any]) -> Slot:
    """Read a slot.

    Raises
    ------
    CannotOpenError
        ``vault.key_file_damaged`` where it is not one, or asks for a derivation beyond reason.
    """
    try:
        derivation = derivation_from_dict(document["kdf"])
        nonce, wrapped = (_bytes(document[name]) for name in ("nonce", "wrapped"))
        slot = Slot(SlotKind.parse(document["kind"]), derivation.cost, derivation.salt, nonce, wrapped)
        if (len(nonce), len(wrapped)) != (_NONCE_BYTES, KEY_BYTES + _SEAL_BYTES):
            raise ValueError("length")
    except (KeyError, TypeError, ValueError, AttributeError, KnownError) as error:
        raise CannotOpenError("vault.key_file_damaged") from error
    return slot


def _derive(secret: str, salt: bytes, cost: Cost) -> bytes:
    from argon2.exceptions import HashingError
    from argon2.low_level import Type, hash_secret_raw

    try:
        return hash_secret_raw(secret.encode(), salt, cost.time, cost.memory_kib, cost.lanes, KEY_BYTES, Type.ID)
    except (HashingError, MemoryError) as error:
        raise CannotOpenError("vault.too_little_memory", megabytes=cost.memory_kib // 1024) from error


def _whole(value: Any) -> int:
    if type(value) is not int:
        raise TypeError("a cost is a whole number")
    return value


def _kdf(cost: Cost, salt: bytes) -> dict[str, Any]:
    return {"name": _ALGORITHM, "time": cost.time, "memory_kib": cost.memory_kib, "lanes": cost.lanes, "salt": _text(salt)}


def _associated(kind: SlotKind, cost: Cost, salt: bytes, binding: str) -> bytes:
    return json.dumps([binding, kind.value, _kdf(cost, salt)], sort_keys=True, separators=(",", ":")).encode()


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
