"""An approach as a document: what it allows, who signs, when it is due, and a digest that says which one it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from mrm_desktop.domain.approaches import ApproachException, Signatories
from mrm_desktop.domain.vocabulary import Mode
from tests.store import records

APPROACH = records.approach()


@pytest.mark.parametrize(
    "change",
    [
        {"adopted_on": date(2025, 12, 2)},
        {"adopted_by": "Board"},
        {"allowed_modes": (Mode.ALERT,)},
        {"allowed_modes": (Mode.LIAISON, Mode.ALERT)},
        {"review_on": None},
        {"signatories": ()},
        {"red_lines": ("Nothing of a case.",)},
        {"exceptions": (ApproachException("By phone only.", "XT01", Mode.ALERT),)},
        {"exceptions": (ApproachException("By radio only.", "XT01"),)},
        {"title": ""},
        {"version": "3"},
    ],
)
def test_the_digest_covers_everything_that_the_document_says(change: dict[str, Any]) -> None:
    assert replace(APPROACH, **change).digest != APPROACH.digest


def test_the_digest_is_that_of_the_content_alone() -> None:
    assert replace(APPROACH).digest == APPROACH.digest
    assert APPROACH.digest == "d7c820e8dc28bbaac3302fd548fb10a13781128d756e0f8df10b701eecb1f995"


@pytest.mark.parametrize(
    ("mode", "allowed"),
    [(Mode.LIAISON, True), (Mode.ALERT, True), (Mode.ARMED_ESCORT, False), (Mode.CIVILIAN_CHANNEL, True), (Mode.NO_CONTACT, True)],
)
def test_what_nobody_sees_is_always_allowed_and_the_rest_as_listed(mode: Mode, allowed: bool) -> None:
    assert APPROACH.allows(mode) is allowed


@pytest.mark.parametrize(("after", "due"), [(-1, False), (0, False), (1, True)])
def test_it_is_due_after_its_review_day(after: int, due: bool) -> None:
    assert APPROACH.review_on is not None
    assert APPROACH.is_review_due(APPROACH.review_on + timedelta(days=after)) is due
    assert not replace(APPROACH, review_on=None).is_review_due(date(2999, 1, 1))


def test_it_says_who_signs() -> None:
    two = replace(APPROACH, signatories=(*APPROACH.signatories, Signatories(Mode.LIAISON, ("Headquarters",))))
    assert two.signatories_of(Mode.LIAISON) == ("Field manager", "Security focal point", "Headquarters")
    assert two.signatories_of(Mode.ALERT) == ()


@pytest.mark.parametrize(
    ("exception", "bears"),
    [
        (ApproachException("Not here."), True),
        (ApproachException("Not here.", "XT01"), True),
        (ApproachException("Not here.", "XT"), True),
        (ApproachException("Not here.", "XT02"), False),
        (ApproachException("Not so.", mode=Mode.LIAISON), True),
        (ApproachException("Not so.", mode=Mode.ALERT), False),
        (ApproachException("Not so here.", "XT02", Mode.LIAISON), False),
    ],
)
def test_an_exception_bears_on_its_area_and_its_mode(exception: ApproachException, bears: bool) -> None:
    found = replace(APPROACH, exceptions=(exception,)).exceptions_for(Mode.LIAISON, ("XT01", "XT"))
    assert found == ((exception,) if bears else ())


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({}, None),
        ({"adopted_by": " "}, "facts.approach_without_adopter"),
        ({"review_on": date(2025, 11, 30)}, "facts.review_before_adoption"),
        ({"review_on": date(2025, 12, 1)}, None),
    ],
)
def test_what_is_wrong_with_a_document(change: dict[str, Any], fault: str | None) -> None:
    assert replace(APPROACH, **change).fault == fault


def test_the_areas_that_it_names_are_those_of_its_exceptions() -> None:
    assert APPROACH.areas == {"XT01"}
