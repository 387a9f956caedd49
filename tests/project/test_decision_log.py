"""What earlier decisions mean: the last one counts, and a log gone on with is the log read anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mrm_desktop.domain.decisions import DecisionHead, Outcome
from mrm_desktop.domain.vocabulary import Band, Mode, Verdict
from mrm_desktop.project.decision_log import DecisionLog
from tests.project.countries import ON, decision_heads

CODES = ("XT01", "XT02")


def head(sequence: int, code: str = "XT01", days_ago: int = 10, band: Band | None = None, why: bool = False) -> DecisionHead:
    on = ON - timedelta(days=days_ago)
    return DecisionHead(
        id=f"d{sequence}",
        sequence=sequence,
        recorded_at=datetime(on.year, on.month, on.day, 12, tzinfo=UTC),
        area_code=code,
        area_name=code,
        outcome=Outcome.DO_NOT_PROCEED,
        chosen_mode=Mode.LIAISON,
        approver_role="Director",
        expires_on=ON,
        supersedes=None,
        verdict=Verdict.PROCEED_WITH_CONDITIONS,
        band=band,
        has_rationale=why,
        has_override_reason=False,
        hash="0" * 64,
    )


def test_the_band_before_is_that_of_the_last_decision_that_rested_on_one() -> None:
    log = DecisionLog(
        [head(1, band=Band.FAVOURABLE), head(2, band=Band.CONDITIONAL), head(3), head(4, "XT02", band=Band.UNFAVOURABLE)]
    )
    assert log.last_band("XT01", ON) is Band.CONDITIONAL
    assert log.last_band("XT02", ON) is Band.UNFAVOURABLE
    assert log.last_band("XT03", ON) is None


def test_a_decision_of_a_later_day_has_no_band_yet() -> None:
    log = DecisionLog([head(1, days_ago=9, band=Band.FAVOURABLE), head(2, days_ago=1, band=Band.CONDITIONAL)])
    days = (10, 9, 2, 1)
    bands = [log.last_band("XT01", ON - timedelta(days=days_ago)) for days_ago in days]
    assert bands == [None, Band.FAVOURABLE, Band.FAVOURABLE, Band.CONDITIONAL]


def test_a_decision_is_in_force_from_its_day_to_its_last_and_not_once_another_took_its_place() -> None:
    one = head(1, days_ago=5)
    days = [ON - timedelta(days=6), ON - timedelta(days=5), ON, ON + timedelta(days=1)]
    assert [len(DecisionLog([one]).in_force(day)) for day in days] == [0, 1, 1, 0]
    two = replace(head(2, days_ago=1), supersedes=one.id)
    assert DecisionLog([one, two]).in_force(ON) == (two,)


@pytest.mark.parametrize(
    ("changes", "unexplained"),
    [
        ({}, True),
        ({"has_rationale": True}, False),
        ({"has_override_reason": True}, False),
        ({"outcome": Outcome.PROCEED}, False),
        ({"verdict": Verdict.HOLD}, False),
        ({"chosen_mode": Mode.ARMED_ESCORT}, False),
        ({"expires_on": ON - timedelta(days=1)}, False),
    ],
)
def test_staying_away_is_unexplained_where_no_record_says_why(changes: dict[str, object], unexplained: bool) -> None:
    log = DecisionLog([replace(head(1), **changes)])  # type: ignore[arg-type]  # fields of one record by name
    assert log.refused_without_reason(Mode.LIAISON, ON) == (frozenset({"XT01"}) if unexplained else frozenset())


@given(heads=decision_heads(CODES), split=st.integers(0, 4))
def test_a_log_gone_on_with_is_the_log_read_anew(heads: tuple[DecisionHead, ...], split: int) -> None:
    log = DecisionLog(heads[:split])
    for one in heads[split:]:
        log = log.followed_by(one)
    whole = DecisionLog(heads)
    assert (tuple(log), dict(log.by_area), log.superseded) == (tuple(whole), dict(whole.by_area), whole.superseded)
    for day in (ON - timedelta(days=30), ON):
        assert log.in_force(day) == whole.in_force(day)
        assert [log.last_band(code, day) for code in CODES] == [whole.last_band(code, day) for code in CODES]
        for mode in (Mode.LIAISON, Mode.ARMED_ESCORT):
            assert log.refused_without_reason(mode, day) == whole.refused_without_reason(mode, day)
