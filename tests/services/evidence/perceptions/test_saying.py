"""The review in words."""

from __future__ import annotations

import pytest

from mrm_desktop.foundation.languages import LANGUAGES
from mrm_desktop.foundation.words import Words
from mrm_desktop.services.evidence.perceptions.findings import Finding
from mrm_desktop.services.evidence.perceptions.saying import (
    answers_in_words,
    difference_in_words,
    finding_sentences,
    group_in_words,
    interval_in_words,
    signed,
)
from mrm_desktop.services.evidence.perceptions.trends import Difference
from mrm_desktop.services.evidence.perceptions.voices import GROUPS_SHOWN

WORDS = Words("en")


def test_ratings_carry_their_sign_and_one_decimal() -> None:
    assert [signed(value, WORDS) for value in (1.0, -0.04, -1.26)] == ["+1.0", "0.0", "\u22121.3"]
    assert signed(-1.3, Words("ar")) == "\u2066\u22121.3\u2069"
    assert interval_in_words(-1.0, 0.5, WORDS) == "\u22121.0 to +0.5"
    assert interval_in_words(None, None, WORDS) == "\u2013"


def test_answers_are_in_the_words_of_the_question_that_was_asked() -> None:
    assert answers_in_words("negative_positive", WORDS)[0] == "very negative"
    assert answers_in_words("worse_better", WORDS)[4] == "much better"
    assert answers_in_words("0_to_10", WORDS)[0] == "worst answer"


@pytest.mark.parametrize("language", [language.code for language in LANGUAGES])
def test_every_group_has_a_name_of_its_own(language: str) -> None:
    assert len({group_in_words(group, Words(language)) for group in GROUPS_SHOWN}) == len(GROUPS_SHOWN)


def test_a_difference_says_what_it_is_or_why_there_is_none() -> None:
    def said(earlier: str, later: str, probability: float | None, why: str = "") -> str:
        return difference_in_words(Difference("XT01", "women", "s", earlier, later, 0.0, -1.0, -1.0, probability, why), WORDS)

    assert said("2025-11", "2026-02", 0.01) == "Worse (\u22121.0)."
    assert said("2025-11", "2026-02", 0.5).startswith("No change beyond chance")
    assert said("women", "men", 0.01) == "Apart by 1.0, more than chance."
    assert "nobody knows that it was the same" in said("a", "b", None, "question_unknown")


def test_a_finding_names_areas_and_how_many_more() -> None:
    params = {"group": "men", "heard": 3, "count": 9, "areas": ["Buroul", "Midaa"], "more": 4}
    headline, why = finding_sentences(Finding("unheard", params), WORDS)
    assert headline == "Heard in 3 of 9 areas only: men"
    assert why.endswith("Buroul and Midaa and 4 more.")
    assert params["more"] == 4, "what was given stays as it was"
