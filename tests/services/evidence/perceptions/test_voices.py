"""Voices: who said something as which group, which questions are one, and what answers are worth."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from mrm_desktop.domain.vocabulary import EvidenceMethod, Stratum
from mrm_desktop.scoring import load_policy
from mrm_desktop.services.evidence.perceptions.voices import (
    SameQuestion,
    divisor,
    mean_day,
    mean_of,
    pooled,
    same_question,
    voices_of,
)
from tests.services.evidence.perceptions.said import evidence, part

POLICY = load_policy()


def test_an_item_speaks_for_its_group_and_its_parts_for_theirs() -> None:
    found = voices_of([evidence(Stratum.DISPLACED, parts=(part("women", 1, 0, 0, 0, 2), part("youth", 0, 0, 0, 0, 0)))])
    assert [(v.group, v.answered, v.is_part) for v in found] == [("displaced", 25, False), ("women", 3, True)]


def test_of_who_was_asked_elsewhere_nobody_says_which_group_it_is() -> None:
    (found,) = voices_of([evidence(asked_elsewhere=True, parts=(part("youth", 5, 0, 0, 0, 0),))])
    assert (found.group, found.is_part) == ("elsewhere", False)


@pytest.mark.parametrize(
    ("one", "other", "answer"),
    [
        (("i", "w"), ("i", "w"), SameQuestion.YES),
        (("i", ""), ("i", ""), SameQuestion.YES),
        (("i", "w"), ("i", "x"), SameQuestion.UNKNOWN),  # reworded since, or not: a person says
        (("i", "w"), ("j", "w"), SameQuestion.NO),
        (("", "w"), ("", "w"), SameQuestion.YES),
        (("", "w"), ("", "x"), SameQuestion.UNKNOWN),  # labels that may be translations
        (("", ""), ("", ""), SameQuestion.UNKNOWN),
        (("i", "w"), ("", "w"), SameQuestion.YES),
        (("i", ""), ("", "w"), SameQuestion.UNKNOWN),
    ],
)
def test_whether_two_questions_are_one(one: tuple[str, str], other: tuple[str, str], answer: SameQuestion) -> None:
    a, b = (replace(evidence(wording=wording), instrument=instrument) for instrument, wording in (one, other))
    assert same_question(a, b) is same_question(b, a) is answer


def test_answers_are_worth_what_the_worst_of_them_are() -> None:
    def of(method: EvidenceMethod, effect: float | None = None) -> float:
        one = evidence(method=method)
        return divisor(voices_of([replace(one, item=replace(one.item, design_effect=effect))]), POLICY)

    assert of(EvidenceMethod.PROBABILITY_SURVEY) == POLICY.acceptance.design_effect
    assert of(EvidenceMethod.PROBABILITY_SURVEY, 2.5) == 2.5
    assert of(EvidenceMethod.PURPOSIVE_SURVEY, 1.0) == POLICY.acceptance.purposive_divisor
    assert of(EvidenceMethod.KEY_INFORMANT) == 1.0
    assert divisor([], POLICY) == 1.0


def test_means_and_days_go_by_how_many_answered() -> None:
    few = evidence(counts=(1, 0, 0, 0, 0), day=date(2026, 1, 1))
    many = evidence(counts=(0, 0, 0, 0, 9), day=date(2026, 2, 10), source="t")
    voices = voices_of([few, many])
    assert mean_of(voices) == pytest.approx(1.6)
    assert mean_day(voices) == date(2026, 2, 6)
    assert pooled(voices) == (1, 0, 0, 0, 9)
    assert pooled(voices_of([few, replace(many, distribution=None)])) is None
