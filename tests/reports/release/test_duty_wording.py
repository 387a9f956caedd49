"""Duty lines and protection tools in words, in every language."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from mrm_desktop.domain.duty_lines import DutyLine, checked_lines
from mrm_desktop.domain.missions import Component
from mrm_desktop.domain.protection_tools import Existence, ToolKind
from mrm_desktop.foundation.words import LANGUAGES, Words
from mrm_desktop.reports.release.duty_wording import brief_line_in_words, line_in_words, tool_in_words, without_line
from tests.store import records

DAY = date(2026, 3, 1)
EN = Words("en")


def said(line: DutyLine, words: Words = EN) -> tuple[str, str]:
    (checked,) = checked_lines([line], DAY, 90, 180)
    return line_in_words(checked, words), brief_line_in_words(checked, words)


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"tested_on": DAY - timedelta(days=91)}, "untested since 30 Nov 2025: test it"),
        ({"tested_on": DAY - timedelta(days=181)}, "lapsed: untested since 1 Sep 2025"),
        ({"tested_on": None, "answered": None, "answer_minutes": None}, "never tested"),
        ({"answered": False, "answer_minutes": None}, "no answer on 24 Feb 2026"),
    ],
)
def test_what_may_not_answer_is_said(changes: dict[str, Any], state: str) -> None:
    whole, brief = said(records.duty_line(**changes))
    assert whole == f"Post child_protection · phone +99 700 123 456 · 24 h · {state}"
    assert brief == f"Post child_protection · +99 700 123 456 ({state})"


def test_a_line_that_answered_is_told_with_its_day() -> None:
    assert said(records.duty_line()) == (
        "Post child_protection · phone +99 700 123 456 · 24 h · answered on 24 Feb 2026",
        "Post child_protection · +99 700 123 456 (24 Feb 2026)",
    )


def test_a_number_keeps_its_order_where_lines_run_from_right_to_left() -> None:
    assert all("\u2066+99 700 123 456\u2069" in text for text in said(records.duty_line(), Words("ar")))


def test_focal_points_with_a_line_are_told_by_it() -> None:
    points = [records.focal_point(), records.focal_point(Component.UNICEF)]
    assert without_line(points, checked_lines([records.duty_line()], DAY, 90, 180)) == points[1:]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, "early warning · in place · tested on 20 Feb 2026 · response observed after 3 h"),
        ({"name": "Radio Baro", "ends_on": DAY}, "(Radio Baro)"),
        ({"ends_on": DAY}, "ends on 1 Mar 2026"),
        ({"ends_on": DAY - timedelta(days=1)}, "withdrawn on 28 Feb 2026"),
        ({"tested_on": None, "response_hours": None}, "in place · never tested"),
    ],
)
def test_a_tool_is_told_with_what_was_observed_and_when_it_leaves(changes: dict[str, Any], told: str) -> None:
    assert told in tool_in_words(records.protection_tool(**changes), DAY, EN)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_tool_has_its_words(language: str) -> None:
    words = Words(language)
    bare = records.protection_tool(tested_on=None, response_hours=None)
    for kind in ToolKind:
        for exists in Existence:
            assert "_" not in tool_in_words(replace(bare, kind=kind, exists=exists), DAY, words)
