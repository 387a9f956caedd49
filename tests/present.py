"""Saying in a test that a value which may be missing has to be there."""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")


def present(value: T | None) -> T:
    """Return a value that must be there; the test fails where it is not."""
    assert value is not None
    return value
