"""Checking Ed25519 signatures, and what a key that signs looks like."""

from __future__ import annotations

from typing import Protocol


class Signs(Protocol):
    """A signing key that is open."""

    role: str
    public_key: str

    def sign(self, message: bytes) -> bytes:
        """Return the Ed25519 signature of a message."""


def fits(public_key: str, signature: str, message: bytes) -> bool:
    """Tell whether a signature fits a message and a public key, both hexadecimal; what is malformed does not."""
    from nacl.exceptions import BadSignatureError
    from nacl.signing import VerifyKey

    try:
        VerifyKey(bytes.fromhex(public_key)).verify(message, bytes.fromhex(signature))
    except (BadSignatureError, ValueError):
        return False
    except Exception as error:  # the library's own errors of form: a key or signature of the wrong length
        if type(error).__module__.startswith("nacl."):
            return False
        raise
    return True
