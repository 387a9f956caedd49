"""From an assessment to its class: thin evidence is never a colour of the scale."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mrm_desktop.cartography.classes import (
    ACCEPTANCE_LIMITS,
    THEMES,
    TOLERANCE_LIMITS,
    acceptance_class,
    ceiling_class,
    class_of,
    confidence_class,
    tolerance_class,
)
from mrm_desktop.cartography.style import load_style
from mrm_desktop.domain.vocabulary import Band, Mode, Verdict
from mrm_desktop.scoring import load_policy
from tests import toy

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
def test_every_verdict_has_its_class(k, expected):
    assert ceiling_class(toy.assessment(k)) == expected


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_answer_has_a_class_that_the_style_draws(mode, verdict):
    answer = replace(toy.assessment(5), verdict=verdict, ceiling=mode)
    for theme in THEMES:
        load_style().fill(theme, class_of(theme, answer))


def test_limits_are_the_profile_thresholds_of_method_section_6():
    bands = load_policy().bands
    acceptance = [limit for limit, _ in ACCEPTANCE_LIMITS[:3]]
    tolerance = [limit for limit, _ in TOLERANCE_LIMITS[:3]]
    rungs = [bands.of(band) for band in (Band.UNFAVOURABLE, Band.CONDITIONAL, Band.FAVOURABLE)]
    assert acceptance == [rung.acceptance for rung in rungs]
    assert tolerance == [rung.tolerance for rung in rungs]


def test_thin_community_evidence_is_not_a_colour_of_the_scale():
    enough = toy.assessment(7)
    thin = replace(enough, acceptance=replace(enough.acceptance, adequate=False, low=0.9))
    assert acceptance_class(thin) == "insufficient_evidence"
    assert acceptance_class(replace(enough, acceptance=None)) == "not_assessed"
    assert acceptance_class(replace(enough, acceptance=replace(enough.acceptance, mass=0.0))) == "not_assessed"


def test_a_hostile_actor_shows_even_where_another_is_a_gap():
    answer = toy.assessment(7)
    gap = replace(answer, tolerance=replace(answer.tolerance, adequate=False, value=None, hostile_actors=("X",)))
    assert tolerance_class(gap) == "hostile"
    assert tolerance_class(replace(answer, tolerance=None)) == "not_assessed"


def test_no_reliability_is_no_confidence():
    assert confidence_class(replace(toy.assessment(5), reliability=None)) == "none"
