"""The review of perceptions: groups apart, small groups held back, rounds compared only in the same words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.evidence import AreaEvidence, FollowUps, QuestionCounts
from mrm_desktop.domain.limits import SMALLEST_CELL
from mrm_desktop.domain.vocabulary import EvidenceMethod, PatrolFrequency, Rated, Stratum
from mrm_desktop.project.records import Records
from mrm_desktop.scoring import load_policy
from mrm_desktop.services.evidence.perceptions.review import PerceptionReview, Selection, object_key, review_evidence
from mrm_desktop.store.file.project_file import ProjectFile
from tests.services.conftest import ON, known, view_of
from tests.services.evidence.perceptions.said import NOVEMBER, evidence, part
from tests.store import records

POLICY = load_policy()


@pytest.fixture
def review(project: ProjectFile) -> Callable[..., Any]:
    """Reviews what a test says is known, over the two squares."""
    knowledge = known(project)

    def run(*items: AreaEvidence, **selection: Any) -> PerceptionReview:
        with_them = replace(knowledge, evidence=Records(items))
        return review_evidence(with_them.as_of(ON), view_of(with_them), Selection(**selection), POLICY)

    return run


def test_groups_and_areas_stay_apart(review: Callable[..., Any]) -> None:
    found = review(
        evidence(counts=(1, 2, 3, 4, 5), refused=3, do_not_know=2),
        evidence(counts=(5, 4, 3, 2, 1), area="XT02", refused=2),
        evidence(Stratum.MEN, counts=(0, 0, 0, 0, 12)),
    )
    here, there = found.rows
    women, men = here.cells
    assert (women.group, women.counts, women.answered, women.mean) == ("women", (1, 2, 3, 4, 5), 15, pytest.approx(2 / 3))
    assert women.refused == pytest.approx(3 / 20)
    assert women.do_not_know == pytest.approx(2 / 20)
    assert (men.group, men.mean) == ("men", 2)
    assert men.low < 2 == men.high  # a hundred per cent is not certainty
    assert [cell.counts for cell in there.cells] == [(5, 4, 3, 2, 1)]
    assert found.groups == ("women", "men")
    one = review(evidence(counts=(1, 2, 3, 4, 5)), evidence(counts=(5, 4, 3, 2, 1), area="XT02"), area_code="XT02")
    assert [row.area_code for row in one.rows] == ["XT02"]


def test_all_women_are_those_who_count_as_women_and_those_among_the_displaced(review: Callable[..., Any]) -> None:
    women = evidence(counts=(0, 0, 0, 10, 10), parts=(part("host", 0, 0, 0, 10, 10), part("youth", 0, 0, 0, 10, 0)))
    displaced = evidence(Stratum.DISPLACED, (24, 0, 0, 0, 0), parts=(part("women", 12, 0, 0, 0, 0), part("men", 12, 0, 0, 0, 0)))
    row = review(women, displaced).rows[0]
    assert {c.group: c.answered for c in row.cells if not c.held_back} == {
        "women": 32,
        "men": 12,
        "displaced": 24,
        "host": 20,
        "youth": 10,
    }
    assert row.cell("women").mean == pytest.approx((20 * 1.5 - 12 * 2) / 32)
    assert [(c.group, c.answered) for c in row.crossed["women"]] == [("host", 20), ("youth", 10)]
    assert [(c.group, c.answered) for c in row.crossed["displaced"]] == [("women", 12), ("men", 12)]


def test_sittings_of_groups_are_added_to_no_people(review: Callable[..., Any]) -> None:
    sittings = evidence(counts=(20, 0, 0, 0, 0), source="t", method=EvidenceMethod.FOCUS_GROUP)
    cell = review(evidence(), sittings).rows[0].cell("women")
    assert (cell.answered, cell.left_groups, cell.counts_groups) == (25, 1, False)
    alone = review(sittings).rows[0].cell("women")
    assert (alone.answered, alone.counts_groups) == (20, True)


def test_a_selection_by_source_method_and_grade(review: Callable[..., Any]) -> None:
    items = [evidence(source=name, counts=(k, 0, 0, 0, 12)) for k, name in enumerate("ab")]
    found = review(*items, source="b")
    assert found.rows[0].cell("women").sources == ("b",)
    assert found.sources == ("a", "b"), "what may be chosen stays"
    assert review(*items, method="focus_group").cells == ()
    assert review(*items, grade="B2").rows[0].cell("women").answered == 25


def test_armed_actors_stand_beside(review: Callable[..., Any]) -> None:
    rows = review(evidence()).rows
    assert [row.stances for row in rows] == [("supportive",), ()], "nobody has assessed them in the second"


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
    held = {c.group: c.held_back for c in review(whole, women, men).cells}
    assert held == {"all": "", "women": "small", "men": "complement"}
    # without the whole there is nothing to work it out from
    assert {c.group: c.held_back for c in review(women, men).cells} == {"women": "small", "men": ""}


def test_a_question_in_other_words_is_left_out_and_counted(review: Callable[..., Any]) -> None:
    cell = review(evidence(wording="new"), evidence(wording="old", source="t", day=NOVEMBER)).cells[0]
    assert (cell.answered, cell.other_words) == (25, 1)


def test_who_was_rated_is_never_mixed(review: Callable[..., Any]) -> None:
    unit = evidence(rated_unit="KADBAT", source="t", area="XT02")
    found = review(evidence(), unit, evidence(area="XT02"))
    assert found.rated_objects == ("un_military", "un_military:KADBAT")
    assert [c.answered for c in found.cells] == [25, 25]
    assert review(evidence(), unit, rated=object_key(Rated.UN_MILITARY, "KADBAT")).cells[0].answered == 25


def test_what_was_said_of_others_is_listed_apart_and_does_not_come_first(review: Callable[..., Any]) -> None:
    others = [evidence(rated=Rated.OTHER_FORCE, rated_unit="AU-1", source=name, counts=(9, 9, 0, 0, 0)) for name in "abc"]
    few = evidence(Stratum.MEN, rated=Rated.UN_CIVILIAN, counts=(0, 0, 0, 5, 4))
    found = review(*others, few, evidence())
    assert found.selection.rated == "un_military"
    assert [(c.group, c.answered) for c in found.cells] == [("women", 25)]
    assert [(n.rated, n.unit, [(c.answered, c.held_back) for c in n.cells]) for n in found.not_counted] == [
        (Rated.OTHER_FORCE, "AU-1", [(54, "")]),
        (Rated.UN_CIVILIAN, "", [(None, "small")]),
    ]
    elsewhere = review(*others, evidence(area="XT02"), area_code="XT02")
    assert elsewhere.not_counted == ()


def test_who_was_asked_elsewhere_is_a_group_of_its_own(review: Callable[..., Any]) -> None:
    refugees = [evidence(s, (8, 4, 0, 0, 0), asked_elsewhere=True, source=s.value) for s in (Stratum.WOMEN, Stratum.MEN)]
    found = review(evidence(), *refugees)
    assert [(c.group, c.answered) for c in found.cells] == [
        ("women", 25),
        ("elsewhere", 24),
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
    # Two sources: 10 of 20 counted here, and 40 % of the 25 who were added up elsewhere.
    assert shares(evidence(follow_ups=counted(10, 10)), evidence(source="t", takes_sides_share=0.4)) == [pytest.approx(20 / 45)]
    assert shares(evidence(counts=(0, 0, 3, 3, 3), follow_ups=counted(9, 0), takes_sides_share=1.0)) == [None]


def test_a_share_that_would_give_a_small_one_away_is_held_back_too(review: Callable[..., Any]) -> None:
    whole = evidence(Stratum.ALL, (10, 10, 10, 10, 10), follow_ups=counted(10, 20))
    women, men = evidence(follow_ups=counted(1, 3)), evidence(Stratum.MEN, follow_ups=counted(9, 17))
    assert {c.group: c.shares.takes_sides for c in review(whole, women, men).cells} == {
        "all": pytest.approx(1 / 3),
        "women": None,
        "men": None,
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
