"""The root over many entries, against the definition of RFC 6962 written down as it stands there."""

from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from mrm_desktop.foundation.merkle import EMPTY_ROOT, leaf_of, root_of


def defined(entries: list[bytes]) -> bytes:
    """MTH of RFC 6962, section 2.1."""
    if not entries:
        return hashlib.sha256(b"").digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\x00" + entries[0]).digest()
    k = 1
    while k * 2 < len(entries):
        k *= 2
    return hashlib.sha256(b"\x01" + defined(entries[:k]) + defined(entries[k:])).digest()


@given(st.lists(st.binary(max_size=4), max_size=40))
def test_the_root_is_that_of_the_standard(entries: list[bytes]) -> None:
    assert root_of(map(leaf_of, entries)) == defined(entries)
    assert root_of([]) == EMPTY_ROOT
    assert len(EMPTY_ROOT) == 32


@given(st.lists(st.binary(max_size=4), min_size=1, max_size=20), st.data())
def test_any_change_of_an_entry_or_of_their_order_is_another_root(entries: list[bytes], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(entries) - 1))
    other = [*entries[:at], entries[at] + b"x", *entries[at + 1 :]]
    assert root_of(map(leaf_of, other)) != root_of(map(leaf_of, entries))
    assert root_of(map(leaf_of, entries[:at] + entries[at + 1 :])) != root_of(map(leaf_of, entries))
