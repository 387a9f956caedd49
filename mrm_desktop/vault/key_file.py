"""The key file ``NAME.mrm.key``: the wrapped copies of the data key, the salt of the encrypted file, and a checksum of itself."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mrm_desktop.domain.errors import CannotOpenError
from mrm_desktop.foundation.paths import write_whole
from mrm_desktop.vault.signing import SealedSigner, signer_from_dict, signer_to_dict
from mrm_desktop.vault.slots import Slot, SlotKind, slot_from_dict, slot_to_dict

ENDING = ".key"
FORMAT_NAME = "mrm-key"
FORMAT_VERSION = 1
FILE_SALT_BYTES = 16
_LARGEST = 64 * 1024


@dataclass(frozen=True, slots=True)
class KeyFile:
    """What a key file holds.

    Attributes
    ----------
    file_salt : str
        The first 16 bytes of the encrypted file, hexadecimal: tells which file the keys belong to. Not a secret.
    signer : SealedSigner | None
        Signing key of the office or role that works with this copy, where one is set up.
    in_backups : bool
        Whether each backup carries a copy of the slots, so that it can be opened without this file.
    before : KeyFile | None
        The keys before these, while a project is given new ones: which of the two open it says the salt of the file that lies there.
    """

    file_salt: str
    slots: tuple[Slot, ...]
    signer: SealedSigner | None = None
    in_backups: bool = True
    before: KeyFile | None = None

    def slot(self, kind: SlotKind) -> Slot | None:
        """Return the slot of a kind."""
        return next((slot for slot in self.slots if slot.kind is kind), None)

    def with_slot(self, slot: Slot) -> KeyFile:
        """Return a copy in which ``slot`` takes the place of the one of its kind."""
        return replace(self, slots=(*(old for old in self.slots if old.kind is not slot.kind), slot))


def key_path(project: Path) -> Path:
    """Path of the key file that belongs to a project file."""
    return project.with_name(project.name + ENDING)


def waiting_path(project: Path) -> Path:
    """Path of the key file of a project that is still being made: it gets its name once the project is there."""
    return project.with_name(f"{project.name}{ENDING}.new")


def write_key_file(path: Path, keys: KeyFile) -> None:
    """Write a key file, whole or not at all."""
    write_whole(path, key_file_bytes(keys))


def key_file_bytes(keys: KeyFile) -> bytes:
    """Return a key file as it lies on the disk, and in a backup."""
    body = {"format": f"{FORMAT_NAME}/{FORMAT_VERSION}", **_to_dict(keys)}
    if keys.before is not None:
        body["before"] = _to_dict(keys.before)
    return (json.dumps(body | {"checksum": _checksum(body)}, indent=1) + "\n").encode()


def _to_dict(keys: KeyFile) -> dict[str, Any]:
    body: dict[str, Any] = {"file": keys.file_salt, "slots": [slot_to_dict(slot) for slot in keys.slots]}
    if keys.signer is not None:
        body["signer"] = signer_to_dict(keys.signer)
    if not keys.in_backups:
        body["in_backups"] = False
    return body


def read_key_file(path: Path) -> KeyFile:
    """Read a key file.

    Raises
    ------
    CannotOpenError
        ``vault.key_file_missing``, ``vault.key_file_unreadable``, or as :func:`parse_key_file`.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(_LARGEST + 1)
    except FileNotFoundError as error:
        raise CannotOpenError("vault.key_file_missing", file=path.name) from error
    except OSError as error:
        raise CannotOpenError("vault.key_file_unreadable", file=path.name) from error
    return parse_key_file(content, path.name)


def parse_key_file(content: bytes, name: str) -> KeyFile:
    """Read what a key file holds, wherever it lay.

    Raises
    ------
    CannotOpenError
        ``vault.key_file_damaged``, ``vault.key_file_newer``.
    """
    try:
        if len(content) > _LARGEST:
            raise ValueError("too large")
        document = json.loads(content)
        version = _version(document["format"])
        if version > FORMAT_VERSION:
            raise CannotOpenError("vault.key_file_newer", file=name)
        checksum = document.pop("checksum")
        if version < 1 or checksum != _checksum(document):
            raise ValueError("checksum")
        before = _from_dict(document["before"]) if "before" in document else None
        return replace(_from_dict(document), before=before)
    except CannotOpenError as error:
        raise CannotOpenError(error.code, file=name) from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise CannotOpenError("vault.key_file_damaged", file=name) from error


def _from_dict(document: dict[str, Any]) -> KeyFile:
    salt = document["file"]
    if len(bytes.fromhex(salt)) != FILE_SALT_BYTES:
        raise ValueError("salt")
    signer = signer_from_dict(document["signer"]) if "signer" in document else None
    slots = tuple(slot_from_dict(slot) for slot in document["slots"])
    if not _are_distinct(slots):
        raise ValueError("a slot stands in the place of another")
    return KeyFile(salt, slots, signer, document.get("in_backups", True) is not False)


def _are_distinct(slots: tuple[Slot, ...]) -> bool:
    """Whether no slot was copied over another: each has its own secret, salt, nonce and wrapped key."""
    return all(len({getattr(slot, name) for slot in slots}) == len(slots) for name in ("kind", "salt", "nonce", "wrapped"))


def _version(text: str) -> int:
    name, _, number = text.partition("/")
    return int(number) if name == FORMAT_NAME else 0


def _checksum(body: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
