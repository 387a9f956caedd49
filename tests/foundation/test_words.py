"""A sentence's values are named in its language: no identifier of the method reaches a reader."""

from __future__ import annotations

import pytest

from mrm_desktop.foundation.words import LANGUAGES, Words


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["as_now", "hopeful"])
def test_the_rating_that_new_answers_are_supposed_to_have_is_named(language: str, kind: str) -> None:
    words = Words(language)
    assert words.knows(f"expected_rating.{kind}")
    sentence = words.say("change.collect_answers", stratum="women", count=20, method="interviews", rating=kind)
    assert words.say(f"expected_rating.{kind}") in sentence


def test_a_rating_that_is_a_number_stays_one() -> None:
    assert "0.5" in Words().say("change.collect_answers", stratum="women", count=20, rating=0.5)
