"""The report on a blind exercise: raters who agree with the method, raters who do not, and where the method is out of step."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.rehearsal import RatingSheet
from mrm_desktop.domain.vocabulary import Mode
from mrm_desktop.foundation.languages import BY_CODE
from mrm_desktop.foundation.words import Words
from mrm_desktop.services.rehearsal.rehearse import Rehearsal, rehearsal
from mrm_desktop.services.rehearsal.validation import on_paper, validate
from tests.services.conftest import POLICY


@pytest.fixture(scope="module")
def asked() -> Rehearsal:
    return rehearsal()


def rater(asked: Rehearsal, code: str, **other: Mode) -> RatingSheet:
    """A rater who answers as the method does, but for some cases."""
    ratings = [replace(r, ceiling=other.get(r.case_id.replace("-", "_"), r.ceiling)) for r in asked.method.ratings]
    return replace(asked.method, rater=code, ratings=tuple(ratings))


def bold_case(asked: Rehearsal) -> str:
    """A case on which the method goes beyond the civilian channel."""
    return next(r.case_id for r in asked.method.ratings if r.ceiling.visibility > 2)


def test_who_answers_as_the_method_does_agrees_with_it(asked: Rehearsal) -> None:
    found = validate([rater(asked, "A"), rater(asked, "B")], asked, POLICY)
    assert [pair.agreement.kappa for pair in (*found.people, *found.method)] == [pytest.approx(1)] * 3
    assert found.people[0].interval == pytest.approx((1, 1))
    assert found.out_of_step == ()


def test_a_case_on_which_most_would_be_less_visible_comes_first_and_is_called_bolder(asked: Rehearsal) -> None:
    case, key = bold_case(asked), bold_case(asked).replace("-", "_")
    timid = next(r.case_id for r in asked.method.ratings if r.ceiling is Mode.CIVILIAN_CHANNEL).replace("-", "_")
    told = {key: Mode.NO_CONTACT, timid: Mode.MILITARY_ASSETS}
    found = validate([rater(asked, "A", **told), rater(asked, "B", **told), rater(asked, "C")], asked, POLICY)
    assert [c.is_bolder for c in found.out_of_step] == [True, False]
    assert found.out_of_step[0].case_id == case
    assert (found.out_of_step[0].people, found.out_of_step[0].apart, found.out_of_step[0].raters) == (Mode.NO_CONTACT, 2, 3)


def test_one_rater_alone_and_raters_who_part_to_both_sides_say_nothing_of_the_method(asked: Rehearsal) -> None:
    key = bold_case(asked).replace("-", "_")
    alone = rater(asked, "A", **{key: Mode.NO_CONTACT})
    assert validate([alone], asked, POLICY).out_of_step == ()
    other = rater(asked, "B", **{key: Mode.MILITARY_ASSETS})
    assert validate([alone, other], asked, POLICY).out_of_step == ()


def test_every_two_people_are_compared(asked: Rehearsal) -> None:
    found = validate([rater(asked, code) for code in "ABC"], asked, POLICY)
    assert [(p.agreement.first, p.agreement.second) for p in found.people] == [("A", "B"), ("A", "C"), ("B", "C")]
    assert len(found.method) == 3


def test_a_code_that_stands_twice_is_refused(asked: Rehearsal) -> None:
    for codes in ("AA", ("A", "method")):
        with pytest.raises(KnownError) as caught:
            validate([rater(asked, code) for code in codes], asked, POLICY)
        assert caught.value.code == "rehearsal.same_rater"


@pytest.mark.parametrize("language", BY_CODE)
def test_the_paper_says_it_in_every_language(asked: Rehearsal, language: str) -> None:
    key = bold_case(asked).replace("-", "_")
    found = validate([rater(asked, code, **{key: Mode.NO_CONTACT}) for code in "AB"], asked, POLICY)
    told, words = str(on_paper(found, Words(language)).blocks), Words(language)
    assert "▲" in told
    assert words.say("validation.not_truth") in told
    assert "validation." not in told
