"""Keys as the encrypted database takes them: of one length, gone when forgotten, and never printed."""

from __future__ import annotations

import pytest

from mrm_desktop.domain.errors import BugError, CannotOpenError
from mrm_desktop.store.keys import RawKey, as_key, key_bytes, salt_of
from mrm_desktop.vault.keys import DataKey

KEY = bytes(range(32))


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_a_key_of_another_length_is_our_own_fault(length: int) -> None:
    with pytest.raises(BugError):
        RawKey(bytes(length))


def test_a_forgotten_key_opens_nothing() -> None:
    key = RawKey(KEY)
    assert key.raw() == KEY.hex()
    key.forget()
    with pytest.raises(CannotOpenError, match=r"vault\.locked"):
        key.raw()


def test_bytes_become_a_key_and_a_key_stays_what_it_is() -> None:
    made = as_key(KEY)
    assert as_key(made) is made
    assert KEY.hex() not in repr(made)


def test_key_and_salt_are_told_apart() -> None:
    salted = DataKey(KEY, "0f" * 16).raw()
    assert (key_bytes(salted), salt_of(salted)) == (KEY, "0f" * 16)
    assert (key_bytes(RawKey(KEY).raw()), salt_of(RawKey(KEY).raw())) == (KEY, "")
