"""Everything a project knows at one moment, frozen and found by area, so that all areas are assessed on the same state of knowledge."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from mrm_desktop.domain.approaches import AdoptedApproach
from mrm_desktop.domain.assessors import AssessorAnswer
from mrm_desktop.domain.datasets import Dataset
from mrm_desktop.domain.duty_lines import DutyLine, lines_in_service
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.evidence import ActorReport, AreaEvidence, ResetEvent
from mrm_desktop.domain.field_answers import FieldAnswer
from mrm_desktop.domain.finding_notes import FindingNote
from mrm_desktop.domain.geography import Area, Place, Presence
from mrm_desktop.domain.missions import (
    Contingent,
    CoordinationForum,
    FocalPoint,
    MissionRecord,
    contingent_key,
    focal_point_key,
    forum_key,
)
from mrm_desktop.domain.projects import AreaCircumstances, ProjectInfo
from mrm_desktop.domain.protection_tools import ProtectionTool, tools_on
from mrm_desktop.domain.sign_offs import DecisionOutcome, SignOff
from mrm_desktop.domain.stakeholders import Stakeholder
from mrm_desktop.domain.statements import (
    AnnouncedEvent,
    ArmedActorCheck,
    ConsentAnswer,
    Force,
    ImpactAssessment,
    force_key,
)
from mrm_desktop.domain.validity import has_begun, has_ended, holds_on, in_force_on
from mrm_desktop.geo.area_index import AreaIndex
from mrm_desktop.project.changes import EVERYTHING, Changed
from mrm_desktop.project.decision_log import DecisionLog
from mrm_desktop.project.deferred import Deferred
from mrm_desktop.project.ground import Ground
from mrm_desktop.project.kinds import READ_AT_ONCE, Kind
from mrm_desktop.project.ports import Repository
from mrm_desktop.project.presence_map import PresenceMap
from mrm_desktop.project.records import Records


@dataclass(frozen=True)
class Knowledge:
    """The state of a project at one moment, whole or as it may be relied upon on one day.

    Attributes
    ----------
    read_places, read_decisions : Deferred
        Places and the log of decisions, read when somebody first asks for them: an area's answer needs no place.
    out_of_sight : Mapping[str, int]
        How many records other offices of a shared database keep to themselves, by area; ``""`` for those that name none.
    day : date | None
        The day on which this may be relied upon; None for everything, also of the past.
    whole : Knowledge | None
        Of the state of one day everything that it was taken from.
    """

    info: ProjectInfo
    ground: Ground
    presence_map: PresenceMap
    evidence: Records[AreaEvidence]
    actor_reports: Records[ActorReport]
    reset_events: Records[ResetEvent]
    circumstances: Records[AreaCircumstances]
    missions: Mapping[str, MissionRecord]
    contingents: tuple[Contingent, ...]
    focal_points: Records[FocalPoint]
    fora: Records[CoordinationForum]
    approaches: tuple[AdoptedApproach, ...]
    events_ahead: Records[AnnouncedEvent]
    forces: tuple[Force, ...]
    armed_actor_checks: Records[ArmedActorCheck]
    impacts: Records[ImpactAssessment]
    consents: Records[ConsentAnswer]
    assessor_answers: Records[AssessorAnswer]
    sign_offs: Records[SignOff]
    outcomes: Records[DecisionOutcome]
    duty_lines: Records[DutyLine]
    protection_tools: Records[ProtectionTool]
    field_answers: Records[FieldAnswer]
    finding_notes: Records[FindingNote]
    stakeholders: Records[Stakeholder]
    datasets: tuple[Dataset, ...]
    read_places: Deferred[Records[Place]]
    read_decisions: Deferred[DecisionLog]
    out_of_sight: Mapping[str, int] = field(default_factory=dict)
    day: date | None = None
    whole: Knowledge | None = None

    @property
    def areas(self) -> tuple[Area, ...]:
        """All areas of all levels."""
        return self.ground.areas

    @property
    def index(self) -> AreaIndex:
        """All areas, findable."""
        return self.ground.index

    def area(self, code: str) -> Area:
        """Return the area with this code, however it is written.

        Raises
        ------
        KnownError
            ``area.unknown`` where the project has no such area.
        """
        found = self.index.with_code(code)
        if found is None:
            raise KnownError("area.unknown", code=code)
        return found

    @property
    def assessed_areas(self) -> tuple[Area, ...]:
        """The areas of the level at which the project assesses, by code."""
        return self.ground.assessed_areas

    @property
    def presence(self) -> tuple[Presence, ...]:
        """Where peacekeepers are on record."""
        return self.presence_map.presence

    @property
    def places(self) -> Records[Place]:
        """Places, each with its distance to the nearest known base."""
        return self.read_places()

    @property
    def decisions(self) -> DecisionLog:
        """The log of decisions."""
        return self.read_decisions()

    @cached_property
    def contingents_by_code(self) -> Mapping[str, Contingent]:
        """Contingents by their code."""
        return {contingent.code: contingent for contingent in self.contingents}

    @cached_property
    def first_presence(self) -> date | None:
        """The earliest day from which presence is on record anywhere; None where there is none at all."""
        return min((item.last_confirmed or date.min for item in self.presence), default=None)

    def circumstances_of(self, code: str, on: date) -> AreaCircumstances | None:
        """Return the newest record for an area, or for the smallest area around it that has one, or for the whole country."""
        for candidate in self.ground.outwards(code):
            known = [c for c in self.circumstances.of([candidate]) if c.recorded_on <= on and has_begun(c, on)]
            # Of two records of one day the one that came in later counts. When it ends, older records do not come back into force.
            newest = max(reversed(known), key=lambda c: c.recorded_on, default=None)
            if newest is not None and not has_ended(newest, on):
                return newest
        return None

    def approach_on(self, day: date) -> AdoptedApproach | None:
        """Return the approach in force on a day: the newest adopted by then. Of two of one day the one that came in later counts."""
        known = [approach for approach in self.approaches if approach.known_on(day)]
        return max(reversed(known), key=lambda approach: approach.adopted_on, default=None)

    def as_of(self, day: date) -> Knowledge:
        """Return what may be relied upon on a day: without facts whose period had not begun or had ended, and without what they replace.

        What was stated later is left out, too.
        Circumstances, events and missions are filtered by date where they are used.
        """
        if self.day == day:
            return self
        whole = self.whole or self
        presence = tuple(p for p in whole.presence if holds_on(p, day))
        same_presence = len(presence) == len(whole.presence)
        return replace(
            whole,
            # Where nothing ended the work of laying presence on areas is shared between the days.
            presence_map=whole.presence_map if same_presence else PresenceMap(presence, whole.ground),
            evidence=whole.evidence.those(lambda e: holds_on(e, day)),
            actor_reports=whole.actor_reports.those(lambda r: holds_on(r, day)),
            contingents=in_force_on(whole.contingents, contingent_key, day),
            focal_points=Records(in_force_on(whole.focal_points, focal_point_key, day)),
            fora=Records(in_force_on(whole.fora, forum_key, day)),
            approaches=tuple(a for a in whole.approaches if a.known_on(day)),
            events_ahead=_expected(whole.events_ahead, day),
            forces=in_force_on([f for f in whole.forces if f.known_on(day)], force_key, day),
            armed_actor_checks=whole.armed_actor_checks.those(lambda c: c.known_on(day)),
            impacts=whole.impacts.those(lambda i: i.known_on(day)),
            consents=whole.consents.those(lambda c: c.known_on(day)),
            assessor_answers=whole.assessor_answers.those(lambda a: a.known_on(day)),
            sign_offs=whole.sign_offs.those(lambda s: s.known_on(day)),
            outcomes=whole.outcomes.those(lambda o: o.known_on(day)),
            duty_lines=Records(lines_in_service(whole.duty_lines, day)),
            protection_tools=Records(tools_on(whole.protection_tools, day)),
            field_answers=whole.field_answers.those(lambda a: a.known_on(day)),
            finding_notes=whole.finding_notes.those(lambda note: note.known_on(day)),
            stakeholders=whole.stakeholders.those(lambda one: one.known_on(day)),
            read_places=Deferred(lambda: _places_on(whole, presence, day)),
            day=day,
            whole=whole,
        )


def _expected(events: Records[AnnouncedEvent], day: date) -> Records[AnnouncedEvent]:
    """Return the events that were expected on a day: of several statements about one the last made by then, unless it called it off."""
    said = {event.thing: event for event in events if event.known_on(day)}
    return events.those(lambda event: said.get(event.thing) is event and not event.called_off)


def _places_on(whole: Knowledge, presence: tuple[Presence, ...], day: date) -> Records[Place]:
    """Return the places of a day; where bases have come or gone each is measured anew to those that stood."""
    places = whole.places.those(lambda p: holds_on(p, day))
    if len(presence) == len(whole.presence):
        return places
    return Records(with_remoteness([replace(p, nearest_base_km=None) for p in places], bases_of(presence)))


Read = Callable[[], AbstractContextManager[Repository]]


def load_knowledge(read: Read, before: Knowledge | None = None, changed: Changed = EVERYTHING) -> Knowledge:
    """Read a project.

    Parameters
    ----------
    read : Read
        Opens a unit of work for reading; places and decisions are read through it later, when they are asked for.
    before : Knowledge | None
        The whole state before a write: what the write did not touch is taken over from it.
    """
    with read() as repository:
        known: dict[Kind, Any] = {
            kind: reader(repository) for kind, reader in READ_AT_ONCE.items() if before is None or changed.touches(kind)
        }
        out_of_sight = repository.out_of_sight()
    if before is not None:
        known = {kind: getattr(before, kind) for kind in READ_AT_ONCE} | known
    ground = Ground(known[Kind.AREAS], known[Kind.INFO].assessment_level)
    if before is not None and not changed.touches(Kind.AREAS) and ground.level == before.ground.level:
        ground = before.ground
    presence_map = PresenceMap(known[Kind.PRESENCE], ground)
    if before is not None and ground is before.ground and not changed.touches(Kind.PRESENCE):
        presence_map = before.presence_map
    return Knowledge(
        **{kind: known[kind] for kind in READ_AT_ONCE if kind not in (Kind.AREAS, Kind.PRESENCE)},
        ground=ground,
        presence_map=presence_map,
        read_places=_places(read, presence_map, before, changed),
        read_decisions=before.read_decisions if before is not None and not changed.touches(Kind.DECISIONS) else _log(read),
        out_of_sight=out_of_sight,
    )


def _places(read: Read, presence_map: PresenceMap, before: Knowledge | None, changed: Changed) -> Deferred[Records[Place]]:
    if before is not None and presence_map is before.presence_map and not changed.touches(Kind.PLACES):
        return before.read_places

    def load() -> Records[Place]:
        with read() as repository:
            return Records(with_remoteness(repository.places(), bases_of(presence_map.presence)))

    return Deferred(load)


def _log(read: Read) -> Deferred[DecisionLog]:
    def load() -> DecisionLog:
        with read() as repository:
            return DecisionLog(repository.decision_heads())

    return Deferred(load)


def bases_of(presence: Iterable[Presence]) -> list[tuple[float, float]]:
    """Return the positions of the bases (longitude, latitude; degrees)."""
    return [item.base_point for item in presence if item.base_point is not None]


def with_remoteness(places: Sequence[Place], bases: Sequence[tuple[float, float]]) -> tuple[Place, ...]:
    """Return the places with their geodesic distance to the nearest of ``bases`` (longitude, latitude; degrees).

    It is measured anew each time: a base that opens or closes changes the remoteness of every place around it.
    """
    placed = [k for k, place in enumerate(places) if place.point is not None]
    measured = list(places)
    if placed and bases:
        from mrm_desktop.geo.distance import nearest_km

        distances, _ = nearest_km(np.array([places[k].point for k in placed], dtype=float), np.array(bases, dtype=float))
        for k, distance in zip(placed, distances.tolist(), strict=True):
            measured[k] = replace(places[k], nearest_base_km=round(distance, 1))
    return tuple(measured)
