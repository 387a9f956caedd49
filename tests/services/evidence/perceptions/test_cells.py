"""Cells: nothing that could point at somebody, also where several divisions of the same people are shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mrm_desktop.domain.limits import SMALLEST_CELL
from mrm_desktop.domain.survey_groups import GROUPS
from mrm_desktop.domain.vocabulary import Stratum
from mrm_desktop.scoring import load_policy
from mrm_desktop.services.evidence.perceptions.cells import Cell, cells_of, crossed_cells, groups_heard
from mrm_desktop.services.evidence.perceptions.voices import voices_of
from mrm_desktop.statistics.intervals import wilson
from tests.services.evidence.perceptions.said import FEBRUARY, NOVEMBER, evidence, part

POLICY = load_policy()


def cells(*items: object, round_name: str = "") -> dict[str, Cell]:
    return {c.group: c for c in cells_of("XT01", voices_of(items), round_name, False, POLICY)}  # type: ignore[arg-type]


def test_the_share_who_see_them_well_has_wilsons_interval() -> None:
    found = cells(evidence(counts=(5, 5, 5, 5, 5)))["women"]
    assert found.favourable == pytest.approx((0.4, *wilson(0.4, 12.5)))
    assert found.effective == 12.5


def test_a_group_that_another_division_would_give_away_is_held_back() -> None:
    women = evidence(counts=(4, 4, 4, 4, 4), parts=(part("host", 4, 4, 4, 4, 4),))
    displaced = evidence(Stratum.DISPLACED, (1, 1, 1, 1, 1), parts=(part("women", 1, 1, 1, 1, 1),))
    found = cells(women, displaced)
    assert found["displaced"].held_back == "small"
    assert found["host"].held_back == "complement", "all are women, and how many these are is shown"
    assert found["women"].answered == 25


def test_two_small_groups_are_not_few_people_together_and_one_more_is_held_back() -> None:
    parts = (part("youth", 1, 1, 1, 0, 0), part("adults", 4, 4, 4, 4, 4), part("older", 1, 1, 1, 1, 0))
    found = cells(
        evidence(counts=(6, 6, 6, 5, 4), parts=parts),
        evidence(Stratum.MEN, (4, 4, 4, 4, 4), parts=(part("adults", 4, 4, 4, 4, 4),)),
    )
    assert [found[group].held_back for group in ("youth", "older")] == ["small", "small"]
    assert found["adults"].held_back == "complement", "seven of 47 would be left over"


def test_people_of_whom_nobody_knows_hide_the_rest() -> None:
    women = evidence(counts=(4, 4, 4, 4, 4), parts=(part("host", 3, 3, 3, 3, 3),))  # five did not say
    displaced = evidence(Stratum.DISPLACED, (1, 1, 1, 1, 1), parts=(part("women", 1, 1, 1, 1, 1),))
    assert cells(women, displaced)["host"].held_back == ""


def test_the_newest_round_of_each_source_and_no_older_one() -> None:
    old, new = evidence(day=NOVEMBER), evidence(counts=(12, 0, 0, 0, 0))
    other = evidence(day=NOVEMBER, source="t", counts=(0, 0, 0, 0, 12))
    assert (cells(old, new, other)["women"].counts, cells(old, new)["women"].rounds) == ((12, 0, 0, 0, 12), ("2026-02",))
    assert cells(old, new, round_name="2025-11")["women"].answered == 25


def test_a_source_that_asked_long_before_another_is_left_out_and_counted() -> None:
    old = evidence(day=FEBRUARY - timedelta(days=181), source="t", counts=(0, 0, 0, 0, 12))
    found = cells(evidence(counts=(12, 0, 0, 0, 0)), old)["women"]
    assert (found.counts, found.left_older) == ((12, 0, 0, 0, 0), 1)
    assert cells(old)["women"].answered == 12, "alone it is what is known"


def test_a_cell_is_dated_by_its_answers() -> None:
    found = cells(evidence(counts=(9, 0, 0, 0, 0), day=NOVEMBER), evidence(counts=(0, 0, 0, 0, 1), source="t"))["women"]
    assert (found.oldest, found.newest, (found.on - NOVEMBER).days) == (NOVEMBER, FEBRUARY, (FEBRUARY - NOVEMBER).days // 10)


def test_means_without_a_distribution_have_no_interval() -> None:
    found = cells(replace(evidence(), distribution=None))["women"]
    assert (found.counts, found.low, found.favourable) == (None, None, None)
    assert found.mean == pytest.approx(0.4)


GROUP = st.sampled_from(["women", "men"])
COUNTS = st.tuples(*[st.integers(0, 6)] * 5)


@given(st.lists(st.tuples(st.sampled_from([Stratum.WOMEN, Stratum.MEN, Stratum.DISPLACED]), COUNTS), min_size=1, max_size=4))
def test_nothing_is_shown_of_fewer_than_ten_and_held_back_cells_say_nothing(items: list[tuple[Stratum, tuple[int, ...]]]) -> None:
    made = [evidence(s, counts, source=str(n)) for n, (s, counts) in enumerate(items)]  # type: ignore[arg-type]
    for cell in cells(*made).values():
        if cell.held_back:
            assert {cell.counts, cell.answered, cell.mean, cell.low, cell.high, cell.favourable, cell.refused} == {None}
        else:
            assert (cell.answered or 0) >= SMALLEST_CELL


def test_crossed_groups_are_shown_where_there_are_enough_and_none_can_be_worked_out() -> None:
    parts = (part("host", 20, 0, 0, 0, 0), part("youth", 0, 0, 0, 0, 12), part("adults", 4, 0, 0, 0, 0))
    voices = voices_of([evidence(counts=(20, 0, 0, 0, 12), parts=parts)])
    assert [c.group for c in crossed_cells("XT01", voices, "women", "", POLICY)] == ["host"]
    older = [evidence(day=NOVEMBER, parts=(part("host", 0, 0, 0, 0, 25),))]
    (host,) = crossed_cells("XT01", [*voices, *voices_of(older)], "women", "", POLICY)
    assert host.answered == 20, "the newest round alone"


def test_groups_stand_in_the_order_of_their_divisions() -> None:
    found = cells(
        evidence(Stratum.HOST), evidence(), evidence(Stratum.MEN), evidence(Stratum.ALL, asked_elsewhere=True, source="t")
    )
    assert groups_heard(found.values()) == ("women", "men", "host", "elsewhere")
    assert set(groups_heard(found.values())) - {"elsewhere"} <= {name for names in GROUPS.values() for name in names}
