"""The words of the guard stand in a file that anybody can read and add to."""

from __future__ import annotations

import tomllib

import pytest

from mrm_desktop.domain.folded_text import fold
from mrm_desktop.domain.guard_words import guard_words
from mrm_desktop.foundation.assets import asset

DOCUMENT = tomllib.loads(asset("data", "reference", "text_guard.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("violation", sorted(DOCUMENT["violations"]))
def test_every_violation_has_words_in_all_languages_and_finds_each_of_them(violation: str) -> None:
    words, pattern = DOCUMENT["violations"][violation], guard_words().violations[violation]
    assert any("\u0600" < letter < "\u0700" for word in words for letter in word)
    assert [word for word in words if pattern.search(fold(f"x {word.removesuffix('*')} x")) is None] == []


def test_the_six_grave_violations_are_all_there() -> None:
    assert set(DOCUMENT["violations"]) == {
        *("killing_or_maiming", "recruitment_or_use", "sexual_violence", "sexual_violence_done"),
        "sexual_violence_of_one",
        "abduction",
        *("attacks_on_schools_or_hospitals", "denial_of_access"),
    }


def test_a_word_is_found_whole_with_its_arabic_prefix_and_not_inside_another() -> None:
    words = guard_words()
    assert words.child.search(fold("والطفلة")) is not None
    assert words.child.search("girlfriend") is None
    assert words.violations["killing_or_maiming"].search("skilled") is None
    assert words.violations["abduction"].search("kidnapping") is not None


def test_given_names_are_no_ordinary_words() -> None:
    words = guard_words()
    assert not words.given & words.ordinary
    assert not words.given & {fold(word) for word in ("Grace", "Hope", "March", "Sunday", "Mercy", "Mark", "Will")}
