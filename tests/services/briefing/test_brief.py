"""The briefing: what needs somebody, the most pressing first."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from mrm_desktop.domain.backups import BackupState
from mrm_desktop.domain.briefings import Briefing, NeedKind
from mrm_desktop.domain.drafts import DRAFT_LIFETIME
from mrm_desktop.domain.trips import CheckIn
from mrm_desktop.domain.trips_out import Heard, LogLine, TripOut
from mrm_desktop.project.question import Question
from mrm_desktop.services.briefing.brief import LOOKS_AHEAD, STAYS_SAID, brief
from mrm_desktop.services.decisions.raise_alert import record_alert
from mrm_desktop.services.drafts.kept_drafts import keep_draft
from mrm_desktop.store.file.project_file import ProjectFile
from tests.services.conftest import ON, decide, decide_and_sign, opened
from tests.store import records

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
CODES = {"line": "briefing.lines", "never": "briefing.lines_never"}


def said(project: ProjectFile, day: date = ON) -> Briefing:
    return brief(opened(project, day), Question(), NOON)


def codes(briefing: Briefing, *kinds: NeedKind) -> list[str]:
    return [need.code for need in briefing.needs if not kinds or need.kind in kinds]


def test_a_quiet_project_needs_nobody_but_for_its_lines(project: ProjectFile) -> None:
    assert set(codes(said(project))) <= {"briefing.lines", "briefing.lines_never"}


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (BackupState(NOON), []),
        (BackupState(None), []),
        (BackupState(None, is_behind=True), ["briefing.backup_none"]),
        (BackupState(NOON - timedelta(days=1), is_behind=True), ["briefing.backup_behind"]),
        (BackupState(NOON - timedelta(days=8)), ["briefing.backup_old"]),
        (BackupState(NOON, untried_days=31), ["briefing.drill"]),
        (BackupState(None, untried_days=31), []),
    ],
)
def test_what_would_be_lost_with_the_computer_is_said_calmly(
    project: ProjectFile, monkeypatch: pytest.MonkeyPatch, state: BackupState, expected: list[str]
) -> None:
    monkeypatch.setattr(ProjectFile, "backup_state", lambda _: state)
    assert [need for need in said(project).needs if need.kind is NeedKind.BACKUP] == [], "an invented country is nobody's loss"
    with project.write() as repository:
        repository.set_info(replace(repository.info(), fictional=False))
    needs = [need for need in said(project).needs if need.kind in (NeedKind.BACKUP, NeedKind.DRILL)]
    assert [need.code for need in needs] == expected
    assert all(need.due == ON for need in needs), "for today, not overdue"


def test_the_most_pressing_comes_first(project: ProjectFile) -> None:
    decide(project)
    record_alert(opened(project), "XT01", "Senior person", "An alert waits for no argument.", datetime(2026, 3, 1, 15, tzinfo=UTC))
    kinds = [need.kind for need in said(project).needs]
    assert kinds[0] is NeedKind.ALERT
    assert kinds == sorted(kinds, key=list(NeedKind).index)


def test_a_decision_waits_for_its_signatures_by_their_roles(project: ProjectFile) -> None:
    decision = decide(project)
    [need] = [need for need in said(project).needs if need.kind is NeedKind.WAITS]
    assert (need.area_code, need.params["approval"], need.due) == ("XT01", list(decision.draft.signatories), decision.expires_on)


def test_a_decision_is_said_before_it_lapses_and_for_a_while_after(project: ProjectFile) -> None:
    ends = decide_and_sign(project).expires_on
    lapsing = (NeedKind.LAPSES, NeedKind.LAPSED)
    assert codes(said(project, ends - LOOKS_AHEAD - timedelta(days=1)), *lapsing) == []
    assert codes(said(project, ends - LOOKS_AHEAD), *lapsing) == ["briefing.lapses"]
    assert codes(said(project, ends), *lapsing) == ["briefing.lapses"]
    assert codes(said(project, ends + timedelta(days=1)), *lapsing) == ["briefing.lapsed"]
    assert codes(said(project, ends + STAYS_SAID), *lapsing) == ["briefing.lapsed"]
    assert codes(said(project, ends + STAYS_SAID + timedelta(days=1)), *lapsing) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"mandate_end": ON - timedelta(days=1)}, ["briefing.mandate_over"]),
        ({"mandate_end": ON + timedelta(days=3)}, ["briefing.mandate_ends"]),
        ({"mandate_end": None}, []),
        ({"last_checked": None}, ["briefing.mission_unchecked"]),
        ({"last_checked": ON - timedelta(days=200)}, ["briefing.mission_old"]),
    ],
)
def test_the_registry_is_past_its_day(project: ProjectFile, changes: dict[str, date | None], expected: list[str]) -> None:
    with project.write() as repository:
        repository.put_missions([records.mission(**changes)])
    assert codes(said(project), NeedKind.MISSION) == expected


def test_nobody_of_the_civilian_side_can_be_called(empty: ProjectFile) -> None:
    assert "briefing.no_focal_point" in codes(said(empty))
    with empty.write() as repository:
        repository.add_focal_points([records.focal_point()])
    assert "briefing.no_focal_point" not in codes(said(empty))


def test_untested_lines_are_one_need_that_names_their_roles(empty: ProjectFile) -> None:
    with empty.write() as repository:
        repository.add_statements([records.duty_line(tested_on=None, answered=None, answer_minutes=None)])
    [need] = [need for need in said(empty).needs if need.kind is NeedKind.UNTESTED_LINE]
    assert (need.code, need.params["count"]) == (CODES["never"], 1)
    assert need.params["roles"] == [records.duty_line().role]


def test_an_election_ahead_says_how_many_decisions_end_with_it(project: ProjectFile) -> None:
    with project.write() as repository:
        repository.add_statements([records.event_ahead(on=ON + timedelta(days=10))])
    decide(project)
    [need] = [need for need in said(project).needs if need.kind is NeedKind.EVENT]
    assert (need.due, need.params["count"]) == (ON + timedelta(days=10), 1)
    assert codes(said(project, ON + timedelta(days=11)), NeedKind.EVENT) == []


def test_files_past_their_day_are_counted(project: ProjectFile) -> None:
    with project.write() as repository:
        repository.add_release(records.release(destroy_by=ON - timedelta(days=2)))
        repository.add_release(records.release(destroy_by=ON))
    [need] = [need for need in said(project).needs if need.kind is NeedKind.DESTROY]
    assert (need.params, need.due) == ({"count": 1}, ON - timedelta(days=2))


def test_the_mission_stands_in_one_line(project: ProjectFile) -> None:
    line = said(project).mission
    assert line is not None
    assert (line.acronym, line.mandate_end, line.confirmed_on) == (
        "UNTOY",
        records.mission().mandate_end,
        records.mission().last_checked,
    )


def test_a_trip_of_which_nobody_heard_comes_before_everything(project: ProjectFile) -> None:
    plan_day = ON
    trip = TripOut(
        "t" * 32,
        "To the mill",
        (plan_day,),
        (CheckIn("10:00", "at the bridge", "radio", "call the partner", 15),),
        (),
        0,
        ON + timedelta(days=30),
        (LogLine(NOON - timedelta(hours=5), Heard.LEFT),),
    )
    with project.write() as repository:
        repository.keep_trip_out(trip)
    briefing = said(project)
    assert briefing.needs[0].kind is NeedKind.OVERDUE_TRIP
    assert briefing.needs[0].params == {"trip": "To the mill", "count": 120}
    assert [state.trip.id for state in briefing.on_the_road] == [trip.id]
    with project.write() as repository:
        repository.keep_trip_out(trip.noted(LogLine(NOON, Heard.HOME)))
    assert said(project).on_the_road == ()


def test_a_project_without_areas_needs_its_boundaries_first(empty: ProjectFile) -> None:
    with empty.write() as repository:
        [one] = repository.datasets()
        repository.undo_dataset(one.id, records.AT)
    assert said(empty).needs[0].code == "briefing.no_areas"


def test_what_was_begun_and_is_not_recorded_is_said_until_its_day(project: ProjectFile) -> None:
    ours = opened(project, ON)
    keep_draft(ours, "decision", "XT01", {"role": "Country director"}, NOON)
    keep_draft(ours, "decision", "XT99", {"role": "of an area that is gone"}, NOON)
    keep_draft(ours, "trip", "", {"title": "To the mill"}, NOON)
    needs = [need for need in said(project).needs if need.kind is NeedKind.DRAFT]
    assert [(need.code, need.area_code) for need in needs] == [("briefing.draft_decision", "XT01"), ("briefing.draft_trip", "")]
    assert needs[0].params["area"] == next(area.name for area in ours.knowledge.areas if area.code == "XT01")
    later = brief(ours, Question(), NOON + DRAFT_LIFETIME + timedelta(days=1))
    assert codes(later, NeedKind.DRAFT) == []
