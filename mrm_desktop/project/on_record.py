"""Which records bear on an area on a day: presence and its mission, whom to call and how, dated events, forces of others, tools."""

from __future__ import annotations

from datetime import date

from mrm_desktop.domain.duty_lines import DutyLine, call_order
from mrm_desktop.domain.geography import Presence
from mrm_desktop.domain.missions import FocalPoint, MissionRecord, fallback_order
from mrm_desktop.domain.protection_tools import ProtectionTool
from mrm_desktop.domain.statements import AnnouncedEvent, Force
from mrm_desktop.domain.vocabulary import MissionStatus
from mrm_desktop.project.knowledge import Knowledge
from mrm_desktop.scoring import Policy


def presence_known(knowledge: Knowledge, code: str, on: date) -> tuple[Presence, ...]:
    """Return the presence in an area as it was known on a day: what was confirmed later says nothing of that day."""
    return tuple(p for p in knowledge.presence_map.in_area(code) if p.last_confirmed is None or p.last_confirmed <= on)


def mission_of(knowledge: Knowledge, code: str, on: date) -> MissionRecord | None:
    """Return the mission of an area: of the presence confirmed last there, else the project's own."""
    there = sorted(presence_known(knowledge, code, on), key=lambda p: p.last_confirmed or date.min, reverse=True)
    for acronym in (*(p.mission for p in there if p.mission), knowledge.info.mission):
        if acronym in knowledge.missions:
            return knowledge.missions[acronym]
    return None


def status_of(record: MissionRecord | None, on: date, policy: Policy) -> MissionStatus:
    """Return the status of a mission on a day; a mission that the registry does not know is unconfirmed."""
    return MissionStatus.UNCONFIRMED if record is None else record.status_on(on, policy.gates.stale_after_days)


def focal_points_of(knowledge: Knowledge, code: str) -> tuple[FocalPoint, ...]:
    """Return the civilian focal points that cover an area, in fallback order."""
    return fallback_order(knowledge.focal_points.of({"", *knowledge.ground.above_and_self(code)}))


def duty_lines_of(knowledge: Knowledge, code: str) -> tuple[DutyLine, ...]:
    """Return the lines that answer for an area, in the order in which they are called; ``knowledge`` is that of a day."""
    lines = knowledge.duty_lines.of({"", *knowledge.ground.above_and_self(code)})
    return call_order(lines, focal_points_of(knowledge, code))


def protection_tools_of(knowledge: Knowledge, code: str) -> tuple[ProtectionTool, ...]:
    """Return what is known of the protection tools of an area and of what it lies in; ``knowledge`` is that of a day."""
    return knowledge.protection_tools.of({"", *knowledge.ground.above_and_self(code)})


def events_of(knowledge: Knowledge, code: str, on: date) -> tuple[AnnouncedEvent, ...]:
    """Return the dated events that bear on an area: in it, around it, in a part of it, of the country or of the mission here."""
    record = mission_of(knowledge, code, on)
    here = {"", record.acronym if record else knowledge.info.mission}
    return tuple(e for e in knowledge.events_ahead.of({"", *knowledge.ground.around(code)}) if e.mission in here)


def forces_of(knowledge: Knowledge, code: str) -> tuple[Force, ...]:
    """Return the forces of others that operate in an area, around it or in a part of it."""
    around = knowledge.ground.around(code)
    return tuple(force for force in knowledge.forces if not force.areas or not force.areas.isdisjoint(around))
