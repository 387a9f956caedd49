"""Roles as people write them, against their codes."""

from __future__ import annotations

import pytest

from mrm_desktop.domain.role_names import names_role, role_key


@pytest.mark.parametrize("written", ["Country director", "The Country-Director", "country_director", "la direction pays"])
def test_a_role_is_known_however_it_is_written(written: str) -> None:
    assert names_role(written, "country_director")
    assert not names_role(written, "field_manager")


def test_the_key_of_a_role_has_no_article_and_no_blanks() -> None:
    assert role_key(" The  Field Manager ") == "field_manager"
    assert role_key("") == ""
