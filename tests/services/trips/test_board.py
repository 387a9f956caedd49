"""The board of the base: what is waited for, what is overdue and since when, and a log that stays until the trip's day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.guard_passes import PersonInTextError
from mrm_desktop.domain.trips import CheckIn, OverdueStep
from mrm_desktop.domain.trips_out import Heard, TripOut
from mrm_desktop.services.trips.board import USUAL_STEPS, destroy_old_trips, logs, note, put_out, state_of, trips_out
from mrm_desktop.services.trips.plan_trip import plan_trip
from mrm_desktop.store.file.project_file import ProjectFile
from tests.present import present
from tests.services.conftest import ON, opened
from tests.services.trips.test_plan_trip import INSIDE, trip

DAY = date(2026, 3, 5)
SIX = datetime(2026, 3, 5, 6, 0, tzinfo=UTC)
CHECKS = (CheckIn("08:00", "Bridge", "radio", grace_minutes=20), CheckIn("10:30", "Camp", "phone"))


def out(project: ProjectFile, at: datetime = SIX, **changes: Any) -> TripOut:
    """A trip that left, on a clock that is UTC."""
    one = trip(INSIDE, on=DAY, check_ins=CHECKS, utc_offset_minutes=0, **changes)
    return put_out(project, plan_trip(opened(project), one), at)


def minutes(hours: int, more: int = 0) -> datetime:
    return SIX.replace(hour=hours, minute=more)


def test_the_next_check_in_is_the_first_that_nobody_heard(project: ProjectFile) -> None:
    made = out(project)
    [state] = trips_out(project, minutes(7))
    waited = present(state.next_check_in)
    assert (waited.check_in.place, state.is_overdue, state.steps) == ("Bridge", False, ())
    note(project, made.id, Heard.HEARD, waited.key, minutes(8, 5))
    [state] = trips_out(project, minutes(8, 30))
    assert state.next_check_in is not None
    assert state.next_check_in.check_in.place == "Camp"
    assert not state.is_overdue, "whoever was heard is not overdue"


def test_nobody_is_said_to_have_been_heard_before_the_team_left(project: ProjectFile) -> None:
    made = out(project, minutes(9))
    assert [line.what for line in made.log] == [Heard.LEFT, Heard.BEFORE_DEPARTURE]
    [state] = trips_out(project, minutes(9))
    assert present(state.next_check_in).check_in.place == "Camp", "what fell before the departure is not waited for"


def test_a_trip_whose_check_ins_are_all_past_does_not_leave(project: ProjectFile) -> None:
    with pytest.raises(KnownError) as refused:
        out(project, minutes(23))
    assert refused.value.code == "board.over"
    assert trips_out(project, minutes(23)) == ()


def test_a_trip_is_on_the_board_once_until_it_is_home(project: ProjectFile) -> None:
    first = out(project)
    with pytest.raises(KnownError) as refused:
        out(project)
    assert refused.value.code == "board.out_already"
    note(project, first.id, Heard.HOME, "", minutes(7))
    out(project)
    assert len(trips_out(project, minutes(7))) == 1


def test_a_check_in_with_a_day_of_its_own_is_waited_for_on_that_day_alone(project: ProjectFile) -> None:
    made = out(project)
    next_day = DAY + timedelta(days=1)
    two = replace(made, days=(DAY, next_day), check_ins=(replace(CHECKS[0], on=next_day), CHECKS[1]))
    assert [(due.at.date(), due.check_in.place) for due in two.due()] == [(DAY, "Camp"), (next_day, "Bridge"), (next_day, "Camp")]
    assert two.day(datetime(2026, 3, 5, 23, 30, tzinfo=UTC)) == DAY


def test_a_check_in_is_overdue_when_its_grace_is_over_and_not_before(project: ProjectFile) -> None:
    made = out(project)
    assert not state_of(made, minutes(8, 19)).is_overdue
    late = state_of(made, minutes(8, 20))
    assert late.is_overdue
    assert [(step.step.after_minutes, step.at) for step in late.steps] == [(30, minutes(8, 30))], "the trip's own plan"
    assert late.own_steps


def test_a_trip_without_a_plan_for_it_is_given_the_usual_steps(project: ProjectFile) -> None:
    late = state_of(out(project, overdue=()), minutes(9))
    assert not late.own_steps
    assert [step.at - minutes(8) for step in late.steps] == [timedelta(minutes=m) for m, _ in USUAL_STEPS]


def test_steps_come_in_the_order_of_time_and_are_noted_once_done(project: ProjectFile) -> None:
    steps = (OverdueStep(90, "Director", "decides"), OverdueStep(15, "Radio room", "calls"))
    made = out(project, overdue=steps)
    late = state_of(made, minutes(8, 40))
    assert [step.step.role for step in late.steps] == ["Radio room", "Director"]
    later = note(project, made.id, Heard.DONE, late.steps[0].key, minutes(8, 41))
    assert [step.is_done for step in state_of(later, minutes(8, 42)).steps] == [True, False]
    assert state_of(later, minutes(8, 42)).is_overdue, "a step that was done is nobody who was heard"


def test_whoever_reports_from_farther_on_was_heard_before_too(project: ProjectFile) -> None:
    made = out(project)
    camp = list(made.due())[1]
    assert state_of(made.noted(replace(made.log[0], what=Heard.HEARD, key=camp.key)), minutes(12)).next_check_in is None


def test_hours_are_those_of_the_clock_of_the_trip(project: ProjectFile) -> None:
    one = trip(INSIDE, on=DAY, check_ins=CHECKS, utc_offset_minutes=120)
    made = put_out(project, plan_trip(opened(project), one), SIX.replace(hour=3))
    first = next(made.due())
    assert first.at == SIX, "eight o'clock two hours ahead of UTC"
    assert made.hour(first.at) == "08:00"


def test_on_each_day_of_travel_a_check_in_is_due_again(project: ProjectFile) -> None:
    two = trip(INSIDE, INSIDE, on=DAY, check_ins=CHECKS[:1], utc_offset_minutes=0)
    two = replace(two, legs=(two.legs[0], replace(two.legs[1], on=DAY + timedelta(days=1))))
    made = put_out(project, plan_trip(opened(project), two), SIX)
    assert [due.at for due in made.due()] == [minutes(8), minutes(8) + timedelta(days=1)]


def test_nobody_waits_for_what_was_due_before_it_left(project: ProjectFile) -> None:
    state = state_of(out(project, at=minutes(9)), minutes(9, 5))
    assert state.next_check_in is not None
    assert state.next_check_in.check_in.place == "Camp"


def test_a_trip_that_nobody_could_miss_is_not_put_out(project: ProjectFile) -> None:
    one = trip(INSIDE, on=DAY, check_ins=(CheckIn("at dusk", "Camp", "radio"),))
    with pytest.raises(KnownError, match=r"board\.no_check_in"):
        put_out(project, plan_trip(opened(project), one), SIX)
    assert trips_out(project, SIX) == ()


def test_no_person_is_named_on_the_board(project: ProjectFile) -> None:
    plan = plan_trip(opened(project), trip(INSIDE, on=DAY, check_ins=CHECKS))
    with pytest.raises(PersonInTextError):
        put_out(project, replace(plan, trip=replace(plan.trip, title="Visit to Mary Deng")), SIX)


def test_overdue_trips_come_first_and_those_that_are_home_are_off_the_board(project: ProjectFile) -> None:
    first = out(project, title="First")
    second = out(project, title="Second")
    note(project, second.id, Heard.HEARD, next(second.due()).key, minutes(8))
    assert [s.trip.title for s in trips_out(project, minutes(8, 30))] == ["First", "Second"]
    note(project, first.id, Heard.HOME, "", minutes(9))
    assert [s.trip.title for s in trips_out(project, minutes(9))] == ["Second"]
    assert {t.title for t in logs(project)} == {"First", "Second"}, "the log stays"
    assert [line.what for t in logs(project) if t.title == "First" for line in t.log] == [Heard.LEFT, Heard.HOME]


def test_a_trip_is_gone_after_its_day_and_not_before(project: ProjectFile) -> None:
    made = out(project)
    destroy_old_trips(project, made.destroy_by)
    assert logs(project)
    destroy_old_trips(project, made.destroy_by + timedelta(days=1))
    assert logs(project) == ()


def test_a_note_for_a_trip_that_is_gone_is_said(project: ProjectFile) -> None:
    with pytest.raises(KnownError, match=r"board\.no_such_trip"):
        note(project, "0" * 32, Heard.HEARD, "", datetime(ON.year, ON.month, ON.day, tzinfo=UTC))
