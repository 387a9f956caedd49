"""From an assessment to its class: thin evidence is never a colour of the scale."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mrm_desktop.cartography.classes import (
    THEMES,
    acceptance_class,
    ceiling_class,
    class_of,
    confidence_class,
    place_class,
    tolerance_class,
)
from mrm_desktop.cartography.style import load_style
from mrm_desktop.domain.assessments import Assessment
from mrm_desktop.domain.geography import Place
from mrm_desktop.domain.vocabulary import Mode, Verdict
from tests import toy
from tests.present import present

EXPECTED = [
    "hold",
    "not_available",
    "insufficient_evidence",
    "civilian_channel",
    "alert",
    "liaison",
    "verification_security",
    "emergency",
    "by_exception",
]


@pytest.mark.parametrize(("k", "expected"), list(enumerate(EXPECTED)))
def test_every_verdict_has_its_class(k: int, expected: str) -> None:
    assert ceiling_class(toy.assessment(k).answer) == expected


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_answer_has_a_class_that_the_style_draws(mode: Mode, verdict: Verdict) -> None:
    answer = replace(toy.assessment(5), verdict=verdict, ceiling=mode)
    for theme in THEMES:
        load_style().fill(theme, class_of(theme, answer.answer, toy.CLASS_LIMITS))


def accepted(low: float) -> Assessment:
    answer = toy.assessment(7)
    return replace(answer, acceptance=replace(present(answer.acceptance), low=low))


def tolerated(value: float) -> Assessment:
    answer = toy.assessment(7)
    return replace(answer, tolerance=replace(present(answer.tolerance), value=value))


def test_a_class_begins_at_its_limit() -> None:
    lows = {
        0.0: "rejecting",
        0.24: "rejecting",
        0.25: "doubtful",
        0.40: "mixed",
        0.54: "mixed",
        0.55: "accepting",
        1.0: "accepting",
    }
    assert {low: acceptance_class(accepted(low).answer, toy.CLASS_LIMITS) for low in lows} == lows
    values = {0.0: "hostile", 0.29: "hostile", 0.30: "low", 0.60: "wary", 0.69: "wary", 0.70: "tolerant", 1.0: "tolerant"}
    assert {value: tolerance_class(tolerated(value).answer, toy.CLASS_LIMITS) for value in values} == values


@pytest.mark.parametrize(("km", "expected"), [(None, "unknown"), (49.9, "settlement"), (50.0, "remote"), (140.0, "remote")])
def test_a_place_is_remote_from_fifty_kilometres_on(km: float | None, expected: str) -> None:
    assert place_class(Place("s", "Well", "settlement", (0.0, 0.0), None, nearest_base_km=km)) == expected


def test_thin_community_evidence_is_not_a_colour_of_the_scale() -> None:
    enough = toy.assessment(7)
    thin = replace(enough, acceptance=replace(present(enough.acceptance), adequate=False, low=0.9))
    accepted_by_nobody = replace(enough, acceptance=replace(present(enough.acceptance), mass=0.0))
    assert acceptance_class(thin.answer, toy.CLASS_LIMITS) == "insufficient_evidence"
    assert acceptance_class(replace(enough, acceptance=None).answer, toy.CLASS_LIMITS) == "not_assessed"
    assert acceptance_class(accepted_by_nobody.answer, toy.CLASS_LIMITS) == "not_assessed"


def test_a_hostile_actor_shows_even_where_another_is_a_gap() -> None:
    answer = toy.assessment(7)
    gap = replace(answer, tolerance=replace(present(answer.tolerance), adequate=False, value=None, hostile_actors=("X",)))
    assert tolerance_class(gap.answer, toy.CLASS_LIMITS) == "hostile"
    assert tolerance_class(replace(answer, tolerance=None).answer, toy.CLASS_LIMITS) == "not_assessed"


def test_no_reliability_is_no_confidence() -> None:
    assert confidence_class(replace(toy.assessment(5), reliability=None).answer) == "none"
