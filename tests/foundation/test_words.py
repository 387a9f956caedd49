"""A sentence's values are named in its language: no identifier of the method reaches a reader."""

from __future__ import annotations

import pytest

from mrm_desktop.foundation.words import LANGUAGES, Words


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["no_difference", "better"])
def test_the_rating_that_a_group_would_have_to_give_is_named(language: str, kind: str) -> None:
    words = Words(language)
    assert words.knows(f"expected_rating.{kind}")
    sentence = words.say("step.once_group", groups=["women"], rating=kind)
    assert words.say(f"expected_rating.{kind}") in sentence


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_follows_either_way_is_named(language: str) -> None:
    words = Words(language)
    sentence = words.say("follows.plan", then="hold", then_ceiling="alert", otherwise="refused", otherwise_ceiling="no_contact")
    assert all(words.say(code) in sentence for code in ("verdict.hold", "mode.alert", "verdict.refused", "mode.no_contact"))


def test_a_rating_that_is_a_number_stays_one() -> None:
    assert "0.5" in Words().say("change.collect_answers", stratum="women", count=20, rating=0.5)
