"""The duty card: what is due this month, and a test that is stated anew."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from mrm_desktop.domain.duty_lines import Desk, LineState, Medium
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.services.evidence.check_duty_lines import duty_card, record_line_test
from mrm_desktop.store.file.project_file import ProjectFile
from tests.services.conftest import ON, opened
from tests.store import records

ROLE = "Post child_protection"


def add(project: ProjectFile, *lines: Any) -> None:
    with project.write() as repo:
        repo.add_statements(lines)


def test_the_card_is_in_the_order_of_calls_with_what_is_due_this_month(empty: ProjectFile) -> None:
    old, soon = ON - timedelta(days=200), ON - timedelta(days=61)  # 90 days after the second are the last but one of the month
    add(
        empty,
        records.duty_line(Desk.HOTLINE, role="Hotline", recorded_on=old, tested_on=old),
        records.duty_line(Desk.OPERATIONS_CENTRE, role="Centre", recorded_on=soon, tested_on=soon),
        records.duty_line(),
    )
    card = duty_card(opened(empty), ON)
    assert [(entry.line.role, entry.state, entry.is_due) for entry in card] == [
        (ROLE, LineState.TESTED, False),
        ("Centre", LineState.TESTED, True),
        ("Hotline", LineState.LAPSED, True),
    ]


def test_the_card_of_an_area_has_the_lines_that_answer_for_it(empty: ProjectFile) -> None:
    add(
        empty,
        records.duty_line(area_code="XT02", role="There"),
        records.duty_line(area_code="XT01", role="Here"),
        records.duty_line(),
    )
    assert [entry.line.role for entry in duty_card(opened(empty), ON, "XT01")] == ["Here", ROLE]
    with pytest.raises(KnownError) as caught:
        duty_card(opened(empty), ON, "XT99")
    assert caught.value.code == "area.unknown"


@pytest.mark.parametrize(("answered", "minutes"), [(True, 4), (True, None), (False, None)])
def test_a_test_is_stated_anew_and_the_statement_before_stays(empty: ProjectFile, answered: bool, minutes: int | None) -> None:
    never = records.duty_line(tested_on=None, answered=None, answer_minutes=None)
    add(empty, never)
    tested = record_line_test(opened(empty), f" {ROLE.upper()} ", ON, answered=answered, minutes=minutes, source="night-desk")
    assert (tested.recorded_on, tested.tested_on, tested.answered, tested.answer_minutes) == (ON, ON, answered, minutes)
    assert (tested.line, tested.source) == (never.line, "night-desk")
    project = opened(empty)
    assert project.knowledge.duty_lines.all == (never, tested)
    assert [entry.line for entry in duty_card(project, ON)] == [tested]
    assert [entry.line for entry in duty_card(project, ON - timedelta(days=1))] == [never]


def test_of_several_lines_one_is_named(empty: ProjectFile) -> None:
    add(empty, records.duty_line(), records.duty_line(medium=Medium.SATELLITE), records.duty_line(area_code="XT01"))
    project = opened(empty)
    assert record_line_test(project, ROLE, ON, answered=True, medium=Medium.SATELLITE).medium is Medium.SATELLITE
    for medium in (None, Medium.PHONE, Medium.HF_RADIO):
        with pytest.raises(KnownError) as caught:
            record_line_test(project, ROLE, ON, answered=True, medium=medium)
        assert (caught.value.code, caught.value.params["media"]) == ("duty.several_lines", ["phone", "satellite"])
    assert record_line_test(project, ROLE, ON, answered=True, medium=Medium.PHONE, area_code="XT01").area_code == "XT01"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"role": "Nobody"}, "duty.no_such_role"),
        ({"on": ON + timedelta(days=1)}, "duty.test_in_the_future"),
        ({"on": date(2026, 2, 23)}, "duty.test_before_record"),
        ({"answered": False, "minutes": 3}, "duty.minutes_without_answer"),
        ({"minutes": -1}, "duty.minutes_out_of_range"),
        ({"minutes": 1441}, "duty.minutes_out_of_range"),
        ({"source": "a colleague"}, "source.not_a_code_but"),
    ],
)
def test_a_slip_is_named_and_nothing_is_written(empty: ProjectFile, given: dict[str, Any], code: str) -> None:
    add(empty, records.duty_line())
    project = opened(empty)
    values: dict[str, Any] = {"role": ROLE, "on": ON, "answered": True}
    with pytest.raises(KnownError) as caught:
        record_line_test(project, **(values | given))
    assert caught.value.code == code
    assert "700" not in str(caught.value), "an error does not tell the number"
    assert len(project.knowledge.duty_lines) == 1
