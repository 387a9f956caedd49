"""The file that carries records between copies of one project: compressed, signed by an office, encrypted for this project alone.

Every copy of a project has the same data key, so a key derived from it seals the file: it opens in no other project and for nobody
who merely finds it. The signature says which office made it.
"""

from __future__ import annotations

import hashlib
import os
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mrm_desktop.domain.errors import CannotOpenError, KnownError
from mrm_desktop.foundation.ed25519 import Signs, fits
from mrm_desktop.foundation.paths import write_whole
from mrm_desktop.store.keys import key_bytes

ENDING = ".mrmb"
_MAGIC = b"MRMB\x01"
_NONCE_BYTES = 24
_LARGEST = 1 << 30
_PREFIX = b"mrm-bundle/1:"


@dataclass(frozen=True, slots=True)
class Sealed:
    """What a bundle says, once its seal and its signature hold."""

    role: str
    public_key: str
    content: dict[str, Any]


def write_bundle(path: Path, content: dict[str, Any], raw_key: str, signer: Signs) -> None:
    """Sign, encrypt and write a bundle, whole or not at all.

    Raises
    ------
    KnownError
        ``file.exists``, ``file.cannot_write``.
    """
    import msgpack
    from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt as encrypt

    if path.exists():
        raise KnownError("file.exists", file=path.name)
    body = zlib.compress(msgpack.packb(content, use_bin_type=True), 6)
    envelope = {
        "role": signer.role,
        "public_key": signer.public_key,
        "signature": signer.sign(_message(signer.role, body)),
        "body": body,
    }
    nonce = os.urandom(_NONCE_BYTES)
    sealed = encrypt(msgpack.packb(envelope, use_bin_type=True), _MAGIC, nonce, _bundle_key(raw_key))
    try:
        write_whole(path, _MAGIC + nonce + bytes(sealed))
    except OSError as error:
        raise KnownError("file.cannot_write", file=path.name) from error


def read_bundle(path: Path, raw_key: str) -> Sealed:
    """Open a bundle and check its signature.

    Raises
    ------
    CannotOpenError
        ``bundle.not_found``, ``bundle.not_a_bundle``, ``bundle.foreign_or_damaged``, ``bundle.bad_signature``.
    """
    import msgpack
    from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt as decrypt
    from nacl.exceptions import CryptoError

    try:
        with path.open("rb") as stream:
            data = stream.read(_LARGEST + 1)
    except OSError as error:
        raise CannotOpenError("bundle.not_found", file=path.name) from error
    start = len(_MAGIC) + _NONCE_BYTES
    if not data.startswith(_MAGIC) or len(data) <= start or len(data) > _LARGEST:
        raise CannotOpenError("bundle.not_a_bundle", file=path.name)
    try:
        envelope = msgpack.unpackb(decrypt(data[start:], _MAGIC, data[len(_MAGIC) : start], _bundle_key(raw_key)), raw=False)
    except CryptoError as error:
        raise CannotOpenError("bundle.foreign_or_damaged", file=path.name) from error
    role, public_key, body = envelope["role"], envelope["public_key"], envelope["body"]
    if not fits(public_key, envelope["signature"].hex(), _message(role, body)):
        raise CannotOpenError("bundle.bad_signature", file=path.name, role=role)
    unpacked = zlib.decompressobj().decompress(body, _LARGEST)
    return Sealed(role, public_key, msgpack.unpackb(unpacked, raw=False, strict_map_key=False))


def _message(role: str, body: bytes) -> bytes:
    return _PREFIX + role.encode() + b":" + hashlib.sha256(body).digest()


def _bundle_key(raw_key: str) -> bytes:
    return hashlib.blake2b(key=key_bytes(raw_key), digest_size=32, person=b"mrm-bundle/1").digest()
