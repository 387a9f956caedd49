"""Of everything that was said of a fact the newest word counts; a wider word opens no closed door, and hearsay opens none at all."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mrm_desktop.domain.case import FACTS
from mrm_desktop.domain.field_answers import CONSENT, PATROLS, Answer, Heard, last_word, newest_patrols, value_of
from mrm_desktop.domain.vocabulary import PatrolFrequency
from tests.store import records

FIRST = date(2026, 2, 1)
PUNISHED, HOTLINE = "contact_punished", "hotline"


def on(day: int, value: bool | None, width: int = 0) -> Heard:
    return Heard(value, FIRST + timedelta(days=day), width)


@pytest.mark.parametrize(
    ("fact", "said", "expected"),
    [
        (PUNISHED, (), None),
        (PUNISHED, (on(1, False),), False),
        (PUNISHED, (on(2, True), on(1, False)), True),
        (PUNISHED, (on(1, True), on(1, False)), False),
        (PUNISHED, (on(1, False), on(2, None)), None),
        (PUNISHED, (on(1, True), on(2, None)), True),
        (PUNISHED, (on(1, None), on(2, False)), False),
        (HOTLINE, (on(1, True), on(2, None)), True),
        (HOTLINE, (on(1, False), on(2, None)), False),
        (PUNISHED, (on(1, True), on(2, False, width=1)), True),
        (PUNISHED, (on(1, False), on(2, True, width=1)), True),
        (PUNISHED, (on(1, True, width=1), on(2, False)), False),
        (HOTLINE, (on(1, False), on(2, True, width=2)), False),
    ],
)
def test_the_last_word_counts_with_caution_before_it(fact: str, said: tuple[Heard, ...], expected: bool | None) -> None:
    assert last_word(fact, said) is expected


words = st.builds(on, st.integers(0, 5), st.sampled_from([True, False, None]), st.integers(0, 2))


@given(st.sampled_from(sorted(FACTS.keys() - {CONSENT})), st.lists(words, max_size=6))
def test_hearsay_never_opens_a_door(fact: str, said: list[Heard]) -> None:
    opens = FACTS[fact].opens
    without = last_word(fact, said)
    heard = last_word(fact, [*said, on(9, None)])
    assert heard is without or (heard is None and without is opens)


def test_what_was_only_heard_has_no_value() -> None:
    assert [value_of(records.field_answer(answer=answer)) for answer in Answer] == [True, False, None]


def test_the_newest_word_on_patrols_is_found_and_hearsay_passed_over() -> None:
    def said(day: int, patrols: PatrolFrequency | None, answer: Answer = Answer.YES) -> object:
        return records.field_answer(PATROLS, on=FIRST + timedelta(days=day), patrols=patrols, answer=answer)

    often, seldom = said(1, PatrolFrequency.WEEKLY), said(2, PatrolFrequency.QUARTERLY)
    heard = said(3, PatrolFrequency.WEEKLY, Answer.HEARD)
    assert newest_patrols([often, seldom, heard]) == seldom  # type: ignore[list-item]
    assert newest_patrols([]) is None


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({}, None),
        ({"fact": CONSENT}, "facts.field_answer_of_nothing"),
        ({"fact": "weather"}, "facts.field_answer_of_nothing"),
        ({"fact": PATROLS}, "facts.field_answer_without_patrols"),
        ({"fact": PATROLS, "patrols": PatrolFrequency.NONE}, None),
        ({"fact": PATROLS, "answer": Answer.HEARD}, None),
        ({"patrols": PatrolFrequency.WEEKLY}, "facts.field_answer_without_patrols"),
    ],
)
def test_an_answer_fits_its_question(changes: dict[str, object], fault: str | None) -> None:
    assert records.field_answer(**{"fact": PUNISHED, **changes}).fault == fault  # type: ignore[arg-type]
