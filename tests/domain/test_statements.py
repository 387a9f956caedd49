"""What every statement has in common: what it is about, which areas it names, from when it was known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from mrm_desktop.domain.field_answers import Answer
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.stakeholders import Acceptance
from mrm_desktop.domain.statement import Statement
from mrm_desktop.domain.statements import NAME_OF, STATEMENTS, Force, force_key
from tests.store import records

ALL = records.statements()
KNOWN_FROM = (date(2025, 12, 1), None, date(2026, 2, 20), *[date(2026, 2, 24)] * 8)


def test_there_is_one_of_each_kind_here() -> None:
    assert {NAME_OF[type(statement)] for statement in ALL} == set(STATEMENTS)


@pytest.mark.parametrize(("statement", "first"), list(zip(ALL, KNOWN_FROM, strict=True)))
def test_it_is_known_from_its_day_on(statement: Statement, first: date | None) -> None:
    assert statement.known_on(first or date(1999, 1, 1))
    assert first is None or not statement.known_on(first - timedelta(days=1))


@pytest.mark.parametrize(
    ("statement", "change"),
    [
        (records.event_ahead(), {"grade": records.B2, "source": "radio", "called_off": True}),
        (records.force(), {"fights_here": None, "checked_on": date(2026, 1, 1)}),
        (records.impact(), {"staff": 5, "source": "mail"}),
        (records.consent(), {"number": 9, "asked_by": "Somebody else"}),
        (records.approach(), {"version": "3"}),
        (records.duty_line(), {"line": "+99 700 999 999", "tested_on": None, "answered": None, "answer_minutes": None}),
        (records.field_answer(), {"answer": Answer.YES, "grade": Grade("F", "6")}),
        (records.finding_note(), {"text": "Asked at the well."}),
        (
            records.stakeholder(),
            {"who": "women's  ASSOCIATION of the county", "acceptance": Acceptance.HOSTILE, "on": date(2026, 3, 1)},
        ),
        (records.protection_tool(), {"response_hours": 9.0, "source": "radio", "ends_on": date(2026, 9, 1)}),
    ],
)
def test_what_is_said_anew_is_about_the_same_thing(statement: Statement, change: dict[str, Any]) -> None:
    changed: Statement = replace(statement, **change)  # type: ignore[type-var]  # every statement is a dataclass
    assert changed != statement
    assert changed.thing == statement.thing


@pytest.mark.parametrize(
    ("statement", "change"),
    [
        (records.event_ahead(), {"on": date(2026, 6, 2)}),
        (records.event_ahead(), {"mission": "UNTOY"}),
        (records.force(), {"code": "OTHER"}),
        (records.armed_actor_check(), {"source": "radio"}),
        (records.impact(), {"area_code": "XT01"}),
        (records.consent(), {"who": "Staff"}),
        (records.consent(), {"mode": None}),
    ],
)
def test_another_thing_is_another_thing(statement: Statement, change: dict[str, Any]) -> None:
    changed: Statement = replace(statement, **change)  # type: ignore[type-var]
    assert changed.thing != statement.thing


@pytest.mark.parametrize(
    ("statement", "areas", "missions"),
    [
        (records.event_ahead(area_code="", mission="UNTOY"), set(), {"UNTOY"}),
        (records.event_ahead(), {"XT01"}, set()),
        (records.force(area_codes=("XT01", "XT02")), {"XT01", "XT02"}, set()),
        (records.impact(), set(), set()),
    ],
)
def test_what_it_points_at(statement: Statement, areas: set[str], missions: set[str]) -> None:
    assert (set(statement.areas), set(statement.missions)) == (areas, missions)


@pytest.mark.parametrize(
    ("fights", "confused", "expected"),
    [
        (True, True, True),
        (True, False, False),
        (False, True, False),
        (False, None, False),
        (None, False, False),
        (True, None, None),
        (None, True, None),
        (None, None, None),
    ],
)
def test_a_force_is_taken_for_a_fighting_un_only_where_both_are_known(
    fights: bool | None, confused: bool | None, expected: bool | None
) -> None:
    assert records.force(fights_here=fights, can_be_confused=confused).is_taken_for_a_fighting_un is expected


def test_a_force_is_named_by_its_code() -> None:
    force: Force = records.force(code="AUSSOM")
    assert force_key(force) == "AUSSOM"


def test_an_assessment_of_nothing_is_at_fault() -> None:
    assert records.impact().fault is None
    assert records.impact(staff=None, contacts=None, access=None).fault == "facts.impact_of_nothing"
