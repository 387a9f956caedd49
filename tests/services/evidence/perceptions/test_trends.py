"""Rounds side by side: within one source and one question alone, with allowance for how many are compared."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import sqrt

import pytest

from mrm_desktop.domain.evidence import AreaEvidence
from mrm_desktop.domain.vocabulary import Stratum
from mrm_desktop.scoring import load_policy
from mrm_desktop.services.evidence.perceptions.trends import (
    Difference,
    allowed_for,
    changes_of,
    contrasts_of,
    trends_of,
)
from mrm_desktop.services.evidence.perceptions.voices import SameQuestion, voices_of
from mrm_desktop.statistics.differences import two_sided
from tests.services.evidence.perceptions.said import FEBRUARY, NOVEMBER, evidence

POLICY = load_policy()
SAID = (((5, 5, 5, 5, 5), 0.0), ((1, 4, 5, 8, 7), 0.64))


def changes(*items: AreaEvidence) -> tuple[Difference, ...]:
    return changes_of(trends_of("XT01", voices_of(items), POLICY))


def test_a_change_is_that_of_one_source_whoever_else_spoke() -> None:
    found = changes(
        evidence(counts=(0, 0, 0, 0, 30), day=NOVEMBER),
        evidence(counts=(30, 0, 0, 0, 0)),
        replace(evidence(source="t"), distribution=None),  # one sum of somebody else ends no comparison
    )
    assert [(d.source, d.earlier, d.later, d.earlier_mean, d.later_mean, d.change) for d in found] == [
        ("s", "2025-11", "2026-02", 2, -2, -4)
    ]
    assert found[0].is_beyond_chance
    (same,) = changes(evidence(day=NOVEMBER), evidence())
    assert (same.change, same.is_beyond_chance) == (0, False)


def test_the_probability_is_that_of_two_independent_means() -> None:
    (found,) = changes(evidence(counts=SAID[0][0], day=NOVEMBER), evidence(counts=SAID[1][0]))
    spread = [sum(c * (r - mean) ** 2 for r, c in zip(range(-2, 3), counts, strict=True)) / 24 for counts, mean in SAID]
    error = sqrt(sum(2 * variance / 25 for variance in spread))  # a purposive sample is worth half
    assert found.change == pytest.approx(0.64)
    assert found.probability == pytest.approx(two_sided(0.64, error))


@pytest.mark.parametrize(
    ("earlier", "later", "why"),
    [
        ({"wording": "old"}, {"wording": "new"}, "question_unknown"),
        ({"wording": ""}, {"wording": "w"}, "question_unknown"),
        ({"instrument": "i"}, {"instrument": "j"}, "other_question"),
        ({"instrument": "i", "wording": ""}, {"instrument": "i"}, ""),
        ({"counts": (1, 1, 1, 1, 1)}, {}, "small"),
    ],
)
def test_what_is_not_compared_says_why(earlier: dict[str, object], later: dict[str, object], why: str) -> None:
    (found,) = changes(evidence(day=NOVEMBER, **earlier), evidence(**later))  # type: ignore[arg-type]
    assert found.why_not == why
    assert (found.change is None) is bool(why)


def test_sums_without_a_distribution_are_not_tested() -> None:
    (found,) = changes(replace(evidence(day=NOVEMBER), distribution=None), evidence())
    assert found.why_not == "no_distribution"
    assert found.earlier_mean == pytest.approx(0.4)


def test_a_trend_has_any_number_of_rounds_and_says_where_it_breaks() -> None:
    days = (date(2025, 3, 1), date(2025, 7, 1), NOVEMBER, FEBRUARY)
    items = [evidence(day=day, instrument="i" if n < 3 else "j", wording="") for n, day in enumerate(days)]
    (trend,) = trends_of("XT01", voices_of(items), POLICY)
    assert [point.on for point in trend.points] == list(days)
    assert trend.joined == (SameQuestion.YES, SameQuestion.YES, SameQuestion.NO)
    for point in trend.points:
        assert (point.low or 0) < (point.mean or 0) < (point.high or 0)


def test_groups_of_one_division_are_set_against_each_other() -> None:
    trends = trends_of(
        "XT01",
        voices_of([evidence(counts=(30, 0, 0, 0, 0)), evidence(Stratum.MEN, (0, 0, 0, 0, 30)), evidence(Stratum.HOST)]),
        POLICY,
    )
    (found,) = contrasts_of(trends)
    assert (found.about, found.earlier, found.later, found.change) == ("2026-02", "women", "men", 4)
    assert found.is_beyond_chance


def test_many_comparisons_are_allowed_for_together() -> None:
    def of(probability: float | None) -> Difference:
        return Difference("XT01", "women", "s", "a", "b", 0.0, 1.0, 1.0, probability)

    first, second = allowed_for((of(0.02), of(None)), (of(0.03), of(0.5)))
    assert [d.probability for d in first] == [pytest.approx(0.06), None]
    assert [d.probability for d in second] == [pytest.approx(0.06), 0.5]
    assert not first[0].is_beyond_chance
