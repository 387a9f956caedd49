"""Roles as people write them, and the codes that the policy knows."""

from __future__ import annotations

import pytest

from mrm_desktop.foundation.words import LANGUAGES, Words
from mrm_desktop.services.decisions.roles import role_code, roles_known_to
from tests.services.conftest import POLICY


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("country_director", "country_director"),
        ("Country director", "country_director"),
        (" The Country-Director ", "country_director"),
        ("la direction pays", "country_director"),
        ("Driver", "driver"),
        ("", ""),
    ],
)
def test_a_role_is_known_however_it_is_written(written: str, code: str) -> None:
    assert role_code(written, POLICY) == code


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_role_of_the_policy_has_a_name_and_is_known_by_it(language: str) -> None:
    words = Words(language)
    for code in roles_known_to(POLICY):
        assert words.knows(f"approval.{code}"), code
        assert role_code(words.term("approval", code), POLICY) == code
