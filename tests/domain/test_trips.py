"""Check-ins in the order in which the watch waits for them."""

from __future__ import annotations

from datetime import date, timedelta

from mrm_desktop.domain.trips import CheckIn, in_order

DAY = date(2026, 3, 5)
EACH, FIRST, SECOND = (
    CheckIn(at, "Camp", "radio", on=on) for at, on in (("17:00", None), ("08:00", DAY), ("07:00", DAY + timedelta(days=1)))
)


def test_those_of_each_day_come_first_and_then_day_by_day() -> None:
    assert in_order([SECOND, FIRST, EACH]) == [EACH, FIRST, SECOND]
