"""The clock says what time it is where the user is, and a record keeps that day with it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta

import pytest

from mrm_desktop.foundation.clock import now, today
from mrm_desktop.foundation.words import Words


@pytest.fixture
def west(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A place five hours behind UTC: for five hours a day its date is not that of UTC."""
    if not hasattr(time, "tzset"):
        pytest.skip("the zone of a process cannot be changed here")
    monkeypatch.setenv("TZ", "COT5")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("west")
def test_a_moment_has_the_day_and_the_hour_of_its_place() -> None:
    moment = now()
    assert moment.utcoffset() == timedelta(hours=-5)
    assert moment.date() == today()
    assert moment.microsecond == 0
    assert Words("en").moment(moment).endswith(f"{moment:%H:%M} UTC-05:00")
