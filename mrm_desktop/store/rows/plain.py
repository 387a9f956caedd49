"""Frozen domain values as the JSON values that the store keeps, and back."""

from __future__ import annotations

from typing import Any, TypeVar

from mrm_desktop.foundation.codec import Codec, Rules

T = TypeVar("T")

# What a newer program wrote beside what this one knows is passed over: the format version says when that would not do.
_CODEC = Codec(Rules(unknown_keys=True))


def to_plain(value: Any) -> Any:
    """Write a value of the domain as JSON values."""
    return _CODEC.write(value)


def from_plain(kind: type[T], value: Any) -> T:
    """Read what :func:`to_plain` wrote of a frozen dataclass.

    Raises
    ------
    Mismatch
        Where the value is not what was written.
    """
    return _CODEC.read(kind, value)
