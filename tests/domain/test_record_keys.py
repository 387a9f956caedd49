"""The salt of the keys by which answers are known again."""

from __future__ import annotations

from mrm_desktop.domain.record_keys import SALT_LENGTH, salt_of


def test_a_salt_belongs_to_one_project_and_does_not_show_it() -> None:
    one = "9bed5e5bdf6c40748469b31c68728550"
    assert salt_of(one) == salt_of(one)
    assert salt_of(one) != salt_of(one[::-1])
    assert len(salt_of(one)) == SALT_LENGTH
    assert salt_of(one) not in one
