"""Duty lines: what is wrong with one, how far a test carries, which statement counts, and in which order lines are called."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from mrm_desktop.domain.duty_lines import Desk, DutyLine, LineState, Medium, call_order, last_reached, lines_in_service
from mrm_desktop.domain.missions import Component
from tests.store import records

DAY = date(2026, 3, 1)
NEVER: dict[str, Any] = {"tested_on": None, "answered": None, "answer_minutes": None}
IN_VAIN: dict[str, Any] = {"answered": False, "answer_minutes": None}


def answering(days: int, **changes: Any) -> DutyLine:
    """A line that answered so many days before the day."""
    on = DAY - timedelta(days=days)
    return records.duty_line(recorded_on=on, tested_on=on, **changes)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({}, None),
        (NEVER, None),
        (IN_VAIN, None),
        ({"role": " "}, "facts.duty_line_of_nothing"),
        ({"line": ""}, "facts.duty_line_of_nothing"),
        ({"line": "0" * 61}, "facts.duty_line_too_long"),
        ({"tested_on": date(2026, 2, 25)}, "facts.tested_after_recorded"),
        ({"tested_on": None, "answer_minutes": None}, "facts.duty_test_contradicts"),
        ({"tested_on": None, "answered": None}, "facts.duty_test_contradicts"),
        ({"answered": False}, "facts.duty_test_contradicts"),
    ],
)
def test_a_line_says_how_to_call_whom(changes: dict[str, Any], fault: str | None) -> None:
    assert records.duty_line(**changes).fault == fault


@pytest.mark.parametrize(
    ("line", "state", "due"),
    [
        (answering(0), LineState.TESTED, False),
        (answering(90), LineState.TESTED, False),
        (answering(91), LineState.DUE, True),
        (answering(180), LineState.DUE, True),
        (answering(181), LineState.LAPSED, True),
        (records.duty_line(**NEVER), LineState.LAPSED, True),
        (answering(1, **IN_VAIN), LineState.NO_ANSWER, True),
    ],
)
def test_a_test_carries_for_a_while(line: DutyLine, state: LineState, due: bool) -> None:
    assert line.state_on(DAY, 90, 180) is state
    assert line.is_due_by(DAY, 90) is due


def test_the_newest_statement_about_a_line_counts() -> None:
    old, new = answering(30, line="1"), answering(10, line="2")
    for order in ([old, new], [new, old]):
        assert lines_in_service(order, DAY) == (new,)
        assert lines_in_service(order, DAY - timedelta(days=20)) == (old,)
        assert lines_in_service(order, DAY - timedelta(days=31)) == ()


def test_of_two_statements_of_one_day_the_later_to_come_in_counts() -> None:
    first, second = answering(3, line="1"), answering(3, line="2")
    assert lines_in_service([first, second], DAY) == (second,)


def test_a_line_is_called_while_it_is_in_service() -> None:
    begins, ended = answering(3, valid_from=DAY + timedelta(days=1)), answering(9, valid_to=DAY - timedelta(days=1))
    assert lines_in_service([begins], DAY) == lines_in_service([ended], DAY) == ()
    assert lines_in_service([answering(9), begins], DAY) == (answering(9),), "the old number counts until the new one is in service"


def test_lines_of_another_kind_or_desk_stand_beside_each_other() -> None:
    both = (answering(3), answering(3, medium=Medium.SATELLITE), replace(answering(3), desk=Desk.HOTLINE))
    assert lines_in_service(both, DAY) == both


def test_a_focal_point_is_reached_by_its_record_or_by_a_line() -> None:
    point = records.focal_point()
    own = replace(point, last_tested=DAY - timedelta(days=40))
    assert last_reached(point, []) is None
    assert last_reached(own, []) == DAY - timedelta(days=40)
    assert last_reached(own, [answering(9)]) == DAY - timedelta(days=9)
    assert last_reached(point, [answering(9, role="post  CHILD_PROTECTION ")]) == DAY - timedelta(days=9)
    for other in (answering(9, role="Somebody else"), answering(9, mission="OTHER"), replace(answering(9), desk=Desk.HOTLINE)):
        assert last_reached(point, [other]) is None


def test_a_test_in_vain_takes_back_what_the_record_says_but_not_another_line() -> None:
    point = records.focal_point(last_tested=DAY - timedelta(days=40))
    assert last_reached(point, [answering(9, **IN_VAIN)]) is None
    assert last_reached(point, [answering(50, **IN_VAIN)]) == DAY - timedelta(days=40)
    assert last_reached(point, [answering(9, **IN_VAIN), answering(20, medium=Medium.SATELLITE)]) == DAY - timedelta(days=20)


def test_civilians_are_called_before_the_operations_of_the_mission() -> None:
    points = (records.focal_point(), records.focal_point(Component.UNICEF))
    lines = [records.duty_line(desk, role=f"Desk {desk}") for desk in reversed(Desk) if desk is not Desk.FOCAL_POINT]
    lines += [records.duty_line(role=role) for role in ("Another post", "Post unicef", "Post child_protection")]
    ordered = call_order(lines, points)
    assert [line.role for line in ordered[:3]] == ["Post child_protection", "Post unicef", "Another post"]
    assert [line.desk for line in ordered[3:]] == [desk for desk in Desk if desk is not Desk.FOCAL_POINT]
