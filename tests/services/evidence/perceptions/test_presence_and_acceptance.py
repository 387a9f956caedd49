"""Presence is not acceptance, an interval across the middle is undecided, and old presence is as unknown as in the score."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from mrm_desktop.domain.vocabulary import PatrolFrequency, Stratum
from mrm_desktop.project.presence_map import PresenceMap
from mrm_desktop.project.records import Records
from mrm_desktop.services.evidence.perceptions.presence_and_acceptance import QuadrantPoint, quadrant_point
from mrm_desktop.store.file.project_file import ProjectFile
from tests.services.conftest import POLICY, known, view_of
from tests.services.evidence.perceptions.said import evidence

LIKED, HATED, BETWEEN = (0, 0, 0, 20, 20), (20, 20, 0, 0, 0), (8, 8, 8, 8, 8)


def _point(project: ProjectFile, counts: tuple[int, int, int, int, int], confirmed_days_ago: int = 5) -> QuadrantPoint:
    items = [evidence(s, counts, source=name) for s in (Stratum.WOMEN, Stratum.MEN, Stratum.DISPLACED) for name in ("a", "b")]
    knowledge = known(project)
    day = view_of(knowledge).on
    seen = tuple(replace(p, last_confirmed=day - timedelta(days=confirmed_days_ago)) for p in knowledge.presence)
    return quadrant_point(
        "XT01", "Buroul", view_of(replace(knowledge, evidence=Records(items), presence_map=PresenceMap(seen, knowledge.ground)))
    )


def test_the_interval_decides_on_which_side_an_area_stands(project: ProjectFile) -> None:
    found = [_point(project, counts) for counts in (LIKED, HATED, BETWEEN)]
    assert [p.quadrant for p in found] == ["often_accepted", "often_disliked", "often_undecided"]
    for p in found:
        assert (p.low or 0) < (p.acceptance or 0) < (p.high or 0)


def test_presence_that_is_too_old_is_unknown_as_in_the_score(project: ProjectFile) -> None:
    stale = POLICY.gates.stale_after_days
    assert [_point(project, LIKED, days).presence for days in (stale, stale + 1)] == ["often", "unknown"]
    assert _point(project, LIKED, stale + 1).quadrant == "unknown"


def test_a_map_shows_no_patrols_that_the_score_does_not_believe(project: ProjectFile) -> None:
    knowledge = known(project)
    day = view_of(knowledge).on
    old = tuple(replace(p, last_confirmed=day - timedelta(days=400)) for p in knowledge.presence)
    view = view_of(replace(knowledge, presence_map=PresenceMap(old, knowledge.ground)))
    assert {p.frequency for p in view.presence} == {PatrolFrequency.UNKNOWN}
    assert {p.frequency for p in view.presence_by_area["XT01"]} == {PatrolFrequency.UNKNOWN}
