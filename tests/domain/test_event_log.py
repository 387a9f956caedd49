"""Heads as people note them down."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from mrm_desktop.domain.event_log import FIRST_HASH, LoggedRows, event_hash, head_in_groups, is_named_by

HEAD = "0123456789abcdef" * 4
AT = datetime(2026, 3, 1, 5, 0, tzinfo=UTC)
ROWS = LoggedRows("decision", ("sequence", "hash"), 0, 1, 1, HEAD)


@pytest.mark.parametrize(
    ("noted", "fits"),
    [
        (HEAD, True),
        ("0123-4567-89ab", True),
        ("0123 4567 89AB CDEF", True),
        ("0123-4567-89a", False),
        ("0123-4567-89ac", False),
        ("", False),
    ],
)
def test_a_head_is_named_by_its_beginning_with_or_without_dashes(noted: str, fits: bool) -> None:
    assert is_named_by(HEAD, noted) is fits


def test_what_is_printed_names_the_head() -> None:
    assert head_in_groups(HEAD) == "0123-4567-89ab-cdef"
    assert is_named_by(HEAD, head_in_groups(HEAD))


def test_the_hash_of_an_event_covers_all_of_it() -> None:
    first = event_hash(1, AT, (ROWS,), FIRST_HASH)
    others = [
        replace(ROWS, up_to=2),
        replace(ROWS, root="f" * 64),
        replace(ROWS, columns=("hash",)),
        replace(ROWS, table="evidence"),
    ]
    hashes = {first, event_hash(2, AT, (ROWS,), FIRST_HASH), event_hash(1, AT.replace(hour=6), (ROWS,), FIRST_HASH)}
    hashes |= {
        event_hash(1, AT, (ROWS,), HEAD),
        event_hash(1, AT, (), FIRST_HASH),
        *(event_hash(1, AT, (r,), FIRST_HASH) for r in others),
    }
    assert len(hashes) == 9
