"""A public key as eight words, which people read to each other on the telephone: 80 bits of its hash, too many to make a key for."""

from __future__ import annotations

import hashlib

WORDS = 8
_BITS = 10


def words_of(public_key: str) -> str:
    """Return the words of a public key, hexadecimal."""
    from shamir_mnemonic.wordlist import WORDLIST

    digest = hashlib.sha256(b"mrm-fingerprint/1" + bytes.fromhex(public_key)).digest()
    number = int.from_bytes(digest[: WORDS * _BITS // 8], "big")
    places = [number >> _BITS * place & (1 << _BITS) - 1 for place in reversed(range(WORDS))]
    return " ".join(WORDLIST[place] for place in places)


def names_key(said: str, public_key: str) -> bool:
    """Tell whether a person named a key, by its words or by all of its digits."""
    plain = " ".join(said.replace("-", " ").lower().split())
    return plain in (words_of(public_key), public_key)
