"""The review of perceptions: groups apart, small groups held back, rounds compared only in the same words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.evidence import AreaEvidence, CommunityEvidence, FollowUps, QuestionCounts, RatingDistribution
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.limits import SMALLEST_CELL
from mrm_desktop.domain.vocabulary import EvidenceMethod, PatrolFrequency, Rated, Stratum
from mrm_desktop.project.records import Records
from mrm_desktop.scoring import load_policy
from mrm_desktop.services.evidence.review_perception import PerceptionReview, Selection, interval, object_key, review_evidence
from mrm_desktop.store.file.project_file import ProjectFile
from tests.services.conftest import ON, known, view_of
from tests.store import records

POLICY = load_policy()
NOVEMBER, FEBRUARY = date(2025, 11, 20), date(2026, 2, 10)


def evidence(
    stratum: Stratum = Stratum.WOMEN,
    counts: tuple[int, int, int, int, int] = (2, 4, 6, 8, 5),
    area: str = "XT01",
    day: date = FEBRUARY,
    wording: str = "w",
    source: str = "s",
    **more: Any,
) -> AreaEvidence:
    n = sum(counts)
    mean = sum(r * c for r, c in zip((-2, -1, 0, 1, 2), counts, strict=True)) / n if n else 0.0
    item = CommunityEvidence(stratum, EvidenceMethod.PURPOSIVE_SURVEY, source, day, float(n), mean, Grade("B", "2"))
    spread = RatingDistribution(counts, more.pop("do_not_know", 0), more.pop("refused", 0))
    item = replace(item, **{name: more.pop(name) for name in ("rated", "asked_elsewhere", "takes_sides_share") if name in more})
    return AreaEvidence(f"{stratum}{area}{day}{source}", area, f"{day:%Y-%m}", item, spread, wording, **more)


@pytest.fixture
def review(project: ProjectFile) -> Callable[..., Any]:
    """Reviews what a test says is known, over the two squares."""
    knowledge = known(project)

    def run(*items: AreaEvidence, **selection: Any) -> PerceptionReview:
        with_them = replace(knowledge, evidence=Records(items))
        return review_evidence(with_them.as_of(ON), view_of(with_them), Selection(**selection), POLICY)

    return run


def test_groups_stay_apart_and_areas_are_pooled(review: Callable[..., Any]) -> None:
    found = review(
        evidence(counts=(1, 2, 3, 4, 5), refused=3, do_not_know=2),
        evidence(counts=(5, 4, 3, 2, 1), area="XT02", refused=2),
        evidence(Stratum.MEN, counts=(0, 0, 0, 0, 12)),
    )
    women, men = found.cells
    assert (women.stratum, women.counts, women.answered, women.mean) == (Stratum.WOMEN, (6, 6, 6, 6, 6), 30, 0)
    assert women.refused == pytest.approx(5 / 37)
    assert women.do_not_know == pytest.approx(2 / 37)
    assert (men.stratum, men.mean) == (Stratum.MEN, 2)
    assert men.low < 2 == men.high  # a hundred per cent is not certainty
    one = review(evidence(counts=(1, 2, 3, 4, 5)), evidence(counts=(5, 4, 3, 2, 1), area="XT02"), area_code="XT02")
    assert one.cells[0].counts == (5, 4, 3, 2, 1)


@given(counts=st.lists(st.integers(0, 9), min_size=5, max_size=5).filter(any), divisor=st.floats(1, 20))
def test_the_interval_holds_the_mean_and_widens_with_the_divisor(counts: list[int], divisor: float) -> None:
    mean, low, high = interval(counts, divisor)
    assert -2 <= low <= mean <= high <= 2
    _, narrow_low, narrow_high = interval(counts)
    assert low <= narrow_low
    assert high >= narrow_high


def test_the_interval_is_that_of_the_book() -> None:
    # 5 answers of each kind: variance 2 * 25/24, so the half width is 1.96 * sqrt(2.0833 / 25)
    assert interval((5, 5, 5, 5, 5)) == pytest.approx((0, -0.5658, 0.5658), abs=1e-4)


def test_fewer_than_ten_people_are_held_back_whole(review: Callable[..., Any]) -> None:
    cell = review(evidence(counts=(0, 0, 3, 3, SMALLEST_CELL - 7))).cells[0]
    assert cell.held_back == "small"
    assert {cell.counts, cell.answered, cell.mean, cell.low, cell.high, cell.refused, cell.do_not_know} == {None}
    assert review(evidence(counts=(0, 0, 3, 3, 4))).cells[0].held_back == ""


def test_a_group_that_would_give_a_small_one_away_is_held_back_too(review: Callable[..., Any]) -> None:
    whole, women, men = (
        evidence(Stratum.ALL, (5, 5, 5, 5, 5)),
        evidence(Stratum.WOMEN, (1, 1, 1, 1, 1)),
        evidence(Stratum.MEN, (4, 4, 4, 4, 4)),
    )
    held = {c.stratum: c.held_back for c in review(whole, women, men).cells}
    assert held == {Stratum.ALL: "", Stratum.WOMEN: "small", Stratum.MEN: "complement"}
    # without the whole there is nothing to work it out from
    assert {c.stratum: c.held_back for c in review(women, men).cells} == {Stratum.WOMEN: "small", Stratum.MEN: ""}


def test_a_question_in_other_words_is_left_out_and_counted(review: Callable[..., Any]) -> None:
    cell = review(evidence(wording="new"), evidence(wording="old", area="XT02", day=NOVEMBER)).cells[0]
    assert (cell.answered, cell.other_words) == (25, 1)


def test_rounds_in_other_words_are_not_comparable(review: Callable[..., Any]) -> None:
    found = review(evidence(day=NOVEMBER, wording="old"), evidence(wording="new"))
    assert found.rounds[0].comparable is False
    assert found.rounds[0].change is None


def test_rounds_in_the_same_words_are_compared_over_the_areas_of_both(review: Callable[..., Any]) -> None:
    found = review(
        evidence(counts=(0, 0, 0, 0, 30), day=NOVEMBER),
        evidence(counts=(30, 0, 0, 0, 0), day=NOVEMBER, area="XT02"),  # no second round there
        evidence(counts=(30, 0, 0, 0, 0)),
    ).rounds[0]
    assert (found.comparable, found.areas, found.earlier_mean, found.later_mean, found.change) == (True, 1, 2, -2, -4)
    assert found.is_change is True
    same = review(evidence(day=NOVEMBER), evidence()).rounds[0]
    assert (same.change, same.is_change) == (0, False)


def test_rounds_of_unknown_wording_say_so(review: Callable[..., Any]) -> None:
    assert review(evidence(day=NOVEMBER, wording=""), evidence(wording="w")).rounds[0].comparable is None


def test_rounds_of_few_people_are_held_back(review: Callable[..., Any]) -> None:
    found = review(evidence(day=NOVEMBER, counts=(1, 1, 1, 1, 1)), evidence()).rounds[0]
    assert found.held_back
    assert found.earlier_mean is None
    assert found.later_mean is None


def test_who_was_rated_is_never_mixed(review: Callable[..., Any]) -> None:
    unit = evidence(rated_unit="KADBAT", source="t", area="XT02")
    found = review(evidence(), unit, evidence(area="XT02"))
    assert found.rated_objects == ("un_military", "un_military:KADBAT")
    assert found.cells[0].answered == 50
    assert review(evidence(), unit, rated=object_key(Rated.UN_MILITARY, "KADBAT")).cells[0].answered == 25


def test_what_was_said_of_others_is_listed_apart_and_does_not_come_first(review: Callable[..., Any]) -> None:
    others = [evidence(rated=Rated.OTHER_FORCE, rated_unit="AU-1", source=name, counts=(9, 9, 0, 0, 0)) for name in "abc"]
    few = evidence(Stratum.MEN, rated=Rated.UN_CIVILIAN, counts=(0, 0, 0, 5, 4))
    found = review(*others, few, evidence())
    assert found.selection.rated == "un_military"
    assert [(c.stratum, c.answered) for c in found.cells] == [(Stratum.WOMEN, 25)]
    assert [(n.rated, n.unit, [(c.answered, c.held_back) for c in n.cells]) for n in found.not_counted] == [
        (Rated.OTHER_FORCE, "AU-1", [(54, "")]),
        (Rated.UN_CIVILIAN, "", [(None, "small")]),
    ]
    elsewhere = review(*others, evidence(area="XT02"), area_code="XT02")
    assert elsewhere.not_counted == ()


def test_who_was_asked_elsewhere_is_a_group_of_its_own(review: Callable[..., Any]) -> None:
    refugees = [evidence(s, (8, 4, 0, 0, 0), asked_elsewhere=True, source=s.value) for s in (Stratum.WOMEN, Stratum.MEN)]
    found = review(evidence(), *refugees)
    assert [(c.stratum, c.asked_elsewhere, c.answered) for c in found.cells] == [
        (Stratum.WOMEN, False, 25),
        (Stratum.ALL, True, 24),
    ]
    small = evidence(Stratum.MEN, (0, 1, 1, 0, 0))
    assert [c.held_back for c in review(evidence(), small, *refugees).cells] == ["", "small", ""], (
        "they are no whole of the groups here"
    )


def counted(yes: int, no: int) -> FollowUps:
    return FollowUps(takes_sides=QuestionCounts(yes, no))


def test_a_share_is_of_those_who_answered_and_of_ten_at_least(review: Callable[..., Any]) -> None:
    def shares(*items: AreaEvidence) -> list[float | None]:
        return [cell.shares.takes_sides for cell in review(*items).cells]

    assert shares(evidence(follow_ups=counted(3, 9))) == [0.25]
    assert shares(evidence(follow_ups=counted(3, 6))) == [None], "nine people answered that question"
    assert shares(evidence(takes_sides_share=0.4)) == [0.4]
    # Two areas: 10 of 20 counted here, and 40 % of the 25 who were added up elsewhere.
    assert shares(evidence(follow_ups=counted(10, 10)), evidence(area="XT02", takes_sides_share=0.4)) == [pytest.approx(20 / 45)]
    assert shares(evidence(counts=(0, 0, 3, 3, 3), follow_ups=counted(9, 0), takes_sides_share=1.0)) == [None]


def test_a_share_that_would_give_a_small_one_away_is_held_back_too(review: Callable[..., Any]) -> None:
    whole = evidence(Stratum.ALL, (10, 10, 10, 10, 10), follow_ups=counted(10, 20))
    women, men = evidence(follow_ups=counted(1, 3)), evidence(Stratum.MEN, follow_ups=counted(9, 17))
    assert {c.stratum: c.shares.takes_sides for c in review(whole, women, men).cells} == {
        Stratum.ALL: pytest.approx(1 / 3),
        Stratum.WOMEN: None,
        Stratum.MEN: None,
    }


def test_presence_is_not_acceptance(review: Callable[..., Any], project: ProjectFile) -> None:
    with project.read() as repository:
        presence = repository.presence()
    assert {p.frequency for p in presence} == {PatrolFrequency.WEEKLY}
    liked = [
        evidence(s, (0, 0, 0, 20, 20), source=name) for s in (Stratum.WOMEN, Stratum.MEN, Stratum.DISPLACED) for name in ("a", "b")
    ]
    hated = [
        evidence(s, (20, 20, 0, 0, 0), source=name) for s in (Stratum.WOMEN, Stratum.MEN, Stratum.DISPLACED) for name in ("a", "b")
    ]
    assert review(*liked).quadrant[0].quadrant == "often_accepted"
    assert review(*hated).quadrant[0].quadrant == "often_disliked"
    unknown = review(*liked).quadrant[1]
    assert (unknown.presence, unknown.acceptance, unknown.quadrant) == ("unknown", None, "unknown")


def test_what_to_collect_begins_where_nobody_was_heard(review: Callable[..., Any]) -> None:
    found = review(evidence()).to_collect
    assert found[0].area_code == "XT02"
    assert not found[0].has_evidence
    assert any(gap.code == "gap.community_missing" for gap in found[0].gaps)


def test_among_areas_of_which_nothing_is_known_those_with_most_at_stake_come_first(
    review: Callable[..., Any], project: ProjectFile
) -> None:
    assert [t.area_code for t in review().to_collect] == ["XT01", "XT02"]  # peacekeepers are in the first
    with project.write() as repository:
        one = records.dataset(DatasetKind.PLACES)
        repository.add_dataset(one)
        repository.add_places([records.place(one.id, area_code="XT02") for _ in range(3)])
    knowledge = replace(known(project), evidence=Records())
    found = review_evidence(knowledge.as_of(ON), view_of(knowledge), Selection(), POLICY).to_collect
    assert [(t.area_code, t.exposed) for t in found] == [("XT02", 3), ("XT01", 1)]


def test_evidence_of_tomorrow_is_not_known_today(review: Callable[..., Any]) -> None:
    assert review(evidence(day=date(2026, 3, 2))).cells == ()
