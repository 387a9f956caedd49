"""A record that says nothing in a later field states what it stated before the field existed."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from mrm_desktop.foundation.later_fields import later, stated_fields


@dataclass(frozen=True, slots=True)
class Record:
    text: str
    note: str = ""
    seen: bool | None = later(None)
    tags: tuple[str, ...] = later(())


def test_a_first_field_is_always_stated_and_a_later_one_where_it_says_something() -> None:
    assert stated_fields(Record("a")) == {"text": "a", "note": ""}
    assert stated_fields(Record("a", seen=False, tags=("x",))) == {"text": "a", "note": "", "seen": False, "tags": ("x",)}


def test_a_later_field_that_says_its_default_is_not_stated() -> None:
    assert stated_fields(Record("a", seen=None, tags=())) == stated_fields(Record("a"))


def test_a_value_is_handed_over_as_it_is() -> None:
    inner = Record("b")
    assert stated_fields(Record("a", tags=(inner,)))["tags"] == (inner,)  # type: ignore[arg-type]


def test_only_dataclasses_have_fields() -> None:
    with pytest.raises(TypeError):
        stated_fields("text")
