"""Answers speak in codes: each listed, each with its parameters, none of them a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mrm_desktop.domain.assessments import Assessment, Reason
from mrm_desktop.domain.case import Case
from mrm_desktop.domain.errors import BugError
from mrm_desktop.scoring import assess, load_policy
from mrm_desktop.scoring.codes import reason
from mrm_desktop.scoring.every_code import CODES
from tests.scoring.strategies import cases, open_cases

POLICY = load_policy()
NUMBER_OR_WORD = (str, int, float, bool)


def reasons_of(found: Assessment) -> Iterator[Reason]:
    yield from (*found.reasons, *found.gaps, *found.conditions)
    yield from (gate.reason for gate in found.gates if gate.reason is not None)
    e = found.explanation
    assert e is not None
    yield from (e.deciding, *e.smallest_changes, *e.would_lower)
    yield from (r for r in (e.binding, e.expiry) if r is not None)


@given(st.one_of(cases(), open_cases()))
def test_every_code_is_listed_with_its_parameters(case: Case) -> None:
    for r in reasons_of(assess(case, POLICY)):
        assert tuple(r.params) == CODES[r.code]
        for value in r.params.values():
            assert isinstance(value, NUMBER_OR_WORD) or (isinstance(value, list) and all(isinstance(v, str) for v in value))


@pytest.mark.parametrize("code", CODES)
def test_codes_are_dotted_snake_case(code: str) -> None:
    assert re.fullmatch(r"[a-z]+(\.[a-z_0-9]+)+", code)
    assert all(re.fullmatch(r"[a-z_]+", name) for name in CODES[code])


@pytest.mark.parametrize(
    ("code", "params"), [("gate.moon", {}), ("gate.mission.closed", {"day": 1}), ("lowers.mission_closes", {})]
)
def test_an_unlisted_code_is_our_own_mistake(code: str, params: dict[str, Any]) -> None:
    with pytest.raises(BugError):
        reason(code, **params)
