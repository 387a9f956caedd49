"""What dated events mean for an area: which are still ahead, which have passed unseen, and which made earlier evidence old."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from mrm_desktop.domain.case import EventAhead
from mrm_desktop.domain.statements import AnnouncedEvent
from mrm_desktop.domain.vocabulary import EventKind
from mrm_desktop.project.knowledge import Knowledge
from mrm_desktop.project.on_record import events_of, mission_of, presence_known

_LEAVING = (EventKind.WITHDRAWAL, EventKind.CLOSURE)


def events_ahead(knowledge: Knowledge, code: str, on: date) -> tuple[EventAhead, ...]:
    """Return the dated events that bear on an area, the earliest first; those that have passed only while nobody has seen to them."""
    bearing = {
        EventAhead(event.kind, event.on)
        for event in events_of(knowledge, code, on)
        if event.on >= on or not _is_seen_to(event, knowledge, code, on)
    }
    return tuple(sorted(bearing, key=lambda event: (event.on, event.kind)))


def last_reset(knowledge: Knowledge, code: str, on: date) -> date:
    """Return the last day on which something made earlier evidence of an area old; the first day of all where nothing did."""
    events = knowledge.reset_events.of({"", *knowledge.ground.around(code)})
    days = (event.happened_on for event in events if event.happened_on <= on)
    return max((*days, *_rotations(knowledge, code, on)), default=date.min)


def _rotations(knowledge: Knowledge, code: str, on: date) -> Iterator[date]:
    """Yield the days on which a contingent present here rotated, or was to: its name with the people starts anew."""
    codes = {p.contingent for p in presence_known(knowledge, code, on) if p.contingent}
    for contingent in (knowledge.contingents_by_code.get(name) for name in codes):
        if contingent is not None and contingent.rotated_on is not None and contingent.rotated_on <= on:
            yield contingent.rotated_on
    for event in events_of(knowledge, code, on):
        if event.kind is EventKind.ROTATION and event.on < on:
            yield event.on


def _is_seen_to(event: AnnouncedEvent, knowledge: Knowledge, code: str, on: date) -> bool:
    """Tell whether a later record says what came of an event that has passed (decision 0048).

    A rotation: each presence here names a contingent that rotated on that day or later. A withdrawal or closure: somebody confirmed
    presence here after that day or, where no area is named, the mission.
    """
    if event.kind is EventKind.ROTATION:
        units = [knowledge.contingents_by_code.get(p.contingent) for p in presence_known(knowledge, code, on)]
        rotated = [unit.rotated_on if unit is not None else None for unit in units]
        return bool(rotated) and all(day is not None and event.on <= day <= on for day in rotated)
    if event.kind not in _LEAVING:
        return False
    if event.area_code:
        looked = [presence.last_confirmed for presence in presence_known(knowledge, code, on)]
    else:
        record = mission_of(knowledge, code, on)
        looked = [record.last_checked if record is not None else None]
    return any(day is not None and event.on < day <= on for day in looked)
