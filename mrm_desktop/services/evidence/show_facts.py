"""Show what was typed by hand: the records of one table of a facts file, as they were known on a day."""

from __future__ import annotations

from collections.abc import Mapping, Set
from datetime import date
from typing import Any

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.statement import Statement
from mrm_desktop.domain.statements import STATEMENTS
from mrm_desktop.project.kinds import KIND_OF_STATEMENT, Kind
from mrm_desktop.project.open_project import OpenProject

SHOWN: Mapping[str, Kind] = {
    "mission": Kind.MISSIONS,
    "contingent": Kind.CONTINGENTS,
    "focal_point": Kind.FOCAL_POINTS,
    "forum": Kind.FORA,
    "circumstances": Kind.CIRCUMSTANCES,
    "reset_event": Kind.RESET_EVENTS,
    "armed_actor": Kind.ACTOR_REPORTS,
    "perception": Kind.EVIDENCE,
    **{name: KIND_OF_STATEMENT[kind] for name, kind in STATEMENTS.items()},
}
"""The tables that can be shown, each with the kind of its records."""


def facts_on_record(project: OpenProject, table: str, day: date, area_code: str = "") -> tuple[Any, ...]:
    """Return the records of a table, in the order in which they came.

    Parameters
    ----------
    day : date
        Day on which they were known and held.
    area_code : str
        Only those that name this area, one around it or a part of it, and those of the whole country; "" for all.

    Raises
    ------
    KnownError
        ``facts.nothing_to_show`` where there is no such table, ``area.unknown`` where the project has no such area.
    """
    if table not in SHOWN:
        raise KnownError("facts.nothing_to_show", kind=table, allowed=sorted(SHOWN))
    knowledge = project.knowledge_on(day)
    known = getattr(knowledge, SHOWN[table])
    records = tuple(known.values()) if isinstance(known, Mapping) else tuple(known)
    if not area_code:
        return records
    around = knowledge.ground.around(knowledge.area(area_code).code)
    return tuple(record for record in records if not (named := _areas_of(record)) or not named.isdisjoint(around))


def _areas_of(record: Any) -> Set[str]:
    if isinstance(record, Statement):
        return record.areas
    code = getattr(record, "area_code", "")
    return frozenset({code} if code else ())
