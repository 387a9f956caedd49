"""One case and many: the same answers. After an edit: only what depends on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mrm_desktop.domain.case import Case
from mrm_desktop.domain.vocabulary import Mode, Rated
from mrm_desktop.scoring import BatchResult, PreparedAreas, assess, assess_many, load_policy, reassess
from mrm_desktop.scoring import batch as batch_module
from mrm_desktop.scoring.table import CaseTable, encode
from tests.present import present
from tests.scoring.cases import GOOD, with_context, with_mission
from tests.scoring.strategies import cases, open_cases

POLICY = load_policy()


def same(result: BatchResult, row: int, column: int) -> None:
    case, many = result.cases[row], result.answer(row, column)
    one = assess(replace(case, request=replace(case.request, mode=many.mode)), POLICY)
    assert result.assessment(row, column) == one
    assert many == one.answer
    heard = many.acceptance
    if heard is not None and one.acceptance is not None:
        spread, counted = present(heard.spread), [i for i in case.community_evidence if i.rated is Rated.UN_MILITARY]
        assert (spread.low, spread.mean, spread.high) == (one.acceptance.low, one.acceptance.mean, one.acceptance.high)
        assert spread.answers == round(sum(item.answered for item in counted))
        assert spread.age_days == min((case.assessed_on - item.collected_on).days for item in counted)
    if one.index is not None:
        assert one.robustness is not None
        assert (result.index[row], result.share_below[row]) == (one.index.value, one.robustness.share_below)


@settings(max_examples=40)
@given(st.lists(st.one_of(cases(), open_cases()), min_size=1, max_size=12))
def test_scalar_and_batch_agree(drawn: list[Case]) -> None:
    numbered = [replace(case, id=str(n)) for n, case in enumerate(drawn)]
    result = assess_many(numbered, POLICY)
    for row in range(len(numbered)):
        same(result, row, 0)


def test_scalar_and_batch_agree_on_all_modes() -> None:
    areas = [
        GOOD,
        replace(with_context(GOOD, reprisals_for_contact=True), id="b"),
        replace(with_mission(GOOD, hotline=None), id="c"),
    ]
    result = assess_many(areas, POLICY, list(Mode))
    assert result.verdict.shape == (3, 9)
    for row, case in enumerate(areas):
        for column, mode in enumerate(Mode):
            same(result, row, column)
            assert (
                result.answer(row, column).verdict
                is assess(replace(case, request=replace(case.request, mode=mode)), POLICY).verdict
            )


def test_no_areas() -> None:
    result = assess_many([], POLICY, list(Mode))
    assert result.verdict.shape == (0, 9)
    assert assess_many([], POLICY).verdict.shape == (0, 1)


def test_order_of_the_areas_does_not_matter() -> None:
    areas = [replace(GOOD, id=str(n), impacts=GOOD.impacts) for n in range(40)]
    areas[7] = with_mission(areas[7], response_hours=20)
    one, two = assess_many(areas, POLICY), assess_many(areas[::-1], POLICY)
    assert (one.index == two.index[::-1]).all()
    assert (one.share_below == two.share_below[::-1]).all()


class TestAfterAnEdit:
    """Incremental assessment."""

    areas = tuple(replace(GOOD, id=str(n)) for n in range(30))

    def test_only_the_edited_area_is_run(self, monkeypatch: pytest.MonkeyPatch) -> None:
        before = assess_many(self.areas, POLICY, list(Mode))
        edited = [*self.areas[:3], with_context(self.areas[3], contact_punished=True), *self.areas[4:]]
        ran: list[int] = []

        def counted(cases: Sequence[Case]) -> CaseTable:
            ran.append(len(cases))
            return encode(cases)

        monkeypatch.setattr(batch_module, "encode", counted)
        after, changed = reassess(before, edited, POLICY)
        assert (ran, changed) == ([1], frozenset({"3"}))
        whole = assess_many(edited, POLICY, list(Mode))
        assert (after.verdict == whole.verdict).all()
        assert (after.expires_on == whole.expires_on).all()
        assert (after.flags == whole.flags).all()

    def test_new_moved_and_lost_areas(self) -> None:
        before = assess_many(self.areas, POLICY)
        now = [replace(GOOD, id="new"), *reversed(self.areas[5:])]
        after, changed = reassess(before, now, POLICY)
        assert changed == {"new"}
        assert [c.id for c in after.cases] == [c.id for c in now]
        assert (after.verdict == assess_many(now, POLICY).verdict).all()

    def test_another_policy_runs_everything(self) -> None:
        before = assess_many(self.areas, POLICY)
        _, changed = reassess(before, self.areas, POLICY.with_values({"acceptance.z": 3.0}))
        assert len(changed) == 30


class TestPrepared:
    """Measures are kept where the policy differs only in what comes after them."""

    def test_bands_and_weights_leave_the_measures(self) -> None:
        areas = PreparedAreas([GOOD])
        kept = areas.measures(POLICY)
        assert areas.measures(POLICY.with_values({"bands.conditional.tolerance": 0.61})) is kept
        assert (
            areas.measures(
                POLICY.with_values({"index.weights": {"acceptance": 0.4, "tolerance": 0.2, "conduct": 0.2, "capability": 0.2}})
            )
            is kept
        )

    @pytest.mark.parametrize(
        "change",
        [
            {"grades.reliability.B": 0.7},
            {"acceptance.half_life_days": 90.0},
            {"adequacy.total_mass": 200.0},
            {"excluded_group.mass": 6.0},
            {"tolerance.nobody_able": 0.7},
            {"conduct.past_allegations": 0.3},
            {"capability.response_unknown": 0.2},
        ],
    )
    def test_anything_before_them_does_not(self, change: dict[str, float]) -> None:
        areas = PreparedAreas([GOOD])
        kept, other = areas.measures(POLICY), POLICY.with_values(change)
        assert areas.measures(other) is not kept
        assert (areas.assess(other).index == assess_many([GOOD], other).index).all() or change == {"adequacy.total_mass": 200.0}
