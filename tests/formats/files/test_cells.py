"""Days in cells: read where they can only be one, refused where a day could be a month."""

from __future__ import annotations

from datetime import date

import pytest

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.files.days import parse_day


@pytest.mark.parametrize("text", ["12/03/2026", "3/12/2026", "12.11.2026", "11-12-2026"])
def test_a_day_that_could_be_a_month_is_ambiguous(text: str) -> None:
    with pytest.raises(KnownError, match=r"cell\.ambiguous_date"):
        parse_day(text)


@pytest.mark.parametrize(
    ("text", "day"), [("13/03/2026", date(2026, 3, 13)), ("03/13/2026", date(2026, 3, 13)), ("12/12/2026", date(2026, 12, 12))]
)
def test_a_day_that_can_only_be_one_is_read(text: str, day: date) -> None:
    assert parse_day(text) == day
