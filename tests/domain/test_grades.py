"""Grades: what nobody could judge is told apart from what was judged."""

from __future__ import annotations

import pytest

from mrm_desktop.domain.grades import Grade


@pytest.mark.parametrize(
    ("grade", "not_judged"), [("A1", ""), ("E5", ""), ("F1", "source"), ("F5", "source"), ("A6", "content"), ("F6", "both")]
)
def test_what_could_not_be_judged_is_no_confirmation(grade: str, not_judged: str) -> None:
    assert Grade.parse(grade).not_judged == not_judged
