"""The recovery code: 160 random bits on paper, in groups, without letters that look alike, with a check against slips of the pen."""

from __future__ import annotations

import hashlib
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SECRET_LETTERS = 32
_SECRET_BYTES = 20
_CHECK_LETTERS = 4
_GROUP = 4
LOOK_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
"""What people read for what was printed."""


def new_code() -> str:
    """Return a fresh code, such as ``7K3M-...``: 32 random letters of 5 bits and 4 that check them."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(_SECRET_LETTERS))
    return printed(letters + _check(letters))


def printed(letters: str) -> str:
    """Return the letters in groups of four."""
    return "-".join(letters[n : n + _GROUP] for n in range(0, len(letters), _GROUP))


def parse_code(text: str) -> str | None:
    """Return the letters of a code as somebody typed it, or None where it is none or has a slip."""
    letters = "".join(c for c in text.upper() if c.isalnum()).translate(LOOK_ALIKE)
    secret, check = letters[:_SECRET_LETTERS], letters[_SECRET_LETTERS:]
    return letters if len(check) == _CHECK_LETTERS and check == _check(secret) else None


def secret_of(letters: str) -> bytes:
    """Return the 160 bits behind the letters of a code."""
    number = 0
    for letter in letters[:_SECRET_LETTERS]:
        number = number * len(ALPHABET) + ALPHABET.index(letter)
    return number.to_bytes(_SECRET_BYTES, "big")


def code_of_bytes(secret: bytes) -> str:
    """Return the code with given 160 bits; ValueError where they are fewer or more."""
    if len(secret) != _SECRET_BYTES:
        raise ValueError("length")
    number = int.from_bytes(secret, "big")
    places = [number >> 5 * place & 31 for place in reversed(range(_SECRET_LETTERS))]
    letters = "".join(ALPHABET[place] for place in places)
    return printed(letters + _check(letters))


def looks_like_code(text: str) -> bool:
    """Tell whether somebody meant to type a code, right or wrong."""
    letters = [c for c in text.upper() if c.isalnum()]
    return len(letters) == _SECRET_LETTERS + _CHECK_LETTERS and text.count("-") >= _SECRET_LETTERS // _GROUP // 2


def _check(letters: str) -> str:
    digest = hashlib.sha256(letters.encode()).digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:_CHECK_LETTERS])
