"""The project's own mission with everything that is known of it, and the registry behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from mrm_desktop.domain.duty_lines import CheckedLine
from mrm_desktop.domain.missions import Contingent, FocalPoint, MissionRecord, fallback_order
from mrm_desktop.domain.vocabulary import EventKind, MissionStatus
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.services.evidence.check_duty_lines import duty_card


@dataclass(frozen=True, slots=True)
class MissionSheet:
    """What the window says of missions.

    Attributes
    ----------
    own : str
        Acronym of the project's mission, which the registry may not know.
    missions : tuple[tuple[MissionRecord, MissionStatus], ...]
        The project's own first, the closed ones last.
    contingents, focal_points, lines
        Those of the project's own mission; focal points and lines in the order in which they are called.
    withdrawals : dict[str, date]
        By mission: the day on which its military withdraws, where that was announced.
    """

    own: str
    missions: tuple[tuple[MissionRecord, MissionStatus], ...]
    contingents: tuple[Contingent, ...]
    focal_points: tuple[FocalPoint, ...]
    lines: tuple[CheckedLine, ...]
    withdrawals: dict[str, date]


def mission_sheet(project: OpenProject) -> MissionSheet:
    """Return what is known of missions on the project's day."""
    day, stale = project.day, project.policy.gates.stale_after_days
    known = project.knowledge_on(day)
    own = known.info.mission
    announced = [e for e in known.events_ahead.all if e.kind is EventKind.WITHDRAWAL and e.mission and not e.area_code]
    return MissionSheet(
        own,
        in_order(((record, record.status_on(day, stale)) for record in project.knowledge.missions.values()), own),
        tuple(unit for unit in known.contingents if unit.mission == own),
        tuple(point for point in fallback_order(known.focal_points) if point.mission in ("", own)),
        tuple(checked for checked in duty_card(project, day) if checked.line.mission in ("", own)),
        {event.mission: event.on for event in sorted(announced, key=lambda e: e.on, reverse=True)},
    )


def in_order(
    missions: Iterable[tuple[MissionRecord, MissionStatus]], own: str = ""
) -> tuple[tuple[MissionRecord, MissionStatus], ...]:
    """Return missions as people look for them: their own first, the closed ones last, the others by their acronym."""
    return tuple(sorted(missions, key=lambda pair: (pair[0].acronym != own, pair[1] is MissionStatus.CLOSED, pair[0].acronym)))
