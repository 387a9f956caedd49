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

KEY_BYTES = 32
_SALT_BYTES = 16
_NONCE_BYTES = 24
_ALGORITHM = "argon2id"
# A key file is data from outside: it must not be able to ask for all the memory of the machine.
_MAX_MEMORY_KIB = 1024 * 1024
_MAX_TIME = 64
_MAX_LANES = 64


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
    memory_kib: int = 64 * 1024
    lanes: int = 4


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
    """Return the data key, or None where the secret does not fit."""
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
        kdf = document["kdf"]
        cost = Cost(int(kdf["time"]), int(kdf["memory_kib"]), int(kdf["lanes"]))
        slot = Slot(
            SlotKind.parse(document["kind"]), cost, *(_bytes(v) for v in (kdf["salt"], document["nonce"], document["wrapped"]))
        )
        sane = kdf["name"] == _ALGORITHM and 0 < cost.time <= _MAX_TIME and 0 < cost.lanes <= _MAX_LANES
        if not sane or not 8 * cost.lanes <= cost.memory_kib <= _MAX_MEMORY_KIB or len(slot.nonce) != _NONCE_BYTES:
            raise ValueError("parameters beyond reason")
    except (KeyError, TypeError, ValueError, AttributeError, KnownError) as error:
        raise CannotOpenError("vault.key_file_damaged") from error
    return slot


def _derive(secret: str, salt: bytes, cost: Cost) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    return hash_secret_raw(secret.encode(), salt, cost.time, cost.memory_kib, cost.lanes, KEY_BYTES, Type.ID)


def _kdf(cost: Cost, salt: bytes) -> dict[str, Any]:
    return {"name": _ALGORITHM, "time": cost.time, "memory_kib": cost.memory_kib, "lanes": cost.lanes, "salt": _text(salt)}


def _associated(kind: SlotKind, cost: Cost, salt: bytes, binding: str) -> bytes:
    return json.dumps([binding, kind.value, _kdf(cost, salt)], sort_keys=True, separators=(",", ":")).encode()


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
