"""Names compared without accents, case and the word for their kind."""

from __future__ import annotations

import pytest

from mrm_desktop.geo.names import abbreviates, normalised


@pytest.mark.parametrize(
    ("short", "full", "expected"),
    [
        ("cent eq", "central equatoria", True),
        ("north bahr", "northern bahr el ghazal", True),
        ("equatoria", "central equatoria", False),
        ("c", "central equatoria", False),
    ],
)
def test_abbreviations(short: str, full: str, expected: bool) -> None:
    assert abbreviates(short, full) is expected


def test_a_name_that_is_only_a_kind_keeps_it() -> None:
    assert normalised("County") == "county"
    assert normalised("Juba County") == "juba"
