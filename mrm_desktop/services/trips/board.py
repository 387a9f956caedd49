"""The board of the base: trips that are out, the next check-in of each, and what is done when one is missed. Nothing of it leaves."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.trip_plans import TripPlan
from mrm_desktop.domain.trips import OverdueStep
from mrm_desktop.domain.trips_out import DueCheckIn, DueStep, Heard, LogLine, TripOut, TripState
from mrm_desktop.foundation.clock import new_id
from mrm_desktop.project.known_names import known_to
from mrm_desktop.project.ports import UnitsOfWork
from mrm_desktop.services.trips.guard_trip import guard_trip

USUAL_STEPS = ((30, "call"), (60, "focal_point"), (120, "director"), (180, "crisis_team"))
"""Minutes after a missed check-in, and what is usual by then, for a trip without a plan of its own (DOMAIN 5)."""


def put_out(project: UnitsOfWork, plan: TripPlan, now: datetime) -> TripOut:
    """Put a trip on the board: the team has left.

    Raises
    ------
    KnownError
        ``board.no_check_in`` where no hour is planned at which it reports: nobody would notice that it is missing;
        ``board.over`` where all of these are past; ``board.out_already``.
    PersonInTextError
        A text of the trip looks as if it told of a person.
    """
    trip = guard_trip(plan.trip, known_to(project))
    out = TripOut(
        id=new_id(),
        title=trip.title,
        days=tuple(sorted({leg.on for leg in trip.legs})),
        check_ins=trip.check_ins,
        overdue=tuple(sorted(trip.overdue, key=lambda step: step.after_minutes)),
        utc_offset_minutes=plan.clock.utc_offset_minutes,
        destroy_by=trip.to_destroy_on,
        log=(LogLine(now, Heard.LEFT),),
    )
    due = list(out.due())
    if not due:
        raise KnownError("board.no_check_in")
    early = [one for one in due if one.late_from < now]
    if len(early) == len(due):
        raise KnownError("board.over")
    for one in early:
        out = out.noted(LogLine(now, Heard.BEFORE_DEPARTURE, one.key))
    with project.write() as repository:
        if any(not other.is_home and (other.title, other.days) == (out.title, out.days) for other in repository.trips_out()):
            raise KnownError("board.out_already", title=out.title)
        repository.keep_trip_out(out)
    return out


def note(project: UnitsOfWork, trip_id: str, what: Heard, key: str, now: datetime) -> TripOut:
    """Write a line into the log of a trip: it was heard, a step was done, the team is home.

    Raises
    ------
    KnownError
        ``board.no_such_trip``.
    """
    with project.write() as repository:
        found = next((trip for trip in repository.trips_out() if trip.id == trip_id), None)
        if found is None:
            raise KnownError("board.no_such_trip")
        later = found.noted(LogLine(now, what, key))
        repository.keep_trip_out(later)
    return later


def trips_out(project: UnitsOfWork, now: datetime) -> tuple[TripState, ...]:
    """Return the trips that are out, those first of which nobody heard in time."""
    with project.read() as repository:
        out = [trip for trip in repository.trips_out() if not trip.is_home]
    states = [state_of(trip, now) for trip in out]
    latest = datetime.max.replace(tzinfo=now.tzinfo)
    return tuple(sorted(states, key=lambda s: (not s.is_overdue, s.next_check_in.at if s.next_check_in else latest)))


def logs(project: UnitsOfWork) -> tuple[TripOut, ...]:
    """Return every trip whose log is kept, the latest first."""
    with project.read() as repository:
        return tuple(sorted(repository.trips_out(), key=lambda trip: trip.log[0].at, reverse=True))


def destroy_old_trips(project: UnitsOfWork, today: date) -> None:
    """Destroy the trips whose day is over. Nothing is written where there are none."""
    with project.read() as repository:
        old = [trip for trip in repository.trips_out() if trip.destroy_by < today]
    if old:
        with project.write() as repository:
            for trip in old:
                repository.destroy_trip_out(trip.id)


def state_of(trip: TripOut, now: datetime) -> TripState:
    """Say what a trip that is out waits for at a moment.

    Whoever reports late was heard: a check-in that is noted ends all that were due before it.
    """
    waiting = _waiting(trip)
    missed = next((due for due in waiting if due.late_from <= now), None)
    return TripState(
        trip=trip,
        now=now,
        next_check_in=waiting[0] if waiting else None,
        missed=missed,
        steps=_steps(trip, missed) if missed is not None else (),
        own_steps=bool(trip.overdue),
    )


def _waiting(trip: TripOut) -> list[DueCheckIn]:
    due = list(trip.due())
    heard = [n for n, one in enumerate(due) if trip.has(Heard.HEARD, one.key) or trip.has(Heard.BEFORE_DEPARTURE, one.key)]
    return due[heard[-1] + 1 :] if heard else due


def _steps(trip: TripOut, missed: DueCheckIn) -> tuple[DueStep, ...]:
    usual = (OverdueStep(minutes, "", code) for minutes, code in USUAL_STEPS)
    found = []
    for number, step in enumerate(trip.overdue or tuple(usual), start=1):
        key = f"{missed.key} step {number}"
        found.append(DueStep(key, missed.at + timedelta(minutes=step.after_minutes), step, trip.has(Heard.DONE, key)))
    return tuple(found)
