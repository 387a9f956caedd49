"""Everything a project knows, read once and frozen, so that all areas are assessed on the same state of knowledge."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import shapely

from mrm_desktop.domain.datasets import Dataset
from mrm_desktop.domain.decisions import Decision
from mrm_desktop.domain.evidence import ActorReport, AreaEvidence, ResetEvent
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
from mrm_desktop.domain.validity import has_begun, has_ended, holds_on, in_force_on
from mrm_desktop.geo.adjacency import neighbours
from mrm_desktop.geo.area_index import AreaIndex
from mrm_desktop.geo.wkb import many_from_wkb
from mrm_desktop.project.ports import Repository

# A patrol area that covers less of an area than this only grazes its border.
LEAST_COVERED_SHARE = 0.01


@dataclass(frozen=True)
class Knowledge:
    """The state of a project at one moment."""

    info: ProjectInfo
    areas: tuple[Area, ...]
    places: tuple[Place, ...]
    presence: tuple[Presence, ...]
    evidence: tuple[AreaEvidence, ...]
    actor_reports: tuple[ActorReport, ...]
    reset_events: tuple[ResetEvent, ...]
    circumstances: tuple[AreaCircumstances, ...]
    missions: Mapping[str, MissionRecord]
    contingents: tuple[Contingent, ...]
    focal_points: tuple[FocalPoint, ...]
    fora: tuple[CoordinationForum, ...]
    datasets: tuple[Dataset, ...]
    decisions: tuple[Decision, ...]
    out_of_sight: Mapping[str, int] = field(default_factory=dict)
    """How many records other offices of a shared database keep to themselves, by area; ``""`` for those that name none."""

    @cached_property
    def index(self) -> AreaIndex:
        """All areas, findable."""
        return AreaIndex(self.areas)

    @cached_property
    def assessed_areas(self) -> tuple[Area, ...]:
        """The areas of the level at which the project assesses, by code."""
        level = self.info.assessment_level
        if level is None:
            level = max((area.level for area in self.areas), default=0)
        return tuple(sorted((a for a in self.areas if a.level == level), key=lambda a: a.code))

    @cached_property
    def lineage(self) -> Mapping[str, tuple[Area, ...]]:
        """For each area the areas it lies in, the largest first."""
        return {area.code: tuple(reversed(self.index.ancestors(area))) for area in self.areas}

    @cached_property
    def neighbours(self) -> Mapping[str, frozenset[str]]:
        """Codes of the adjoining areas of the same level."""
        return neighbours(AreaIndex(self.assessed_areas))

    @cached_property
    def presence_by_area(self) -> Mapping[str, tuple[Presence, ...]]:
        """Presence records that cover more than the edge of an area, or whose base stands in it."""
        found: dict[str, list[Presence]] = {area.code: [] for area in self.assessed_areas}
        if not self.presence:
            return dict.fromkeys(found, ())
        shapes = many_from_wkb(item.geometry for item in self.presence)
        tree = shapely.STRtree(shapes)
        for area, polygon in zip(self.assessed_areas, many_from_wkb(a.geometry for a in self.assessed_areas), strict=True):
            for k in sorted(tree.query(polygon, predicate="intersects").tolist()):
                base = self.presence[k].base_point
                inside = base is not None and bool(shapely.intersects_xy(polygon, *base))
                if inside or shapely.area(shapely.intersection(polygon, shapes[k])) >= LEAST_COVERED_SHARE * polygon.area:
                    found[area.code].append(self.presence[k])
        return {code: tuple(items) for code, items in found.items()}

    def above_and_self(self, code: str) -> tuple[str, ...]:
        """Return the code of an area and of everything it lies in."""
        return (code, *(area.code for area in self.lineage.get(code, ())))

    def below_and_self(self, code: str) -> frozenset[str]:
        """Return the code of an area and of every area inside it."""
        return self._descendants.get(code, frozenset({code}))

    @cached_property
    def _descendants(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = {area.code: {area.code} for area in self.areas}
        for area in self.areas:
            for above in self.lineage[area.code]:
                found[above.code].add(area.code)
        return {code: frozenset(codes) for code, codes in found.items()}

    def circumstances_of(self, code: str, on: date) -> AreaCircumstances | None:
        """Return the newest record for an area, or for the smallest area around it that has one."""
        for candidate in (code, *(a.code for a in reversed(self.lineage.get(code, ())))):
            known = [c for c in self.circumstances if c.area_code == candidate and c.recorded_on <= on and has_begun(c, on)]
            # Of two records of one day the one that came in later counts. Once it has ended no older one speaks again.
            newest = max(reversed(known), key=lambda c: c.recorded_on, default=None)
            if newest is not None and not has_ended(newest, on):
                return newest
        return None

    def as_of(self, day: date) -> Knowledge:
        """Return what may be relied upon on a day: without facts whose period had not begun or had ended, and without what they replace.

        What lies in the project's past stays in this object. Circumstances, events and missions judge the day by themselves.
        """
        if day not in self._by_day:
            self._by_day[day] = self._held_on(day)
        return self._by_day[day] or self

    @cached_property
    def _by_day(self) -> dict[date, Knowledge | None]:
        # None for this state itself: a state that held on to itself would outlive the lock that drops it.
        return {}

    def _held_on(self, day: date) -> Knowledge | None:
        """Return what differs on a day; None where nothing does."""
        held: dict[str, Any] = {
            name: tuple(fact for fact in getattr(self, name) if holds_on(fact, day))
            for name in ("presence", "places", "evidence", "actor_reports")
        }
        held |= {name: in_force_on(getattr(self, name), key, day) for name, key in _STATED.items()}
        held = {name: facts for name, facts in held.items() if facts != getattr(self, name)}
        if not held:
            return None
        if "presence" in held:
            bases = [p.base_point for p in held["presence"] if p.base_point is not None]
            held["places"] = with_remoteness([replace(p, nearest_base_km=None) for p in held.get("places", self.places)], bases)
        known = replace(self, **held)
        # What follows from the areas alone is worked out once for all days.
        known.__dict__.update({name: made for name, made in self.__dict__.items() if name in _OF_AREAS})
        known.__dict__["_by_day"] = {day: None}
        return known


_OF_AREAS = frozenset({"index", "assessed_areas", "lineage", "neighbours", "_descendants"})
_STATED: Mapping[str, Callable[[Any], Any]] = {
    "contingents": contingent_key,
    "focal_points": focal_point_key,
    "fora": forum_key,
}


def load_knowledge(repository: Repository) -> Knowledge:
    """Read the whole project."""
    presence = tuple(repository.presence())
    return Knowledge(
        info=repository.info(),
        areas=tuple(repository.areas()),
        places=with_remoteness(repository.places(), [p.base_point for p in presence if p.base_point is not None]),
        presence=presence,
        evidence=tuple(repository.evidence()),
        actor_reports=tuple(repository.actor_reports()),
        reset_events=tuple(repository.reset_events()),
        circumstances=tuple(repository.circumstances()),
        missions={record.acronym: record for record in repository.missions()},
        contingents=tuple(repository.contingents()),
        focal_points=tuple(repository.focal_points()),
        fora=tuple(repository.fora()),
        datasets=tuple(repository.datasets()),
        decisions=tuple(repository.decisions()),
        out_of_sight=repository.out_of_sight(),
    )


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
