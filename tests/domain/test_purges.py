"""Nobody takes anything out alone, without a reason, or with a name in it."""

from __future__ import annotations

from datetime import date

import pytest

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.purges import RETENTION, Purge, oldest_kept, require_two_roles

REASON = "a column held what may not be kept"


@pytest.mark.parametrize(("first", "second"), [("Head", ""), ("", "Head"), ("Head of office", " head of OFFICE "), ("", "")])
def test_two_different_roles_are_needed(first: str, second: str) -> None:
    with pytest.raises(KnownError, match=r"purge\.two_roles"):
        require_two_roles(Purge(REASON, first, second))


def test_a_reason_is_needed_that_tells_of_nobody() -> None:
    with pytest.raises(KnownError, match=r"purge\.no_reason"):
        require_two_roles(Purge("mistake", "Officer", "Head of office"))
    with pytest.raises(KnownError, match=r"guard\."):
        require_two_roles(Purge("the telephone +211 912 345 678 was in it", "Officer", "Head of office"))
    require_two_roles(Purge(REASON, "Officer", "Head of office"))
    require_two_roles(Purge(RETENTION, "Officer", "Head of office"))


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (date(2026, 11, 28), date(2024, 11, 28)),
        (date(2026, 1, 31), date(2024, 1, 28)),
        (date(2026, 3, 31), date(2024, 3, 28)),
        (date(2026, 12, 1), date(2024, 12, 1)),
    ],
)
def test_two_years_are_kept(today: date, first: date) -> None:
    assert oldest_kept(today) == first
