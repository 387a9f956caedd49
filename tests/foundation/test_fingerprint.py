"""A key is named by its words as somebody heard them, and no other key is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mrm_desktop.foundation.fingerprint import WORDS, names_key, words_of

KEYS = st.binary(min_size=32, max_size=32).map(bytes.hex)


@given(KEYS, KEYS)
def test_words_name_their_key_alone(one: str, other: str) -> None:
    said = words_of(one)
    assert len(said.split()) == WORDS
    assert names_key(f"  {said.upper().replace(' ', '-')}\n", one)
    assert names_key(one, one)
    assert names_key(said, other) == (one == other)
    assert not names_key(said.rpartition(" ")[0], one)
    assert not names_key("", one)


def test_words_are_the_same_in_every_version() -> None:
    assert words_of("00" * 32) == "armed axis chubby decent apart adapt society welcome"
