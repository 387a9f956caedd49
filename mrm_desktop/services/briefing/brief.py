"""The briefing of an open project: what needs somebody today, what changed, and the mission in one line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from mrm_desktop.domain.assessments import Reason
from mrm_desktop.domain.briefings import Briefing, MissionLine, Need, NeedKind
from mrm_desktop.domain.decisions import DecisionHead, Outcome
from mrm_desktop.domain.duty_lines import Desk, LineState
from mrm_desktop.domain.missions import MissionRecord
from mrm_desktop.domain.releases import overdue
from mrm_desktop.domain.trips_out import TripState
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.project.question import Question
from mrm_desktop.project.standing import waiting_for
from mrm_desktop.services.briefing.changed_areas import changed_areas
from mrm_desktop.services.briefing.fallen_reasons import fallen_reasons
from mrm_desktop.services.decisions.raise_alert import unwritten_alerts
from mrm_desktop.services.evidence.check_duty_lines import duty_card
from mrm_desktop.services.evidence.start_country import to_get
from mrm_desktop.services.trips.board import trips_out

LOOKS_BACK = timedelta(days=30)
"""How far back a changed ceiling is news."""
LOOKS_AHEAD = timedelta(days=14)
"""How far ahead something that ends is said."""
STAYS_SAID = timedelta(days=14)
"""How long a decision that lapsed is still said: somebody may rely on it without knowing."""
MOST_ROLES = 3  # that are named; the duty card has all of them
_ORDER = tuple(NeedKind)


def brief(project: OpenProject, question: Question, now: datetime, since: date | None = None) -> Briefing:
    """Return what a project has to say on its day.

    Parameters
    ----------
    question : Question
        The mode and purpose by which the ceilings of areas are compared.
    now : datetime
        The moment, by which a check-in is due or late.
    since : date | None
        Day with which ceilings are compared; None for as far back as a change is news.
    """
    day, out = project.day, trips_out(project, now)
    since = since or day - LOOKS_BACK
    needs = [] if project.knowledge.areas else [Need(NeedKind.NO_AREAS, "briefing.no_areas")]
    needs += _to_get(project)
    needs += [*_trips(out), *_alerts(project), *fallen_reasons(project), *_decisions(project), *_mission(project), *_lines(project)]
    needs += [*_drafts(project, now.date()), *_events(project), *_files_to_destroy(project), *_backups(project, now)]
    needs.sort(key=lambda need: (_ORDER.index(need.kind), need.due or date.min))
    record = _record(project)
    line = None if record is None else MissionLine(record.acronym, record.mandate_end, record.last_checked)
    return Briefing(day, since, line, tuple(needs), changed_areas(project, question, since), out)


def _to_get(project: OpenProject) -> Iterator[Need]:
    """Say what is still to be got from others, as long as the map is made of outlines that came with the program."""
    areas = project.knowledge.areas
    if not any(area.is_starter for area in areas):
        return
    missing = [one.wanted for one in to_get(project.knowledge) if one.is_there is False]
    lines = [Reason(f"to_get.{wanted}.line") for wanted in missing]
    redrawn = sum(area.is_redrawn for area in areas)
    if redrawn:
        lines.insert(0, Reason("briefing.to_get.redrawn", {"count": redrawn}))
    yield Need(NeedKind.TO_GET, "briefing.to_get", {"count": len(missing)}, reasons=tuple(lines))


def _trips(out: Iterable[TripState]) -> Iterator[Need]:
    """Say of which trips nobody heard in time, and what is to be done about it now."""
    for state in out:
        if state.missed is not None:
            late = int((state.now - state.missed.at).total_seconds() // 60)
            yield Need(NeedKind.OVERDUE_TRIP, "briefing.overdue_trip", {"trip": state.trip.title, "count": late})


def _alerts(project: OpenProject) -> Iterator[Need]:
    for alert in unwritten_alerts(project.knowledge.decisions, project.decision):
        params = {"area": alert.area_name, "moment": alert.due_at}
        yield Need(NeedKind.ALERT, "briefing.alert", params, area_code=alert.area_code)


def _decisions(project: OpenProject) -> Iterator[Need]:
    known, day = project.knowledge, project.day
    for head in known.decisions:
        if head.id in known.decisions.superseded:
            continue
        about = {"area": head.area_name, "mode": head.chosen_mode.value, "sequence": head.sequence, "on": head.expires_on}
        roles = waiting_for(known, head, project.policy)
        if head.expires_on >= day and roles:
            yield Need(NeedKind.WAITS, "briefing.waits", {**about, "approval": list(roles)}, head.expires_on, head.area_code)
        elif day <= head.expires_on <= day + LOOKS_AHEAD and _goes(head):
            yield Need(NeedKind.LAPSES, "briefing.lapses", about, head.expires_on, head.area_code)
        elif day - STAYS_SAID <= head.expires_on < day and _goes(head):
            yield Need(NeedKind.LAPSED, "briefing.lapsed", about, head.expires_on, head.area_code)


def _drafts(project: OpenProject, today: date) -> Iterator[Need]:
    """Say which decisions and trips were begun and are not recorded: after a lock nobody sees the form in which they wait.

    Drafts lie by the clock of the computer, also in an invented country that lives on one day.
    """
    with project.read() as repository:
        kept = [draft for draft in repository.drafts() if draft.destroy_by >= today]
    names = {area.code: area.name for area in project.knowledge.areas}
    for draft in kept:
        on = project.moment(draft.kept_at).date()
        if draft.kind == "decision" and draft.subject in names:
            yield Need(NeedKind.DRAFT, "briefing.draft_decision", {"area": names[draft.subject], "on": on}, area_code=draft.subject)
        elif draft.kind == "trip":
            yield Need(NeedKind.DRAFT, "briefing.draft_trip", {"on": on})


def _goes(head: DecisionHead) -> bool:
    return head.outcome is Outcome.PROCEED


def _record(project: OpenProject) -> MissionRecord | None:
    return project.knowledge.missions.get(project.knowledge.info.mission)


def _mission(project: OpenProject) -> Iterator[Need]:
    record, day = _record(project), project.day
    if record is None:
        return
    about = {"mission": record.acronym}
    ends, checked = record.mandate_end, record.last_checked
    if ends is not None and ends < day:
        yield Need(NeedKind.MISSION, "briefing.mandate_over", {**about, "on": ends}, ends)
    elif ends is not None and ends <= day + LOOKS_AHEAD:
        yield Need(NeedKind.MISSION, "briefing.mandate_ends", {**about, "on": ends}, ends)
    if checked is None:
        yield Need(NeedKind.MISSION, "briefing.mission_unchecked", about)
    elif (day - checked).days > project.policy.gates.stale_after_days:
        yield Need(NeedKind.MISSION, "briefing.mission_old", {**about, "on": checked})


def _lines(project: OpenProject) -> Iterator[Need]:
    """Say which numbers nobody has tested for long, and where nobody of the civilian side can be called at all."""
    lines = duty_card(project, project.day)
    if not any(checked.line.desk is Desk.FOCAL_POINT for checked in lines) and not project.knowledge.focal_points.all:
        yield Need(NeedKind.NO_FOCAL_POINT, "briefing.no_focal_point")
    due = [checked.line for checked in lines if checked.state is not LineState.TESTED]
    if due:
        tested = [line.tested_on for line in due if line.tested_on is not None]
        roles = list(dict.fromkeys(line.role for line in due))
        params = {"count": len(due), "roles": roles[:MOST_ROLES], "on": min(tested, default=None)}
        yield Need(NeedKind.UNTESTED_LINE, "briefing.lines" if tested else "briefing.lines_never", params)


def _events(project: OpenProject) -> Iterator[Need]:
    """Say which dated events are ahead, and how many decisions end with them."""
    known, day = project.knowledge, project.day
    ahead = [event for event in known.events_ahead.all if not event.called_off and day <= event.on <= day + LOOKS_AHEAD]
    for event in sorted(ahead, key=lambda event: event.on):
        ends = _ending_on(known.decisions.standing(day), event.on)
        yield Need(NeedKind.EVENT, "briefing.event", {"event": event.kind.value, "on": event.on, "count": ends}, event.on)


def _ending_on(heads: Iterable[DecisionHead], day: date) -> int:
    return sum(head.expires_on == day for head in heads)


def _backups(project: OpenProject, now: datetime) -> Iterator[Need]:
    """Say what would be lost with this computer; an invented country is nobody's loss."""
    state, today = project.store.backup_state(), project.day
    if state is None or project.knowledge.info.fictional:
        return
    if state.newest is None and state.is_behind:
        yield Need(NeedKind.BACKUP, "briefing.backup_none", due=today)
    elif state.newest is not None and state.is_behind:
        yield Need(NeedKind.BACKUP, "briefing.backup_behind", {"moment": state.newest}, today)
    elif state.newest is not None and state.is_old(now):
        yield Need(NeedKind.BACKUP, "briefing.backup_old", {"count": (now - state.newest).days}, today)
    if state.untried_days is not None and state.newest is not None:
        yield Need(NeedKind.DRILL, "briefing.drill", {"count": state.untried_days}, today)


def _files_to_destroy(project: OpenProject) -> Iterator[Need]:
    with project.read() as repository:
        late = overdue(repository.releases(), project.day)
    if late:
        yield Need(NeedKind.DESTROY, "briefing.destroy", {"count": len(late)}, min(r.destroy_by for r in late if r.destroy_by))
