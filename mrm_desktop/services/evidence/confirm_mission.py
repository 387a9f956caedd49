"""The mission registry that ships with the program, and its confirmation by a person."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.guard_passes import GuardPass
from mrm_desktop.domain.missions import (
    Advisers,
    Confidence,
    MilitaryComponent,
    MissionRecord,
    MissionType,
    ProtectionMandate,
    RecordedStatus,
)
from mrm_desktop.domain.statements import AnnouncedEvent
from mrm_desktop.domain.vocabulary import EventKind
from mrm_desktop.foundation.assets import asset
from mrm_desktop.project.guarded_write import passes_to_keep
from mrm_desktop.project.ports import UnitsOfWork

COLUMNS = (
    "acronym",
    "country_area",
    "type",
    "start",
    "mandate_end",
    "closes_on",
    "recorded_status",
    "military",
    "protection_mandate",
    "advisers",
    "created_by",
    "renewed_by",
    "source",
    "last_checked",
    "confidence_dates",
    "confidence_attributes",
    "note",
)


OF_A_DOCUMENT = Grade("A", "1")
"""Grade of what the Security Council or the mission itself made public."""


def shipped_missions() -> tuple[MissionRecord, ...]:
    """Return the registry as it shipped: dated facts with their sources, not knowledge of the program."""
    return read_registry(asset("data", "reference", "missions.csv"))


def read_registry(path: Path) -> tuple[MissionRecord, ...]:
    """Read a registry file.

    Raises
    ------
    KnownError
        ``registry.bad_row`` naming row and reason; ``registry.columns`` where the headings are not the registry's.
    """
    with path.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream)
        if tuple(rows.fieldnames or ()) != COLUMNS:
            raise KnownError("registry.columns", file=path.name, expected=list(COLUMNS))
        return tuple(_record(row, number, path.name) for number, row in enumerate(rows, start=2))


def _record(row: Mapping[str, str], number: int, file: str) -> MissionRecord:
    try:
        return MissionRecord(
            acronym=row["acronym"],
            country_area=row["country_area"],
            type=MissionType.parse(row["type"]),
            start=date.fromisoformat(row["start"]),
            mandate_end=_day(row["mandate_end"]),
            closes_on=_day(row["closes_on"]),
            recorded_status=RecordedStatus.parse(row["recorded_status"]),
            military=MilitaryComponent.parse(row["military"]),
            protection_mandate=ProtectionMandate.parse(row["protection_mandate"]),
            advisers=Advisers.parse(row["advisers"]),
            created_by=row["created_by"],
            renewed_by=row["renewed_by"],
            source=row["source"],
            last_checked=_day(row["last_checked"]),
            confidence_dates=Confidence.parse(row["confidence_dates"]),
            confidence_attributes=Confidence.parse(row["confidence_attributes"]),
            note=row["note"],
        )
    except (ValueError, KnownError) as error:
        raise KnownError("registry.bad_row", file=file, row=number, reason=str(error)) from error


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def confirm_mission(
    project: UnitsOfWork,
    acronym: str,
    today: date,
    source: str,
    mandate_end: date | None = None,
    closed: bool = False,
    closes_on: date | None = None,
    passes: Sequence[GuardPass] = (),
) -> MissionRecord:
    """Record that a person checked a mission today against a source.

    A closing day on record that has passed is dropped where the mission was found not to be closed: it did not come true.

    Parameters
    ----------
    mandate_end : date | None
        New end of the mandate; None leaves the recorded one. A day in the past is refused unless ``closed``.
    closed : bool
        The mission was found to be closed.
    closes_on : date | None
        Day on which it was decided that the mission closes; None leaves the recorded one.
    source : str
        The public document that says so, such as ``Security Council resolution 2779``: no code, and never a person.
    passes : Sequence[GuardPass]
        What two people let pass of it, by the field ``source``.

    Raises
    ------
    PersonInTextError
        The source looks as if it told of a person.
    KnownError
        ``mission.unknown``, ``mission.source_needed`` or ``mission.mandate_already_over``.
    """
    if not source.strip():
        raise KnownError("mission.source_needed", acronym=acronym)
    kept = passes_to_keep(project, [("source", source)], passes, "mission", acronym)
    with project.write() as repository:
        known = {record.acronym: record for record in repository.missions()}
        if acronym not in known:
            raise KnownError("mission.unknown", acronym=acronym, known=sorted(known))
        record = known[acronym]
        end = mandate_end or record.mandate_end
        if not closed and end is not None and end < today:
            raise KnownError("mission.mandate_already_over", acronym=acronym, mandate_end=end)
        status = RecordedStatus.CLOSED if closed else _reopened(record)
        closing = closes_on or record.closes_on
        if not closed and closing is not None and closing < today:
            closing = None
        confirmed = replace(
            record, mandate_end=end, recorded_status=status, last_checked=today, source=source.strip(), closes_on=closing
        )
        repository.put_missions([confirmed])
        repository.add_guard_passes(kept)
    return confirmed


def announce_withdrawal(
    project: UnitsOfWork, acronym: str, today: date, source: str, on: date, passes: Sequence[GuardPass] = ()
) -> AnnouncedEvent:
    """Record that a public document says on which day the military of a mission withdraws. Its mandate and the mission may go on.

    Raises
    ------
    PersonInTextError
        The source looks as if it told of a person.
    KnownError
        ``mission.unknown`` or ``mission.source_needed``.
    """
    if not source.strip():
        raise KnownError("mission.source_needed", acronym=acronym)
    kept = passes_to_keep(project, [("source", source)], passes, "mission", acronym)
    with project.write() as repository:
        known = {record.acronym for record in repository.missions()}
        if acronym not in known:
            raise KnownError("mission.unknown", acronym=acronym, known=sorted(known))
        event = AnnouncedEvent(EventKind.WITHDRAWAL, on, source.strip(), OF_A_DOCUMENT, mission=acronym, announced_on=today)
        repository.add_statements([event])
        repository.add_guard_passes(kept)
    return event


def _reopened(record: MissionRecord) -> RecordedStatus:
    return RecordedStatus.ACTIVE if record.recorded_status is RecordedStatus.CLOSED else record.recorded_status


def known_acronyms(missions: Sequence[MissionRecord]) -> tuple[str, ...]:
    """Return the acronyms, those that are not closed first."""
    return tuple(m.acronym for m in sorted(missions, key=lambda m: (m.recorded_status is RecordedStatus.CLOSED, m.acronym)))
