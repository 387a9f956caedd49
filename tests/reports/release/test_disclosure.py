"""Small groups are held back, and so is whatever would give them away."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mrm_desktop.domain.vocabulary import Stratum
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.release.disclosure import answers_band, rating_class, release_perceptions, share_class
from mrm_desktop.reports.release.wording import perception_row
from tests.store import records


@pytest.mark.parametrize("answers", [(60.0, 4.0), (4.0, 60.0)])
def test_two_rows_of_one_group_are_as_small_as_the_smaller_one(answers: tuple[float, float]) -> None:
    rows = [
        replace(records.evidence("", one=records.item(Stratum.WOMEN, answered=count)), rated_unit=unit)
        for count, unit in zip(answers, ("", "base"), strict=True)
    ]
    released = release_perceptions(rows, keep_small=False, with_source=False, exact_day=False)
    assert [row.suppressed for row in released] == [True, True]
    assert [row.answers for row in released] == ["suppressed", "suppressed"]
    kept = release_perceptions(rows, keep_small=True, with_source=False, exact_day=False)
    assert [row.suppressed for row in kept] == [False, False]


def test_what_is_released_says_whom_it_is_about_and_names_no_unit() -> None:
    (row,) = release_perceptions([records.other_evidence("")], keep_small=False, with_source=True, exact_day=True)
    assert (row.rated, row.asked_elsewhere) == ("other_force", True)
    assert "AU-1" not in repr(row)
    assert "another force" in perception_row(row, Words("en"))[0]


@pytest.mark.parametrize(
    ("answered", "band"), [(0, "< 10"), (9, "< 10"), (10, "10-19"), (19, "10-19"), (20, "20-49"), (49, "20-49"), (50, "50+")]
)
def test_numbers_of_answers_are_told_as_bands(answered: float, band: str) -> None:
    assert answers_band(answered) == band


@pytest.mark.parametrize(
    ("share", "told"),
    [(0.0, "< 10 %"), (0.099, "< 10 %"), (0.1, "10-19 %"), (0.899, "80-89 %"), (0.9, "90 %+"), (1, "90 %+")],
)
def test_shares_are_told_in_tens(share: float, told: str) -> None:
    assert share_class(share) == told


@pytest.mark.parametrize(
    ("mean", "told"), [(-2, "much_worse"), (-1.4, "worse"), (0.4, "no_difference"), (0.6, "better"), (2, "much_better")]
)
def test_ratings_are_told_in_words(mean: float, told: str) -> None:
    assert rating_class(mean) == told
