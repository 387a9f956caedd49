"""Protection tools: what is wrong with one, whether it is there, when it leaves, and which observed response counts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from mrm_desktop.domain.protection_tools import Existence, ToolKind, observed_response, tools_on
from tests.store import records

DAY = date(2026, 3, 1)
ONE = timedelta(days=1)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({}, None),
        ({"tested_on": None, "response_hours": None, "exists": Existence.PLANNED}, None),
        ({"tested_on": date(2026, 2, 25)}, "facts.tested_after_recorded"),
        ({"tested_on": None}, "facts.tool_response_without_test"),
        ({"exists": Existence.PLANNED}, "facts.tool_response_without_test"),
    ],
)
def test_a_response_was_observed_in_a_test(changes: dict[str, Any], fault: str | None) -> None:
    assert records.protection_tool(**changes).fault == fault


def test_a_tool_is_there_until_the_day_on_which_it_is_withdrawn() -> None:
    tool = records.protection_tool(ends_on=DAY)
    assert tool.is_there_on(DAY)
    assert not tool.is_there_on(DAY + ONE)
    assert not records.protection_tool(exists=Existence.NO).is_there_on(DAY)


@pytest.mark.parametrize(("days", "said"), [(-1, False), (0, True), (30, True), (31, False)])
def test_an_end_is_said_within_the_days(days: int, said: bool) -> None:
    assert records.protection_tool(ends_on=DAY + days * ONE).ends_within(30, DAY) is said


def test_what_has_no_end_ends_never() -> None:
    assert not records.protection_tool().ends_within(30, DAY)


def test_the_newest_statement_about_a_tool_counts() -> None:
    old, new = records.protection_tool(recorded_on=DAY - 9 * ONE), records.protection_tool(recorded_on=DAY, exists=Existence.NO)
    other = records.protection_tool(ToolKind.TEMPORARY_BASE)
    for order in ([old, new, other], [new, other, old]):
        assert set(tools_on(order, DAY)) == {new, other}
    assert tools_on([old, new], DAY - ONE) == (old,)
    assert tools_on([old, new], DAY - 10 * ONE) == ()


def test_the_response_observed_last_counts_and_of_one_day_the_slower() -> None:
    early = records.protection_tool(tested_on=DAY - 9 * ONE, response_hours=1.0)
    fast = records.protection_tool(ToolKind.PATROL_ON_REQUEST, tested_on=DAY - 2 * ONE, response_hours=2.0)
    slow = records.protection_tool(ToolKind.ALERT_NETWORK, tested_on=DAY - 2 * ONE, response_hours=8.0)
    assert observed_response([slow, early, fast], DAY) == 8.0
    assert observed_response([early, fast], DAY) == 2.0
    assert observed_response([early], DAY, after=DAY - 9 * ONE) is None
    assert observed_response([early], DAY, after=DAY - 10 * ONE) == 1.0


def test_nothing_is_observed_of_what_is_not_there() -> None:
    gone = records.protection_tool(ends_on=DAY - ONE)
    untested = records.protection_tool(tested_on=None, response_hours=None)
    assert observed_response([gone, untested], DAY) is None
