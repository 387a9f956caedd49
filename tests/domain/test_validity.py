"""Periods: ends included, open ends, and which of several statements speaks on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mrm_desktop.domain.validity import has_ended, holds_on, in_force_on, is_reversed, without_replaced
from tests.store import records

DAY = date(2026, 3, 1)
ONE = timedelta(days=1)
days = st.none() | st.dates(date(2026, 1, 1), date(2026, 1, 20))


@dataclass(frozen=True)
class Statement:
    thing: str
    number: int
    valid_from: date | None = None
    valid_to: date | None = None


def test_both_ends_belong_to_the_period() -> None:
    point = records.focal_point(valid_from=DAY, valid_to=DAY + ONE)
    assert [holds_on(point, day) for day in (DAY - ONE, DAY, DAY + ONE, DAY + 2 * ONE)] == [False, True, True, False]
    assert [has_ended(point, day) for day in (DAY - ONE, DAY + ONE, DAY + 2 * ONE)] == [False, False, True]


def test_open_ends_hold_for_ever() -> None:
    assert holds_on(records.contingent(), date.min)
    assert holds_on(records.contingent(), date.max)


def test_a_period_of_one_day_is_not_reversed() -> None:
    assert not is_reversed(DAY, DAY)
    assert is_reversed(DAY, DAY - ONE)
    assert not is_reversed(None, DAY)


def test_missions_and_events_have_the_period_that_their_own_days_give() -> None:
    mission, incident, reset = records.mission(), records.incident(""), records.reset_event()
    assert (mission.valid_from, mission.valid_to) == (mission.start, mission.mandate_end)
    assert (incident.valid_from, incident.valid_to) == (records.DAY, records.DAY)
    assert (reset.valid_from, reset.valid_to) == (records.DAY, None)
    assert records.area().valid_from == records.DAY


def test_a_later_statement_speaks_from_its_first_day_on() -> None:
    old, new = Statement("post", 1), Statement("post", 2, valid_from=DAY)
    kept = without_replaced([old, new], lambda s: s.thing)
    assert in_force_on(kept, lambda s: s.thing, DAY - ONE) == (old,)
    assert in_force_on(kept, lambda s: s.thing, DAY) == (new,)


def test_what_was_replaced_does_not_speak_again_once_its_successor_ended() -> None:
    kept = without_replaced([Statement("post", 1), Statement("post", 2, valid_to=DAY)], lambda s: s.thing)
    assert in_force_on(kept, lambda s: s.thing, DAY + ONE) == ()


@given(st.lists(st.builds(Statement, st.sampled_from("ab"), st.integers(0, 99), days, days), max_size=6), days.filter(bool))
def test_dropping_what_is_replaced_changes_no_day(statements: list[Statement], day: date) -> None:
    """The law behind keeping only some statements: each day's answer is that of the last one of all that had begun by then."""
    found = in_force_on(without_replaced(statements, lambda s: s.thing), lambda s: s.thing, day)
    for thing in "ab":
        begun = [s for s in statements if s.thing == thing and (s.valid_from is None or s.valid_from <= day)]
        last = begun[-1] if begun else None
        expected = [] if last is None or has_ended(last, day) else [last]
        assert [s for s in found if s.thing == thing] == expected
