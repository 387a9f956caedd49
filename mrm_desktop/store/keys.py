"""Keys as the encrypted database takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mrm_desktop.domain.errors import BugError, CannotOpenError

if TYPE_CHECKING:
    from mrm_desktop.project.ports import Key

KEY_BYTES = 32
_KEY_DIGITS = 2 * KEY_BYTES


class RawKey:
    """32 bytes as a key; without a salt, so that the file keeps the one that the library drew for it."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise BugError("store.key_length", length=len(key))
        self._key = bytearray(key)

    def raw(self) -> str:
        """Return the key in hexadecimal digits."""
        if not self._key:
            raise CannotOpenError("vault.locked")
        return self._key.hex()

    def forget(self) -> None:
        """Overwrite the key and drop it."""
        self._key[:] = bytes(len(self._key))
        self._key = bytearray()

    def __repr__(self) -> str:
        return "RawKey(...)"


def as_key(key: Key | bytes) -> Key:
    """Return a key, whatever the caller has."""
    return RawKey(bytes(key)) if isinstance(key, (bytes, bytearray)) else key


def key_bytes(raw_key: str) -> bytes:
    """Return the data key itself out of a raw key."""
    return bytes.fromhex(raw_key[:_KEY_DIGITS])


def salt_of(raw_key: str) -> str:
    """Return the salt of the file that a raw key names, or ``""`` where it names none."""
    return raw_key[_KEY_DIGITS:]
