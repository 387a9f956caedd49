"""What earlier decisions mean: the last one counts, and a log gone on with is the log read anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mrm_desktop.domain.decisions import DecisionHead, Outcome
from mrm_desktop.domain.errors import KnownError
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


def test_a_decision_stands_from_its_day_to_its_last_and_not_once_another_took_its_place() -> None:
    one = head(1, days_ago=5)
    days = [ON - timedelta(days=6), ON - timedelta(days=5), ON, ON + timedelta(days=1)]
    assert [len(DecisionLog([one]).standing(day)) for day in days] == [0, 1, 1, 0]
    two = replace(head(2, days_ago=1), supersedes=one.id)
    assert DecisionLog([one, two]).standing(ON) == (two,)


NAMED = [replace(head(n), id=letter * 32, hash=f"{n}" * 12 + "f" * 52) for n, letter in ((1, "a"), (2, "b"))]


@pytest.mark.parametrize("name", ["2", "#2", " 2 ", "b" * 32, "B" * 8, "2" * 8, "2" * 12 + "f" * 52])
def test_a_decision_is_named_by_number_checksum_or_identifier(name: str) -> None:
    assert DecisionLog(NAMED).named(name) is NAMED[1]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "decision.name_too_short"),
        ("b", "decision.name_too_short"),
        ("bbbbbbb", "decision.name_too_short"),
        ("3", "decision.unknown"),
        ("0", "decision.unknown"),
        ("cccccccc", "decision.unknown"),
    ],
)
def test_what_names_no_decision_is_refused(name: str, code: str) -> None:
    with pytest.raises(KnownError, match=code.replace(".", r"\.")):
        DecisionLog(NAMED).named(name)


def test_a_beginning_that_two_share_names_neither_and_the_numbers_are_told() -> None:
    twins = [replace(one, hash="e" * 64) for one in NAMED]
    with pytest.raises(KnownError) as caught:
        DecisionLog(twins).named("eeeeeeee")
    assert (caught.value.code, caught.value.params["sequences"]) == ("decision.ambiguous", ["1", "2"])


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
        assert log.standing(day) == whole.standing(day)
        assert [log.last_band(code, day) for code in CODES] == [whole.last_band(code, day) for code in CODES]
        for mode in (Mode.LIAISON, Mode.ARMED_ESCORT):
            assert log.refused_without_reason(mode, day) == whole.refused_without_reason(mode, day)
