"""Days and months of reports, as people of each language write them."""

from __future__ import annotations

import pytest

from mrm_desktop.foundation.words import LANGUAGES, Words
from mrm_desktop.reports.release.wording import value_of, when


@pytest.mark.parametrize(
    ("language", "day", "month"),
    [
        ("en", "1 Mar 2026", "Mar 2026"),
        ("fr", "1er mars 2026", "mars 2026"),
        ("es", "1 mar 2026", "mar 2026"),
        ("ar", "1 مارس 2026", "مارس 2026"),
    ],
)
def test_days_and_months_are_written_in_words(language: str, day: str, month: str) -> None:
    words = Words(language)
    assert when("2026-03-01", words) == day
    assert when("2026-03", words) == month
    assert value_of("presence_month", "2026-03", words) == month
    assert value_of("expires_on", "2026-03-01", words) == day


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_day_that_nobody_knows_is_a_dash(language: str) -> None:
    assert when("", Words(language)) == "–"
